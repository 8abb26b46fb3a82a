# SPDX-License-Identifier: EUPL-1.2
"""The bottleneck table: how much of each condition a level of the outcome needs.

Dul (2016), *Organizational Research Methods* 19(1). The level needed is read off the ceiling at the
outcome asked for. Two answers are no numbers: a condition is *not necessary* where its lowest possible
value already allows the outcome, and the outcome is *not available* where the ceiling stays below it.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape
from schakel.composite.necessity.ceiling_lines import SAME_SHARE, draw_ceiling
from schakel.composite.necessity.ceilings import Ceiling
from schakel.composite.necessity.pairs import SIGNS, NecessityQuestion, OrientedPairs, orient_pairs

LevelUnit = Literal["percentage_of_range", "percentage_of_maximum", "percentile", "actual"]


class WrongLevels(BadInput):
    """Levels of the outcome that are not numbers, or not between 0 and 100 where they are percentages."""

    template = N_("Level {level} of the outcome cannot be used.")
    cure = N_("Give percentages between 0 and 100, or values in the unit of the outcome.")


class NoMaximum(BadInput):
    """A percentage of a highest value that is not above zero."""

    template = N_("The highest value is {high}: a percentage of it has no meaning.")
    cure = N_("Ask for percentages of the range, or for values.")


@dataclass(frozen=True, slots=True)
class Bottlenecks:
    """What each level of the outcome needs; L levels, k conditions.

    Attributes
    ----------
    levels
        The levels asked for, shape (L,), in ``outcome_as``.
    outcome_values
        The same in the unit of the outcome, shape (..., L).
    required
        Needed of each condition in ``condition_as``, shape (..., L, k); NaN where it is no number. As a
        percentile it is the percentage of units that fall short.
    required_values
        The same in the unit of the condition.
    not_necessary
        Nothing is needed of the condition (NN), shape (..., L, k).
    not_available
        No value of the condition allows the outcome (NA), shape (..., L, k).
    n_short, share_short
        Number and share of the units with a known condition that fall short, shape (..., L, k); 0 where
        nothing is needed, NaN where the outcome is not available.
    needs_low
        True where the condition must be low: units *above* the level fall short.
    """

    levels: Floats
    outcome_values: Floats
    required: Floats
    required_values: Floats
    not_necessary: Mask
    not_available: Mask
    n_short: Floats
    share_short: Floats
    needs_low: bool


def tabulate_bottlenecks(
    found: Ceiling,
    *,
    levels: Floats | None = None,
    outcome_as: LevelUnit = "percentage_of_range",
    condition_as: LevelUnit = "percentage_of_range",
) -> Bottlenecks:
    """Return how much of each condition each level of the outcome needs.

    Parameters
    ----------
    found
        From :func:`schakel.composite.necessity.ceilings.measure_ceiling`.
    levels
        Levels of the outcome, shape (L,); 0, 10, ..., 100 by default (of the values: eleven steps from
        the lowest to the highest).
    outcome_as, condition_as
        ``percentage_of_range`` (0 at the low limit, 100 at the high one, in every corner),
        ``percentage_of_maximum`` (of the high limit), ``percentile`` (of all known units) or ``actual``.
        One level of the outcome is one value for all conditions, also where some pairs are unknown.

    Raises
    ------
    WrongLevels, NoMaximum
        For a level that is no number, or a percentage outside 0 to 100, or of a maximum not above 0.
    """
    question = found.question
    asked = _default_levels(question, outcome_as) if levels is None else levels
    _check_levels(asked, outcome_as)
    outcome_values = _levels_as_values(question, asked, outcome_as)
    pairs = orient_pairs(question)
    condition_sign, outcome_sign = SIGNS[question.corner]
    needed = _read_ceiling(question, pairs, outcome_sign * outcome_values)
    margin = SAME_SHARE * (pairs.condition_high - pairs.condition_low)
    free = needed <= pairs.condition_low + margin
    beyond = ~(needed <= pairs.condition_high + margin)
    number = ~free & ~beyond
    values = np.moveaxis(np.where(number, condition_sign * needed, np.nan), -1, -2)
    free, beyond = np.moveaxis(free, -1, -2), np.moveaxis(beyond, -1, -2)
    short = _falls_short(values, question.conditions, needs_low=condition_sign < 0)
    n_short = np.where(beyond, np.nan, short.sum(axis=-2))
    share = n_short / np.isfinite(question.conditions).sum(axis=-2)[..., None, :]
    return Bottlenecks(
        levels=asked,
        outcome_values=outcome_values,
        required=_values_as(question, pairs, values, 100 * np.where(free, np.nan, share), condition_as),
        required_values=values,
        not_necessary=free,
        not_available=beyond,
        n_short=n_short,
        share_short=share,
        needs_low=condition_sign < 0,
    )


def find_short_units(table: Bottlenecks, conditions: Floats) -> Mask:
    """Return which units have less of a condition than a level of the outcome needs.

    Parameters
    ----------
    table
        From :func:`tabulate_bottlenecks`.
    conditions
        Shape (..., n_units, k), in the unit of the conditions; a unit need not have been in the table.
        An unknown value does not fall short.

    Returns
    -------
    array of shape (..., L, n_units, k); False where nothing is needed or the outcome not available.

    Raises
    ------
    WrongShape
        When the number of conditions differs.
    """
    if conditions.ndim < 2 or conditions.shape[-1] != table.required_values.shape[-1]:
        expected = f"(..., n_units, {table.required_values.shape[-1]})"
        raise WrongShape(name="conditions", found=conditions.shape, expected=expected)
    return _falls_short(table.required_values, conditions, needs_low=table.needs_low)


def write_bottlenecks(table: Bottlenecks, *, decimals: int = 1) -> list[list[str]]:
    """Return the table of one draw as text, with ``NN`` and ``NA`` where there is no number.

    Raises
    ------
    WrongShape
        For a table with draws in front.
    """
    if table.required.ndim != 2:
        raise WrongShape(name="table.required", found=table.required.shape, expected="(n_levels, k)")
    rows = zip(table.required, table.not_necessary, table.not_available, strict=True)
    return [
        [
            "NN" if free else "NA" if beyond else f"{value:.{decimals}f}"
            for value, free, beyond in zip(*row, strict=True)
        ]
        for row in rows
    ]


def _falls_short(required_values: Floats, conditions: Floats, *, needs_low: bool) -> Mask:
    """Return which units fall short, shape (..., L, n_units, k); the level itself is enough."""
    sign = -1 if needs_low else 1
    values = sign * conditions[..., None, :, :]
    needed = sign * required_values[..., :, None, :]
    size = np.where(np.isfinite(values), np.abs(values), 0.0).max(axis=-2, keepdims=True)
    return np.asarray(values < needed - SAME_SHARE * size)


def _read_ceiling(question: NecessityQuestion, pairs: OrientedPairs, levels: Floats) -> Floats:
    """Return the condition at which the ceiling reaches each level, oriented, shape (..., k, L)."""
    wanted = levels[..., None, :]
    line = draw_ceiling(pairs, question.ceiling)
    if question.ceiling in ("regression_through_peers", "linear_programme"):
        drawn = np.isfinite(line.slope)[..., None]
        rise = np.where(drawn, line.slope[..., None], 1.0)
        return np.where(drawn, (wanted - line.intercept[..., None]) / rise, -np.inf)
    margin = SAME_SHARE * (pairs.outcome_high - pairs.outcome_low)
    corners = np.where(line.is_peer, pairs.outcome, -np.inf)
    reached = np.maximum.accumulate(corners, axis=-1)[..., None, :] >= (wanted - margin)[..., None]
    there = reached.argmax(axis=-1)
    needed = np.where(reached.any(axis=-1), np.take_along_axis(pairs.condition, there, axis=-1), np.nan)
    if question.ceiling == "free_disposal_hull":
        return needed
    return _between_corners(pairs, line.is_peer, (wanted, there, needed))


def _between_corners(pairs: OrientedPairs, is_peer: Mask, found: tuple[Floats, np.ndarray, Floats]) -> Floats:
    """Move the needed condition back along the edge of the hull that ends at the corner found."""
    wanted, there, needed = found
    places = np.arange(is_peer.shape[-1])
    last_peer = np.maximum.accumulate(np.where(is_peer, places, -1), axis=-1)
    earlier = np.where(there > 0, np.take_along_axis(last_peer, np.maximum(there - 1, 0), axis=-1), -1)
    has_edge = (earlier >= 0) & np.isfinite(needed)
    start = np.maximum(earlier, 0)
    x0 = np.take_along_axis(pairs.condition, start, axis=-1)
    y0 = np.take_along_axis(pairs.outcome, start, axis=-1)
    y1 = np.take_along_axis(pairs.outcome, there, axis=-1)
    has_edge &= np.isfinite(y0) & (y1 > y0)
    share = np.where(has_edge, (wanted - y0) / np.where(has_edge, y1 - y0, 1.0), 1.0)
    return np.where(has_edge, x0 + np.clip(share, 0.0, 1.0) * (needed - x0), needed)


def _outcome_limits(question: NecessityQuestion) -> tuple[Floats, Floats]:
    """Return low and high of the outcome over all known units, or as given, shape (..., 1)."""
    known = np.isfinite(question.outcome)
    low = np.where(known, question.outcome, np.inf).min(axis=-1, keepdims=True)
    high = np.where(known, question.outcome, -np.inf).max(axis=-1, keepdims=True)
    if question.scope is None:
        return low, high
    given_low, given_high = question.scope.outcome
    return (
        low if np.isnan(given_low) else np.full_like(low, given_low),
        high if np.isnan(given_high) else np.full_like(high, given_high),
    )


def _default_levels(question: NecessityQuestion, outcome_as: LevelUnit) -> Floats:
    if outcome_as != "actual":
        return np.linspace(0.0, 100.0, 11)
    low, high = _outcome_limits(question)
    return np.linspace(float(low.min()), float(high.max()), 11)


def _check_levels(levels: Floats, unit: LevelUnit) -> None:
    wrong = ~np.isfinite(levels)
    if unit != "actual":
        wrong |= (levels < 0) | (levels > 100)
    if levels.ndim != 1:
        raise WrongShape(name="levels", found=levels.shape, expected="(n_levels,)")
    if wrong.any():
        raise WrongLevels(level=float(levels[wrong][0]))


def _check_maximum(high: Floats) -> None:
    if (high <= 0).any():
        raise NoMaximum(high=float(high[high <= 0][0]))


def _levels_as_values(question: NecessityQuestion, levels: Floats, unit: LevelUnit) -> Floats:
    """Return the levels in the unit of the outcome, shape (..., L)."""
    low, high = _outcome_limits(question)
    if unit == "percentage_of_range":
        return np.asarray(low + levels / 100 * (high - low))
    if unit == "percentage_of_maximum":
        _check_maximum(high)
        return np.asarray(levels / 100 * high)
    if unit == "percentile":
        return np.moveaxis(np.nanquantile(question.outcome, levels / 100, axis=-1), 0, -1)
    return np.broadcast_to(levels, (*question.outcome.shape[:-1], len(levels)))


def _values_as(
    question: NecessityQuestion, pairs: OrientedPairs, values: Floats, short: Floats, unit: LevelUnit
) -> Floats:
    """Return needed values in the unit asked for, shape (..., L, k)."""
    if unit == "actual":
        return values
    if unit == "percentile":
        return short
    ends = np.moveaxis(np.concatenate([pairs.condition_low, pairs.condition_high], axis=-1), -1, -2)
    ends = np.sort(SIGNS[question.corner][0] * ends, axis=-2)
    low, high = ends[..., [0], :], ends[..., [1], :]
    if unit == "percentage_of_maximum":
        _check_maximum(high)
        return np.asarray(100 * values / high)
    return np.asarray(100 * (values - low) / (high - low))
