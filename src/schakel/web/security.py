# SPDX-License-Identifier: EUPL-1.2
"""The headers that keep a page to its own scripts, styles and pictures, and the largest request."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A picture or a report carries its own style and may do nothing else.
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"
# One file of evidence with the rest of its form.
MOST_BYTES = 12 * 1024 * 1024


class SecurityHeaders:
    """Put the content policy and its companions on every response, static files included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request and add the headers that a view has not set itself."""
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Referrer-Policy", "same-origin")
        return response


class LargestRequest:
    """Refuse what is larger than any form of the site, before it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 413 in plain words, or go on."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > MOST_BYTES:
            return render(request, "413.html", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return self.get_response(request)


def form_not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer for a form without the sign of this site: too old, without cookies, or sent from elsewhere."""
    return render(request, "web/form_not_from_here.html", status=HTTPStatus.FORBIDDEN)
