# SPDX-License-Identifier: EUPL-1.2
"""Does the agenda fit in the meeting: asked before it is convened, and when its times change."""

from collections.abc import Iterable

from schakel.cycle.models import AgendaItem, Meeting
from schakel.cycle.queries.time_budget import budget_of, takes_time
from schakel.koers.failures import N_, Failure


class EmptyAgenda(Failure):
    """A meeting is convened without a single item."""

    template = N_("“{name}” has no items yet.")
    cure = N_("Put at least one item on the agenda, or start from a standard agenda.")


class MinutesUnknown(Failure):
    """Items without minutes, so that nobody can say whether the agenda fits."""

    template = N_("These items have no minutes yet: {items}.")
    cure = N_("Give each item its minutes, so that it is clear whether the agenda fits.")


class OverTime(Failure):
    """The items ask for more minutes than the meeting has."""

    template = N_("The items ask for {asked} minutes, and the meeting has {minutes}: {over} too many.")
    cure = N_("Shorten items, move some to a later meeting, or make the meeting longer.")


def check_budget(meeting: Meeting, items: Iterable[AgendaItem]) -> None:
    """Refuse an agenda that is empty, whose minutes are not all known, or that does not fit.

    Raises
    ------
    EmptyAgenda, MinutesUnknown, OverTime
        When that is so.
    """
    counted = [item for item in items if takes_time(item)]
    if not counted:
        raise EmptyAgenda(name=meeting.title)
    unknown = [item.title for item in counted if item.minutes is None]
    if unknown:
        raise MinutesUnknown(items=unknown)
    budget = budget_of(meeting, counted)
    if budget.is_over:
        raise OverTime(asked=budget.asked, minutes=budget.minutes, over=-budget.left)
