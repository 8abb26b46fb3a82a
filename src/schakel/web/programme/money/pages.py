# SPDX-License-Identifier: EUPL-1.2
"""Geld: what came in and went out, one source of it, and one municipality's part."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.documents.programme_pictures.money_flow import draw_money_flow
from schakel.programme.models import Funding, FundingProgramme, Initiative, LedgerEntry, StageChange
from schakel.programme.queries.contributions import contribution_without_municipality
from schakel.programme.queries.funding import DecisionDue, decisions_due, money_until
from schakel.programme.queries.place_money import PlaceStream, place_streams
from schakel.web.programme.kept import kept
from schakel.web.programme.money.answers import (
    money_answer,
    place_sentences,
    points_of,
    source_answer,
    stream_sentences,
    until_answer,
)
from schakel.web.programme.money.books import (
    Books,
    contribution_checks,
    named_blocks,
    open_books,
    warnings_of,
)
from schakel.web.programme.money.check_tables import contributions_table, decisions_table
from schakel.web.programme.money.place_tables import landed_initiatives_table, landed_table, paid_table
from schakel.web.programme.money.tables import (
    initiatives_table,
    lines_table,
    places_table,
    purposes_table,
    sources_table,
    steps_table,
    years_table,
)
from schakel.web.programme.money.words import stream_words
from schakel.web.programme.partners.cutting import MOST_ROWS, first_rows, needs_all
from schakel.web.programme.showing import Picture, show_programme
from schakel.web.reading import Reading, page
from schakel.web.tables.table import Table

HERE = {"programme_page": "money"}
MOST_POINTS = 20
OF_PAID = (Funding, FundingProgramme, Initiative, LedgerEntry, StageChange)
CHECKED_YEARS = 2
"""How many years of contributions the page of all money shows; the page of the source shows all."""


@require_safe
@page
def show_money(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show all money: each kind apart, the flow, the checks and what does not add up."""
    books, today = open_books(reading), timezone.localdate()
    checks = contribution_checks(books, today)
    points = points_of(books, warnings_of(books), checks)
    decisions, until = kept(("paid", today), OF_PAID, lambda: (_open_decisions(today), money_until(today)))
    newest = sorted({c.year for c in checks}, reverse=True)[:CHECKED_YEARS]
    tables = [
        sources_table(books),
        places_table(books, books.flows),
        years_table(books, books.flows),
        lines_table(books, books.flows),
        contributions_table(books, [c for c in checks if c.year in newest]),
        _decisions_table(request, reading, decisions),
    ]
    blocks = named_blocks(books)
    context = HERE | {
        "books": books,
        "answer": money_answer(books, points),
        "sentences": stream_sentences(books),
        "points": points[:MOST_POINTS],
        "n_more_points": max(len(points) - MOST_POINTS, 0),
        "blocks": blocks,
        "checks": checks,
        "decisions": decisions,
        "until": until_answer(until, reading.language),
        "unplaced": _unplaced(books),
    }
    pictures = [Picture("money-flow", blocks, draw_money_flow)]
    return show_programme(
        request, reading, "web/programme/money.html", context, tables=tables, pictures=pictures
    )


def _open_decisions(today: date) -> list[DecisionDue]:
    return [d for d in decisions_due(today) if d.initiative and d.state != "decided"]


def _decisions_table(request: HttpRequest, reading: Reading, decisions: list[DecisionDue]) -> Table:
    """Return the table of decisions; only the first rows are made where the page shows no more."""
    shown = decisions if needs_all("decisions", request) else decisions[:MOST_ROWS]
    return first_rows(decisions_table(reading, shown), request, len(decisions))


def _unplaced(books: Books) -> list[dict[str, Any]]:
    """Return contributions that name no municipality, which the check can not see."""
    found = []
    for account in books.accounts:
        if account.stream == "contribution":
            steps = contribution_without_municipality(account, books.flows)
            amount = steps.received_net if steps.received_net is not None else steps.pledged
            if amount is not None:
                found.append({"name": account.name, "amount": amount})
    return found


@require_safe
@page
def show_source(request: HttpRequest, reading: Reading, source: str) -> HttpResponse:
    """Show one source of money: does it reconcile, who pays it and whom does it pay."""
    programme = get_object_or_404(FundingProgramme.objects.select_related("initiative"), code=source)
    books = open_books(reading)
    account = next(a for a in books.accounts if a.code == source)
    own = tuple(f for f in books.flows if f.programme == source)
    checks = tuple(c for c in contribution_checks(books, timezone.localdate()) if c.programme == source)
    tables = [
        steps_table(account, reading),
        initiatives_table(books, own, {account.stream}),
        places_table(books, own),
        years_table(books, own),
        purposes_table(books, own),
        contributions_table(books, checks),
    ]
    blocks = named_blocks(books, [source])
    context = HERE | {
        "books": books,
        "programme": programme,
        "account": account,
        "kind": stream_words(account.stream),
        "answer": source_answer(account, reading),
        "blocks": blocks,
        "checks": checks,
        "has_lines": bool(own),
        "ledger": books.ledger_url(bron=source),
    }
    pictures = [Picture("money-flow", blocks, draw_money_flow)]
    return show_programme(
        request, reading, "web/programme/money_source.html", context, tables=tables, pictures=pictures
    )


@require_safe
@page
def show_place(request: HttpRequest, reading: Reading, place: str) -> HttpResponse:
    """Show what one municipality put in, and what landed in it and in the region as a whole."""
    books = open_books(reading)
    if place not in books.names.places:
        raise Http404
    streams = place_streams(books.flows, place)
    checks = tuple(c for c in contribution_checks(books, timezone.localdate()) if c.municipality == place)
    here = tuple(f for f in books.flows if f.municipality == place)
    tables = [
        paid_table(books, streams),
        landed_table(books, streams),
        contributions_table(books, checks),
        years_table(books, here),
        landed_initiatives_table(books, here),
    ]
    context = HERE | {
        "books": books,
        "place": place,
        "place_name": books.place_name(place),
        "answer": _place_answer(books, place, streams),
        "sentences": place_sentences(books, streams, place),
        "streams": streams,
        "checks": checks,
        "ledger": books.ledger_url(gemeente=place),
    }
    return show_programme(request, reading, "web/programme/money_place.html", context, tables=tables)


def _place_answer(books: Books, place: str, streams: tuple[PlaceStream, ...]) -> str:
    name = books.place_name(place)
    if not any(s.here.pledged or s.here.received or s.here.granted for s in streams):
        return _("The ledger holds no money that comes from %(place)s or lands in it.") % {"place": name}
    return _(
        "Below stands what %(place)s put in and what came of it, each kind of money apart. What is meant for "
        "the region as a whole is for %(place)s too, and is not divided."
    ) % {"place": name}
