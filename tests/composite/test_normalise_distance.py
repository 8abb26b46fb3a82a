# SPDX-License-Identifier: EUPL-1.2
"""Scaling by distance and around the middle, directions and given parameters: by hand, invariants, refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import BadInput, NothingKnown, WrongShape
from schakel.composite.normalising.direction import (
    WrongDirection,
    apply_direction,
    turn_goalposts,
    turn_targets,
)
from schakel.composite.normalising.normalise import (
    ConstantIndicator,
    NegativeOrZeroMean,
    WrongGoalposts,
    normalise_exponential_z,
    normalise_goalposts,
    normalise_minmax,
    normalise_value_over_mean,
    normalise_zscore,
)
from schakel.composite.normalising.normalise_distance import (
    NegativeOrZeroMaximum,
    ReferenceNotAbove,
    TargetNotBeyond,
    normalise_distance_to_maximum,
    normalise_distance_to_reference,
    normalise_distance_to_target,
    normalise_fraction_of_maximum,
    normalise_scaled,
)
from schakel.composite.normalising.normalise_middle import (
    MiddleHalfEqual,
    WrongMargin,
    normalise_above_below_mean,
    normalise_logistic,
    normalise_robust_z,
)
from schakel.composite.normalising.scale_parameters import ScaleNotRising, UnknownParameter, WrongDeviation

COLUMN = np.array([[2.0], [4.0], [6.0], [np.nan]])
ONE = np.array([1.0])


def flat(found):
    return found.ravel().tolist()[:3]


def tables():
    cell = st.integers(1, 400).map(lambda n: n / 8)
    rows = st.lists(st.tuples(cell, cell, cell), min_size=5, max_size=12)
    return rows.map(np.array).filter(_has_a_middle)


def _has_a_middle(table):
    deviations = np.abs(table - np.median(table, axis=0))
    return bool((np.median(deviations, axis=0) > 0).all())


def test_distances_by_hand():
    assert flat(normalise_scaled(COLUMN, low=2, high=10)) == [0, 25, 50]
    assert flat(normalise_scaled(COLUMN)) == pytest.approx([2, 4, 6])
    assert flat(normalise_distance_to_maximum(COLUMN)) == [0, 0.5, 1]
    assert flat(normalise_distance_to_reference(COLUMN, unit=1)) == [0, 1, 2]
    assert flat(normalise_distance_to_reference(COLUMN, unit=1, cap=True)) == [0, 1, 1]
    assert flat(normalise_distance_to_target(COLUMN, targets=np.array([10.0]))) == [0, 0.25, 0.5]
    assert flat(normalise_distance_to_target(COLUMN, targets=np.array([4.0]), cap=True)) == [0, 1, 1]
    assert flat(normalise_fraction_of_maximum(COLUMN)) == pytest.approx([1 / 3, 2 / 3, 1])
    assert flat(normalise_fraction_of_maximum(COLUMN, maximum=np.array([8.0]))) == [0.25, 0.5, 0.75]


def test_a_target_where_lower_is_better_is_one_at_the_low_end():
    lower = {"targets": np.array([2.0]), "directions": -ONE}
    assert flat(normalise_distance_to_target(COLUMN, **lower)) == [1, 0.5, 0]
    below = {"targets": np.array([4.0]), "directions": -ONE}
    assert flat(normalise_distance_to_target(COLUMN, **below)) == [2, 1, 0]
    assert flat(normalise_distance_to_target(COLUMN, cap=True, **below)) == [1, 1, 0]


def test_the_middle_by_hand():
    """Median 3, deviations 2 1 0 1 97, their median 1."""
    column = np.array([[1.0], [2.0], [3.0], [4.0], [100.0], [np.nan]])
    found = normalise_robust_z(column)[:5, 0] * 1.482602218505602
    assert found == pytest.approx([-2, -1, 0, 1, 97])
    even = normalise_robust_z(np.array([[1.0], [2.0], [4.0], [9.0]]))[:, 0]
    assert even == pytest.approx(np.array([-2, -1, 1, 6]) / 1.482602218505602 / 1.5)
    assert flat(normalise_logistic(COLUMN)) == pytest.approx([1 / (1 + np.e), 0.5, np.e / (1 + np.e)])
    assert flat(normalise_logistic(COLUMN, steepness=2.0))[2] == pytest.approx(1 / (1 + np.exp(-2)))
    assert flat(normalise_above_below_mean(COLUMN)) == [-1, 0, 1]
    assert flat(normalise_above_below_mean(COLUMN, threshold=0.5)) == [0, 0, 0]
    assert np.isnan(normalise_above_below_mean(COLUMN)[3, 0])
    assert flat(normalise_above_below_mean(np.array([[79.0], [100.0], [121.0]]))) == [-1, 0, 1]
    assert flat(normalise_above_below_mean(np.array([[81.0], [100.0], [119.0]]))) == [0, 0, 0]


def test_ranges_and_deviations_to_scale_onto():
    assert flat(normalise_minmax(COLUMN, onto=(1.0, 100.0))) == [1, 50.5, 100]
    assert flat(normalise_zscore(COLUMN, onto=(10.0, 2.0))) == [8, 10, 12]
    posts = {"low": np.array([2.0]), "high": np.array([4.0])}
    assert flat(normalise_goalposts(COLUMN, scale=10.0, **posts)) == [0, 10, 10]
    assert flat(normalise_goalposts(COLUMN, scale=10.0, clip=False, **posts)) == [0, 10, 20]


def test_given_parameters_take_the_place_of_those_of_the_units():
    assert flat(normalise_minmax(COLUMN, low=np.array([0.0]), high=np.array([8.0]))) == [0.25, 0.5, 0.75]
    assert flat(normalise_minmax(COLUMN, low=np.array([0.0]))) == pytest.approx([1 / 3, 2 / 3, 1])
    assert flat(normalise_zscore(COLUMN, mean=np.array([2.0]), deviation=np.array([4.0]))) == [0, 0.5, 1]
    assert flat(normalise_zscore(COLUMN, mean=np.array([2.0]))) == [0, 1, 2]
    assert flat(normalise_zscore(COLUMN, deviation=np.array([4.0]))) == [-0.5, 0, 0.5]
    assert flat(normalise_value_over_mean(COLUMN, mean=np.array([2.0]))) == [1, 2, 3]
    given_middle = {"median": np.array([2.0]), "deviation": np.array([4.0])}
    assert flat(normalise_robust_z(COLUMN, **given_middle)) == [0, 0.5, 1]
    assert flat(normalise_above_below_mean(COLUMN, mean=np.array([2.0]))) == [0, 1, 1]
    per_draw = normalise_minmax(np.stack([COLUMN, COLUMN]), low=np.array([[0.0], [2.0]]))
    assert flat(per_draw[0]) == pytest.approx([1 / 3, 2 / 3, 1]) and flat(per_draw[1]) == [0, 0.5, 1]


def test_nothing_known_is_no_obstacle_when_the_parameters_are_given():
    unknown = np.full((3, 1), np.nan)
    assert np.isnan(normalise_minmax(unknown, low=ONE, high=ONE * 2)).all()
    assert np.isnan(normalise_zscore(unknown, mean=ONE, deviation=ONE)).all()


def test_directions_turn_values_targets_and_goalposts_together():
    both = np.hstack([COLUMN, COLUMN])
    directions = np.array([1.0, -1.0])
    turned = apply_direction(both, directions)
    assert turned[:3, 1].tolist() == [-2, -4, -6]
    assert turn_targets(np.array([5.0, 5.0]), directions).tolist() == [5, -5]
    low, high = turn_goalposts(np.array([1.0, 1.0]), np.array([9.0, 9.0]), directions)
    assert low.tolist() == [1, -9] and high.tolist() == [9, -1]
    placed = normalise_goalposts(turned, low=low, high=high, scale=8.0)
    assert placed[:3].tolist() == [[1, 7], [3, 5], [5, 3]]
    assert normalise_minmax(turned)[:3, 1].tolist() == [1, 0.5, 0]


SCALINGS = {
    "distance to maximum": normalise_distance_to_maximum,
    "fraction of maximum": normalise_fraction_of_maximum,
    "distance to target": lambda x: normalise_distance_to_target(x, targets=np.array([60.0, 70.0, 80.0])),
    "robust z": normalise_robust_z,
    "logistic": normalise_logistic,
    "above below mean": normalise_above_below_mean,
}


@pytest.mark.parametrize("name", SCALINGS)
@given(table=tables())
@settings(max_examples=25, deadline=None)
def test_the_order_of_units_does_not_matter_and_higher_stays_higher(name, table):
    scale = SCALINGS[name]
    turned = np.arange(len(table))[::-1]
    assert scale(table[turned]) == pytest.approx(scale(table)[turned])
    for before, after in zip(table.T, scale(table).T, strict=True):
        assert (np.diff(after[np.argsort(before, kind="stable")]) >= -1e-12).all()


@pytest.mark.parametrize("name", SCALINGS)
@given(table=tables())
@settings(max_examples=25, deadline=None)
def test_draws_are_scaled_one_by_one_and_unknown_units_do_not_count(name, table):
    scale = SCALINGS[name]
    draws = np.stack([table, table[::-1] * 0.9 + 1])
    assert scale(draws)[0] == pytest.approx(scale(draws[0]))
    assert scale(draws)[1] == pytest.approx(scale(draws[1]))
    with_hole = np.vstack([table, np.full((1, 3), np.nan)])
    assert scale(with_hole)[:-1] == pytest.approx(scale(table))
    assert np.isnan(scale(with_hole)[-1]).all()


@given(tables())
@settings(max_examples=40, deadline=None)
def test_turning_the_direction_mirrors(table):
    targets = np.array([60.0, 70.0, 80.0])
    down = np.array([-1.0, -1.0, -1.0])
    mirrored = normalise_distance_to_target(-table, targets=-targets, directions=down)
    assert mirrored == pytest.approx(normalise_distance_to_target(table, targets=targets))
    assert normalise_robust_z(-table) == pytest.approx(-normalise_robust_z(table))
    assert normalise_logistic(-table) == pytest.approx(1 - normalise_logistic(table))


@given(tables(), st.floats(1e4, 1e9))
@settings(max_examples=40, deadline=None)
def test_one_wild_value_does_not_stretch_the_robust_scale(table, wild):
    """An outlier hides itself in z-scores, which stay below (n - 1) / sqrt(n); here it shows."""
    with_wild = np.vstack([table, np.full((1, 3), wild)])
    n = len(with_wild)
    assert normalise_zscore(with_wild)[-1].max() <= (n - 1) / np.sqrt(n) + 1e-9
    assert normalise_robust_z(with_wild)[-1].min() > 100
    wilder = np.vstack([table, np.full((1, 3), wild * 10)])
    assert normalise_robust_z(wilder)[:-1] == pytest.approx(normalise_robust_z(with_wild)[:-1])


def test_a_unit_outside_the_reference_is_placed_but_does_not_count():
    reference = np.array([True, True, True, False])
    with_region = np.vstack([COLUMN[:3], [[10.0]]])
    known = COLUMN[:3]
    for scale in (
        normalise_distance_to_maximum,
        normalise_fraction_of_maximum,
        normalise_robust_z,
        normalise_logistic,
        normalise_above_below_mean,
    ):
        assert scale(with_region, reference=reference)[:3] == pytest.approx(scale(known))
        assert np.isfinite(scale(with_region, reference=reference)[3, 0])
    target = {"targets": np.array([8.0]), "directions": -ONE}
    with pytest.raises(TargetNotBeyond):
        normalise_distance_to_target(with_region, reference=reference, **target)


@pytest.mark.parametrize(
    ("scale", "settings_", "failure"),
    [
        (normalise_minmax, {"onto": (1.0, 1.0)}, ScaleNotRising),
        (normalise_zscore, {"onto": (0.0, 0.0)}, ScaleNotRising),
        (normalise_goalposts, {"low": ONE, "high": ONE * 2, "scale": 0.0}, ScaleNotRising),
        (normalise_logistic, {"steepness": -1.0}, ScaleNotRising),
        (normalise_minmax, {"low": ONE * 9}, WrongGoalposts),
        (normalise_minmax, {"low": np.array([np.nan])}, UnknownParameter),
        (normalise_minmax, {"low": np.array([1.0, 2.0])}, WrongShape),
        (normalise_zscore, {"deviation": ONE * 0}, WrongDeviation),
        (normalise_robust_z, {"deviation": -ONE}, WrongDeviation),
        (normalise_value_over_mean, {"mean": ONE * 0}, NegativeOrZeroMean),
        (normalise_fraction_of_maximum, {"maximum": -ONE}, NegativeOrZeroMaximum),
        (normalise_scaled, {"low": 3.0, "high": 3.0}, WrongGoalposts),
        (normalise_above_below_mean, {"threshold": 1.0}, WrongMargin),
        (normalise_distance_to_target, {"targets": ONE * 2}, TargetNotBeyond),
        (normalise_distance_to_target, {"targets": ONE * 6, "directions": -ONE}, TargetNotBeyond),
        (normalise_distance_to_target, {"targets": np.array([np.nan])}, UnknownParameter),
        (normalise_distance_to_target, {"targets": ONE, "directions": ONE * 0}, WrongDirection),
        (normalise_distance_to_reference, {"unit": 0}, ReferenceNotAbove),
        (normalise_distance_to_reference, {"unit": 3}, ReferenceNotAbove),
        (normalise_distance_to_reference, {"unit": 4}, WrongShape),
    ],
)
def test_what_would_give_silent_wrong_numbers_is_refused(scale, settings_, failure):
    with pytest.raises(failure) as caught:
        scale(COLUMN, **settings_)
    assert isinstance(caught.value, BadInput)
    assert caught.value.cure


@pytest.mark.parametrize(
    ("scale", "numbers", "failure"),
    [
        (normalise_distance_to_maximum, [1.0, 1.0], ConstantIndicator),
        (normalise_logistic, [1.0, 1.0], ConstantIndicator),
        (normalise_exponential_z, [1.0, 1.0], ConstantIndicator),
        (normalise_robust_z, [1.0, 1.0, 1.0, 5.0], MiddleHalfEqual),
        (normalise_robust_z, [np.nan, np.nan], NothingKnown),
        (normalise_fraction_of_maximum, [np.nan, np.nan], NothingKnown),
        (normalise_fraction_of_maximum, [-1.0, -2.0], NegativeOrZeroMaximum),
        (normalise_above_below_mean, [-1.0, 1.0], NegativeOrZeroMean),
        (lambda x, **k: normalise_distance_to_target(x, targets=ONE, **k), [np.nan, np.nan], NothingKnown),
        (lambda x, **k: normalise_distance_to_target(x, targets=ONE, **k), [1.0, 1.0], TargetNotBeyond),
    ],
)
def test_refusals_name_the_indicator(scale, numbers, failure):
    with pytest.raises(failure, match="jobs"):
        scale(np.array(numbers)[:, None], indicators=["jobs"])


def test_directions_other_than_one_and_minus_one_are_refused():
    with pytest.raises(WrongDirection, match="jobs"):
        apply_direction(COLUMN, np.array([0.5]), indicators=["jobs"])
    with pytest.raises(WrongShape):
        apply_direction(COLUMN, np.array([1.0, 1.0]))
