# SPDX-License-Identifier: EUPL-1.2
"""Accounts for who looks after them: who may sign in, in which roles, and changing that."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.documents import formats
from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import Failure
from schakel.web.accounts.forms import RoleEndForm, RoleForm
from schakel.web.accounts.granting import change_role_end, end_role, give_role, switch_account
from schakel.web.accounts.removing import remove_account
from schakel.web.accounts.showing import act_and_return, fill_in_accounts, show_accounts
from schakel.web.accounts.tables import about_words, addresses_of_accounts, roles_table
from schakel.web.accounts.words import factor_words, role_words
from schakel.web.language import page_language
from schakel.web.models.accounts import Account, RoleGrant
from schakel.web.rights.asking import actor_of, visitor_of


def _place(account: Account) -> str:
    return reverse("account-roles", args=(account.pk,))


def _back(account: Account) -> dict[str, str]:
    return {"back": _place(account), "back_name": account.email}


@require_safe
def show_account_roles(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one account: its roles, who vouches, and what can be done."""
    account = get_object_or_404(Account, pk=pk)
    today = timezone.localdate()
    grants = list(account.grants.select_related("partner", "initiative").order_by("-ends_on", "pk"))
    kinds = Authenticator.objects.filter(user_id=pk).exclude(type="recovery_codes")
    context = {
        "shown": account,
        "grants": grants,
        "running": [
            {"grant": g, "name": role_words(g.role), "about": about_words(g)}
            for g in grants
            if g.starts_on <= today <= g.ends_on
        ],
        "factors": sorted({factor_words(kind) for kind in kinds.values_list("type", flat=True)}),
    }
    table = roles_table(grants, today, _("Roles"), addresses_of_accounts(), with_links=True)
    tables = [table] if grants else []
    return show_accounts(request, "web/accounts/account_roles.html", "accounts", context, tables)


@require_http_methods(["GET", "POST"])
def give_account_role(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account another role."""
    account = get_object_or_404(Account, pk=pk)
    giver_roles = visitor_of(request).roles
    form = RoleForm(request.POST or None, giver_roles=giver_roles, today=timezone.localdate())

    def act(given: dict[str, Any]) -> RoleGrant:
        return give_role(
            account=account, **given, giver_roles=giver_roles, by=actor_of(request), at=timezone.now()
        )

    def done(grant: RoleGrant) -> str:
        messages.success(request, _("The role was given."))
        return _place(account)

    context = {"submit": _("Give the role"), **_back(account)}
    return fill_in_accounts(
        request, form, act, page="accounts", title=_("Give a role"), done=done, context=context
    )


@require_http_methods(["GET", "POST"])
def change_account_role(request: HttpRequest, account_pk: int, pk: int) -> HttpResponse:
    """Let a role last longer or shorter."""
    grant = get_object_or_404(RoleGrant, pk=pk, account_id=account_pk)
    form = RoleEndForm(request.POST or None, initial={"ends_on": grant.ends_on})
    sent = request.POST.get("version", "")

    def act(given: dict[str, Any]) -> RoleGrant:
        return change_role_end(
            grant=grant,
            ends_on=given["ends_on"],
            expected_version=int(sent) if sent.isdecimal() else grant.version,
            giver_roles=visitor_of(request).roles,
            by=actor_of(request),
            at=timezone.now(),
        )

    def done(changed: RoleGrant) -> str:
        messages.success(request, _("The role now ends on another day."))
        return _place(grant.account)

    title = _("Until when is this %(role)s?") % {"role": role_words(grant.role)}
    ends_on = formats.day(grant.ends_on.isoformat(), page_language())
    context = {
        "version": grant.version,
        "intro": _("For %(about)s; now until %(day)s.") % {"about": about_words(grant), "day": ends_on},
        **_back(grant.account),
    }
    return fill_in_accounts(request, form, act, page="accounts", title=title, done=done, context=context)


@require_POST
def end_account_role(request: HttpRequest, account_pk: int, pk: int) -> HttpResponse:
    """End a role at once."""
    grant = get_object_or_404(RoleGrant, pk=pk, account_id=account_pk)

    def act() -> RoleGrant:
        return end_role(
            grant=grant, giver_roles=visitor_of(request).roles, by=actor_of(request), at=timezone.now()
        )

    return act_and_return(request, act, _("The role has ended."), _place(grant.account))


@require_POST
def close_or_open_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account, or open it again."""
    account = get_object_or_404(Account, pk=pk)
    is_active = request.POST.get("state") == "open"

    def act() -> None:
        switch_account(
            account=account,
            is_active=is_active,
            giver_roles=visitor_of(request).roles,
            by=actor_of(request),
            at=timezone.now(),
        )

    said = _("The account is open again.") if is_active else _("The account is closed.")
    return act_and_return(request, act, said, _place(account))


@require_http_methods(["GET", "POST"])
def remove_whole_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once, then remove an account with everything personal."""
    account = get_object_or_404(Account, pk=pk)
    wrong = ""
    if request.method == "POST":
        try:
            remove_account(
                account=account,
                giver_roles=visitor_of(request).roles,
                by=actor_of(request),
                at=timezone.now(),
            )
        except Failure as failure:
            wrong = explain_failure(failure, page_language())
        else:
            messages.success(request, _("The account was removed."))
            return HttpResponseRedirect(reverse("accounts"))
    context = {"shown": account, "wrong": wrong, **_back(account)}
    status = 422 if wrong else 200
    return show_accounts(request, "web/accounts/account_remove.html", "accounts", context, status=status)
