# SPDX-License-Identifier: EUPL-1.2
"""What may be done with the elements of one unit: costs and bounds, checked and made into a task."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import N_, BadInput, Floats, WrongShape, name_of
from schakel.composite.effort.effort_optimum import EffortAggregation, Task
from schakel.composite.weighing.weigh import weigh_given


class UnknownScore(BadInput):
    """An element without a score, or without a positive one under a geometric mean."""

    template = N_("Element '{element}' has score {score}; effort on it cannot be weighed.")
    cure = N_("Leave out what is unknown; a geometric mean also needs scores above 0.")


class WrongLever(BadInput):
    """A cost or bound with which an element cannot rise."""

    template = N_("Element '{element}' has score {score}, cost {cost} and bounds {low} to {high}: {reason}.")
    cure = N_("Costs lie above 0 (infinite: cannot rise) and bounds at or above the score, low before high.")


class BudgetTooSmall(BadInput):
    """A budget that does not pay for what is required."""

    template = N_("A budget of {budget} does not pay for the lower bounds, which cost {required}.")
    cure = N_("Give at least that much, or lower the bounds.")


class TargetOutOfReach(BadInput):
    """A target that no budget reaches within the bounds."""

    template = N_("The index cannot become {target}: within the bounds it stays below or at {most}.")
    cure = N_("Lower the target, or allow elements to rise further.")


@dataclass(frozen=True, slots=True)
class Levers:
    """What may be done with each element; all arrays of shape (k,).

    Attributes
    ----------
    costs
        Cost of one point, above 0; infinite for an element that nobody can change.
    lowest
        Score that is required afterwards; the present score by default.
    highest
        Score that can be reached; unlimited by default.
    """

    costs: Floats
    lowest: Floats | None = None
    highest: Floats | None = None


class Prepared(NamedTuple):
    """A task over the elements with weight, their positions, and where all k elements start.

    ``start`` is the present score or the lower bound above it; ``required`` is what the lower bounds cost.
    """

    task: Task
    counted: NDArray[np.int64]
    start: Floats
    costs: Floats
    required: float


def prepare_task(
    scores: Floats,
    levers: Levers,
    *,
    weights: Floats | None,
    aggregation: EffortAggregation,
    elements: Sequence[str] | None,
) -> Prepared:
    """Check what may be done and return it as a task.

    Raises
    ------
    WrongShape, WrongWeights, UnknownScore, WrongLever
        For input that does not fit.
    """
    scores = np.asarray(scores, dtype=np.float64)
    if scores.ndim != 1 or not len(scores):
        raise WrongShape(name="scores", found=scores.shape, expected="(k_elements,)")
    k = scores.shape
    shares = weigh_given(np.ones(k) if weights is None else np.asarray(weights, dtype=np.float64))
    lowest = scores if levers.lowest is None else np.asarray(levers.lowest, dtype=np.float64)
    highest = np.full(k, np.inf) if levers.highest is None else np.asarray(levers.highest, dtype=np.float64)
    costs = np.asarray(levers.costs, dtype=np.float64)
    for name, array in {"weights": shares, "costs": costs, "lowest": lowest, "highest": highest}.items():
        if array.shape != k:
            raise WrongShape(name=name, found=array.shape, expected=k)
    _refuse_scores(scores, shares, aggregation, elements)
    start = np.maximum(scores, lowest)
    refuse_levers(scores, (costs, start, highest), elements)
    fixed = np.isinf(costs)
    finite = np.where(fixed, 1.0, costs)
    counted = np.flatnonzero(shares > 0)
    high = np.where(fixed, start, highest)
    task = Task(start[counted], high[counted], finite[counted], shares[counted], aggregation)
    return Prepared(task, counted, start, costs, float(finite @ (start - scores)))


def refuse_levers(
    scores: Floats, levers: tuple[Floats, Floats, Floats], elements: Sequence[str] | None
) -> None:
    """Refuse costs, starts and caps with which an element cannot rise.

    Raises
    ------
    WrongLever
        For the first wrong element.
    """
    costs, start, highest = levers
    reasons = {
        "the cost is not above 0": ~(costs > 0),
        "a bound is unknown": np.isnan(start) | np.isnan(highest) | np.isinf(start),
        "the cap lies below the score or the lower bound": highest < start,
        "it must rise but cannot": np.isinf(costs) & (start > scores),
    }
    for reason, wrong in reasons.items():
        if wrong.any():
            element = int(np.flatnonzero(wrong)[0])
            raise WrongLever(
                element=name_of(elements, element),
                score=float(scores[element]),
                cost=float(costs[element]),
                low=float(start[element]),
                high=float(highest[element]),
                reason=reason,
            )


def _refuse_scores(
    scores: Floats, shares: Floats, aggregation: EffortAggregation, elements: Sequence[str] | None
) -> None:
    wrong = ~np.isfinite(scores)
    if aggregation == "geometric":
        wrong |= (scores <= 0) & (shares > 0)
    if wrong.any():
        element = int(np.flatnonzero(wrong)[0])
        raise UnknownScore(element=name_of(elements, element), score=float(scores[element]))
