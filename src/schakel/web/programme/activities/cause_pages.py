# SPDX-License-Identifier: EUPL-1.2
"""From a weak link to its causes to what is done: over all elements, and for one."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.programme.actions import causes
from schakel.programme.models import Cause
from schakel.programme.queries.causes import CauseStory, ElementStory, Remedy, element_stories
from schakel.web.programme.activities import words
from schakel.web.programme.activities.forms import CauseForm
from schakel.web.programme.activities.tables import invented_words
from schakel.web.programme.course_names import CourseNames, course_names
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.initiatives.words import stage_words
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

METHODS = ("GET", "POST")


@dataclass(frozen=True, slots=True)
class ShownElement:
    """An element as a page tells it; ``is_weak``: the diagnosis holds it possible as weakest link."""

    code: str
    name: str
    is_weak: bool
    story: ElementStory

    @property
    def causes(self) -> list[tuple[CauseStory, str]]:
        """Each cause with how well it is known, in words."""
        return [(cause, words.cause_status_words(cause.status)) for cause in self.story.causes]


def weak_elements(reading: Reading) -> set[str]:
    """Return the elements that may be the weakest link, in any comparison of the diagnosis."""
    return {link.element for verdict in reading.dossier.weakest for link in verdict.links}


@require_safe
@page
def show_causes(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show for each element its causes and what is done, the weak links first."""
    names, weak = course_names(reading), weak_elements(reading)
    order = sorted(names.elements, key=lambda code: code not in weak)
    stories = element_stories(order)
    shown = [ShownElement(s.element, names.element(s.element), s.element in weak, s) for s in stories]
    context = {
        "programme_page": "activities",
        "elements": shown,
        "weak": [e for e in shown if e.is_weak],
        "weak_without_cause": [e.name for e in shown if e.is_weak and not e.story.causes],
        "n_causes": sum(len(s.causes) for s in stories),
        "n_uncovered": sum(s.n_uncovered for s in stories),
    }
    table = cause_table(stories, reading, names)
    return show_programme(request, reading, "web/programme/activities_causes.html", context, tables=[table])


@require_safe
@page
def show_element_causes(request: HttpRequest, reading: Reading, element: str) -> HttpResponse:
    """Show the causes of one element and what is done about each."""
    names = course_names(reading)
    if element not in names.elements:
        raise Http404
    (story,) = element_stories((element,))
    shown = ShownElement(element, names.element(element), element in weak_elements(reading), story)
    context = {"programme_page": "activities", "element": shown}
    table = cause_table((story,), reading, names)
    return show_programme(
        request, reading, "web/programme/activities_element_causes.html", context, tables=[table]
    )


def cause_table(stories: tuple[ElementStory, ...], reading: Reading, names: CourseNames) -> Table:
    """Return a row for each cause and each thing done about it; nothing done is said."""
    columns = (
        Column("element", _("Element")),
        Column("cause", _("Cause")),
        Column("status", _("How well known")),
        Column("remedy", _("What is done")),
        Column("mechanism", _("How it takes the cause away")),
        Column("stage", _("Stands")),
    )
    rows = []
    for story in stories:
        element = text_cell(names.element(story.element), reading.url("element-causes", story.element))
        for cause in story.causes:
            told = _cause_cells(cause)
            for remedy in cause.remedies or (None,):
                rows.append(Row((element, *told, *_remedy_cells(remedy, reading))))
        for remedy in story.without_cause:
            unnamed = (Cell(_("cause not named"), "", "", "bad"), Cell("–", ""))
            rows.append(Row((element, *unnamed, *_remedy_cells(remedy, reading))))
    return Table("causes", _("Element, cause and what is done"), columns, tuple(rows))


def _cause_cells(cause: CauseStory) -> tuple[Cell, Cell]:
    detail = invented_words(cause.invented)
    statement = Cell(cause.statement, cause.statement, "", "", detail)
    return statement, text_cell(words.cause_status_words(cause.status))


def _remedy_cells(remedy: Remedy | None, reading: Reading) -> tuple[Cell, Cell, Cell]:
    if remedy is None:
        return Cell(_("nothing yet"), "", "", "bad"), Cell("–", ""), Cell("–", "")
    link = reading.url(remedy.kind, remedy.code)
    name = Cell(remedy.name, remedy.name, link, "", invented_words(remedy.invented))
    stage = stage_words if remedy.kind == "initiative" else words.activity_status_words
    mechanism = remedy.mechanism or _("not said how")
    return (
        name,
        text_cell(mechanism, "", "" if remedy.mechanism else "unknown"),
        text_cell(stage(remedy.stage)),
    )


@require_http_methods(METHODS)
@page
def add(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Name a cause."""
    names = course_names(reading)
    form = CauseForm(
        request.POST or None,
        names=names,
        initial={"element": request.GET.get("element"), "status": "supposed"},
    )

    def act(values: dict[str, Any], version: int | None) -> Cause:
        return causes.add_cause(**values, elements=list(names.elements), by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Name a cause"),
        done=lambda cause: reading.url("element-causes", cause.element),
        context=_around(reading),
    )


@require_http_methods(METHODS)
@page
def change(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Change a cause."""
    names = course_names(reading)
    found = get_object_or_404(Cause, pk=pk)
    fields = ("element", "statement", "status", "evidence", "challenge_owner", "source")
    initial = {name: getattr(found, name) for name in fields}
    form = CauseForm(request.POST or None, names=names, initial=initial)

    def act(values: dict[str, Any], version: int | None) -> Cause:
        return causes.change_cause(
            cause=found,
            changes=values,
            elements=list(names.elements),
            expected_version=version,
            by=actor_of(request),
            at=now(),
        )

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Change a cause"),
        done=lambda cause: reading.url("element-causes", cause.element),
        record=found,
        context=_around(reading),
    )


def _around(reading: Reading) -> dict[str, str]:
    return {"programme_page": "activities", "back": reading.url("causes"), "back_name": _("Causes")}
