# SPDX-License-Identifier: EUPL-1.2
"""The addresses of these pages, below the year."""

from django.urls import URLPattern, path

from schakel.web.programme.steering import pages

PAGES: list[URLPattern] = [
    path("programma/", pages.show_programme_page, name="programme"),
]
