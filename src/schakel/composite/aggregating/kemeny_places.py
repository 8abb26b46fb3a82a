# SPDX-License-Identifier: EUPL-1.2
"""The places that a unit takes over all Kemeny orders.

Several orders can have the largest support, often more than can be listed. What they have in common
can be found without listing them: which units always stand above which others, and the highest and
lowest place of every unit. Each is a programme over the same pairs with the support held at its
largest value.
"""

from itertools import product
from time import monotonic
from typing import NamedTuple

import numpy as np

from schakel.composite.aggregating.kemeny_programme import (
    Aim,
    BestOrder,
    Limits,
    Pairs,
    Places,
    choice_of,
    find_faces,
    list_pairs,
    rounding_of_support,
    search,
)
from schakel.composite.bad_input import Floats, Mask

DIGITS_OF_LEAD = 12
ALMOST_ONE = 0.999


class PlaceRange(NamedTuple):
    """Fewest and most units above each block over the best orders, and who is always above whom.

    Without ``proven`` the numbers are limits that no best order passes, and ``above`` holds only what is
    certain.
    """

    fewest: Places
    most: Places
    above: Mask
    proven: bool


class _BestOrders(NamedTuple):
    """The orders with the sum of leads ``least``, in parts; ``base`` is the choice of the first one known."""

    pairs: Pairs
    least: float
    base: Floats
    parts: list[Limits]
    known: list[Places]


def merge_equal_units(preference: Floats) -> list[Places]:
    """Return the units in blocks that are tied with each other and stand alike to all others.

    Some best order has the units of a block next to each other, and the places that the block and
    others can take are the same as when its units are free to part: moving all to the one that stands
    highest, or lowest, costs no support.
    """
    lead = preference - preference.T
    scale = max(float(np.abs(lead).max()), 1e-300)
    alike = np.round(lead / scale, DIGITS_OF_LEAD) + 0.0
    _, first, block = np.unique(alike, axis=0, return_index=True, return_inverse=True)
    members = block.ravel()
    return [np.flatnonzero(members == members[row]) for row in np.sort(first)]


def find_places(preference: Floats, best: BestOrder, *, sizes: Places, end: float) -> PlaceRange:
    """Return the places that blocks take over all orders with the support of a proven best one.

    ``preference`` counts every pair of units of two blocks, ``sizes`` the units per block; ``end`` is
    the moment to stop.
    """
    pairs = list_pairs(preference)
    base = choice_of(pairs, best.order)
    largest = float(pairs.lead @ base)
    rounding = rounding_of_support(preference) / pairs.unit
    low, high = np.where(best.fixed, base, 0.0), np.where(best.fixed, base, 1.0)
    parts, proven = find_faces(pairs, largest, rounding, Limits(low, high, best.rows, end))
    orders = _BestOrders(pairs, largest - rounding, base, parts, [best.order])
    undecided = low < high
    if proven:
        turned, proven = _settle_pairs(orders)
        undecided = turned if proven else undecided
    above = always_above(pairs, np.where(undecided, 0.0, base), np.where(undecided, 1.0, base))
    ends = np.stack([sizes @ above, sizes.sum() - sizes - above @ sizes])
    if proven:
        _push_blocks(orders, above)
        proven = _move_blocks(orders, sizes, ends)
    return PlaceRange(ends[0], ends[1], above, proven)


def count_above(order: Places, sizes: Places) -> Places:
    """Return the number of units above each block."""
    above = np.empty(len(order), dtype=np.int64)
    above[order] = np.cumsum(sizes[order]) - sizes[order]
    return above


def _settle_pairs(orders: _BestOrders) -> tuple[Mask, bool]:
    """Return the pairs that do not stand the same way in all best orders, and whether all were settled.

    Orders that turn more of the pairs are looked for until there are none; every one found is kept.
    """
    pairs, base = orders.pairs, orders.base
    turned = np.zeros(len(base), dtype=np.bool_)
    for part in orders.parts:
        while True:
            gain = np.where(turned, 0.0, 1 - 2 * base)
            value = float(gain @ base)
            aim = Aim(gain, ALMOST_ONE, orders.least, enough=value + ALMOST_ONE)
            found = search(pairs, aim, part, start=orders.known[0], value=value)
            now = ~turned & (choice_of(pairs, found.order) != base)
            if now.any():
                orders.known.append(found.order)
                turned |= now
            elif found.bound > found.value + ALMOST_ONE:
                return turned, False
            else:
                break
    return turned, True


def _push_blocks(orders: _BestOrders, above: Mask) -> None:
    """Add the best orders in which one block stands right below all that must be above it, or the reverse."""
    first = orders.known[0]
    for block in range(len(first)):
        others = first[first != block]
        ahead, behind = above[others, block], above[block, others]
        for upper in (ahead, ~behind):
            order = np.concatenate([others[upper], [block], others[~upper]])
            if float(orders.pairs.lead @ choice_of(orders.pairs, order)) >= orders.least:
                orders.known.append(order)


def _move_blocks(orders: _BestOrders, sizes: Places, ends: Places) -> bool:
    """Bring the ends of each block to what a best order has; tell whether time sufficed."""
    pairs = orders.pairs
    for side, block in product((0, 1), range(pairs.n)):
        counts = [int(count_above(order, sizes)[block]) for order in orders.known]
        seen = int(np.argmax(counts) if side else np.argmin(counts))
        if counts[seen] == ends[side, block]:
            continue
        upper = np.where(pairs.second == block, -sizes[pairs.first], 0)
        gain = (upper + np.where(pairs.first == block, sizes[pairs.second], 0)).astype(np.float64)
        aim, reached = Aim(-gain if side else gain, ALMOST_ONE, orders.least), orders.known[seen]
        for part in orders.parts:
            value = float(aim.gain @ choice_of(pairs, reached))
            found = search(pairs, aim, part, start=reached, value=value)
            if monotonic() > part.end or found.bound > found.value + ALMOST_ONE:
                return False
            reached = found.order
        orders.known.append(reached)
        ends[side, block] = count_above(reached, sizes)[block]
    return True


def always_above(pairs: Pairs, low: Floats, high: Floats) -> Mask:
    """Return which block stands above which wherever the choices per pair are between these limits."""
    above = np.zeros((pairs.n, pairs.n), dtype=np.bool_)
    above[pairs.first, pairs.second] = low > 0
    above[pairs.second, pairs.first] = high < 1
    for _ in range(int(np.ceil(np.log2(max(pairs.n, 2))))):
        above = above | ((above.astype(np.float32) @ above.astype(np.float32)) > 0)
    return above
