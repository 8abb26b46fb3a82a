# SPDX-License-Identifier: EUPL-1.2
"""Partners in an initiative, and its links to others."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from schakel.documents import formats
from schakel.koers.label import Language
from schakel.programme.actions.initiative_links import add_link, remove_link
from schakel.programme.actions.participations import add_participation, end_participation
from schakel.programme.models import (
    Initiative,
    InitiativeLink,
    LinkKind,
    Participation,
    ParticipationRole,
    Partner,
)
from schakel.programme.queries.initiative_links import LinkedInitiative, recorded_links, suggested_links
from schakel.web.programme.editing import now
from schakel.web.programme.initiatives.finding import InitiativeField, initiative_or_404
from schakel.web.programme.initiatives.forms import DayInput
from schakel.web.programme.initiatives.showing_ties import TiePage, confirm, may_write, show_ties
from schakel.web.programme.initiatives.words import link_words, participation_words
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

METHODS = ["GET", "HEAD", "POST"]


class ParticipationForm(forms.Form):
    """A partner that takes part in a role."""

    partner = forms.ModelChoiceField(Partner.objects.none())
    role = forms.ChoiceField()
    starts_on = forms.DateField(required=False, widget=DayInput)
    note = forms.CharField(required=False, max_length=300)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        partner, role = self.fields["partner"], self.fields["role"]
        assert isinstance(partner, forms.ModelChoiceField) and isinstance(role, forms.ChoiceField)
        partner.queryset, partner.label = Partner.objects.order_by("name"), _("Partner")
        role.choices = [(r, participation_words(r)) for r in ParticipationRole.values]
        role.label = _("What does it do here?")
        self.fields["starts_on"].label = _("Since")
        self.fields["note"].label = _("Remark")


class EndForm(forms.Form):
    """A day on which something ends."""

    ends_on = forms.DateField(widget=DayInput)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["ends_on"].label = _("Ends on")


class LinkForm(forms.Form):
    """A link to another initiative."""

    second = InitiativeField(max_length=200)
    kind = forms.ChoiceField()
    note = forms.CharField(required=False, max_length=300)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(k, link_words(k)) for k in LinkKind.values]
        kind.label = _("What do they share?")
        self.fields["second"].label = _("Which initiative")
        self.fields["second"].help_text = _("Type its name; a former name is fine too.")
        self.fields["note"].label = _("Remark")


@require_http_methods(METHODS)
@page
def show_partners(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Show which partners take part, and add one."""
    found = initiative_or_404(initiative)
    rows = list(found.participations.select_related("partner").order_by("partner__name", "role", "pk"))
    today = timezone.localdate()
    n = len({r.partner_id for r in rows if r.ends_on is None or r.ends_on > today})
    told = TiePage(
        "initiative-partners",
        _("Who takes part in %(name)s?") % {"name": found.name},
        ngettext("%(n)s partner takes part now.", "%(n)s partners take part now.", n) % {"n": n},
        (_partners_table(reading, found, rows, may_write(request, "initiative-partners", found)),),
        _("Add a partner"),
    )

    def act(values: dict[str, Any], version: int | None) -> Participation:
        return add_participation(initiative=found, by=actor_of(request), at=now(), **values)

    return show_ties(request, reading, found, told, ParticipationForm(request.POST or None), act)


def _partners_table(reading: Reading, initiative: Initiative, rows: list[Participation], may: bool) -> Table:
    columns = [
        Column("partner", _("Partner")),
        Column("role", _("Role")),
        Column("since", _("Since")),
        Column("until", _("Until")),
    ]
    if may:
        columns.append(Column("end", _("Left?")))
    table = []
    for row in rows:
        marks = [_("invented")] if row.invented else []
        detail = " · ".join([*marks, row.note] if row.note else marks)
        cells = [
            Cell(row.partner.name, row.partner.name, reading.url("partner", row.partner.code), detail=detail),
            text_cell(participation_words(row.role)),
            _day_cell(row.starts_on, reading.language),
            Cell(_("still"), None) if row.ends_on is None else _day_cell(row.ends_on, reading.language),
        ]
        if may:
            link = reading.url("initiative-partner-end", initiative.code, row.pk)
            cells.append(Cell(_("end"), None, link) if row.ends_on is None else Cell("–", None))
        table.append(Row(tuple(cells)))
    return Table("partners", _("Partners and their roles"), tuple(columns), tuple(table))


def _day_cell(day: Any, language: Language) -> Cell:
    known = day is not None
    text = formats.day(day, language)
    return Cell(text, day.isoformat() if known else None, tone="" if known else "unknown")


@require_http_methods(METHODS)
@page
def end_partner(request: HttpRequest, reading: Reading, initiative: str, pk: int) -> HttpResponse:
    """Record that a partner takes part no longer."""
    found = initiative_or_404(initiative)
    row = get_object_or_404(Participation.objects.select_related("partner"), pk=pk, initiative=found)
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate()})

    def act(values: dict[str, Any], version: int | None) -> Participation:
        return end_participation(
            participation=row,
            ends_on=values["ends_on"],
            expected_version=version,
            by=actor_of(request),
            at=now(),
        )

    title = _("%(partner)s takes part no longer") % {"partner": row.partner.name}
    intro = _("What it did until then stays visible.")
    back = "initiative-partners"
    return confirm(
        request, reading, found, back, row, act, title=title, intro=intro, form=form, submit=_("Save")
    )


@require_http_methods(METHODS)
@page
def show_links(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Show the links to other initiatives, those that the register suggests, and add one."""
    found = initiative_or_404(initiative)
    links = recorded_links(found)
    told = TiePage(
        "initiative-links",
        _("What does %(name)s share with others?") % {"name": found.name},
        _link_answer(len(links)),
        (_links_table(reading, found, links, may_write(request, "initiative-links", found)),),
        _("Add a link"),
        how=_(
            "Links are recorded by people. Below them stand initiatives that serve the same target group, or "
            "are of the same sort in the same place, as the register shows it; whether that is a link is for "
            "people to say."
        ),
    )

    def act(values: dict[str, Any], version: int | None) -> InitiativeLink:
        return add_link(first=found, by=actor_of(request), at=now(), **values)

    suggestions = [
        (reading.url("initiative", s.code), s.name, _why(s)) for s in suggested_links(found, links)
    ]
    form = LinkForm(request.POST or None)
    return show_ties(request, reading, found, told, form, act, context={"suggestions": suggestions})


def _link_answer(n: int) -> str:
    if not n:
        return _("No link is recorded, so it seems to stand alone.")
    return ngettext("%(n)s link is recorded.", "%(n)s links are recorded.", n) % {"n": n}


def _why(link: LinkedInitiative) -> str:
    words = link_words(link.kind)
    return f"{words} ({link.note})" if link.note else words


def _links_table(
    reading: Reading, initiative: Initiative, links: tuple[LinkedInitiative, ...], may: bool
) -> Table:
    columns = [Column("other", _("Initiative")), Column("kind", _("Link")), Column("note", _("Remark"))]
    if may:
        columns.append(Column("remove", _("Mistake?")))
    rows = []
    for link in links:
        marks = [_("invented")] if link.invented else []
        marks += [_("of others, not counted")] if link.relation == "external" else []
        cells = [
            Cell(link.name, link.name, reading.url("initiative", link.code), detail=" · ".join(marks)),
            text_cell(link_words(link.kind, is_from_here=link.is_from_here)),
            text_cell(link.note or "–"),
        ]
        if may:
            url = reading.url("initiative-link-remove", initiative.code, link.pk)
            cells.append(Cell(_("remove"), None, url))
        rows.append(Row(tuple(cells)))
    return Table("links", _("Links to other initiatives"), tuple(columns), tuple(rows))


@require_http_methods(METHODS)
@page
def drop_link(request: HttpRequest, reading: Reading, initiative: str, pk: int) -> HttpResponse:
    """Remove a link that is not there, or no longer."""
    found = initiative_or_404(initiative)
    ours = found.links_from.all() | found.links_to.all()
    row = get_object_or_404(ours.select_related("first", "second"), pk=pk)

    def act(values: dict[str, Any], version: int | None) -> None:
        remove_link(link=row, expected_version=version, by=actor_of(request), at=now())

    told = {"first": row.first.name, "second": row.second.name}
    title = _("Remove the link between %(first)s and %(second)s?") % told
    return confirm(request, reading, found, "initiative-links", row, act, title=title)
