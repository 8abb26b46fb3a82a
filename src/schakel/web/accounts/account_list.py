# SPDX-License-Identifier: EUPL-1.2
"""The list of accounts: who may sign in, in which roles, by whose word and until when."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.documents import formats
from schakel.web.accounts.showing import show_accounts
from schakel.web.accounts.tables import about_words, addresses_of_accounts, moment_cell, sponsor_words
from schakel.web.accounts.words import role_words
from schakel.web.language import page_language
from schakel.web.models.accounts import Account, RoleGrant
from schakel.web.programme.listing import ListColumn, Listing, make_listing
from schakel.web.rights.permissions import NEEDS_SECOND_FACTOR
from schakel.web.tables.table import Cell, text_cell

SOON_DAYS = 30


def accounts_of_today(today: date) -> QuerySet[Any]:
    """Return every account with the roles that count today and whether it has a second factor."""
    running = RoleGrant.objects.filter(starts_on__lte=today, ends_on__gte=today)
    factors = Authenticator.objects.filter(user_id=OuterRef("pk")).exclude(type="recovery_codes")
    needing = running.filter(account=OuterRef("pk"), role__in=NEEDS_SECOND_FACTOR)
    about = running.select_related("partner", "initiative").order_by("ends_on")
    rows: QuerySet[Any] = Account.objects.order_by("email").prefetch_related(
        Prefetch("grants", about, "running")
    )
    annotated: QuerySet[Any] = rows.annotate(has_factor=Exists(factors), needs_factor=Exists(needing))
    return annotated


def _roles_cell(account: Any) -> Cell:
    if not account.running:
        return Cell(_("none"), None, tone="unknown")
    words = [f"{role_words(g.role)} ({about_words(g)})" for g in account.running]
    return text_cell(", ".join(dict.fromkeys(words)))


def _end_cell(account: Any) -> Cell:
    if not account.running:
        return Cell("–", None, tone="unknown")
    last = max(g.ends_on for g in account.running)
    return Cell(formats.day(last.isoformat(), page_language()), last.isoformat())


def _factor_cell(account: Any) -> Cell:
    if account.has_factor:
        return text_cell(_("yes"), tone="good")
    return text_cell(_("no, but needed"), tone="bad") if account.needs_factor else text_cell(_("no"))


def _sponsor_cell(account: Any, addresses: Mapping[int, str]) -> Cell:
    keys = dict.fromkeys(g.sponsor for g in account.running)
    return text_cell(", ".join(sponsor_words(key, addresses) for key in keys) or "–")


def _address_cell(account: Account) -> Cell:
    link = reverse("account-roles", args=(account.pk,))
    return Cell(account.email, account.email, link, detail="" if account.is_active else _("closed"))


def list_accounts(request: HttpRequest, today: date) -> Listing:
    """Return the list of accounts by address."""
    addresses = addresses_of_accounts()
    columns = [
        ListColumn("email", _("E-mail address"), _address_cell, "email"),
        ListColumn("roles", _("Roles today"), _roles_cell),
        ListColumn("ends_on", _("Until"), _end_cell),
        ListColumn("sponsor", _("Who vouches"), lambda a: _sponsor_cell(a, addresses)),
        ListColumn(
            "last_login", _("Last sign-in"), lambda a: moment_cell(a.last_login, _("never")), "last_login"
        ),
        ListColumn("has_factor", _("Second factor"), _factor_cell, "has_factor"),
    ]
    return make_listing(
        request, accounts_of_today(today), columns, name="accounts", caption=_("Who may sign in")
    )


@require_safe
def show_accounts_list(request: HttpRequest) -> HttpResponse:
    """Show every account, and what needs attention."""
    today = timezone.localdate()
    listing = list_accounts(request, today)
    running = RoleGrant.objects.filter(starts_on__lte=today, ends_on__gte=today)
    context = {
        "listing": listing,
        "n_lacking": accounts_of_today(today)
        .filter(is_active=True, needs_factor=True, has_factor=False)
        .count(),
        "n_ending": running.filter(ends_on__lte=today + timedelta(days=SOON_DAYS)).count(),
        "soon_days": SOON_DAYS,
    }
    return show_accounts(request, "web/accounts/accounts.html", "accounts", context, [listing.table])
