# SPDX-License-Identifier: EUPL-1.2
"""Pulling in points one after the other, and treatment in two stages: by hand, against the definition, rules."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import WrongShape
from schakel.composite.describing.describe import kurtosis, skewness
from schakel.composite.normalising.pool_periods import pool_periods
from schakel.composite.treating.rule import (
    NO_TREATMENT,
    NoSuchIndicator,
    TreatmentRule,
    WrongRule,
    change_rule,
    rules_per_indicator,
)
from schakel.composite.treating.transforms import treat_log_coin_tool, treat_log_plus_one
from schakel.composite.treating.two_stage import treat_two_stage
from schakel.composite.treating.winsorise_points import (
    WrongLimit,
    passes_shape_test,
    treat_winsorise_points,
)
from schakel.composite.treating.winsorise_share import treat_winsorise

ONE_HIGH = [1.0, 2, 3, 4, 100]
TWO_HIGH = [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 90, 95]
EVEN = [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]


def column(*numbers):
    return np.array(numbers, dtype=float)[:, None]


def one_by_one(numbers, *, most, always=False):
    """The definition, a column and a point at a time."""
    now = np.array(numbers, dtype=float)
    known = np.isfinite(now)

    def passes():
        s, k = skewness(now[:, None])[0], kurtosis(now[:, None])[0]
        return not (abs(s) >= 2 and k >= 3.5)

    raised, lowered = 0, 0
    while (always or not passes()) and raised + lowered < most:
        side = skewness(now[:, None])[0]
        different = np.unique(now[known])
        if np.isnan(side) or len(different) < 3:
            break
        if side >= -1e-12:
            now[now == different[-1]] = different[-2]
        else:
            now[now == different[0]] = different[1]
        given_numbers = np.array(numbers, dtype=float)
        raised, lowered = int((now > given_numbers).sum()), int((now < given_numbers).sum())
    return now, raised + lowered


def test_the_highest_takes_the_next_lower_value_until_the_test_is_passed():
    assert skewness(column(*ONE_HIGH))[0] > 2 and kurtosis(column(*ONE_HIGH))[0] > 3.5
    found = treat_winsorise_points(column(*ONE_HIGH))
    assert found.values[:, 0].tolist() == [1, 2, 3, 4, 4]
    assert found.pulled[:, 0].tolist() == [0, 0, 0, 0, 1]
    assert found.n_winsorised.tolist() == [1]
    assert found.passed.tolist() == [True] and found.passed_before.tolist() == [False]
    mirrored = treat_winsorise_points(-column(*ONE_HIGH))
    assert (mirrored.values == -found.values).all()
    assert (mirrored.pulled == -found.pulled).all()


def test_a_value_is_only_pulled_in_as_far_as_allowed():
    assert treat_winsorise_points(column(*TWO_HIGH), max_winsorised=1).values[-2:, 0].tolist() == [90, 90]
    both = treat_winsorise_points(column(*TWO_HIGH), max_winsorised=2)
    assert both.values[-2:, 0].tolist() == [12, 12]
    assert both.n_winsorised.tolist() == [2]
    assert (treat_winsorise_points(column(*TWO_HIGH), max_winsorised=0).values[:, 0] == TWO_HIGH).all()


def test_tied_points_move_together_and_can_pass_the_maximum():
    tied = column(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, *range(1, 30), 90, 90)
    found = treat_winsorise_points(tied, max_winsorised=1)
    assert found.n_winsorised.tolist() == [2]
    assert found.values.max() == 29


def test_pulling_in_always_goes_to_the_side_of_the_tail_of_the_moment():
    """After 100 became 4 the tail is on the low side, so the second point is the 1."""
    found = treat_winsorise_points(column(*ONE_HIGH), max_winsorised=2, always=True)
    assert found.values[:, 0].tolist() == [2, 2, 3, 4, 4]
    assert found.pulled[:, 0].tolist() == [-1, 0, 0, 0, 1]


def test_an_indicator_is_never_made_constant():
    one_of_twenty = column(*[0.0] * 19, 1.0)
    found = treat_winsorise_points(one_of_twenty)
    assert (found.values == one_of_twenty).all()
    assert not found.passed[0]
    always = treat_winsorise_points(column(1, 2, 3, 4, 5), max_winsorised=np.inf, always=True)
    assert len(np.unique(always.values)) == 2


def test_what_has_no_shape_is_left_alone():
    for numbers in ([3.0] * 6, [1.0, 2.0, np.nan, np.nan], [np.nan] * 5, [1.0, 2.0, 90.0, np.nan]):
        found = treat_winsorise_points(column(*numbers))
        assert np.array_equal(found.values, column(*numbers), equal_nan=True)
        assert found.passed.tolist() == [True]


def test_the_test_needs_both_statistics_to_fail():
    assert passes_shape_test(
        np.array([3.0, 1.0, 3.0, -3.0, np.nan]), np.array([9.0, 9.0, 1.0, 9.0, 9.0])
    ).tolist() == [
        False,
        True,
        True,
        False,
        True,
    ]
    assert not passes_shape_test(np.array([2.0]), np.array([3.5]))[0]


def test_limits_hold_per_indicator():
    both = np.column_stack([TWO_HIGH, TWO_HIGH])
    found = treat_winsorise_points(both, max_winsorised=np.array([1.0, 2.0]))
    assert found.n_winsorised.tolist() == [1, 2]
    found = treat_winsorise_points(both, skewness_limit=np.array([2.0, 2.3]))
    assert found.n_winsorised.tolist() == [2, 0]
    found = treat_winsorise_points(
        np.column_stack([EVEN, EVEN]), always=np.array([True, False]), max_winsorised=1
    )
    assert found.n_winsorised.tolist() == [1, 0]


@given(
    st.lists(st.one_of(st.integers(0, 6), st.integers(0, 400), st.just(np.nan)), min_size=5, max_size=25),
    st.integers(0, 7),
    st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_it_does_what_the_definition_says_also_with_ties_and_unknowns(numbers, most, always):
    found = treat_winsorise_points(column(*numbers), max_winsorised=most, always=always)
    expected, count = one_by_one(numbers, most=most, always=always)
    assert np.array_equal(found.values[:, 0], expected, equal_nan=True)
    assert found.n_winsorised[0] == count == np.abs(found.pulled).sum()


def tables():
    cell = st.one_of(st.integers(0, 30).map(float), st.integers(0, 5000).map(float), st.just(np.nan))
    return st.lists(st.tuples(cell, cell, cell), min_size=8, max_size=20).map(np.array)


@given(tables())
@settings(max_examples=60, deadline=None)
def test_the_order_of_units_and_indicators_does_not_matter(table):
    found = treat_two_stage(table)
    rows, columns = np.random.default_rng(1).permutation(len(table)), [2, 0, 1]
    turned = treat_two_stage(table[rows][:, columns])
    assert np.allclose(turned.values, found.values[rows][:, columns], rtol=1e-12, equal_nan=True)
    assert (turned.n_tried == found.n_tried[columns]).all()
    assert (turned.transform == found.transform[columns]).all()


@given(tables())
@settings(max_examples=60, deadline=None)
def test_higher_stays_higher_or_becomes_equal_and_unknown_stays_unknown(table):
    for transform in ("log_coin_tool", "log_by_skewness", "log_plus_one", "box_cox"):
        found = treat_two_stage(table, rule=TreatmentRule(max_winsorised=1, transform=transform)).values
        assert (np.isnan(found) == np.isnan(table)).all()
        for before, after in zip(table.T, found.T, strict=True):
            known = np.isfinite(before)
            assert (np.diff(after[known][np.argsort(before[known], kind="stable")]) >= -1e-9).all()


@given(tables(), tables())
@settings(max_examples=40, deadline=None)
def test_draws_are_treated_one_by_one(one, other):
    size = min(len(one), len(other))
    draws = np.stack([one[:size], other[:size]])
    together = treat_two_stage(draws, rule=TreatmentRule(max_winsorised=2))
    for place, draw in enumerate(draws):
        alone = treat_two_stage(draw, rule=TreatmentRule(max_winsorised=2))
        for each in dataclasses.fields(alone):
            found, expected = getattr(together, each.name)[place], getattr(alone, each.name)
            if found.dtype.kind == "f":
                assert np.allclose(found, expected, rtol=1e-9, equal_nan=True), each.name
            else:
                assert (found == expected).all(), each.name


def test_stage_two_takes_the_original_values_unless_combined():
    numbers = column(*range(1, 21), 200, 400, 800)
    original = treat_two_stage(numbers, rule=TreatmentRule(max_winsorised=1))
    assert original.passed_winsorised.tolist() == [False]
    assert original.transform.tolist() == ["log_coin_tool"]
    assert original.values == pytest.approx(treat_log_coin_tool(numbers))
    assert original.n_tried.tolist() == [1] and original.n_winsorised.tolist() == [0]
    assert original.treated_points.all()
    combined = treat_two_stage(numbers, rule=TreatmentRule(max_winsorised=1, combine=True))
    pulled = treat_winsorise_points(numbers, max_winsorised=1).values
    assert combined.values == pytest.approx(treat_log_coin_tool(pulled))
    assert combined.n_winsorised.tolist() == [1]


def test_the_result_says_what_was_done_to_each_indicator():
    table = np.column_stack([EVEN, TWO_HIGH])
    found = treat_two_stage(table)
    assert (found.values[:, 0] == EVEN).all()
    assert found.passed_before.tolist() == [True, False]
    assert found.passed_after.tolist() == [True, True]
    assert found.transform.tolist() == ["none", "none"]
    assert found.treated_points.sum(axis=0).tolist() == [0, 2]
    assert found.skewness_before == pytest.approx(skewness(table))
    assert found.kurtosis_after == pytest.approx(kurtosis(found.values))


def test_no_treatment_is_no_treatment():
    table = np.column_stack([TWO_HIGH, ONE_HIGH * 2 + [np.nan] * 4])
    rules = [NO_TREATMENT, TreatmentRule(max_winsorised=0, transform="none")]
    for rule in rules:
        found = treat_two_stage(table, rule=rule)
        assert np.array_equal(found.values, table, equal_nan=True)
        assert not found.treated_points.any()
        assert found.passed_before.tolist() == found.passed_after.tolist()


def test_an_exception_for_one_indicator_changes_only_what_it_names_and_works_with_unknown_values():
    """COINr skips the treatment here: an exception loses the other settings, and then one unknown stops it."""
    numbers = np.array([*range(1, 21), 200.0, 400, np.nan])
    table = np.column_stack([numbers, numbers, numbers, numbers])
    found = treat_two_stage(
        table,
        rule=TreatmentRule(max_winsorised=1),
        per_indicator={
            "b": {"transform": "log_plus_one"},
            "c": TreatmentRule(max_winsorised=2),
            "d": NO_TREATMENT,
        },
        indicators=["a", "b", "c", "d"],
    )
    assert found.n_tried.tolist() == [1, 1, 2, 0]
    assert found.transform.tolist() == ["log_coin_tool", "log_plus_one", "none", "none"]
    assert found.values[:, [1]] == pytest.approx(treat_log_plus_one(table[:, [1]]), nan_ok=True)
    assert np.array_equal(found.values[:, 3], numbers, equal_nan=True)
    assert np.isnan(found.values[-1]).all()


def test_forced_pulling_in_works_for_one_indicator():
    table = np.column_stack([EVEN, EVEN])
    found = treat_two_stage(table, per_indicator={"1": {"winsorise_always": True, "max_winsorised": 2}})
    assert found.n_winsorised.tolist() == [0, 2]
    assert found.treated_points[:, 1].sum() == 2


def test_an_indicator_that_still_fails_is_reported():
    found = treat_two_stage(column(*[0.0] * 29, 1.0))
    assert found.transform.tolist() == ["log_coin_tool"]
    assert found.passed_after.tolist() == [False]


def test_every_transformation_can_be_the_second_stage():
    numbers = column(*range(1, 21), 200, 400, 800)
    for transform, more in [
        ("log_innovation_index", {"factor": 10.0}),
        ("box_cox", {"power": 0.0}),
        ("box_cox", {}),
    ]:
        rule = change_rule(TreatmentRule(max_winsorised=0), {"transform": transform, **more})
        found = treat_two_stage(numbers, rule=rule)
        assert found.transform.tolist() == [transform]
        assert found.passed_after.tolist() == [True]
    log = treat_two_stage(numbers, rule=TreatmentRule(max_winsorised=0, transform="box_cox", power=0.0))
    assert log.values == pytest.approx(treat_log_plus_one(numbers))


def test_a_panel_is_treated_period_by_period_or_as_a_whole():
    calm, wild = column(*EVEN), column(*TWO_HIGH)
    panel = np.stack([calm, wild])
    apart = treat_two_stage(panel)
    assert apart.n_winsorised.tolist() == [[0], [2]]
    pooled = treat_two_stage(panel, over="all_periods")
    assert pooled.values.shape == panel.shape and pooled.treated_points.shape == panel.shape
    whole = treat_two_stage(pool_periods(panel))
    assert (pooled.values.reshape(-1, 1) == whole.values).all()
    assert pooled.n_winsorised.tolist() == whole.n_winsorised.tolist()
    assert pooled.values.max() == 14
    by_share = treat_winsorise(panel, share=0.1, over="all_periods")
    assert by_share.max() == 14 and by_share.shape == panel.shape


def test_what_cannot_be_meant_is_refused():
    with pytest.raises(WrongLimit, match="max_winsorised"):
        treat_winsorise_points(column(*EVEN), max_winsorised=-1)
    with pytest.raises(WrongLimit, match="skewness_limit"):
        treat_winsorise_points(column(*EVEN), skewness_limit=np.nan)
    with pytest.raises(WrongShape, match="kurtosis_limit"):
        treat_winsorise_points(column(*EVEN), kurtosis_limit=np.array([1.0, 2.0]))
    with pytest.raises(WrongShape):
        treat_winsorise_points(np.array(EVEN))
    with pytest.raises(WrongShape):
        treat_two_stage(np.array(EVEN))
    with pytest.raises(WrongShape, match="n_periods"):
        treat_two_stage(column(*EVEN), over="all_periods")
    with pytest.raises(NoSuchIndicator, match="jobs"):
        treat_two_stage(column(*EVEN), per_indicator={"jobs": NO_TREATMENT}, indicators=["firms"])
    with pytest.raises(WrongRule, match="log_of_everything"):
        TreatmentRule(transform="log_of_everything")
    with pytest.raises(WrongRule, match="max_winsorised"):
        TreatmentRule(max_winsorised=-2)
    with pytest.raises(WrongRule, match="winmax"):
        change_rule(TreatmentRule(), {"winmax": 2})


def test_rules_are_found_by_place_where_there_are_no_names():
    rules = rules_per_indicator(3, rule=TreatmentRule(), per_indicator={"2": {"combine": True}})
    assert [rule.combine for rule in rules] == [False, False, True]
