# SPDX-License-Identifier: EUPL-1.2
"""Plan, change and cancel a meeting."""

from datetime import time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.cycle.actions.meetings import cancel_meeting, change_meeting, plan_meeting
from schakel.cycle.models import Meeting
from schakel.cycle.queries.agenda_templates import (
    TemplateLine,
    lines_of,
    list_templates,
    standard_agendas,
)
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.meetings.finding import meeting_or_404
from schakel.web.cycle.meetings.forms import CancelForm, MeetingForm
from schakel.web.programme.editing import now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

METHODS = ("GET", "POST")
MEETING_FIELDS = (
    "title",
    "on",
    "starts_at",
    "ends_at",
    "venue",
    "papers_due_on",
    "chair",
    "chair_role",
    "opening_note",
)


@require_http_methods(METHODS)
@page
def plan_one(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Plan a meeting as a draft, from a standard agenda or an empty one."""
    agendas = _agendas(reading)
    usual = {
        "starts_at": time(9, 30),
        "ends_at": time(11, 30),
        "agenda": f"standard-{standard_agendas()[0].code}",
        "on": timezone.localdate(),
    }
    choices = [(key, name) for key, (name, _lines) in agendas.items()]
    form = MeetingForm(request.POST or None, agendas=choices, initial=usual)

    def act(values: dict[str, Any], version: int | None) -> Meeting:
        lines = agendas[chosen][1] if (chosen := values.pop("agenda")) else ()
        return plan_meeting(**values, lines=lines, by=actor_of(request), at=now())

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="meetings",
        title=_("Plan a meeting"),
        done=lambda meeting: reading.url("meeting", meeting.code),
        said=_("The meeting is a draft: only the programme office sees it until you convene it."),
        context={
            "back": reading.url("meetings"),
            "back_name": _("All board meetings"),
            "intro": _("You prepare it in peace: nobody else sees it before you convene it."),
        },
    )


def _agendas(reading: Reading) -> dict[str, tuple[str, tuple[TemplateLine, ...]]]:
    """Return the name and lines of every standard agenda: our own first, then those of Schakel."""
    own = {f"own-{t.pk}": (t.title, lines_of(t)) for t in list_templates()}
    shipped = {
        f"standard-{agenda.code}": (reading.text(agenda.label), agenda.in_language(reading.language))
        for agenda in standard_agendas()
    }
    return own | shipped


@require_http_methods(METHODS)
@page
def edit_meeting(request: HttpRequest, reading: Reading, meeting: str) -> HttpResponse:
    """Change what is written about a meeting."""
    found = meeting_or_404(request, meeting)
    initial = {name: getattr(found, name) for name in MEETING_FIELDS}
    form = MeetingForm(request.POST or None, initial=initial)

    def act(values: dict[str, Any], version: int | None) -> Meeting:
        return change_meeting(
            meeting=found, expected_version=version, changes=values, by=actor_of(request), at=now()
        )

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="meetings",
        title=_("Change “%(name)s”") % {"name": found.title},
        done=lambda changed: reading.url("meeting", changed.code),
        record=found,
        context=_back(reading, found),
    )


@require_http_methods(METHODS)
@page
def cancel_one(request: HttpRequest, reading: Reading, meeting: str) -> HttpResponse:
    """Cancel a meeting that was not opened yet."""
    found = meeting_or_404(request, meeting)

    def act(values: dict[str, Any], version: int | None) -> Meeting:
        return cancel_meeting(
            meeting=found,
            reason=values["reason"],
            expected_version=version,
            by=actor_of(request),
            at=now(),
        )

    return fill_in_board(
        request,
        reading,
        CancelForm(request.POST or None),
        act,
        page="meetings",
        title=_("Cancel “%(name)s”") % {"name": found.title},
        done=lambda changed: reading.url("meeting", changed.code),
        said=_("The meeting is cancelled. Its items wait for another meeting."),
        record=found,
        context=_back(reading, found)
        | {
            "intro": _("Its items go back to what waits; nothing is lost."),
            "submit": _("Cancel the meeting"),
        },
    )


def _back(reading: Reading, meeting: Meeting) -> dict[str, Any]:
    return {"back": reading.url("meeting", meeting.code), "back_name": meeting.title}
