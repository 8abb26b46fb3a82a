# SPDX-License-Identifier: EUPL-1.2
"""Seats of partners at a table, by role: taken, handed over, vacant, filled again, ended.

A seat is a stretch of time. Who succeeds whom is seen from two stretches of the same partner, table and
role that follow each other; a vacancy is a stretch of its own, so its length is known.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from schakel.koers.failures import N_, Failure
from schakel.programme.models import Partner, Seat
from schakel.programme.recording import Actor, add_record, change_record, remove_record

ONE_DAY = timedelta(days=1)


class SeatEndsBeforeStart(Failure):
    """The last day of a seat lies before its first."""

    template = N_("The seat cannot end on {ends_on}: it starts on {starts_on}.")
    cure = N_("Give a last day on or after the first day.")


class SeatOver(Failure):
    """The seat ended already."""

    template = N_("This seat ended on {ends_on}.")
    cure = N_("Add a new seat instead.")


class SeatNotVacant(Failure):
    """Somebody holds the seat."""

    template = N_("This seat is not vacant.")
    cure = N_("Hand it over instead.")


class SeatVacant(Failure):
    """Nobody holds the seat."""

    template = N_("This seat is vacant already.")
    cure = N_("Fill it instead.")


def add_seat(
    *,
    partner: Partner,
    body: str,
    role: str,
    by: Actor,
    at: datetime,
    starts_on: date | None = None,
    ends_on: date | None = None,
    is_vacant: bool = False,
    note: str = "",
    source: str = "",
) -> Seat:
    """Give a partner a seat at a table, by role.

    Raises
    ------
    SeatEndsBeforeStart
        When the days contradict each other.
    WrongEntry
        When a field is wrong.
    """
    _check_days(starts_on, ends_on)
    seat = Seat(
        partner=partner,
        body=body,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        is_vacant=is_vacant,
        note=note,
        source=source,
    )
    return add_record(seat, action="seat.add", by=by, at=at)


def change_seat(
    *, seat: Seat, expected_version: int | None, changes: Mapping[str, Any], by: Actor, at: datetime
) -> Seat:
    """Correct a seat; raises as :func:`add_seat`, and ChangedMeanwhile."""
    _check_days(changes.get("starts_on", seat.starts_on), changes.get("ends_on", seat.ends_on))
    return change_record(
        seat, action="seat.change", expected_version=expected_version, by=by, at=at, changes=changes
    )


def end_seat(*, seat: Seat, ends_on: date, expected_version: int | None, by: Actor, at: datetime) -> Seat:
    """End a seat; ``ends_on`` is its last day.

    Raises
    ------
    SeatOver
        When it ended before.
    SeatEndsBeforeStart
        When the day lies before the first day.
    """
    _check_open(seat)
    _check_days(seat.starts_on, ends_on)
    return change_record(
        seat,
        action="seat.end",
        expected_version=expected_version,
        by=by,
        at=at,
        changes={"ends_on": ends_on},
    )


def vacate_seat(*, seat: Seat, last_day: date, expected_version: int | None, by: Actor, at: datetime) -> Seat:
    """Note that nobody holds the seat after ``last_day``; return the vacancy.

    Raises
    ------
    SeatVacant, SeatOver, SeatEndsBeforeStart
        When that cannot be.
    """
    if seat.is_vacant:
        raise SeatVacant
    return _follow(seat, last_day, expected_version, is_vacant=True, action="seat.vacate", by=by, at=at)


def hand_over_seat(
    *, seat: Seat, last_day: date, expected_version: int | None, by: Actor, at: datetime
) -> Seat:
    """Note that somebody else of the same partner takes the seat the day after; return the new stretch.

    Raises
    ------
    SeatVacant, SeatOver, SeatEndsBeforeStart
        When that cannot be.
    """
    if seat.is_vacant:
        raise SeatVacant
    return _follow(seat, last_day, expected_version, is_vacant=False, action="seat.hand_over", by=by, at=at)


def fill_seat(*, seat: Seat, on: date, expected_version: int | None, by: Actor, at: datetime) -> Seat:
    """Note that a vacant seat is held from a day on; return the stretch that starts then.

    Raises
    ------
    SeatNotVacant, SeatOver, SeatEndsBeforeStart
        When that cannot be.
    """
    if not seat.is_vacant:
        raise SeatNotVacant
    if seat.starts_on == on:
        _check_open(seat)
        return change_record(
            seat,
            action="seat.fill",
            expected_version=expected_version,
            by=by,
            at=at,
            changes={"is_vacant": False},
        )
    return _follow(seat, on - ONE_DAY, expected_version, is_vacant=False, action="seat.fill", by=by, at=at)


def remove_seat(*, seat: Seat, expected_version: int | None, by: Actor, at: datetime) -> None:
    """Remove a seat that was entered by mistake."""
    remove_record(seat, action="seat.remove", expected_version=expected_version, by=by, at=at)


def _follow(
    seat: Seat,
    last_day: date,
    expected_version: int | None,
    *,
    is_vacant: bool,
    action: str,
    by: Actor,
    at: datetime,
) -> Seat:
    """End a stretch and start the next one the day after."""
    with transaction.atomic():
        end_seat(seat=seat, ends_on=last_day, expected_version=expected_version, by=by, at=at)
        following = Seat(
            partner=seat.partner,
            body=seat.body,
            role=seat.role,
            starts_on=last_day + ONE_DAY,
            is_vacant=is_vacant,
        )
        return add_record(following, action=action, by=by, at=at)


def _check_open(seat: Seat) -> None:
    if seat.ends_on is not None:
        raise SeatOver(ends_on=seat.ends_on.isoformat())


def _check_days(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise SeatEndsBeforeStart(starts_on=starts_on.isoformat(), ends_on=ends_on.isoformat())
