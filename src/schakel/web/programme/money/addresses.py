# SPDX-License-Identifier: EUPL-1.2
"""The addresses of these pages, below the year."""

from django.urls import URLPattern, path

from schakel.web.programme.money import funding_pages, ledger_pages, pages, source_pages

_MONEY = "programma/geld/"
_OF_INITIATIVE = "programma/initiatieven/<slug:initiative>/geld/"
PAGES: list[URLPattern] = [
    path(_MONEY, pages.show_money, name="money"),
    path(f"{_MONEY}bronnen/nieuw/", source_pages.open_source, name="money-source-new"),
    path(f"{_MONEY}bronnen/<slug:source>/", pages.show_source, name="money-source"),
    path(f"{_MONEY}bronnen/<slug:source>/wijzigen/", source_pages.change_source, name="money-source-edit"),
    path(f"{_MONEY}gemeenten/<slug:place>/", pages.show_place, name="money-place"),
    path(f"{_MONEY}boekingen/", ledger_pages.show_ledger, name="ledger"),
    path(f"{_MONEY}boekingen/nieuw/", ledger_pages.write_entry, name="ledger-new"),
    path(f"{_MONEY}boekingen/<int:pk>/verbeteren/", ledger_pages.replace_entry, name="ledger-correct"),
    path(f"{_MONEY}tot-wanneer/", funding_pages.show_until, name="money-until"),
    path(_OF_INITIATIVE, funding_pages.show_initiative_money, name="initiative-funding"),
    path(f"{_OF_INITIATIVE}nieuw/", funding_pages.add_funding, name="initiative-funding-new"),
    path(f"{_OF_INITIATIVE}<int:pk>/", funding_pages.edit_funding, name="initiative-funding-edit"),
]
