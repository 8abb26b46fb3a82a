# SPDX-License-Identifier: EUPL-1.2
"""Scaling by hand, its refusals, and what every scaling keeps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import BadInput, NothingKnown, WrongShape
from schakel.composite.normalising.normalise import (
    ConstantIndicator,
    NegativeOrZeroMean,
    NegativeValue,
    WrongGoalposts,
    normalise_exponential_z,
    normalise_goalposts,
    normalise_minmax,
    normalise_percentile,
    normalise_rank,
    normalise_value_over_mean,
    normalise_zscore,
)

COLUMN = np.array([[2.0], [4.0], [6.0]])
SCALINGS = [normalise_value_over_mean, normalise_zscore, normalise_exponential_z, normalise_minmax]


def tables(min_value=0.5):
    cell = st.floats(min_value, 100, allow_nan=False)
    return (
        st.lists(st.tuples(cell, cell), min_size=3, max_size=8, unique_by=(lambda r: r[0], lambda r: r[1]))
        .map(lambda rows: np.round(np.array(rows), 3))
        .filter(lambda t: (np.ptp(t, axis=0) > 0.01).all())
    )


def test_by_hand():
    assert normalise_value_over_mean(COLUMN).ravel().tolist() == [0.5, 1.0, 1.5]
    assert normalise_zscore(COLUMN).ravel().tolist() == [-1.0, 0.0, 1.0]
    assert normalise_minmax(COLUMN).ravel().tolist() == [0.0, 0.5, 1.0]
    e = np.exp([-1.0, 0.0, 1.0])
    assert normalise_exponential_z(COLUMN).ravel() == pytest.approx(e / e.mean())
    assert normalise_goalposts(COLUMN, low=np.array([0.0]), high=np.array([4.0])).ravel().tolist() == [
        0.5,
        1,
        1,
    ]
    tied = np.array([[1.0], [3.0], [3.0], [5.0]])
    assert normalise_rank(tied).ravel().tolist() == [1.0, 2.5, 2.5, 4.0]
    assert normalise_percentile(tied).ravel().tolist() == [0.25, 0.5, 0.5, 1.0]


FAR_FROM_ZERO = 1e12 + np.array([[0.0], [1.0], [0.0], [1.0], [1.0]])


@pytest.mark.parametrize("scale", [normalise_zscore, normalise_minmax, normalise_exponential_z])
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_range_of_one_far_from_zero_is_no_constant(scale, sign):
    near = sign * (FAR_FROM_ZERO - 1e12)
    assert scale(sign * FAR_FROM_ZERO) == pytest.approx(scale(near), abs=1e-3)
    assert normalise_minmax(FAR_FROM_ZERO).ravel().tolist() == [0.0, 1.0, 0.0, 1.0, 1.0]


@pytest.mark.parametrize("scale", [normalise_zscore, normalise_minmax, normalise_exponential_z])
@pytest.mark.parametrize(
    "equal",
    [
        np.array([0.1 + 0.2, 0.3, 0.3, 0.1 + 0.2]),
        np.full(1000, 0.1),
        np.array([-0.7, -(0.1 + 0.6), -(0.2 + 0.5)]),
        np.zeros(3),
        np.array([sum([0.1] * 10), 1.0, 1.0]),
        np.array([2.5e-200, 2.5e-200]),
    ],
)
def test_numbers_that_are_equal_but_for_rounding_are_constant(scale, equal):
    with pytest.raises(ConstantIndicator, match="'jobs'"):
        scale(equal[:, None], indicators=["jobs"])


def test_what_is_scaled_is_finite_where_values_are():
    for level in (0.0, 1.0, -1e3, 1e12, 1e-12):
        for range_of in (1e-300, 1e-9, 1e-3, 1.0, 1e9):
            values = level + range_of * np.array([[0.0], [0.4], [1.0]])
            for scale in (normalise_zscore, normalise_minmax):
                try:
                    found = scale(values)
                except ConstantIndicator:
                    continue
                assert np.isfinite(found).all()


def test_unknown_stays_unknown_and_does_not_count():
    with_hole = np.vstack([COLUMN, [[np.nan]]])
    for scale in SCALINGS:
        found = scale(with_hole).ravel()
        assert np.isnan(found[3])
        assert found[:3] == pytest.approx(scale(COLUMN).ravel())


def test_a_unit_outside_the_reference_is_placed_but_does_not_count():
    reference = np.array([True, True, True, False])
    with_region = np.vstack([COLUMN, [[10.0]]])
    for scale in SCALINGS:
        assert scale(with_region, reference=reference)[:3] == pytest.approx(scale(COLUMN))
    assert normalise_minmax(with_region, reference=reference)[3, 0] == 2.0
    assert normalise_rank(with_region, reference=reference).ravel().tolist() == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("scale", "values", "failure", "words"),
    [
        (normalise_zscore, [[1.0], [1.0]], ConstantIndicator, "jobs"),
        (normalise_minmax, [[1.0], [1.0]], ConstantIndicator, "jobs"),
        (normalise_zscore, [[np.nan], [np.nan]], NothingKnown, "jobs"),
        (normalise_value_over_mean, [[0.0], [0.0]], NegativeOrZeroMean, "jobs"),
    ],
)
def test_refusals_name_the_indicator(scale, values, failure, words):
    with pytest.raises(failure, match=words) as caught:
        scale(np.array(values), indicators=["jobs"])
    assert isinstance(caught.value, BadInput)
    assert caught.value.details["indicator"] == "jobs"
    assert caught.value.cure


def test_a_negative_value_is_refused_with_unit_and_indicator():
    with pytest.raises(NegativeValue) as caught:
        normalise_value_over_mean(
            np.array([[1.0, 2.0], [3.0, -4.0]]), units=["A", "B"], indicators=["x", "y"]
        )
    assert caught.value.details == {"unit": "B", "indicator": "y", "value": -4.0}


def test_wrong_goalposts_and_shapes_are_refused():
    with pytest.raises(WrongGoalposts, match="number 1"):
        normalise_goalposts(COLUMN, low=np.array([4.0]), high=np.array([4.0]))
    with pytest.raises(WrongShape):
        normalise_zscore(np.array([1.0, 2.0]))
    with pytest.raises(WrongShape):
        normalise_zscore(COLUMN, reference=np.array([True]))


@given(tables())
@settings(max_examples=40, deadline=None)
def test_order_of_rows_does_not_matter(table):
    turned = np.arange(len(table))[::-1]
    for scale in SCALINGS:
        assert scale(table[turned]) == pytest.approx(scale(table)[turned])


@given(tables())
@settings(max_examples=40, deadline=None)
def test_higher_stays_higher_and_scenarios_are_independent(table):
    both = np.stack([table, table * 3 + 1])
    for scale in SCALINGS:
        assert (np.argsort(scale(table)[:, 0]) == np.argsort(table[:, 0])).all()
        assert scale(both)[0] == pytest.approx(scale(table))
        assert scale(both)[1] == pytest.approx(scale(table * 3 + 1))


@given(tables())
@settings(max_examples=40, deadline=None)
def test_turning_the_direction_mirrors_z_and_minmax(table):
    assert normalise_zscore(-table) == pytest.approx(-normalise_zscore(table))
    assert normalise_minmax(-table) == pytest.approx(1 - normalise_minmax(table))


@given(tables())
@settings(max_examples=40, deadline=None)
def test_the_reference_mean_is_one(table):
    assert normalise_value_over_mean(table).mean(axis=0) == pytest.approx([1, 1])
    assert normalise_exponential_z(table).mean(axis=0) == pytest.approx([1, 1])
