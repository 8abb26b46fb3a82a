# SPDX-License-Identifier: EUPL-1.2
"""The addresses of these pages, below the year."""

from django.urls import URLPattern, path

from schakel.web.programme.checks import pages

PAGES: list[URLPattern] = [
    path("programma/controles/", pages.show_checks, name="checks"),
    path("programma/controles/<slug:check>/", pages.show_check, name="check"),
]
