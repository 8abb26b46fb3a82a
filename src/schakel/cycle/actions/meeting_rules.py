# SPDX-License-Identifier: EUPL-1.2
"""What may be done with a meeting and its items in each state: asked by every action before it writes."""

from collections.abc import Container, Mapping

from schakel.cycle.models import AgendaItem, ItemState, Meeting, MeetingState
from schakel.cycle.queries.meetings import OPEN
from schakel.cycle.transitions import ITEM_STEPS, MEETING_STEPS
from schakel.koers.failures import N_, Failure

MEETING_STATE_NAMES: Mapping[str, str] = {
    MeetingState.DRAFT: N_("a draft"),
    MeetingState.CONVENED: N_("convened"),
    MeetingState.IN_SESSION: N_("in session"),
    MeetingState.CLOSED: N_("closed"),
    MeetingState.ADOPTED: N_("closed, with its minutes adopted"),
    MeetingState.CANCELLED: N_("called off"),
}
ITEM_STATE_NAMES: Mapping[str, str] = {
    ItemState.BACKLOG: N_("waiting for a meeting"),
    ItemState.SCHEDULED: N_("on an agenda"),
    ItemState.HANDLED: N_("handled"),
    ItemState.CARRIED: N_("carried over"),
    ItemState.WITHDRAWN: N_("withdrawn"),
}
NOT_ADOPTED = (*OPEN, MeetingState.CLOSED)
LIVE_ITEMS = (ItemState.BACKLOG, ItemState.SCHEDULED)


class MeetingCannotBecome(Failure):
    """The step does not follow from the state of the meeting."""

    template = N_("“{name}” is {state} and cannot become: {wanted}.")
    cure = N_("Look at the page of the meeting for what can be done with it now.")


class MeetingIsFixed(Failure):
    """Nothing of this may change in the state in which the meeting is."""

    template = N_("“{name}” is {state}, so this can no longer be changed.")
    cure = N_("What was held stays as it was; on the same day a closed meeting can be reopened.")


class NotInSession(Failure):
    """Something that is entered while the meeting is in session only."""

    template = N_("“{name}” is {state}; this is entered while it is in session.")
    cure = N_("Open the session first, on the day of the meeting.")


class ItemCannotBecome(Failure):
    """The step does not follow from the state of the item."""

    template = N_("“{name}” is {state} and cannot become: {wanted}.")
    cure = N_("Add a new item when the subject comes back.")


class ItemIsOver(Failure):
    """The item was handled, carried over or withdrawn."""

    template = N_("“{name}” is {state}, so it stays as it is.")
    cure = N_("Add a new item when the subject comes back.")


def check_meeting_step(meeting: Meeting, wanted: str) -> None:
    """Refuse a step that does not follow from the state of the meeting."""
    if wanted not in MEETING_STEPS[meeting.state]:
        raise MeetingCannotBecome(
            name=meeting.title,
            state=MEETING_STATE_NAMES[meeting.state],
            wanted=MEETING_STATE_NAMES[wanted],
        )


def check_item_step(item: AgendaItem, wanted: str) -> None:
    """Refuse a step that does not follow from the state of the item."""
    if wanted not in ITEM_STEPS[item.state]:
        raise ItemCannotBecome(
            name=item.title, state=ITEM_STATE_NAMES[item.state], wanted=ITEM_STATE_NAMES[wanted]
        )


def check_meeting_is(meeting: Meeting, states: Container[str]) -> None:
    """Refuse a change in a state that does not allow it."""
    if meeting.state not in states:
        raise MeetingIsFixed(name=meeting.title, state=MEETING_STATE_NAMES[meeting.state])


def check_in_session(meeting: Meeting) -> None:
    """Refuse what is entered while a meeting is in session only."""
    if meeting.state != MeetingState.IN_SESSION:
        raise NotInSession(name=meeting.title, state=MEETING_STATE_NAMES[meeting.state])


def check_item_in_session(item: AgendaItem) -> None:
    """Refuse what is entered with an item of a meeting in session only."""
    if item.meeting is None:
        raise NotInSession(name=item.title, state=ITEM_STATE_NAMES[item.state])
    check_in_session(item.meeting)


def check_item_changes(item: AgendaItem, states: Container[str] = OPEN) -> None:
    """Refuse a change of an item that is over, or whose meeting is."""
    if item.meeting is not None:
        check_meeting_is(item.meeting, states)
    if item.state not in LIVE_ITEMS:
        raise ItemIsOver(name=item.title, state=ITEM_STATE_NAMES[item.state])


def newest(item: AgendaItem) -> AgendaItem:
    """Return the item as it is in the database now, with its meeting; asked after taking the turn."""
    return AgendaItem.objects.select_related("meeting").get(pk=item.pk)
