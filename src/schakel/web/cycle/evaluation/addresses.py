# SPDX-License-Identifier: EUPL-1.2
"""The addresses of evaluation, below the year."""

from django.urls import URLPattern, path

from schakel.web.cycle.evaluation import (
    assessment_pages,
    assumption_pages,
    criteria_pages,
    judging_pages,
    pages,
    report_page,
    yardstick_pages,
)

ROOT = "board/evaluatie"
PAGES: list[URLPattern] = [
    path(f"{ROOT}/", pages.show_evaluation, name="evaluation"),
    path(f"{ROOT}/acties/", pages.show_actions, name="evaluation-actions"),
    path(f"{ROOT}/initiatieven/", pages.show_initiatives, name="evaluation-initiatives"),
    path(f"{ROOT}/geleerd/", pages.show_learnt, name="evaluation-learnt"),
    path(f"{ROOT}/<int:cycle>/verslag.<str:form>", report_page.send_report, name="evaluation-report"),
    path(f"{ROOT}/<int:cycle>/oordeel/<str:kind>/<str:subject>/", judging_pages.judge_one, name="judgement"),
    path(f"{ROOT}/maatstaven/", criteria_pages.show_criteria, name="criteria"),
    path(f"{ROOT}/maatstaven/nieuw/<str:criterion>/", yardstick_pages.propose, name="yardstick-new"),
    path(f"{ROOT}/maatstaven/<slug:yardstick>/", yardstick_pages.show_yardstick, name="yardstick"),
    path(f"{ROOT}/maatstaven/<slug:yardstick>/wijzigen/", yardstick_pages.change, name="yardstick-edit"),
    path(
        f"{ROOT}/maatstaven/<slug:yardstick>/intrekken/", yardstick_pages.withdraw, name="yardstick-withdraw"
    ),
    path(f"{ROOT}/maatstaven/<slug:yardstick>/waarde/", yardstick_pages.read, name="yardstick-reading"),
    path(
        f"{ROOT}/maatstaven/<slug:yardstick>/waarde/<int:pk>/",
        yardstick_pages.correct,
        name="yardstick-correct",
    ),
    path(f"{ROOT}/zelfoordeel/", assessment_pages.show_assessments, name="self-assessments"),
    path(f"{ROOT}/zelfoordeel/<slug:partner>/", assessment_pages.assess, name="self-assessment"),
    path(f"{ROOT}/aannames/", assumption_pages.show_assumptions, name="assumptions"),
    path(f"{ROOT}/aannames/nieuw/", assumption_pages.add, name="assumption-new"),
    path(f"{ROOT}/aannames/<slug:assumption>/", assumption_pages.show_assumption, name="assumption"),
    path(f"{ROOT}/aannames/<slug:assumption>/wijzigen/", assumption_pages.change, name="assumption-edit"),
    path(f"{ROOT}/aannames/<slug:assumption>/oordeel/", assumption_pages.judge, name="assumption-judge"),
    path(f"{ROOT}/aannames/<slug:assumption>/signaal/", assumption_pages.touch, name="assumption-touch"),
    path(
        f"{ROOT}/aannames/<slug:assumption>/signaal/<int:pk>/weg/",
        assumption_pages.untouch,
        name="assumption-untouch",
    ),
]
