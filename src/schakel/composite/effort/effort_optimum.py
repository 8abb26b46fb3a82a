# SPDX-License-Identifier: EUPL-1.2
"""The best use of a budget over elements of one unit, solved from its optimality conditions.

Every element j may rise from ``low_j`` to ``high_j`` at ``c_j`` a point. At the optimum the raised ones
stand at a common water level t on scales of their own, ``z_j = clip(alpha_j + beta_j t, low_j, high_j)``,
because their marginal gain per unit of cost mu is equal:

* geometric mean: ``w_j / z_j = mu c_j``, so ``z_j = t w_j / c_j`` with t = 1 / mu;
* bottleneck, exponential, above the minimum m: ``w_j exp(-(z_j - m)) = mu c_j``, so
  ``z_j = m + ln(w_j / c_j) + t`` with t = -ln mu;
* bottleneck, logarithmic: ``w_j / (1 + z_j - m) = mu c_j``, so ``z_j = m - 1 + t w_j / c_j``.

What is spent is a broken line in t, so t is found exactly. With a bottleneck the minimum m is chosen as well:
the best index for a given m is concave in m, and the root of its slope is bracketed.
"""

from typing import Literal, NamedTuple

import numpy as np
from scipy.optimize import brentq

from schakel.composite.bad_input import Floats

EffortAggregation = Literal["arithmetic", "geometric", "bottleneck_exponential", "bottleneck_logarithmic"]
TIGHT = 1e-11
NO_RISE = 1e-14


class Task(NamedTuple):
    """Elements with weight above 0 (sum 1): from where, up to where, and at what cost each may rise."""

    low: Floats
    high: Floats
    costs: Floats
    weights: Floats
    aggregation: EffortAggregation


class Optimum(NamedTuple):
    """Scores at the optimum, the gain in the index per unit of budget, and per point of each element.

    ``residual`` is by how much the optimality conditions are missed at most, as a share of the largest gain.
    """

    scores: Floats
    price: float
    gains: Floats
    residual: float


def index_of(scores: Floats, task: Task) -> float:
    """Return the aggregate of the scores; infinite scores are the limit."""
    weights = task.weights
    if task.aggregation == "arithmetic":
        return float(weights @ scores)
    if task.aggregation == "geometric":
        return float(np.exp(weights @ np.log(scores)))
    lowest = scores.min()
    if np.isinf(lowest):
        return float(lowest)
    above = scores - lowest
    gain = -np.expm1(-above) if task.aggregation == "bottleneck_exponential" else np.log1p(above)
    return float(lowest + weights @ gain)


def best_use(task: Task, budget: float) -> Optimum:
    """Return the scores with the highest index that cost at most ``budget``, with the proof of it."""
    most = _cost_of(task.high, task)
    if budget >= most:
        return _certified(task, task.high.copy(), 0.0, spare=True)
    if task.aggregation == "arithmetic":
        scores = _greedy(task, budget)
    elif task.aggregation == "geometric":
        scores, _ = _fill(np.zeros(len(task.low)), task.weights / task.costs, task.low, task, budget)
    else:
        scores = _with_bottleneck(task, budget)
    return _certified(task, scores, budget, spare=False)


def _cost_of(scores: Floats, task: Task) -> float:
    rise = np.where(scores > task.low, scores - task.low, 0.0)
    return float(task.costs @ rise)


def _greedy(task: Task, budget: float) -> Floats:
    """Return the scores when money goes to the element with the highest weight per cost until its cap."""
    order = np.argsort(-task.weights / task.costs, kind="stable")
    room = (task.costs * np.where(task.high > task.low, task.high - task.low, 0.0))[order]
    before = np.concatenate([[0.0], np.cumsum(room)[:-1]])
    spent = np.clip(budget - before, 0.0, room)
    scores = task.low.copy()
    scores[order] += spent / task.costs[order]
    return np.minimum(scores, task.high)


def _fill(alpha: Floats, beta: Floats, low: Floats, task: Task, budget: float) -> tuple[Floats, float]:
    """Return ``clip(alpha + beta t, low, high)`` that costs the budget above ``low``, and t.

    t is the start of the first rise when there is nothing to spend, and inf when all are at their caps.
    """
    movable = task.high > low
    starts = np.where(movable, (low - alpha) / beta, np.inf)
    ends = np.where(movable, (task.high - alpha) / beta, np.inf)
    knots = np.unique(np.concatenate([starts, ends]))
    knots = knots[np.isfinite(knots)]
    if not len(knots):
        return low.copy(), np.inf

    def at(level: Floats) -> Floats:
        raised = np.clip(alpha + beta * level[..., None], low, np.maximum(task.high, low))
        return np.where(movable & (raised - low > NO_RISE * np.maximum(1.0, np.abs(low))), raised, low)

    spent = np.maximum.accumulate((at(knots) - low) @ task.costs)
    place = max(int(np.searchsorted(spent, budget, side="right")) - 1, 0)
    if place == len(knots) - 1 and not (movable & np.isinf(task.high)).any():
        return at(np.array(np.inf)), np.inf
    rising = movable & (starts <= knots[place]) & (ends > knots[place])
    rate = float((task.costs * beta)[rising].sum())
    level = knots[place] + ((budget - spent[place]) / rate if rate > 0 else 0.0)
    return at(np.array(level)), float(level)


def _with_bottleneck(task: Task, budget: float) -> Floats:
    """Return the best scores, with the minimum m at the root of the slope of the best index for given m."""
    lowest, cap = float(task.low.min()), float(task.high.min())
    ones = np.ones(len(task.low))
    open_ended = task._replace(high=np.full(len(task.low), np.inf))
    level = _fill(np.zeros(len(task.low)), ones, task.low, open_ended, budget)[1]
    highest = min(level, cap)
    if _slope(highest, task, budget) >= 0 or highest <= lowest:
        return _above(max(highest, lowest), task, budget)[0]
    if _slope(lowest, task, budget) <= 0:
        return _above(lowest, task, budget)[0]
    found = float(brentq(_slope, lowest, highest, args=(task, budget), xtol=1e-15, rtol=1e-15, maxiter=300))
    nearest = float(task.low[np.abs(task.low - found).argmin()])
    return _above(nearest if abs(nearest - found) <= TIGHT * max(1.0, abs(found)) else found, task, budget)[0]


def _above(lowest: float, task: Task, budget: float) -> tuple[Floats, float]:
    """Return the best scores when none may lie below ``lowest``, and the gain per unit of what is left."""
    floor = np.maximum(task.low, lowest)
    left = max(budget - _cost_of(floor, task), 0.0)
    ratio = task.weights / task.costs
    if task.aggregation == "bottleneck_exponential":
        scores, level = _fill(lowest + np.log(ratio), np.ones(len(floor)), floor, task, left)
        return scores, float(np.exp(-level))
    scores, level = _fill(np.full(len(floor), lowest - 1.0), ratio, floor, task, left)
    return scores, 1 / level


def _slope(lowest: float, task: Task, budget: float) -> float:
    """Return the slope of the best index in m: the value of the minimum less what raising those at m costs.

    An element that stands at m pays ``mu c - w`` a point for it; one that its cap holds there pays nothing.
    """
    scores, price = _above(lowest, task, budget)
    forced = np.maximum(price * task.costs - task.weights, 0.0)
    at_minimum = (task.low <= lowest) & (scores <= lowest)
    return _value_of_minimum(scores, lowest, task) - float(forced[at_minimum].sum())


def _value_of_minimum(scores: Floats, lowest: float, task: Task) -> float:
    """Return the derivative of the index to m with the scores held."""
    return float(task.weights @ (1 - _marginal(scores - lowest, task)))


def _marginal(above: Floats, task: Task) -> Floats:
    return np.exp(-above) if task.aggregation == "bottleneck_exponential" else 1 / (1 + above)


def _certified(task: Task, scores: Floats, budget: float, *, spare: bool) -> Optimum:
    """Return the scores with prices, and by how much these miss the optimality conditions.

    With gain g of one more point and price mu: ``g = mu c`` for an element between its bounds, ``g <= mu c``
    for one at its low and ``g >= mu c`` for one at its high bound. Where elements stand at the minimum
    together, the value of the minimum is divided over their gains.
    """
    scale = max(1.0, float(np.abs(scores[np.isfinite(scores)]).max(initial=0.0)))
    raised = scores > task.low + TIGHT * scale
    capped = scores >= task.high - TIGHT * scale
    gains, minimum, tight = _gradient(task, scores, TIGHT * scale)
    price = 0.0 if spare else _price(task, gains, minimum, tight, capped)
    rest = price * task.costs - gains
    share = np.where(tight & raised & ~capped, rest, 0.0)
    share = np.where(tight & raised & capped, np.maximum(rest, 0.0), share)
    left = minimum - float(share.sum())
    if (tight & capped).any():
        share = np.where(tight & capped, share + max(left, 0.0) / (tight & capped).sum(), share)
        left = min(left, 0.0)
    else:
        room = np.where(tight & ~raised, np.maximum(rest, 0.0), 0.0)
        used = min(max(left, 0.0), float(room.sum()))
        share = share + (room * used / room.sum() if room.sum() > 0 else 0.0)
        left -= used
    gains = gains + share
    excess = gains - price * task.costs
    missed = [
        abs(left),
        float(np.maximum(-share, 0.0).max()),
        float(np.abs(excess[raised & ~capped]).max(initial=0.0)),
        float(np.maximum(excess[~raised & ~capped], 0.0).max(initial=0.0)),
        float(np.maximum(-excess[raised & capped], 0.0).max(initial=0.0)),
        0.0 if spare else price * abs(_cost_of(scores, task) - budget),
        float(np.maximum(task.low - scores, 0.0).max()),
        float(np.where(scores > task.high, scores - task.high, 0.0).max()),
    ]
    return Optimum(scores, price, gains, max(missed) / max(float(gains.max()), 1e-300))


def _gradient(task: Task, scores: Floats, tolerance: float) -> tuple[Floats, float, np.ndarray]:
    """Return the gain per point with the minimum held, the value of the minimum, and who stands at it."""
    if task.aggregation == "arithmetic":
        return task.weights.copy(), 0.0, np.zeros(len(scores), dtype=np.bool_)
    if task.aggregation == "geometric":
        gains = index_of(scores, task) * task.weights / scores
        return gains, 0.0, np.zeros(len(scores), dtype=np.bool_)
    lowest = float(scores.min())
    gains = task.weights * _marginal(scores - lowest, task)
    return gains, _value_of_minimum(scores, lowest, task), scores <= lowest + tolerance


def _price(task: Task, gains: Floats, minimum: float, tight: np.ndarray, capped: np.ndarray) -> float:
    """Return what the next unit of budget brings: on one element, or on all at the minimum together."""
    alone = float((gains / task.costs)[~capped].max(initial=0.0))
    if not tight.any() or (tight & capped).any():
        return alone
    return max(alone, (minimum + float(gains[tight].sum())) / float(task.costs[tight].sum()))
