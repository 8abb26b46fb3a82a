# SPDX-License-Identifier: EUPL-1.2
"""The pairs of condition and outcome, turned so that the empty corner is always the upper left one.

Dul (2016), *Organizational Research Methods* 19. "A high condition is necessary for a high outcome"
leaves the upper left corner of the scatter plot empty. The three other corners are the same question
after a mirror image of the condition, of the outcome or of both, so only one is ever computed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, NothingKnown, WrongShape, name_of

CeilingForm = Literal[
    "free_disposal_hull", "regression_through_peers", "varying_returns_hull", "linear_programme"
]
Corner = Literal["high_for_high", "low_for_high", "high_for_low", "low_for_low"]
SIGNS: dict[Corner, tuple[int, int]] = {
    "high_for_high": (1, 1),
    "low_for_high": (-1, 1),
    "high_for_low": (1, -1),
    "low_for_low": (-1, -1),
}


class ConstantCondition(BadInput):
    """A condition with one value only, over which no ceiling can be drawn."""

    template = N_("Indicator '{indicator}' has the same value in all units with a known outcome.")
    cure = N_("Leave the indicator out, or give the limits between which it can lie.")


class ConstantOutcome(BadInput):
    """An outcome with one value only, under which nothing can be necessary."""

    template = N_("The outcome has the same value in all units in which indicator '{indicator}' is known.")
    cure = N_("Leave the indicator out, or give the limits between which the outcome can lie.")


class OutsideScope(BadInput):
    """A condition outside the limits that were given as possible."""

    template = N_("Indicator '{indicator}' of unit '{unit}' is {value}, outside its limits {low} to {high}.")
    cure = N_("Give limits that contain every observed value.")


class OutcomeOutsideScope(OutsideScope):
    """An outcome outside the limits that were given as possible."""

    template = N_("The outcome of unit '{unit}' is {value}, outside its limits {low} to {high}.")


@dataclass(frozen=True, slots=True)
class Scope:
    """The lowest and highest possible values, where they are not those observed.

    Attributes
    ----------
    conditions
        Low and high per condition, shape (k, 2); NaN is "as observed".
    outcome
        Low and high of the outcome, shape (2,); NaN is "as observed".
    """

    conditions: Floats
    outcome: Floats


@dataclass(frozen=True, slots=True)
class NecessityQuestion:
    """Which condition is asked about which outcome.

    Attributes
    ----------
    conditions
        Shape (..., n_units, k); NaN is unknown.
    outcome
        Shape (..., n_units); NaN is unknown.
    ceiling, corner
        Form of the ceiling, and which end of the condition is needed for which end of the outcome.
    scope
        Limits by theory; None is the observed range of each.
    """

    conditions: Floats
    outcome: Floats
    ceiling: CeilingForm
    corner: Corner
    scope: Scope | None


@dataclass(frozen=True, slots=True)
class OrientedPairs:
    """Pairs with the needed ends upwards, sorted by the condition, one line per condition.

    Attributes
    ----------
    condition, outcome
        Shape (..., k, n_units). Pairs with an unknown value stand last: the condition at its high
        limit and the outcome at minus infinity, so that they touch no ceiling.
    order
        Number of the unit at each place, shape (..., k, n_units).
    condition_low, condition_high, outcome_low, outcome_high
        The scope, shape (..., k, 1).
    n_pairs
        Known pairs, shape (..., k).
    """

    condition: Floats
    outcome: Floats
    order: NDArray[np.intp]
    condition_low: Floats
    condition_high: Floats
    outcome_low: Floats
    outcome_high: Floats
    n_pairs: Floats


def known_pairs(question: NecessityQuestion) -> Mask:
    """Return where condition and outcome are both known, shape (..., n_units, k)."""
    both: Mask = np.isfinite(question.conditions) & np.isfinite(question.outcome)[..., None]
    return both


def orient_pairs(question: NecessityQuestion) -> OrientedPairs:
    """Mirror, sort and bound the pairs; a scope without width gives limits that are equal."""
    known = np.moveaxis(known_pairs(question), -1, -2)
    condition_sign, outcome_sign = SIGNS[question.corner]
    condition = condition_sign * np.moveaxis(question.conditions, -1, -2)
    outcome = np.broadcast_to(outcome_sign * question.outcome[..., None, :], condition.shape)
    given_condition, given_outcome = _mirrored_limits(question, condition_sign, outcome_sign)
    low, high = _limits(condition, known, given_condition)
    outcome_low, outcome_high = _limits(outcome, known, given_outcome)
    order = np.argsort(np.where(known, condition, np.inf), axis=-1, kind="stable")
    return OrientedPairs(
        condition=np.take_along_axis(np.where(known, condition, high), order, axis=-1),
        outcome=np.take_along_axis(np.where(known, outcome, -np.inf), order, axis=-1),
        order=order,
        condition_low=low,
        condition_high=high,
        outcome_low=outcome_low,
        outcome_high=outcome_high,
        n_pairs=known.sum(axis=-1).astype(np.float64),
    )


def check_question(
    question: NecessityQuestion,
    *,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> None:
    """Refuse shapes that do not fit, conditions without pairs or width, and values beyond the scope.

    Parameters
    ----------
    question
        What is asked.
    units, indicators
        Names for messages.

    Raises
    ------
    WrongShape, NothingKnown, ConstantCondition, ConstantOutcome, OutsideScope
        Naming the first place that is wrong.
    """
    conditions, outcome = question.conditions, question.outcome
    if conditions.ndim < 2:
        raise WrongShape(name="conditions", found=conditions.shape, expected="(..., n_units, k)")
    if outcome.shape != conditions.shape[:-1]:
        raise WrongShape(name="outcome", found=outcome.shape, expected=str(conditions.shape[:-1]))
    known = known_pairs(question)
    empty = ~known.any(axis=-2)
    if empty.any():
        raise NothingKnown(indicator=name_of(indicators, int(np.argwhere(empty)[0][-1])))
    if question.scope is not None:
        _check_scope(question, known, units, indicators)
    pairs = orient_pairs(question)
    for refusal, low, high in (
        (ConstantCondition, pairs.condition_low, pairs.condition_high),
        (ConstantOutcome, pairs.outcome_low, pairs.outcome_high),
    ):
        flat = ~(low < high)[..., 0]
        if flat.any():
            raise refusal(indicator=name_of(indicators, int(np.argwhere(flat)[0][-1])))


def _check_scope(
    question: NecessityQuestion,
    known: Mask,
    units: Sequence[str] | None,
    indicators: Sequence[str] | None,
) -> None:
    scope = question.scope
    assert scope is not None
    k = question.conditions.shape[-1]
    if scope.conditions.shape != (k, 2):
        raise WrongShape(name="scope.conditions", found=scope.conditions.shape, expected=f"({k}, 2)")
    if scope.outcome.shape != (2,):
        raise WrongShape(name="scope.outcome", found=scope.outcome.shape, expected="(2,)")
    outcome = np.broadcast_to(question.outcome[..., None], question.conditions.shape)
    for refusal, values, limits in (
        (OutsideScope, question.conditions, scope.conditions),
        (OutcomeOutsideScope, outcome, np.broadcast_to(scope.outcome, (k, 2))),
    ):
        wrong = known & ((values < limits[:, 0]) | (values > limits[:, 1]))
        if wrong.any():
            place = tuple(np.argwhere(wrong)[0])
            unit, indicator = int(place[-2]), int(place[-1])
            raise refusal(
                indicator=name_of(indicators, indicator),
                unit=name_of(units, unit),
                value=float(values[place]),
                low=float(limits[indicator, 0]),
                high=float(limits[indicator, 1]),
            )


def _mirrored_limits(
    question: NecessityQuestion, condition_sign: int, outcome_sign: int
) -> tuple[Floats, Floats]:
    """Return the limits by theory in mirrored order, shapes (k, 2) and (2,); NaN where observed."""
    if question.scope is None:
        return np.full((question.conditions.shape[-1], 2), np.nan), np.full(2, np.nan)
    return (
        condition_sign * question.scope.conditions[:, ::condition_sign],
        outcome_sign * question.scope.outcome[::outcome_sign],
    )


def _limits(values: Floats, known: Mask, given: Floats) -> tuple[Floats, Floats]:
    """Return the limits, shape (..., k, 1): those given, otherwise those observed."""
    low = np.where(known, values, np.inf).min(axis=-1, keepdims=True)
    high = np.where(known, values, -np.inf).max(axis=-1, keepdims=True)
    given_low, given_high = given[..., [0]], given[..., [1]]
    return (
        np.where(np.isfinite(given_low), given_low, low),
        np.where(np.isfinite(given_high), given_high, high),
    )
