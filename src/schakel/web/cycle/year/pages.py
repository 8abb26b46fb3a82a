# SPDX-License-Identifier: EUPL-1.2
"""Board > Year: where we are in the cycle, what is missing today, and the gate of each phase."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.cycle.models import CycleYear, Phase, YearClosure
from schakel.cycle.queries.artefacts import gate_of
from schakel.cycle.queries.year_state import YearState, kept_gate, year_state
from schakel.cycle.sight import Sight, visible_decisions
from schakel.documents.cycle_papers.phase_words import phase_name
from schakel.documents.cycle_pictures.year_wheel import draw_year_wheel
from schakel.documents.messages import words
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import cycle_of, show_board
from schakel.web.cycle.year.answers import phase_sentences, promises_sentence, year_sentences
from schakel.web.cycle.year.gates import gate_lines, names_of
from schakel.web.cycle.year.tables import carried_table, owner_words, phases_table
from schakel.web.cycle.year.wheel import wheel_of
from schakel.web.programme.showing import Picture
from schakel.web.reading import Reading, page
from schakel.web.tables.table import Table

PAGE = "cycle-year"


@require_safe
@page
def show_year(request: HttpRequest, reading: Reading, cycle: int | None = None) -> HttpResponse:
    """Show a year: the answer, the wheel, the phases with their gates, and what went on from last year."""
    found = cycle_of(request) if cycle is None else get_object_or_404(CycleYear, year=cycle)
    if found is None:
        return show_board(request, reading, "web/cycle/year_none.html", {}, page=PAGE)
    sight, today = sight_of(request), timezone.localdate()
    state = year_state(found, today)
    closures = {c.cycle.year: c for c in YearClosure.objects.select_related("cycle", "decision__meeting")}
    closure, carried = closures.get(found.year), _before(closures, found)
    tables = [phases_table(reading, state.phases), *_carried(reading, carried, sight)]
    context = {
        "cycle": found,
        "years": CycleYear.objects.order_by("-year"),
        "sentences": year_sentences(reading, state, closure, sight),
        "gates": _gates(request, reading, state, sight),
        "state": state,
        "closure": closure,
        "carried": carried,
        "carried_sentence": promises_sentence(carried, sight) if carried else "",
        "closing_number": _closing_number(closure, sight),
    }
    wheel = wheel_of(found, state, sight, today)
    pictures = [Picture("wheel", wheel, draw_year_wheel)] if state.phases else []
    return show_board(
        request, reading, "web/cycle/year_one.html", context, page=PAGE, tables=tables, pictures=pictures
    )


def _before(closures: dict[int, YearClosure], cycle: CycleYear) -> YearClosure | None:
    """Return the closing of the last year before this one, whose open promises went on here."""
    earlier = [year for year in closures if year < cycle.year]
    return closures[max(earlier)] if earlier else None


def _carried(reading: Reading, closure: YearClosure | None, sight: Sight) -> list[Table]:
    return [carried_table(reading, closure, sight)] if closure and closure.open_promises else []


def _closing_number(closure: YearClosure | None, sight: Sight) -> str:
    """Return the number of the decision that closed a year, where the reader may see that decision."""
    if closure is None:
        return ""
    found = visible_decisions(sight).filter(pk=closure.decision_id).values_list("number", flat=True)
    return found.first() or ""


def _gates(request: HttpRequest, reading: Reading, state: YearState, sight: Sight) -> list[dict[str, Any]]:
    """Return the gate of every phase in words; a closed year shows what it kept at its closing instead."""
    if state.cycle.closed_on is not None:
        return []
    names = names_of(reading, [a for p in state.phases for a in p.missing], sight)
    say = words(reading.language)
    return [
        {
            "state": p,
            "name": phase_name(p.phase.kind, say),
            "lines": gate_lines(request, reading, p.gate, names),
            "is_open": p is state.current or (p.standing == "ended" and bool(p.missing)),
        }
        for p in state.phases
    ]


@require_safe
@page
def show_phase(request: HttpRequest, reading: Reading, cycle: int, phase: str) -> HttpResponse:
    """Show a phase: its days, its owner, its gate, and what may be done."""
    found = find_phase(cycle, phase)
    sight, today = sight_of(request), timezone.localdate()
    state = year_state(found.cycle, today, all_gates=False)
    here = next(p for p in state.phases if p.phase.pk == found.pk)
    closure = YearClosure.objects.filter(cycle=found.cycle).first()
    gate = kept_gate(closure, found.kind) if closure else here.gate or gate_of(found, today)
    here = here.with_gate(gate)
    context = {
        "cycle": found.cycle,
        "phase": here.phase,
        "state": here,
        "name": phase_name(found.kind, words(reading.language)),
        "sentences": phase_sentences(reading, here),
        "lines": gate_lines(request, reading, gate, names_of(reading, gate, sight)),
        "owner": owner_words(here),
        "others": [
            (p.phase, phase_name(p.phase.kind, words(reading.language)), p.phase.pk == found.pk)
            for p in state.phases
        ],
    }
    return show_board(request, reading, "web/cycle/year_phase.html", context, page=PAGE)


def find_phase(cycle: int, kind: str) -> Phase:
    """Return a phase of a year, or answer that it is not there."""
    phases = Phase.objects.select_related("cycle", "owner")
    return get_object_or_404(phases, cycle__year=cycle, kind=kind)
