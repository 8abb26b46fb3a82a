# SPDX-License-Identifier: EUPL-1.2
"""Weighted sums over children in which unknown cells give their weight to the known ones."""

from typing import Literal

import numpy as np

from schakel.composite.bad_input import Floats, Mask, WrongShape, filled
from schakel.composite.weighing.weigh import weigh_given

ShareOf = Literal["children", "weight"]
ROUNDING = 1e-9
ROUNDING_OF_RATIO = 1e-14
LARGEST_RATIO = 1e6


def weighted_sums(cells: Floats, weights: Floats) -> Floats:
    """Return the sum over the last axis of cells times weights, shape (..., n_units).

    ``cells`` (..., n_units, k) and ``weights`` (k,) or (..., k) broadcast over the leading axes. The
    terms are added in the same order for every unit, so that equal rows give equal sums to the last
    bit: a matrix product does not promise that, and would break exact ties.
    """
    total = cells[..., 0] * weights[..., None, 0]
    term = np.empty_like(total)
    for column in range(1, cells.shape[-1]):
        np.multiply(cells[..., column], weights[..., None, column], out=term)
        total += term
    return np.asarray(total, dtype=np.float64)


def known_weight(
    values: Floats, weights: Floats | None, *, min_share: float, share_of: ShareOf = "weight"
) -> tuple[Mask, Floats, Floats]:
    """Return which cells are known, the weights with sum 1, and each unit's known weight.

    The known weight has the shape of the result (..., n_units) and is NaN where nothing with weight is
    known, or less than ``min_share`` of the weight (or of the number of children with weight).

    Raises
    ------
    WrongShape, WrongWeights
        When there is not one weight per child, or the weights cannot be used.
    """
    k = values.shape[-1]
    given = np.ones(k) if weights is None else np.asarray(weights, dtype=np.float64)
    if given.shape[-1:] != (k,):
        raise WrongShape(name="weights", found=given.shape, expected=f"(..., {k})")
    shares = weigh_given(given)
    known = np.isfinite(values)
    if known.all():
        front = np.broadcast_shapes(values.shape[:-1], (*shares.shape[:-1], 1))
        return known, shares, np.ones(front)
    total = weighted_sums(known.astype(np.float64), shares)
    share = total
    if share_of == "children":
        counted = (shares > 0).astype(np.float64)
        share = weighted_sums(known.astype(np.float64), counted) / counted.sum(axis=-1)[..., None]
    enough = (share >= min_share - ROUNDING) & (total > 0)
    return known, shares, np.where(enough, total, np.nan)


def mean_of_known(values: Floats, known: Mask, shares: Floats, total: Floats) -> Floats:
    """Return the weighted mean of the known cells; NaN where ``total`` is.

    Equal weights count as ones and whole-number weights as whole numbers, so that units with the same sum
    of ranks have the same mean to the last bit: a sum of thirds would not promise that.
    """
    multiples = _whole_where_possible(shares)
    if known.all():
        weight = weighted_sums(np.ones((1, shares.shape[-1])), multiples)
    else:
        weight = weighted_sums(known.astype(np.float64), multiples)
    sums = weighted_sums(filled(values, known), multiples)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(np.isfinite(total), sums / weight, np.nan), dtype=np.float64)


def _whole_where_possible(shares: Floats) -> Floats:
    """Return weights as multiples of the smallest above 0, and of the largest where they differ hugely."""
    largest = shares.max(axis=-1, keepdims=True)
    smallest = np.where(shares > 0, shares, np.inf).min(axis=-1, keepdims=True)
    multiples = shares / np.where(smallest * LARGEST_RATIO > largest, smallest, largest)
    whole = np.rint(multiples)
    near = np.abs(multiples - whole) <= ROUNDING_OF_RATIO * whole
    return np.asarray(np.where(near, whole, multiples), dtype=np.float64)
