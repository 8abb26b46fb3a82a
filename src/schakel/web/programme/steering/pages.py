# SPDX-License-Identifier: EUPL-1.2
"""Programma: what is done about the weak links, and whether it is aimed right."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page


@require_safe
@page
def show_programme_page(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show what the programme does for each weak link."""
    return show_programme(request, reading, "web/programme/steering.html", {"programme_page": "programme"})
