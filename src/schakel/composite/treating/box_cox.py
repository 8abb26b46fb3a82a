# SPDX-License-Identifier: EUPL-1.2
"""The power transformation of Box and Cox, with a given power or the likeliest one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize.elementwise import find_minimum

from schakel.composite.bad_input import N_, BadInput, Floats, filled, first_place, name_of
from schakel.composite.normalising.normalise import lowest_and_highest
from schakel.composite.normalising.scale_parameters import checked_row

LARGEST_POWER = 5.0
POWERS = np.linspace(-5.5, 5.5, 23)


class NeedsShift(BadInput):
    """A value of which no power is taken without shifting it first."""

    template = N_("Unit '{unit}' has {value} on indicator '{indicator}'; a power needs more than 0.")
    cure = N_("Let the values be shifted to start at 1, or use another transformation.")


def treat_box_cox(
    values: Floats,
    *,
    power: Floats | float | None = None,
    shift: bool = True,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Return ``(y ** power - 1) / power``, or ``ln y`` at power 0, with ``y = x - min + 1`` (``boxcox``).

    A power below 1 shortens a tail of high values, above 1 one of low values; order is kept. Source:
    Box and Cox (1964), *Journal of the Royal Statistical Society B* 26:211-252.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators); unknown stays unknown.
    power
        One number, or shape (k_indicators,) or (..., k_indicators); by default
        :func:`estimate_box_cox_power`.
    shift
        Let every indicator start at 1. Without, all values must be above 0.
    units, indicators
        Names, for the message.

    Raises
    ------
    NeedsShift
        A value of 0 or less when not shifted.
    ConstantIndicator, NothingKnown
        When an indicator has no range.
    UnknownParameter, WrongShape
        When a power is unknown, or there is not one per indicator.
    """
    positive = _positive(values, shift, units, indicators)
    if power is None:
        power = _likeliest_power(np.log(positive))
    given = np.full(values.shape[-1], power) if np.ndim(power) == 0 else np.asarray(power)
    row = checked_row("power", given, values, indicators)
    return _bend(row, np.log(positive))


def estimate_box_cox_power(
    values: Floats,
    *,
    shift: bool = True,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Return the power between -5 and 5 that makes each indicator most like a normal distribution.

    The maximum of the profile likelihood ``(power - 1) sum(ln y) - n / 2 ln var(z)`` with z the
    transformed values (variance divided by n), to about 7 digits. Shape (..., k_indicators). Parameters and
    refusals as for :func:`treat_box_cox`.
    """
    return _likeliest_power(np.log(_positive(values, shift, units, indicators)))


def _positive(
    values: Floats, shift: bool, units: Sequence[str] | None, indicators: Sequence[str] | None
) -> Floats:
    known = np.where(np.isfinite(values), values, np.nan)
    low, _ = lowest_and_highest(values, None, indicators)
    if shift:
        return np.asarray(known - low + 1, dtype=np.float64)
    if (low <= 0).any():
        unit, column = first_place(known <= 0)
        raise NeedsShift(
            unit=name_of(units, unit),
            indicator=name_of(indicators, column),
            value=float(known[known <= 0].flat[0]),
        )
    return known


def _likeliest_power(logarithms: Floats) -> Floats:
    """Minimise the variance of powers of values over their geometric mean, which is the same problem."""
    lines = np.moveaxis(logarithms, -1, -2).reshape(-1, logarithms.shape[-2])
    known = np.isfinite(lines)
    counts = known.sum(axis=1)
    centred = filled(lines - (filled(lines, known).sum(axis=1) / counts)[:, None], known)

    def variance(power: Floats, row: NDArray[np.float64]) -> Floats:
        place = row.astype(np.intp)
        bent = np.where(known[place], _bend(power[:, None], centred[place]), 0.0)
        mean = bent.sum(axis=1) / counts[place]
        squares = np.square(np.where(known[place], bent - mean[:, None], 0.0)).sum(axis=1)
        return np.asarray(squares / counts[place], dtype=np.float64)

    every = np.arange(len(lines), dtype=np.float64)
    tried = np.stack([variance(np.full(len(lines), power), every) for power in POWERS], axis=1)
    best = tried.argmin(axis=1)
    found = POWERS[best]
    inner = np.flatnonzero((best > 0) & (best < len(POWERS) - 1))
    if inner.size:
        bracket = tuple(POWERS[best[inner] + side] for side in (-1, 0, 1))
        found[inner] = find_minimum(variance, bracket, args=(every[inner],)).x
    within = np.clip(found, -LARGEST_POWER, LARGEST_POWER)
    return np.asarray(within.reshape(*logarithms.shape[:-2], logarithms.shape[-1]), dtype=np.float64)


def _bend(power: Floats, logarithms: Floats) -> Floats:
    straight = np.where(power == 0, 1.0, power)
    return np.where(power == 0, logarithms, np.expm1(straight * logarithms) / straight)
