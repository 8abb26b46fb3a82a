# SPDX-License-Identifier: EUPL-1.2
"""The addresses of these pages, below the year."""

from django.urls import URLPattern, path

from schakel.web.programme.registers import entry_pages, pages


def _writing(folder: str, register: str) -> list[URLPattern]:
    """Return the addresses that add to a register and change a record in it."""
    which = {"register": register}
    return [
        path(f"programma/{folder}/nieuw/", entry_pages.write, which, name=f"{register}-new"),
        path(f"programma/{folder}/<int:pk>/", entry_pages.write, which, name=f"{register}-edit"),
    ]


PAGES: list[URLPattern] = [
    path("programma/registers/", pages.show_registers, name="registers"),
    path("programma/aanbevelingen/", pages.show_recommendations, name="recommendations"),
    path("programma/signalen/", pages.show_signals, name="signals"),
    path("programma/agendering/", pages.show_subjects, name="agenda-subjects"),
    path("programma/diensten/", pages.show_services, name="services"),
    path("programma/vragen-en-aanbod/", pages.show_challenges, name="challenges"),
    path("programma/lessen/", pages.show_lessons, name="lessons"),
    path("programma/vragen-en-aanbod/<int:pk>/koppelen/", entry_pages.match, name="challenge-match"),
    path("programma/vragen-en-aanbod/<int:pk>/ontkoppelen/", entry_pages.unmatch, name="challenge-unmatch"),
    path("programma/vragen-en-aanbod/<int:pk>/klant/", entry_pages.first_customer, name="challenge-customer"),
    *_writing("aanbevelingen", "recommendation"),
    *_writing("signalen", "signal"),
    *_writing("agendering", "agenda-subject"),
    *_writing("diensten", "service"),
    *_writing("vragen-en-aanbod", "challenge"),
    *_writing("lessen", "lesson"),
]
