# SPDX-License-Identifier: EUPL-1.2
"""Elicited investment: what other investors put in for each own euro, and which euros may count twice."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.documents import formats
from schakel.programme.models import Claim, ClaimKind
from schakel.programme.queries.claims import STEPS, ClaimState, claim_states
from schakel.programme.queries.ledger import money_flows
from schakel.programme.queries.leverage import (
    GRANTED,
    INVESTORS,
    OWN_KINDS,
    LeverageRow,
    OwnMoney,
    leverage_rows,
    total_leverage,
)
from schakel.programme.queries.suspected_doubles import Suspicion, suspected_doubles
from schakel.web.programme.course_names import CourseNames, course_names
from schakel.web.programme.listing import ListColumn, make_listing
from schakel.web.programme.money.words import stream_words
from schakel.web.programme.results.amounts import bracket_cell, ratio_words, step_cell
from schakel.web.programme.results.pictures import leverage_picture
from schakel.web.programme.results.sentences import leverage_sentences
from schakel.web.programme.results.tables import name_cell, owner_cell, shorten, verdict_cell
from schakel.web.programme.results.words import basis_words, investor_words, step_words
from schakel.web.programme.showing import show_programme
from schakel.web.programme.words import money_words
from schakel.web.reading import Reading, page
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


@require_safe
@page
def show_elicited(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show elicited investment beside own money, with the status of each claim and suspected doubles."""
    investments = Claim.objects.filter(kind=ClaimKind.INVESTMENT)
    states = claim_states(investments)
    flows = money_flows()
    names = course_names(reading)
    programmes = leverage_rows(states, flows, "programme")
    initiatives = leverage_rows(states, flows, "initiative")
    suspected = suspected_doubles(states)
    total = total_leverage(states, flows)
    known = {s.id: s for s in states}
    listing = make_listing(
        request,
        investments,
        investment_columns(known, names, reading),
        name="investments",
        caption=_("Every claim on elicited investment"),
    )
    tables = [
        leverage_table("programmes", _("By source of money"), programmes, reading, "money-source"),
        leverage_table("initiatives", _("By initiative"), initiatives, reading, "initiative"),
        listing.table,
        suspected_table(suspected, names, reading),
    ]
    tables = [shorten(table, request) if table.name != listing.table.name else table for table in tables]
    context = {
        "programme_page": "results",
        "listing": listing,
        "sentences": leverage_sentences(total, len(suspected), reading.language),
        "has_any": bool(states),
        "has_suspected": bool(suspected),
        "own_kinds": formats.enumeration([stream_words(k) for k in OWN_KINDS], reading.language),
    }
    pictures = [leverage_picture(programmes or initiatives)] if programmes or initiatives else []
    return show_programme(
        request, reading, "web/programme/results_elicited.html", context, tables=tables, pictures=pictures
    )


def leverage_table(
    name: str, caption: str, rows: Iterable[LeverageRow], reading: Reading, page_name: str
) -> Table:
    """Return own money, elicited money per step and the ratio, a row for each investor."""
    columns = (
        Column("name", _("Name")),
        Column("own", _("Own money"), numeric=True),
        Column("investor", _("Investor")),
        *(Column(step, step_words(step).capitalize(), numeric=True) for step in STEPS),
    )
    given = []
    for row in rows:
        argument = "source" if page_name == "money-source" else "initiative"
        link = reading.url(page_name, **{argument: row.key})
        for investor in INVESTORS:
            if any(row.elicited(investor, step).n_claims for step in STEPS):
                head = (Cell(row.name, row.key, link), own_cell(row.own, reading))
                cells = [_elicited_cell(row, investor, step, reading) for step in STEPS]
                given.append(Row((*head, text_cell(investor_words(investor)), *cells)))
    note = _("Below each amount: euros for each own euro, where both are known.")
    return Table(name, caption, columns, tuple(given), note=note)


def _elicited_cell(row: LeverageRow, investor: str, step: str, reading: Reading) -> Cell:
    cell = bracket_cell(row.elicited(investor, step), "EUR", reading.language)
    ratio = row.ratio(investor, step)
    if ratio is None:
        return cell
    each = _("%(ratio)s per €1") % {"ratio": ratio_words(ratio, reading.language)}
    return replace(cell, detail=each)


def own_cell(own: OwnMoney, reading: Reading) -> Cell:
    """Return own money, with what it was read from and the streams that it consists of."""
    if own.amount_eur is None:
        return Cell(formats.UNKNOWN[reading.language], tone="unknown")
    streams = formats.enumeration([stream_words(kind) for kind, _amount in own.streams], reading.language)
    detail = streams if own.basis == GRANTED else f"{streams}; {basis_words(own.basis)}"
    return Cell(money_words(own.amount_eur, reading.language), float(own.amount_eur), detail=detail)


def investment_columns(
    known: Mapping[int, ClaimState], names: CourseNames, reading: Reading
) -> list[ListColumn]:
    """Return the columns of the list of claims on elicited investment, with how far each is."""

    def investor(claim: Claim) -> Cell:
        place = names.place(claim.place) if claim.place else _("the region as a whole")
        return Cell(investor_words(claim.investor), claim.investor, detail=place)

    def step_column(step: str) -> ListColumn:
        def cell(claim: Claim) -> Cell:
            return step_cell(known[claim.pk], step, reading.language)

        return ListColumn(step, step_words(step).capitalize(), cell, numeric=True)

    return [
        ListColumn("result", _("Investment"), lambda c: name_cell(known[c.pk], reading), "title"),
        ListColumn("of", _("Belongs to"), lambda c: owner_cell(known[c.pk], reading), "initiative__name"),
        ListColumn("investor", _("Investor"), investor, "investor"),
        *(step_column(step) for step in STEPS),
        ListColumn("verdict", _("Contribution"), lambda c: verdict_cell(known[c.pk])),
        ListColumn("counts", _("Counts"), lambda c: _counts_cell(known[c.pk], known)),
    ]


def _counts_cell(claim: ClaimState, known: Mapping[int, ClaimState]) -> Cell:
    if not claim.is_own:
        return Cell(_("no"), "no", detail=_("of others; does not count"))
    if claim.same_as is not None and claim.same_as in known:
        other = known[claim.same_as].title
        return Cell(_("once"), "once", detail=_("together with “%(other)s”") % {"other": other})
    return Cell(_("yes"), "yes")


def suspected_table(suspected: Iterable[Suspicion], names: CourseNames, reading: Reading) -> Table:
    """Return the pairs that may be the same euro, with what is the same."""
    columns = (
        Column("first", _("Claim")),
        Column("first_of", _("Belongs to")),
        Column("second", _("May be the same as")),
        Column("second_of", _("Belongs to")),
        Column("amount", _("Same amount"), numeric=True),
        Column("same", _("Also the same")),
    )
    rows = []
    for pair in suspected:
        place = names.place(pair.place) if pair.place else _("the region as a whole")
        same = _("year %(year)s, %(place)s, %(investor)s investor") % {
            "year": pair.year,
            "place": place,
            "investor": investor_words(pair.investor),
        }
        amount = Cell(money_words(pair.amount, reading.language), float(pair.amount))
        parties = (
            name_cell(pair.first, reading),
            owner_cell(pair.first, reading),
            name_cell(pair.second, reading),
            owner_cell(pair.second, reading),
        )
        rows.append(Row((*parties, amount, text_cell(same))))
    return Table("suspected", _("May be the same euro"), columns, tuple(rows))
