# SPDX-License-Identifier: EUPL-1.2
"""Commands about accounts, for who runs the server: the first administrator, and who is locked out."""

from datetime import date
from typing import Annotated

import typer

from schakel.commands.database import open_database
from schakel.commands.terminal import LANGUAGE, print_plain, say
from schakel.documents import formats
from schakel.koers.failures import N_, Failure

accounts_app = typer.Typer(help=say("Accounts: invite, list and let in again."), no_args_is_help=True)
Email = Annotated[str, typer.Option("--email", help=say("The e-mail address."))]
Site = Annotated[
    str, typer.Option("--site", help=say("Address of the site, as readers type it."), envvar="SCHAKEL_SITE")
]
LOCAL_SITE = "http://127.0.0.1:8000"


class NoSuchAccount(Failure):
    """An address without an account."""

    template = N_("There is no account for {email}.")
    cure = N_("See who has one with: schakel accounts list")


@accounts_app.command(
    "invite", help=say("Invite somebody and print the link; also for the first administrator.")
)
def invite_somebody(
    email: Email,
    role: Annotated[
        str, typer.Option("--role", help=say("administrator, bureau, board, council or acquisition."))
    ] = "administrator",
    until: Annotated[
        str | None, typer.Option("--until", help=say("Last day of the role (YYYY-MM-DD)."))
    ] = None,
    site: Site = LOCAL_SITE,
) -> None:
    """Make an invitation in the name of who runs the server."""
    open_database()
    from django.urls import reverse
    from django.utils import timezone

    from schakel.programme.recording import Actor
    from schakel.web.accounts.granting import latest_end
    from schakel.web.accounts.inviting import invite

    at = timezone.now()
    ends_on = date.fromisoformat(until) if until else latest_end(timezone.localdate(at))
    invited = invite(
        email=email,
        role=role,
        about=None,
        ends_on=ends_on,
        giver_roles={"administrator"},
        by=Actor("system", "command"),
        at=at,
    )
    place = reverse("invitation-accept", args=(invited.token,))
    day = formats.day(invited.invitation.expires_on.isoformat(), LANGUAGE)
    print_plain(say("Open this link to choose a password. It works once, until {day}:", day=day))
    print_plain(f"{site.rstrip('/')}{place}")


@accounts_app.command("list", help=say("Show who may sign in."))
def list_everybody() -> None:
    """Print every account with its roles of today."""
    open_database()
    from django.utils import timezone

    from schakel.web.models import Account

    today = timezone.localdate()
    for account in Account.objects.prefetch_related("grants").order_by("email"):
        roles = sorted({g.role for g in account.grants.all() if g.starts_on <= today <= g.ends_on})
        state = "" if account.is_active else f" ({say('closed')})"
        print_plain(f"{account.pk}  {account.email}  {', '.join(roles) or '-'}{state}")


@accounts_app.command("let-in", help=say("Print a link for a new password, for who is locked out."))
def let_in(
    email: Email,
    without_second_factor: Annotated[
        bool, typer.Option("--remove-second-factor", help=say("Also remove the second factor (lost phone)."))
    ] = False,
    site: Site = LOCAL_SITE,
) -> None:
    """Print the link with which somebody chooses a new password; written in the audit log."""
    open_database()
    from django.utils import timezone

    from schakel.programme.recording import Actor
    from schakel.web.accounts.letting_in import make_password_link
    from schakel.web.models import Account

    account = Account.objects.filter(email=email.strip().lower()).first()
    if account is None:
        raise NoSuchAccount(email=email)
    place = make_password_link(
        account=account,
        removes_second_factor=without_second_factor,
        by=Actor("system", "command"),
        at=timezone.now(),
    )
    print_plain(say("Open this link to choose a new password:"))
    print_plain(f"{site.rstrip('/')}{place}")
