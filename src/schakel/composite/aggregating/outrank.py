# SPDX-License-Identifier: EUPL-1.2
"""Compare units in pairs, by the weight of the indicators on which one is ahead of the other.

``o_ij = (W[x_i > x_j] + W[x_i = x_j] / 2) / W[both known]`` with W the sum of the weights of the
indicators in question, so that ``o_ij + o_ji = 1``. Only the order within an indicator counts: no
scaling is needed and a large lead weighs as much as a small one. An indicator that is unknown for
one of two units is left out of their comparison.

Whether ``o_ij`` is above, below or exactly 1/2 never depends on rounding. Whole-number weights (equal
weights are ones) are added and compared exactly. Other weights are first rounded to multiples of
a step between 2^-50 and 2^-49 of their total, so that every sum is exact in any order, and a balance
of at most k / 2 + 4 steps (at most (k + 8) times 9e-16 of the weight) is a tie: that is the most
that rounding of the given weights can account for. Source: OECD/JRC Handbook (2008), section 6.13;
Copeland (1951).
"""

from collections.abc import Callable, Iterator
from math import fsum
from typing import NamedTuple

import numpy as np

from schakel.composite.aggregating.weighted_sums import ShareOf, known_weight
from schakel.composite.bad_input import Floats, Mask, WrongShape
from schakel.composite.weighing.weigh import weigh_given

BITS_OF_WHOLE = 50
LARGEST_WHOLE = 2.0**52
INDICATORS_PER_BYTE = 8
CELLS_PER_TILE = 2**18


class _Weights(NamedTuple):
    """Whole-number weights (n_sets, k) and the balance up to which a pair is tied (n_sets, 1, 1)."""

    steps: Floats
    slack: Floats


class _Tile(NamedTuple):
    """A block of pairs: rows, columns, weight ahead minus weight behind, and weight known for both.

    Arrays of shape (n_sets, n_rows, n_columns); a balance within the slack is 0.
    """

    rows: slice
    columns: slice
    balance: Floats
    known: Floats


def outrank(values: Floats, *, weights: Floats | None = None) -> Floats:
    """Return the outranking matrix ``o_ij``, shape (..., n_units, n_units), between 0 and 1.

    Parameters
    ----------
    values
        Shape (..., n_units, k), higher is better; NaN is unknown.
    weights
        Shape (k,) or (..., k); only ratios matter; equal by default.

    Returns
    -------
    array whose diagonal is 0 (nobody is ahead of itself). A tied pair is exactly 0.5. A pair without an
    indicator with weight that both know is NaN.

    Raises
    ------
    WrongShape, WrongWeights
        When weights do not fit or cannot be used.
    """

    def fill(table: Floats, given: _Weights) -> Floats:
        n = len(table)
        found = np.zeros((len(given.steps), n, n))
        for tile in _tiles(table, given):
            part = _preference(tile)
            found[:, tile.columns, tile.rows] = 1 - np.swapaxes(part, -1, -2)
            found[:, tile.rows, tile.columns] = part
        found[:, np.arange(n), np.arange(n)] = 0.0
        return found

    return _per_set(values, weights, fill)


def aggregate_copeland(
    values: Floats, *, weights: Floats | None = None, min_share: float = 1.0, share_of: ShareOf = "weight"
) -> Floats:
    """Return Copeland's score: the number of units that a unit outranks minus those that outrank it.

    One point for each other unit with ``o_ij > 1/2``, minus one for ``o_ij < 1/2``, nothing for an exact
    tie or a pair that knows nothing in common. Shape (..., n_units); the scores of a set add up to 0.
    A unit that knows less than ``min_share`` gets NaN and is not compared with the others.

    Raises
    ------
    WrongShape, WrongWeights
        When weights do not fit or cannot be used.
    """

    def count(table: Floats, given: _Weights) -> Floats:
        points = np.zeros((len(given.steps), len(table)))
        for tile in _tiles(table, given):
            won = np.sign(tile.balance)
            points[:, tile.rows] += won.sum(axis=-1)
            if tile.rows != tile.columns:
                points[:, tile.columns] -= won.sum(axis=-2)
        return points

    counted, taking_part = _compared(values, weights, min_share, share_of)
    return np.where(taking_part, _per_set(counted, weights, count), np.nan)


def aggregate_outranking(
    values: Floats, *, weights: Floats | None = None, min_share: float = 1.0, share_of: ShareOf = "weight"
) -> Floats:
    """Return the mean of ``o_ij`` over the other units: the share of the weight on which a unit is ahead.

    Between 0 and 1 with mean 1/2 over units. Shape (..., n_units). COINr's row sum of the outranking
    matrix is n - 1 times this. A unit that knows less than ``min_share``, or is comparable with
    nobody, gets NaN and is not compared.

    Raises
    ------
    WrongShape, WrongWeights
        When weights do not fit or cannot be used.
    """

    def average(table: Floats, given: _Weights) -> Floats:
        total = np.zeros((2, len(given.steps), len(table)))
        for tile in _tiles(table, given):
            part, both = np.nan_to_num(_preference(tile)), tile.known > 0
            total[0][:, tile.rows] += part.sum(axis=-1)
            total[1][:, tile.rows] += both.sum(axis=-1)
            if tile.rows != tile.columns:
                total[0][:, tile.columns] += (both - part).sum(axis=-2)
                total[1][:, tile.columns] += both.sum(axis=-2)
        itself = np.isfinite(table) @ given.steps.T > 0
        total -= np.array([0.5, 1.0])[:, None, None] * itself.T
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(total[0] / total[1], dtype=np.float64)

    counted, taking_part = _compared(values, weights, min_share, share_of)
    return np.where(taking_part, _per_set(counted, weights, average), np.nan)


def _preference(tile: _Tile) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(0.5 + tile.balance / (2 * tile.known), dtype=np.float64)


def _compared(
    values: Floats, weights: Floats | None, min_share: float, share_of: ShareOf
) -> tuple[Floats, Mask]:
    """Return the values with the units that know too little blanked, and who takes part."""
    _, _, total = known_weight(values, weights, min_share=min_share, share_of=share_of)
    taking_part = np.isfinite(total)
    if taking_part.all():
        return values, taking_part
    return np.where(taking_part[..., None], values, np.nan), taking_part


def _per_set(values: Floats, weights: Floats | None, join: Callable[[Floats, _Weights], Floats]) -> Floats:
    """Apply ``join`` to every table of values with its weights; one table may have many sets of weights."""
    if values.ndim < 2:
        raise WrongShape(name="values", found=values.shape, expected="(..., n_units, k)")
    k = values.shape[-1]
    given = np.ones(k) if weights is None else np.asarray(weights, dtype=np.float64)
    if given.shape[-1:] != (k,):
        raise WrongShape(name="weights", found=given.shape, expected=f"(..., {k})")
    whole = _whole_numbers(given)
    if values.ndim == 2:
        found = join(values, _Weights(whole.steps.reshape(-1, k), whole.slack.reshape(-1, 1, 1)))
        return found.reshape(*given.shape[:-1], *found.shape[1:])
    front = np.broadcast_shapes(values.shape[:-2], given.shape[:-1])
    tables = np.broadcast_to(values, (*front, *values.shape[-2:])).reshape(-1, *values.shape[-2:])
    steps = np.broadcast_to(whole.steps, (*front, k)).reshape(-1, 1, k)
    slack = np.broadcast_to(whole.slack, front).reshape(-1, 1, 1, 1)
    parts = [join(table, _Weights(own, most)) for table, own, most in zip(tables, steps, slack, strict=True)]
    return np.concatenate(parts).reshape(*front, *parts[0].shape[1:])


def _whole_numbers(weights: Floats) -> _Weights:
    """Return weights as whole numbers of which every sum is exact, and the balance that is a tie."""
    weigh_given(weights)
    totals = np.array([fsum(row) for row in weights.reshape(-1, weights.shape[-1])])
    totals = totals.reshape(weights.shape[:-1])
    whole = (weights == np.rint(weights)).all(axis=-1) & (totals <= LARGEST_WHOLE)
    power = BITS_OF_WHOLE - np.frexp(totals)[1]
    steps = np.where(whole[..., None], weights, np.rint(np.ldexp(weights, power[..., None])))
    return _Weights(steps, np.where(whole, 0.0, weights.shape[-1] / 2 + 4))


def _tiles(table: Floats, weights: _Weights) -> Iterator[_Tile]:
    """Yield the blocks on and above the diagonal, so that memory grows with n_units only."""
    n, n_sets = len(table), len(weights.steps)
    lookup = _lookup(weights.steps)
    known = np.isfinite(table)
    side = max(1, int(np.sqrt(CELLS_PER_TILE / n_sets)))
    columns = np.ascontiguousarray(table.T)
    for top in range(0, n, side):
        rows = slice(top, min(top + side, n))
        for left in range(top, n, side):
            across = slice(left, min(left + side, n))
            ahead = _weight_ahead(columns[:, rows], columns[:, across], lookup)
            behind = _weight_ahead(columns[:, across], columns[:, rows], lookup)
            balance = ahead - np.swapaxes(behind, -1, -2)
            balance[np.abs(balance) <= weights.slack] = 0.0
            both = (known[rows] * weights.steps[:, None, :]) @ known[across].T.astype(np.float64)
            yield _Tile(rows, across, balance, both)


def _lookup(steps: Floats) -> Floats:
    """Return the weight of every pattern of eight indicators, shape (n_bytes, n_sets, 256)."""
    n_sets, k = steps.shape
    n_bytes = -(-k // INDICATORS_PER_BYTE)
    padded = np.zeros((n_sets, n_bytes * INDICATORS_PER_BYTE))
    padded[:, :k] = steps
    patterns = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little")
    parts = padded.reshape(n_sets, n_bytes, INDICATORS_PER_BYTE)
    return np.asarray(np.moveaxis(parts @ patterns.T.astype(np.float64), 0, 1), dtype=np.float64)


def _weight_ahead(upper: Floats, lower: Floats, lookup: Floats) -> Floats:
    """Return the weight on which each unit of ``upper`` (k, a) is ahead of each of ``lower`` (k, b).

    Eight comparisons make one byte, whose weight is looked up: far fewer sums than indicators.
    """
    shape = upper.shape[1], lower.shape[1]
    total = np.zeros((lookup.shape[1], *shape))
    for byte, weight_of in enumerate(lookup):
        pattern = np.zeros(shape, dtype=np.uint8)
        first = byte * INDICATORS_PER_BYTE
        for place, (own, other) in enumerate(
            zip(upper[first : first + INDICATORS_PER_BYTE], lower[first:], strict=False)
        ):
            pattern |= (own[:, None] > other).view(np.uint8) << np.uint8(place)
        total += weight_of[:, pattern]
    return total
