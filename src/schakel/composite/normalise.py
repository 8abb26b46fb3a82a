# SPDX-License-Identifier: EUPL-1.2
"""Bring indicators onto one scale.

Every function takes values of shape (..., n_units, k_indicators), returns the same shape, keeps
NaN (unknown) as NaN and takes means and deviations over the known values of the ``reference``
units (a flag per unit; all units by default). Higher stays higher. Methods: OECD/JRC (2008),
*Handbook on Constructing Composite Indicators*, chapter 5; the exponential of z as in
Leendertse, Schrijvers and Stam (2022), *Research Policy* 51:104336.
"""

from collections.abc import Sequence

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

CONSTANT_TOLERANCE = 1e-12


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
) -> Floats:
    """Divide by the mean of the reference units, so that their mean is 1 (Stam and van de Ven 2021).

    Raises
    ------
    NegativeValue
        A value below zero: a ratio to the mean has no meaning then.
    NegativeOrZeroMean
        When every reference value is zero.
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
    mean = _means(values, reference_mask(values, reference), indicators)
    if (mean <= 0).any():
        column = first_place(mean <= 0)[1]
        raise NegativeOrZeroMean(indicator=name_of(indicators, column), mean=0.0)
    return values / mean


def normalise_zscore(
    values: Floats, *, reference: Mask | None = None, indicators: Sequence[str] | None = None
) -> Floats:
    """Subtract the mean and divide by the standard deviation (n - 1) of the reference units.

    Raises
    ------
    ConstantIndicator
        When an indicator has no spread (or only one known reference value).
    NothingKnown
        When an indicator has no known reference value.
    """
    mask = reference_mask(values, reference)
    counts = known_counts(mask, indicators)
    mean = filled(values, mask).sum(axis=-2, keepdims=True) / counts
    centred = values - mean
    squares = np.square(filled(centred, mask)).sum(axis=-2, keepdims=True)
    deviation = np.sqrt(squares / np.maximum(counts - 1, 1))
    _refuse_constant(deviation, mean, counts, indicators)
    return np.asarray(centred / deviation, dtype=np.float64)


def normalise_exponential_z(
    values: Floats, *, reference: Mask | None = None, indicators: Sequence[str] | None = None
) -> Floats:
    """Take exp of the z-score and divide by its mean over the reference units (Leendertse et al. 2022).

    Always positive, mean 1; works for interval scales and negative values. Raises as
    :func:`normalise_zscore` does.
    """
    positive = np.exp(normalise_zscore(values, reference=reference, indicators=indicators))
    return np.asarray(positive / _means(positive, reference_mask(positive, reference), indicators))


def normalise_minmax(
    values: Floats, *, reference: Mask | None = None, indicators: Sequence[str] | None = None
) -> Floats:
    """Place the lowest reference unit at 0 and the highest at 1 (others may lie outside).

    Raises
    ------
    ConstantIndicator
        When lowest and highest are equal.
    NothingKnown
        When an indicator has no known reference value.
    """
    mask = reference_mask(values, reference)
    counts = known_counts(mask, indicators)
    low = np.where(mask, values, np.inf).min(axis=-2, keepdims=True)
    high = np.where(mask, values, -np.inf).max(axis=-2, keepdims=True)
    _refuse_constant(high - low, low, counts, indicators)
    return np.asarray((values - low) / (high - low), dtype=np.float64)


def normalise_goalposts(
    values: Floats,
    *,
    low: Floats,
    high: Floats,
    clip: bool = True,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Place fixed goalposts at 0 and 1, so that years can be compared; ``clip`` keeps values inside.

    ``low`` and ``high`` have shape (k_indicators,).

    Raises
    ------
    WrongGoalposts
        When a goalpost is unknown or ``high`` is not above ``low``.
    """
    wrong = ~(high > low)
    if wrong.any():
        column = int(np.flatnonzero(wrong)[0])
        raise WrongGoalposts(
            indicator=name_of(indicators, column), low=float(low[column]), high=float(high[column])
        )
    placed = (values - low) / (high - low)
    return np.asarray(np.clip(placed, 0.0, 1.0) if clip else placed, dtype=np.float64)


def normalise_rank(values: Floats, *, reference: Mask | None = None) -> Floats:
    """Count the reference units that a unit does at least as well as (ties share the mean place).

    The lowest of n gets 1 and the highest n, as in the Handbook's Table 15; a unit outside the
    reference gets the place it would take. Exact: no rounding before comparing.
    """
    mask = reference_mask(values, reference)
    below, equal = _compared(values, mask)
    own = mask.astype(np.float64)
    return np.where(np.isfinite(values), below + (equal - own) / 2 + 1, np.nan)


def normalise_percentile(values: Floats, *, reference: Mask | None = None) -> Floats:
    """Return each unit's place from below as a share of the number of reference units (the highest gets 1).

    Tied units share the lower place, as in the Handbook's Table 15.
    """
    mask = reference_mask(values, reference)
    below, _ = _compared(values, mask)
    counts = known_counts(mask, None)
    return np.where(np.isfinite(values), (below + mask) / counts, np.nan)


def _compared(values: Floats, mask: Mask) -> tuple[Floats, Floats]:
    """Count per cell the reference values that are lower and that are equal."""
    others = np.where(mask, values, np.nan)[..., None, :, :]
    own = values[..., :, None, :]
    below = (others < own).sum(axis=-2).astype(np.float64)
    equal = (others == own).sum(axis=-2).astype(np.float64)
    return below, equal


def _means(values: Floats, mask: Mask, indicators: Sequence[str] | None) -> Floats:
    counts = known_counts(mask, indicators)
    return np.asarray(filled(values, mask).sum(axis=-2, keepdims=True) / counts)


def _refuse_constant(spread: Floats, level: Floats, counts: Floats, indicators: Sequence[str] | None) -> None:
    constant = (spread <= CONSTANT_TOLERANCE * np.abs(level)) | (counts < 2)
    if constant.any():
        column = first_place(constant)[1]
        raise ConstantIndicator(
            indicator=name_of(indicators, column), value=float(level[..., 0, column].flat[0])
        )
