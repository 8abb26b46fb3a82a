# SPDX-License-Identifier: EUPL-1.2
"""Let somebody in again who lost the password or the phone; only from the server itself."""

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.urls import reverse

from schakel.programme.auditing import append_audit_entry
from schakel.programme.recording import Actor
from schakel.web.models.accounts import Account


def make_password_link(*, account: Account, removes_second_factor: bool, by: Actor, at: datetime) -> str:
    """Return the address at which the account gets a new password, and write that it was made.

    Parameters
    ----------
    account
        Who is locked out.
    removes_second_factor
        Also remove every second factor, for who lost the phone and the recovery codes.
    by, at
        Who lets in, and when.
    """
    with transaction.atomic():
        if removes_second_factor:
            Authenticator.objects.filter(user_id=account.pk).delete()
        append_audit_entry(
            by=by,
            at=at,
            action="account.let-in",
            of=account,
            details={"removed_second_factor": removes_second_factor},
        )
    key = default_token_generator.make_token(account)
    number = user_pk_to_url_str(account)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": number, "key": key})
