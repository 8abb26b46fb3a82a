# SPDX-License-Identifier: EUPL-1.2
"""Peers chosen by rule: the areas that resemble the region most on declared criteria."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class PeerChoice:
    """A chosen peer: its distance (in standard deviations) and its value on each criterion."""

    code: str
    distance: float
    criteria: dict[str, float | None]


def standardised_distances(
    target: Sequence[float], candidates: np.ndarray, *, weights: Sequence[float], log: Sequence[bool]
) -> np.ndarray:
    """Return the distance of each candidate to the target over standardised criteria.

    Each criterion (after a logarithm where ``log``) is divided by its standard deviation over
    the candidates (denominator n - 1), so that criteria with different units weigh the same;
    the distance is the root of the weighted mean of the squared differences.

    Parameters
    ----------
    target : sequence of float, length k
        The region's value on each criterion; all known.
    candidates : array, shape (n, k)
        The candidates' values, ``nan`` where unknown.
    weights : sequence of float, length k
        Weight of each criterion, larger than 0.
    log : sequence of bool, length k
        Whether the criterion is compared by its logarithm (values larger than 0).

    Returns
    -------
    array, shape (n,)
        Distances without a unit; ``nan`` for a candidate with an unknown criterion. A criterion
        on which all candidates are equal does not count.
    """
    logged = np.asarray(log, dtype=bool)
    point = np.asarray(target, dtype=float).copy()
    table = np.asarray(candidates, dtype=float).copy()
    with np.errstate(divide="ignore", invalid="ignore"):
        point[logged] = np.log(point[logged])
        table[:, logged] = np.log(table[:, logged])
    complete = ~np.isnan(table).any(axis=1)
    spread = np.std(table[complete], axis=0, ddof=1) if complete.sum() > 1 else np.zeros(table.shape[1])
    counts = spread > 0
    if not counts.any():
        return np.where(complete, 0.0, np.nan)
    share = np.asarray(weights, dtype=float)[counts] / np.sum(np.asarray(weights, dtype=float)[counts])
    gaps = (table[:, counts] - point[counts]) / spread[counts]
    distances: np.ndarray = np.sqrt((gaps**2 * share).sum(axis=1))
    return distances


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with the region's value and the value of each candidate."""

    code: str
    target: float | None
    candidates: Mapping[str, float | None]
    log: bool = False
    weight: float = 1.0


def choose_peers(
    criteria: Sequence[Criterion], *, n: int, excluded: frozenset[str], override: tuple[str, ...] = ()
) -> tuple[PeerChoice, ...]:
    """Choose the ``n`` candidates nearest to the region, nearest first; equal distances by code.

    Criteria on which the region itself is unknown are left out. Excluded candidates (the areas
    in which the region lies) help to set the scale but are never chosen. ``override`` gives the
    codes that were chosen by hand: these are returned in that order, with their distance.
    """
    usable = [c for c in criteria if c.target is not None and (not c.log or c.target > 0)]
    codes = sorted({code for c in usable for code in c.candidates})
    if not usable or not codes:
        return ()
    table = np.array(
        [[math.nan if (v := c.candidates.get(code)) is None else v for c in usable] for code in codes]
    )
    distances = standardised_distances(
        [c.target or 0.0 for c in usable],
        table,
        weights=[c.weight for c in usable],
        log=[c.log for c in usable],
    )
    found = [
        PeerChoice(code, float(d), {c.code: c.candidates.get(code) for c in criteria})
        for code, d in zip(codes, distances, strict=True)
        if not math.isnan(d)
    ]
    if override:
        by_code = {peer.code: peer for peer in found}
        return tuple(by_code[code] for code in override if code in by_code)
    eligible = [peer for peer in found if peer.code not in excluded]
    return tuple(sorted(eligible, key=lambda peer: (round(peer.distance, 12), peer.code))[:n])
