# SPDX-License-Identifier: EUPL-1.2
"""Write down the hours of the bureau by task and role, correct and remove them; never by person."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from schakel.cycle.models import BureauEffort
from schakel.koers.failures import N_, Failure
from schakel.programme.actions.entry_rules import check_happened
from schakel.programme.models import Activity
from schakel.programme.recording import Actor, add_record, change_record, remove_record

TENTH = Decimal("0.1")
MOST_HOURS = Decimal(24)


class NoHours(Failure):
    """A line without hours."""

    template = N_("A line holds more than zero hours.")
    cure = N_("Fill in the hours, such as 1,5; remove the line where nothing was done.")


class HoursNotInTenths(Failure):
    """Hours with more than one decimal."""

    template = N_("Hours are written to the tenth; {hours} is finer than that.")
    cure = N_("Round it: a quarter of an hour is 0,3.")


class MoreThanADay(Failure):
    """More hours in one line than a day has."""

    template = N_("{hours} hours are more than a day has.")
    cure = N_("Check the comma; write the hours of several people or days on lines of their own.")


def check_hours(hours: Decimal) -> Decimal:
    """Return hours to the tenth.

    Raises
    ------
    NoHours, HoursNotInTenths
        When they are zero or less, or finer than a tenth.
    """
    if hours <= 0:
        raise NoHours
    rounded = hours.quantize(TENTH)
    if rounded != hours:
        raise HoursNotInTenths(hours=float(hours))
    return rounded


def log_hours(
    *,
    on: date,
    task: str,
    role: str,
    hours: Decimal,
    by: Actor,
    at: datetime,
    activity: Activity | None = None,
    what: str = "",
) -> BureauEffort:
    """Write down hours that were spent on a day.

    Parameters
    ----------
    task
        The code of a task of the bureau in the course.
    role
        What the bureau did in it: an :class:`ActivityRole`.

    Raises
    ------
    NoHours, HoursNotInTenths, MoreThanADay, NotYetHappened, WrongEntry
        When the hours, the day or another field cannot be right.
    """
    entry = BureauEffort(
        on=on, task=task, role=role, hours=_in_a_day(hours), activity=activity, what=what.strip()
    )
    check_happened(on, timezone.localdate(at))
    return add_record(entry, action="hours.log", by=by, at=at)


def correct_hours(
    *,
    entry: BureauEffort,
    changes: Mapping[str, Any],
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> BureauEffort:
    """Correct a line; raises as :func:`log_hours` does."""
    new = dict(changes)
    if "hours" in new:
        new["hours"] = _in_a_day(new["hours"])
    if "on" in new:
        check_happened(new["on"], timezone.localdate(at))
    return change_record(
        entry, action="hours.correct", expected_version=expected_version, by=by, at=at, changes=new
    )


def remove_hours(
    *, entry: BureauEffort, by: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Remove a line that was entered by mistake; the audit chain keeps what it said."""
    remove_record(entry, action="hours.remove", expected_version=expected_version, by=by, at=at)


def _in_a_day(hours: Decimal) -> Decimal:
    if hours > MOST_HOURS:
        raise MoreThanADay(hours=float(hours))
    return check_hours(hours)
