# SPDX-License-Identifier: EUPL-1.2
"""Filled values that remember which cells were filled, and one filling after another."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import Floats, Mask, WrongShape


@dataclass(frozen=True, slots=True)
class Imputed:
    """Values after imputation; what could not be filled is still NaN.

    Attributes
    ----------
    values
        Shape of the input; known values are untouched.
    imputed
        Flag per cell that was unknown and is filled; same shape.
    """

    values: Floats
    imputed: Mask


def impute_given(values: Floats, *, replacement: Floats | float) -> Imputed:
    """Put a given number in each unknown cell: a constant, an expert's value, any function's result.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators); NaN is unknown.
    replacement
        Anything that broadcasts to that shape, in the units of the indicators; a cell whose
        replacement is itself unknown stays unknown.

    Raises
    ------
    WrongShape
        When ``replacement`` does not broadcast to the shape of ``values``.
    """
    try:
        offered = np.broadcast_to(np.asarray(replacement, dtype=np.float64), values.shape)
    except ValueError as problem:
        shape = np.shape(replacement)
        raise WrongShape(name="replacement", found=shape, expected=str(values.shape)) from problem
    imputed = ~np.isfinite(values) & np.isfinite(offered)
    known = np.where(np.isfinite(values), values, np.nan)
    return Imputed(values=np.where(imputed, offered, known), imputed=imputed)


def impute_remaining(first: Imputed, *, by: Callable[[Floats], Imputed]) -> Imputed:
    """Fill what a first imputation left unknown by a second one (a fallback); the flags add up.

    The second function sees the values filled first as if they were known.

    Parameters
    ----------
    first
        Result of any imputation.
    by
        Takes values and returns an ``Imputed`` of the same shape.

    Raises
    ------
    WrongShape
        When ``by`` returns another shape.
    """
    second = by(first.values)
    if second.values.shape != first.values.shape:
        raise WrongShape(name="by", found=second.values.shape, expected=str(first.values.shape))
    return Imputed(values=second.values, imputed=first.imputed | second.imputed)
