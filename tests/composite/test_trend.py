# SPDX-License-Identifier: EUPL-1.2
"""Growth, straight lines, robust lines and values between periods."""

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from schakel.composite.bad_input import WrongShape
from schakel.composite.describing.trend import (
    UnknownLine,
    WrongSpan,
    interpolate_at,
    measure_growth,
    measure_trend,
)
from schakel.composite.imputing.periods import WrongPeriods, impute_linear

YEARS = np.array([2010.0, 2011, 2013, 2014, 2018])
cells = st.one_of(st.integers(-5, 20).map(float), st.just(np.nan))
panels = arrays(np.float64, (5, 3, 2), elements=cells)


def series(*values):
    """One unit with one indicator."""
    return np.array(values, dtype=float)[:, None, None]


def test_growth_by_hand_counts_true_years():
    """100 in 2011 to 121 in 2013: 10 % a year, whatever lies between."""
    found = measure_growth(series(np.nan, 100, 121, np.nan, np.nan), periods=YEARS)
    assert found.rates.item() == pytest.approx(0.1)
    assert (found.first_periods.item(), found.last_periods.item()) == (2011, 2013)
    assert (found.first_values.item(), found.last_values.item()) == (100, 121)
    assert found.known_share.item() == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("first", "last", "rate"),
    [
        (0, 5, np.nan),
        (-2, -1, np.nan),
        (4, -1, np.nan),
        (-2, 3, np.nan),
        (4, 0, -1.0),
        (0, 0, 0.0),
        (-3, -3, 0.0),
    ],
)
def test_a_rate_without_meaning_is_unknown(first, last, rate):
    found = measure_growth(series(first, 1, 1, 1, last), periods=YEARS)
    assert found.rates.item() == pytest.approx(rate, nan_ok=True)
    assert found.first_values.item() == first


def test_one_or_no_known_value_has_no_trend():
    for values in (series(*[np.nan] * 5), series(np.nan, 3, np.nan, np.nan, np.nan)):
        assert np.isnan(measure_growth(values, periods=YEARS).rates).all()
        for method in ("least_squares", "theil_sen"):
            found = measure_trend(values, periods=YEARS, method=method)
            assert np.isnan(found.slopes).all() and np.isnan(found.percentages).all()
            assert np.isnan(found.slope_errors).all()
    assert np.isnan(measure_growth(series(*[np.nan] * 5), periods=YEARS).first_periods).all()


def test_a_straight_line_by_hand():
    """Values 10, 12, 16, 18, 26 rise 2 a year from 10: 20 % a year, 200 % a decade."""
    line = series(10, 12, 16, 18, 26)
    for method in ("least_squares", "theil_sen"):
        found = measure_trend(line, periods=YEARS, method=method)
        assert found.slopes.item() == pytest.approx(2)
        assert found.starts.item() == pytest.approx(10) and found.ends.item() == pytest.approx(26)
        assert found.percentages.item() == pytest.approx(20)
        assert measure_trend(line, periods=YEARS, method=method, per=10).percentages.item() == pytest.approx(
            200
        )
    assert measure_trend(line, periods=YEARS).slope_errors.item() == pytest.approx(0, abs=1e-12)


def test_the_line_starts_at_the_first_known_period():
    found = measure_trend(series(np.nan, 12, np.nan, 18, np.nan), periods=YEARS)
    assert found.slopes.item() == pytest.approx(2)
    assert (found.starts.item(), found.ends.item()) == (pytest.approx(12), pytest.approx(18))
    assert (found.first_periods.item(), found.last_periods.item()) == (2011, 2014)
    assert found.percentages.item() == pytest.approx(100 * 2 / 12)
    assert found.n_known.item() == 2 and np.isnan(found.slope_errors.item())


@given(panels)
@settings(max_examples=40, deadline=None)
def test_both_lines_equal_those_of_scipy(panel):
    line = measure_trend(panel, periods=YEARS)
    robust = measure_trend(panel, periods=YEARS, method="theil_sen")
    for unit in range(3):
        for j in range(2):
            y = panel[:, unit, j]
            known = np.isfinite(y)
            if known.sum() < 2 or np.ptp(y[known]) == 0:
                continue
            fit = scipy.stats.linregress(YEARS[known], y[known])
            assert line.slopes[unit, j] == pytest.approx(fit.slope, abs=1e-9)
            if known.sum() > 2:
                assert line.slope_errors[unit, j] == pytest.approx(fit.stderr, abs=1e-7)
            slope = scipy.stats.theilslopes(y[known], YEARS[known]).slope
            assert robust.slopes[unit, j] == pytest.approx(slope, abs=1e-9)
            middle = np.median(y[known] - slope * YEARS[known])
            assert robust.starts[unit, j] == pytest.approx(middle + slope * YEARS[known][0], abs=1e-8)


@given(panels)
@settings(max_examples=30, deadline=None)
def test_turning_the_values_turns_the_slopes_and_a_common_factor_keeps_percentages(panel):
    for method in ("least_squares", "theil_sen"):
        found = measure_trend(panel, periods=YEARS, method=method)
        turned = measure_trend(-panel, periods=YEARS, method=method)
        scaled = measure_trend(3 * panel, periods=YEARS + 7, method=method)
        assert turned.slopes == pytest.approx(-found.slopes, abs=1e-9, nan_ok=True)
        sure = ~(np.abs(found.starts) < 1e-6)
        same = found.percentages[sure]
        assert scaled.percentages[sure] == pytest.approx(same, rel=1e-6, abs=1e-6, nan_ok=True)
        low, high = (
            np.nan_to_num(panel, nan=np.inf).min(axis=0),
            np.nan_to_num(panel, nan=-np.inf).max(axis=0),
        )
        known = (found.n_known > 1) & ((found.starts > 0) | (low == high))
        assert (np.isfinite(found.percentages) == known)[sure].all()


def test_one_wild_value_moves_the_straight_line_but_not_the_robust_one():
    wild = series(10, 12, 160, 18, 26)
    assert measure_trend(wild, periods=YEARS).slopes.item() != pytest.approx(2, abs=0.5)
    assert measure_trend(wild, periods=YEARS, method="theil_sen").slopes.item() == pytest.approx(2)


def test_a_percentage_of_a_line_that_starts_below_zero_is_unknown():
    """COINr gives -111 % for 1, 2, 3, 4, 100, a series that rises: its line starts at -18."""
    found = measure_trend(series(1, 2, 3, 4, 100), periods=np.arange(2001, 2006))
    assert found.slopes.item() == pytest.approx(20) and found.starts.item() == pytest.approx(-18)
    assert np.isnan(found.percentages.item())
    still = measure_trend(series(-2, np.nan, -2, -2, np.nan), periods=YEARS)
    assert still.percentages.item() == 0 and still.slopes.item() == 0


@given(arrays(np.float64, (2, 5, 3, 2), elements=cells))
@settings(max_examples=20, deadline=None)
def test_draws_equal_separate_calls(draws):
    for measure in (
        measure_growth,
        measure_trend,
        lambda v, periods: measure_trend(v, periods=periods, method="theil_sen"),
    ):
        together = measure(draws, periods=YEARS)
        for place, panel in enumerate(draws):
            alone = measure(panel, periods=YEARS)
            for name in type(alone).__slots__:
                assert getattr(together, name)[place] == pytest.approx(getattr(alone, name), nan_ok=True)
    at = np.array([2010.5, 2018, 2013])
    between = interpolate_at(draws, periods=YEARS, at=at)
    assert between[1] == pytest.approx(interpolate_at(draws[1], periods=YEARS, at=at), nan_ok=True)


def test_values_between_periods_by_hand():
    found = interpolate_at(
        series(10, np.nan, 16, np.nan, np.nan), periods=YEARS, at=np.array([2011.5, 2009, 2013, 2014, 2010])
    )
    assert found[[0, 2, 4], 0, 0] == pytest.approx([13, 16, 10])
    assert np.isnan(found[[1, 3], 0, 0]).all()


@given(panels)
@settings(max_examples=30, deadline=None)
def test_at_the_periods_themselves_only_the_gaps_between_are_filled(panel):
    found = interpolate_at(panel, periods=YEARS, at=YEARS)
    filled = impute_linear(panel, periods=YEARS)
    assert found == pytest.approx(filled.values, nan_ok=True)
    for unit in range(3):
        y = panel[:, unit, 0]
        known = np.isfinite(y)
        if known.any():
            t = np.array([2012.0, 2015.5])
            wanted = np.interp(t, YEARS[known], y[known], left=np.nan, right=np.nan)
            between = interpolate_at(panel, periods=YEARS, at=t)[:, unit, 0]
            assert between == pytest.approx(wanted, nan_ok=True)


def test_growth_does_not_change_when_gaps_inside_are_filled():
    panel = np.random.default_rng(1).gamma(3, size=(5, 4, 3))
    panel[1:3, :, 0] = np.nan
    filled = interpolate_at(panel, periods=YEARS, at=YEARS)
    before, after = (measure_growth(v, periods=YEARS).rates for v in (panel, filled))
    assert after == pytest.approx(before)


def test_periods_that_do_not_fit_are_refused():
    panel = np.ones((5, 2, 2))
    for measure in (measure_growth, measure_trend):
        with pytest.raises(WrongShape, match="'periods'"):
            measure(panel, periods=YEARS[:4])
        with pytest.raises(WrongShape, match="'values'"):
            measure(panel[0], periods=YEARS)
        for wrong in (YEARS[::-1], np.array([2010, 2010, 2011, 2012, 2013.0]), np.append(YEARS[:4], np.nan)):
            with pytest.raises(WrongPeriods):
                measure(panel, periods=wrong)
    with pytest.raises(WrongPeriods):
        interpolate_at(panel, periods=YEARS[::-1], at=YEARS)
    with pytest.raises(UnknownLine):
        measure_trend(panel, periods=YEARS, method="guess")
    for per in (0, -1, np.nan):
        with pytest.raises(WrongSpan):
            measure_trend(panel, periods=YEARS, per=per)
