# SPDX-License-Identifier: EUPL-1.2
"""Join indicators into one number.

Every function takes values of shape (..., n_units, k) and returns (..., n_units). Weights have
shape (k,) or (..., k) (one set per draw) and only their ratios matter. An unknown value is left out
and the other weights are raised in proportion; a unit whose known weight is below ``min_share`` of
the whole gets NaN. Source: OECD/JRC Handbook (2008), chapter 6.
"""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape, filled, first_place, name_of
from schakel.composite.weigh import weigh_given


class NegativeUnderGeometric(BadInput):
    """A negative number has no geometric mean or product."""

    template = N_("Unit '{unit}' has {value} on '{indicator}': a geometric mean needs 0 or more.")
    cure = N_("Scale the indicator to positive numbers first, or add instead of multiply.")


def aggregate_mean(values: Floats, *, weights: Floats | None = None, min_share: float = 1.0) -> Floats:
    """Return the weighted arithmetic mean: full compensation between indicators."""
    mask = np.isfinite(values)
    shares, total = _known_weights(values, mask, weights, min_share)
    return np.asarray((filled(values, mask) * shares).sum(axis=-1) / total, dtype=np.float64)


def aggregate_additive(values: Floats, *, weights: Floats | None = None, min_share: float = 1.0) -> Floats:
    """Return k times the weighted mean: the sum that the index of ten elements usually is."""
    mean = aggregate_mean(values, weights=weights, min_share=min_share)
    return np.asarray(values.shape[-1] * mean, dtype=np.float64)


def aggregate_geometric(
    values: Floats,
    *,
    weights: Floats | None = None,
    min_share: float = 1.0,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Return the weighted geometric mean; a zero makes it zero.

    Raises
    ------
    NegativeUnderGeometric
        For a value below zero that has weight.
    """
    mask = np.isfinite(values)
    shares, total = _known_weights(values, mask, weights, min_share)
    wrong = (values < 0) & (shares > 0)
    if wrong.any():
        unit, column = first_place(wrong)
        raise NegativeUnderGeometric(
            unit=name_of(units, unit),
            indicator=name_of(indicators, column),
            value=float(values[wrong].flat[0]),
        )
    counted = np.where(shares > 0, filled(values, mask), 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        logarithms = np.where(shares > 0, np.log(counted), 0.0)
        found = np.exp((shares * logarithms).sum(axis=-1) / total)
    return np.asarray(found, dtype=np.float64)


def aggregate_product(
    values: Floats,
    *,
    weights: Floats | None = None,
    min_share: float = 1.0,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Return the k-th power of the weighted geometric mean: with equal weights the plain product.

    Raises
    ------
    NegativeUnderGeometric
        For a value below zero that has weight.
    """
    mean = aggregate_geometric(
        values, weights=weights, min_share=min_share, units=units, indicators=indicators
    )
    return np.asarray(mean ** values.shape[-1], dtype=np.float64)


def aggregate_minimum(values: Floats, *, weights: Floats | None = None, min_share: float = 1.0) -> Floats:
    """Return the lowest value with weight: no compensation at all."""
    mask = np.isfinite(values)
    shares, total = _known_weights(values, mask, weights, min_share)
    lowest = np.where(shares > 0, values, np.inf).min(axis=-1)
    return np.where(np.isfinite(total), lowest, np.nan)


def _known_weights(
    values: Floats, mask: Mask, weights: Floats | None, min_share: float
) -> tuple[Floats, Floats]:
    """Return the weight of each known cell, and their sum per unit (NaN where too little is known)."""
    k = values.shape[-1]
    given = np.ones(k) if weights is None else weights
    if given.shape[-1] != k:
        raise WrongShape(name="weights", found=given.shape, expected=f"(..., {k})")
    shares = weigh_given(given)
    shares = shares[..., None, :] if shares.ndim > 1 else shares
    cells = np.where(mask, shares, 0.0)
    total = cells.sum(axis=-1)
    enough = (total >= min_share - 1e-9) & (total > 0)
    return cells, np.where(enough, total, np.nan)
