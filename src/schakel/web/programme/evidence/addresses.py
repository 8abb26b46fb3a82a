# SPDX-License-Identifier: EUPL-1.2
"""The address of an uploaded file."""

from django.urls import URLPattern, path

from schakel.web.programme.evidence import pages

PAGES: list[URLPattern] = [
    path("programma/bewijs/<int:pk>/", pages.send_evidence, name="evidence-file"),
]
