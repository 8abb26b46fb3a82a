# SPDX-License-Identifier: EUPL-1.2
"""Where effort brings the index furthest: the best use of a budget, and the cheapest way to a target.

One unit, k elements that go into one index; each element can rise at its own cost per point between
its own bounds. The index is an arithmetic or geometric mean or a mean with a penalty for bottleneck
(:mod:`aggregating.bottleneck`); all are concave, so a point that meets the optimality conditions is
the best there is, and every answer carries the size of what is missing from them. With equal costs and
weights the bottleneck index is raised most by filling the lowest elements up to one level
(:func:`fill_lowest_first`), whatever the budget: Acs, Autio and Szerb (2014) and REDI do this step by step.
The costs are what the user thinks of them, and so is the answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from schakel.composite.bad_input import Floats, name_of
from schakel.composite.effort.effort_levers import (
    BudgetTooSmall,
    Levers,
    Prepared,
    TargetOutOfReach,
    UnknownScore,
    WrongLever,
    prepare_task,
)
from schakel.composite.effort.effort_optimum import EffortAggregation, Optimum, best_use, index_of

MOST_DOUBLINGS = 200
ROUNDING = 1e-10


@dataclass(frozen=True, slots=True)
class Effort:
    """The best allocation.

    Attributes
    ----------
    scores, raises, spending
        Scores afterwards, points gained and money spent, shape (k,).
    budget
        Total spent.
    index_before, index_after
        The index at the present scores and afterwards.
    price
        Gain in the index per unit of a little more budget. Where one more element is about to start or has
        just filled up, a little less budget costs more than that.
    gains
        Gain in the index per point on each element, shape (k,). Elements at the minimum together share
        the gain of raising all of them. ``gains / costs`` is the same for every element that is raised and
        not at its cap, and nowhere higher among those that could rise.
    cap_prices
        Gain in the index per point by which a cap is lifted, net of cost at that price, shape (k,).
    residual
        By how much the optimality conditions are missed at most, as a share of the largest gain.
    """

    scores: Floats
    raises: Floats
    spending: Floats
    budget: float
    index_before: float
    index_after: float
    price: float
    gains: Floats
    cap_prices: Floats
    residual: float


def spend_budget(
    scores: Floats,
    *,
    budget: float,
    levers: Levers,
    weights: Floats | None = None,
    aggregation: EffortAggregation = "bottleneck_exponential",
    elements: Sequence[str] | None = None,
) -> Effort:
    """Return the allocation of at most ``budget`` that makes the index as high as possible.

    Maximises ``F(z)`` with ``sum_j c_j (z_j - y_j) <= budget`` and ``lowest_j <= z_j <= highest_j``; y are
    the present scores. The solution is exact to rounding; it is unique but for elements of equal worth
    under the arithmetic mean (the first one gets the money then).

    Parameters
    ----------
    scores
        Shape (k,), all known.
    budget
        In the unit of the costs.
    levers
        Costs and bounds.
    weights
        Shape (k,), as in the index; equal by default. An element without weight gets nothing.
    aggregation
        The index: ``sum w z``, ``prod z^w``, or with m the lowest element with weight
        ``sum w (m + 1 - exp(-(z - m)))`` and ``sum w (m + ln(1 + z - m))``.
    elements
        Names for messages.

    Raises
    ------
    WrongShape, WrongWeights, UnknownScore, WrongLever
        For input that does not fit.
    BudgetTooSmall
        When the lower bounds cost more than the budget.
    """
    given = prepare_task(scores, levers, weights=weights, aggregation=aggregation, elements=elements)
    return _effort(scores, given, best_use(given.task, left_to_spend(budget, given.required)))


def reach_target(
    scores: Floats,
    *,
    target: float,
    levers: Levers,
    weights: Floats | None = None,
    aggregation: EffortAggregation = "bottleneck_exponential",
    elements: Sequence[str] | None = None,
) -> Effort:
    """Return the cheapest allocation with an index of at least ``target``.

    The best index for a budget rises with the budget, so the cheapest budget is its root. Arguments as for
    :func:`spend_budget`; ``target`` is a value of the index.

    Raises
    ------
    TargetOutOfReach
        With the highest index that the bounds allow.
    WrongShape, WrongWeights, UnknownScore, WrongLever
        For input that does not fit.
    """
    given = prepare_task(scores, levers, weights=weights, aggregation=aggregation, elements=elements)
    task = given.task
    most = index_of(task.high, task)
    if not target <= most:
        raise TargetOutOfReach(target=target, most=most)

    def excess(budget: float) -> float:
        return index_of(best_use(task, budget).scores, task) - target

    budget = 0.0
    if excess(0.0) < 0:
        enough = float(task.costs.max())
        for _ in range(MOST_DOUBLINGS):
            if excess(enough) >= 0:
                break
            enough *= 2
        else:
            raise TargetOutOfReach(target=target, most=most)
        budget = float(brentq(excess, 0.0, enough, xtol=1e-15, rtol=1e-15, maxiter=500))
    return _effort(scores, given, best_use(task, budget))


def left_to_spend(budget: float, required: float) -> float:
    """Return what is left of a budget after the lower bounds are paid.

    Raises
    ------
    BudgetTooSmall
        When nothing is, beyond rounding.
    """
    if not required - ROUNDING * max(1.0, required) <= budget < np.inf:
        raise BudgetTooSmall(budget=budget, required=required)
    return max(budget - required, 0.0)


def fill_lowest_first(scores: Floats, *, budget: float, highest: Floats | None = None) -> Floats:
    """Return the points given to each element when the lowest are raised to one common level L.

    ``sum_j clip(L - y_j, 0, cap_j - y_j) = budget``: at equal costs and weights the best there is for the
    bottleneck index and for the geometric mean. The sum of the points is the budget, or less when all
    elements reach their caps.

    Parameters
    ----------
    scores
        Shape (..., k), all known.
    budget
        In points.
    highest
        Caps, shape (k,) or as scores, at or above the scores; none by default.

    Raises
    ------
    UnknownScore, WrongLever, BudgetTooSmall
        For an unknown score, a cap below a score, or a negative budget.
    """
    if not np.isfinite(scores).all():
        element = int(np.argwhere(~np.isfinite(scores))[0][-1])
        raise UnknownScore(element=name_of(None, element), score=float("nan"))
    if not 0 <= budget < np.inf:
        raise BudgetTooSmall(budget=budget, required=0.0)
    top = scores.max(axis=-1, keepdims=True) + budget
    caps = np.broadcast_to(top if highest is None else np.minimum(highest, top), scores.shape)
    if (caps < scores).any():
        element = int(np.argwhere(caps < scores)[0][-1])
        score, cap = (float(part[caps < scores].flat[0]) for part in (scores, caps))
        reason = "the cap lies below the score"
        raise WrongLever(
            element=name_of(None, element), score=score, cost=1.0, low=score, high=cap, reason=reason
        )
    knots = np.sort(np.concatenate([scores, caps], axis=-1), axis=-1)
    room = caps - scores
    spent = np.clip(knots[..., :, None] - scores[..., None, :], 0.0, room[..., None, :]).sum(axis=-1)
    place = np.clip((spent <= budget).sum(axis=-1, keepdims=True) - 1, 0, knots.shape[-1] - 2)
    low, before = np.take_along_axis(knots, place, -1), np.take_along_axis(spent, place, -1)
    rising = ((scores <= low) & (caps > low)).sum(axis=-1, keepdims=True)
    level = low + np.where(rising > 0, (budget - before) / np.maximum(rising, 1), 0.0)
    return np.clip(level - scores, 0.0, room)


def _effort(scores: Floats, given: Prepared, optimum: Optimum) -> Effort:
    """Return the optimum over the elements with weight as an allocation over all."""
    after, gains = given.start.copy(), np.zeros(len(given.start))
    after[given.counted], gains[given.counted] = optimum.scores, optimum.gains
    raises = after - scores
    caps = np.full(len(after), np.inf)
    caps[given.counted] = given.task.high
    can_rise = np.isfinite(given.costs)
    costs = np.where(can_rise, given.costs, 0.0)
    lifted = can_rise & (after >= caps)
    before = given.task._replace(low=np.asarray(scores, dtype=np.float64)[given.counted])
    return Effort(
        scores=after,
        raises=raises,
        spending=costs * raises,
        budget=float(costs @ raises),
        index_before=index_of(before.low, before),
        index_after=index_of(optimum.scores, given.task),
        price=optimum.price,
        gains=gains,
        cap_prices=np.where(lifted, np.maximum(gains - optimum.price * costs, 0.0), 0.0),
        residual=optimum.residual,
    )
