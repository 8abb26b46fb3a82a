# SPDX-License-Identifier: EUPL-1.2
"""The addresses of the year and its calendar."""

from django.urls import URLPattern, path

from schakel.web.cycle.year import calendar_editing, calendar_pages, editing_pages, pages

YEAR = "board/jaar/<int:cycle>/"
PHASE = YEAR + "<slug:phase>/"
PAGES: list[URLPattern] = [
    path("board/jaar/", pages.show_year, name="cycle-year"),
    path("board/jaar/nieuw/", editing_pages.open_year, name="cycle-year-new"),
    path(YEAR, pages.show_year, name="cycle-year-one"),
    path(YEAR + "onderwerp/wijzigen/", editing_pages.change_focus, name="cycle-year-edit"),
    path(PHASE, pages.show_phase, name="phase"),
    path(PHASE + "plannen/", editing_pages.plan, name="phase-plan"),
    path(PHASE + "starten/", editing_pages.start, name="phase-start"),
    path(PHASE + "beeindigen/", editing_pages.end, name="phase-end"),
    path("board/kalender/", calendar_pages.show_calendar, name="calendar"),
    path("board/kalender/kalender.ics", calendar_pages.send_feed, name="calendar-feed"),
    path("board/kalender/nieuw/", calendar_editing.add_date, name="calendar-date-new"),
    path("board/kalender/<int:pk>/", calendar_editing.change_date, name="calendar-date"),
    path("board/kalender/<int:pk>/weg/", calendar_editing.take_away, name="calendar-date-remove"),
]
