# SPDX-License-Identifier: EUPL-1.2
"""Kendall's tau-b and its p-value, for all pairs of indicators together.

Kendall (1945), *Biometrika* 33; the variance with ties as in Kendall (1970), *Rank Correlation
Methods*, chapter 4; the exact distribution by counting permutations with a given number of inversions.
"""

import numpy as np
from scipy.special import ndtr

from schakel.composite.bad_input import Floats, Mask
from schakel.composite.describing.pairwise_ranks import count_among, order_columns

EXACT_BELOW = 50
CELLS_AT_ONCE = 4_000_000


def correlate_kendall(values: Floats, other: Floats) -> tuple[Floats, Floats, Floats]:
    """Return tau-b, the number of shared units and the two-sided p-value, each of shape (..., k, m).

    tau-b = (C - D) / sqrt((P - Tx)(P - Ty)); NaN where one of the two is constant among the units
    known on both. Call it through :func:`schakel.composite.describing.correlate.correlate`, which checks.
    """
    lead = np.broadcast_shapes(values.shape[:-2], other.shape[:-2])
    left = np.broadcast_to(values, (*lead, *values.shape[-2:]))
    right = np.broadcast_to(other, (*lead, *other.shape[-2:]))
    shape = (*lead, values.shape[-1], other.shape[-1])
    found, pairs, p_values = np.empty(shape), np.empty(shape), np.empty(shape)
    for place in np.ndindex(lead):
        found[place], pairs[place], p_values[place] = _one_table(left[place], right[place])
    return found, pairs, p_values


def _one_table(values: Floats, other: Floats) -> tuple[Floats, Floats, Floats]:
    known_x, known_y = np.isfinite(values), np.isfinite(other)
    n = known_x.T.astype(np.float64) @ known_y
    score = _concordance(values, other)
    ties_x = _ties(values, known_y)
    ties_y = tuple(table.T for table in _ties(other, known_x))
    whole = n * (n - 1)
    product = (whole - ties_x[0]) * (whole - ties_y[0])
    with np.errstate(divide="ignore", invalid="ignore"):
        tau = np.where(product > 0, 2 * score / np.sqrt(product), np.nan)
    normal = _normal_p(score, n, ties_x, ties_y)
    exact = (ties_x[0] == 0) & (ties_y[0] == 0) & (n < EXACT_BELOW) & (n > 1)
    return tau, n, np.where(exact, _exact_p(score, n, exact), normal)


def _concordance(values: Floats, other: Floats) -> Floats:
    """Return concordant minus discordant pairs of units, counting each pair once.

    Single precision holds whole numbers up to 16 million exactly, more than one block has.
    """
    n, k = values.shape
    found = np.zeros((k, other.shape[1]))
    block = max(1, CELLS_AT_ONCE // max(1, n * max(k, other.shape[1])))
    for start in range(0, n, block):
        rows = np.arange(start, min(start + block, n))
        later = (np.arange(n)[None, :] > rows[:, None])[:, start:]
        x, y = (_signs(table, rows, start)[later] for table in (values, other))
        found += x.T @ y
    return found


def _signs(table: Floats, rows: np.ndarray, start: int) -> np.ndarray:
    with np.errstate(invalid="ignore"):
        signs = np.sign(table[rows, None, :] - table[None, start:, :]).astype(np.float32)
    return np.nan_to_num(signs, copy=False)


def _ties(values: Floats, known: Mask) -> tuple[Floats, Floats, Floats]:
    """Return sums over the shared units of (t - 1), (t - 1)(t - 2) and (t - 1)(2t + 5), shape (k, m).

    t is the number of shared units with the same value, so that a sum over units is the sum of
    t(t - 1) and so on over groups of ties.
    """
    subsets, which = np.unique(known, axis=1, return_inverse=True)
    sorting, own = order_columns(values), np.isfinite(values)
    found = np.zeros((3, values.shape[1], subsets.shape[1]))
    for i in range(values.shape[1]):
        shared = own[:, [i]] & subsets
        _, t = count_among(sorting, i, shared)
        for row, term in enumerate((t - 1, (t - 1) * (t - 2), (t - 1) * (2 * t + 5))):
            found[row, i] = (term * shared).sum(axis=0)
    spread = found[:, :, which.ravel()]
    return spread[0], spread[1], spread[2]


def _normal_p(score: Floats, n: Floats, x: tuple[Floats, ...], y: tuple[Floats, ...]) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = n * (n - 1)
        variance = (whole * (2 * n + 5) - x[2] - y[2]) / 18
        variance = variance + x[0] * y[0] / (2 * whole)
        third = np.where(n > 2, x[1] * y[1] / (9 * whole * (n - 2)), 0.0)
        return np.asarray(2 * ndtr(-np.abs(score) / np.sqrt(variance + third)))


def _exact_p(score: Floats, n: Floats, exact: Mask) -> Floats:
    """Return twice the share of permutations at least as far out, at most 1."""
    found = np.full(score.shape, np.nan)
    for size in np.unique(n[exact]).astype(int):
        at = exact & (n == size)
        chances = np.ones(1)
        for added in range(2, size + 1):
            chances = np.convolve(chances, np.full(added, 1 / added))
        upto = np.cumsum(chances)
        inversions = np.rint((size * (size - 1) / 2 - np.abs(score[at])) / 2).astype(int)
        found[at] = np.minimum(1.0, 2 * upto[inversions])
    return found
