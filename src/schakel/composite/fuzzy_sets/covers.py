# SPDX-License-Identifier: EUPL-1.2
"""All smallest sets of prime implicants that cover every sufficient row (Petrick's problem).

Petrick (1956), as in McCluskey (1956), *Bell System Technical Journal* 35. Ways of covering without an
alternative are taken first; the rows that are left fall into groups without a common implicant, each
solved alone: its smallest number by integer programming (HiGHS, through scipy), then all covers of that
size by branching on the row with the fewest ways.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse.csgraph import connected_components

from schakel.composite.bad_input import N_, BadInput, Mask

MOST_STEPS = 20_000
Cover = tuple[int, ...]


class UncoveredRow(BadInput):
    """A row that no prime implicant covers."""

    template = N_("Row {row} of the chart is covered by nothing.")


@dataclass(frozen=True, slots=True)
class MinimalCovers:
    """Covers of the same, smallest size.

    Attributes
    ----------
    covers
        Places in the chart, ascending, one tuple a cover.
    complete
        Whether these are all; False where the limit on covers or on search steps was met.
    """

    covers: tuple[Cover, ...]
    complete: bool


@dataclass(slots=True)
class _Steps:
    left: int = MOST_STEPS


def find_minimal_covers(chart: Mask, *, most_covers: int = 1000) -> MinimalCovers:
    """Return all smallest sets of implicants that cover every row.

    Parameters
    ----------
    chart
        Which implicant covers which row, shape (n_implicants, n_rows).
    most_covers
        Stop after this many.

    Raises
    ------
    UncoveredRow
        For a row that nothing covers.
    """
    if not chart.any(axis=0).all():
        raise UncoveredRow(row=int(np.flatnonzero(~chart.any(axis=0))[0]))
    steps = _Steps()
    distinct, members = _distinct(chart)
    forced = (distinct & (distinct.sum(axis=0) == 1)).any(axis=1)
    parts: list[list[Cover]] = [[(one,) for one in members[way]] for way in np.flatnonzero(forced)]
    for rows in _separate_groups(chart, ~distinct[forced].any(axis=0)):
        covers = _cover_group(chart[:, rows], steps)
        parts.append(list(islice(covers, most_covers + 1)))
    joined = (tuple(sorted(place for part in choice for place in part)) for choice in product(*parts))
    found = list(islice(joined, most_covers + 1))
    complete = steps.left > 0 and len(found) <= most_covers
    return MinimalCovers(covers=tuple(sorted(found[:most_covers])), complete=complete)


def _distinct(chart: Mask) -> tuple[Mask, list[list[int]]]:
    """Return the different ways of covering, and the implicants that cover in each way."""
    distinct, way = np.unique(chart, axis=0, return_inverse=True)
    members: list[list[int]] = [[] for _ in distinct]
    for place, one in enumerate(way.ravel()):
        members[int(one)].append(place)
    return distinct, members


def _separate_groups(chart: Mask, rows: Mask) -> list[NDArray[np.intp]]:
    """Return these rows in groups that have no implicant in common."""
    places = np.flatnonzero(rows)
    own = chart[:, places].astype(np.int64)
    n_groups, group = connected_components(own.T @ own, directed=False)
    return [places[group == one] for one in range(n_groups)]


def _cover_group(chart: Mask, steps: _Steps) -> Iterator[Cover]:
    """Yield the smallest covers of one group of rows; at least one, also when no steps are left."""
    distinct, members = _distinct(chart)
    smallest = _one_smallest(distinct)
    everything, allowed = np.ones(chart.shape[1], dtype=np.bool_), np.asarray(distinct.any(axis=1))
    none_yet = True
    for cover in _enumerate(distinct.astype(np.int64), (everything, allowed), len(smallest), steps):
        none_yet = False
        yield from product(*(members[way] for way in cover))
    if none_yet:
        yield tuple(members[way][0] for way in smallest)


def _one_smallest(distinct: Mask) -> list[int]:
    """Return one smallest cover, from the ways of covering that no other contains."""
    numbers = distinct.astype(np.int64)
    contained = numbers @ numbers.T == numbers.sum(axis=1)[:, None]
    np.fill_diagonal(contained, False)
    widest = np.flatnonzero(~contained.any(axis=1))
    found = milp(
        np.ones(len(widest)),
        integrality=np.ones(len(widest)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(numbers[widest].T, lb=1),
    )
    return [int(way) for way in widest[np.round(found.x) == 1]]


def _enumerate(
    chart: NDArray[np.int64], state: tuple[Mask, Mask], size: int, steps: _Steps
) -> Iterator[Cover]:
    """Yield every cover of the rows still uncovered by ``size`` of the ways still allowed, each once."""
    uncovered, allowed = state
    missing = int(uncovered.sum())
    if not missing or not size or steps.left <= 0:
        if not missing and not size:
            yield ()
        return
    steps.left -= 1
    gains = np.where(allowed, chart @ uncovered, 0)
    others_at_most = int(np.sort(gains)[::-1][: size - 1].sum())
    useful = gains >= max(1, missing - others_at_most)
    ways = chart[useful].sum(axis=0)
    row = int(np.where(uncovered, ways, ways.max(initial=0) + 1).argmin())
    left = useful.copy()
    for way in np.flatnonzero(useful & (chart[:, row] > 0)):
        left[way] = False
        rest = (uncovered & (chart[way] == 0), left.copy())
        for others in _enumerate(chart, rest, size - 1, steps):
            yield (int(way), *others)
