# SPDX-License-Identifier: EUPL-1.2
"""How much is known by unit and group, and which units are kept and why."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import WrongShape
from schakel.composite.describing.availability import (
    WrongGroup,
    measure_availability,
    measure_group_availability,
)
from schakel.composite.describing.screen import NotAShare, NoUnitsLeft, WrongForce, screen_units

NAN = np.nan
TABLE = np.array([[1.0, 2.0, 0.0, 4.0], [NAN, NAN, 0.0, 4.0], [NAN, NAN, NAN, NAN], [0.0, 0.0, 0.0, 4.0]])
NAMES = ["north", "east", "south", "west"]


def tables():
    row = st.tuples(*[st.sampled_from([NAN, 0.0, 1.0, 2.0])] * 4)
    return st.lists(row, min_size=1, max_size=8).map(np.array)


def test_availability_by_hand():
    found = measure_availability(TABLE)
    assert found.per_unit.tolist() == [1.0, 0.5, 0.0, 1.0]
    assert found.missing_per_unit.tolist() == [0, 2, 4, 0]
    assert found.zeros_per_unit.tolist() == [1, 1, 0, 3]
    assert found.nonzero_per_unit == pytest.approx([0.75, 0.5, NAN, 0.25], nan_ok=True)
    assert found.nonzero_per_indicator == pytest.approx([1 / 2, 1 / 2, 0.0, 1.0])
    assert found.overall == 10 / 16


def test_groups_may_overlap_and_may_be_numbers():
    groups = {"skills": [0, 1], "firms": [2, 3], "whole": [0, 1, 2, 3]}
    found = measure_group_availability(TABLE, groups=groups)
    assert found.tolist() == [[1, 1, 1], [0, 1, 0.5], [0, 0, 0], [1, 1, 1]]
    numbered = measure_group_availability(TABLE, groups=np.array([0, 0, 1, 1]))
    assert numbered.tolist() == found[:, :2].tolist()
    without_last = measure_group_availability(TABLE, groups=np.array([0, 0, 1, -1]))
    assert without_last[:, 1].tolist() == [1, 1, 0, 1]


@pytest.mark.parametrize("groups", [{"skills": []}, {"skills": [0, 4]}, {"skills": [-1]}, {}])
def test_a_group_without_indicators_or_with_wrong_ones_is_refused(groups):
    with pytest.raises(WrongGroup, match="skills" if groups else "of 4"):
        measure_group_availability(TABLE, groups=groups)


def test_group_numbers_that_do_not_fit_are_refused():
    with pytest.raises(WrongShape, match="groups"):
        measure_group_availability(TABLE, groups=np.array([0, 1]))
    with pytest.raises(WrongGroup, match="number 1"):
        measure_group_availability(TABLE, groups=np.array([0, 0, 2, 2]))


@pytest.mark.parametrize(
    ("by", "kept", "reasons"),
    [
        ("missing", [1, 0, 0, 1], ["enough", "too_few_known", "too_few_known", "enough"]),
        ("zeros", [1, 1, 0, 0], ["enough", "enough", "too_few_nonzero", "too_few_nonzero"]),
        (
            "missing_and_zeros",
            [1, 0, 0, 0],
            ["enough", "too_few_known", "too_few_known_and_nonzero", "too_few_nonzero"],
        ),
    ],
)
def test_screening_says_who_stays_and_why(by, kept, reasons):
    found = screen_units(TABLE, by=by, min_share_nonzero=0.3)
    assert found.kept.tolist() == [bool(flag) for flag in kept]
    assert found.reason.tolist() == reasons
    assert found.too_few_known.tolist() == [False, True, True, False]
    assert found.too_few_nonzero.tolist() == [False, False, True, True]


def test_a_unit_on_the_threshold_stays():
    assert screen_units(TABLE, min_share_known=0.5).kept.tolist() == [True, True, False, True]
    third = np.array([[1.0, 1.0, NAN]])
    assert screen_units(third, min_share_known=2 / 3).kept.all()


def test_units_are_forced_in_and_out_by_name():
    found = screen_units(TABLE, keep=["south"], remove=["north"], units=NAMES)
    assert found.kept.tolist() == [False, False, True, True]
    assert found.reason.tolist() == ["forced_out", "too_few_known", "forced_in", "enough"]
    assert found.share_known.tolist() == [1.0, 0.5, 0.0, 1.0]


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"keep": ["nowhere"], "units": NAMES}, "nowhere.*not among"),
        ({"keep": ["north"]}, "north.*not among"),
        ({"keep": ["north"], "remove": ["north"], "units": NAMES}, "north.*in and out"),
    ],
)
def test_a_unit_that_cannot_be_forced_is_named(choices, words):
    with pytest.raises(WrongForce, match=words):
        screen_units(TABLE, **choices)


def test_thresholds_and_results_without_meaning_are_refused():
    with pytest.raises(NotAShare, match=r"min_share_known.*1.5"):
        screen_units(TABLE, min_share_known=1.5)
    with pytest.raises(NoUnitsLeft, match=r"0.9"):
        screen_units(TABLE[1:3], min_share_known=0.9)
    with pytest.raises(WrongShape, match="units"):
        screen_units(TABLE, units=NAMES[:2])


@given(tables(), st.floats(0, 1), st.floats(0, 1), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_a_higher_threshold_never_adds_a_unit_and_order_does_not_matter(values, first, second, shuffle):
    low, high = sorted((first, second))
    names = [f"unit {number}" for number in range(len(values))]
    always = {"keep": names[:1], "units": names}
    loose = screen_units(values, min_share_known=low, **always)
    strict = screen_units(values, min_share_known=high, **always)
    assert not (strict.kept & ~loose.kept).any()
    order = list(range(len(values)))
    shuffle.shuffle(order)
    again = screen_units(values[order], min_share_known=high, keep=names[:1], units=[names[i] for i in order])
    assert again.reason.tolist() == strict.reason[order].tolist()


def test_draws_are_screened_one_by_one():
    draws = np.stack([TABLE, TABLE[::-1], TABLE[[1, 1, 0, 0]]])
    groups = {"skills": [0, 1], "firms": [2, 3]}
    whole = screen_units(draws, by="missing_and_zeros", min_share_nonzero=0.3)
    for draw, table in enumerate(draws):
        alone = screen_units(table, by="missing_and_zeros", min_share_nonzero=0.3)
        assert whole.kept[draw].tolist() == alone.kept.tolist()
        assert whole.reason[draw].tolist() == alone.reason.tolist()
        by_group = measure_group_availability(draws, groups=groups)[draw]
        assert by_group.tolist() == measure_group_availability(table, groups=groups).tolist()
