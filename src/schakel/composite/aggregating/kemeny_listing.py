# SPDX-License-Identifier: EUPL-1.2
"""Write out the Kemeny orders of equal support, in a sequence that does not depend on that of the units.

Orders are built from the top. A unit can come first when moving it there costs no support, or when
what is left without it still has the best support minus what the unit itself adds.
"""

from collections.abc import Iterator
from itertools import islice
from time import monotonic

import numpy as np

from schakel.composite.aggregating.kemeny_programme import (
    Places,
    find_best_order,
    rounding_of_support,
    sum_support,
)
from schakel.composite.bad_input import Floats, Mask


class _TimeUpError(Exception):
    pass


def list_best_orders(
    preference: Floats, order: Places, *, priority: Places, above: Mask, most: int, end: float
) -> tuple[list[Places], bool]:
    """Return at most so many orders with the support of a best one, and whether these are all.

    Among units that can come next, the one with the lowest number in ``priority`` comes first, so the
    first orders of the list are the same however many are asked. ``above`` holds who stands above whom
    in every best order.
    """
    found: list[Places] = []
    try:
        found.extend(islice(_best_orders(preference, order, priority, above, end), most + 1))
    except _TimeUpError:
        return found or [order], False
    return found[:most], len(found) <= most


def _best_orders(
    preference: Floats, order: Places, priority: Places, above: Mask, end: float
) -> Iterator[Places]:
    def next_steps(rest: Places) -> Iterator[Places]:
        free = rest[~above[np.ix_(rest, rest)].any(axis=0)]
        for unit in free[np.argsort(priority[free])]:
            step = _put_first(preference, rest, int(unit), end)
            if step is not None:
                yield step

    levels = [next_steps(order)]
    head: list[int] = []
    while levels:
        rest = next(levels[-1], None)
        if rest is None:
            levels.pop()
            head = head[:-1]
        elif len(rest) == 1:
            yield np.array([*head, int(rest[0])], dtype=np.int64)
        else:
            head.append(int(rest[0]))
            levels.append(next_steps(rest[1:]))


def _put_first(preference: Floats, rest: Places, unit: int, end: float) -> Places | None:
    """Return a best order of the rest, itself in a best order, that starts with a unit; None without."""
    place = int(np.flatnonzero(rest == unit)[0])
    passed, others = rest[:place], np.delete(rest, place)
    slack = rounding_of_support(preference)
    if float((preference[passed, unit] - preference[unit, passed]).sum()) <= slack:
        return np.concatenate([[unit], others])
    if monotonic() > end:
        raise _TimeUpError
    best = find_best_order(preference[np.ix_(others, others)], end=end)
    needed = sum_support(preference, rest) - float(preference[unit, others].sum())
    if best.bound < needed - slack:
        return None
    if not best.proven:
        raise _TimeUpError
    return np.concatenate([[unit], others[best.order]])
