# SPDX-License-Identifier: EUPL-1.2
"""Remove an account with everything personal, and give somebody all that is kept about them."""

from collections.abc import Set
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from schakel.programme.auditing import append_audit_entry
from schakel.programme.models import AuditEntry
from schakel.programme.recording import Actor
from schakel.web.accounts.granting import check_giver_of, check_that_an_administrator_stays
from schakel.web.models.accounts import Account, Invitation

MOST_LINES = 10_000


def remove_account(*, account: Account, giver_roles: Set[str], by: Actor, at: datetime) -> None:
    """Remove an account: address, password, second factors, roles and invitations are gone.

    What the account did stays in the register and the audit log, under its number only.

    Raises
    ------
    NotYoursToGive
        When somebody else than an administrator removes an administrator.
    LastAdministrator
        When nobody could be administrator afterwards.
    """
    check_giver_of(account, giver_roles)
    key = account.pk
    with transaction.atomic():
        Invitation.objects.filter(email=account.email).delete()
        n_roles = account.grants.count()
        account.is_active = False
        account.save(update_fields=["is_active"])
        check_that_an_administrator_stays(timezone.localdate(at))
        account.delete()
        account.pk = key
        append_audit_entry(
            by=by, at=at, action="account.remove", of=account, details={"number_of_roles": n_roles}
        )


def own_data(account: Account) -> dict[str, Any]:
    """Return everything that is kept about an account, as plain JSON."""
    key = f"account:{account.pk}"
    lines = AuditEntry.objects.filter(actor=key).order_by("-number")[:MOST_LINES]
    return {
        "account": account.pk,
        "email": account.email,
        "joined_at": _moment(account.joined_at),
        "last_sign_in_at": _moment(account.last_login),
        "is_open": account.is_active,
        "roles": [
            {
                "role": grant.role,
                "partner": grant.partner.code if grant.partner else None,
                "initiative": grant.initiative.code if grant.initiative else None,
                "starts_on": grant.starts_on.isoformat(),
                "ends_on": grant.ends_on.isoformat(),
                "sponsor": grant.sponsor,
            }
            for grant in account.grants.select_related("partner", "initiative")
        ],
        "invitations": [
            {"role": i.role, "made_at": _moment(i.created_at), "accepted_at": _moment(i.accepted_at)}
            for i in Invitation.objects.filter(email=account.email)
        ],
        "second_factors": [
            {"kind": f.type, "added_at": _moment(f.created_at), "last_used_at": _moment(f.last_used_at)}
            for f in Authenticator.objects.filter(user_id=account.pk)
        ],
        "audit_log": [
            {
                "number": line.number,
                "at": _moment(line.at),
                "origin": line.origin,
                "action": line.action,
                "object": f"{line.object_type} {line.object_id}".strip(),
                "result": line.result,
            }
            for line in lines
        ],
    }


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None
