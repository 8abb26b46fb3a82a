# SPDX-License-Identifier: EUPL-1.2
"""Meetings, who was there, what was agreed, and partners that were brought together."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from schakel.koers.failures import N_, Failure
from schakel.programme.models import Attendance, Connection, Event, FollowUp, Initiative, Partner
from schakel.programme.recording import Actor, add_record, change_record, remove_record


class DoneBeforeMeeting(Failure):
    """Something agreed at a meeting was done before it, or will be done in the future."""

    template = N_("What was agreed on {on} cannot be done on {done_on}.")
    cure = N_("Give a day between the meeting and today.")


class ConnectedAlready(Failure):
    """The two were brought together before."""

    template = N_("“{first}” and “{second}” were brought together before, on {on}.")
    cure = N_("Write at that introduction what came of it.")


class SamePartner(Failure):
    """A partner cannot be brought together with itself."""

    template = N_("An introduction is between two different organisations.")
    cure = N_("Choose another organisation.")


def add_event(*, title: str, on: date, by: Actor, at: datetime, **fields: Any) -> Event:
    """Add a meeting, visit or gathering; it may lie ahead."""
    return add_record(Event(title=title, on=on, **fields), action="event.add", by=by, at=at)


def change_event(
    *, event: Event, expected_version: int | None, changes: Mapping[str, Any], by: Actor, at: datetime
) -> Event:
    """Change a meeting."""
    return change_record(
        event, action="event.change", expected_version=expected_version, by=by, at=at, changes=changes
    )


def record_attendance(
    *, event: Event, people: Mapping[Partner, int | None], by: Actor, at: datetime
) -> list[Attendance]:
    """Note which organisations were there; who is noted already gets the new number of people.

    Parameters
    ----------
    people
        Number of people of each organisation; ``None`` where it was not counted.
    """
    known = {a.partner_id: a for a in event.attendances.all()}
    recorded = []
    with transaction.atomic():
        for partner, number in people.items():
            if partner.pk in known:
                attendance = change_record(
                    known[partner.pk],
                    action="attendance.change",
                    expected_version=None,
                    by=by,
                    at=at,
                    changes={"people": number},
                )
            else:
                attendance = Attendance(event=event, partner=partner, people=number)
                add_record(attendance, action="attendance.add", by=by, at=at)
            recorded.append(attendance)
    return recorded


def remove_attendance(*, attendance: Attendance, by: Actor, at: datetime) -> None:
    """Take back that an organisation was there."""
    remove_record(attendance, action="attendance.remove", expected_version=None, by=by, at=at)


def agree_follow_up(
    *,
    event: Event,
    text: str,
    by: Actor,
    at: datetime,
    owner: Partner | None = None,
    due_on: date | None = None,
    initiative: Initiative | None = None,
) -> FollowUp:
    """Note what was agreed at a meeting, by whom and before when."""
    record = FollowUp(event=event, text=text, owner=owner, due_on=due_on, initiative=initiative)
    return add_record(record, action="follow_up.agree", by=by, at=at)


def change_follow_up(
    *,
    follow_up: FollowUp,
    expected_version: int | None,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> FollowUp:
    """Change what was agreed, or note that it was done.

    Raises
    ------
    DoneBeforeMeeting
        When it was done before the meeting or in the future.
    """
    done_on = changes.get("done_on", follow_up.done_on)
    if done_on is not None and not follow_up.event.on <= done_on <= timezone.localdate(at):
        raise DoneBeforeMeeting(on=follow_up.event.on.isoformat(), done_on=done_on.isoformat())
    return change_record(
        follow_up, action="follow_up.change", expected_version=expected_version, by=by, at=at, changes=changes
    )


def connect_partners(
    *, first: Partner, second: Partner, on: date, reason: str, by: Actor, at: datetime, **fields: Any
) -> Connection:
    """Note that two partners were brought together, and why.

    Raises
    ------
    SamePartner
        When the two are one.
    ConnectedAlready
        When they were brought together before, in either order.
    """
    if first.pk == second.pk:
        raise SamePartner
    before = Connection.objects.filter(Q(first=first, second=second) | Q(first=second, second=first)).first()
    if before is not None:
        raise ConnectedAlready(first=first.name, second=second.name, on=before.on.isoformat())
    record = Connection(first=first, second=second, on=on, reason=reason, **fields)
    return add_record(record, action="connection.make", by=by, at=at)


def change_connection(
    *,
    connection: Connection,
    expected_version: int | None,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> Connection:
    """Note what came of an introduction, or correct it."""
    return change_record(
        connection,
        action="connection.change",
        expected_version=expected_version,
        by=by,
        at=at,
        changes=changes,
    )
