# SPDX-License-Identifier: EUPL-1.2
"""Action points: promised in a meeting, changed, done or dropped with a reason, taken up again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.cycle.models import ActionPoint, AgendaItem, Decision, Meeting, MeetingState
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.models import Partner
from schakel.programme.recording import Actor, add_record, change_record

CHANGEABLE = frozenset({"text", "owner", "due_on"})


class ActionIncomplete(Failure):
    """An action point without what every action point has."""

    template = N_("There is no action point without what, who and before when: {missing}.")
    cure = N_("Fill that in; nothing was recorded yet.")


class ActionNotInSession(Failure):
    """An action point of a meeting that is not in session."""

    template = N_("An action point of this meeting cannot be recorded now: the meeting is not in session.")
    cure = N_("Record it while the meeting is in session, or with the decision that it carries out.")


class ActionLessConfidential(Failure):
    """An action point of something confidential would be public."""

    template = N_("The action point hangs on something confidential, so it is confidential too.")
    cure = N_("Leave it confidential.")


class ActionClosed(Failure):
    """An action point that is done or dropped would be closed again or changed."""

    template = N_("“{text}” is closed already.")
    cure = N_("Take it up again first, where it was closed too soon.")


class ActionOpen(Failure):
    """An action point that is open would be taken up again."""

    template = N_("“{text}” is open, so there is nothing to take up again.")
    cure = N_("Mark it as done when it is.")


class ClosedOutOfTime(Failure):
    """The day on which an action point was closed cannot be right."""

    template = N_("The day {on} is still to come.")
    cure = N_("Give the day on which it was done.")


def promise_action(
    *,
    text: str,
    owner: Partner | None,
    due_on: date | None,
    meeting: Meeting | None = None,
    item: AgendaItem | None = None,
    decision: Decision | None = None,
    is_confidential: bool | None = None,
    by: Actor,
    at: datetime,
) -> ActionPoint:
    """Note who does what before when.

    Parameters
    ----------
    meeting, item, decision
        What it was promised in, about or for; the meeting of an item follows by itself. What is promised
        for a decision may be noted afterwards, and then belongs to no meeting.
    is_confidential
        As the item or decision when ``None``; never less than that.

    Raises
    ------
    ActionIncomplete, ActionNotInSession, ActionLessConfidential
        See each.
    """
    if not text.strip():
        raise ActionIncomplete(missing=N_("it is not said what is done"))
    if owner is None:
        raise ActionIncomplete(missing=N_("it is not said who does it"))
    if due_on is None:
        raise ActionIncomplete(missing=N_("it is not said before when"))
    with transaction.atomic():
        take_turn()
        held = any(bool(found and found.is_confidential) for found in (item, decision, _item_of(decision)))
        if held and is_confidential is False:
            raise ActionLessConfidential
        record = ActionPoint(
            text=text.strip(),
            owner=owner,
            due_on=due_on,
            meeting=_meeting_of(meeting, item, decision),
            item=item or _item_of(decision),
            decision=decision,
            is_confidential=held if is_confidential is None else is_confidential,
        )
        return add_record(record, action="action.promise", by=by, at=at)


def _item_of(decision: Decision | None) -> AgendaItem | None:
    return decision.item if decision is not None else None


def _meeting_of(
    meeting: Meeting | None, item: AgendaItem | None, decision: Decision | None
) -> Meeting | None:
    """Return the meeting in which it is promised; for a decision of a meeting that is over there is none."""
    asked = meeting or (item.meeting if item is not None else None)
    if asked is None and decision is not None:
        current = Meeting.objects.get(pk=decision.meeting_id)
        return current if current.state == MeetingState.IN_SESSION else None
    if asked is None:
        return None
    current = Meeting.objects.get(pk=asked.pk)
    if current.state != MeetingState.IN_SESSION:
        raise ActionNotInSession
    return current


def change_action(
    *, action: ActionPoint, changes: Mapping[str, Any], expected_version: int | None, by: Actor, at: datetime
) -> ActionPoint:
    """Change what, who or before when, as long as it is open; its history shows each earlier date."""
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise ValueError(f"not a field that may be changed here: {', '.join(sorted(unknown))}")
    return _change(action, "action.change", dict(changes), expected_version, by, at)


def finish_action(
    *,
    action: ActionPoint,
    on: date,
    result: str = "",
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> ActionPoint:
    """Mark an action point as done.

    Raises
    ------
    ActionClosed, ClosedOutOfTime
        When it is closed, or the day is still to come.
    """
    _check_past(on, at)
    changes = {"done_on": on, "result": result.strip()}
    return _change(action, "action.finish", changes, expected_version, by, at)


def drop_action(
    *,
    action: ActionPoint,
    on: date,
    reason: str,
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> ActionPoint:
    """Drop an action point that is no longer needed, with the reason; raises as :func:`finish_action`."""
    _check_past(on, at)
    if not reason.strip():
        raise ActionIncomplete(missing=N_("it is not said why it is dropped"))
    changes = {"dropped_on": on, "result": reason.strip()}
    return _change(action, "action.drop", changes, expected_version, by, at)


def reopen_action(
    *, action: ActionPoint, expected_version: int | None = None, by: Actor, at: datetime
) -> ActionPoint:
    """Take up again what was closed too soon; the history keeps that it was closed, and how."""
    with transaction.atomic():
        take_turn()
        current = ActionPoint.objects.get(pk=action.pk)
        if is_open(current):
            raise ActionOpen(text=current.text)
        return change_record(
            current,
            action="action.reopen",
            expected_version=expected_version,
            by=by,
            at=at,
            changes={"done_on": None, "dropped_on": None, "result": ""},
        )


def is_open(action: ActionPoint) -> bool:
    """Say whether an action point still stands."""
    return action.done_on is None and action.dropped_on is None


def _change(
    action: ActionPoint,
    name: str,
    changes: dict[str, Any],
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> ActionPoint:
    with transaction.atomic():
        take_turn()
        current = ActionPoint.objects.get(pk=action.pk)
        if not is_open(current):
            raise ActionClosed(text=current.text)
        return change_record(
            current, action=name, expected_version=expected_version, by=by, at=at, changes=changes
        )


def _check_past(on: date, at: datetime) -> None:
    if on > timezone.localdate(at):
        raise ClosedOutOfTime(on=on)
