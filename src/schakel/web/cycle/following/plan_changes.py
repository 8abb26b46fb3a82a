# SPDX-License-Identifier: EUPL-1.2
"""Change the plan of the bureau: add, change and remove lines, copy last year, say what there is."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from schakel.cycle.actions import bureau_planning
from schakel.cycle.models import BureauCapacity, BureauPlan
from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import Failure
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.following.bureau_forms import CapacityForm, PlanForm
from schakel.web.cycle.following.hours_pages import YEAR
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import now, sent_version
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

ENTRY = ("GET", "HEAD", "POST")
YEARS = range(2000, 2101)


@require_http_methods(ENTRY)
@page
def add_line(request: HttpRequest, reading: Reading, planned: int) -> HttpResponse:
    """Give hours to a task."""
    year = _year(planned)

    def act(values: dict[str, Any], version: int | None) -> BureauPlan:
        return bureau_planning.plan_hours(year=year, **values, by=actor_of(request), at=now())

    return fill_in_board(
        request,
        reading,
        PlanForm(request.POST or None, tasks=course_names(reading).tasks),
        act,
        page="following",
        title=_("Give hours of %(year)s to a task") % {"year": year},
        done=lambda made: _plan(reading, year),
        context=_back(reading, year),
    )


@require_http_methods(ENTRY)
@page
def change_line(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Change a line of the plan."""
    found = get_object_or_404(BureauPlan, pk=pk)
    initial = {name: getattr(found, name) for name in ("task", "role", "hours", "what")}

    def act(values: dict[str, Any], version: int | None) -> BureauPlan:
        return bureau_planning.change_plan(
            line=found, changes=values, expected_version=version, by=actor_of(request), at=now()
        )

    return fill_in_board(
        request,
        reading,
        PlanForm(request.POST or None, tasks=course_names(reading).tasks, initial=initial),
        act,
        page="following",
        title=_("Change the hours of a task in %(year)s") % {"year": found.year},
        done=lambda made: _plan(reading, found.year),
        record=found,
        template="web/cycle/following_line.html",
        context=_back(reading, found.year) | {"remove": reading.url("bureau-plan-remove", pk)},
    )


@require_POST
@page
def remove_line(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Remove a line of the plan."""
    found = get_object_or_404(BureauPlan, pk=pk)
    try:
        bureau_planning.remove_plan(
            line=found, expected_version=sent_version(request), by=actor_of(request), at=now()
        )
    except Failure as failure:
        messages.error(request, explain_failure(failure, reading.language))
        return HttpResponseRedirect(reading.url("bureau-plan-line", pk))
    messages.success(request, _("Removed."))
    return HttpResponseRedirect(_plan(reading, found.year))


@require_POST
@page
def copy_last_year(request: HttpRequest, reading: Reading, planned: int) -> HttpResponse:
    """Copy the plan of the year before."""
    year = _year(planned)
    try:
        bureau_planning.copy_plan(from_year=year - 1, to_year=year, by=actor_of(request), at=now())
    except Failure as failure:
        messages.error(request, explain_failure(failure, reading.language))
    else:
        messages.success(
            request, _("The plan of %(year)s was copied; change what differs.") % {"year": year - 1}
        )
    return HttpResponseRedirect(_plan(reading, year))


@require_http_methods(ENTRY)
@page
def say_capacity(request: HttpRequest, reading: Reading, planned: int) -> HttpResponse:
    """Say what the bureau has in a year."""
    year = _year(planned)
    found = BureauCapacity.objects.filter(year=year).first()
    initial = {name: getattr(found, name) for name in ("hours", "seed_money_eur", "note")} if found else {}

    def act(values: dict[str, Any], version: int | None) -> BureauCapacity:
        return bureau_planning.set_capacity(
            year=year, **values, expected_version=version, by=actor_of(request), at=now()
        )

    return fill_in_board(
        request,
        reading,
        CapacityForm(request.POST or None, initial=initial),
        act,
        page="following",
        title=_("What the bureau has in %(year)s") % {"year": year},
        done=lambda made: _plan(reading, year),
        record=found,
        context=_back(reading, year),
    )


def _year(planned: int) -> int:
    """Return a year that can be planned; raises Http404."""
    if planned not in YEARS:
        raise Http404
    return planned


def _plan(reading: Reading, year: int) -> str:
    return f"{reading.url('bureau-plan')}?{YEAR}={year}"


def _back(reading: Reading, year: int) -> dict[str, str]:
    return {"back": _plan(reading, year), "back_name": _("Plan of the bureau")}
