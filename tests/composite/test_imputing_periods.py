# SPDX-License-Identifier: EUPL-1.2
"""Filling from other periods by hand, over unequal steps, and what it keeps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.bad_input import WrongShape
from schakel.composite.imputing.columns import impute_column_mean
from schakel.composite.imputing.imputed import impute_remaining
from schakel.composite.imputing.periods import (
    WrongGap,
    WrongPeriods,
    impute_constant,
    impute_latest,
    impute_linear,
)

NAN = np.nan
YEARS = np.array([2010.0, 2011.0, 2015.0, 2016.0, 2019.0])


def one_series(*values):
    return np.array(values)[:, None, None]


SERIES = one_series(NAN, 3.0, NAN, 8.0, NAN)
WAYS = {
    "latest": impute_latest,
    "latest with a gap": lambda v, periods: impute_latest(v, periods=periods, max_gap=2),
    "constant": impute_constant,
    "linear": impute_linear,
    "linear, ends held": lambda v, periods: impute_linear(v, periods=periods, ends="held"),
}


def series_of(found):
    return found.values.ravel().tolist()


def test_each_way_by_hand_over_unequal_steps():
    assert series_of(impute_latest(SERIES, periods=YEARS))[1:] == [3, 3, 8, 8]
    assert np.isnan(impute_latest(SERIES, periods=YEARS).values[0, 0, 0])
    assert series_of(impute_constant(SERIES, periods=YEARS)) == [3, 3, 3, 8, 8]
    assert series_of(impute_linear(SERIES, periods=YEARS, ends="held")) == [3, 3, 7, 8, 8]
    inside = impute_linear(SERIES, periods=YEARS)
    assert series_of(inside)[1:4] == [3, 7, 8]
    assert inside.imputed.ravel().tolist() == [False, False, True, False, False]


def test_a_value_is_not_carried_further_than_the_gap_in_years():
    found = impute_latest(SERIES, periods=YEARS, max_gap=3)
    assert np.isnan(found.values.ravel()).tolist() == [True, False, True, False, False]
    assert impute_latest(SERIES, periods=YEARS, max_gap=4).values[2, 0, 0] == 3.0


def test_a_series_without_any_known_value_stays_unknown_until_a_fallback():
    values = np.concatenate([SERIES, one_series(*[NAN] * 5)], axis=1)
    first = impute_constant(values, periods=YEARS)
    assert np.isnan(first.values[:, 1]).all() and not first.imputed[:, 1].any()
    second = impute_remaining(first, by=impute_column_mean)
    assert second.values[:, 1, 0].tolist() == [3, 3, 3, 8, 8]
    assert second.imputed.sum() == 3 + 5


@pytest.mark.parametrize("periods", [[2010.0, 2010.0], [2011.0, 2010.0], [2010.0, NAN]])
def test_periods_that_do_not_rise_are_refused(periods):
    with pytest.raises(WrongPeriods, match="2010"):
        impute_linear(np.ones((2, 1, 1)), periods=np.array(periods))


def test_input_that_does_not_fit_is_refused():
    with pytest.raises(WrongShape, match="periods"):
        impute_constant(SERIES, periods=YEARS[:3])
    with pytest.raises(WrongShape, match="n_periods"):
        impute_latest(np.ones((5, 2)), periods=YEARS)
    for gap in (0, -1, NAN):
        with pytest.raises(WrongGap, match=str(gap)):
            impute_latest(SERIES, periods=YEARS, max_gap=gap)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
@given(values=st.lists(st.one_of(st.integers(-9, 9).map(float), st.just(NAN)), min_size=5, max_size=5))
@settings(max_examples=30, deadline=None)
def test_known_values_stay_and_filled_ones_lie_between_known_ones(way, values):
    table = one_series(*values)
    found = way(table, periods=YEARS)
    known = np.isfinite(table)
    assert (found.values[known] == table[known]).all()
    assert (found.imputed == (~known & np.isfinite(found.values))).all()
    if known.any():
        filled = found.values[found.imputed]
        assert (filled >= table[known].min() - 1e-9).all() and (filled <= table[known].max() + 1e-9).all()
    if way is not WAYS["latest with a gap"]:
        assert way(table, periods=10 * YEARS - 3).values == pytest.approx(found.values, nan_ok=True)


@given(values=st.lists(st.one_of(st.integers(-9, 9).map(float), st.just(NAN)), min_size=5, max_size=5))
@settings(max_examples=30, deadline=None)
def test_the_straight_line_is_the_same_backwards(values):
    table = one_series(*values)
    forwards = impute_linear(table, periods=YEARS, ends="held").values
    backwards = impute_linear(table[::-1], periods=-YEARS[::-1], ends="held").values
    assert backwards[::-1] == pytest.approx(forwards, nan_ok=True)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_draws_units_and_indicators_stand_alone(way):
    rng = np.random.default_rng(8)
    draws = rng.normal(size=(2, 5, 3, 2))
    draws[rng.random(draws.shape) < 0.4] = NAN
    whole = way(draws, periods=YEARS)
    for draw, unit, column in np.ndindex(2, 3, 2):
        alone = way(draws[draw, :, unit, column][:, None, None], periods=YEARS)
        assert whole.values[draw, :, unit, column] == pytest.approx(alone.values.ravel(), nan_ok=True)
