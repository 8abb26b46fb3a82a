# SPDX-License-Identifier: EUPL-1.2
"""The addresses of decisions, promises, action points and minutes."""

from django.urls import URLPattern, path

from schakel.web.cycle.decisions import (
    action_pages,
    deciding_pages,
    decision_pages,
    files,
    minutes_pages,
    promise_pages,
    step_pages,
)

ACTION = "board/actiepunten/<int:pk>/"
PAGES: list[URLPattern] = [
    path("board/besluiten/", decision_pages.show_decisions, name="decisions"),
    path("board/besluiten/besluitenlijst.<slug:form>", files.send_decisions, name="decision-list"),
    path("board/besluiten/<slug:number>/", decision_pages.show_decision, name="decision"),
    path("board/besluiten/<slug:number>/voortgang/", step_pages.report, name="decision-step"),
    path("board/agendapunten/<int:item>/besluiten/", deciding_pages.new_decision, name="decision-new"),
    path("board/toezeggingen/", promise_pages.show_promises, name="promises"),
    path(
        "board/toezeggingen/<slug:partner>/besluiten/<slug:number>/",
        step_pages.report_own,
        name="decision-step-own",
    ),
    path(
        "board/toezeggingen/<slug:partner>/actiepunten/<int:pk>/",
        action_pages.finish_own,
        name="action-point-done-own",
    ),
    path("board/actiepunten/actielijst.<slug:form>", files.send_actions, name="action-list"),
    path("board/actiepunten/nieuw/", action_pages.new_action, name="action-point-new"),
    path(ACTION, action_pages.show_action, name="action-point"),
    path(f"{ACTION}wijzigen/", action_pages.edit_action, name="action-point-edit"),
    path(f"{ACTION}gereed/", action_pages.finish, name="action-point-done"),
    path(f"{ACTION}vervallen/", action_pages.drop, name="action-point-drop"),
    path(f"{ACTION}heropenen/", action_pages.reopen, name="action-point-reopen"),
    path("board/vergaderingen/<slug:meeting>/verslag/", minutes_pages.show_minutes, name="minutes"),
    path(
        "board/vergaderingen/<slug:meeting>/verslag.<slug:form>",
        minutes_pages.send_minutes,
        name="minutes-file",
    ),
]
