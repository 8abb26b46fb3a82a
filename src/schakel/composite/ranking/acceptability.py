# SPDX-License-Identifier: EUPL-1.2
"""Stochastic multicriteria acceptability: which weights would put a unit on which rank.

Lahdelma, Hokkanen and Salminen (1998), *European Journal of Operational Research* 106, and SMAA-2,
Lahdelma and Salminen (2001), *Operations Research* 49. Weights are drawn (``draw_weights``) rather than
chosen, the whole ranking is made for every draw, and what is reported is how often each rank occurs.
A rank is 1 + the number of units with a higher score, so tied units share the better rank. Any aggregation
will do: give the scores that it made, shape (n_draws, n_units), or hand it on as ``aggregate``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from schakel.composite.aggregating.aggregate import aggregate_mean
from schakel.composite.bad_input import Floats, Mask, WrongShape
from schakel.composite.ranking.rank import rank_scores
from schakel.composite.weighing.weigh import weigh_given

CELLS_AT_ONCE = 1 << 22
CELLS_IN_CACHE = 1 << 17
DRAWS_AT_ONCE = 1024

RankWeights = Literal["centroid", "linear", "inverse"]
Aggregation = Callable[..., Floats]


@dataclass(frozen=True, slots=True)
class Acceptability:
    """The results of one analysis; probabilities between 0 and 1.

    Attributes
    ----------
    rank
        ``rank[i, r]``: share of the draws in which unit i has rank r + 1, shape (n_units, n_units).
    winning
        ``winning[i, j]``: share of the draws in which i scores above j, ties half, shape (n_units, n_units).
    central_weights
        Mean of the weights with which a unit ranks first, shape (n_units, k); NaN where it never does.
    confidence
        Probability that a unit ranks first with its central weights, shape (n_units,); NaN without them.
    holistic
        All ranks in one number, the first counting for 1 and the last for least, shape (n_units,).
    """

    rank: Floats
    winning: Floats
    central_weights: Floats
    confidence: Floats
    holistic: Floats


def analyse_acceptability(
    elements: Floats,
    *,
    weights: Floats,
    aggregate: Aggregation = aggregate_mean,
    run_weights: Floats | None = None,
    rank_weights: Floats | None = None,
) -> Acceptability:
    """Return every measure of acceptability of elements under drawn weights.

    Parameters
    ----------
    elements
        Shape (n_units, k), or (n_draws, n_units, k) when they are uncertain themselves: draw d then
        combines the d-th elements and weights. Higher is better.
    weights
        Shape (n_draws, k), for example from ``draw_weights``.
    aggregate
        Function of values (..., n_units, k) and the keyword ``weights`` (..., k) that returns scores
        (..., n_units), its leading axes broadcast, as those of ``aggregate`` do. Unknown elements are
        treated as it says (the weighted mean gives such a unit no score).
    run_weights
        Shape (n_draws,), any positive scale; equal by default.
    rank_weights
        Shape (n_units,), as for :func:`measure_holistic_acceptability`.

    Raises
    ------
    WrongShape, WrongWeights
        When elements, weights and run weights do not fit or cannot be used.
    """
    scores = score_draws(elements, weights=weights, aggregate=aggregate)
    rank = measure_rank_acceptability(scores, run_weights=run_weights)
    central = find_central_weights(scores, weights=weights, run_weights=run_weights)
    return Acceptability(
        rank=rank,
        winning=measure_pairwise_winning(scores, run_weights=run_weights),
        central_weights=central,
        confidence=measure_confidence(
            elements, central_weights=central, aggregate=aggregate, run_weights=run_weights
        ),
        holistic=measure_holistic_acceptability(rank, rank_weights=rank_weights),
    )


def score_draws(elements: Floats, *, weights: Floats, aggregate: Aggregation = aggregate_mean) -> Floats:
    """Return the score of every unit under every set of weights, shape (n_draws, n_units).

    Arguments as for :func:`analyse_acceptability`. Works through the draws in blocks. Terms are added in the
    same order for every unit, so a unit that is nowhere better never scores above the one that is.

    Raises
    ------
    WrongShape
        When elements and weights do not fit.
    """
    fits = elements.ndim in (2, 3) and weights.ndim == 2 and len(weights) > 0
    if not fits or weights.shape[1] != elements.shape[-1] or elements.shape[:-2] not in ((), (len(weights),)):
        expected = f"(n_draws, {elements.shape[-1] if elements.ndim else 'k'}), one set a draw"
        raise WrongShape(name="weights", found=weights.shape, expected=expected)
    scores = np.empty((len(weights), elements.shape[-2]))
    step = max(1, CELLS_AT_ONCE // max(1, elements.shape[-2] * elements.shape[-1]))
    for start in range(0, len(weights), step):
        part = slice(start, start + step)
        values = elements if elements.ndim == 2 else elements[part]
        scores[part] = aggregate(values, weights=weights[part])
    return scores


def measure_rank_acceptability(scores: Floats, *, run_weights: Floats | None = None) -> Floats:
    """Return how often each unit takes each rank, shape (n_units, n_ranks); rows add up to 1.

    ``b[i, r] = sum_d w_d [rank of i in draw d is r + 1] / sum_d w_d`` over the draws in which unit i has a
    score; a unit that never has one gets NaN. With ties a column need not add up to 1.

    Parameters
    ----------
    scores
        Shape (n_draws, n_units), from any aggregation; NaN is unranked.
    run_weights
        Shape (n_draws,), any positive scale; equal by default.

    Raises
    ------
    WrongShape, WrongWeights
        When there are no draws, or the run weights do not fit or cannot be used.
    """
    mass = _run_masses(scores, run_weights)
    n = scores.shape[1]
    ranks = rank_scores(scores)
    known = np.isfinite(ranks)
    cells = (np.arange(n) * n + np.where(known, ranks, 1).astype(np.int64) - 1)[known]
    own = None if run_weights is None else np.broadcast_to(mass[:, None], scores.shape)[known]
    counted = np.bincount(cells, weights=own, minlength=n * n).reshape(n, n).astype(np.float64)
    total = counted.sum(axis=1, keepdims=True)
    return _shares_of(counted, total)


def measure_pairwise_winning(scores: Floats, *, run_weights: Floats | None = None) -> Floats:
    """Return how often each unit scores above each other one, shape (n_units, n_units).

    ``p[i, j] = sum_d w_d ([s_i > s_j] + [s_i = s_j] / 2) / sum_d w_d`` over the draws in which both have a
    score, so that ``p[i, j] + p[j, i] = 1``, also on the diagonal; NaN where they never both have one.
    Arguments and refusals as for :func:`measure_rank_acceptability`.
    """
    mass = _run_masses(scores, run_weights)
    ranks = np.ascontiguousarray(rank_scores(scores).T, dtype=np.float32)
    known = np.isfinite(ranks)
    weighed = known * mass
    both = weighed @ known.T.astype(np.float64)
    wins, ties = np.zeros((2, *both.shape))
    has_ties = _has_ties(ranks, known)
    for start in range(0, len(scores), DRAWS_AT_ONCE):
        part = slice(start, start + DRAWS_AT_ONCE)
        block, own = np.ascontiguousarray(ranks[:, part]), mass[part]
        for unit in range(len(block) - 1):
            others = slice(unit + 1, None)
            wins[unit, others] += (block[unit] < block[others]) @ own
            if has_ties:
                ties[unit, others] += (block[unit] == block[others]) @ own
    upper = wins + ties / 2
    lower = np.triu(both - upper, 1).T
    found = _shares_of(upper + lower, both)
    np.fill_diagonal(found, np.where(np.diag(both) > 0, 0.5, np.nan))
    return np.asarray(np.clip(found, 0.0, 1.0), dtype=np.float64)


def find_central_weights(scores: Floats, *, weights: Floats, run_weights: Floats | None = None) -> Floats:
    """Return the mean of the weights with which each unit ranks first, shape (n_units, k).

    These are the typical preferences that favour the unit; NaN where it never ranks first.

    Parameters
    ----------
    scores
        Shape (n_draws, n_units).
    weights
        The weights behind the scores, shape (n_draws, k).
    run_weights
        Shape (n_draws,), any positive scale; equal by default.

    Raises
    ------
    WrongShape, WrongWeights
        When the arrays do not fit, or the run weights cannot be used.
    """
    mass = _run_masses(scores, run_weights)
    if weights.ndim != 2 or len(weights) != len(scores):
        raise WrongShape(name="weights", found=weights.shape, expected=f"({len(scores)}, k)")
    first = _is_first(scores) * mass[:, None]
    total = first.sum(axis=0)[:, None]
    return _shares_of(first.T @ weights, total)


def measure_confidence(
    elements: Floats,
    *,
    central_weights: Floats,
    aggregate: Aggregation = aggregate_mean,
    run_weights: Floats | None = None,
) -> Floats:
    """Return the probability that each unit ranks first with its own central weights, shape (n_units,).

    Low values say that the elements are too uncertain to tell, even for somebody with just these
    preferences. With certain elements (n_units, k) it is 0 or 1 (1 for a weighted mean).

    Parameters
    ----------
    elements
        Shape (n_units, k) or (n_draws, n_units, k).
    central_weights
        Shape (n_units, k) from :func:`find_central_weights`; a unit with NaN gets NaN.
    aggregate, run_weights
        As for :func:`analyse_acceptability`; without draws of the elements ``run_weights`` has no part.

    Raises
    ------
    WrongShape, WrongWeights
        When the arrays do not fit, or the run weights cannot be used.
    """
    if elements.ndim not in (2, 3) or central_weights.shape != elements.shape[-2:]:
        raise WrongShape(name="central_weights", found=central_weights.shape, expected="(n_units, k)")
    values = elements if elements.ndim == 3 else elements[None]
    mass = _run_masses(values[..., 0], run_weights if elements.ndim == 3 else None)
    rows = np.flatnonzero(np.isfinite(central_weights).all(axis=1))
    first, counted = np.zeros((2, len(rows)))
    step = max(1, CELLS_IN_CACHE // max(1, len(rows) * len(central_weights)))
    for start in range(0, len(values) if len(rows) else 0, step):
        part = slice(start, start + step)
        scores = aggregate(values[part, None], weights=central_weights[rows])
        own = scores[:, np.arange(len(rows)), rows]
        first += mass[part] @ (own >= np.fmax.reduce(scores, axis=-1))
        counted += mass[part] @ np.isfinite(own)
    found = np.full(len(central_weights), np.nan)
    found[rows[counted > 0]] = first[counted > 0] / counted[counted > 0]
    return np.asarray(np.clip(found, 0.0, 1.0), dtype=np.float64)


def weigh_ranks(n_ranks: int, *, form: RankWeights = "centroid") -> Floats:
    """Return what each rank counts for in the holistic acceptability, shape (n_ranks,).

    It is 1 for the first and falls. With n ranks, ``centroid``: ``sum_{i >= r} 1/i / sum_i 1/i`` (Lahdelma
    and Salminen 2001); ``linear``: ``(n - r) / (n - 1)``; ``inverse``: ``1 / r``.
    """
    places = np.arange(1, n_ranks + 1, dtype=np.float64)
    if form == "inverse":
        return 1 / places
    if form == "linear":
        return (n_ranks - places) / max(n_ranks - 1, 1) if n_ranks > 1 else np.ones(n_ranks)
    tail = np.cumsum(1 / places[::-1])[::-1]
    return np.asarray(tail / tail[0], dtype=np.float64)


def measure_holistic_acceptability(acceptability: Floats, *, rank_weights: Floats | None = None) -> Floats:
    """Return ``sum_r a_r b[i, r]``, one number per unit for all ranks, shape (n_units,).

    Parameters
    ----------
    acceptability
        Shape (n_units, n_ranks) from :func:`measure_rank_acceptability`.
    rank_weights
        Shape (n_ranks,), as from :func:`weigh_ranks`, by default its centroid weights; used as given.

    Raises
    ------
    WrongShape
        When there is not one weight per rank.
    """
    counts = weigh_ranks(acceptability.shape[1]) if rank_weights is None else rank_weights
    if counts.shape != acceptability.shape[1:]:
        raise WrongShape(name="rank_weights", found=counts.shape, expected=f"({acceptability.shape[1]},)")
    return np.asarray(acceptability @ counts, dtype=np.float64)


def _shares_of(parts: Floats, whole: Floats) -> Floats:
    """Return parts / whole, NaN where the whole is 0."""
    found = np.full(parts.shape, np.nan)
    np.divide(parts, whole, out=found, where=whole > 0)
    return found


def _is_first(scores: Floats) -> Mask:
    known = np.isfinite(scores)
    highest = np.where(known, scores, -np.inf).max(axis=1, keepdims=True)
    return np.asarray(known & (scores == highest), dtype=np.bool_)


def _has_ties(ranks: NDArray[np.float32], known: Mask) -> bool:
    """Say whether a draw has ties: ranks that share the better place add up to less than 1 + 2 + ... + m."""
    m = known.sum(axis=0).astype(np.float64)
    total = np.where(known, ranks, 0).sum(axis=0, dtype=np.float64)
    return bool((total < m * (m + 1) / 2).any())


def _run_masses(scores: Floats, run_weights: Floats | None) -> Floats:
    if scores.ndim != 2 or len(scores) == 0:
        raise WrongShape(name="scores", found=scores.shape, expected="(n_draws, n_units)")
    if run_weights is not None and run_weights.shape != scores.shape[:1]:
        raise WrongShape(name="run_weights", found=run_weights.shape, expected=f"({len(scores)},)")
    return np.ones(len(scores)) if run_weights is None else weigh_given(run_weights)
