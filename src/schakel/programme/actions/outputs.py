# SPDX-License-Identifier: EUPL-1.2
"""Record what was made or done: an output with its amount and unit."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from schakel.koers.failures import N_, Failure
from schakel.programme.actions.entry_rules import OfAnotherInitiative, check_happened, check_sizes
from schakel.programme.models import Activity, Initiative, Output
from schakel.programme.recording import Actor, add_record, change_record, remove_record


class UnitNeeded(Failure):
    """An amount without saying of what."""

    template = N_("An amount needs a unit: of what?")
    cure = N_("Enter a unit, such as “firms” or “pupils”.")


def add_output(
    *,
    initiative: Initiative,
    title: str,
    kind: str,
    today: date,
    by: Actor,
    at: datetime,
    amount: Decimal | None = None,
    unit: str = "",
    on: date | None = None,
    place: str = "",
    activity: Activity | None = None,
    source: str = "",
) -> Output:
    """Record an output.

    Raises
    ------
    UnitNeeded
        When there is an amount without a unit.
    NotYetHappened
        When the day lies after ``today``: an output has been made, a plan has not.
    NegativeAmount, OfAnotherInitiative
        When the amount is below zero, or the activity is not one of the initiative.
    """
    _check(initiative, {"amount": amount, "unit": unit, "on": on, "activity": activity}, today)
    output = Output(
        initiative=initiative,
        activity=activity,
        title=title,
        kind=kind,
        amount=amount,
        unit=unit.strip(),
        on=on,
        place=place,
        source=source,
    )
    return add_record(output, action="output.add", by=by, at=at)


def change_output(
    *,
    output: Output,
    changes: Mapping[str, Any],
    today: date,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Output:
    """Change an output; the same rules as for a new one."""
    whole = {name: getattr(output, name) for name in ("amount", "unit", "on", "activity")} | dict(changes)
    _check(output.initiative, whole, today)
    return change_record(
        output, action="output.change", expected_version=expected_version, by=by, at=at, changes=changes
    )


def remove_output(*, output: Output, by: Actor, at: datetime, expected_version: int | None = None) -> None:
    """Remove an output that was entered by mistake."""
    remove_record(output, action="output.remove", expected_version=expected_version, by=by, at=at)


def _check(initiative: Initiative, values: Mapping[str, Any], today: date) -> None:
    check_sizes(values["amount"])
    check_happened(values["on"], today)
    if values["amount"] is not None and not str(values["unit"]).strip():
        raise UnitNeeded
    activity = values["activity"]
    if activity is not None and activity.initiative_id != initiative.pk:
        raise OfAnotherInitiative(name=activity.title)
