# SPDX-License-Identifier: EUPL-1.2
"""Who was there, by seat: an organisation in a role, never a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from schakel.cycle.actions.meeting_rules import check_meeting_is
from schakel.cycle.models import Meeting, MeetingState, Presence
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.models import Seat
from schakel.programme.queries.seats import seats_on
from schakel.programme.recording import Actor, add_record, change_record, remove_record

NOTED = (MeetingState.CONVENED, MeetingState.IN_SESSION)


class SeatNotHeld(Failure):
    """Presence of a seat that nobody held at this table on the day of the meeting."""

    template = N_("“{seat}” is not a seat that was held at this table on {on}.")
    cure = N_("Correct the seats first: from when until when an organisation sits at the table.")


class DeputyWithoutRole(Failure):
    """Somebody came instead, and it is not known in which role."""

    template = N_("Say in which role somebody came instead for “{seat}”.")
    cure = N_("Write the role, such as “head of strategy”; never a name.")


@dataclass(frozen=True, slots=True)
class Noted:
    """The presence of a seat: "present", "replaced", "excused" or "absent"; ``deputy`` when replaced."""

    presence: str
    deputy: str = ""


def held_seats(body: str, on: date) -> list[Seat]:
    """Return the seats at a table that were held on a day, by organisation."""
    seats = [line.seat for line in seats_on(on) if line.seat.body == body and not line.is_vacant]
    return sorted(seats, key=lambda s: (s.partner.name, s.role, s.pk))


def note_presence(
    *, meeting: Meeting, noted: Mapping[Seat, Noted | None], by: Actor, at: datetime
) -> list[Presence]:
    """Note who was there, once the meeting is convened; what was noted for a seat before is replaced.

    Parameters
    ----------
    noted
        By seat; ``None`` takes away what was noted.

    Raises
    ------
    MeetingIsFixed
        When it is a draft, or over.
    SeatNotHeld, DeputyWithoutRole
        When that cannot be.
    """
    with transaction.atomic():
        take_turn()
        now = Meeting.objects.get(pk=meeting.pk)
        check_meeting_is(now, NOTED)
        held = {seat.pk for seat in held_seats(now.body, now.on)}
        known = {p.seat_id: p for p in now.presences.filter(Q(seat__in=list(noted)))}
        for seat, found in noted.items():
            if seat.pk not in held:
                raise SeatNotHeld(seat=f"{seat.partner}: {seat.role}", on=now.on)
            _note_one(now, seat, found, known.get(seat.pk), by, at)
        return list(now.presences.select_related("seat__partner"))


def _note_one(
    meeting: Meeting, seat: Seat, noted: Noted | None, known: Presence | None, by: Actor, at: datetime
) -> None:
    if noted is None:
        if known is not None:
            remove_record(known, action="presence.remove", expected_version=None, by=by, at=at)
        return
    deputy = noted.deputy.strip() if noted.presence == "replaced" else ""
    if noted.presence == "replaced" and not deputy:
        raise DeputyWithoutRole(seat=f"{seat.partner}: {seat.role}")
    if known is None:
        row = Presence(meeting=meeting, seat=seat, presence=noted.presence, deputy=deputy)
        add_record(row, action="presence.note", by=by, at=at)
        return
    changes = {"presence": noted.presence, "deputy": deputy}
    change_record(known, action="presence.note", expected_version=None, by=by, at=at, changes=changes)
