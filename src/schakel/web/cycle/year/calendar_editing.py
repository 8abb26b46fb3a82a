# SPDX-License-Identifier: EUPL-1.2
"""Add, change and take away a date from outside."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from schakel.cycle.actions.calendar_dates import (
    add_calendar_date,
    change_calendar_date,
    remove_calendar_date,
)
from schakel.cycle.models import CalendarDate
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.year.forms import DateForm
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import now, sent_version
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

METHODS = ("GET", "HEAD", "POST")
FIELDS = ("title", "kind", "on", "until", "municipality", "needs", "is_public", "source")


@require_http_methods(METHODS)
@page
def add_date(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Add a date."""
    form = DateForm(request.POST or None, names=course_names(reading), initial={"is_public": True})
    return fill_in_board(
        request,
        reading,
        form,
        lambda values, version: add_calendar_date(**values, by=actor_of(request), at=now()),
        page="calendar",
        title=_("Add a date"),
        done=lambda made: reading.url("calendar"),
        context={
            "intro": _(
                "For dates from outside, such as the planning and control of a council. Meetings, phases "
                "and everything that was promised stand in the calendar by themselves."
            ),
            "back": reading.url("calendar"),
        },
    )


@require_http_methods(METHODS)
@page
def change_date(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Change a date."""
    found = get_object_or_404(CalendarDate, pk=pk)
    initial = {name: getattr(found, name) for name in FIELDS}
    form = DateForm(request.POST or None, names=course_names(reading), initial=initial)

    def act(values: dict[str, Any], version: int | None) -> CalendarDate:
        return change_calendar_date(
            calendar_date=found, changes=values, expected_version=version, by=actor_of(request), at=now()
        )

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="calendar",
        title=_("Change: %(title)s") % {"title": found.title},
        done=lambda made: reading.url("calendar"),
        record=found,
        template="web/cycle/year_date.html",
        context={"back": reading.url("calendar")},
    )


@require_POST
@page
def take_away(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Take a date away."""
    found = get_object_or_404(CalendarDate, pk=pk)
    remove_calendar_date(
        calendar_date=found, expected_version=sent_version(request), by=actor_of(request), at=now()
    )
    messages.success(request, _("The date was taken away."))
    return HttpResponseRedirect(reading.url("calendar"))
