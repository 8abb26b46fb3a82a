# SPDX-License-Identifier: EUPL-1.2
"""Where an agenda item stands: on which agenda and in which place, handled, carried over or withdrawn."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from django.db import transaction

from schakel.cycle.actions.agenda import place_at_end
from schakel.cycle.actions.meeting_rules import (
    check_item_in_session,
    check_item_step,
    check_meeting_is,
    newest,
)
from schakel.cycle.models import (
    AgendaItem,
    AgendaOption,
    ItemKind,
    ItemState,
    Meeting,
    Paper,
    PaperFile,
)
from schakel.cycle.queries.meetings import AHEAD, OPEN
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.recording import Actor, add_record, append_row, change_record


class NothingDecided(Failure):
    """An item to decide is marked as handled without a decision."""

    template = N_("Nothing was decided on “{name}” yet.")
    cure = N_("Record the decision, carry the item over to a later meeting, or withdraw it.")


class WithdrawnWithoutReason(Failure):
    """An item is withdrawn without saying why."""

    template = N_("“{name}” cannot be withdrawn without a reason.")
    cure = N_("Say in a few words why the subject no longer needs to be dealt with.")


class WithdrawnAfterDecision(Failure):
    """An item is withdrawn about which the meeting decided or promised something."""

    template = N_("“{name}” cannot be withdrawn: something was decided or promised about it.")
    cure = N_("Mark it as handled, or carry it over; what was decided stays in the minutes.")


class CarriedToItself(Failure):
    """An item is carried over to the meeting that it is on."""

    template = N_("“{name}” is on the agenda of this meeting already.")
    cure = N_("Choose a later meeting, or let it wait for one.")


def schedule_item(
    *, item: AgendaItem, meeting: Meeting, expected_version: int | None, by: Actor, at: datetime
) -> AgendaItem:
    """Put an item that waits at the end of the agenda of a meeting, of whichever body.

    Raises
    ------
    ItemCannotBecome
        When it does not wait.
    MeetingIsFixed
        When the meeting is over.
    """
    with transaction.atomic():
        take_turn()
        now, target = newest(item), Meeting.objects.get(pk=meeting.pk)
        check_item_step(now, ItemState.SCHEDULED)
        check_meeting_is(target, OPEN)
        changes = place_at_end(target)
        return change_record(
            now, action="agenda.schedule", expected_version=expected_version, by=by, at=at, changes=changes
        )


def unschedule_item(*, item: AgendaItem, expected_version: int | None, by: Actor, at: datetime) -> AgendaItem:
    """Take an item off an agenda before the session; it waits for a meeting again.

    Raises
    ------
    ItemCannotBecome
        When it is on no agenda.
    MeetingIsFixed
        When the session was opened; it can be carried over then.
    """
    with transaction.atomic():
        take_turn()
        now = newest(item)
        check_item_step(now, ItemState.BACKLOG)
        if now.meeting is not None:
            check_meeting_is(now.meeting, AHEAD)
        changes = {"meeting": None, "position": 0, "state": ItemState.BACKLOG}
        return change_record(
            now,
            action="agenda.unschedule",
            expected_version=expected_version,
            by=by,
            at=at,
            changes=changes,
        )


def move_item(*, item: AgendaItem, to: Literal["up", "down"], by: Actor, at: datetime) -> None:
    """Move an item one place up or down on its agenda; at the end of the list nothing happens."""
    with transaction.atomic():
        take_turn()
        order = _order_of(item)
        place = next(n for n, other in enumerate(order) if other.pk == item.pk)
        wanted = place - 1 if to == "up" else place + 1
        if 0 <= wanted < len(order):
            order.insert(wanted, order.pop(place))
            _number(order, by, at)


def place_item(*, item: AgendaItem, position: int, by: Actor, at: datetime) -> None:
    """Give an item a place on its agenda (the first is 1); the others make room."""
    with transaction.atomic():
        take_turn()
        order = _order_of(item)
        moved = next(other for other in order if other.pk == item.pk)
        order.remove(moved)
        order.insert(max(0, position - 1), moved)
        _number(order, by, at)


def _order_of(item: AgendaItem) -> list[AgendaItem]:
    """Return the items of the agenda in their order; refuse when it is no longer open."""
    now = newest(item)
    if now.meeting is None:
        return [now]
    check_meeting_is(now.meeting, OPEN)
    return list(now.meeting.items.order_by("position", "pk"))


def _number(order: Sequence[AgendaItem], by: Actor, at: datetime) -> None:
    for position, item in enumerate(order, start=1):
        if item.position != position:
            changes = {"position": position}
            change_record(item, action="agenda.order", expected_version=None, by=by, at=at, changes=changes)


def handle_item(*, item: AgendaItem, expected_version: int | None, by: Actor, at: datetime) -> AgendaItem:
    """Mark an item as handled, while the meeting is in session.

    Raises
    ------
    ItemCannotBecome, NotInSession
        When it is on no agenda, or the meeting is not in session.
    NothingDecided
        When it asks for a decision and there is none.
    """
    with transaction.atomic():
        take_turn()
        now = newest(item)
        check_item_step(now, ItemState.HANDLED)
        check_item_in_session(now)
        if now.kind == ItemKind.DECIDE and not now.decisions.exists():
            raise NothingDecided(name=now.title)
        return change_record(
            now,
            action="agenda.handle",
            expected_version=expected_version,
            by=by,
            at=at,
            changes={"state": ItemState.HANDLED},
        )


def carry_item(
    *,
    item: AgendaItem,
    expected_version: int | None,
    by: Actor,
    at: datetime,
    to: Meeting | None = None,
) -> AgendaItem:
    """Carry an item over to another meeting, or let it wait for one; return the item that goes on.

    What stands with it goes along: its options, and its papers with their last version.

    Raises
    ------
    ItemCannotBecome, NotInSession
        When it is on no agenda, or the meeting is not in session.
    CarriedToItself, MeetingIsFixed
        When the other meeting is this one, or is over.
    """
    with transaction.atomic():
        take_turn()
        now = newest(item)
        check_item_step(now, ItemState.CARRIED)
        check_item_in_session(now)
        place: dict[str, Any] = {"body": now.meeting.body if now.meeting is not None else now.body}
        if to is not None:
            target = Meeting.objects.get(pk=to.pk)
            if target.pk == now.meeting_id:
                raise CarriedToItself(name=now.title)
            check_meeting_is(target, OPEN)
            place = place_at_end(target)
        changes = {"state": ItemState.CARRIED}
        carried = change_record(
            now, action="agenda.carry", expected_version=expected_version, by=by, at=at, changes=changes
        )
        return _go_on(carried, place, by, at)


_GOES_ALONG = (
    "title",
    "kind",
    "minutes",
    "explanation",
    "asked",
    "presenter",
    "presenter_role",
    "is_confidential",
    "confidential_ground",
    "source_kind",
    "source_key",
    "source_title",
    "wanted_before",
    "source",
)


def _go_on(item: AgendaItem, place: dict[str, Any], by: Actor, at: datetime) -> AgendaItem:
    again = AgendaItem(**{name: getattr(item, name) for name in _GOES_ALONG}, **place, carried_from=item)
    again = add_record(again, action="agenda.add", by=by, at=at)
    for option in item.options.all():
        copy = AgendaOption(
            item=again,
            position=option.position,
            title=option.title,
            consequence=option.consequence,
            evidence=option.evidence,
            is_advised=option.is_advised,
            source=option.source,
        )
        add_record(copy, action="option.add", by=by, at=at)
    for paper in item.papers.prefetch_related("files"):
        _copy_paper(paper, again, by, at)
    return again


def _copy_paper(paper: Paper, again: AgendaItem, by: Actor, at: datetime) -> None:
    copy = Paper(
        item=again,
        title=paper.title,
        owner=paper.owner,
        due_on=paper.due_on,
        received_on=paper.received_on,
        link=paper.link,
        is_public=paper.is_public,
        source=paper.source,
    )
    copy = add_record(copy, action="paper.expect", by=by, at=at)
    for file in list(paper.files.all())[:1]:
        row = PaperFile(
            paper=copy,
            name=file.name,
            sha256=file.sha256,
            size_bytes=file.size_bytes,
            media_type=file.media_type,
        )
        append_row(row, action="paper.receive", by=by, at=at)


def withdraw_item(
    *, item: AgendaItem, reason: str, expected_version: int | None, by: Actor, at: datetime
) -> AgendaItem:
    """Withdraw an item that waits or is on an agenda; the reason stands as its notes.

    Raises
    ------
    WithdrawnWithoutReason
        When no reason is given.
    WithdrawnAfterDecision
        When something was decided or promised about it: that would no longer stand in the minutes.
    ItemCannotBecome, MeetingIsFixed
        When it, or its meeting, is over.
    """
    with transaction.atomic():
        take_turn()
        now = newest(item)
        check_item_step(now, ItemState.WITHDRAWN)
        if now.meeting is not None:
            check_meeting_is(now.meeting, OPEN)
        if not reason.strip():
            raise WithdrawnWithoutReason(name=now.title)
        if now.decisions.exists() or now.actions.exists():
            raise WithdrawnAfterDecision(name=now.title)
        return change_record(
            now,
            action="agenda.withdraw",
            expected_version=expected_version,
            by=by,
            at=at,
            changes={"state": ItemState.WITHDRAWN, "notes": reason.strip()},
        )
