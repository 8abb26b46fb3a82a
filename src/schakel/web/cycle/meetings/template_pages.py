# SPDX-License-Identifier: EUPL-1.2
"""The standard agendas: see them, make one, change it, remove it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.cycle.actions.agenda_templates import add_template, change_template, remove_template
from schakel.cycle.models import AgendaTemplate
from schakel.cycle.queries.agenda_templates import (
    TemplateLine,
    lines_of,
    list_templates,
    standard_agendas,
)
from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import Failure
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.meetings.forms import TemplateForm
from schakel.web.cycle.meetings.template_lines import read_lines, write_lines
from schakel.web.cycle.meetings.words import item_kind_words
from schakel.web.cycle.showing import show_board
from schakel.web.language import page_language
from schakel.web.programme.editing import now, sent_version
from schakel.web.programme.partners.words import body_words
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

METHODS = ("GET", "POST")


class LinesForm(TemplateForm):
    """A standard agenda whose lines were read."""

    def clean_lines(self) -> list[TemplateLine]:
        """Return the lines."""
        return read_lines(self.cleaned_data["lines"])


@require_safe
@page
def show_templates(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show every standard agenda with its lines."""
    own = [
        {
            "title": t.title,
            "body": body_words(t.body),
            "lines": _shown(lines_of(t)),
            "minutes": _total(lines_of(t)),
            "pk": t.pk,
            "version": t.version,
            "invented": t.invented,
        }
        for t in list_templates()
    ]
    shipped = [
        {
            "title": reading.text(a.label),
            "body": body_words(a.body),
            "lines": _shown(a.in_language(reading.language)),
            "minutes": a.minutes,
            "code": a.code,
        }
        for a in standard_agendas()
    ]
    context = {"own": own, "shipped": shipped}
    return show_board(request, reading, "web/cycle/meetings_templates.html", context, page="meetings")


def _shown(lines: tuple[TemplateLine, ...]) -> list[dict[str, Any]]:
    return [
        {
            "title": line.title,
            "minutes": line.minutes,
            "kind": item_kind_words(line.kind),
            "asked": line.asked,
        }
        for line in lines
    ]


def _total(lines: tuple[TemplateLine, ...]) -> int:
    return sum(line.minutes or 0 for line in lines)


@require_http_methods(METHODS)
@page
def add_one(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Make a standard agenda, empty or from one of Schakel (``?van=``)."""
    start = next((a for a in standard_agendas() if a.code == request.GET.get("van", "")), None)
    initial = (
        {}
        if start is None
        else {
            "title": reading.text(start.label),
            "body": start.body,
            "lines": write_lines(start.in_language(reading.language)),
        }
    )

    def act(values: dict[str, Any], version: int | None) -> AgendaTemplate:
        return add_template(**values, by=actor_of(request), at=now())

    form = LinesForm(request.POST or None, initial=initial)
    return _fill(request, reading, form, act, _("Make a standard agenda"), None)


@require_http_methods(METHODS)
@page
def edit_one(request: HttpRequest, reading: Reading, template: int) -> HttpResponse:
    """Change a standard agenda."""
    found = get_object_or_404(AgendaTemplate, pk=template)
    initial = {"title": found.title, "body": found.body, "lines": write_lines(lines_of(found))}

    def act(values: dict[str, Any], version: int | None) -> AgendaTemplate:
        return change_template(
            template=found, expected_version=version, **values, by=actor_of(request), at=now()
        )

    form = LinesForm(request.POST or None, initial=initial)
    return _fill(request, reading, form, act, _("Change “%(name)s”") % {"name": found.title}, found)


@require_POST
@page
def remove_one(request: HttpRequest, reading: Reading, template: int) -> HttpResponse:
    """Remove a standard agenda."""
    found = get_object_or_404(AgendaTemplate, pk=template)
    try:
        remove_template(
            template=found, expected_version=sent_version(request), by=actor_of(request), at=now()
        )
    except Failure as failure:
        messages.error(request, explain_failure(failure, page_language()))
    else:
        messages.success(request, _("Removed."))
    return HttpResponseRedirect(reading.url("agenda-templates"))


def _fill(
    request: HttpRequest,
    reading: Reading,
    form: Any,
    act: Any,
    title: str,
    record: AgendaTemplate | None,
) -> HttpResponse:
    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="meetings",
        title=title,
        done=lambda template: reading.url("agenda-templates"),
        record=record,
        context={"back": reading.url("agenda-templates"), "back_name": _("Standard agendas")},
    )
