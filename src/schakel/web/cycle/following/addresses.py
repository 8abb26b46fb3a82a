# SPDX-License-Identifier: EUPL-1.2
"""The addresses of this topic."""

from django.urls import URLPattern, path

from schakel.web.cycle.following import (
    deviation_changes,
    deviation_pages,
    hours_pages,
    landing,
    plan_changes,
    plan_page,
)

DEVIATION = "board/afwijkingen/<slug:initiative>/<int:pk>/"
PLAN = "board/bureau/plan/"

PAGES: list[URLPattern] = [
    path("board/uitvoering/", landing.show_following, name="following"),
    path("board/afwijkingen/", deviation_pages.list_deviations, name="deviations"),
    path("board/afwijkingen/<slug:initiative>/nieuw/", deviation_changes.note_new, name="deviation-new"),
    path(DEVIATION, deviation_pages.show_deviation, name="deviation"),
    path(f"{DEVIATION}wijzigen/", deviation_changes.change, name="deviation-edit"),
    path(f"{DEVIATION}agenderen/", deviation_changes.escalate, name="deviation-escalate"),
    path(f"{DEVIATION}afronden/", deviation_changes.settle, name="deviation-settle"),
    path("board/bureau/uren/", hours_pages.show_hours, name="bureau-hours"),
    path("board/bureau/uren/nieuw/", hours_pages.add_line, name="bureau-line-new"),
    path("board/bureau/uren/<int:pk>/", hours_pages.correct_line, name="bureau-line"),
    path("board/bureau/uren/<int:pk>/weg/", hours_pages.remove_line, name="bureau-line-remove"),
    path(PLAN, plan_page.show_plan, name="bureau-plan"),
    path(f"{PLAN}<int:planned>/nieuw/", plan_changes.add_line, name="bureau-plan-new"),
    path(f"{PLAN}<int:planned>/overnemen/", plan_changes.copy_last_year, name="bureau-plan-copy"),
    path(f"{PLAN}<int:planned>/capaciteit/", plan_changes.say_capacity, name="bureau-capacity"),
    path(f"{PLAN}regel/<int:pk>/", plan_changes.change_line, name="bureau-plan-line"),
    path(f"{PLAN}regel/<int:pk>/weg/", plan_changes.remove_line, name="bureau-plan-remove"),
]
