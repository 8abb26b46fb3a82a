# SPDX-License-Identifier: EUPL-1.2
"""Which groups may be shown beside a total, so that no group that is too small can be worked out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown: the total or not, and which groups."""

    total: bool
    groups: frozenset[str]


def choose_shown(sizes: Mapping[str, int], minimum: int, hidden: Collection[str] = ()) -> Shown:
    """Return what may be shown of groups and their total.

    Parameters
    ----------
    sizes
        The number of values of every group in which somebody answered; 0 where all of them left it open.
    minimum
        The smallest number that may be shown.
    hidden
        Groups that are not shown whatever their number: they are too small elsewhere in the same survey,
        and what differs between two questions would give them away.

    Returns
    -------
    Shown
        Groups that are too small are hidden. Whoever takes the groups that are shown from the total finds
        the hidden ones together; when those are fewer than ``minimum``, the smallest group that would be
        shown is hidden as well. A total that is itself too small is not shown.
    """
    total = sum(sizes.values())
    if total < minimum:
        return Shown(total=False, groups=frozenset())
    shown = {group for group, size in sizes.items() if size >= minimum and group not in hidden}
    left = set(sizes) - shown
    if left and shown and sum(sizes[group] for group in left) < minimum:
        shown.remove(min(shown, key=lambda group: (sizes[group], group)))
    return Shown(total=True, groups=frozenset(shown))
