# SPDX-License-Identifier: EUPL-1.2
"""Which element comes next: the best use of a budget while it grows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import Floats
from schakel.composite.effort.allocate import left_to_spend
from schakel.composite.effort.effort_levers import Levers, prepare_task
from schakel.composite.effort.effort_optimum import EffortAggregation, Task, best_use, index_of

FINEST = 1e-10
RAISED = 1e-9
ROUNDING = 1e-7


@dataclass(frozen=True, slots=True)
class EffortPath:
    """How the best allocation changes as the budget grows.

    Attributes
    ----------
    order
        Elements in the order in which they first get money, shape (n_raised,).
    starts, fulls
        Budget from which an element gets money, and at which it reaches its cap; inf where never, shape (k,).
    budgets
        0, every start and full, and the whole budget, rising, shape (n_knots,).
    scores, index
        At these budgets, shapes (n_knots, k) and (n_knots,).
    """

    order: NDArray[np.int64]
    starts: Floats
    fulls: Floats
    budgets: Floats
    scores: Floats
    index: Floats


def trace_spending(
    scores: Floats,
    *,
    budget: float,
    levers: Levers,
    weights: Floats | None = None,
    aggregation: EffortAggregation = "bottleneck_exponential",
    elements: Sequence[str] | None = None,
) -> EffortPath:
    """Return which element comes next as the budget grows from what the lower bounds cost to ``budget``.

    No element ever falls when the budget grows, so each has one budget at which it starts to rise and one at
    which it is full; they are found by halving, to 1e-7 of the budget. Arguments and failures as for
    :func:`spend_budget`.
    """
    given = prepare_task(scores, levers, weights=weights, aggregation=aggregation, elements=elements)
    task, free = given.task, left_to_spend(budget, given.required)
    found = {0.0: task.low, free: best_use(task, free).scores}
    margin = RAISED * max(1.0, float(np.abs(found[free]).max()))
    starts, fulls = (np.full(len(given.start), np.inf) for _ in range(2))
    for place, element in enumerate(given.counted):
        low, high = task.low[place] + margin, task.high[place] - margin
        if high > low:
            starts[element] = given.required + _first_budget(task, found, place, low)
            fulls[element] = given.required + _first_budget(task, found, place, high)
    knots = _joined(np.concatenate([[given.required, given.required + free], starts, fulls]), ROUNDING * free)
    starts, fulls = (knots[np.searchsorted(knots, array, side="right") - 1] for array in (starts, fulls))
    knots = knots[np.isfinite(knots)]
    profiles = np.tile(given.start, (len(knots), 1))
    for row, knot in enumerate(knots):
        profiles[row, given.counted] = best_use(task, max(float(knot) - given.required, 0.0)).scores
    order = np.argsort(starts, kind="stable")
    return EffortPath(
        order=order[np.isfinite(starts[order])],
        starts=starts,
        fulls=fulls,
        budgets=knots,
        scores=profiles,
        index=np.array([index_of(profile[given.counted], task) for profile in profiles]),
    )


def _first_budget(task: Task, found: dict[float, Floats], place: int, score: float) -> float:
    """Return the lowest budget with which one element gets above a score; inf when the largest does not.

    ``found`` keeps the scores of every budget that was tried, for this and for other elements.
    """
    reached = [budget for budget, scores in found.items() if scores[place] > score]
    if not reached:
        return np.inf
    high = min(reached)
    low = max(budget for budget, scores in found.items() if scores[place] <= score)
    while high - low > FINEST * max(found):
        middle = (low + high) / 2
        found[middle] = best_use(task, middle).scores
        low, high = (middle, high) if found[middle][place] <= score else (low, middle)
    return low


def _joined(budgets: Floats, width: float) -> Floats:
    """Return the distinct budgets in rising order; of those that lie closer together the first."""
    ordered = np.unique(budgets)
    with np.errstate(invalid="ignore"):
        apart = np.append(True, np.diff(ordered) > width)
    return ordered[apart | np.isinf(ordered)]
