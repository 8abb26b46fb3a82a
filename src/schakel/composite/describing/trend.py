# SPDX-License-Identifier: EUPL-1.2
"""How a unit moved on an indicator over the periods: growth rate, straight line and robust line.

A panel has shape (..., n_periods, n_units, k_indicators) and true period numbers, so that a gap of
three years counts as three. Every unit and indicator stands alone. Definitions of growth and percentage
change as in Becker et al. (2022), *JOSS* 7:4567; Theil (1950), "A rank-invariant method of linear and
polynomial regression analysis", *Indagationes Mathematicae* 12; Sen (1968), *Journal of the American
Statistical Association* 63. Gaps inside a panel are filled by
:func:`schakel.composite.imputing.periods.impute_linear`.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, WrongShape
from schakel.composite.imputing.periods import WrongPeriods

Line = Literal["least_squares", "theil_sen"]


class UnknownLine(BadInput):
    """A way to draw a trend that does not exist here."""

    template = N_("'{method}' is not a trend that can be drawn here.")
    cure = N_("Choose one of: least_squares, theil_sen.")


class WrongSpan(BadInput):
    """A number of periods that no change can be counted over."""

    template = N_("A change cannot be counted per {per} periods.")
    cure = N_("Give a number above 0, for example 1 or 10.")


@dataclass(frozen=True, slots=True)
class Growth:
    """Compound growth between the first and the last known value; all shapes (..., n_units, k).

    Attributes
    ----------
    rates
        Growth per period as a share (0.02 is 2 %). NaN with fewer than two known values, and where a
        rate has no meaning: a first value of 0 or below or a last one below 0 (unless both are equal: 0).
    first_values, last_values
        In the indicator's unit; NaN where nothing is known.
    first_periods, last_periods
        Numbers of the periods they belong to; NaN where nothing is known.
    known_share
        Share of the periods with a known value.
    """

    rates: Floats
    first_values: Floats
    last_values: Floats
    first_periods: Floats
    last_periods: Floats
    known_share: Floats


@dataclass(frozen=True, slots=True)
class Trend:
    """A straight line through the known values of every unit and indicator; all shapes (..., n_units, k).

    Attributes
    ----------
    slopes
        Change per period, in the indicator's unit; NaN with fewer than two known values.
    slope_errors
        Standard error of a least-squares slope (residuals independent); NaN with fewer than three known
        values and for ``theil_sen``.
    starts, ends
        The line at the first and at the last known period, in the indicator's unit.
    percentages
        100 times the slope times the number of periods asked, over the start. 0 for a series that does
        not move; NaN where the line starts at 0 or below: a percentage of that turns the sign around.
    n_known
        Number of known values.
    first_periods, last_periods
        Numbers of the first and last known periods; NaN where nothing is known.
    """

    slopes: Floats
    slope_errors: Floats
    starts: Floats
    ends: Floats
    percentages: Floats
    n_known: np.ndarray
    first_periods: Floats
    last_periods: Floats


def measure_growth(values: Floats, *, periods: Floats) -> Growth:
    """Measure compound growth per period: (last / first)^(1 / (t_last - t_first)) - 1.

    Only the first and the last known value count, whatever lies between them.

    Parameters
    ----------
    values
        Shape (..., n_periods, n_units, k); NaN is unknown.
    periods
        Period numbers, rising, shape (n_periods,).

    Raises
    ------
    WrongShape, WrongPeriods
        When the two do not fit, or the periods do not rise.
    """
    times = _times(values, periods)
    first, last, t_first, t_last = _ends(values, times)
    with np.errstate(divide="ignore", invalid="ignore"):
        rates = (last / first) ** (1 / (t_last - t_first)) - 1
        meaningless = ~((first > 0) & (last >= 0))
    rates = np.where(meaningless, np.nan, rates)
    rates = np.where((first == last) & (t_last > t_first), 0.0, rates)
    return Growth(
        rates=np.where(t_last > t_first, rates, np.nan),
        first_values=first,
        last_values=last,
        first_periods=t_first,
        last_periods=t_last,
        known_share=np.isfinite(values).mean(axis=-3),
    )


def measure_trend(
    values: Floats, *, periods: Floats, method: Line = "least_squares", per: float = 1.0
) -> Trend:
    """Draw a straight line through the known values and express it as a percentage change.

    ``least_squares``: the regression on the period number. ``theil_sen``: the median of the slopes
    between all pairs of known periods, through the median of the values minus slope times period; one
    wild value in four does not move it. With two known values both are the line through them.

    Parameters
    ----------
    values, periods
        As for :func:`measure_growth`.
    method
        Which line.
    per
        Number of periods that the percentage is counted over, for example 10 for a decade.

    Raises
    ------
    WrongShape, WrongPeriods, UnknownLine, WrongSpan
        When the input does not fit or the choice does not exist.
    """
    times = _times(values, periods)
    if not per > 0:
        raise WrongSpan(per=per)
    if method not in ("least_squares", "theil_sen"):
        raise UnknownLine(method=method)
    mask = np.isfinite(values)
    n_known = mask.sum(axis=-3)
    draw = _least_squares if method == "least_squares" else _theil_sen
    slopes, middle, centre, errors = draw(np.where(mask, values, np.nan), times[:, None, None])
    first, _, t_first, t_last = _ends(values, times)
    still = _do_not_move(values) & (n_known > 1)
    slopes = np.where(still, 0.0, np.where(n_known > 1, slopes, np.nan))
    middle = np.where(still, first, middle)
    starts, ends = middle + slopes * (t_first - centre), middle + slopes * (t_last - centre)
    with np.errstate(divide="ignore", invalid="ignore"):
        percentages = np.where(starts > 0, 100 * per * slopes / starts, np.nan)
    return Trend(
        slopes=slopes,
        slope_errors=np.where(n_known > 2, errors, np.nan),
        starts=starts,
        ends=ends,
        percentages=np.where(still, 0.0, percentages),
        n_known=n_known,
        first_periods=t_first,
        last_periods=t_last,
    )


def interpolate_at(values: Floats, *, periods: Floats, at: Floats) -> Floats:
    """Return the panel at other period numbers, on the straight lines between known values.

    A number that has a known value of its own keeps it. Outside the first and last known period, and
    for a series with a single value elsewhere than at it, the result is NaN: nothing is extrapolated.

    Parameters
    ----------
    values, periods
        As for :func:`measure_growth`.
    at
        Period numbers wanted, in any order, shape (m,).

    Returns
    -------
    array of shape (..., m, n_units, k)

    Raises
    ------
    WrongShape, WrongPeriods
        As :func:`measure_growth`.
    """
    times = _times(values, periods)
    wanted = np.asarray(at, dtype=np.float64)
    mask = np.isfinite(values)
    n = len(times)
    place = np.broadcast_to(np.arange(n)[:, None, None], values.shape)
    before = np.maximum.accumulate(np.where(mask, place, -1), axis=-3)
    after = np.minimum.accumulate(np.where(mask, place, n)[..., ::-1, :, :], axis=-3)[..., ::-1, :, :]
    left, right = np.searchsorted(times, wanted, side="right") - 1, np.searchsorted(times, wanted)
    found = np.full((*values.shape[:-3], len(wanted), *values.shape[-2:]), np.nan)
    for m, time in enumerate(wanted):
        if left[m] < 0 or right[m] >= n:
            continue
        a, b = before[..., left[m], :, :], after[..., right[m], :, :]
        inside = (a >= 0) & (b < n)
        a, b = np.where(inside, a, 0), np.where(inside, b, 0)
        low = np.take_along_axis(values, a[..., None, :, :], axis=-3)[..., 0, :, :]
        high = np.take_along_axis(values, b[..., None, :, :], axis=-3)[..., 0, :, :]
        length = np.where(b > a, times[b] - times[a], 1.0)
        found[..., m, :, :] = np.where(inside, low + (high - low) * (time - times[a]) / length, np.nan)
    return found


def _times(values: Floats, periods: Floats) -> Floats:
    if values.ndim < 3:
        raise WrongShape(name="values", found=values.shape, expected="(..., n_periods, n_units, k)")
    times = np.asarray(periods, dtype=np.float64)
    if times.shape != (values.shape[-3],):
        raise WrongShape(name="periods", found=times.shape, expected=f"({values.shape[-3]},)")
    if not (np.isfinite(times).all() and (np.diff(times) > 0).all()):
        raise WrongPeriods(periods=times.tolist())
    return times


def _ends(values: Floats, times: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the first and last known values and their periods, NaN where nothing is known."""
    mask = np.isfinite(values)
    some = mask.any(axis=-3)
    first = np.argmax(mask, axis=-3)
    last = values.shape[-3] - 1 - np.argmax(mask[..., ::-1, :, :], axis=-3)
    found = []
    for place in (first, last):
        taken = np.take_along_axis(values, place[..., None, :, :], axis=-3)[..., 0, :, :]
        found.append((np.where(some, taken, np.nan), np.where(some, times[place], np.nan)))
    return found[0][0], found[1][0], found[0][1], found[1][1]


def _do_not_move(values: Floats) -> np.ndarray:
    mask = np.isfinite(values)
    low = np.where(mask, values, np.inf).min(axis=-3)
    return np.asarray(np.where(mask, values, -np.inf).max(axis=-3) <= low)


def _least_squares(values: Floats, times: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return slope, mean value, mean period and standard error of the slope."""
    mask = np.isfinite(values)
    n = np.maximum(mask.sum(axis=-3), 1)
    known, when = np.where(mask, values, 0.0), np.where(mask, times, 0.0)
    mean, centre = known.sum(axis=-3) / n, when.sum(axis=-3) / n
    y = np.where(mask, known - mean[..., None, :, :], 0.0)
    t = np.where(mask, when - centre[..., None, :, :], 0.0)
    length = np.square(t).sum(axis=-3)
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes = (t * y).sum(axis=-3) / length
        left = np.square(y - slopes[..., None, :, :] * t).sum(axis=-3, where=mask)
        errors = np.sqrt(left / (n - 2) / length)
    return slopes, mean, centre, errors


def _theil_sen(values: Floats, times: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the median slope, the median of values minus slope times period, period 0 and no error."""
    early, late = np.triu_indices(values.shape[-3], 1)
    rises = values[..., late, :, :] - values[..., early, :, :]
    slopes = _medians(rises / (times[late] - times[early]))
    origin = times[0, 0, 0]
    middle = _medians(values - slopes[..., None, :, :] * (times - origin))
    return slopes, middle, np.full(slopes.shape, origin), np.full(slopes.shape, np.nan)


def _medians(values: Floats) -> Floats:
    """Return the median of the known values over the periods, NaN where none is known."""
    ordered = np.sort(values, axis=-3)
    n = np.isfinite(values).sum(axis=-3)
    low, high = np.maximum((n - 1) // 2, 0), np.maximum(n // 2, 0)
    if ordered.shape[-3] == 0:
        return np.full(n.shape, np.nan)
    at = [np.take_along_axis(ordered, place[..., None, :, :], axis=-3)[..., 0, :, :] for place in (low, high)]
    return np.where(n > 0, (at[0] + at[1]) / 2, np.nan)
