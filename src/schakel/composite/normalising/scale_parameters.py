# SPDX-License-Identifier: EUPL-1.2
"""Means, deviations and medians to scale by: taken from the reference units, or given and checked."""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import (
    N_,
    BadInput,
    Floats,
    Mask,
    WrongShape,
    filled,
    first_place,
    known_counts,
    name_of,
)


class UnknownParameter(BadInput):
    """A given mean, limit or target that is not a number."""

    template = N_("Indicator '{indicator}' has no known value for '{name}'.")
    cure = N_("Give a number for every indicator, or none at all to take it from the values.")


class WrongDeviation(BadInput):
    """A given deviation that values cannot be divided by."""

    template = N_("Indicator '{indicator}' is given the deviation {deviation}.")
    cure = N_("Give a deviation above zero.")


class ScaleNotRising(BadInput):
    """A scale to bring values onto that has no length or runs downwards."""

    template = N_("Values cannot be brought onto a scale from {low} with length {length}.")
    cure = N_("The scale must run upwards; to make lower better, turn the indicator first.")


def as_row(name: str, given: Floats, values: Floats) -> Floats:
    """Return parameters of shape (k,) or (..., k) as (..., 1, k), to set beside values (..., n_units, k).

    Raises
    ------
    WrongShape
        When there is not one per indicator.
    """
    row = np.asarray(given, dtype=np.float64)
    if row.ndim == 0 or row.shape[-1] != values.shape[-1] or row.ndim >= values.ndim:
        raise WrongShape(name=name, found=row.shape, expected=f"({values.shape[-1]},)")
    return row[..., None, :]


def checked_row(name: str, given: Floats, values: Floats, indicators: Sequence[str] | None) -> Floats:
    """Return parameters as (..., 1, k) when they are all known.

    Raises
    ------
    WrongShape, UnknownParameter
        When there is not one per indicator, or one is not a finite number.
    """
    row = as_row(name, given, values)
    unknown = ~np.isfinite(row)
    if unknown.any():
        raise UnknownParameter(indicator=name_of(indicators, first_place(unknown)[1]), name=name)
    return row


def given_row(
    name: str, given: Floats | None, values: Floats, indicators: Sequence[str] | None
) -> Floats | None:
    """Return given parameters as :func:`checked_row` does, or None where none were given."""
    return None if given is None else checked_row(name, given, values, indicators)


def given_deviation(given: Floats | None, values: Floats, indicators: Sequence[str] | None) -> Floats | None:
    """Return given deviations as (..., 1, k), or None; refuse those that are not above zero.

    Raises
    ------
    WrongShape, UnknownParameter, WrongDeviation
        When there is not one per indicator, or one is unknown or not above zero.
    """
    row = given_row("deviation", given, values, indicators)
    if row is not None and (row <= 0).any():
        place = tuple(np.argwhere(row <= 0)[0])
        raise WrongDeviation(indicator=name_of(indicators, int(place[-1])), deviation=float(row[place]))
    return row


def means(values: Floats, mask: Mask, indicators: Sequence[str] | None) -> Floats:
    """Return the mean of the values in the mask per indicator, shape (..., 1, k).

    Raises
    ------
    NothingKnown
        For the first indicator without a value in the mask.
    """
    counts = known_counts(mask, indicators)
    return np.asarray(filled(values, mask).sum(axis=-2, keepdims=True) / counts, dtype=np.float64)


def medians(values: Floats, mask: Mask, indicators: Sequence[str] | None) -> Floats:
    """Return the median of the values in the mask per indicator, shape (..., 1, k).

    Raises
    ------
    NothingKnown
        For the first indicator without a value in the mask.
    """
    counts = known_counts(mask, indicators).astype(np.intp)
    ordered = np.sort(np.where(mask, values, np.inf), axis=-2)
    lower = np.take_along_axis(ordered, (counts - 1) // 2, axis=-2)
    return np.asarray((lower + np.take_along_axis(ordered, counts // 2, axis=-2)) / 2, dtype=np.float64)
