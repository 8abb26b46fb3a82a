# SPDX-License-Identifier: EUPL-1.2
"""Who answers for what: each action of the course, and each initiative; gaps and overload."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from schakel.documents import formats
from schakel.programme.actions.responsibilities import assign_responsibility, end_responsibility
from schakel.programme.models import Partner, Raci, Responsibility
from schakel.programme.queries.responsibilities import (
    MOST_ACCOUNTABLE,
    MOST_CARRIED,
    PartnerLoad,
    SubjectRoles,
    partner_loads,
    responsibility_table,
)
from schakel.web.programme.course_names import CourseNames, course_names
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.initiatives.finding import initiative_or_404
from schakel.web.programme.initiatives.forms import DayInput
from schakel.web.programme.initiatives.showing_ties import TiePage, confirm, may_write, show_ties
from schakel.web.programme.initiatives.tie_pages import EndForm
from schakel.web.programme.initiatives.words import raci_words
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of, visitor_of
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

METHODS = ["GET", "HEAD", "POST"]
ROLES = (Raci.ACCOUNTABLE, Raci.RESPONSIBLE, Raci.CONSULTED, Raci.INFORMED)


class RoleForm(forms.Form):
    """A partner in a role from a day on."""

    partner = forms.ModelChoiceField(Partner.objects.none())
    role = forms.ChoiceField()
    since = forms.DateField(widget=DayInput)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        partner, role = self.fields["partner"], self.fields["role"]
        assert isinstance(partner, forms.ModelChoiceField) and isinstance(role, forms.ChoiceField)
        partner.queryset, partner.label = Partner.objects.order_by("name"), _("Partner")
        role.choices = [(r, raci_words(r)) for r in ROLES]
        role.label = _("Role")
        role.help_text = _(
            "One partner answers for it; a new one takes over from the earlier one on that day."
        )
        self.fields["since"].label = _("From")


class ActionRoleForm(RoleForm):
    """A partner in a role for an action of the course."""

    subject_code = forms.ChoiceField()
    field_order = ("subject_code", "partner", "role", "since")

    def __init__(self, *given: Any, names: CourseNames, **named: Any) -> None:
        super().__init__(*given, **named)
        code = self.fields["subject_code"]
        assert isinstance(code, forms.ChoiceField)
        code.choices = [(c, f"{c} {name}") for c, name in names.actions.items()]
        code.label = _("Action of the course")


@dataclass(frozen=True, slots=True)
class _Shown:
    """How the subjects of a table are called, and where a role for them can be given."""

    name: Callable[[str], str]
    link: Callable[[str], str]


@require_safe
@page
def show_responsibilities(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show who answers for each action of the course, the gaps, and who carries too much."""
    names = course_names(reading)
    today = timezone.localdate()
    table = responsibility_table("action", list(names.actions), today)
    loads = partner_loads(today)
    may = visitor_of(request).may("responsibility-assign", "write")
    shown = _Shown(
        lambda code: f"{code} {names.actions.get(code, '')}",
        lambda code: f"{reading.url('responsibility-assign')}?action={code}" if may else "",
    )
    tables = [_roles_table(table, shown), _loads_table(loads, reading)]
    context = {
        "programme_page": "initiatives",
        "sentences": _sentences(table, loads, reading),
        "loads": loads,
        "limits": {"accountable": MOST_ACCOUNTABLE, "carried": MOST_CARRIED},
        "has_actions": bool(names.actions),
        "held": _held(table, reading) if may else [],
    }
    template = "web/programme/initiatives_responsibilities.html"
    return show_programme(request, reading, template, context, tables=tables)


def _held(table: tuple[SubjectRoles, ...], reading: Reading) -> list[tuple[str, str]]:
    """Return every role that can be ended: the address, and who has which role for what."""
    return [
        (reading.url("responsibility-end", h.pk), f"{row.code}: {h.partner_name}, {raci_words(h.role)}")
        for row in table
        for h in row.holders
    ]


def _sentences(
    table: tuple[SubjectRoles, ...], loads: tuple[PartnerLoad, ...], reading: Reading
) -> list[str]:
    gaps = [row.code for row in table if not row.has_accountable]
    n = len(table)
    if not n:
        return []
    if gaps:
        told = ngettext(
            "Nobody answers for %(gaps)s of the %(n)s action of the course.",
            "Nobody answers for %(gaps)s of the %(n)s actions of the course.",
            n,
        ) % {"gaps": len(gaps), "n": n}
    else:
        told = ngettext(
            "Somebody answers for the %(n)s action of the course.",
            "For each of the %(n)s actions of the course somebody answers.",
            n,
        ) % {"n": n}
    heavy = [load.partner_name for load in loads if load.is_overloaded]
    if heavy:
        names = formats.enumeration(heavy, reading.language)
        return [told, _("Too much may rest on %(names)s.") % {"names": names}]
    return [told]


def _roles_table(table: tuple[SubjectRoles, ...], shown: _Shown) -> Table:
    columns = (Column("subject", _("Action")), *(Column(role, _heading(role)) for role in ROLES))
    rows = []
    for subject in table:
        cells = [text_cell(shown.name(subject.code), shown.link(subject.code))]
        for role in ROLES:
            holders = [h.partner_name for h in subject.in_role(role)]
            is_gap = role == Raci.ACCOUNTABLE and not holders
            text = ", ".join(holders) or (_("nobody") if is_gap else "–")
            cells.append(Cell(text, text if holders else None, tone="bad" if is_gap else ""))
        rows.append(Row(tuple(cells)))
    return Table("responsibilities", _("Who has which role for each action"), columns, tuple(rows))


def _heading(role: str) -> str:
    words = raci_words(role)
    return words[:1].upper() + words[1:]


def _loads_table(loads: tuple[PartnerLoad, ...], reading: Reading) -> Table:
    columns = (
        Column("partner", _("Partner")),
        Column("accountable", _heading(Raci.ACCOUNTABLE), True),
        Column("responsible", _heading(Raci.RESPONSIBLE), True),
        Column("other", _("Is asked or told"), True),
    )
    rows = [
        Row(
            (
                Cell(
                    load.partner_name,
                    load.partner_name,
                    reading.url("partner", load.partner_code),
                    detail=_("this may be too much") if load.is_overloaded else "",
                ),
                Cell(str(load.n_accountable), load.n_accountable, tone="mild" if load.is_overloaded else ""),
                Cell(str(load.n_responsible), load.n_responsible),
                Cell(str(load.n_other), load.n_other),
            )
        )
        for load in loads
    ]
    return Table("loads", _("What rests on each partner"), columns, tuple(rows))


@require_http_methods(METHODS)
@page
def assign_role(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Give a partner a role for an action of the course."""
    names = course_names(reading)
    first = {"subject_code": request.GET.get("action", ""), "since": timezone.localdate()}
    form = ActionRoleForm(request.POST or None, names=names, initial=first)
    return fill_in(
        request,
        reading,
        form,
        _assign(request, "action"),
        title=_("Who does what for an action of the course?"),
        done=lambda row: reading.url("responsibilities"),
        context={
            "programme_page": "initiatives",
            "back": reading.url("responsibilities"),
            "back_name": _("All responsibilities"),
        },
    )


def _assign(
    request: HttpRequest, subject: str, **fixed: str
) -> Callable[[Mapping[str, Any], int | None], Responsibility]:
    def act(values: Mapping[str, Any], version: int | None) -> Responsibility:
        return assign_responsibility(
            subject=subject, by=actor_of(request), at=now(), **(dict(values) | fixed)
        )

    return act


@require_http_methods(METHODS)
@page
def end_role(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """End a role for an action of the course."""
    row = get_object_or_404(Responsibility.objects.select_related("partner"), pk=pk, subject="action")
    back = reading.url("responsibilities")
    return fill_in(
        request,
        reading,
        EndForm(request.POST or None, initial={"ends_on": timezone.localdate()}),
        _end(request, row),
        title=_end_title(row),
        done=lambda result: back,
        record=row,
        context={"programme_page": "initiatives", "back": back, "back_name": _("All responsibilities")},
    )


def _end(request: HttpRequest, row: Responsibility) -> Callable[[dict[str, Any], int | None], Responsibility]:
    def act(values: dict[str, Any], version: int | None) -> Responsibility:
        return end_responsibility(
            responsibility=row,
            until=values["ends_on"],
            expected_version=version,
            by=actor_of(request),
            at=now(),
        )

    return act


def _end_title(row: Responsibility) -> str:
    return _("%(partner)s: no longer “%(role)s”") % {
        "partner": row.partner.name,
        "role": raci_words(row.role),
    }


@require_http_methods(METHODS)
@page
def show_initiative_roles(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Show who answers for an initiative, and give a partner a role."""
    found = initiative_or_404(initiative)
    table = responsibility_table("initiative", [found.code], timezone.localdate())[0]
    may = may_write(request, "initiative-responsibilities", found)
    accountable = table.in_role(Raci.ACCOUNTABLE)
    answer = (
        _("%(partner)s answers for it.") % {"partner": accountable[0].partner_name}
        if accountable
        else _("Nobody answers for it yet.")
    )

    def end_link(pk: int) -> str:
        return reading.url("initiative-responsibility-end", found.code, pk)

    told = TiePage(
        "initiative-responsibilities",
        _("Who answers for %(name)s?") % {"name": found.name},
        answer,
        (_holders_table(table, reading, end_link if may else None),),
        _("Give a partner a role"),
    )
    form = RoleForm(request.POST or None, initial={"since": timezone.localdate()})
    act = _assign(request, "initiative", subject_code=found.code)
    return show_ties(request, reading, found, told, form, act)


def _holders_table(table: SubjectRoles, reading: Reading, end_link: Callable[[int], str] | None) -> Table:
    columns = [Column("partner", _("Partner")), Column("role", _("Role")), Column("since", _("From"))]
    if end_link is not None:
        columns.append(Column("end", _("No longer?")))
    rows = []
    for role in ROLES:
        for holder in table.in_role(role):
            since = holder.since
            cells = [
                text_cell(holder.partner_name, reading.url("partner", holder.partner_code)),
                text_cell(raci_words(role)),
                Cell(formats.day(since, reading.language), since.isoformat() if since else None),
            ]
            if end_link is not None:
                cells.append(Cell(_("end"), None, end_link(holder.pk)))
            rows.append(Row(tuple(cells)))
    return Table("holders", _("Roles"), tuple(columns), tuple(rows))


@require_http_methods(METHODS)
@page
def end_initiative_role(request: HttpRequest, reading: Reading, initiative: str, pk: int) -> HttpResponse:
    """End a role for an initiative."""
    found = initiative_or_404(initiative)
    ours = Responsibility.objects.filter(subject="initiative", subject_code=found.code)
    row = get_object_or_404(ours.select_related("partner"), pk=pk)
    form = EndForm(request.POST or None, initial={"ends_on": timezone.localdate()})
    back = "initiative-responsibilities"
    return confirm(
        request,
        reading,
        found,
        back,
        row,
        _end(request, row),
        title=_end_title(row),
        form=form,
        submit=_("Save"),
    )
