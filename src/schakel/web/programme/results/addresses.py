# SPDX-License-Identifier: EUPL-1.2
"""The addresses of these pages, below the year."""

from django.urls import URLPattern, path

from schakel.web.programme.results import elicited, entry_pages, pages

_ONE = "programma/resultaten/<slug:claim>/"
_OWN = "programma/initiatieven/<slug:initiative>/resultaten/"

PAGES: list[URLPattern] = [
    path("programma/resultaten/", pages.show_results, name="results"),
    path("programma/resultaten/uitgelokt/", elicited.show_elicited, name="elicited"),
    path("programma/resultaten/nieuw/", entry_pages.add_result, name="result-new"),
    path(_ONE, pages.show_result, name="result"),
    path(f"{_ONE}wijzigen/", entry_pages.edit_result, name="result-edit"),
    path(f"{_ONE}zelfde/", entry_pages.say_same, name="same-result"),
    path(f"{_ONE}uitspraak/", entry_pages.add_statement, name="statement-new"),
    path(f"{_ONE}uitspraken/<int:pk>/verbeteren/", entry_pages.correct_said, name="statement-correct"),
    path(f"{_ONE}uitspraken/<int:pk>/terugnemen/", entry_pages.take_back, name="statement-withdraw"),
    path(f"{_OWN}nieuw/", entry_pages.add_result, name="initiative-result-new"),
    path(f"{_OWN}<slug:claim>/uitspraak/", entry_pages.add_statement, name="initiative-statement-new"),
    path(
        f"{_OWN}<slug:claim>/uitspraken/<int:pk>/verbeteren/",
        entry_pages.correct_said,
        name="initiative-statement-correct",
    ),
    path(
        f"{_OWN}<slug:claim>/uitspraken/<int:pk>/terugnemen/",
        entry_pages.take_back,
        name="initiative-statement-withdraw",
    ),
]
