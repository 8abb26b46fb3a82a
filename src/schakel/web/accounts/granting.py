# SPDX-License-Identifier: EUPL-1.2
"""Give a role to an account, until a date; change that date, end it, and close an account."""

from collections.abc import Set
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import append_audit_entry
from schakel.programme.models import Initiative, Partner
from schakel.programme.recording import Actor, WrongEntry, add_record, change_record
from schakel.web.models.accounts import Account, Role, RoleGrant

About = Partner | Initiative | None


class NotYoursToGive(Failure):
    """Only an administrator decides about administrators."""

    template = N_("Only an administrator decides about the role of administrator.")
    cure = N_("Ask an administrator to do this.")


class LastAdministrator(Failure):
    """Without an administrator nobody could ever make one again from the site."""

    template = N_("This is the last administrator.")
    cure = N_("Give somebody else the role of administrator first.")


def give_role(
    *,
    account: Account,
    role: str,
    about: About,
    ends_on: date,
    giver_roles: Set[str],
    by: Actor,
    at: datetime,
) -> RoleGrant:
    """Give an account a role from today until a date, a year ahead at most.

    Raises
    ------
    NotYoursToGive
        When somebody else than an administrator makes an administrator.
    WrongEntry
        When the date is too far away, or the role needs an initiative or a partner.
    """
    today = timezone.localdate(at)
    check_giver(role, giver_roles)
    check_role(role, about, ends_on, today)
    grant = RoleGrant(
        account=account,
        role=role,
        **columns_of(about),
        sponsor=by.key,
        starts_on=today,
        ends_on=ends_on,
    )
    return add_record(grant, action="role.give", by=by, at=at)


def change_role_end(
    *,
    grant: RoleGrant,
    ends_on: date,
    expected_version: int | None,
    giver_roles: Set[str],
    by: Actor,
    at: datetime,
) -> RoleGrant:
    """Let a role last longer or shorter; raises what :func:`give_role` raises, or LastAdministrator."""
    today = timezone.localdate(at)
    check_giver(grant.role, giver_roles)
    check_role(grant.role, grant.partner or grant.initiative, ends_on, today)
    return change_record(
        grant,
        action="role.change",
        expected_version=expected_version,
        by=by,
        at=at,
        changes={"ends_on": ends_on},
    )


def end_role(*, grant: RoleGrant, giver_roles: Set[str], by: Actor, at: datetime) -> RoleGrant:
    """End a role at once; raises NotYoursToGive or LastAdministrator."""
    check_giver(grant.role, giver_roles)
    with transaction.atomic():
        ended = change_record(
            grant,
            action="role.end",
            expected_version=None,
            by=by,
            at=at,
            changes={"ends_on": timezone.localdate(at) - timedelta(days=1)},
        )
        if grant.role == Role.ADMINISTRATOR:
            check_that_an_administrator_stays(timezone.localdate(at))
    return ended


def switch_account(
    *, account: Account, is_active: bool, giver_roles: Set[str], by: Actor, at: datetime
) -> None:
    """Close an account, or open it again; whoever is signed in with a closed account is out at once."""
    check_giver_of(account, giver_roles)
    with transaction.atomic():
        account.is_active = is_active
        account.save(update_fields=["is_active"])
        check_that_an_administrator_stays(timezone.localdate(at))
        action = "account.open" if is_active else "account.close"
        append_audit_entry(by=by, at=at, action=action, of=account)


def check_role(role: str, about: About, ends_on: date, today: date) -> None:
    """Check that a role has what it is about and an end; raises WrongEntry."""
    wrong: dict[str, list[str]] = {}
    if role == Role.PARTNER and not isinstance(about, Partner):
        wrong["partner"] = [N_("Choose the partner that this role is for.")]
    elif role == Role.LEAD and not isinstance(about, Initiative):
        wrong["initiative"] = [N_("Choose the initiative that this role is for.")]
    elif role not in (Role.PARTNER, Role.LEAD) and about is not None:
        wrong["role"] = [N_("This role is for the whole programme: choose no initiative and no partner.")]
    if not today <= ends_on <= latest_end(today):
        wrong["ends_on"] = [N_("Choose a day from today, within a year.")]
    if wrong:
        raise WrongEntry("; ".join(f"{name}: {texts[0]}" for name, texts in wrong.items()), wrong)


def columns_of(about: About) -> dict[str, Any]:
    """Return what a role is about as the columns of a grant or an invitation."""
    return {
        "partner": about if isinstance(about, Partner) else None,
        "initiative": about if isinstance(about, Initiative) else None,
    }


def latest_end(today: date) -> date:
    """Return the last day until which a role can be given: the same day next year."""
    return today + timedelta(days=366 if _leap_day_ahead(today) else 365)


def _leap_day_ahead(today: date) -> bool:
    return (today + timedelta(days=365)).day != today.day


def check_giver(role: str, giver_roles: Set[str]) -> None:
    """Check that who gives may decide about this role; raises NotYoursToGive."""
    if role == Role.ADMINISTRATOR and Role.ADMINISTRATOR not in giver_roles:
        raise NotYoursToGive


def check_giver_of(account: Account, giver_roles: Set[str]) -> None:
    """Check that who acts may decide about an account; raises NotYoursToGive."""
    if account.grants.filter(role=Role.ADMINISTRATOR).exists():
        check_giver(Role.ADMINISTRATOR, giver_roles)


def check_that_an_administrator_stays(today: date) -> None:
    """Check that somebody can still be administrator, if ever there was one; raises LastAdministrator."""
    grants = RoleGrant.objects.filter(role=Role.ADMINISTRATOR)
    if grants.exists() and not administrators(today):
        raise LastAdministrator


def administrators(today: date) -> int:
    """Return how many open accounts are administrator today."""
    found = RoleGrant.objects.filter(
        role=Role.ADMINISTRATOR, account__is_active=True, starts_on__lte=today, ends_on__gte=today
    )
    return found.values("account").distinct().count()
