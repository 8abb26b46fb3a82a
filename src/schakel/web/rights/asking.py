# SPDX-License-Identifier: EUPL-1.2
"""May this reader do this here: asked by the middleware for every page, and by templates for a button."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from schakel.programme.recording import Actor
from schakel.web.models.accounts import Account, Role, RoleGrant
from schakel.web.rights.permissions import EVERYONE, SIGNED_IN, Deed, permission_table

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at the site: the roles of today, and the partners and initiatives they are for."""

    account_id: int | None
    roles: frozenset[str]
    partners: Mapping[str, frozenset[str]]
    initiatives: Mapping[str, frozenset[str]]

    @property
    def is_signed_in(self) -> bool:
        """Whether there is an account."""
        return self.account_id is not None

    def may(self, page: str, deed: Deed = "read", about: Mapping[str, Any] | None = None) -> bool:
        """Say whether a deed on a page is allowed; ``about`` holds the codes in its address.

        A page without a line in the table is allowed to nobody.
        """
        rule = permission_table().get(page)
        if rule is None:
            return False
        permission = rule.read if deed == "read" else rule.write
        if EVERYONE in permission.all or (self.is_signed_in and SIGNED_IN in permission.all):
            return True
        if self.roles & permission.all:
            return True
        return any(self._owns(role, about or {}) for role in self.roles & permission.own)

    def _owns(self, role: str, about: Mapping[str, Any]) -> bool:
        if "initiative" in about:
            return about["initiative"] in self.initiatives.get(role, frozenset())
        if "partner" in about:
            return about["partner"] in self.partners.get(role, frozenset())
        return False


NOBODY = Visitor(None, frozenset(), {}, {})


def visitor_of(request: HttpRequest) -> Visitor:
    """Return who looks; asks the database once for each request, and never without a session."""
    found: Visitor | None = getattr(request, "_visitor", None)
    if found is None:
        account = getattr(request, "user", None)
        found = _visitor(account) if isinstance(account, Account) and account.is_active else NOBODY
        request._visitor = found  # type: ignore[attr-defined]
    return found


def _visitor(account: Account) -> Visitor:
    today = timezone.localdate()
    grants = RoleGrant.objects.filter(account=account, starts_on__lte=today, ends_on__gte=today)
    rows = list(grants.values_list("role", "partner__code", "initiative__code", "partner_id"))
    partners: dict[str, set[str]] = {}
    initiatives: dict[str, set[str]] = {}
    for role, partner, initiative, _ in rows:
        partners.setdefault(role, set()).update([partner] if partner else [])
        initiatives.setdefault(role, set()).update([initiative] if initiative else [])
    ids = [partner_id for role, _, _, partner_id in rows if role == Role.PARTNER and partner_id]
    if ids:
        from schakel.programme.models import Initiative

        ours = Initiative.objects.filter(Q(owner_id__in=ids)).values_list("code", flat=True)
        initiatives.setdefault(Role.PARTNER, set()).update(ours)
    return Visitor(
        account.pk,
        frozenset(role for role, *_ in rows),
        {role: frozenset(codes) for role, codes in partners.items()},
        {role: frozenset(codes) for role, codes in initiatives.items()},
    )


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts, for the actions of the programme."""
    visitor = visitor_of(request)
    key = f"account:{visitor.account_id}" if visitor.is_signed_in else "reader"
    return Actor(key, f"web {request.META.get('REMOTE_ADDR', '')}".strip())


class Rights:
    """Ask the permission table before any view runs; a page without a line is nobody's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        names: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Return a refusal, or nothing where the view may run."""
        match = request.resolver_match
        page = match.view_name if match else ""
        deed: Deed = "read" if request.method in READING_METHODS else "write"
        visitor = visitor_of(request)
        if visitor.may(page, deed, names):
            return None
        if not visitor.is_signed_in and page in permission_table():
            target = urlencode({"next": request.get_full_path() if deed == "read" else "/"})
            return HttpResponseRedirect(f"{reverse('account_login')}?{target}")
        return refuse(request)


def refuse(request: HttpRequest) -> HttpResponse:
    """Answer that this is not for the reader, and who may help."""
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)
