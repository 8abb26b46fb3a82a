# SPDX-License-Identifier: EUPL-1.2
"""Ranks with exact ties: 1 is the highest score, and equal scores share the better rank."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape

CELLS_AT_ONCE = 1 << 20


class WrongCoverage(BadInput):
    """A probability that no interval can have."""

    template = N_("The coverage {coverage} cannot be used.")
    cure = N_("Give a number between 0 and 1, for example 0.9.")


@dataclass(frozen=True, slots=True)
class RankSummary:
    """What repeated runs say about each unit's rank; all arrays have shape (..., n_units), in places.

    Attributes
    ----------
    nominal
        The rank without variation, as given.
    mean, median
        Over the runs in which the unit is ranked.
    low, high
        Quantiles that leave the same share of the runs on either side, interpolated linearly.
    best, worst
        Lowest and highest rank that occurred.
    ranked_share
        Share of the runs in which the unit is ranked, 0 to 1; where it is 0 the others are NaN.
    """

    nominal: Floats
    mean: Floats
    median: Floats
    low: Floats
    high: Floats
    best: Floats
    worst: Floats
    ranked_share: Floats


def rank_scores(scores: Floats, *, reference: Mask | None = None) -> Floats:
    """Return 1 + the number of reference units with a higher score.

    Ranks come from the scores as they are, never from rounded ones. A unit outside ``reference``
    gets the rank it would take among the reference units, without moving them.

    Parameters
    ----------
    scores
        Shape (..., n_units); NaN is unranked (NaN) and nobody's better.
    reference
        Flag per unit, shape (n_units,); all units by default.

    Raises
    ------
    WrongShape
        When ``reference`` is not one flag per unit.
    """
    n = scores.shape[-1]
    if reference is not None and reference.shape != (n,):
        raise WrongShape(name="reference", found=reference.shape, expected=f"({n},)")
    ranks = np.full(scores.shape, np.nan)
    if not scores.size:
        return ranks
    lines, filled_in = scores.reshape(-1, n), ranks.reshape(-1, n)
    step = max(1, CELLS_AT_ONCE // n)
    for start in range(0, len(lines), step):
        _rank_lines(lines[start : start + step], reference, filled_in[start : start + step])
    return ranks


def rank_within_groups(
    scores: Floats, *, groups: Sequence[object] | NDArray[np.generic], reference: Mask | None = None
) -> Floats:
    """Return each unit's rank among the units of its own group, as :func:`rank_scores` does.

    Parameters
    ----------
    scores
        Shape (..., n_units); NaN is unranked.
    groups
        One label per unit (text or number). A unit without a group (``None``, NaN or empty text) is
        unranked.
    reference
        Flag per unit, shape (n_units,); all units by default.

    Returns
    -------
    array of shape (..., n_units), in places, 1 for the best of each group.

    Raises
    ------
    WrongShape
        When there is not one label, or one flag, per unit.
    """
    n = scores.shape[-1]
    if len(groups) != n:
        raise WrongShape(name="groups", found=(len(groups),), expected=f"({n},)")
    if reference is not None and reference.shape != (n,):
        raise WrongShape(name="reference", found=reference.shape, expected=f"({n},)")
    members: dict[object, list[int]] = {}
    for unit, label in enumerate(groups):
        if label is not None and label != "" and label == label:
            members.setdefault(label, []).append(unit)
    ranks = np.full(scores.shape, np.nan)
    for rows in members.values():
        flags = None if reference is None else reference[rows]
        ranks[..., rows] = rank_scores(scores[..., rows], reference=flags)
    return ranks


def rank_indicators(values: Floats, *, reference: Mask | None = None) -> Floats:
    """Rank every indicator of an array of shape (..., n_units, k) over its units."""
    turned = np.moveaxis(values, -1, -2)
    return np.moveaxis(rank_scores(turned, reference=reference), -2, -1)


def summarise_ranks(ranks: Floats, *, nominal: Floats, coverage: float = 0.9) -> RankSummary:
    """Return mean, median, quantiles and extremes of each unit's rank over runs.

    Parameters
    ----------
    ranks
        Shape (n_runs, ..., n_units), for example from :func:`rank_scores`. A run in which a unit is
        unranked (NaN) is left out for that unit.
    nominal
        The ranks without variation, shape (..., n_units), handed on.
    coverage
        Share of the runs between ``low`` and ``high``; 0.9 gives the 5 % and 95 % quantiles.

    Raises
    ------
    WrongShape
        When there are no runs, or ``nominal`` does not fit.
    WrongCoverage
        When it does not lie between 0 and 1.
    """
    refuse_coverage(coverage)
    if ranks.ndim < 2 or len(ranks) == 0 or nominal.shape != ranks.shape[1:]:
        raise WrongShape(name="ranks", found=ranks.shape, expected=f"(n_runs, *{nominal.shape})")
    ordered = np.sort(np.where(np.isfinite(ranks), ranks, np.nan), axis=0)
    counts = np.isfinite(ordered).sum(axis=0)
    tail = round((1 - coverage) / 2, 12)
    with np.errstate(invalid="ignore"):
        mean = np.where(counts > 0, np.nansum(ordered, axis=0), np.nan) / counts
    return RankSummary(
        nominal=nominal,
        mean=mean,
        median=_quantile_of_known(ordered, counts, 0.5),
        low=_quantile_of_known(ordered, counts, tail),
        high=_quantile_of_known(ordered, counts, 1 - tail),
        best=_quantile_of_known(ordered, counts, 0.0),
        worst=_quantile_of_known(ordered, counts, 1.0),
        ranked_share=counts / len(ranks),
    )


def probability_above(scores: Floats, *, unit: int, run_weights: Floats | None = None) -> Floats:
    """Return the share of runs in which one unit scores above each unit; ties count half.

    Parameters
    ----------
    scores
        Shape (n_runs, n_units).
    unit
        Row of the unit.
    run_weights
        Shape (n_runs,) with sum 1; equal by default.

    Returns
    -------
    array of shape (n_units,); NaN where either score is unknown in every run; runs in which one of
    the two is unknown are left out.
    """
    weights = np.full(len(scores), 1 / len(scores)) if run_weights is None else run_weights
    own = scores[:, [unit]]
    both = np.isfinite(scores) & np.isfinite(own)
    wins = (own > scores) + 0.5 * (own == scores)
    counted = weights @ both
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(counted > 0, (weights @ (wins * both)) / counted, np.nan)


def refuse_coverage(coverage: float) -> None:
    """Refuse a coverage that does not lie strictly between 0 and 1.

    Raises
    ------
    WrongCoverage
        Naming the number.
    """
    if not 0 < coverage < 1:
        raise WrongCoverage(coverage=coverage)


def _rank_lines(lines: Floats, reference: Mask | None, ranks: Floats) -> None:
    """Rank every line of shape (m, n_units) into ``ranks``: sort once, ties take the first place."""
    known = np.isfinite(lines)
    keys = np.where(known, -lines, np.inf)
    order = np.argsort(keys, axis=-1)
    ordered = np.take_along_axis(keys, order, axis=-1)
    if reference is None:
        better = np.broadcast_to(np.arange(lines.shape[-1]), lines.shape)
    else:
        counted = reference[order]
        better = np.cumsum(counted, axis=-1) - counted
    tied = ordered[:, 1:] == ordered[:, :-1]
    if tied.any():
        better = better.copy()
        better[:, 1:][tied] = 0
        better = np.maximum.accumulate(better, axis=-1)
    np.put_along_axis(ranks, order, better + 1.0, axis=-1)
    ranks[~known] = np.nan


def _quantile_of_known(ordered: Floats, counts: NDArray[np.int64], share: float) -> Floats:
    """Return the linearly interpolated quantile of the known values that come first on axis 0."""
    place = share * np.maximum(counts - 1, 0)
    below = np.floor(place).astype(np.int64)
    above = np.ceil(place).astype(np.int64)
    low, high = (np.take_along_axis(ordered, at[None], axis=0)[0] for at in (below, above))
    return np.asarray(low + (high - low) * (place - below), dtype=np.float64)
