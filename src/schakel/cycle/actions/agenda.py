# SPDX-License-Identifier: EUPL-1.2
"""What is written about an agenda item: added to the backlog or an agenda, changed, confidential, notes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from schakel.cycle.actions.adopted_marks import mark_again_after_commit
from schakel.cycle.actions.meeting_rules import (
    ITEM_STATE_NAMES,
    NOT_ADOPTED,
    ItemIsOver,
    check_item_changes,
    check_item_in_session,
    check_meeting_is,
    newest,
)
from schakel.cycle.models import AgendaItem, ItemKind, ItemState, Meeting, SourceKind
from schakel.cycle.queries.meetings import OPEN
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.models import Body, Partner
from schakel.programme.recording import Actor, add_record, change_record

CHANGEABLE = (
    "body",
    "title",
    "kind",
    "minutes",
    "explanation",
    "asked",
    "presenter",
    "presenter_role",
    "wanted_before",
    "source",
)
"""What :func:`change_agenda_item` changes; the rest has an action of its own."""


class ConfidentialWithoutGround(Failure):
    """An item is made confidential without saying why."""

    template = N_("A confidential item needs a ground.")
    cure = N_("Say why it cannot be public, such as an interest of a firm or of a person.")


class NotChangedHere(Failure):
    """A field that has an action of its own."""

    template = N_("This is not changed here: {fields}.")
    cure = N_("Use the button for it on the page of the item.")


class NoMinutes(Failure):
    """An item with no time at all."""

    template = N_("An item takes at least one minute.")
    cure = N_("Leave the minutes empty when they are not known yet.")


def add_agenda_item(
    *,
    title: str,
    by: Actor,
    at: datetime,
    body: str = Body.BOARD,
    meeting: Meeting | None = None,
    kind: str = ItemKind.DISCUSS,
    source_kind: str = SourceKind.NONE,
    source_key: str = "",
    source_title: str = "",
    minutes: int | None = None,
    explanation: str = "",
    asked: str = "",
    presenter: Partner | None = None,
    presenter_role: str = "",
    is_confidential: bool = False,
    confidential_ground: str = "",
    wanted_before: date | None = None,
    source: str = "",
) -> AgendaItem:
    """Put a subject in the backlog of a body, or with ``meeting`` at the end of its agenda.

    Parameters
    ----------
    source_kind, source_key, source_title
        What it comes from: a :class:`SourceKind`, its key and what it is called.
    wanted_before
        The day before which it should be dealt with.

    Raises
    ------
    MeetingIsFixed
        When the meeting is over.
    ConfidentialWithoutGround, NoMinutes, WrongEntry
        When something is missing or wrong.
    """
    _check_minutes(minutes)
    ground = _ground(confidential_ground, is_confidential=is_confidential)
    with transaction.atomic():
        take_turn()
        place: dict[str, Any] = {"body": body}
        if meeting is not None:
            now = Meeting.objects.get(pk=meeting.pk)
            check_meeting_is(now, OPEN)
            place = place_at_end(now)
        item = AgendaItem(
            **place,
            title=title,
            kind=kind,
            minutes=minutes,
            explanation=explanation,
            asked=asked,
            presenter=presenter,
            presenter_role=presenter_role,
            is_confidential=is_confidential,
            confidential_ground=ground,
            source_kind=source_kind,
            source_key=source_key,
            source_title=source_title[:200],
            wanted_before=wanted_before,
            source=source,
        )
        return add_record(item, action="agenda.add", by=by, at=at)


def place_at_end(meeting: Meeting) -> dict[str, Any]:
    """Return the fields of an item that stands at the end of the agenda of a meeting."""
    last = meeting.items.aggregate(last=Max("position"))["last"] or 0
    return {
        "body": meeting.body,
        "meeting": meeting,
        "position": last + 1,
        "state": ItemState.SCHEDULED,
    }


def change_agenda_item(
    *,
    item: AgendaItem,
    expected_version: int | None,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> AgendaItem:
    """Change what is written about an item (the fields of ``CHANGEABLE``).

    Raises
    ------
    ItemIsOver, MeetingIsFixed
        When it, or its meeting, is over.
    NotChangedHere
        When a field has an action of its own.
    """
    others = sorted(set(changes) - set(CHANGEABLE))
    if others:
        raise NotChangedHere(fields=others)
    _check_minutes(changes.get("minutes"))
    with transaction.atomic():
        take_turn()
        now = newest(item)
        check_item_changes(now)
        if now.meeting is not None:
            changes = {**changes, "body": now.meeting.body}
        return change_record(
            now, action="agenda.change", expected_version=expected_version, by=by, at=at, changes=changes
        )


def set_confidential(
    *,
    item: AgendaItem,
    is_confidential: bool,
    ground: str = "",
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> AgendaItem:
    """Make an item confidential, with its ground, or public again; also after the meeting was closed.

    Raises
    ------
    ConfidentialWithoutGround
        When no ground is given.
    MeetingIsFixed
        When the minutes were adopted.
    """
    told = _ground(ground, is_confidential=is_confidential)
    with transaction.atomic():
        take_turn()
        now = newest(item)
        if now.meeting is not None:
            check_meeting_is(now.meeting, NOT_ADOPTED)
            mark_again_after_commit(now.meeting)
        return change_record(
            now,
            action="agenda.confidential" if is_confidential else "agenda.public",
            expected_version=expected_version,
            by=by,
            at=at,
            changes={"is_confidential": is_confidential, "confidential_ground": told},
        )


def write_notes(
    *, item: AgendaItem, notes: str, expected_version: int | None, by: Actor, at: datetime
) -> AgendaItem:
    """Write the report of the discussion, while the meeting is in session.

    Raises
    ------
    NotInSession
        Before and after the session, and for an item that waits for a meeting.
    ItemIsOver
        When it was withdrawn: the reason stands as its notes.
    """
    with transaction.atomic():
        take_turn()
        now = newest(item)
        check_item_in_session(now)
        if now.state == ItemState.WITHDRAWN:
            raise ItemIsOver(name=now.title, state=ITEM_STATE_NAMES[now.state])
        return change_record(
            now,
            action="agenda.notes",
            expected_version=expected_version,
            by=by,
            at=at,
            changes={"notes": notes.strip()},
        )


def _ground(ground: str, *, is_confidential: bool) -> str:
    """Return the ground of a confidential item; none of a public one."""
    if not is_confidential:
        return ""
    if not ground.strip():
        raise ConfidentialWithoutGround
    return ground.strip()


def _check_minutes(minutes: int | None) -> None:
    if minutes is not None and minutes <= 0:
        raise NoMinutes
