# SPDX-License-Identifier: EUPL-1.2
"""Logarithms that shorten a long tail and keep the order of the units.

Every function takes values of shape (..., n_units, k_indicators), returns the same shape without unit,
keeps NaN (unknown) as NaN and needs two different known values in each indicator. ``min``, ``max``
and ``range`` are over the units, so that leading axes (draws, periods) are transformed each by itself.
Sources: the COIN Tool of the JRC (2019) and COINr (Becker et al. 2022, *JOSS* 7:4567), whose names
are given; the Global Innovation Index for its own rule.
"""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, name_of
from schakel.composite.describing.describe import skewness
from schakel.composite.normalising.direction import checked_directions
from schakel.composite.normalising.normalise import lowest_and_highest

OFFSET_SHARE = 0.01
SYMMETRIC = 1e-12


class FactorTooSmall(BadInput):
    """A maximum that, times the factor, is not above 1: the logarithm would be flat or run backwards."""

    template = N_("Indicator '{indicator}' has maximum {maximum}, times factor {factor} not above 1.")
    cure = N_("Give a larger factor, such as 10, 100 or 1000, or use another transformation.")


def treat_log_coin_tool(values: Floats, *, indicators: Sequence[str] | None = None) -> Floats:
    """Return ``ln(x - min + 0.01 range)``, for a long tail of high values (``log_CT``).

    The offset of a hundredth of the range makes the result the same for every unit of measurement,
    but for a constant.

    Raises
    ------
    ConstantIndicator, NothingKnown
        When an indicator has no range.
    """
    low, high = lowest_and_highest(values, None, indicators)
    return np.asarray(np.log(values - low + OFFSET_SHARE * (high - low)), dtype=np.float64)


def treat_log_by_skewness(values: Floats, *, indicators: Sequence[str] | None = None) -> Floats:
    """Return the logarithm from the side away from the tail (``log_CT_plus``).

    ``ln(x - min + a)`` where the skewness is positive and ``-ln(max + a - x)`` elsewhere, with
    ``a = 0.01 range``: a long tail of low values is shortened too, which the plain form stretches.
    Fewer than three known values have no skewness and get the plain form.

    Raises
    ------
    ConstantIndicator, NothingKnown
        When an indicator has no range.
    """
    low, high = lowest_and_highest(values, None, indicators)
    offset = OFFSET_SHARE * (high - low)
    mirrored = (skewness(values) <= SYMMETRIC)[..., None, :]
    inside = np.where(mirrored, high + offset - values, values - low + offset)
    return np.where(mirrored, -1.0, 1.0) * np.log(inside)


def treat_log_plus_one(values: Floats, *, indicators: Sequence[str] | None = None) -> Floats:
    """Return ``ln(x - min + 1)``, the form of the COIN Tool itself (``log_CT_orig``).

    The 1 is in the unit of the indicator: for shares between 0 and 1 this hardly bends, for euros it
    bends a lot. :func:`treat_log_coin_tool` is free of that.

    Raises
    ------
    ConstantIndicator, NothingKnown
        When an indicator has no range.
    """
    low, _ = lowest_and_highest(values, None, indicators)
    return np.asarray(np.log1p(values - low), dtype=np.float64)


def treat_log_innovation_index(
    values: Floats,
    *,
    factor: float = 1.0,
    directions: Floats | None = None,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Return the logarithm of the Global Innovation Index (``log_GII``, which COINr does not apply).

    ``ln((max f - 1)(x - min) / range + 1)``, from 0 for the lowest to ``ln(max f)`` for the highest:
    the tail bends as much as the maximum is large. Where lower is better it is mirrored,
    ``-ln((max f - 1)(max - x) / range + 1)``. Higher stays higher in both. Source: with
    f = 1 and higher better, the workbook of the Global Innovation Index 2020 as described by COINr 1.1.14;
    the factor and the mirrored form are recalled from the index's printed technical notes, not checked there.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators).
    factor
        A power of 10 that lifts every maximum above 1.
    directions
        Shape (k_indicators,): -1 where lower is better; 1 everywhere by default.
    indicators
        Names, for the message.

    Raises
    ------
    FactorTooSmall
        When a maximum times the factor is not above 1: the order would be lost or turned around.
    ConstantIndicator, NothingKnown, WrongDirection
        When an indicator has no range, or a direction is not 1 or -1.
    """
    low, high = lowest_and_highest(values, None, indicators)
    small = ~(high * factor > 1)
    if small.any():
        place = tuple(np.argwhere(small)[0])
        raise FactorTooSmall(
            indicator=name_of(indicators, int(place[-1])), maximum=float(high[place]), factor=factor
        )
    k = values.shape[-1]
    signs = checked_directions(np.ones(k) if directions is None else directions, k, indicators)
    share = np.where(signs > 0, values - low, high - values) / (high - low)
    return np.asarray(signs * np.log1p((high * factor - 1) * share), dtype=np.float64)
