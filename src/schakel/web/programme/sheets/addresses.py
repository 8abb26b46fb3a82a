# SPDX-License-Identifier: EUPL-1.2
"""The addresses of these pages, below the year."""

from django.urls import URLPattern, path

from schakel.web.programme.sheets import pages

PAGES: list[URLPattern] = [
    path("programma/rekenbladen/", pages.show_sheets, name="sheets"),
    path("programma/rekenbladen/<slug:sheet>.<slug:form>", pages.send_sheet, name="sheet-file"),
    path("programma/rekenbladen/<slug:sheet>/aanleveren/", pages.upload_sheet, name="sheet-upload"),
    path("programma/rekenbladen/controle/<int:pk>/", pages.show_check, name="sheet-check"),
    path("programma/rekenbladen/controle/<int:pk>/toepassen/", pages.apply_sheet, name="sheet-apply"),
    path("programma/rekenbladen/controle/<int:pk>/terugdraaien/", pages.undo_sheet, name="sheet-undo"),
]
