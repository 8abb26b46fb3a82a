# SPDX-License-Identifier: EUPL-1.2
"""The small registers: an overview, and a page for each."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.programme.models import AgendaSubject, ContextSignal, Recommendation
from schakel.programme.queries.challenges import (
    count_first_customers,
    list_challenges,
    match_challenges,
)
from schakel.programme.queries.registers import (
    contradicting_signals,
    count_registers,
    ended_without_lesson,
    recommendations_by_status,
    search_lessons,
)
from schakel.programme.queries.services import Supply, find_services, supply_by_place
from schakel.web.programme.course_names import course_names
from schakel.web.programme.listing import ListColumn, make_listing
from schakel.web.programme.registers import tables, words
from schakel.web.programme.registers.forms import LessonSearch, ServiceSearch
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import visitor_of

MOST_NAMED = 8


def _edit(request: HttpRequest, name: str) -> str:
    """Return the page that changes a record, where the reader may."""
    return name if visitor_of(request).may(name, "write") else ""


@require_safe
@page
def show_registers(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show what each register holds and what waits in it."""
    context = {
        "programme_page": "registers",
        "counts": count_registers(),
        "contradicting": contradicting_signals()[:3],
    }
    return show_programme(request, reading, "web/programme/registers_overview.html", context)


def _listed(
    request: HttpRequest,
    reading: Reading,
    queryset: QuerySet[Any],
    columns: list[ListColumn],
    naming: tuple[str, str],
    context: Callable[[], dict[str, Any]],
) -> HttpResponse:
    name, caption = naming
    listing = make_listing(request, queryset, columns, name=name, caption=caption)
    given = {"programme_page": "registers", "listing": listing, "table": listing.table} | context()
    template = f"web/programme/registers_{name.replace('-', '_')}.html"
    return show_programme(request, reading, template, given, tables=[listing.table])


@require_safe
@page
def show_recommendations(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the recommendations and what was done with them."""

    def context() -> dict[str, Any]:
        found = recommendations_by_status()
        told = [
            (words.recommendation_words(c), found[c]) for c in words.RECOMMENDATION_STATUSES if found.get(c)
        ]
        return {"by_status": told, "n": sum(found.values()), "n_unknown": found.get("unknown", 0)}

    columns = tables.recommendation_columns(reading, _edit(request, "recommendation-edit"))
    rows = Recommendation.objects.select_related("owner")
    return _listed(request, reading, rows, columns, ("recommendations", _("Recommendations")), context)


@require_safe
@page
def show_signals(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the signals from outside and the assumptions that they contradict."""
    columns = tables.signal_columns(reading, _edit(request, "signal-edit"))
    rows = ContextSignal.objects.all()
    naming = ("signals", _("Signals from outside"))

    def context() -> dict[str, Any]:
        found = contradicting_signals()
        return {"contradicting": list(found[:MOST_NAMED]), "n_contradicting": found.count()}

    return _listed(request, reading, rows, columns, naming, context)


@require_safe
@page
def show_subjects(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the subjects that are raised elsewhere, and what came of them."""
    columns = tables.subject_columns(reading, _edit(request, "agenda-subject-edit"))
    rows = AgendaSubject.objects.select_related("owner")
    naming = ("agenda-subjects", _("Subjects raised elsewhere"))

    def context() -> dict[str, Any]:
        return {
            "n_taken": rows.filter(status="taken").count(),
            "n_waiting": rows.filter(status="raised").count(),
        }

    return _listed(request, reading, rows, columns, naming, context)


@require_safe
@page
def show_services(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Find who helps firms, and see gaps and overlaps."""
    names = course_names(reading)
    search = ServiceSearch(request.GET or None, names=names)
    wanted = search.cleaned_data if search.is_bound and search.is_valid() else {}
    found = find_services(**wanted)
    edit = _edit(request, "service-edit")
    supply = supply_by_place(tuple(names.places))
    shown = [
        tables.service_table("services", _("Services for firms"), found.fitting, reading, names, edit),
        tables.supply_table(supply, names),
    ]
    if found.place_unknown:
        caption = _("Perhaps also: where they are given is not known")
        shown.append(
            tables.service_table("place-unknown", caption, found.place_unknown, reading, names, edit)
        )
    context = {
        "programme_page": "registers",
        "search": search,
        "is_searching": any(wanted.values()),
        "n_found": len(found.fitting),
        "n_gaps": sum(cell.supply is Supply.GAP for cell in supply),
        "n_overlaps": sum(cell.supply is Supply.OVERLAP for cell in supply),
        "has_supply": bool(supply),
    }
    return show_programme(request, reading, "web/programme/registers_services.html", context, tables=shown)


@require_safe
@page
def show_challenges(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show who asks, who offers, what may fit, and how many first customers there are."""
    entries = list_challenges()
    matching = match_challenges(entries)
    by_pk = {entry.pk: entry for entry in entries}
    edit = _edit(request, "challenge-edit")
    shown = [
        tables.match_table(matching.matches, reading, may_match=bool(edit)),
        tables.challenge_table(entries, reading, edit),
    ]
    context = {
        "programme_page": "registers",
        "n": len(entries),
        "n_matches": len(matching.matches),
        "unanswered": [by_pk[pk] for pk in matching.asks_without],
        "customers": count_first_customers(entries),
        "matched": [e for e in entries if e.side == "ask" and e.matched_with_id],
    }
    return show_programme(request, reading, "web/programme/registers_challenges.html", context, tables=shown)


@require_safe
@page
def show_lessons(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Find what was learnt; who ended without a lesson."""
    names = course_names(reading)
    search = LessonSearch(request.GET or None, names=names)
    wanted = search.cleaned_data if search.is_bound and search.is_valid() else {}
    columns = tables.lesson_columns(reading, names, _edit(request, "lesson-edit"))

    def context() -> dict[str, Any]:
        missing = list(ended_without_lesson()[: MOST_NAMED + 1])
        return {"search": search, "is_searching": any(wanted.values()), "missing": missing}

    return _listed(request, reading, search_lessons(**wanted), columns, ("lessons", _("Lessons")), context)
