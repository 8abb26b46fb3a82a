# SPDX-License-Identifier: EUPL-1.2
"""Action points: the page of one, note it, change it, mark it as done, drop it, take it up again."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.cycle.actions.action_points import (
    change_action,
    drop_action,
    finish_action,
    promise_action,
    reopen_action,
)
from schakel.cycle.models import ActionPoint, AgendaItem, Decision
from schakel.cycle.sight import visible_actions, visible_decisions, visible_items
from schakel.web.cycle.decisions.files import state_of
from schakel.web.cycle.decisions.forms import ActionForm, DoneForm, DropForm
from schakel.web.cycle.decisions.words import action_state_words, late_words
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import show_board
from schakel.web.programme.editing import now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

METHODS = ("GET", "HEAD", "POST")


def _find(request: HttpRequest, pk: int, **where: Any) -> ActionPoint:
    rows = visible_actions(sight_of(request)).select_related("owner", "meeting", "decision", "item")
    return get_object_or_404(rows, pk=pk, **where)


@require_safe
@page
def show_action(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Show an action point, with every date that was agreed for it."""
    action = _find(request, pk)
    state, today = state_of(action), timezone.localdate()
    sight = sight_of(request)
    context = {
        "a": action,
        "state": state,
        "state_words": action_state_words(state),
        "late": late_words((today - action.due_on).days, reading.language) if state == "open" else "",
        "dates": _dates(action),
        "decision": visible_decisions(sight).filter(actions=action).first(),
        "item": visible_items(sight).filter(actions=action).first(),
    }
    return show_board(request, reading, "web/cycle/decisions_action.html", context, page="promises")


def _dates(action: ActionPoint) -> list[date]:
    """Return the dates that were agreed one after the other; one where it never moved."""
    found: list[date] = []
    for day in action.history.order_by("history_date", "history_id").values_list("due_on", flat=True):
        if not found or found[-1] != day:
            found.append(day)
    return found


@require_http_methods(METHODS)
@page
def new_action(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Note an action point: of an agenda item in session, or of a decision."""
    item, decision = _item_of(request), _decision_of(request)
    is_closed = any(found.is_confidential for found in (item, decision) if found)
    form = ActionForm(request.POST or None, may_close=not is_closed)

    def act(values: dict[str, Any], version: int | None) -> ActionPoint:
        values["is_confidential"] = values.get("is_confidential", is_closed)
        return promise_action(item=item, decision=decision, **values, by=actor_of(request), at=now())

    def done(made: ActionPoint) -> str:
        if item is not None and item.meeting is not None:
            return f"{reading.url('meeting', item.meeting.code)}#item-{item.pk}"
        return reading.url("action-point", made.pk)

    about = decision.text if decision else item.title if item else ""
    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="promises",
        title=_("Note an action point"),
        done=done,
        context={"intro": about} | _where_from(reading, item, decision),
    )


def _where_from(reading: Reading, item: AgendaItem | None, decision: Decision | None) -> dict[str, str]:
    """Return the way back: to what the action point is about."""
    if decision is not None:
        return {"back": reading.url("decision", decision.number), "back_name": decision.number}
    if item is not None:
        return {"back": reading.url("agenda-item", item.pk), "back_name": item.title}
    return {"back": reading.url("promises"), "back_name": _("Promises")}


def _item_of(request: HttpRequest) -> AgendaItem | None:
    key = request.GET.get("agendapunt", "")
    if not key:
        return None
    if not (key.isascii() and key.isdigit()):
        raise Http404
    return get_object_or_404(visible_items(sight_of(request)).select_related("meeting"), pk=int(key))


def _decision_of(request: HttpRequest) -> Decision | None:
    number = request.GET.get("besluit", "")
    return get_object_or_404(visible_decisions(sight_of(request)), number=number) if number else None


@require_http_methods(METHODS)
@page
def edit_action(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Change what, who or before when."""
    action = _find(request, pk)
    initial = {"text": action.text, "owner": action.owner, "due_on": action.due_on}
    form = ActionForm(request.POST or None, initial=initial)

    def act(values: dict[str, Any], version: int | None) -> ActionPoint:
        return change_action(
            action=action, changes=values, expected_version=version, by=actor_of(request), at=now()
        )

    return _fill_in(request, reading, action, form, act, _("Change this action point"))


@require_http_methods(METHODS)
@page
def finish(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Mark an action point as done."""
    return _finish(request, reading, _find(request, pk))


@require_http_methods(METHODS)
@page
def finish_own(request: HttpRequest, reading: Reading, partner: str, pk: int) -> HttpResponse:
    """Mark an action point of a partner as done, by the partner itself."""
    return _finish(request, reading, _find(request, pk, owner__code=partner))


def _finish(request: HttpRequest, reading: Reading, action: ActionPoint) -> HttpResponse:
    form = DoneForm(request.POST or None, initial={"on": timezone.localdate()})

    def act(values: dict[str, Any], version: int | None) -> ActionPoint:
        return finish_action(
            action=action, **values, expected_version=version, by=actor_of(request), at=now()
        )

    return _fill_in(request, reading, action, form, act, _("Is this done?"), _("Mark as done"))


@require_http_methods(METHODS)
@page
def drop(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Drop an action point that is no longer needed."""
    action = _find(request, pk)
    form = DropForm(request.POST or None, initial={"on": timezone.localdate()})

    def act(values: dict[str, Any], version: int | None) -> ActionPoint:
        return drop_action(action=action, **values, expected_version=version, by=actor_of(request), at=now())

    return _fill_in(request, reading, action, form, act, _("Why is this no longer needed?"), _("Drop it"))


@require_POST
@page
def reopen(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Take up again what was closed too soon."""
    action = _find(request, pk)

    def act(values: dict[str, Any], version: int | None) -> ActionPoint:
        return reopen_action(action=action, expected_version=version, by=actor_of(request), at=now())

    form = forms.Form(request.POST)
    return _fill_in(request, reading, action, form, act, _("Take it up again"), _("Take it up again"))


def _fill_in(
    request: HttpRequest,
    reading: Reading,
    action: ActionPoint,
    form: forms.Form,
    act: Callable[[dict[str, Any], int | None], Any],
    title: str,
    submit: str = "",
) -> HttpResponse:
    address = reading.url("action-point", action.pk)
    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="promises",
        title=title,
        done=lambda changed: address,
        record=action,
        context={"intro": action.text, "back": address, "back_name": _("Action point"), "submit": submit},
    )
