# SPDX-License-Identifier: EUPL-1.2
"""Dutch unless the reader chose English; the choice is a cookie and the page stays the same."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from schakel.koers.label import LANGUAGES, Language


def chosen_language(request: HttpRequest) -> Language:
    """Return the language of the cookie, or Dutch."""
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return next((language for language in LANGUAGES if language == code), "nl")


def page_language() -> Language:
    """Return the language in which the page is being made."""
    return "en" if (translation.get_language() or "nl").startswith("en") else "nl"


class ChosenLanguage(LocaleMiddleware):
    """Django's language middleware, with the cookie only: a browser set to English also starts in Dutch."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of the cookie."""
        translation.activate(chosen_language(request))
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Say in which language the answer is."""
        if "Content-Language" not in response.headers:
            response.headers["Content-Language"] = page_language()
        patch_vary_headers(response, ("Cookie",))
        return response


class UnreadableInput:
    """Refuse an address that holds a null byte or is far too long, in plain words."""

    longest = 2_000

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 400 for what no link of the site can produce."""
        values = (value for values in request.GET.lists() for value in (values[0], *values[1]))
        if len(request.get_full_path()) > self.longest or any("\x00" in v for v in (request.path, *values)):
            return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)
        return self.get_response(request)


@never_cache
@require_safe
def choose_language(request: HttpRequest, language: Language) -> HttpResponse:
    """Remember the language and go back to the page that the reader was on."""
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        httponly=True,
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    return response
