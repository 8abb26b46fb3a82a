# SPDX-License-Identifier: EUPL-1.2
"""How strongly a condition is necessary for an outcome: ceiling, zone and effect size.

Dul (2016), "Necessary Condition Analysis (NCA): logic and methodology of 'necessary but not
sufficient' causality", *Organizational Research Methods* 19(1). Equal to R's NCA 5.0.1 on its example
data, except where the mirror image of a question has another answer in R (see the method page).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import Floats, Mask
from schakel.composite.necessity.ceiling_lines import SAME_SHARE, CeilingLine, draw_ceiling
from schakel.composite.necessity.pairs import (
    SIGNS,
    CeilingForm,
    Corner,
    NecessityQuestion,
    OrientedPairs,
    Scope,
    check_question,
    orient_pairs,
)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The ceiling over the outcome of each condition; shape (..., k) unless another is given.

    Attributes
    ----------
    question
        What was asked, for the functions that go on from here.
    effect_size
        ``zone / scope_area``, between 0 and 1. Dul's labels: below 0.1 small, below 0.3 medium, below
        0.5 large, from 0.5 very large.
    zone, scope_area
        Area above the ceiling and of the whole scope, in units of condition times outcome.
    slope, intercept
        Of a straight ceiling ``outcome = intercept + slope * condition``; otherwise NaN.
    accuracy
        Share of the pairs on or under the ceiling.
    fit
        Zone as a share of the zone above the free disposal hull; NaN where that is exceeded or empty.
    condition_inefficiency
        Share of the condition's range in which more of it allows no higher outcome; NaN without a zone.
    outcome_inefficiency
        Share of the outcome's range that needs nothing of the condition; NaN without a zone.
    n_above, n_peers, n_pairs, n_left_out
        Pairs above the ceiling, pairs that carry it, pairs used, units left out as a value is unknown.
    is_peer
        Which units carry the ceiling, shape (..., n_units, k).
    """

    question: NecessityQuestion
    effect_size: Floats
    zone: Floats
    scope_area: Floats
    slope: Floats
    intercept: Floats
    accuracy: Floats
    fit: Floats
    condition_inefficiency: Floats
    outcome_inefficiency: Floats
    n_above: Floats
    n_peers: Floats
    n_pairs: Floats
    n_left_out: Floats
    is_peer: Mask


def measure_ceiling(
    conditions: Floats,
    outcome: Floats,
    *,
    ceiling: CeilingForm = "free_disposal_hull",
    corner: Corner = "high_for_high",
    scope: Scope | None = None,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Ceiling:
    """Return the ceiling that each condition puts over the outcome, with its effect size.

    ``effect size = area of the scope above the ceiling / area of the scope``. The forms of the ceiling
    are described in :mod:`schakel.composite.necessity.ceiling_lines`.

    Parameters
    ----------
    conditions
        Shape (..., n_units, k), in any unit.
    outcome
        Shape (..., n_units), or (n_units,) for all draws. A pair with an unknown value is left out for
        that condition only, and counted.
    ceiling
        ``free_disposal_hull`` (CE-FDH), ``regression_through_peers`` (CR-FDH),
        ``varying_returns_hull`` (CE-VRS) or ``linear_programme`` (C-LP).
    corner
        ``high_for_high``: a high condition is necessary for a high outcome. The others are its mirror
        images, so ``low_for_high`` equals ``high_for_high`` on the negative of the condition.
    scope
        Limits by theory; the observed range by default.
    units, indicators
        Names for messages.

    Raises
    ------
    WrongShape, NothingKnown, ConstantCondition, ConstantOutcome, OutsideScope
        When shapes do not fit, a condition has no pairs, condition or outcome has one value only, or a
        value lies outside the limits given.
    """
    if outcome.ndim == 1 and conditions.ndim > 2:
        outcome = np.broadcast_to(outcome, conditions.shape[:-1])
    question = NecessityQuestion(conditions, outcome, ceiling, corner, scope)
    check_question(question, units=units, indicators=indicators)
    pairs = orient_pairs(question)
    line = draw_ceiling(pairs, ceiling)
    area = scope_areas(pairs)
    n_above = _count_above(pairs, line)
    spare_condition, spare_outcome = _inefficiencies(pairs, line)
    condition_sign, outcome_sign = SIGNS[corner]
    return Ceiling(
        question=question,
        effect_size=line.zone / area,
        zone=line.zone,
        scope_area=area,
        slope=condition_sign * outcome_sign * line.slope,
        intercept=outcome_sign * line.intercept,
        accuracy=1 - n_above / pairs.n_pairs,
        fit=_fit(pairs, line),
        condition_inefficiency=spare_condition,
        outcome_inefficiency=spare_outcome,
        n_above=n_above,
        n_peers=line.is_peer.sum(axis=-1).astype(np.float64),
        n_pairs=pairs.n_pairs,
        n_left_out=conditions.shape[-2] - pairs.n_pairs,
        is_peer=_in_order_of_units(pairs, line.is_peer),
    )


def scope_areas(pairs: OrientedPairs) -> Floats:
    """Return the area of the scope, shape (..., k)."""
    width = pairs.condition_high - pairs.condition_low
    return np.asarray((width * (pairs.outcome_high - pairs.outcome_low))[..., 0])


def _in_order_of_units(pairs: OrientedPairs, sorted_flags: Mask) -> Mask:
    flags = np.zeros(sorted_flags.shape, dtype=np.bool_)
    np.put_along_axis(flags, pairs.order, sorted_flags, axis=-1)
    return np.moveaxis(flags, -1, -2)


def _count_above(pairs: OrientedPairs, line: CeilingLine) -> Floats:
    """Return how many pairs lie above a straight ceiling; none can above a hull."""
    height = line.intercept[..., None] + line.slope[..., None] * pairs.condition
    margin = SAME_SHARE * (pairs.outcome_high - pairs.outcome_low)
    return np.asarray((pairs.outcome - height > margin).sum(axis=-1), dtype=np.float64)


def _fit(pairs: OrientedPairs, line: CeilingLine) -> Floats:
    stairs = draw_ceiling(pairs, "free_disposal_hull").zone
    area = scope_areas(pairs)
    counted = (stairs > SAME_SHARE * area) & (line.zone <= stairs + SAME_SHARE * area)
    return np.where(counted, np.minimum(line.zone / np.where(counted, stairs, 1.0), 1.0), np.nan)


def _inefficiencies(pairs: OrientedPairs, line: CeilingLine) -> tuple[Floats, Floats]:
    """Return the shares of the ranges of condition and outcome that the ceiling leaves unused."""
    low, high = pairs.condition_low[..., 0], pairs.condition_high[..., 0]
    bottom, top = pairs.outcome_low[..., 0], pairs.outcome_high[..., 0]
    straight = np.isfinite(line.slope)
    ends = np.where(line.is_peer, pairs.condition, -np.inf).max(axis=-1)
    begins = np.where(line.is_peer, pairs.outcome, np.inf).min(axis=-1)
    rise = np.where(straight, line.slope, 1.0)
    ends = np.where(straight, (top - line.intercept) / rise, ends)
    begins = np.where(straight, line.intercept + rise * low, begins)
    spare_condition = (high - np.clip(ends, low, high)) / (high - low)
    spare_outcome = (np.clip(begins, bottom, top) - bottom) / (top - bottom)
    some = line.zone > 0
    return np.where(some, spare_condition, np.nan), np.where(some, spare_outcome, np.nan)
