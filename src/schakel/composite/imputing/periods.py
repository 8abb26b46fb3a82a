# SPDX-License-Identifier: EUPL-1.2
"""Fill by what the same unit had in other periods.

Values have shape (..., n_periods, n_units, k_indicators) and ``periods`` gives the number of each
period (years, say) in rising order, so that unequal steps count as they are. Each unit and indicator
stands alone; an indicator without any known value stays unknown, to be seen in the flags (fill it by
:func:`schakel.composite.imputing.imputed.impute_remaining`). Definitions as in Becker et al. (2022),
*JOSS* 7:4567.
"""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape
from schakel.composite.imputing.imputed import Imputed, impute_given


class WrongPeriods(BadInput):
    """Period numbers that do not rise."""

    template = N_("The periods {periods} are not all known numbers in rising order.")
    cure = N_("Sort the data by period, and give each period once.")


class WrongGap(BadInput):
    """A longest gap that is not above zero."""

    template = N_("A value cannot be carried over a gap of at most {max_gap}.")
    cure = N_("Give a number above 0, in the unit of the periods.")


def impute_latest(values: Floats, *, periods: Floats, max_gap: float | None = None) -> Imputed:
    """Fill with the latest earlier known value of the same unit, if it is at most ``max_gap`` periods old.

    Parameters
    ----------
    values
        Shape (..., n_periods, n_units, k_indicators); NaN is unknown. Before the first known value, and
        where the latest is too old, a cell stays unknown.
    periods
        Numbers of the periods, rising, shape (n_periods,).
    max_gap
        Longest difference in period number; None for no limit.

    Raises
    ------
    WrongPeriods, WrongGap, WrongShape
        When the periods or the gap cannot be used.
    """
    times = _times(values, periods)
    if max_gap is not None and not max_gap > 0:
        raise WrongGap(max_gap=max_gap)
    before, _ = _neighbours(np.isfinite(values))
    offered = _value_at(values, before)
    if max_gap is not None:
        age = times[:, None, None] - times[np.maximum(before, 0)]
        offered = np.where(age <= max_gap + 1e-9, offered, np.nan)
    return impute_given(values, replacement=offered)


def impute_constant(values: Floats, *, periods: Floats) -> Imputed:
    """Fill with the latest earlier known value, and before the first known one with that first one.

    Shapes, missing values and refusals as for :func:`impute_latest`; only units without any known value
    of an indicator stay unknown. A value before the first uses knowledge of later: not for a forecast.
    """
    _times(values, periods)
    before, after = _neighbours(np.isfinite(values))
    return impute_given(values, replacement=_value_at(values, np.where(before >= 0, before, after)))


def impute_linear(
    values: Floats, *, periods: Floats, ends: Literal["unknown", "held"] = "unknown"
) -> Imputed:
    """Fill on the straight line, over the period numbers, between the known values before and after.

    Parameters
    ----------
    values, periods
        As for :func:`impute_latest`.
    ends
        Before the first and after the last known value: leave unknown, or hold that value.

    Raises
    ------
    WrongPeriods, WrongShape
        When the periods cannot be used.
    """
    times = _times(values, periods)
    before, after = _neighbours(np.isfinite(values))
    start, stop = _value_at(values, before), _value_at(values, after)
    inside = (before >= 0) & (after >= 0)
    t_start, t_stop = times[np.maximum(before, 0)], times[np.maximum(after, 0)]
    length = np.where(inside & (t_stop > t_start), t_stop - t_start, 1.0)
    share = (times[:, None, None] - t_start) / length
    offered = np.where(inside, start + share * (stop - start), np.nan)
    if ends == "held":
        offered = np.where(inside, offered, np.where(before >= 0, start, stop))
    return impute_given(values, replacement=offered)


def _times(values: Floats, periods: Floats) -> Floats:
    if values.ndim < 3:
        expected = "(..., n_periods, n_units, k_indicators)"
        raise WrongShape(name="values", found=values.shape, expected=expected)
    times = np.asarray(periods, dtype=np.float64)
    if times.shape != (values.shape[-3],):
        raise WrongShape(name="periods", found=times.shape, expected=f"({values.shape[-3]},)")
    if not (np.isfinite(times).all() and (np.diff(times) > 0).all()):
        raise WrongPeriods(periods=times.tolist())
    return times


def _neighbours(known: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return per cell the places of the last known period up to it and the first from it on; -1 if none."""
    n_periods = known.shape[-3]
    place = np.arange(n_periods)[:, None, None]
    before = np.maximum.accumulate(np.where(known, place, -1), axis=-3)
    after = np.minimum.accumulate(np.where(known, place, n_periods)[..., ::-1, :, :], axis=-3)
    after = after[..., ::-1, :, :]
    return before, np.where(after < n_periods, after, -1)


def _value_at(values: Floats, place: NDArray[np.intp]) -> Floats:
    """Return the value at a period per cell, NaN where the place is -1."""
    found = np.take_along_axis(values, np.maximum(place, 0), axis=-3)
    return np.where(place >= 0, found, np.nan)
