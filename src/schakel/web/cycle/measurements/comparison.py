# SPDX-License-Identifier: EUPL-1.2
"""Vergelijken: two measurements side by side, with what moved, what of it is real and what went in."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from schakel.cycle.queries.comparing import Compared, compare_measurements
from schakel.documents.cycle_pictures.element_shift import ElementShifts, Shift, draw_element_shift
from schakel.documents.sentences.answers import closest_comparison
from schakel.documents.sentences.names import upper_first
from schakel.koers.failures import Failure
from schakel.web.cycle.measurements.comparison_answers import comparison_answer, measurement_title
from schakel.web.cycle.measurements.comparison_tables import (
    inputs_table,
    links_table,
    moved_table,
    picture_table,
    ranks_table,
)
from schakel.web.cycle.measurements.known import Known, find_known, known_measurements, open_known, reading_of
from schakel.web.cycle.showing import show_board
from schakel.web.pages.errors import failure_page
from schakel.web.programme.showing import Picture
from schakel.web.reading import Reading, page


@dataclass(frozen=True, slots=True)
class Pair:
    """The two measurements that are compared, the older one first."""

    old: Known
    new: Known


def chosen_pair(request: HttpRequest, reading: Reading, known: tuple[Known, ...]) -> Pair | None:
    """Return the measurements that the address asks for; else what the pages show and the one before it.

    ``None`` where there are no two. Raises Http404 for a name that is not known.
    """
    if len(known) < 2:
        return None
    wanted_new, wanted_old = request.GET.get("new", ""), request.GET.get("old", "")
    new = find_known(known, wanted_new or reading.stored.id)
    old = find_known(known, wanted_old) if wanted_old else _one_before(new, reading, known)
    return Pair(new, old) if old.year > new.year else Pair(old, new)


def _one_before(new: Known, reading: Reading, known: tuple[Known, ...]) -> Known:
    """Return the predecessor, else what the pages show of the year before, else any other one."""
    previous = None
    if new.identity == reading.stored.id:
        previous = reading.dossier.provenance.previous_measurement_id
    others = [k for k in known if k.identity != new.identity]
    others.sort(key=lambda k: (k.identity != previous, k.year >= new.year, -k.year, not k.is_shown))
    return others[0]


@require_safe
@page
def show_comparison(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show two measurements side by side."""
    known = known_measurements(reading)
    pair = chosen_pair(request, reading, known)
    if pair is None:
        return show_board(request, reading, "web/cycle/measurements_compare.html", {}, page="measurements")
    try:
        new = reading_of(pair.new, reading)
        compared = compare_measurements(open_known(pair.old), new.stored)
        return _show(request, reading, new, compared, known)
    except Failure as failure:
        return failure_page(request, failure, HTTPStatus.CONFLICT)


def _show(
    request: HttpRequest, reading: Reading, new: Reading, compared: Compared, known: tuple[Known, ...]
) -> HttpResponse:
    code = request.GET.get("comparison", "")
    comparisons = new.dossier.comparisons
    closest = next((c for c in comparisons if c.code == code), None) or closest_comparison(new.dossier)
    tables = [picture_table(new, compared), inputs_table(new, compared)]
    pictures = []
    if closest is not None:
        tables += [
            moved_table(new, compared, closest.code),
            ranks_table(new, compared, closest.code),
            links_table(new, compared, closest.code),
        ]
        shifts = _shifts(new, compared, closest.code)
        pictures = [Picture("shift", shifts, draw_element_shift)] if shifts.shifts else []
    context = {
        "compared": compared,
        "sentences": comparison_answer(new, compared, closest.code if closest else ""),
        "comparisons": comparisons,
        "chosen": closest,
        "known": known,
        "titles": (
            measurement_title(compared.old_year, compared.old_id),
            measurement_title(compared.new_year, compared.new_id),
        ),
    }
    return show_board(
        request,
        reading,
        "web/cycle/measurements_compare.html",
        context,
        page="measurements",
        tables=tables,
        pictures=pictures,
    )


def _shifts(new: Reading, compared: Compared, comparison: str) -> ElementShifts:
    """Return the elements of a comparison, first those that moved more than noise somewhere."""
    found = compared.moved_of("element", comparison)
    moved = {m.subject for m in found if m.is_beyond_noise}
    found = tuple(sorted(found, key=lambda m: (m.subject not in moved, new.text(m.label), m.area.code)))
    return ElementShifts(
        comparison=new.names.comparison(comparison),
        then=measurement_title(compared.old_year, compared.old_id),
        now=measurement_title(compared.new_year, compared.new_id),
        shifts=tuple(
            Shift(upper_first(new.text(m.label)), new.text(m.area.label), m.then, m.now, m.is_beyond_noise)
            for m in found
        ),
    )
