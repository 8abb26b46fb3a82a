# SPDX-License-Identifier: EUPL-1.2
"""Bring indicators onto one scale.

Every function takes values of shape (..., n_units, k_indicators), returns the same shape, keeps
NaN (unknown) as NaN and takes means, deviations and places over the known values of the
``reference`` units (a flag per unit; all units by default). Higher stays higher: turn indicators
first with :mod:`schakel.composite.normalising.direction`. Leading axes (draws, periods) are scaled each by
itself; ``over="all_periods"`` scales the periods of a panel together
(:mod:`normalising.pool_periods`). Parameters can be given instead of taken from the values, as
arrays of shape (k_indicators,) or (..., k_indicators). Methods: OECD/JRC (2008), *Handbook on
Constructing Composite Indicators*, chapter 5; the exponential of z as in Leendertse, Schrijvers and
Stam (2022), *Research Policy* 51:104336.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from schakel.composite.bad_input import (
    N_,
    BadInput,
    Floats,
    Mask,
    filled,
    first_place,
    known_counts,
    name_of,
    reference_mask,
)
from schakel.composite.normalising.count_lower import count_lower_and_equal
from schakel.composite.normalising.pool_periods import Over, pool_as_asked
from schakel.composite.normalising.scale_parameters import (
    ScaleNotRising,
    as_row,
    given_deviation,
    given_row,
    means,
)

CONSTANT_TOLERANCE = 1e-12
# eight times the spacing of numbers at that level: what a sum in another order can differ
ROUNDING_OF_EQUALS = 8 * float(np.finfo(np.float64).eps)
Ties = Literal["lowest", "average", "highest"]


class ConstantIndicator(BadInput):
    """An indicator in which all units are equal: it cannot tell them apart."""

    template = N_("Indicator '{indicator}' has the same value {value} for every unit.")
    cure = N_("Leave the indicator out: it tells nothing about differences.")


class NegativeOrZeroMean(BadInput):
    """A mean that values cannot be divided by."""

    template = N_("Indicator '{indicator}' has mean {mean}; dividing by it turns the order around.")
    cure = N_("Use z-scores for this indicator, or declare it as interval scale.")


class NegativeValue(BadInput):
    """A negative value where a method needs a true zero."""

    template = N_("Unit '{unit}' has the negative value {value} on indicator '{indicator}'.")
    cure = N_("Use z-scores for this indicator, or declare it as interval scale.")


class WrongGoalposts(BadInput):
    """Goalposts without distance between them."""

    template = N_("Indicator '{indicator}' has goalposts {low} and {high}.")
    cure = N_("The upper goalpost must be higher than the lower one.")


def normalise_value_over_mean(
    values: Floats,
    *,
    reference: Mask | None = None,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
    mean: Floats | None = None,
    over: Over = "each_period",
) -> Floats:
    """Divide by the mean of the reference units, so that their mean is 1 (Stam and van de Ven 2021).

    ``mean`` gives fixed means instead, shape (k_indicators,).

    Raises
    ------
    NegativeValue
        A value below zero: a ratio to the mean has no meaning then.
    NegativeOrZeroMean
        When every reference value is zero, or a given mean is not above zero.
    NothingKnown
        When an indicator has no known reference value.
    """
    if (values < 0).any():
        unit, column = first_place(values < 0)
        raise NegativeValue(
            unit=name_of(units, unit),
            indicator=name_of(indicators, column),
            value=float(values[values < 0].flat[0]),
        )
    pooled, flags = pool_as_asked(values, reference, over)
    level = given_row("mean", mean, pooled, indicators)
    if level is None:
        level = means(pooled, reference_mask(pooled, flags), indicators)
    refuse_no_positive_mean(level, indicators)
    return (pooled / level).reshape(values.shape)


def normalise_zscore(
    values: Floats,
    *,
    reference: Mask | None = None,
    indicators: Sequence[str] | None = None,
    mean: Floats | None = None,
    deviation: Floats | None = None,
    onto: tuple[float, float] = (0.0, 1.0),
    over: Over = "each_period",
) -> Floats:
    """Subtract the mean and divide by the standard deviation (n - 1) of the reference units.

    ``z * s + m`` with ``onto = (m, s)``, so that the reference units have mean m and deviation s.
    ``mean`` and ``deviation`` give fixed parameters instead, shape (k_indicators,).

    Raises
    ------
    ConstantIndicator
        When an indicator has no spread (or only one known reference value).
    NothingKnown
        When an indicator has no known reference value.
    WrongDeviation, UnknownParameter
        When a given deviation is not above zero, or a given parameter unknown.
    ScaleNotRising
        When the deviation of ``onto`` is not above zero.
    """
    if not onto[1] > 0:
        raise ScaleNotRising(low=onto[0], length=onto[1])
    pooled, flags = pool_as_asked(values, reference, over)
    level = given_row("mean", mean, pooled, indicators)
    spread = given_deviation(deviation, pooled, indicators)
    mask = reference_mask(pooled, flags)
    if spread is None:
        own_level, spread = _means_and_deviations(pooled, mask, indicators)
        level = own_level if level is None else level
    elif level is None:
        level = means(pooled, mask, indicators)
    scaled = (pooled - level) / spread
    if onto != (0.0, 1.0):
        scaled = scaled * onto[1] + onto[0]
    return np.asarray(scaled.reshape(values.shape), dtype=np.float64)


def normalise_exponential_z(
    values: Floats,
    *,
    reference: Mask | None = None,
    indicators: Sequence[str] | None = None,
    over: Over = "each_period",
) -> Floats:
    """Take exp of the z-score and divide by its mean over the reference units (Leendertse et al. 2022).

    Always positive, mean 1; works for interval scales and negative values. Raises as
    :func:`normalise_zscore` does.
    """
    pooled, flags = pool_as_asked(values, reference, over)
    positive = np.exp(normalise_zscore(pooled, reference=flags, indicators=indicators))
    scaled = positive / means(positive, reference_mask(positive, flags), indicators)
    return np.asarray(scaled.reshape(values.shape), dtype=np.float64)


def normalise_minmax(
    values: Floats,
    *,
    reference: Mask | None = None,
    indicators: Sequence[str] | None = None,
    low: Floats | None = None,
    high: Floats | None = None,
    onto: tuple[float, float] = (0.0, 1.0),
    over: Over = "each_period",
) -> Floats:
    """Place the lowest reference unit at 0 and the highest at 1 (others may lie outside).

    ``(x - low) / (high - low) * (u - l) + l`` with ``onto = (l, u)``. ``low`` and ``high`` give fixed
    limits instead, shape (k_indicators,); :func:`normalise_goalposts` also cuts off at them.

    Raises
    ------
    ConstantIndicator
        When lowest and highest are equal.
    NothingKnown
        When an indicator has no known reference value.
    WrongGoalposts, UnknownParameter
        When a given limit leaves no distance, or is unknown.
    ScaleNotRising
        When ``onto`` does not rise.
    """
    if not onto[1] > onto[0]:
        raise ScaleNotRising(low=onto[0], length=onto[1] - onto[0])
    pooled, flags = pool_as_asked(values, reference, over)
    bottom, top = lowest_and_highest(pooled, flags, indicators, low=low, high=high)
    scaled = (pooled - bottom) / (top - bottom)
    if onto != (0.0, 1.0):
        scaled = scaled * (onto[1] - onto[0]) + onto[0]
    return np.asarray(scaled.reshape(values.shape), dtype=np.float64)


def normalise_goalposts(
    values: Floats,
    *,
    low: Floats,
    high: Floats,
    clip: bool = True,
    scale: Floats | float = 1.0,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Place fixed goalposts at 0 and ``scale``, so that years can be compared; ``clip`` keeps values inside.

    ``clip((x - low) / (high - low), 0, 1) * scale``. ``low`` and ``high`` have shape (k_indicators,) or
    (..., k_indicators), ``scale`` is one number or one per indicator. For turned indicators turn the
    goalposts too (:func:`schakel.composite.normalising.direction.turn_goalposts`).

    Raises
    ------
    WrongGoalposts
        When a goalpost is unknown or ``high`` is not above ``low``.
    ScaleNotRising
        When ``scale`` is not above zero.
    WrongShape
        When there is not one goalpost per indicator.
    """
    if not np.all(np.asarray(scale) > 0):
        raise ScaleNotRising(low=0.0, length=float(np.min(scale)))
    bottom, top = as_row("low", low, values), as_row("high", high, values)
    _refuse_goalposts(bottom, top, indicators)
    placed = (values - bottom) / (top - bottom)
    if clip:
        np.clip(placed, 0.0, 1.0, out=placed)
    return np.asarray(placed * scale, dtype=np.float64)


def normalise_rank(
    values: Floats,
    *,
    reference: Mask | None = None,
    indicators: Sequence[str] | None = None,
    ties: Ties = "average",
    over: Over = "each_period",
) -> Floats:
    """Count the reference units that a unit does at least as well as.

    The lowest of n gets 1 and the highest n, as in the Handbook's Table 15; tied units share the
    ``lowest``, ``average`` or ``highest`` of their places. A unit outside the reference gets the place
    it would take. Exact: no rounding before comparing.

    Raises
    ------
    NothingKnown
        When an indicator has no known reference value.
    """
    pooled, flags = pool_as_asked(values, reference, over)
    mask = reference_mask(pooled, flags)
    known_counts(mask, indicators)
    below, equal = count_lower_and_equal(pooled, mask)
    places = below + 1
    if ties != "lowest":
        others = equal - mask
        places += others if ties == "highest" else others / 2
    return np.where(np.isfinite(pooled), places, np.nan).reshape(values.shape)


def normalise_percentile(
    values: Floats,
    *,
    reference: Mask | None = None,
    indicators: Sequence[str] | None = None,
    over: Over = "each_period",
) -> Floats:
    """Return each unit's place from below as a share of the number of reference units (the highest gets 1).

    Tied units share the lower place, as in the Handbook's Table 15.

    Raises
    ------
    NothingKnown
        When an indicator has no known reference value.
    """
    pooled, flags = pool_as_asked(values, reference, over)
    mask = reference_mask(pooled, flags)
    counts = known_counts(mask, indicators)
    below, _ = count_lower_and_equal(pooled, mask)
    return np.where(np.isfinite(pooled), (below + mask) / counts, np.nan).reshape(values.shape)


def lowest_and_highest(
    values: Floats,
    reference: Mask | None,
    indicators: Sequence[str] | None,
    *,
    low: Floats | None = None,
    high: Floats | None = None,
) -> tuple[Floats, Floats]:
    """Return the lowest and highest reference value per indicator, or the given ones, shape (..., 1, k).

    Raises
    ------
    ConstantIndicator, WrongGoalposts, NothingKnown, UnknownParameter
        When they are equal, given without distance, or unknown.
    """
    bottom = given_row("low", low, values, indicators)
    top = given_row("high", high, values, indicators)
    mask = reference_mask(values, reference)
    counts = known_counts(mask, indicators) if bottom is None or top is None else None
    if bottom is None:
        bottom = np.where(mask, values, np.inf).min(axis=-2, keepdims=True)
    if top is None:
        top = np.where(mask, values, -np.inf).max(axis=-2, keepdims=True)
    if counts is not None and low is None and high is None:
        _refuse_constant(bottom, top, counts, indicators)
    _refuse_goalposts(bottom, top, indicators)
    return bottom, top


def equal_but_for_rounding(low: Floats, high: Floats) -> Mask:
    """Return whether a lowest and highest value are one number, up to the rounding of how they were made.

    A range of 1 at the level of 1e12 is a range; 0.1 + 0.2 beside 0.3 is none.
    """
    size = np.maximum(np.abs(low), np.abs(high))
    return np.asarray(high - low <= ROUNDING_OF_EQUALS * size, dtype=np.bool_)


def refuse_no_positive_mean(mean: Floats, indicators: Sequence[str] | None) -> None:
    """Raise NegativeOrZeroMean for the first indicator whose mean, shape (..., 1, k), is not above zero."""
    if (mean <= 0).any():
        place = tuple(np.argwhere(mean <= 0)[0])
        raise NegativeOrZeroMean(indicator=name_of(indicators, int(place[-1])), mean=float(mean[place]))


def _means_and_deviations(
    values: Floats, mask: Mask, indicators: Sequence[str] | None
) -> tuple[Floats, Floats]:
    counts = known_counts(mask, indicators)
    level = filled(values, mask).sum(axis=-2, keepdims=True) / counts
    squares = np.square(filled(values - level, mask)).sum(axis=-2, keepdims=True)
    spread = np.sqrt(squares / np.maximum(counts - 1, 1))
    low = np.where(mask, values, np.inf).min(axis=-2, keepdims=True)
    high = np.where(mask, values, -np.inf).max(axis=-2, keepdims=True)
    _refuse_constant(low, np.where(spread > 0, high, low), counts, indicators)
    return level, spread


def _refuse_constant(low: Floats, high: Floats, counts: Floats, indicators: Sequence[str] | None) -> None:
    constant = equal_but_for_rounding(low, high) | (counts < 2)
    if constant.any():
        place = tuple(np.argwhere(constant)[0])
        raise ConstantIndicator(indicator=name_of(indicators, int(place[-1])), value=float(low[place]))


def _refuse_goalposts(low: Floats, high: Floats, indicators: Sequence[str] | None) -> None:
    bottom, top = np.broadcast_arrays(low, high)
    wrong = ~(top > bottom)
    if wrong.any():
        place = tuple(np.argwhere(wrong)[0])
        raise WrongGoalposts(
            indicator=name_of(indicators, int(place[-1])), low=float(bottom[place]), high=float(top[place])
        )
