# SPDX-License-Identifier: EUPL-1.2
"""The list of decisions, and the page of one: what was known then and what came of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from schakel.cycle.queries.decisions import (
    DecisionCounts,
    DecisionSheet,
    count_decisions,
    decision_sheet,
    decision_years,
    decisions_with_standing,
)
from schakel.documents import formats
from schakel.koers.label import Language
from schakel.web.cycle.decisions.effect_links import effect_address
from schakel.web.cycle.decisions.filters import ALL_YEARS, YEAR, decision_filters, with_year
from schakel.web.cycle.decisions.tables import decision_columns
from schakel.web.cycle.decisions.words import (
    STANDING_TONES,
    effect_words,
    late_words,
    standing_words,
)
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import show_board
from schakel.web.programme.course_names import course_names
from schakel.web.programme.listing import make_listing
from schakel.web.reading import Reading, page


@require_safe
@page
def show_decisions(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show what was decided and how far each decision is."""
    sight, today = sight_of(request), timezone.localdate()
    years = decision_years(sight)
    year = with_year(request, years)
    found = decisions_with_standing(sight, today)
    of_year = found if year == ALL_YEARS else found.filter(on__year=int(year))
    listing = make_listing(
        request,
        found,
        decision_columns(reading, today, closed=sight.closed, is_file="file" in request.GET),
        name="decisions",
        caption=_("Decisions"),
        filters=decision_filters(years, sight),
    )
    context = {
        "listing": listing,
        "answer": answer_words(count_decisions(of_year), year, reading.language),
        "has_decisions": bool(years),
        "is_filtered": any(request.GET.get(name) for name in listing.filter_form.fields if name != YEAR),
        "chosen": chosen_query(request),
    }
    return show_board(
        request, reading, "web/cycle/decisions_list.html", context, page="decisions", tables=[listing.table]
    )


def chosen_query(request: HttpRequest) -> str:
    """Return the choices of the reader as a query, for the files of the list."""
    query = request.GET.copy()
    for name in ("page", "sort", "file", "picture"):
        query.pop(name, None)
    return query.urlencode()


def answer_words(counts: DecisionCounts, year: str, language: Language) -> str:
    """Return how many decisions there are and how far: "32 decisions in 2031; 21 carried out, 3 late."."""

    def n(amount: int) -> str:
        return formats.number(amount, language, 0)

    parts = [
        (counts.n_executed, ngettext("%(n)s carried out", "%(n)s carried out", counts.n_executed)),
        (counts.n_underway, ngettext("%(n)s underway", "%(n)s underway", counts.n_underway)),
        (counts.n_open, ngettext("%(n)s not begun", "%(n)s not begun", counts.n_open)),
        (counts.n_lapsed, ngettext("%(n)s no longer needed", "%(n)s no longer needed", counts.n_lapsed)),
        (counts.n_replaced, ngettext("%(n)s replaced", "%(n)s replaced", counts.n_replaced)),
    ]
    told = ", ".join(words % {"n": n(amount)} for amount, words in parts if amount)
    if year == ALL_YEARS:
        begin = ngettext("%(n)s decision", "%(n)s decisions", counts.n) % {"n": n(counts.n)}
    else:
        words = ngettext("%(n)s decision in %(year)s", "%(n)s decisions in %(year)s", counts.n)
        begin = words % {"n": n(counts.n), "year": year}
    sentence = f"{begin}: {told}." if told else f"{begin}."
    if counts.n_late:
        late = ngettext("%(n)s is late.", "%(n)s are late.", counts.n_late) % {"n": n(counts.n_late)}
        return f"{sentence} {late}"
    return sentence


@require_safe
@page
def show_decision(request: HttpRequest, reading: Reading, number: str) -> HttpResponse:
    """Show a decision: what was known, what it changed, and what came of it."""
    today = timezone.localdate()
    sheet = decision_sheet(number, sight_of(request), today)
    if sheet is None:
        raise Http404
    return show_board(
        request,
        reading,
        "web/cycle/decisions_one.html",
        _context(request, reading, sheet, (today - sheet.decision.due_on).days),
        page="decisions",
    )


def _context(request: HttpRequest, reading: Reading, sheet: DecisionSheet, days_past: int) -> dict[str, Any]:
    decision = sheet.decision
    language = reading.language
    return {
        "sheet": sheet,
        "d": decision,
        "standing": standing_words(sheet.standing),
        "tone": "bad" if sheet.is_late else STANDING_TONES[sheet.standing],
        "late": late_words(days_past, language) if sheet.is_late else "",
        "effect": effect_words(decision.effect) if decision.effect != "none" else "",
        "effect_address": effect_address(request, reading, decision),
        "is_closed": decision.is_confidential or decision.item.is_confidential,
        "steps": [(step, standing_words(step.status)) for step in sheet.steps],
        "told": _told(decision.effect_details),
        "links": _links(reading, decision.effect_details),
    }


def _links(reading: Reading, details: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the weak links that the board chose with the diagnosis, each with its reason."""
    names = course_names(reading)
    return [(names.element(link["element"]), link["reason"]) for link in details.get("links") or ()]


def _told(details: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what was entered for the effect that a reader of the decision should know."""
    labels = {
        "reason": _("Reason that was told"),
        "lesson": _("Lesson"),
        "year": _("Year"),
        "value": _("Target"),
        "joined_on": _("From which day"),
        "outcome": _("Settled as"),
        "exit_on": _("The preparation ends on"),
        "exit_criterion": _("What must be there by then"),
    }
    return [(label, str(details[name])) for name, label in labels.items() if details.get(name)]
