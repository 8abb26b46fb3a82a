# SPDX-License-Identifier: EUPL-1.2
"""Logarithms and powers that shorten a tail: by hand, order, units of measurement, refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from schakel.composite.bad_input import NothingKnown, WrongShape
from schakel.composite.normalising.direction import WrongDirection
from schakel.composite.normalising.normalise import ConstantIndicator
from schakel.composite.normalising.scale_parameters import UnknownParameter
from schakel.composite.treating.box_cox import NeedsShift, estimate_box_cox_power, treat_box_cox
from schakel.composite.treating.transforms import (
    FactorTooSmall,
    treat_log_by_skewness,
    treat_log_coin_tool,
    treat_log_innovation_index,
    treat_log_plus_one,
)

HIGH_TAIL = np.array([[1.0], [2.0], [3.0], [np.nan], [11.0]])
LOW_TAIL = 12 - HIGH_TAIL
TRANSFORMS = [
    treat_log_coin_tool,
    treat_log_by_skewness,
    treat_log_plus_one,
    treat_log_innovation_index,
    treat_box_cox,
]


def tables():
    cell = st.integers(2, 10_000).map(lambda n: n / 7)
    rows = st.lists(st.tuples(cell, cell), min_size=4, max_size=15)
    return rows.map(np.array).filter(lambda table: (np.ptp(table, axis=0) > 0).all())


def test_by_hand():
    """Lowest 1, highest 11, so the range is 10 and a hundredth of it 0.1."""
    known = [0, 1, 2, 4]
    assert treat_log_coin_tool(HIGH_TAIL)[known, 0] == pytest.approx(np.log([0.1, 1.1, 2.1, 10.1]))
    assert treat_log_plus_one(HIGH_TAIL)[known, 0] == pytest.approx(np.log([1.0, 2.0, 3.0, 11.0]))
    assert treat_log_innovation_index(HIGH_TAIL)[known, 0] == pytest.approx(np.log([1.0, 2.0, 3.0, 11.0]))
    assert treat_log_innovation_index(HIGH_TAIL, factor=10)[known, 0] == pytest.approx(
        np.log([1.0, 11.9, 22.8, 110.0])
    )
    assert treat_box_cox(HIGH_TAIL, power=2.0)[known, 0] == pytest.approx([0.0, 1.5, 4.0, 60.0])
    assert treat_box_cox(HIGH_TAIL, power=0.0)[known, 0] == pytest.approx(np.log([1, 2, 3, 11]))
    assert treat_box_cox(HIGH_TAIL, power=2.0, shift=False)[known, 0] == pytest.approx([0.0, 1.5, 4.0, 60.0])
    for transform in TRANSFORMS:
        assert np.isnan(transform(HIGH_TAIL)[3, 0])


def test_a_tail_of_low_values_is_mirrored():
    assert treat_log_by_skewness(HIGH_TAIL) == pytest.approx(treat_log_coin_tool(HIGH_TAIL), nan_ok=True)
    assert treat_log_by_skewness(LOW_TAIL) == pytest.approx(-treat_log_coin_tool(HIGH_TAIL), nan_ok=True)
    both = treat_log_by_skewness(np.hstack([HIGH_TAIL, LOW_TAIL]))
    assert both[:, 0] == pytest.approx(-both[:, 1], nan_ok=True)
    lower_is_better = treat_log_innovation_index(LOW_TAIL, directions=np.array([-1.0]))
    assert lower_is_better == pytest.approx(-treat_log_innovation_index(HIGH_TAIL), nan_ok=True)


def test_the_mirrored_form_starts_at_a_skewness_of_zero():
    even, slightly_low = np.array([[1.0], [2.0], [3.0]]), np.array([[1.0], [2.2], [3.0]])
    for column in (even, slightly_low):
        assert treat_log_by_skewness(column) == pytest.approx(-treat_log_coin_tool(4 - column))
    slightly_high = 4 - slightly_low
    assert treat_log_by_skewness(slightly_high) == pytest.approx(treat_log_coin_tool(slightly_high))
    without_shape = np.array([[1.0], [2.0], [np.nan]])
    assert treat_log_by_skewness(without_shape) == pytest.approx(
        treat_log_coin_tool(without_shape), nan_ok=True
    )


@given(tables())
@settings(max_examples=50, deadline=None)
def test_higher_stays_higher(table):
    table = table + 1
    for transform in TRANSFORMS:
        found = transform(table)
        for before, after in zip(table.T, found.T, strict=True):
            assert (np.diff(after[np.argsort(before, kind="stable")]) >= 0).all()
    mirrored = treat_log_innovation_index(table, directions=np.array([-1.0, -1.0]))
    assert (np.argmax(mirrored, axis=0) == np.argmax(table, axis=0)).all()


@given(tables(), st.floats(0.01, 1000))
@settings(max_examples=50, deadline=None)
def test_the_offset_of_a_share_of_the_range_does_not_depend_on_the_unit_of_measurement(table, factor):
    for transform in (treat_log_coin_tool, treat_log_by_skewness):
        before, after = transform(table), transform(table * factor)
        assert np.ptp(after - before, axis=0) == pytest.approx([0, 0], abs=1e-8)


@given(tables())
@settings(max_examples=40, deadline=None)
def test_draws_are_transformed_one_by_one(table):
    table = table - table.min(axis=0) + 2  # the innovation-index logarithm needs maxima above 1
    draws = np.stack([table, table[::-1] * 3 + 1])
    for transform in TRANSFORMS:
        together = transform(draws)
        for place, draw in enumerate(draws):
            assert together[place] == pytest.approx(transform(draw), rel=1e-6, abs=1e-9)


def test_the_estimated_power_is_the_likeliest():
    rng = np.random.default_rng(3)
    table = np.column_stack(
        [rng.lognormal(size=60), rng.normal(size=60), rng.gamma(2.0, size=60), rng.weibull(4.0, size=60)]
    )
    found = estimate_box_cox_power(table)
    shifted = table - table.min(axis=0) + 1
    for column, power in zip(shifted.T, found, strict=True):
        assert power == pytest.approx(stats.boxcox_normmax(column, method="mle"), abs=1e-5)
        best = stats.boxcox_llf(power, column)
        assert best >= max(stats.boxcox_llf(power + step, column) for step in (-1e-3, 1e-3))
    with_hole = np.vstack([table, np.full((1, 4), np.nan)])
    assert estimate_box_cox_power(with_hole) == pytest.approx(found, abs=1e-6)
    assert treat_box_cox(table) == pytest.approx(treat_box_cox(table, power=found))


def test_the_logarithm_of_lognormal_numbers_is_found():
    rng = np.random.default_rng(4)
    table = np.exp(rng.normal(size=(20_000, 1)))
    assert estimate_box_cox_power(table, shift=False)[0] == pytest.approx(0.0, abs=0.03)
    assert estimate_box_cox_power(table * 1e6, shift=False)[0] == pytest.approx(0.0, abs=0.03)


def test_the_estimated_power_stays_between_its_bounds():
    crowded_at_the_top = np.linspace(0, 1, 50)[:, None] ** 0.1
    assert estimate_box_cox_power(crowded_at_the_top).tolist() == [5.0]
    assert stats.boxcox_normmax(crowded_at_the_top.ravel() + 1, method="mle") > 5


def test_powers_can_differ_per_indicator_and_per_draw():
    two = np.hstack([HIGH_TAIL, HIGH_TAIL])
    found = treat_box_cox(two, power=np.array([0.0, 2.0]))
    assert found[:, [0]] == pytest.approx(treat_box_cox(HIGH_TAIL, power=0.0), nan_ok=True)
    assert found[:, [1]] == pytest.approx(treat_box_cox(HIGH_TAIL, power=2.0), nan_ok=True)
    draws = treat_box_cox(np.stack([two, two]), power=np.array([[0.0, 2.0], [1.0, 1.0]]))
    assert draws[0] == pytest.approx(found, nan_ok=True)
    assert draws[1] == pytest.approx(two - 1, nan_ok=True)


def test_a_logarithm_that_would_turn_the_order_around_is_refused():
    """With a maximum below 1 the printed formula of the index makes higher lower."""
    shares = np.array([[0.1], [0.2], [0.9]])
    with pytest.raises(FactorTooSmall, match=r"patents.*0\.9") as caught:
        treat_log_innovation_index(shares, indicators=["patents"])
    assert caught.value.cure
    assert (np.diff(treat_log_innovation_index(shares, factor=100)[:, 0]) > 0).all()


def test_refusals_name_the_indicator():
    for transform in TRANSFORMS:
        with pytest.raises(ConstantIndicator, match="jobs"):
            transform(np.array([[3.0], [3.0]]), indicators=["jobs"])
        with pytest.raises(NothingKnown, match="jobs"):
            transform(np.array([[np.nan], [np.nan]]), indicators=["jobs"])
    with pytest.raises(NeedsShift, match=r"'B'.*-1\.0.*jobs"):
        treat_box_cox(np.array([[2.0], [-1.0]]), shift=False, units=["A", "B"], indicators=["jobs"])
    with pytest.raises(UnknownParameter, match=r"jobs.*power"):
        treat_box_cox(HIGH_TAIL, power=np.array([np.nan]), indicators=["jobs"])
    with pytest.raises(WrongShape, match="power"):
        treat_box_cox(HIGH_TAIL, power=np.array([1.0, 2.0]))
    with pytest.raises(WrongDirection, match=r"jobs.*2\.0"):
        treat_log_innovation_index(HIGH_TAIL, directions=np.array([2.0]), indicators=["jobs"])
