# SPDX-License-Identifier: EUPL-1.2
"""The sheet of one initiative: where it stands, and everything that hangs on it."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.cycle.queries.decisions import not_told_yet
from schakel.documents.programme_pictures.life_line import draw_life_line
from schakel.koers.failures import Failure
from schakel.programme.models import Initiative, InitiativeRelation, Raci
from schakel.programme.queries.initiative_sheet import InitiativeSheet, initiative_sheet, open_initiative
from schakel.programme.queries.names import find_initiative_by_name
from schakel.programme.transitions import ENDED
from schakel.web.cycle.seeing import sight_of
from schakel.web.programme.activities import parts as activities
from schakel.web.programme.course_names import CourseNames, course_names
from schakel.web.programme.indicators import parts as indicators
from schakel.web.programme.initiatives import sheet_answer as answer
from schakel.web.programme.initiatives import sheet_tables
from schakel.web.programme.initiatives.next_steps import next_steps
from schakel.web.programme.initiatives.words import (
    continuity_words,
    kind_words,
    raci_words,
    relation_words,
)
from schakel.web.programme.money import parts as money
from schakel.web.programme.results import parts as results
from schakel.web.programme.showing import Picture, show_programme
from schakel.web.programme.updates import parts as updates
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import visitor_of
from schakel.web.tables.table import Table

PARTS = {
    "updates": updates,
    "money": money,
    "results": results,
    "indicators": indicators,
    "activities": activities,
}


@require_safe
@page
def show_initiative(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Show where an initiative stands; a name that is not its code leads to its code."""
    found = open_initiative(initiative)
    if found is None:
        return HttpResponseRedirect(reading.url("initiative", _by_name(initiative).code))
    sheet = initiative_sheet(found, timezone.localdate())
    names = course_names(reading)
    tables = _tables(request, sheet, reading)
    parts, part_tables = _parts(request, reading, sheet)
    context = _answer(sheet, reading, names) | {
        "programme_page": "initiatives",
        "sheet": sheet,
        "i": found,
        "initiative": found,
        "parts": parts,
        "roles": _roles(sheet),
        "next_steps": next_steps(
            sheet, reading, visitor_of(request), has_update=bool(parts["updates"].get("newest"))
        ),
    }
    return show_programme(
        request,
        reading,
        "web/programme/initiatives_sheet.html",
        context,
        tables=[*tables, *part_tables],
        pictures=[Picture("life-line", sheet_tables.life_line(sheet), draw_life_line)],
    )


def _by_name(name: str) -> Initiative:
    try:
        return find_initiative_by_name(name)
    except Failure as failure:
        raise Http404 from failure


def _tables(request: HttpRequest, sheet: InitiativeSheet, reading: Reading) -> list[Table]:
    return [
        sheet_tables.stages_table(
            sheet, reading, not_told_yet((s.decided_by for s in sheet.stages), sight_of(request))
        ),
        sheet_tables.partners_table(sheet, reading),
        sheet_tables.links_table(sheet, reading),
        sheet_tables.embedding_table(sheet.embedding),
        sheet_tables.readiness_table(sheet.innovations, reading),
        sheet_tables.carried_table(sheet, reading),
    ]


def _parts(
    request: HttpRequest, reading: Reading, sheet: InitiativeSheet
) -> tuple[dict[str, dict[str, Any]], list[Table]]:
    """Return what each subject shows of it, with its tables to be downloaded from this page."""
    parts: dict[str, dict[str, Any]] = {}
    tables: list[Table] = []
    for name, subject in PARTS.items():
        part = dict(subject.initiative_part(request, reading, sheet))
        own = [replace(t, address=t.address or f"{request.path}?file=") for t in part.get("tables", ())]
        parts[name] = part | {"tables": own}
        tables += own
    return parts, tables


def _answer(sheet: InitiativeSheet, reading: Reading, names: CourseNames) -> dict[str, Any]:
    initiative, language = sheet.initiative, reading.language
    gone = sheet.lineage.present(initiative.pk)
    return {
        "sentences": answer.answer_sentences(sheet, language),
        "gone": gone,
        "is_external": initiative.relation == InitiativeRelation.EXTERNAL,
        "is_running": gone is None
        and initiative.relation != InitiativeRelation.EXTERNAL
        and initiative.stage not in ENDED,
        "paid": answer.paid_words(sheet.money, language),
        "evidence": answer.evidence_words(sheet.evidence, language),
        "age": answer.age_words(sheet, language),
        "kind": kind_words(initiative.kind),
        "relation": relation_words(initiative.relation),
        "continuity": continuity_words(initiative.continuity),
        "place": names.place(initiative.place) if initiative.place else "",
        "lines": [f"{code}. {names.lines.get(code, '')}" for code in initiative.lines],
        "actions": [f"{code} {names.actions.get(code, '')}" for code in initiative.actions],
        "tags": [names.tags.get(code, code) for code in initiative.tags],
        "target_groups": [names.target_groups.get(code, code) for code in initiative.target_groups],
        "former": [n.name for n in sheet.names if n.name != initiative.name],
        "came_from": [s for s in sheet.lineage.to_here(initiative.pk) if s.kind != "part_of"],
        "holds": [s for s in sheet.lineage.to_here(initiative.pk) if s.kind == "part_of"],
        "part_of": [s for s in sheet.lineage.from_here(initiative.pk) if s.kind == "part_of"],
    }


def _roles(sheet: InitiativeSheet) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return who has each role of the responsibility table: words, and code and name of the partners."""
    return [
        (raci_words(role), [(h.partner_code, h.partner_name) for h in sheet.roles.in_role(role)])
        for role in (Raci.ACCOUNTABLE, Raci.RESPONSIBLE, Raci.CONSULTED, Raci.INFORMED)
    ]
