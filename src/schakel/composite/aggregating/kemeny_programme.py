# SPDX-License-Identifier: EUPL-1.2
"""The programme over pairs behind the Kemeny order, solved by linear programmes and branching.

One variable per pair: ``x_ij`` is 1 when i stands above j. An order is a choice without cycles, and
cycles of three suffice: ``0 <= x_ij + x_jk - x_ik <= 1`` for i < j < k (Groetschel, Juenger and
Reinelt 1984). The linear relaxation with the rows that matter gives an upper bound, and mostly an
order at once; otherwise a pair is chosen both ways in turn until no part can do better (branch and
bound). Only linear programmes are solved, so the search is the same everywhere and prints nothing.
"""

from time import monotonic
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import OptimizeResult, linprog
from scipy.sparse import csr_array, vstack

from schakel.composite.bad_input import Floats, Mask

Places = NDArray[np.int64]
BROKEN = 1e-6
MOST_NEW_ROWS = 20_000
ROUNDING_OF_SUM = 1e-14
# the solver keeps rows up to 1e-7; leads are stretched so that this is no lead at all
STRETCH = 1e3
SHARE_OF_LEAD = 1e-8
INFEASIBLE = 2


class Pairs(NamedTuple):
    """Units i < j of every pair, the lead of i over j in units that make the largest STRETCH."""

    n: int
    first: Places
    second: Places
    lead: Floats
    unit: float


class Aim(NamedTuple):
    """What a search maximises over orders.

    ``gain`` per pair (that of having its first unit above), the ``step`` that counts as better, the
    ``least`` sum of leads that an order must have, and the total that is ``enough`` to stop.
    """

    gain: Floats
    step: float
    least: float
    enough: float = np.inf


class Limits(NamedTuple):
    """Lowest and highest choice per pair, the rows known so far, and the moment to stop."""

    low: Floats
    high: Floats
    rows: csr_array
    end: float


class Relaxed(NamedTuple):
    """Optimum of a relaxation, its choice, and what turning each pair costs at least."""

    bound: float
    chosen: Floats
    loss: Floats


class Outcome(NamedTuple):
    """The best order found and its gain, the most there can be, the rows used, and the first relaxation."""

    order: Places
    value: float
    bound: float
    rows: csr_array
    first: Relaxed | None


class BestOrder(NamedTuple):
    """An order with the largest support found, a bound, and the pairs that stand so in every best order."""

    order: Places
    bound: float
    proven: bool
    fixed: Mask
    rows: csr_array


def sum_support(preference: Floats, order: Places) -> float:
    """Return the sum of the preferences of higher over lower units in an order."""
    return float(np.triu(preference[np.ix_(order, order)], 1).sum())


def rounding_of_support(preference: Floats) -> float:
    """Return the difference up to which two supports are the same: 1e-8 of the largest lead, and rounding."""
    largest_lead = float(np.abs(preference - preference.T).max())
    return SHARE_OF_LEAD * largest_lead + ROUNDING_OF_SUM * len(preference) ** 2 * float(
        np.abs(preference).max()
    )


def list_pairs(preference: Floats) -> Pairs:
    """Return the pairs of units and their leads."""
    first, second = np.triu_indices(len(preference), 1)
    lead = preference[first, second] - preference[second, first]
    unit = max(float(np.abs(lead).max(initial=0.0)), 1e-300) / STRETCH
    return Pairs(len(preference), first, second, lead / unit, unit)


def find_best_order(preference: Floats, *, end: float) -> BestOrder:
    """Return an order with the largest support that was found, and what is known about the others.

    ``end`` is the moment (:func:`time.monotonic`) after which no branch is searched any more.
    """
    n = len(preference)
    pairs = list_pairs(preference)
    if n == 1:
        none = np.zeros(0)
        return BestOrder(np.zeros(1, dtype=np.int64), 0.0, True, none > 0, csr_array((0, 0)))
    size = len(pairs.lead)
    step = rounding_of_support(preference) / pairs.unit
    limits = Limits(np.zeros(size), np.ones(size), csr_array((0, size)), end)
    found = search(pairs, Aim(pairs.lead, step, -np.inf), limits, start=np.arange(n), value=-np.inf)
    order = found.order
    behind = float(preference[pairs.second, pairs.first].sum())
    support = sum_support(preference, order)
    proven = found.bound <= found.value + step
    bound = support if proven else max(support, behind + found.bound * pairs.unit)
    fixed = np.zeros(size, dtype=np.bool_)
    if found.first is not None:
        fixed = found.first.loss > found.first.bound - found.value + 2 * step
    return BestOrder(order, bound, proven, fixed, found.rows)


def search(pairs: Pairs, aim: Aim, limits: Limits, *, start: Places, value: float) -> Outcome:
    """Return the order with the largest gain; ``start`` where none gains a step more than ``value``."""
    order = start
    parts, rows = [(limits.low, limits.high, np.inf)], limits.rows
    first: Relaxed | None = None
    left = -np.inf
    while parts:
        low, high, bound = parts.pop()
        if bound <= value + aim.step:
            continue
        if first is not None and monotonic() > limits.end:
            left = max([bound, *(part[2] for part in parts)])
            break
        enough = value + aim.step
        solved, rows = _relax(pairs, aim, Limits(low, high, rows, limits.end), enough)
        if solved is None:
            continue
        bound = solved.bound
        first = first or solved
        better = _order_near(pairs, aim, solved.chosen)
        if better is not None and (gain := float(aim.gain @ choice_of(pairs, better))) > value:
            order, value = better, gain
        if value >= aim.enough:
            left = max([bound, *(part[2] for part in parts)])
            break
        if bound <= value + aim.step:
            continue
        settled, turn = solved.loss > bound - value, np.rint(solved.chosen)
        low, high = np.where(settled, turn, low), np.where(settled, turn, high)
        parts += _split(solved.chosen, low, high, bound)
    return Outcome(order, value, max(left, value), rows, first)


def find_faces(pairs: Pairs, largest: float, rounding: float, limits: Limits) -> tuple[list[Limits], bool]:
    """Return parts that together hold all orders with the largest sum of leads, and whether these are all.

    In each part the relaxation allows no more than that sum either, so that what is sought among its
    orders is mostly found by one linear programme.
    """
    least = largest - rounding
    aim, rows = Aim(pairs.lead, 0.0, -np.inf), limits.rows
    parts, faces = [(limits.low, limits.high, np.inf)], []
    while parts:
        low, high, _ = parts.pop()
        solved, rows = _relax(pairs, aim, Limits(low, high, rows, limits.end), least)
        if solved is None:
            continue
        settled, turn = solved.loss > solved.bound - largest + 2 * rounding, np.rint(solved.chosen)
        low, high = np.where(settled, turn, low), np.where(settled, turn, high)
        ways = _split(solved.chosen, low, high, solved.bound)
        if solved.bound <= largest + 2 * rounding or not ways:
            faces.append((low, high))
        elif monotonic() > limits.end:
            return [limits], False
        else:
            parts += ways
    return [Limits(low, high, rows, limits.end) for low, high in faces], True


def choice_of(pairs: Pairs, order: Places) -> Floats:
    """Return 1 for each pair whose first unit stands above the second."""
    place = np.argsort(order)
    return (place[pairs.first] < place[pairs.second]).astype(np.float64)


def square_of(pairs: Pairs, numbers: Floats) -> Floats:
    """Return numbers per pair as a square: row above column; the other half is 0."""
    square = np.zeros((pairs.n, pairs.n))
    square[pairs.first, pairs.second] = numbers
    return square


def _order_near(pairs: Pairs, aim: Aim, chosen: Floats) -> Places | None:
    """Return an order near a choice, or None when that order has too little support."""
    above = np.zeros(pairs.n)
    np.add.at(above, pairs.first, chosen)
    np.add.at(above, pairs.second, 1 - chosen)
    order = np.argsort(-above, kind="stable")
    if np.isneginf(aim.least):
        upper = square_of(pairs, aim.gain)
        return _shift_units(upper - upper.T, order)
    return order if float(pairs.lead @ choice_of(pairs, order)) >= aim.least else None


def _split(chosen: Floats, low: Floats, high: Floats, bound: float) -> list[tuple[Floats, Floats, float]]:
    """Return both ways to choose the pair that is most in between; the likelier one comes last."""
    pair = int(np.argmax(np.where(low < high, np.minimum(chosen, 1 - chosen), -1.0)))
    if low[pair] == high[pair]:
        return []
    without, included = high.copy(), low.copy()
    without[pair], included[pair] = 0.0, 1.0
    ways = [(low, without, bound), (included, high, bound)]
    return ways if chosen[pair] > 0.5 else ways[::-1]


def _relax(pairs: Pairs, aim: Aim, limits: Limits, enough: float) -> tuple[Relaxed | None, csr_array]:
    """Solve the linear relaxation, adding the rows that its solution breaks until none is left.

    None when there is no more than ``enough`` to find. A programme that fails bounds nothing.
    """
    rows = limits.rows
    while True:
        solved = _solve(pairs, aim, limits, rows)
        if solved.status == INFEASIBLE:
            return None, rows
        if solved.status != 0:
            middle = (limits.low + limits.high) / 2
            return Relaxed(np.inf, middle, np.zeros(len(middle))), rows
        if -solved.fun <= enough:
            return None, rows
        broken = _broken_rows(pairs, solved.x)
        if not broken.shape[0]:
            loss = np.abs(solved.lower.marginals + solved.upper.marginals)
            return Relaxed(-float(solved.fun), solved.x, loss), rows
        rows = vstack([rows, broken], format="csr")


def _solve(pairs: Pairs, aim: Aim, limits: Limits, rows: csr_array) -> OptimizeResult:
    most = np.repeat([1.0, 0.0], rows.shape[0])
    parts = [rows, -rows]
    if not np.isneginf(aim.least):
        parts.append(csr_array(-pairs.lead[None, :]))
        most = np.append(most, -aim.least)
    given = {"A_ub": vstack(parts, format="csr"), "b_ub": most} if len(most) else {}
    return linprog(-aim.gain, bounds=np.stack([limits.low, limits.high], axis=1), method="highs", **given)


def _broken_rows(pairs: Pairs, chosen: Floats) -> csr_array:
    """Return the transitivity rows that a choice breaks, the most broken first and not too many."""
    square = square_of(pairs, chosen)
    found = []
    for lowest in range(pairs.n - 2):
        rest = square[lowest + 1 :, lowest + 1 :]
        own = square[lowest, lowest + 1 :]
        total = own[:, None] + rest - own
        excess = np.triu(np.maximum(total - 1, -total), 1)
        middle, highest = np.nonzero(excess > BROKEN)
        found.append(
            np.stack([np.full(len(middle), lowest), middle + lowest + 1, highest + lowest + 1], axis=1)
        )
    triples = np.concatenate(found) if found else np.zeros((0, 3), dtype=np.int64)
    low, middle, high = triples.T
    total = square[low, middle] + square[middle, high] - square[low, high]
    order = np.argsort(-np.maximum(total - 1, -total), kind="stable")[:MOST_NEW_ROWS]
    number = square_of(pairs, np.arange(len(pairs.lead), dtype=np.float64)).astype(np.int64)
    columns = np.stack([number[low, middle], number[middle, high], number[low, high]], axis=1)[order]
    entries = np.tile([1.0, 1.0, -1.0], len(order))
    starts = np.arange(0, 3 * len(order) + 1, 3)
    return csr_array((entries, columns.ravel(), starts), shape=(len(order), len(pairs.lead)))


def _shift_units(lead: Floats, order: Places) -> Places:
    """Move single units to a better place until none gains."""
    order = order.copy()
    while True:
        gains = [_best_move(lead, order, place) for place in range(len(order))]
        gain, place, target = max(gains, key=lambda move: move[0])
        if gain <= SHARE_OF_LEAD * float(np.abs(lead).max()):
            return order
        moved = order[place]
        order = np.insert(np.delete(order, place), target, moved)


def _best_move(lead: Floats, order: Places, place: int) -> tuple[float, int, int]:
    """Return the gain of the best other place for the unit at one place, and both places."""
    others = np.delete(order, place)
    own = lead[order[place], others]
    # standing at target t means above others[t:]; support relative to standing last
    value = np.append(np.cumsum(own[::-1])[::-1], 0.0)
    target = int(value.argmax())
    return float(value[target] - value[place]), place, target
