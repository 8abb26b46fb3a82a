# SPDX-License-Identifier: EUPL-1.2
"""Open a year, say what it is about, plan a phase, start it and end it."""

from typing import Any

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.cycle.actions.phases import end_phase, plan_phase, start_phase
from schakel.cycle.actions.years import change_year, open_year_of
from schakel.cycle.models import CycleYear, Phase
from schakel.cycle.queries.artefacts import gate_of
from schakel.documents.cycle_papers.phase_words import phase_name
from schakel.documents.messages import words
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.year.forms import DayForm, FocusForm, PlanForm, YearForm
from schakel.web.cycle.year.gates import gate_lines, names_of
from schakel.web.cycle.year.pages import PAGE, find_phase
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

METHODS = ("GET", "HEAD", "POST")
PLANNED = ("starts_on", "ends_on", "owner", "owner_role", "note")


@require_http_methods(METHODS)
@page
def open_year(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Open a year with five phases; the criteria to be judged are those of the course of today."""
    last = CycleYear.objects.aggregate(last=Max("year"))["last"]
    form = YearForm(request.POST or None, initial={"year": last + 1 if last else timezone.localdate().year})
    criteria = tuple(course_names(reading).criteria)

    def act(values: dict[str, Any], version: int | None) -> CycleYear:
        return open_year_of(**values, criteria=criteria, by=actor_of(request), at=now())

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page=PAGE,
        title=_("Open a year"),
        done=lambda made: reading.url("cycle-year-one", made.year),
        said=_("The year is open; its phases are divided over it and can be planned otherwise."),
        context={
            "intro": _("A year has five phases, and each ends when everything that it needs is there."),
            "submit": _("Open the year"),
            "back": reading.url(PAGE),
        },
    )


@require_http_methods(METHODS)
@page
def change_focus(request: HttpRequest, reading: Reading, cycle: int) -> HttpResponse:
    """Say what a year is about."""
    found = get_object_or_404(CycleYear, year=cycle)
    form = FocusForm(request.POST or None, initial={"focus": found.focus})

    def act(values: dict[str, Any], version: int | None) -> CycleYear:
        return change_year(cycle=found, **values, expected_version=version, by=actor_of(request), at=now())

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page=PAGE,
        title=_("What %(year)s is about") % {"year": found.year},
        done=lambda made: reading.url("cycle-year-one", made.year),
        record=found,
        context={"back": reading.url("cycle-year-one", found.year)},
    )


@require_http_methods(METHODS)
@page
def plan(request: HttpRequest, reading: Reading, cycle: int, phase: str) -> HttpResponse:
    """Plan the days of a phase and who owns it."""
    found = find_phase(cycle, phase)
    form = PlanForm(request.POST or None, initial={name: getattr(found, name) for name in PLANNED})

    def act(values: dict[str, Any], version: int | None) -> Phase:
        return plan_phase(phase=found, **values, expected_version=version, by=actor_of(request), at=now())

    title = _("Plan: %(phase)s %(year)s")
    return _fill_in_phase(request, reading, form, act, found, title, record=found)


@require_http_methods(METHODS)
@page
def start(request: HttpRequest, reading: Reading, cycle: int, phase: str) -> HttpResponse:
    """Start a phase."""
    found = find_phase(cycle, phase)
    form = DayForm(request.POST or None, label=_("Started on"), today=timezone.localdate())

    def act(values: dict[str, Any], version: int | None) -> Phase:
        return start_phase(phase=found, **values, by=actor_of(request), at=now())

    title = _("Start: %(phase)s %(year)s")
    return _fill_in_phase(request, reading, form, act, found, title, submit=_("Start the phase"))


@require_http_methods(METHODS)
@page
def end(request: HttpRequest, reading: Reading, cycle: int, phase: str) -> HttpResponse:
    """End a phase, when everything is there."""
    found = find_phase(cycle, phase)
    form = DayForm(request.POST or None, label=_("Ended on"), today=timezone.localdate())

    def act(values: dict[str, Any], version: int | None) -> Phase:
        return end_phase(phase=found, **values, by=actor_of(request), at=now())

    sight, gate = sight_of(request), gate_of(found, timezone.localdate())
    lines = gate_lines(request, reading, gate, names_of(reading, gate, sight))
    title = _("End: %(phase)s %(year)s")
    more: dict[str, Any] = {"lines": lines, "submit": _("End the phase")}
    return _fill_in_phase(
        request, reading, form, act, found, title, template="web/cycle/year_end.html", **more
    )


def _fill_in_phase(
    request: HttpRequest,
    reading: Reading,
    form: Any,
    act: Any,
    phase: Phase,
    title: str,
    *,
    record: Phase | None = None,
    template: str = "web/cycle/form_page.html",
    **more: Any,
) -> HttpResponse:
    name = phase_name(phase.kind, words(reading.language))
    here = reading.url("phase", phase.cycle.year, phase.kind)
    return fill_in_board(
        request,
        reading,
        form,
        act,
        page=PAGE,
        title=title % {"phase": name, "year": phase.cycle.year},
        done=lambda made: here,
        record=record,
        template=template,
        context={"back": here, "back_name": name} | more,
    )
