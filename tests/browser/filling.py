# SPDX-License-Identifier: EUPL-1.2
"""Fill the database of a site that a browser opens; run in a process of its own, which tells what it made.

``python -m tests.browser.filling`` with SCHAKEL_HOME and the other settings of the site in the environment.
The demonstration year is there already; on top comes one initiative ("proeflab") that has at least one of
everything, so that every address has an example, and an account for each role.
"""

import json
import sys

import django

django.setup()

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes  # noqa: E402
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from tests.browser.filling_cycle import fill_cycle  # noqa: E402
from tests.browser.filling_moment import AT, BY, TODAY, days  # noqa: E402
from tests.browser.filling_proof import (  # noqa: E402
    fill_indicators,
    fill_money_and_results,
    fill_updates_and_registers,
)
from tests.browser.filling_work import fill_activities, fill_initiatives, fill_partners  # noqa: E402

from schakel.web.accounts.inviting import invite  # noqa: E402
from schakel.web.models import Account, RoleGrant  # noqa: E402

PASSWORD = "een lange zin als wachtwoord"
ROLES = ("bureau", "board", "administrator", "lead", "partner", "council")


def open_accounts(made: dict) -> dict:
    """Make an account for each role with a session, and a second factor for the roles that need one."""
    found: dict = {"sessions": {}, "totp": {}}
    for role in ROLES:
        account = Account.objects.create_user(f"{role}@voorbeeld.invalid", PASSWORD)
        about = (
            {"initiative": made["lab"]}
            if role == "lead"
            else {"partner": made["firm"]}
            if role == "partner"
            else {}
        )
        grant = RoleGrant.objects.create(
            account=account,
            role=role,
            sponsor="system",
            starts_on=days(-100),
            ends_on=days(300),
            created_at=AT,
            changed_at=AT,
            created_by="system",
            changed_by="system",
            **about,
        )
        if role in ("bureau", "board", "administrator"):
            found["totp"][role] = generate_totp_secret()
            TOTP.activate(account, found["totp"][role])
        session = SessionStore()
        session["_auth_user_id"] = str(account.pk)
        session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
        session["_auth_user_hash"] = account.get_session_auth_hash()
        session.create()
        found["sessions"][role] = session.session_key
        if role == "lead":
            found |= {name: account.pk for name in ("account-roles", "role-give", "account-remove")}
            found["role-change"] = {"account_pk": account.pk, "pk": grant.pk}
        if role == "bureau":
            RecoveryCodes.activate(account)
    invited = invite(
        email="nieuw@voorbeeld.invalid",
        role="council",
        about=None,
        ends_on=days(200),
        giver_roles={"administrator"},
        **BY,
    )
    return found | {"token": invited.token}


def main() -> None:
    made = {"today": TODAY.isoformat()} | fill_initiatives()
    for fill in (
        fill_activities,
        fill_partners,
        fill_money_and_results,
        fill_indicators,
        fill_updates_and_registers,
        fill_cycle,
        open_accounts,
    ):
        made |= fill(made)
    sys.stdout.write(json.dumps({k: v for k, v in made.items() if not hasattr(v, "pk")}) + "\n")


if __name__ == "__main__":
    main()
