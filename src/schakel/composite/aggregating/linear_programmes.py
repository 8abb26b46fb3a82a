# SPDX-License-Identifier: EUPL-1.2
"""Many small linear programmes of one kind, solved side by side.

For each of many objectives c: maximise ``c w`` over ``w >= 0`` with ``A w <= 1`` (A >= 0, the same rows for
all) and ``R w <= 0`` (rows of its own). The simplex method walks from corner to corner; here all programmes
take their step in the same array operations, each with its own inverse of the k active rows. Right-hand
sides are lifted a little and unequally while walking, so that no two corners coincide and no walk can turn
in circles; the corner found is then computed from the true ones. Every answer is checked against the
optimality conditions, and one that fails them is solved again by HiGHS.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from schakel.composite.bad_input import Floats

Integers = NDArray[np.int64]
ROUNDING = 1e-9
SMALLEST_STEP = 1e-9
LIFT_OF_SIGNS = 1e-11
LIFT_OF_ROWS = 1e-8
MOST_STEPS_PER_VARIABLE = 40
CELLS_AT_ONCE = 2**19
GOLDEN = 0.6180339887498949


class Solutions(NamedTuple):
    """Answers to n programmes with k variables.

    ``values`` (n,): the maxima; inf where there is none. ``weights`` (n, k): where they are reached.
    ``prices`` (n, n_binding): the gain per unit by which a row of A is loosened; ``binding`` (n_binding,):
    which rows these are. ``unique`` (n,): whether the weights are proven to be the only ones.
    """

    values: Floats
    weights: Floats
    prices: Floats
    unique: NDArray[np.bool_]
    binding: Integers


class _Answers(NamedTuple):
    """Values, weights, prices of the rows taken along, and uniqueness, as in :class:`Solutions`."""

    values: Floats
    weights: Floats
    prices: Floats
    unique: NDArray[np.bool_]


class _Walk(NamedTuple):
    """Programmes still under way: their numbers, objectives, corners, active rows, inverses and slacks."""

    number: Integers
    objective: Floats
    active: Integers
    inverse: Floats
    slack: Floats


def solve_programmes(objectives: Floats, rows: Floats, own_rows: Floats) -> Solutions:
    """Return the maxima of ``objectives`` (n, k) under ``rows`` (m, k) <= 1 and ``own_rows`` (n, r, k) <= 0.

    All of ``rows`` must be 0 or more. ``own_rows`` may be (1, r, k) when they are the same for all; both
    should have entries of size about 1. A programme without bound has value inf and NaN weights. Few rows
    bind, so the search starts with the largest of each column and takes in others when an answer breaks them.
    """
    n, k = objectives.shape
    binding = np.unique(rows.argmax(axis=0))
    values, weights, unique = np.zeros(n), np.zeros((n, k)), np.zeros(n, dtype=np.bool_)
    prices = np.zeros((n, len(binding)))
    open_ones = np.arange(n)
    while len(open_ones):
        own = own_rows if len(own_rows) == 1 else own_rows[open_ones]
        answers = _solve_in_chunks(objectives[open_ones], rows[binding], own)
        values[open_ones], weights[open_ones] = answers.values, answers.weights
        prices[open_ones], unique[open_ones] = answers.prices, answers.unique
        worst = _most_broken(answers.weights, rows)
        open_ones, worst = open_ones[worst >= 0], worst[worst >= 0]
        wider = np.unique(np.concatenate([binding, worst]))
        kept, prices = prices, np.zeros((n, len(wider)))
        prices[:, np.searchsorted(wider, binding)] = kept
        binding = wider
    used = (prices > 0).any(axis=0)
    return Solutions(values, weights, prices[:, used], unique, binding[used])


def _most_broken(weights: Floats, rows: Floats) -> Integers:
    """Return for each answer the row that it breaks most, -1 where it breaks none."""
    per_chunk = max(1, CELLS_AT_ONCE // len(rows))
    found = np.full(len(weights), -1, dtype=np.int64)
    for first in range(0, len(weights), per_chunk):
        load = weights[first : first + per_chunk] @ rows.T
        worst = load.argmax(axis=1)
        broken = load[np.arange(len(load)), worst] > 1 + ROUNDING / 10
        found[first : first + per_chunk] = np.where(broken, worst, -1)
    return found


def _solve_in_chunks(objectives: Floats, rows: Floats, own_rows: Floats) -> _Answers:
    n, k = objectives.shape
    per_chunk = max(1, CELLS_AT_ONCE // (k + len(rows) + own_rows.shape[1] + k * k))
    parts = [
        _solve_chunk(
            objectives[first : first + per_chunk],
            rows,
            own_rows if len(own_rows) == 1 else own_rows[first : first + per_chunk],
        )
        for first in range(0, n, per_chunk)
    ]
    return _Answers(*(np.concatenate(column) for column in zip(*parts, strict=True)))


def _solve_chunk(objectives: Floats, rows: Floats, own_rows: Floats) -> _Answers:
    n, k = objectives.shape
    active, inverse = _walk_all(objectives, rows, own_rows)
    every = np.broadcast_to(own_rows, (n, *own_rows.shape[1:]))
    right = np.concatenate([np.zeros(k), np.ones(len(rows)), np.zeros(own_rows.shape[1])])
    walked = np.flatnonzero(active[:, 0] >= 0)
    weights, prices = np.full((n, k), np.nan), np.zeros((n, len(right)))
    normals = _normals(active[walked], rows, every[walked])
    weights[walked] = _refined(normals, inverse[walked], right[active[walked]])
    turned = np.swapaxes(normals, 1, 2), np.swapaxes(inverse[walked], 1, 2)
    gain = _refined(*turned, objectives[walked])
    prices[walked[:, None], active[walked]] = gain
    excess = (
        np.concatenate([-weights, weights @ rows.T, (every @ weights[..., None])[..., 0]], axis=1) - right
    )
    with np.errstate(invalid="ignore"):
        proven = (excess <= ROUNDING).all(axis=1) & (prices >= -ROUNDING).all(axis=1)
    unique = np.zeros(n, dtype=np.bool_)
    unique[walked] = (gain > ROUNDING).all(axis=1)
    values = (objectives * weights).sum(axis=1)
    found = _Answers(values, weights, np.maximum(prices[:, k : k + len(rows)], 0.0), unique & proven)
    for number in np.flatnonzero(~proven):
        _solve_again(found, int(number), objectives[number], rows, every[number])
    return found


def _refined(matrices: Floats, inverses: Floats, right: Floats) -> Floats:
    """Return the solution of every system from its nearly right inverse, improved twice."""
    solution = np.zeros_like(right)
    for _ in range(3):
        rest = right - np.matmul(matrices, solution[..., None])[..., 0]
        solution = solution + np.matmul(inverses, rest[..., None])[..., 0]
    return solution


def _solve_again(found: _Answers, number: int, objective: Floats, rows: Floats, own: Floats) -> None:
    """Overwrite one answer with that of HiGHS."""
    limits, right = np.concatenate([rows, own]), np.concatenate([np.ones(len(rows)), np.zeros(len(own))])
    solved = linprog(-objective, A_ub=limits, b_ub=right, bounds=(0, None), method="highs")
    found.unique[number] = False
    if solved.x is None:
        found.values[number], found.weights[number], found.prices[number] = np.inf, np.nan, 0.0
        return
    found.values[number], found.weights[number] = -solved.fun, solved.x
    found.prices[number] = -solved.ineqlin.marginals[: len(rows)]


def _walk_all(objectives: Floats, rows: Floats, own_rows: Floats) -> tuple[Integers, Floats]:
    """Return the active rows of each optimal corner (n, k) and their inverses (n, k, k).

    Rows are numbered: the k signs ``-w <= 0``, then ``rows``, then ``own_rows``; -1 where a walk did not end.
    """
    n, k = objectives.shape
    ended, inverses = np.full((n, k), -1, dtype=np.int64), np.zeros((n, k, k))
    walk = _start(objectives, rows, own_rows)
    own_rows = np.broadcast_to(own_rows, (n, *own_rows.shape[1:]))
    for _ in range(MOST_STEPS_PER_VARIABLE * k):
        gain = np.matmul(walk.objective[:, None, :], walk.inverse)[:, 0]
        optimal = gain.min(axis=1) >= -ROUNDING / 10
        if optimal.any():
            ended[walk.number[optimal]] = walk.active[optimal]
            inverses[walk.number[optimal]] = walk.inverse[optimal]
            walk, gain = _Walk(*(part[~optimal] for part in walk)), gain[~optimal]
        if not len(walk.number):
            break
        walk = _step(walk, gain.argmin(axis=1), rows, own_rows[walk.number])
    return ended, inverses


def _start(objectives: Floats, rows: Floats, own_rows: Floats) -> _Walk:
    """Return all programmes at the corner near 0, with right-hand sides lifted."""
    (n, k), m, r = objectives.shape, len(rows), own_rows.shape[1]
    lift = 1 + np.mod(GOLDEN * np.arange(1, k + m + r + 1), 1)
    lift[:k] *= LIFT_OF_SIGNS
    lift[k:] *= LIFT_OF_ROWS
    corner = -lift[:k]
    slack = np.empty((n, k + m + r))
    slack[:, :k] = 0.0
    slack[:, k : k + m] = 1 + lift[k : k + m] - rows @ corner
    slack[:, k + m :] = lift[k + m :] - own_rows @ corner
    active = np.tile(np.arange(k), (n, 1))
    inverse = np.tile(-np.eye(k), (n, 1, 1))
    return _Walk(np.arange(n), objectives, active, inverse, slack)


def _step(walk: _Walk, leaving: Integers, rows: Floats, own_rows: Floats) -> _Walk:
    """Leave one active row of each programme and go along the edge to the next corner.

    A programme whose edge has no end leaves the walk.
    """
    number = np.arange(len(leaving))
    edge = -walk.inverse[number, :, leaving]
    rate = np.concatenate([-edge, edge @ rows.T, np.matmul(own_rows, edge[..., None])[..., 0]], axis=1)
    rate[number[:, None], walk.active] = 0.0
    rising = rate > SMALLEST_STEP
    length = np.divide(walk.slack, rate, out=np.full_like(rate, np.inf), where=rising)
    entering = length.argmin(axis=1)
    step = np.maximum(length[number, entering], 0.0)
    bounded = np.isfinite(step)
    slack = walk.slack - np.where(bounded, step, 0.0)[:, None] * rate
    slack[number, entering] = 0.0
    left = walk.active[number, leaving]
    slack[number, left] = step
    active = walk.active.copy()
    active[number, leaving] = entering
    normal = _normals(entering[:, None], rows, own_rows)
    change = np.matmul(normal, walk.inverse)[:, 0]
    pivot = change[number, leaving]
    change[number, leaving] -= 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        inverse = walk.inverse + edge[:, :, None] * (change / pivot[:, None])[:, None, :]
    moved = _Walk(walk.number, walk.objective, active, inverse, slack)
    return moved if bounded.all() else _Walk(*(part[bounded] for part in moved))


def _normals(active: Integers, rows: Floats, own_rows: Floats) -> Floats:
    """Return the rows with these numbers, shape (n, n_active, k)."""
    (n, _), k, m = active.shape, rows.shape[1], len(rows)
    shared = np.concatenate([-np.eye(k), rows])
    found = shared[np.minimum(active, k + m - 1)]
    if own_rows.shape[1]:
        own = own_rows[np.arange(n)[:, None], np.maximum(active - k - m, 0)]
        found = np.where((active >= k + m)[..., None], own, found)
    return np.asarray(found, dtype=np.float64)
