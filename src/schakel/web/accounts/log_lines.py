# SPDX-License-Identifier: EUPL-1.2
"""What happens around signing in, as lines of the audit chain; never with an e-mail address."""

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as factor_signals
from allauth.socialaccount import signals as social_signals
from django.contrib.auth.signals import user_logged_out
from django.http import HttpRequest
from django.utils import timezone

from schakel.programme.auditing import append_audit_entry
from schakel.programme.recording import Actor
from schakel.web.models.accounts import Account
from schakel.web.rights.asking import channel_of

SIGN_IN = "account.sign-in"


def write_line(
    request: HttpRequest, action: str, account: Account | None, *, result: str = "done", **details: object
) -> None:
    """Write a line about an account; who failed to sign in acts as a reader."""
    is_known = account is not None and result == "done"
    by = Actor(f"account:{account.pk}" if account and is_known else "reader", channel_of(request))
    append_audit_entry(
        by=by, at=timezone.now(), action=action, of=account, result=result, details=details or None
    )


def _signed_in(request: HttpRequest, user: Account, **_: Any) -> None:
    records = request.session.get("account_authentication_methods") or []
    ways = [str(record.get("type") or record.get("method")) for record in records]
    write_line(request, SIGN_IN, user, ways=ways or ["invitation"])


def _signed_out(request: HttpRequest, user: Account | None, **_: Any) -> None:
    if user is not None:
        write_line(request, "account.sign-out", user)


def _wrong_second_factor(request: HttpRequest, user: Account, **_: Any) -> None:
    write_line(request, SIGN_IN, user, result="refused", reason="second factor")


def _factor_added(request: HttpRequest, user: Account, authenticator: Any, **_: Any) -> None:
    write_line(request, "account.second-factor-add", user, kind=str(authenticator.type))


def _factor_removed(request: HttpRequest, user: Account, authenticator: Any, **_: Any) -> None:
    write_line(request, "account.second-factor-remove", user, kind=str(authenticator.type))


def _factor_renewed(request: HttpRequest, user: Account, authenticator: Any, **_: Any) -> None:
    write_line(request, "account.second-factor-renew", user, kind=str(authenticator.type))


def _password_changed(request: HttpRequest, user: Account, **_: Any) -> None:
    write_line(request, "account.password-change", user)


def _organisation_linked(request: HttpRequest, sociallogin: Any, **_: Any) -> None:
    write_line(request, "account.organisation-link", sociallogin.user)


def listen() -> None:
    """Write a line at every event around signing in."""
    pairs = (
        (account_signals.user_logged_in, _signed_in),
        (user_logged_out, _signed_out),
        (factor_signals.authentication_failed, _wrong_second_factor),
        (factor_signals.authenticator_added, _factor_added),
        (factor_signals.authenticator_removed, _factor_removed),
        (factor_signals.authenticator_reset, _factor_renewed),
        (account_signals.password_changed, _password_changed),
        (account_signals.password_reset, _password_changed),
        (account_signals.password_set, _password_changed),
        (social_signals.social_account_added, _organisation_linked),
    )
    for signal, receiver in pairs:
        signal.connect(receiver, dispatch_uid=f"schakel-{receiver.__name__}")
