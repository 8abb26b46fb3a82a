# SPDX-License-Identifier: EUPL-1.2
"""The addresses of these pages, below the year."""

from django.urls import URLPattern, path

from schakel.web.programme.activities import (
    below_initiative,
    cause_pages,
    entry_pages,
    lists,
    pages,
    proposal_pages,
    tie_pages,
)

OF = "programma/initiatieven/<slug:initiative>/"
PAGES: list[URLPattern] = [
    path("programma/activiteiten/", pages.show_activities, name="activities"),
    path("programma/activiteiten/inzet/", pages.show_effort, name="activity-effort"),
    path("programma/activiteiten/nieuw/", entry_pages.plan, name="activity-new"),
    path("programma/activiteiten/<slug:activity>/", pages.show_activity, name="activity"),
    path("programma/activiteiten/<slug:activity>/wijzigen/", entry_pages.change, name="activity-edit"),
    path(
        "programma/activiteiten/<slug:activity>/versterkt/",
        tie_pages.strengthen_with_activity,
        name="activity-strengthen",
    ),
    path(
        "programma/activiteiten/<slug:activity>/stap/<slug:step>/",
        entry_pages.take_step,
        name="activity-step",
    ),
    path(f"{OF}activiteiten/nieuw/", entry_pages.plan, name="initiative-activity-new"),
    path(f"{OF}activiteiten/<slug:activity>/wijzigen/", entry_pages.change, name="initiative-activity-edit"),
    path(
        f"{OF}activiteiten/<slug:activity>/stap/<slug:step>/",
        entry_pages.take_step,
        name="initiative-activity-step",
    ),
    path(f"{OF}mijlpalen/nieuw/", below_initiative.agree_milestone, name="milestone-new"),
    path(f"{OF}mijlpalen/<int:pk>/", below_initiative.change_milestone, name="milestone"),
    path(f"{OF}prestaties/nieuw/", below_initiative.add_output, name="output-new"),
    path(f"{OF}prestaties/<int:pk>/", below_initiative.change_output, name="output"),
    path(f"{OF}lessen/nieuw/", below_initiative.add_lesson, name="initiative-lesson-new"),
    path(f"{OF}lessen/<int:pk>/", below_initiative.change_lesson, name="initiative-lesson"),
    path(f"{OF}versterkt/nieuw/", below_initiative.strengthen, name="initiative-strengthen"),
    path(f"{OF}versterkt/<int:pk>/", tie_pages.change_tie, name="initiative-strengthening"),
    path("programma/mijlpalen/", lists.show_milestones, name="milestones"),
    path("programma/prestaties/", lists.show_outputs, name="outputs"),
    path("programma/aanjaaggeld/", lists.show_seed_money, name="seed-money"),
    path("programma/oorzaken/", cause_pages.show_causes, name="causes"),
    path("programma/oorzaken/nieuw/", cause_pages.add, name="cause-new"),
    path("programma/oorzaken/oorzaak/<int:pk>/", cause_pages.change, name="cause-edit"),
    path("programma/oorzaken/<slug:element>/", cause_pages.show_element_causes, name="element-causes"),
    path("programma/voorstellen/", proposal_pages.show_proposals, name="proposals"),
    path("programma/voorstellen/nieuw/", proposal_pages.submit, name="proposal-new"),
    path("programma/voorstellen/<int:pk>/", proposal_pages.show_proposal, name="proposal"),
    path("programma/voorstellen/<int:pk>/wijzigen/", proposal_pages.change, name="proposal-edit"),
    path("programma/voorstellen/<int:pk>/oordeel/", proposal_pages.judge, name="proposal-judge"),
]
