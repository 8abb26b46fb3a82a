# SPDX-License-Identifier: EUPL-1.2
"""Join indicators into one number.

Every function takes values of shape (..., n_units, k) and returns (..., n_units). Weights have
shape (k,) or (..., k) (one set per draw) and only their ratios matter. An unknown value is left out
and the other weights are raised in proportion; a unit that knows less than ``min_share`` gets NaN:
of the weight, or with ``share_of="children"`` of the number of children. Source: OECD/JRC Handbook
(2008), chapter 6.
"""

from collections.abc import Sequence

import numpy as np

from schakel.composite.aggregating.weighted_sums import ShareOf, known_weight, mean_of_known, weighted_sums
from schakel.composite.bad_input import N_, BadInput, Floats, Mask, filled, first_place, name_of

ROUNDING_OF_HALF = 1e-12


class NegativeUnderGeometric(BadInput):
    """A negative number has no geometric mean or product."""

    template = N_("Unit '{unit}' has {value} on '{indicator}': a geometric mean needs 0 or more.")
    cure = N_("Scale the indicator to positive numbers first, or add instead of multiply.")


class NotPositive(BadInput):
    """A zero or negative number under a mean that divides by it or takes its logarithm."""

    template = N_("Unit '{unit}' has {value} on '{indicator}': this mean needs numbers above 0.")
    cure = N_("Scale to a range that starts above 0, for example 1 to 100, or use the arithmetic mean.")


def aggregate_mean(
    values: Floats, *, weights: Floats | None = None, min_share: float = 1.0, share_of: ShareOf = "weight"
) -> Floats:
    """Return the weighted arithmetic mean: full compensation between indicators."""
    known, shares, total = known_weight(values, weights, min_share=min_share, share_of=share_of)
    return mean_of_known(values, known, shares, total)


def aggregate_additive(
    values: Floats, *, weights: Floats | None = None, min_share: float = 1.0, share_of: ShareOf = "weight"
) -> Floats:
    """Return k times the weighted mean: the sum that the index of ten elements usually is.

    k is the number of children with weight, known or not: a child with weight 0 is as one left out.
    """
    mean = aggregate_mean(values, weights=weights, min_share=min_share, share_of=share_of)
    return np.asarray(_children_with_weight(values, weights) * mean, dtype=np.float64)


def aggregate_geometric(
    values: Floats,
    *,
    weights: Floats | None = None,
    min_share: float = 1.0,
    share_of: ShareOf = "weight",
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Return the weighted geometric mean ``exp(sum w ln x / sum w)``; a zero makes it zero.

    Raises
    ------
    NegativeUnderGeometric
        For a value below zero that has weight.
    """
    known, shares, total = known_weight(values, weights, min_share=min_share, share_of=share_of)
    _refuse(values < 0, values, shares, NegativeUnderGeometric, (units, indicators))
    counted = filled(values, known) if known.all() else np.where(known, values, 1.0)
    if (counted <= 0).any():
        return _geometric_with_zeros(counted, shares, total)
    return np.asarray(np.exp(weighted_sums(np.log(counted), shares) / total), dtype=np.float64)


def aggregate_power(
    values: Floats,
    *,
    power: float,
    weights: Floats | None = None,
    min_share: float = 1.0,
    share_of: ShareOf = "weight",
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Return the power mean ``(sum w x^p / sum w)^(1/p)``: harmonic at -1, geometric at 0.

    Raises
    ------
    NotPositive
        For a value of 0 or less that has weight, when p is below 0 or no whole number.
    """
    if power == 0:
        return aggregate_geometric(
            values,
            weights=weights,
            min_share=min_share,
            share_of=share_of,
            units=units,
            indicators=indicators,
        )
    known, shares, total = known_weight(values, weights, min_share=min_share, share_of=share_of)
    if power == 1:
        return mean_of_known(values, known, shares, total)
    too_low = values < 0 if power > 0 else values <= 0
    _refuse(too_low, values, shares, NotPositive, (units, indicators))
    counted = np.where(known & ~too_low, values, 1.0)
    size = _leading(counted, known, power)
    raised = filled((counted / size[..., None]) ** power, known)
    return np.asarray(size * (weighted_sums(raised, shares) / total) ** (1 / power), dtype=np.float64)


def aggregate_harmonic(
    values: Floats,
    *,
    weights: Floats | None = None,
    min_share: float = 1.0,
    share_of: ShareOf = "weight",
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Return the weighted harmonic mean ``sum w / sum (w / x)``.

    Raises
    ------
    NotPositive
        For a value of 0 or less that has weight.
    """
    known, shares, total = known_weight(values, weights, min_share=min_share, share_of=share_of)
    _refuse(values <= 0, values, shares, NotPositive, (units, indicators))
    inverse = filled(1 / np.where(known & (values > 0), values, 1.0), known)
    return np.asarray(total / weighted_sums(inverse, shares), dtype=np.float64)


def aggregate_product(
    values: Floats,
    *,
    weights: Floats | None = None,
    min_share: float = 1.0,
    share_of: ShareOf = "weight",
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Return the k-th power of the weighted geometric mean: with equal weights the plain product.

    k is the number of children with weight, known or not: a child with weight 0 is as one left out.

    Raises
    ------
    NegativeUnderGeometric
        For a value below zero that has weight.
    """
    mean = aggregate_geometric(
        values, weights=weights, min_share=min_share, share_of=share_of, units=units, indicators=indicators
    )
    return np.asarray(mean ** _children_with_weight(values, weights), dtype=np.float64)


def aggregate_minimum(
    values: Floats, *, weights: Floats | None = None, min_share: float = 1.0, share_of: ShareOf = "weight"
) -> Floats:
    """Return the lowest value with weight: no compensation at all."""
    known, shares, total = known_weight(values, weights, min_share=min_share, share_of=share_of)
    lowest = np.where(known & (shares[..., None, :] > 0), values, np.inf).min(axis=-1)
    return np.where(np.isfinite(total), lowest, np.nan)


def aggregate_maximum(
    values: Floats, *, weights: Floats | None = None, min_share: float = 1.0, share_of: ShareOf = "weight"
) -> Floats:
    """Return the highest value with weight: one strong child is enough."""
    lowest = aggregate_minimum(-values, weights=weights, min_share=min_share, share_of=share_of)
    return np.asarray(-lowest, dtype=np.float64)


def aggregate_median(
    values: Floats, *, weights: Floats | None = None, min_share: float = 1.0, share_of: ShareOf = "weight"
) -> Floats:
    """Return the weighted median: the value at which half of the known weight is reached.

    Where exactly half is reached at a value, the mean of it and the next one; with equal weights this
    is the plain median.
    """
    known, shares, total = known_weight(values, weights, min_share=min_share, share_of=share_of)
    cells = np.where(known, shares[..., None, :], 0.0)
    order = np.argsort(np.where(cells > 0, values, np.inf), axis=-1, kind="stable")
    ordered = np.take_along_axis(np.broadcast_to(values, cells.shape), order, axis=-1)
    reached = np.cumsum(np.take_along_axis(cells, order, axis=-1), axis=-1)
    half = reached[..., -1:] / 2
    first = (reached < half - ROUNDING_OF_HALF).sum(axis=-1, keepdims=True)
    after = (reached <= half + ROUNDING_OF_HALF).sum(axis=-1, keepdims=True)
    last = values.shape[-1] - 1
    low = np.take_along_axis(ordered, np.minimum(first, last), axis=-1)[..., 0]
    high = np.take_along_axis(ordered, np.minimum(after, last), axis=-1)[..., 0]
    return np.where(np.isfinite(total), (low + high) / 2, np.nan)


def _children_with_weight(values: Floats, weights: Floats | None) -> Floats:
    """Return the number of children with weight, one per set of weights, shape (..., 1)."""
    if weights is None:
        return np.full(1, float(values.shape[-1]))
    return np.asarray((np.asarray(weights) > 0).sum(axis=-1, keepdims=True), dtype=np.float64)


def _leading(counted: Floats, known: Mask, power: float) -> Floats:
    """Return the value that leads a power mean, the highest or for p below 0 the lowest: x^p stays finite."""
    if power > 0:
        size = np.where(known, counted, 0.0).max(axis=-1)
    else:
        size = np.where(known, counted, np.inf).min(axis=-1)
    return np.where(np.isfinite(size) & (size > 0), size, 1.0)


def _geometric_with_zeros(counted: Floats, shares: Floats, total: Floats) -> Floats:
    zero = weighted_sums((counted <= 0).astype(np.float64), shares) > 0
    logarithms = np.log(np.where(counted > 0, counted, 1.0))
    return np.where(zero & np.isfinite(total), 0.0, np.exp(weighted_sums(logarithms, shares) / total))


def _refuse(
    wrong: Mask,
    values: Floats,
    shares: Floats,
    failure: type[BadInput],
    names: tuple[Sequence[str] | None, Sequence[str] | None],
) -> None:
    """Refuse the first wrong value that has weight, with its unit and indicator."""
    if not wrong.any():
        return
    with_weight = wrong & (shares.reshape(-1, shares.shape[-1]) > 0).any(axis=0)
    if with_weight.any():
        unit, column = first_place(with_weight)
        raise failure(
            unit=name_of(names[0], unit),
            indicator=name_of(names[1], column),
            value=float(values[with_weight].flat[0]),
        )
