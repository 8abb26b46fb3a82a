# SPDX-License-Identifier: EUPL-1.2
"""When the sign-in of the organisation does not answer, the reader gets a page with another way in."""

from collections.abc import Callable
from http import HTTPStatus

import requests
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

PAGES = ("openid_connect_login", "openid_connect_callback")


class ProviderDown:
    """Answer for a provider that cannot be reached or says something unreadable."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page, for the addresses of the provider only."""
        match = request.resolver_match
        if match is None or match.view_name not in PAGES:
            return None
        if not isinstance(exception, requests.RequestException):
            return None
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return render(request, "socialaccount/authentication_error.html", status=status)
