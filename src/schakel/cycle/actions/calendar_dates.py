# SPDX-License-Identifier: EUPL-1.2
"""Dates from outside that the year has to reckon with: added, changed and taken away."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from schakel.cycle.models import CalendarDate
from schakel.programme.actions.entry_rules import check_order
from schakel.programme.recording import Actor, add_record, change_record, remove_record


def add_calendar_date(
    *,
    title: str,
    kind: str,
    on: date,
    by: Actor,
    at: datetime,
    until: date | None = None,
    municipality: str = "",
    needs: str = "",
    is_public: bool = True,
    source: str = "",
) -> CalendarDate:
    """Add a date.

    Parameters
    ----------
    needs
        What that date needs from the programme, such as a text for the budget.

    Raises
    ------
    EndsBeforeStart
        When it would end before it starts.
    """
    check_order(on, until)
    record = CalendarDate(
        title=title.strip(),
        kind=kind,
        on=on,
        until=until,
        municipality=municipality,
        needs=needs.strip(),
        is_public=is_public,
        source=source,
    )
    return add_record(record, action="calendar.add", by=by, at=at)


def change_calendar_date(
    *,
    calendar_date: CalendarDate,
    changes: Mapping[str, Any],
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> CalendarDate:
    """Change a date; raises EndsBeforeStart when it would end before it starts."""
    check_order(*(changes.get(name, getattr(calendar_date, name)) for name in ("on", "until")))
    return change_record(
        calendar_date,
        action="calendar.change",
        expected_version=expected_version,
        by=by,
        at=at,
        changes=changes,
    )


def remove_calendar_date(
    *, calendar_date: CalendarDate, expected_version: int | None, by: Actor, at: datetime
) -> None:
    """Take a date away."""
    remove_record(calendar_date, action="calendar.remove", expected_version=expected_version, by=by, at=at)
