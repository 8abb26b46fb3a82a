# SPDX-License-Identifier: EUPL-1.2
"""The addresses of these pages: below the year, and the one link of a lead without a year."""

from django.urls import URLPattern, path

from schakel.web.programme.updates import pages, rounds

PAGES: list[URLPattern] = [
    path("programma/bijwerkrondes/", rounds.show_rounds, name="update-rounds"),
    path("programma/bijwerkrondes/nieuw/", rounds.open_round, name="update-round-new"),
    path(
        "programma/bijwerkrondes/<slug:code>/herinnerd/<slug:initiative>/",
        rounds.remind,
        name="update-remind",
    ),
    path("programma/hulpvragen/<int:pk>/", rounds.reply_to_need, name="need-answer"),
    path(
        "programma/initiatieven/<slug:initiative>/bijwerken/",
        pages.update_initiative,
        name="initiative-update",
    ),
    path(
        "programma/initiatieven/<slug:initiative>/bijwerklink/",
        rounds.make_link,
        name="update-link-new",
    ),
]
LINK_PAGES: list[URLPattern] = [
    path("bijwerken/<str:secret>/", pages.update_by_link, name="update-by-link"),
]
