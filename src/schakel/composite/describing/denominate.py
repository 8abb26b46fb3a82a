# SPDX-License-Identifier: EUPL-1.2
"""Divide indicators by the size of a unit, and find indicators that still follow its size."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape, name_of

Combine = Callable[[Floats, Floats], Floats]


class WrongDenominator(BadInput):
    """A denominator that is unknown, zero or negative where a value must be divided by it."""

    template = N_("Unit '{unit}' has denominator {value} for indicator '{indicator}'.")
    cure = N_("Correct the denominator, or let the indicator become unknown for this unit.")


class WrongScale(BadInput):
    """A scale factor that is not a positive number."""

    template = N_("The scale factor of indicator '{indicator}' is {scale}.")
    cure = N_("Give a number above 0, such as 1000 for 'per thousand inhabitants'.")


class UnknownIndicator(BadInput):
    """A denominator for an indicator that is not there."""

    template = N_("There is a denominator for the indicator at place {place}, of {k}.")
    cure = N_("Count the indicators from 0.")


@dataclass(frozen=True, slots=True)
class Denominated:
    """Indicators after division.

    Attributes
    ----------
    values
        Shape (..., n_units, k_indicators): divided where a denominator was given, else as they were.
    lost
        Cells that were known and became unknown because the denominator cannot be used; same shape.
    """

    values: Floats
    lost: Mask


@dataclass(frozen=True, slots=True)
class DenominatorCorrelations:
    """How far each indicator follows the size of the units.

    Attributes
    ----------
    correlations
        Pearson's, over units where both are known, shape (..., k_indicators, m_denominators); NaN with
        fewer than two such units and for a constant.
    large
        Flag where the correlation is above the threshold in absolute value; same shape.
    """

    correlations: Floats
    large: Mask


def denominate_indicators(
    values: Floats,
    *,
    denominators: Mapping[int, Floats],
    scale: Floats | float = 1.0,
    combine: Combine = np.divide,
    wrong: Literal["refuse", "unknown"] = "refuse",
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Denominated:
    """Return ``x / (denominator / scale)`` for the indicators that have a denominator.

    So GDP divided by population with scale 1000 is GDP per thousand inhabitants. Definition as in
    Becker et al. (2022), *JOSS* 7:4567.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators); unknown values stay unknown.
    denominators
        Place of an indicator (from 0) to its denominator per unit, shape (..., n_units); leading axes of
        values and denominators are broadcast. Indicators that are not named are left as they are.
    scale
        Factor for all indicators, or one each, shape (k_indicators,).
    combine
        Function of the values and the scaled denominators (..., n_units), for anything but a division.
    wrong
        What to do where a known value has an unknown, zero or negative denominator.
    units, indicators
        Names for messages.

    Raises
    ------
    WrongDenominator
        For such a denominator with ``wrong="refuse"``.
    WrongScale
        When a scale factor is not above 0.
    UnknownIndicator
        When a denominator belongs to no indicator.
    WrongShape
        When a denominator or ``scale`` does not fit.
    """
    k = values.shape[-1]
    factors = _scale_factors(scale, k, indicators)
    result = np.broadcast_to(values, _full_shape(values, denominators)).astype(np.float64)
    lost = np.zeros(result.shape, dtype=np.bool_)
    for place, denominator in denominators.items():
        usable = np.isfinite(denominator) & (denominator > 0)
        lost[..., place] = np.isfinite(result[..., place]) & ~usable
        if wrong == "refuse" and lost[..., place].any():
            _refuse_denominator(denominator, lost[..., place], place, units, indicators)
        scaled = np.where(usable, denominator, np.nan) / factors[place]
        found = combine(result[..., place], np.broadcast_to(scaled, result.shape[:-1]))
        result[..., place] = np.where(usable, found, np.nan)
    return Denominated(values=result, lost=lost)


def correlate_denominators(
    values: Floats, *, denominators: Floats, max_correlation: float = 0.6
) -> DenominatorCorrelations:
    """Correlate each indicator with each denominator: a large one says that it still measures size.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators); a pair of cells counts when both are known.
    denominators
        Shape (..., n_units, m_denominators).
    max_correlation
        Above this, in absolute value, a pair is flagged.

    Raises
    ------
    WrongShape
        When the arrays do not have the same units.
    """
    if denominators.ndim < 2 or denominators.shape[-2] != values.shape[-2]:
        expected = f"(..., {values.shape[-2]}, m_denominators)"
        raise WrongShape(name="denominators", found=denominators.shape, expected=expected)
    columns = np.moveaxis(denominators, -1, 0)[..., None]
    found = np.stack([_correlations(values, column) for column in columns], axis=-1)
    return DenominatorCorrelations(correlations=found, large=np.abs(found) > max_correlation)


def _correlations(values: Floats, column: Floats) -> Floats:
    """Return the correlation of each indicator with one column (..., n_units, 1) over known pairs."""
    both = np.isfinite(values) & np.isfinite(column)
    x, y = _centred(values, both), _centred(np.broadcast_to(column, both.shape), both)
    spread = np.sqrt(np.square(x).sum(axis=-2) * np.square(y).sum(axis=-2))
    return np.asarray((x * y).sum(axis=-2) / np.where(spread > 0, spread, np.nan), dtype=np.float64)


def _centred(values: Floats, mask: Mask) -> Floats:
    """Return deviations from the mean over the mask, 0 outside it.

    A constant gives exactly zero: values are first taken from one of the known ones.
    """
    known = np.where(mask, values, 0.0)
    place = mask.argmax(axis=-2, keepdims=True)
    shifted = np.where(mask, known - np.take_along_axis(known, place, axis=-2), 0.0)
    counts = np.maximum(mask.sum(axis=-2, keepdims=True), 1)
    return np.where(mask, shifted - shifted.sum(axis=-2, keepdims=True) / counts, 0.0)


def _scale_factors(scale: Floats | float, k: int, indicators: Sequence[str] | None) -> Floats:
    given = np.asarray(scale, dtype=np.float64)
    if given.shape not in {(), (k,)}:
        raise WrongShape(name="scale", found=given.shape, expected=f"({k},)")
    factors = np.broadcast_to(given, (k,))
    bad = ~(np.isfinite(factors) & (factors > 0))
    if bad.any():
        place = int(np.flatnonzero(bad)[0])
        raise WrongScale(indicator=name_of(indicators, place), scale=float(factors[place]))
    return factors


def _full_shape(values: Floats, denominators: Mapping[int, Floats]) -> tuple[int, ...]:
    n_units, k = values.shape[-2:]
    leading = values.shape[:-2]
    for place, denominator in denominators.items():
        if not 0 <= place < k:
            raise UnknownIndicator(place=place, k=k)
        if denominator.ndim < 1 or denominator.shape[-1] != n_units:
            raise WrongShape(name="denominators", found=denominator.shape, expected=f"(..., {n_units})")
        leading = np.broadcast_shapes(leading, denominator.shape[:-1])
    return (*leading, n_units, k)


def _refuse_denominator(
    denominator: Floats,
    lost: Mask,
    place: int,
    units: Sequence[str] | None,
    indicators: Sequence[str] | None,
) -> None:
    first = tuple(np.argwhere(lost)[0])
    value = float(np.broadcast_to(denominator, lost.shape)[first])
    raise WrongDenominator(
        unit=name_of(units, int(first[-1])), indicator=name_of(indicators, place), value=value
    )
