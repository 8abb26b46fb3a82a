# SPDX-License-Identifier: EUPL-1.2
"""The steps that take one button: of a meeting (convene, open, close), and of an item (up, handled)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from schakel.cycle.actions.agenda_steps import handle_item, move_item, unschedule_item
from schakel.cycle.actions.meetings import (
    close_session,
    convene_meeting,
    open_session,
    reopen_session,
    take_back_meeting,
)
from schakel.cycle.models import AgendaItem, Meeting
from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import Failure
from schakel.programme.recording import Actor
from schakel.web.cycle.meetings.finding import item_or_404, meeting_or_404
from schakel.web.language import page_language
from schakel.web.programme.editing import now, sent_version
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

MEETING_STEPS: dict[str, Callable[..., Meeting]] = {
    "convene": convene_meeting,
    "take-back": take_back_meeting,
    "open": open_session,
    "close": close_session,
    "reopen": reopen_session,
}


def _said(step: str) -> str:
    words = {
        "convene": _("The meeting is convened: its agenda is visible now."),
        "take-back": _("The meeting is a draft again: only the programme office sees it."),
        "open": _("The session is open: decisions, notes and presence can be entered."),
        "close": _("The session is closed. Its minutes can be adopted in the next meeting."),
        "reopen": _("The session is open again, for today."),
        "handle": _("Handled."),
        "off": _("It is off the agenda, and waits for a meeting again."),
    }
    return words.get(step, "")


@require_POST
@page
def step_meeting(request: HttpRequest, reading: Reading, meeting: str, step: str) -> HttpResponse:
    """Take a step in the life of a meeting, and go back to its page."""
    found = meeting_or_404(request, meeting)
    act = MEETING_STEPS.get(step)
    if act is None:
        raise Http404

    def take() -> None:
        act(meeting=found, expected_version=sent_version(request), by=actor_of(request), at=now())

    _try(request, take, step)
    return HttpResponseRedirect(reading.url("meeting", found.code))


@require_POST
@page
def step_item(request: HttpRequest, reading: Reading, item: int, step: str) -> HttpResponse:
    """Move an item on its agenda, take it off, or mark it as handled, and go back to the agenda."""
    found = item_or_404(request, item)
    act = _ITEM_STEPS.get(step)
    if act is None:
        raise Http404
    meeting = found.meeting
    _try(request, lambda: act(found, sent_version(request), actor_of(request), now()), step)
    if meeting is None:
        return HttpResponseRedirect(reading.url("agenda-item", found.pk))
    return HttpResponseRedirect(f"{reading.url('meeting', meeting.code)}#item-{found.pk}")


def _try(request: HttpRequest, act: Callable[[], Any], step: str) -> None:
    try:
        act()
    except Failure as failure:
        messages.error(request, explain_failure(failure, page_language()))
    else:
        if said := _said(step):
            messages.success(request, said)


def _up(item: AgendaItem, version: int | None, by: Actor, at: datetime) -> None:
    move_item(item=item, to="up", by=by, at=at)


def _down(item: AgendaItem, version: int | None, by: Actor, at: datetime) -> None:
    move_item(item=item, to="down", by=by, at=at)


def _handle(item: AgendaItem, version: int | None, by: Actor, at: datetime) -> None:
    handle_item(item=item, expected_version=version, by=by, at=at)


def _off(item: AgendaItem, version: int | None, by: Actor, at: datetime) -> None:
    unschedule_item(item=item, expected_version=version, by=by, at=at)


_ITEM_STEPS: dict[str, Callable[[AgendaItem, int | None, Actor, datetime], None]] = {
    "up": _up,
    "down": _down,
    "handle": _handle,
    "off": _off,
}
