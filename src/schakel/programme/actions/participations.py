# SPDX-License-Identifier: EUPL-1.2
"""Partners in an initiative: who takes part in which role, from when until when."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from schakel.koers.failures import N_, Failure
from schakel.programme.actions.initiatives import EndBeforeStart
from schakel.programme.models import Initiative, Participation, Partner
from schakel.programme.recording import Actor, add_record, change_record, remove_record


class TakesPartAlready(Failure):
    """The partner has this role already in the same time."""

    template = N_("“{partner}” already has this role in “{initiative}” in that time.")
    cure = N_("End the earlier one first, or choose another role.")


def add_participation(
    *,
    initiative: Initiative,
    partner: Partner,
    role: str,
    by: Actor,
    at: datetime,
    starts_on: date | None = None,
    ends_on: date | None = None,
    note: str = "",
) -> Participation:
    """Record that a partner takes part in a role; no end means that it still does.

    Raises
    ------
    TakesPartAlready
        When the partner has the same role there in an overlapping time.
    EndBeforeStart
        When it would end before it starts.
    """
    row = Participation(
        initiative=initiative, partner=partner, role=role, starts_on=starts_on, ends_on=ends_on, note=note
    )
    _check_time(row, starts_on, ends_on)
    return add_record(row, action="participation.add", by=by, at=at)


def change_participation(
    *,
    participation: Participation,
    changes: Mapping[str, Any],
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Participation:
    """Change when a partner takes part, or the remark; raises as :func:`add_participation` does."""
    starts_on, ends_on = (changes.get(n, getattr(participation, n)) for n in ("starts_on", "ends_on"))
    _check_time(participation, starts_on, ends_on)
    return change_record(
        participation,
        action="participation.change",
        expected_version=expected_version,
        by=by,
        at=at,
        changes=changes,
    )


def end_participation(
    *, participation: Participation, ends_on: date, expected_version: int | None, by: Actor, at: datetime
) -> Participation:
    """Record that a partner takes part no longer; its part until then stays visible."""
    _check_order(participation.starts_on, ends_on)
    return change_record(
        participation,
        action="participation.end",
        expected_version=expected_version,
        by=by,
        at=at,
        changes={"ends_on": ends_on},
    )


def remove_participation(
    *, participation: Participation, expected_version: int | None, by: Actor, at: datetime
) -> None:
    """Remove a participation that was entered by mistake."""
    remove_record(
        participation, action="participation.remove", expected_version=expected_version, by=by, at=at
    )


def _check_time(row: Participation, starts_on: date | None, ends_on: date | None) -> None:
    """Check that a participation ends after it starts, and is not there twice in that time."""
    _check_order(starts_on, ends_on)
    others = Participation.objects.filter(initiative=row.initiative, partner=row.partner, role=row.role)
    if any(_overlap(other, starts_on, ends_on) for other in others.exclude(pk=row.pk)):
        raise TakesPartAlready(partner=row.partner.name, initiative=row.initiative.name)


def _check_order(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise EndBeforeStart(start=starts_on, end=ends_on)


def _overlap(other: Participation, starts_on: date | None, ends_on: date | None) -> bool:
    starts_later = other.ends_on is not None and starts_on is not None and starts_on >= other.ends_on
    ends_earlier = other.starts_on is not None and ends_on is not None and ends_on <= other.starts_on
    return not (starts_later or ends_earlier)
