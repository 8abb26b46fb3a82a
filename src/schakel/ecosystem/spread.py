# SPDX-License-Identifier: EUPL-1.2
"""From runs to intervals and probabilities; every run has a mass, and masses add up to 1."""

import numpy as np
from numpy.typing import NDArray

from schakel.composite.ranking.rank import probability_above, rank_scores
from schakel.ecosystem.results import COVERAGE, Bounds, Floats, Mode, Spread

HIGHEST_K = 3


def bound_runs(runs: Floats, *, mass: Floats | None, value: Floats) -> Bounds:
    """Return the lowest and highest value that hold 90 % of the mass, 5 % on either side.

    Bounds are values that occurred (no interpolation, so that ranks stay whole). They are widened
    to hold ``value``, the result without variation. NaN in every run stays NaN.

    Parameters
    ----------
    runs
        Shape (n_runs, ...), NaN in all runs or in none.
    mass
        Shape (n_runs,), sum 1; ``None`` for equal masses.
    value
        The result without variation, shape (...).
    """
    tail = (1 - COVERAGE) / 2
    if mass is None:
        low_place = max(int(np.ceil(tail * len(runs) - 1e-9)) - 1, 0)
        high_place = min(int(np.ceil((1 - tail) * len(runs) - 1e-9)) - 1, len(runs) - 1)
        line = np.moveaxis(runs, 0, -1)
        ordered = np.partition(line, (low_place, high_place), axis=-1)
        low, high = ordered[..., low_place], ordered[..., high_place]
    else:
        order = np.argsort(runs, axis=0, kind="stable")
        reached = np.cumsum(mass[order], axis=0)
        ordered = np.take_along_axis(runs, order, axis=0)
        low = _first_at(ordered, reached, tail)
        high = _first_at(ordered, reached, 1 - tail)
    return Bounds(low=np.fmin(low, value), high=np.fmax(high, value))


def _first_at(ordered: Floats, reached: Floats, share: float) -> Floats:
    place = (reached < share - 1e-9).sum(axis=0)
    place = np.minimum(place, len(ordered) - 1)
    return np.asarray(np.take_along_axis(ordered, place[None], axis=0)[0], dtype=np.float64)


def rank_elements_of(scores: Floats, targets: NDArray[np.int64], is_reference: NDArray[np.bool_]) -> Floats:
    """Return the rank of each target's elements among the reference regions.

    ``scores`` has shape (n_runs, n_units, k_elements); the result (n_runs, n_targets, k_elements).
    """
    others = scores[:, is_reference]
    ranks = np.empty((len(scores), len(targets), scores.shape[2]))
    for place, target in enumerate(targets):
        own = scores[:, target]
        ranks[:, place] = np.where(np.isfinite(own), 1 + (others > own[:, None]).sum(axis=1), np.nan)
    return ranks


def weakest_shares(scores: Floats, *, measured: NDArray[np.bool_], mass: Floats | None) -> Floats:
    """Return the share of runs in which each element is among the weakest one, two and three.

    An element is among the weakest k when fewer than k others are strictly weaker, so tied elements
    share their place.

    Parameters
    ----------
    scores
        Shape (n_runs, n_targets, k_elements).
    measured
        Shape (n_targets, k_elements): only these are compared.
    mass
        Shape (n_runs,), sum 1; ``None`` for equal masses.

    Returns
    -------
    array of shape (n_targets, k_elements, 3), NaN where not measured.
    """
    shares = np.full(len(scores), 1 / len(scores)) if mass is None else mass
    compared = np.where(measured & np.isfinite(scores), scores, np.inf)
    weaker = (compared[:, :, None, :] < compared[:, :, :, None]).sum(axis=3)
    found = np.stack([np.tensordot(shares, weaker < k, axes=1) for k in range(1, HIGHEST_K + 1)], axis=-1)
    return np.where(measured[..., None], np.clip(found, 0.0, 1.0), np.nan)


def summarise_runs(
    *,
    mode: Mode,
    index: Floats,
    mass: Floats | None,
    point: tuple[Floats, Floats],
    targets: NDArray[np.int64],
    is_reference: NDArray[np.bool_],
    elements: tuple[Bounds, Bounds],
) -> Spread:
    """Return the intervals of the index and ranks, with the element intervals that were made before.

    ``index`` has shape (n_runs, n_units); ``point`` is the index and ranks without variation.
    """
    ranks = rank_scores(index, reference=is_reference)
    return Spread(
        mode=mode,
        n_runs=len(index),
        index=bound_runs(index, mass=mass, value=point[0]),
        rank=bound_runs(ranks, mass=mass, value=point[1]),
        element_score=elements[0],
        element_rank=elements[1],
        probability_above=np.array(
            [probability_above(index, unit=int(t), run_weights=mass) for t in targets]
        ).reshape(len(targets), index.shape[1]),
    )
