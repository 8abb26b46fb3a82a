# SPDX-License-Identifier: EUPL-1.2
"""Diagnose: which measurements there are, what one of them says, and keeping one."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from schakel.cycle.actions.measuring import store_measurement_row
from schakel.cycle.models import ChosenLink
from schakel.cycle.queries.wholeness import wholeness_of
from schakel.cycle.sight import visible_decisions
from schakel.diagnosis.dossier import Comparison
from schakel.documents.cycle_pictures.stored_chart import StoredChart, draw_stored_chart
from schakel.documents.failures_in_words import explain_failure
from schakel.documents.sentences.answers import answer_overview, closest_comparison
from schakel.documents.sentences.limits import limit_sentences
from schakel.documents.sentences.moved import changes_answer
from schakel.koers.failures import Failure
from schakel.web.cycle.measurements.answers import list_answer, state_answer
from schakel.web.cycle.measurements.known import (
    Known,
    counting_adoptions,
    find_known,
    known_measurements,
    reading_of,
)
from schakel.web.cycle.measurements.tables import (
    chosen_table,
    files_table,
    likelihoods_table,
    measurements_table,
)
from schakel.web.cycle.measurements.words import wholeness_words
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import show_board
from schakel.web.pages.errors import failure_page
from schakel.web.programme.editing import now
from schakel.web.programme.showing import Picture
from schakel.web.reading import Reading, home, page
from schakel.web.rights.asking import actor_of

PAGE = "measurements"


def decision_numbers(request: HttpRequest, known: tuple[Known, ...]) -> dict[int, str]:
    """Return the numbers of the adopting decisions that the reader may see, by the key of the decision."""
    keys = {a.decision_id for k in known for a in k.adoptions}
    if not keys:
        return {}
    return dict(visible_decisions(sight_of(request)).filter(pk__in=keys).values_list("pk", "number"))


@require_safe
@page
def show_measurements(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show every measurement: computed, kept, adopted by which decision."""
    known = known_measurements(reading)
    tables = [measurements_table(reading, known, decision_numbers(request, known))]
    context = {
        "sentences": list_answer(reading, known),
        "loose": [k for k in known if k.kept is None],
        "may_compare": len(known) > 1,
    }
    return show_board(request, reading, "web/cycle/measurements_list.html", context, page=PAGE, tables=tables)


@require_safe
@page
def show_measurement(request: HttpRequest, reading: Reading, identity: str) -> HttpResponse:
    """Show what a measurement says, as it was stored."""
    known = known_measurements(reading)
    one = find_known(known, identity)
    try:
        shown = reading_of(one, reading)
        context = _content(request, shown, one, known)
    except Failure as failure:
        return failure_page(request, failure, HTTPStatus.CONFLICT)
    closest = closest_comparison(shown.dossier)
    tables = [files_table(shown, linked=identity == reading.stored.id)]
    pictures = []
    if closest is not None:
        tables.append(likelihoods_table(shown, closest))
        pictures = _pictures(shown, closest)
    if one.adoptions:
        links = ChosenLink.objects.filter(adoption=one.adoptions[-1])
        tables.append(chosen_table(shown, links))
    return show_board(
        request,
        reading,
        "web/cycle/measurements_one.html",
        context,
        page=PAGE,
        tables=tables,
        pictures=pictures,
    )


def _content(request: HttpRequest, shown: Reading, one: Known, known: tuple[Known, ...]) -> dict[str, Any]:
    """Return what the page of a measurement tells."""
    dossier, language = shown.dossier, shown.language
    previous = dossier.provenance.previous_measurement_id
    numbers = decision_numbers(request, (one,))
    return {
        "one": one,
        "told": dossier,
        "sentences": answer_overview(dossier, language),
        "state": state_answer(shown, one, counting_adoptions(known), numbers),
        "decisions": [a.decision for a in one.adoptions if a.decision_id in numbers],
        "moved": changes_answer(dossier, language),
        "limits": limit_sentences(dossier, language),
        "previous": previous if any(k.identity == previous for k in known) else "",
        "table_names": shown.stored.table_names,
        "wholeness": wholeness_words(wholeness_of(one.kept, home())) if one.kept else "",
        "others": [k for k in known if k.identity != one.identity],
    }


def _pictures(shown: Reading, comparison: Comparison) -> list[Picture]:
    data = StoredChart(f"weakest-{comparison.code}", shown.stored.id, lambda: shown.stored)
    return [Picture("weakest", data, draw_stored_chart)]


@require_POST
@page
def keep_measurement(request: HttpRequest, reading: Reading, identity: str) -> HttpResponse:
    """Keep a computed measurement in the database."""
    one = find_known(known_measurements(reading), identity)
    try:
        if one.kept is None and one.stored is not None:
            store_measurement_row(stored=one.stored, by=actor_of(request), at=now())
    except Failure as failure:
        messages.error(request, explain_failure(failure, reading.language))
    else:
        messages.success(request, _("The measurement is kept: nobody can change it any more."))
    return HttpResponseRedirect(reading.url("measurement", identity))
