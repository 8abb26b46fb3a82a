# SPDX-License-Identifier: EUPL-1.2
"""Plan the hours of the bureau by task and role, and say what it has: hours, and money to start things."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from schakel.cycle.actions.bureau_hours import check_hours
from schakel.cycle.models import BureauCapacity, BureauPlan
from schakel.koers.failures import N_, Failure
from schakel.programme.actions.entry_rules import check_sizes
from schakel.programme.auditing import take_turn
from schakel.programme.recording import Actor, add_record, change_record, remove_record


class PlanIsThere(Failure):
    """A plan is copied to a year that has one."""

    template = N_("The plan of {year} has lines already, so nothing was copied.")
    cure = N_("Change those lines, or remove them first.")


class NothingToCopy(Failure):
    """A plan is copied from a year that has none."""

    template = N_("There is no plan of {year} to copy.")
    cure = N_("Add the hours of each task by hand.")


def plan_hours(
    *,
    year: int,
    task: str,
    hours: Decimal,
    by: Actor,
    at: datetime,
    role: str = "",
    what: str = "",
) -> BureauPlan:
    """Give hours of a year to a task; without a role where that is not known yet.

    Raises
    ------
    NoHours, HoursNotInTenths, WrongEntry
        When the hours or another field cannot be right.
    """
    line = BureauPlan(year=year, task=task, role=role, hours=check_hours(hours), what=what.strip())
    return add_record(line, action="plan.add", by=by, at=at)


def change_plan(
    *,
    line: BureauPlan,
    changes: Mapping[str, Any],
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> BureauPlan:
    """Change a line of the plan; raises as :func:`plan_hours` does."""
    new = dict(changes)
    if "hours" in new:
        new["hours"] = check_hours(new["hours"])
    return change_record(
        line, action="plan.change", expected_version=expected_version, by=by, at=at, changes=new
    )


def remove_plan(*, line: BureauPlan, by: Actor, at: datetime, expected_version: int | None = None) -> None:
    """Remove a line of the plan; the audit chain keeps what it said."""
    remove_record(line, action="plan.remove", expected_version=expected_version, by=by, at=at)


def copy_plan(*, from_year: int, to_year: int, by: Actor, at: datetime) -> tuple[BureauPlan, ...]:
    """Copy the plan of a year to a year that has none.

    Raises
    ------
    PlanIsThere
        When the year has lines.
    NothingToCopy
        When the year to copy from has none.
    """
    with transaction.atomic():
        take_turn()
        if BureauPlan.objects.filter(year=to_year).exists():
            raise PlanIsThere(year=to_year)
        lines = list(BureauPlan.objects.filter(year=from_year).order_by("task", "pk"))
        if not lines:
            raise NothingToCopy(year=from_year)
        return tuple(
            plan_hours(
                year=to_year, task=line.task, role=line.role, hours=line.hours, what=line.what, by=by, at=at
            )
            for line in lines
        )


def set_capacity(
    *,
    year: int,
    hours: Decimal | None,
    seed_money_eur: Decimal | None,
    by: Actor,
    at: datetime,
    note: str = "",
    expected_version: int | None = None,
) -> BureauCapacity:
    """Say what the bureau has in a year; ``None`` is not known, which is not the same as nothing.

    Raises
    ------
    NegativeAmount
        When a size is below zero.
    ChangedMeanwhile, WrongEntry
        When somebody else changed it, or a field is wrong.
    """
    check_sizes(hours, seed_money_eur)
    values = {"hours": hours, "seed_money_eur": seed_money_eur, "note": note.strip()}
    with transaction.atomic():
        take_turn()
        known = BureauCapacity.objects.filter(year=year).first()
        if known is None:
            return add_record(BureauCapacity(year=year, **values), action="capacity.set", by=by, at=at)
        return change_record(
            known,
            action="capacity.set",
            expected_version=expected_version,
            by=by,
            at=at,
            changes=values,
        )
