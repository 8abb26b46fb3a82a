# SPDX-License-Identifier: EUPL-1.2
"""Split units into groups that stand in the same sequence in every Kemeny order, and solve each.

First where the majorities leave no doubt: every unit of a group beats every unit of the next. Then,
within such a group, where the programme shows that all best orders have the same units on top. Each
group has its own best support, and only units of one group can change places.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from schakel.composite.aggregating.kemeny_places import always_above, find_places, merge_equal_units
from schakel.composite.aggregating.kemeny_programme import (
    BestOrder,
    Places,
    choice_of,
    find_best_order,
    list_pairs,
)
from schakel.composite.bad_input import Floats, Mask


class Group(NamedTuple):
    """Units that stand together in every best order: best order, bound, and their places within it."""

    rows: Places
    order: Places
    bound: float
    proven: bool
    highest: Places
    lowest: Places
    above: Mask
    places_proven: bool


def solve_groups(preference: Floats, end: float, *, places: bool) -> list[Group]:
    """Return the groups of which every unit beats all units of the next, each with its best order."""
    groups: list[Group] = []
    for rows in _split_by(preference >= preference.T):
        own = preference[np.ix_(rows, rows)]
        groups += _solve_group(own, rows, end) if places else [_order_group(own, rows, end)]
    return groups


def _order_group(preference: Floats, rows: Places, end: float) -> Group:
    """Solve a group for its order alone: parts that beat or tie all later ones are solved one by one."""
    parts, bound, proven, counted = [], 0.0, True, np.zeros(preference.shape, dtype=np.bool_)
    for part in _split_by(preference > preference.T):
        own = np.ix_(part, part)
        best = find_best_order(preference[own], end=end)
        parts.append(part[best.order])
        bound, proven, counted[own] = bound + best.bound, proven and best.proven, True
    bound += float(np.where(counted, 0.0, np.maximum(preference, preference.T)).sum()) / 2
    found = _unsettled(rows, np.concatenate(parts), bound, proven=proven)
    return found._replace(places_proven=len(rows) == 1)


def _solve_group(preference: Floats, rows: Places, end: float) -> list[Group]:
    """Solve a group for its order and for the places over all its best orders, in parts where it has any."""
    n = len(rows)
    blocks = merge_equal_units(preference)
    if len(blocks) == 1:
        support = float(np.triu(preference, 1).sum())
        return [_unsettled(rows, np.arange(n), support, proven=True)._replace(places_proven=True)]
    sizes = np.array([len(block) for block in blocks], dtype=np.int64)
    firsts = [int(block[0]) for block in blocks]
    merged = preference[np.ix_(firsts, firsts)] * np.outer(sizes, sizes)
    np.fill_diagonal(merged, 0.0)
    best = find_best_order(merged, end=end)
    within = sum(float(np.triu(preference[np.ix_(block, block)], 1).sum()) for block in blocks)
    order = np.concatenate([blocks[block] for block in best.order])
    if not best.proven:
        return [_unsettled(rows, order, best.bound + within, proven=False)]
    parts = [np.concatenate([blocks[block] for block in part]) for part in _parts(merged, best)]
    if len(parts) > 1:
        return [
            group for part in parts for group in _solve_group(preference[np.ix_(part, part)], rows[part], end)
        ]
    found = find_places(merged, best, sizes=sizes, end=end)
    member = np.empty(n, dtype=np.int64)
    for number, block in enumerate(blocks):
        member[block] = number
    highest, lowest = found.fewest[member] + 1, (found.most + sizes)[member]
    above = found.above[np.ix_(member, member)]
    return [Group(rows, order, best.bound + within, True, highest, lowest, above, found.proven)]


def _unsettled(rows: Places, order: Places, bound: float, *, proven: bool) -> Group:
    """Return a group of which only an order and a bound are known."""
    n = len(rows)
    first, last = np.ones(n, dtype=np.int64), np.full(n, n, dtype=np.int64)
    above = np.zeros((n, n), dtype=np.bool_)
    return Group(rows, order, bound, proven, first, last, above, places_proven=False)


def _parts(preference: Floats, best: BestOrder) -> Iterator[Places]:
    """Yield the blocks from the top down, cut where all best orders have the same blocks above."""
    pairs = list_pairs(preference)
    base = choice_of(pairs, best.order)
    above = always_above(pairs, np.where(best.fixed, base, 0.0), np.where(best.fixed, base, 1.0))
    standing = above[np.ix_(best.order, best.order)]
    start = 0
    for cut in range(1, len(best.order) + 1):
        if standing[:cut, cut:].all():
            yield best.order[start:cut]
            start = cut


def places_of(groups: Sequence[Group]) -> tuple[Places, Places]:
    """Return the highest and lowest place of each unit among all."""
    n = sum(len(group.rows) for group in groups)
    highest, lowest, before = np.empty(n, dtype=np.int64), np.empty(n, dtype=np.int64), 0
    for group in groups:
        highest[group.rows], lowest[group.rows] = group.highest + before, group.lowest + before
        before += len(group.rows)
    return highest, lowest


def bound_of(preference: Floats, groups: Sequence[Group]) -> float:
    """Return the largest support there can be: that within groups and that of earlier over later ones."""
    place = np.empty(len(preference), dtype=np.int64)
    for number, group in enumerate(groups):
        place[group.rows] = number
    across = preference[place[:, None] < place].sum()
    return sum(group.bound for group in groups) + float(across)


def _split_by(beats: Mask) -> list[Places]:
    """Return groups of units that reach one another along ``beats``, those that reach most first."""
    n = len(beats)
    reach = beats | np.eye(n, dtype=np.bool_)
    for _ in range(int(np.ceil(np.log2(max(n, 2))))):
        reach = (reach.astype(np.float32) @ reach.astype(np.float32)) > 0
    mutual = reach & reach.T
    leaders, reached = mutual.argmax(axis=1), reach.sum(axis=1)
    found = [np.flatnonzero(leaders == leader) for leader in np.unique(leaders)]
    return sorted(found, key=lambda group: (-int(reached[group[0]]), int(group[0])))
