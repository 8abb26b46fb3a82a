# SPDX-License-Identifier: EUPL-1.2
"""Ranks with exact ties: 1 is the highest score, and equal scores share the better rank."""

import numpy as np

from schakel.composite.bad_input import Floats, Mask


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
    """
    taking_part = np.isfinite(scores) if reference is None else np.isfinite(scores) & reference
    lifted = np.where(taking_part, scores, -np.inf)
    ordered = np.sort(lifted, axis=-1)
    flat, lines = ordered.reshape(-1, scores.shape[-1]), scores.reshape(-1, scores.shape[-1])
    at_or_below = np.empty(lines.shape)
    for row, (order, line) in enumerate(zip(flat, lines, strict=True)):
        at_or_below[row] = np.searchsorted(order, line, side="right")
    higher = scores.shape[-1] - at_or_below.reshape(scores.shape)
    return np.where(np.isfinite(scores), higher + 1, np.nan)


def rank_indicators(values: Floats, *, reference: Mask | None = None) -> Floats:
    """Rank every indicator of an array of shape (..., n_units, k) over its units."""
    turned = np.moveaxis(values, -1, -2)
    return np.moveaxis(rank_scores(turned, reference=reference), -2, -1)


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
