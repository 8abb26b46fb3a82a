# SPDX-License-Identifier: EUPL-1.2
"""Lets every template ask who looks, and how one can sign in here."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from schakel.web.rights.asking import visitor_of


def visitor(request: HttpRequest) -> dict[str, object]:
    """Give templates ``visitor``; the database is asked only where a template uses it."""
    return {
        "visitor": SimpleLazyObject(lambda: visitor_of(request)),
        "site_sends_mail": settings.SCHAKEL_SENDS_MAIL,
        "organisation": settings.SCHAKEL_OIDC_NAME,
    }
