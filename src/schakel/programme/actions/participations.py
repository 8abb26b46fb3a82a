# SPDX-License-Identifier: EUPL-1.2
"""Partners in an initiative: who takes part in which role, from when until when."""

from datetime import date, datetime

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
    _check_order(starts_on, ends_on)
    others = Participation.objects.filter(initiative=initiative, partner=partner, role=role)
    if any(_overlap(other, starts_on, ends_on) for other in others):
        raise TakesPartAlready(partner=partner.name, initiative=initiative.name)
    row = Participation(
        initiative=initiative, partner=partner, role=role, starts_on=starts_on, ends_on=ends_on, note=note
    )
    return add_record(row, action="participation.add", by=by, at=at)


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


def _check_order(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise EndBeforeStart(start=starts_on, end=ends_on)


def _overlap(other: Participation, starts_on: date | None, ends_on: date | None) -> bool:
    starts_later = other.ends_on is not None and starts_on is not None and starts_on >= other.ends_on
    ends_earlier = other.starts_on is not None and ends_on is not None and ends_on <= other.starts_on
    return not (starts_later or ends_earlier)
