# SPDX-License-Identifier: EUPL-1.2
"""The names of an initiative through time, and where it came from and went."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.documents import formats
from schakel.programme.actions.initiative_names import add_name, remove_name, rename_initiative
from schakel.programme.actions.lineage import add_lineage, remove_lineage
from schakel.programme.models import Initiative, InitiativeName, Lineage, LineageKind
from schakel.programme.queries.initiative_sheet import names_in_order
from schakel.programme.queries.lineage import LineageStep, lineage_graph
from schakel.web.programme.editing import now
from schakel.web.programme.initiatives.finding import InitiativeField, initiative_or_404
from schakel.web.programme.initiatives.showing_ties import TiePage, confirm, may_write, show_ties
from schakel.web.programme.initiatives.words import lineage_words
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

METHODS = ["GET", "HEAD", "POST"]


class NameForm(forms.Form):
    """A name that an initiative has or had."""

    name = forms.CharField(max_length=200)
    is_now = forms.BooleanField(required=False)
    since_year = forms.IntegerField(required=False, min_value=1900, max_value=2200)
    until_year = forms.IntegerField(required=False, min_value=1900, max_value=2200)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["name"].label = _("Name")
        self.fields["is_now"].label = _("This is its name from now on")
        self.fields["since_year"].label = _("From the year")
        self.fields["until_year"].label = _("Until the year")


class LineageForm(forms.Form):
    """Where an initiative went."""

    kind = forms.ChoiceField()
    other = InitiativeField(max_length=200)
    year = forms.IntegerField(required=False, min_value=1900, max_value=2200)
    note = forms.CharField(required=False, max_length=300)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(k, lineage_words(k)) for k in LineageKind.values]
        kind.label = _("What happened")
        self.fields["other"].label = _("Which initiative")
        self.fields["other"].help_text = _("Type its name; a former name is fine too.")
        self.fields["year"].label = _("In the year")
        self.fields["note"].label = _("Remark")


@require_http_methods(METHODS)
@page
def show_names(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Show every name, add one, or give the initiative a new one."""
    found = initiative_or_404(initiative)
    rows = list(names_in_order(found))
    may = may_write(request, "initiative-names", found)
    told = TiePage(
        "initiative-names",
        _("The names of %(name)s") % {"name": found.name},
        _("It is now called %(name)s, and is found under each of these names.") % {"name": found.name},
        (_names_table(reading, found, rows, may),),
        _("Add a name, or give it a new one"),
        how=_("Names are compared without case, accents, spaces and marks; each belongs to one initiative."),
    )

    def act(values: dict[str, Any], version: int | None) -> object:
        by, at = actor_of(request), now()
        if values["is_now"]:
            return rename_initiative(
                initiative=found,
                name=values["name"],
                year=values["since_year"],
                expected_version=version,
                by=by,
                at=at,
            )
        return add_name(
            initiative=found,
            name=values["name"],
            since_year=values["since_year"],
            until_year=values["until_year"],
            by=by,
            at=at,
        )

    return show_ties(request, reading, found, told, NameForm(request.POST or None), act, record=found)


def _names_table(reading: Reading, initiative: Initiative, rows: list[InitiativeName], may: bool) -> Table:
    columns = [Column("name", _("Name")), Column("since", _("From")), Column("until", _("Until"))]
    if may:
        columns.append(Column("remove", _("Mistake?")))
    table = []
    for row in rows:
        is_now = row.name == initiative.name
        cells = [
            Cell(row.name, row.name, detail=_("the name it has now") if is_now else ""),
            _year_cell(row.since_year, reading),
            Cell(_("now"), None) if is_now else _year_cell(row.until_year, reading),
        ]
        if may:
            link = reading.url("initiative-name-remove", initiative.code, row.pk)
            cells.append(Cell("–", None) if is_now else Cell(_("remove"), None, link))
        table.append(Row(tuple(cells)))
    return Table("names", _("Names through time"), tuple(columns), tuple(table))


def _year_cell(year: int | None, reading: Reading) -> Cell:
    return Cell(formats.year(year, reading.language), year, tone="" if year is not None else "unknown")


@require_http_methods(METHODS)
@page
def drop_name(request: HttpRequest, reading: Reading, initiative: str, pk: int) -> HttpResponse:
    """Remove a name that was entered by mistake."""
    found = initiative_or_404(initiative)
    row = get_object_or_404(InitiativeName, pk=pk, initiative=found)

    def act(values: dict[str, Any], version: int | None) -> None:
        remove_name(initiative_name=row, expected_version=version, by=actor_of(request), at=now())

    title = _("Remove the name “%(name)s”?") % {"name": row.name}
    intro = _("Only for a mistake: a name that it had stays, so that it is still found.")
    return confirm(request, reading, found, "initiative-names", row, act, title=title, intro=intro)


@require_http_methods(METHODS)
@page
def show_lineage(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Show where an initiative came from and went, and add a step."""
    found = initiative_or_404(initiative)
    graph = lineage_graph()
    steps = (*graph.ancestors(found.pk, LineageKind.values), *graph.descendants(found.pk, LineageKind.values))
    may = may_write(request, "initiative-lineage", found)
    answer = (
        _("The register knows %(n)s steps before and after it.") % {"n": len(steps)}
        if steps
        else _("Nothing is recorded of what it was before or became.")
    )
    told = TiePage(
        "initiative-lineage",
        _("Where did %(name)s come from and go?") % {"name": found.name},
        answer,
        (_lineage_table(reading, found, steps, may),),
        _("Say where it went"),
        how=_(
            "Promises of what was renamed, merged or succeeded stay visible at what came of it. "
            "Part of something larger keeps its own promises."
        ),
    )

    def act(values: dict[str, Any], version: int | None) -> Lineage:
        return add_lineage(initiative=found, by=actor_of(request), at=now(), **values)

    return show_ties(request, reading, found, told, LineageForm(request.POST or None), act)


def _lineage_table(
    reading: Reading, initiative: Initiative, steps: tuple[LineageStep, ...], may: bool
) -> Table:
    columns = [
        Column("from", _("Initiative")),
        Column("kind", _("What happened")),
        Column("to", _("Other")),
        Column("year", _("Year")),
        Column("note", _("Remark")),
    ]
    if may:
        columns.append(Column("remove", _("Mistake?")))
    rows = []
    for step in steps:
        cells = [
            text_cell(step.from_name, reading.url("initiative", step.from_code)),
            text_cell(lineage_words(step.kind)),
            text_cell(step.to_name, reading.url("initiative", step.to_code)),
            _year_cell(step.year, reading),
            text_cell(step.note or "–"),
        ]
        if may:
            link = reading.url("initiative-lineage-remove", initiative.code, step.pk)
            is_own = step.from_id == initiative.pk
            cells.append(Cell(_("remove"), None, link) if is_own else Cell("–", None))
        rows.append(Row(tuple(cells)))
    return Table("lineage", _("Steps before and after"), tuple(columns), tuple(rows))


@require_http_methods(METHODS)
@page
def drop_lineage(request: HttpRequest, reading: Reading, initiative: str, pk: int) -> HttpResponse:
    """Remove a step that is not right."""
    found = initiative_or_404(initiative)
    row = get_object_or_404(Lineage.objects.select_related("other"), pk=pk, initiative=found)

    def act(values: dict[str, Any], version: int | None) -> None:
        remove_lineage(lineage=row, expected_version=version, by=actor_of(request), at=now())

    told = {"name": found.name, "kind": lineage_words(row.kind), "other": row.other.name}
    title = _("Remove “%(name)s %(kind)s %(other)s”?") % told
    return confirm(request, reading, found, "initiative-lineage", row, act, title=title)
