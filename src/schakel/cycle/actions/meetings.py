# SPDX-License-Identifier: EUPL-1.2
"""The life of a meeting: planned as a draft, convened, opened, closed, or cancelled."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.cycle.actions.adopted_marks import mark_again_after_commit
from schakel.cycle.actions.meeting_budget import check_budget
from schakel.cycle.actions.meeting_rules import (
    MEETING_STATE_NAMES,
    MeetingCannotBecome,
    check_meeting_is,
    check_meeting_step,
)
from schakel.cycle.models import (
    AgendaItem,
    CycleYear,
    ItemKind,
    ItemState,
    Meeting,
    MeetingState,
)
from schakel.cycle.queries.agenda_templates import TemplateLine
from schakel.cycle.queries.meetings import OPEN
from schakel.cycle.queries.years import year_of_day
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.models import Body, Partner
from schakel.programme.recording import Actor, add_record, change_record

IN_SESSION_FIELDS = frozenset({"title", "venue", "chair", "chair_role", "opening_note", "ends_at", "source"})


class TooEarlyToOpen(Failure):
    """The session is opened before the day of the meeting."""

    template = N_("“{name}” is on {on}; its session cannot be opened before that day.")
    cure = N_("Open it on the day itself, or change the day of the meeting.")


class ItemsNotHandled(Failure):
    """A meeting is closed while items still wait."""

    template = N_("“{name}” cannot be closed yet. Not handled: {items}.")
    cure = N_("Mark each of them as handled, carry it over to a later meeting, or withdraw it.")


class NothingDecidedOn(Failure):
    """A meeting is closed while items to decide have no decision."""

    template = N_("“{name}” cannot be closed yet. Nothing was decided on: {items}.")
    cure = N_("Record the decision, carry the item over to a later meeting, or withdraw it.")


class TooLateToReopen(Failure):
    """A closed meeting is reopened after the day on which it was closed."""

    template = N_("“{name}” was closed on {on}; it can be reopened on that day only.")
    cure = N_("Put a correction on the agenda of the next meeting, where the minutes are adopted.")


class EndsBeforeStart(Failure):
    """The meeting ends before it starts."""

    template = N_("A meeting cannot end at {ends_at}: it starts at {starts_at}.")
    cure = N_("Give a time to end after the time to start.")


class FixedWhileInSession(Failure):
    """A field that does not change while the meeting is in session."""

    template = N_("“{name}” is in session, so its day, its start and its table stay as they are.")
    cure = N_("Change only the room, the chair, the time to end or the opening.")


def plan_meeting(
    *,
    on: date,
    starts_at: time,
    ends_at: time,
    title: str,
    by: Actor,
    at: datetime,
    body: str = Body.BOARD,
    lines: Iterable[TemplateLine] = (),
    venue: str = "",
    chair: Partner | None = None,
    chair_role: str = "",
    papers_due_on: date | None = None,
    cycle: CycleYear | None = None,
    opening_note: str = "",
    source: str = "",
) -> Meeting:
    """Make a meeting as a draft that only the bureau sees.

    Parameters
    ----------
    lines
        The lines of a standard agenda; each becomes an item with its minutes.
    cycle
        The year it belongs to; when empty, the year in which its day falls.

    Raises
    ------
    EndsBeforeStart
        When the times contradict each other.
    WrongEntry
        When a field is wrong.
    """
    _check_times(starts_at, ends_at)
    with transaction.atomic():
        take_turn()
        meeting = Meeting(
            code=_free_code(body, on),
            cycle=cycle or year_of_day(on, is_invented=by.invented),
            body=body,
            title=title,
            on=on,
            starts_at=starts_at,
            ends_at=ends_at,
            venue=venue,
            chair=chair,
            chair_role=chair_role,
            papers_due_on=papers_due_on,
            opening_note=opening_note,
            source=source,
        )
        meeting = add_record(meeting, action="meeting.plan", by=by, at=at)
        for position, line in enumerate(lines, start=1):
            item = AgendaItem(
                body=body,
                meeting=meeting,
                position=position,
                title=line.title,
                kind=line.kind,
                minutes=line.minutes,
                asked=line.asked,
                state=ItemState.SCHEDULED,
            )
            add_record(item, action="agenda.add", by=by, at=at)
    return meeting


def _free_code(body: str, on: date) -> str:
    """Return the code of a meeting: its body and day, with a number when there are several on a day."""
    wanted = f"{body.replace('_', '-')}-{on.isoformat()}"
    taken = set(Meeting.objects.filter(code__startswith=wanted).values_list("code", flat=True))
    free = (f"{wanted}-{n}" for n in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(code for code in free if code not in taken)


def _check_times(starts_at: time, ends_at: time) -> None:
    if ends_at <= starts_at:
        raise EndsBeforeStart(starts_at=f"{starts_at:%H:%M}", ends_at=f"{ends_at:%H:%M}")


def change_meeting(
    *,
    meeting: Meeting,
    expected_version: int | None,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> Meeting:
    """Change what is written about a meeting; its code stays.

    Raises
    ------
    MeetingIsFixed
        When it is over.
    FixedWhileInSession
        When it is in session and its day, start or table would change.
    EndsBeforeStart, OverTime
        When the times contradict each other, or no longer hold the agenda of a convened meeting.
    """
    with transaction.atomic():
        take_turn()
        now = Meeting.objects.get(pk=meeting.pk)
        check_meeting_is(now, OPEN)
        changed = {name for name, value in changes.items() if getattr(now, name) != value}
        if now.state == MeetingState.IN_SESSION and changed - IN_SESSION_FIELDS:
            raise FixedWhileInSession(name=now.title)
        starts_at = changes.get("starts_at", now.starts_at)
        ends_at = changes.get("ends_at", now.ends_at)
        _check_times(starts_at, ends_at)
        if now.state == MeetingState.CONVENED and changed & {"starts_at", "ends_at"}:
            planned = Meeting(title=now.title, starts_at=starts_at, ends_at=ends_at)
            check_budget(planned, now.items.all())
        return change_record(
            now,
            action="meeting.change",
            expected_version=expected_version,
            by=by,
            at=at,
            changes=changes,
        )


def convene_meeting(*, meeting: Meeting, expected_version: int | None, by: Actor, at: datetime) -> Meeting:
    """Convene a meeting: from now on its members, and for what is public everybody, see its agenda.

    Raises
    ------
    MeetingCannotBecome
        When it is no draft.
    EmptyAgenda, MinutesUnknown, OverTime
        When the agenda does not fit in the meeting.
    """
    step = _Step("meeting.convene", MeetingState.DRAFT, MeetingState.CONVENED, {"convened_at": at})
    with transaction.atomic():
        now = _check(step, meeting)
        check_budget(now, now.items.all())
        return _take(step, now, expected_version, by, at)


def take_back_meeting(*, meeting: Meeting, expected_version: int | None, by: Actor, at: datetime) -> Meeting:
    """Make a convened meeting a draft again, so that only the bureau sees it."""
    step = _Step("meeting.take_back", MeetingState.CONVENED, MeetingState.DRAFT, {"convened_at": None})
    with transaction.atomic():
        return _take(step, _check(step, meeting), expected_version, by, at)


def open_session(*, meeting: Meeting, expected_version: int | None, by: Actor, at: datetime) -> Meeting:
    """Open the session, on the day of the meeting or later.

    Raises
    ------
    MeetingCannotBecome
        When it was not convened.
    TooEarlyToOpen
        When its day has not come.
    """
    step = _Step("meeting.open", MeetingState.CONVENED, MeetingState.IN_SESSION, {"opened_at": at})
    with transaction.atomic():
        now = _check(step, meeting)
        if timezone.localdate(at) < now.on:
            raise TooEarlyToOpen(name=now.title, on=now.on)
        return _take(step, now, expected_version, by, at)


def close_session(*, meeting: Meeting, expected_version: int | None, by: Actor, at: datetime) -> Meeting:
    """Close the session; an item on which something was decided counts as handled.

    Raises
    ------
    MeetingCannotBecome
        When it is not in session.
    NothingDecidedOn
        When an item to decide has no decision, and was not carried over or withdrawn.
    ItemsNotHandled
        When other items still wait.
    """
    step = _Step("meeting.close", MeetingState.IN_SESSION, MeetingState.CLOSED, {"closed_at": at})
    with transaction.atomic():
        now = _check(step, meeting)
        for item in _items_decided_on(now):
            changes = {"state": ItemState.HANDLED}
            change_record(item, action="agenda.handle", expected_version=None, by=by, at=at, changes=changes)
        mark_again_after_commit(now)
        return _take(step, now, expected_version, by, at)


def _items_decided_on(meeting: Meeting) -> list[AgendaItem]:
    """Return the items that wait and on which something was decided; refuse when others wait as well."""
    waiting = list(meeting.items.filter(state=ItemState.SCHEDULED))
    decided = set(meeting.decisions.values_list("item_id", flat=True))
    undecided = [i for i in waiting if i.pk not in decided]
    to_decide = [i.title for i in undecided if i.kind == ItemKind.DECIDE]
    if to_decide:
        raise NothingDecidedOn(name=meeting.title, items=to_decide)
    if undecided:
        raise ItemsNotHandled(name=meeting.title, items=[i.title for i in undecided])
    return waiting


def reopen_session(*, meeting: Meeting, expected_version: int | None, by: Actor, at: datetime) -> Meeting:
    """Open a session again on the day on which it was closed, to mend what was entered.

    Raises
    ------
    MeetingCannotBecome
        When it is not closed, or its minutes were adopted.
    TooLateToReopen
        When it was closed on an earlier day.
    """
    step = _Step("meeting.reopen", MeetingState.CLOSED, MeetingState.IN_SESSION, {"closed_at": None})
    with transaction.atomic():
        now = _check(step, meeting)
        closed_on = None if now.closed_at is None else timezone.localdate(now.closed_at)
        if timezone.localdate(at) != closed_on:
            raise TooLateToReopen(name=now.title, on=closed_on or now.on)
        mark_again_after_commit(now)
        return _take(step, now, expected_version, by, at)


def cancel_meeting(
    *, meeting: Meeting, reason: str, expected_version: int | None, by: Actor, at: datetime
) -> Meeting:
    """Cancel a meeting that was not opened; its items wait for another meeting again.

    Parameters
    ----------
    reason
        Stands as the opening note of the cancelled meeting.
    """
    with transaction.atomic():
        take_turn()
        now = Meeting.objects.get(pk=meeting.pk)
        note = reason.strip() or now.opening_note
        changes = {"opening_note": note}
        step = _Step("meeting.cancel", now.state, MeetingState.CANCELLED, changes)
        check_meeting_step(now, step.to)
        back = {"state": ItemState.BACKLOG, "meeting": None, "position": 0}
        for item in now.items.filter(state=ItemState.SCHEDULED):
            change_record(item, action="agenda.unschedule", expected_version=None, by=by, at=at, changes=back)
        return _take(step, now, expected_version, by, at)


@dataclass(frozen=True, slots=True)
class _Step:
    """A step in the life of a meeting, with what else changes by it."""

    action: str
    source: str
    to: str
    changes: Mapping[str, Any]


def _check(step: _Step, meeting: Meeting) -> Meeting:
    """Take the turn; return the meeting as it is now, when the step follows from its state."""
    take_turn()
    now = Meeting.objects.get(pk=meeting.pk)
    if now.state != step.source:
        raise MeetingCannotBecome(
            name=now.title, state=MEETING_STATE_NAMES[now.state], wanted=MEETING_STATE_NAMES[step.to]
        )
    check_meeting_step(now, step.to)
    return now


def _take(step: _Step, now: Meeting, expected_version: int | None, by: Actor, at: datetime) -> Meeting:
    changes = {"state": step.to, **step.changes}
    return change_record(
        now, action=step.action, expected_version=expected_version, by=by, at=at, changes=changes
    )
