# SPDX-License-Identifier: EUPL-1.2
"""Invite somebody, and accept an invitation: the only way in which an account is made."""

import hashlib
import secrets
from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import models, transaction
from django.utils import timezone

from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import append_audit_entry
from schakel.programme.recording import Actor, add_record, change_record
from schakel.web.accounts.granting import About, check_giver, check_role, columns_of
from schakel.web.models.accounts import Account, Invitation, RoleGrant

LINK_DAYS = 14
TOKEN_BYTES = 32


class InvitationGone(Failure):
    """A link that was never made, was used, was taken back, or is too old."""

    template = N_("This invitation does not work any more.")
    cure = N_("Ask who invited you for a new link.")


class AlreadyAnAccount(Failure):
    """Who was invited has an account already, so the link alone is not enough."""

    template = N_("There is an account for this e-mail address already.")
    cure = N_("Sign in with that account and open the link again.")


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with the secret of its link, which is shown once and kept nowhere."""

    invitation: Invitation
    token: str


def invite(
    *,
    email: str,
    role: str,
    about: About,
    ends_on: date,
    giver_roles: Set[str],
    by: Actor,
    at: datetime,
) -> Invited:
    """Make an invitation; an open one for the same person and role stops working.

    Parameters
    ----------
    email, role, about
        Who is invited, to which role, and the one initiative or partner that it is for.
    ends_on
        Until when the role lasts, a year ahead at most.
    giver_roles
        The roles of who invites, and so vouches for the person.
    by, at
        Who invites, and when.

    Raises
    ------
    NotYoursToGive
        When somebody else than an administrator invites an administrator.
    WrongEntry
        When the address or the date is wrong, or the role needs an initiative or a partner.
    """
    today = timezone.localdate(at)
    check_giver(role, giver_roles)
    check_role(role, about, ends_on, today)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation(
        email=email.strip().lower(),
        role=role,
        **columns_of(about),
        sponsor=by.key,
        fingerprint=fingerprint_of(token),
        role_ends_on=ends_on,
        expires_on=today + timedelta(days=LINK_DAYS),
    )
    same = {"email": invitation.email, "role": role, **columns_of(about)}
    with transaction.atomic():
        for older in open_invitations(today).filter(**same):
            revoke_invitation(invitation=older, giver_roles=giver_roles, by=by, at=at)
        add_record(invitation, action="invitation.make", by=by, at=at)
    return Invited(invitation, token)


def fingerprint_of(token: str) -> str:
    """Return what is kept of the secret in a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_invitations(today: date) -> models.QuerySet[Invitation]:
    """Return the invitations whose link works today."""
    return Invitation.objects.filter(
        accepted_at=None, revoked_at=None, expires_on__gte=today, role_ends_on__gte=today
    )


def find_invitation(token: str, today: date) -> Invitation:
    """Return the invitation of a link; raises InvitationGone."""
    found = open_invitations(today).filter(fingerprint=fingerprint_of(token)).first()
    if found is None:
        raise InvitationGone
    return found


def revoke_invitation(
    *, invitation: Invitation, giver_roles: Set[str], by: Actor, at: datetime
) -> Invitation:
    """Take an invitation back; its link stops working."""
    check_giver(invitation.role, giver_roles)
    return change_record(
        invitation,
        action="invitation.revoke",
        expected_version=None,
        by=by,
        at=at,
        changes={"revoked_at": at},
    )


def accept_with_password(*, token: str, password: str, channel: str, at: datetime) -> Account:
    """Make the account that an invitation is for, with the password that was chosen.

    Raises
    ------
    InvitationGone
        When the link does not work (any more).
    AlreadyAnAccount
        When there is an account: then its owner must sign in first.
    """
    with transaction.atomic():
        invitation = _lock(token, timezone.localdate(at))
        if Account.objects.filter(email=invitation.email).exists():
            raise AlreadyAnAccount
        account = Account.objects.create_user(invitation.email, password)
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
        by = Actor(f"account:{account.pk}", channel)
        append_audit_entry(by=by, at=at, action="account.make", of=account)
        _take_role(invitation, account, by, at)
    return account


def accept_with_account(*, token: str, account: Account, by: Actor, at: datetime) -> RoleGrant:
    """Give the account that is signed in the role of an invitation to the same address.

    Raises
    ------
    InvitationGone
        When the link does not work (any more), or is for somebody else.
    """
    with transaction.atomic():
        invitation = _lock(token, timezone.localdate(at))
        if account.email != invitation.email:
            raise InvitationGone
        return _take_role(invitation, account, by, at)


def _lock(token: str, today: date) -> Invitation:
    """Return the invitation, held so that a link clicked twice at once works once."""
    invitation = find_invitation(token, today)
    Invitation.objects.select_for_update().get(pk=invitation.pk)
    return find_invitation(token, today)


def _take_role(invitation: Invitation, account: Account, by: Actor, at: datetime) -> RoleGrant:
    change_record(
        invitation,
        action="invitation.accept",
        expected_version=None,
        by=by,
        at=at,
        changes={"accepted_at": at},
    )
    grant = RoleGrant(
        account=account,
        role=invitation.role,
        partner=invitation.partner,
        initiative=invitation.initiative,
        sponsor=invitation.sponsor,
        starts_on=timezone.localdate(at),
        ends_on=invitation.role_ends_on,
    )
    return add_record(grant, action="role.give", by=by, at=at)
