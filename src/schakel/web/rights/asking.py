# SPDX-License-Identifier: EUPL-1.2
"""May this reader do this here: asked by the middleware for every page, and by templates for a button."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from schakel.programme.auditing import append_audit_entry
from schakel.programme.recording import Actor
from schakel.web.models.accounts import Account
from schakel.web.rights.permissions import Deed, permission_table
from schakel.web.rights.visitor import NOBODY, Visitor, find_visitor

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Parts of an address that say what a refused deed was about; a secret in an address is never written down.
_TOLD = ("initiative", "partner", "pk")


def visitor_of(request: HttpRequest) -> Visitor:
    """Return who looks; asks the database once for each request, and never without a session."""
    found: Visitor | None = getattr(request, "_visitor", None)
    if found is None:
        account = getattr(request, "user", None)
        is_open = isinstance(account, Account) and account.is_active
        found = find_visitor(account, timezone.localdate()) if is_open else NOBODY  # type: ignore[arg-type]
        request._visitor = found  # type: ignore[attr-defined]
    return found


def channel_of(request: HttpRequest) -> str:
    """Return where a request came from, as the audit chain names it ("web 127.0.0.1").

    Behind a web server with TLS that is the last address which that server names.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        address = request.headers.get("X-Forwarded-For", address).rpartition(",")[2].strip()
    return f"web {address}".strip()


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts, for the actions of the programme."""
    visitor = visitor_of(request)
    key = f"account:{visitor.account_id}" if visitor.is_signed_in else "reader"
    return Actor(key, channel_of(request))


class Rights:
    """Ask the permission table before any view runs; a page without a line is nobody's.

    What somebody with an account was refused is written in the audit chain.
    """

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
        page, deed = _page_of(request), _deed_of(request)
        visitor = visitor_of(request)
        if visitor.may(page, deed, names):
            return None
        if not visitor.is_signed_in and page in permission_table():
            return send_to_sign_in(request)
        return refuse(request, needs_factor=visitor.would_with_second_factor(page, deed, names))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for a view that refuses by itself, so that its refusal is written down as well."""
        return refuse(request) if isinstance(exception, PermissionDenied) else None


def _page_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""


def _deed_of(request: HttpRequest) -> Deed:
    return "read" if request.method in READING_METHODS else "write"


def send_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Ask to sign in first, and come back to what was read."""
    target = request.get_full_path() if _deed_of(request) == "read" else "/"
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': target})}")


def refuse(request: HttpRequest, *, needs_factor: bool = False) -> HttpResponse:
    """Answer that this is not for the reader, and what would help; write it down for an account."""
    visitor = visitor_of(request)
    if visitor.is_signed_in:
        names: Mapping[str, Any] = request.resolver_match.kwargs if request.resolver_match else {}
        details = {"page": _page_of(request)} | {k: str(names[k]) for k in _TOLD if k in names}
        if needs_factor:
            details["reason"] = "no second factor"
        append_audit_entry(
            by=actor_of(request),
            at=timezone.now(),
            action=f"page.{_deed_of(request)}",
            result="refused",
            details=details,
        )
    context = {"needs_factor": needs_factor}
    return render(request, "403.html", context, status=HTTPStatus.FORBIDDEN)
