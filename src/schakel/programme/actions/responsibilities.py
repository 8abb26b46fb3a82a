# SPDX-License-Identifier: EUPL-1.2
"""Who is responsible, accountable, consulted and informed; one partner is accountable for a subject."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from schakel.koers.failures import N_, Failure
from schakel.programme.actions.initiatives import EndBeforeStart
from schakel.programme.auditing import take_turn
from schakel.programme.models import Partner, Raci, Responsibility
from schakel.programme.recording import Actor, add_record, change_record

SUBJECTS = ("action", "goal", "line", "element", "initiative")


class UnknownSubject(Failure):
    """A kind of subject that nobody can be responsible for."""

    template = N_("Nobody can be made responsible for “{subject}”.")
    cure = N_("Choose an action, goal, line or element of the course, or an initiative.")


class HasRoleAlready(Failure):
    """The partner has this role already."""

    template = N_("“{partner}” already has this role here.")
    cure = N_("Nothing needs to be done; end the role, or choose another partner.")


class LaterAccountable(Failure):
    """Somebody is accountable from a later date on."""

    template = N_("“{partner}” is accountable here from {since} on, which is later.")
    cure = N_("Choose a date after that one, or end that responsibility first.")


def assign_responsibility(
    *,
    partner: Partner,
    subject: str,
    subject_code: str,
    role: str,
    since: date,
    by: Actor,
    at: datetime,
) -> Responsibility:
    """Give a partner a role; a new accountable partner ends the accountability of the earlier one.

    ``until`` is the first day on which a role is no longer held, so the new one starts on that day.

    Raises
    ------
    UnknownSubject
        When ``subject`` is not one of ``SUBJECTS``.
    HasRoleAlready, LaterAccountable
        When the partner has the role, or another is accountable from a later date on.
    """
    if subject not in SUBJECTS:
        raise UnknownSubject(subject=subject)
    row = Responsibility(partner=partner, subject=subject, subject_code=subject_code, role=role, since=since)
    with transaction.atomic():
        take_turn()
        for held in _held_on(since, subject, subject_code, role):
            if held.partner_id == partner.pk:
                raise HasRoleAlready(partner=partner.name)
            if role == Raci.ACCOUNTABLE:
                _hand_over(held, since, by, at)
        return add_record(row, action="responsibility.assign", by=by, at=at)


def end_responsibility(
    *, responsibility: Responsibility, until: date, expected_version: int | None, by: Actor, at: datetime
) -> Responsibility:
    """End a role from a day on; without a successor the subject then shows a gap."""
    if responsibility.since is not None and until < responsibility.since:
        raise EndBeforeStart(start=responsibility.since, end=until)
    return change_record(
        responsibility,
        action="responsibility.end",
        expected_version=expected_version,
        by=by,
        at=at,
        changes={"until": until},
    )


def _held_on(since: date, subject: str, subject_code: str, role: str) -> list[Responsibility]:
    """Return who holds the role on the day or has it from a later day on."""
    rows = Responsibility.objects.filter(
        Q(until=None) | Q(until__gt=since), subject=subject, subject_code=subject_code, role=role
    )
    return list(rows.order_by("since", "pk"))


def _hand_over(held: Responsibility, since: date, by: Actor, at: datetime) -> None:
    if held.since is not None and held.since > since:
        raise LaterAccountable(partner=held.partner.name, since=held.since)
    change_record(
        held,
        action="responsibility.hand_over",
        expected_version=None,
        by=by,
        at=at,
        changes={"until": since},
    )
