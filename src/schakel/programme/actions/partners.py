# SPDX-License-Identifier: EUPL-1.2
"""Partners join, change and leave; their own goals, and how those stand beside the course."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from schakel.koers.failures import N_, Failure
from schakel.programme.models import GoalAlignment, Partner, PartnerGoal
from schakel.programme.recording import Actor, add_record, change_record, remove_record

LONGEST_CODE = 60


class LeftBeforeJoining(Failure):
    """The day of leaving lies before the day of joining."""

    template = N_("“{partner}” cannot leave on {left_on}: it joined on {joined_on}.")
    cure = N_("Give a day on or after the day of joining, or correct that day first.")


class AlreadyLeft(Failure):
    """The partner left before."""

    template = N_("“{partner}” left already, on {left_on}.")
    cure = N_("Correct the day on the form of the partner.")


class NameTaken(Failure):
    """An organisation with this name is in the register already."""

    template = N_("“{name}” is in the register already.")
    cure = N_("Open that organisation and change it there; for another one, add what tells them apart.")


class AlignedAlready(Failure):
    """The goal of the partner stands beside this part of the course already."""

    template = N_("This goal stands beside {course_code} already.")
    cure = N_("Change that line instead of adding a second one.")


def add_partner(*, name: str, helix: str, by: Actor, at: datetime, **fields: Any) -> Partner:
    """Add an organisation; its code is made from its name where none is given.

    Parameters
    ----------
    fields
        Other fields of :class:`Partner`.

    Raises
    ------
    NameTaken
        When an organisation has the same name, whatever its capitals.
    LeftBeforeJoining
        When the days contradict each other.
    WrongEntry
        When a field is wrong.
    """
    name = " ".join(name.split())
    with transaction.atomic():
        _check_name(name, None)
        _check_days(name, fields.get("joined_on"), fields.get("left_on"))
        code = fields.pop("code", "") or _free_code(name)
        record = Partner(code=code, name=name, helix=helix, **fields)
        return add_record(record, action="partner.add", by=by, at=at)


def change_partner(
    *, partner: Partner, expected_version: int | None, changes: Mapping[str, Any], by: Actor, at: datetime
) -> Partner:
    """Change fields of an organisation; raises as :func:`add_partner`, and ChangedMeanwhile."""
    name = changes.get("name", partner.name)
    _check_name(name, partner.pk)
    _check_days(name, changes.get("joined_on", partner.joined_on), changes.get("left_on", partner.left_on))
    return change_record(
        partner, action="partner.change", expected_version=expected_version, by=by, at=at, changes=changes
    )


def leave_partnership(
    *, partner: Partner, left_on: date, expected_version: int | None, by: Actor, at: datetime
) -> Partner:
    """Note that a partner leaves; its seats end on the same day, what it brought in stays visible.

    A seat that would start later is removed.

    Raises
    ------
    AlreadyLeft
        When a day of leaving is known.
    LeftBeforeJoining
        When the day lies before the day of joining.
    """
    if partner.left_on is not None:
        raise AlreadyLeft(partner=partner.name, left_on=partner.left_on.isoformat())
    _check_days(partner.name, partner.joined_on, left_on)
    with transaction.atomic():
        left = change_record(
            partner,
            action="partner.leave",
            expected_version=expected_version,
            by=by,
            at=at,
            changes={"left_on": left_on},
        )
        for seat in partner.seats.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=left_on)):
            if seat.starts_on is not None and seat.starts_on > left_on:
                remove_record(seat, action="seat.remove", expected_version=None, by=by, at=at)
                continue
            change_record(
                seat,
                action="seat.end",
                expected_version=None,
                by=by,
                at=at,
                changes={"ends_on": left_on},
            )
    return left


def add_partner_goal(
    *, partner: Partner, statement: str, by: Actor, at: datetime, section: str = "", source: str = ""
) -> PartnerGoal:
    """Note a goal of the partner itself, with the document it is from."""
    record = PartnerGoal(partner=partner, statement=statement, section=section, source=source)
    return add_record(record, action="partner_goal.add", by=by, at=at)


def change_partner_goal(
    *, goal: PartnerGoal, expected_version: int | None, changes: Mapping[str, Any], by: Actor, at: datetime
) -> PartnerGoal:
    """Change the words or the source of a goal."""
    return change_record(
        goal, action="partner_goal.change", expected_version=expected_version, by=by, at=at, changes=changes
    )


def remove_partner_goal(*, goal: PartnerGoal, expected_version: int | None, by: Actor, at: datetime) -> None:
    """Remove a goal that the partner no longer has, with what stood beside it."""
    with transaction.atomic():
        for alignment in goal.alignments.all():
            remove_record(alignment, action="alignment.remove", expected_version=None, by=by, at=at)
        remove_record(goal, action="partner_goal.remove", expected_version=expected_version, by=by, at=at)


def align_goal(
    *,
    goal: PartnerGoal,
    course_code: str,
    fit: str,
    by: Actor,
    at: datetime,
    note: str = "",
    source: str = "",
) -> GoalAlignment:
    """Put a partner's goal beside a goal, line or action of the course.

    Raises
    ------
    AlignedAlready
        When the two stand beside each other already.
    """
    if goal.alignments.filter(course_code=course_code).exists():
        raise AlignedAlready(course_code=course_code)
    record = GoalAlignment(goal=goal, course_code=course_code, fit=fit, note=note, source=source)
    return add_record(record, action="alignment.add", by=by, at=at)


def change_alignment(
    *,
    alignment: GoalAlignment,
    expected_version: int | None,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> GoalAlignment:
    """Change how far the two coincide, or the note."""
    return change_record(
        alignment, action="alignment.change", expected_version=expected_version, by=by, at=at, changes=changes
    )


def remove_alignment(
    *, alignment: GoalAlignment, expected_version: int | None, by: Actor, at: datetime
) -> None:
    """Remove an alignment that does not hold."""
    remove_record(alignment, action="alignment.remove", expected_version=expected_version, by=by, at=at)


def _check_name(name: str, own_key: int | None) -> None:
    same = Partner.objects.filter(name__iexact=name)
    if own_key is not None:
        same = same.exclude(pk=own_key)
    if same.exists():
        raise NameTaken(name=name)


def _check_days(name: str, joined_on: date | None, left_on: date | None) -> None:
    if joined_on is not None and left_on is not None and left_on < joined_on:
        raise LeftBeforeJoining(partner=name, left_on=left_on.isoformat(), joined_on=joined_on.isoformat())


def _free_code(name: str) -> str:
    """Return a code made from a name; a number follows where it is taken."""
    stem = slugify(name)[: LONGEST_CODE - 4].strip("-") or "partner"
    taken = set(Partner.objects.filter(code__startswith=stem).values_list("code", flat=True))
    candidates = (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3)))
    return next(code for code in candidates if code not in taken)
