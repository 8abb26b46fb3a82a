# SPDX-License-Identifier: EUPL-1.2
"""The tables that check: contributions against inhabitants, decisions due, money until when."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.programme.queries.contributions import ContributionCheck
from schakel.programme.queries.funding import DecisionDue, MoneyUntil
from schakel.programme.queries.ledger import ZERO
from schakel.web.programme.initiatives.words import continuity_words
from schakel.web.programme.money.books import Books
from schakel.web.programme.money.tables import money_cell
from schakel.web.programme.money.words import (
    decision_words,
    step_words,
    until_words,
    verdict_reason,
    verdict_words,
)
from schakel.web.programme.words import money_words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell
from schakel.web.words import status_words

VERDICT_TONES = {"ok": "good", "short": "bad", "over": "mild", "unknown": "unknown"}


def contributions_table(books: Books, checks: Iterable[ContributionCheck]) -> Table:
    """Return each municipality and year: what is due, what was paid, the verdict and its ground."""
    columns = (
        Column("year", _("Year")),
        Column("municipality", _("Municipality")),
        Column("inhabitants", _("Inhabitants"), True),
        Column("due", _("Agreed amount"), True),
        Column("paid", _("In the ledger"), True),
        Column("difference", _("Difference"), True),
        Column("verdict", _("Verdict")),
        Column("source", _("Source of money")),
    )
    rows = tuple(Row(_check_cells(books, check)) for check in checks)
    note = _(
        "The agreed amount is the rate for each inhabitant times the inhabitants on 1 January. A difference "
        "of at most one euro is rounding."
    )
    return Table("contributions", _("Contribution for each inhabitant"), columns, rows, note=note)


def _check_cells(books: Books, check: ContributionCheck) -> tuple[Cell, ...]:
    reading = books.reading
    paid = check.received_eur if check.basis == "received" else check.pledged_eur
    verdict = verdict_words(check.verdict)
    place = books.place_name(check.municipality)
    known_place = check.municipality in books.names.places
    link = books.ledger_url(bron=check.programme, jaar=check.year, gemeente=check.municipality)
    paid_cell = money_cell(paid, reading, link)
    return (
        Cell(str(check.year), check.year),
        text_cell(place, reading.url("money-place", check.municipality) if known_place else ""),
        _inhabitants_cell(check, reading),
        money_cell(check.due_eur, reading),
        Cell(paid_cell.text, paid_cell.value, paid_cell.link, paid_cell.tone, _basis(check)),
        money_cell(check.difference_eur, reading),
        Cell(
            verdict,
            verdict,
            "",
            VERDICT_TONES[check.verdict],
            verdict_reason(check.reason) if check.reason else "",
        ),
        text_cell(books.programme_name(check.programme)),
    )


def _basis(check: ContributionCheck) -> str:
    return step_words(check.basis) if check.basis else ""


def _inhabitants_cell(check: ContributionCheck, reading: Reading) -> Cell:
    people = check.inhabitants
    if people is None:
        return Cell(formats.UNKNOWN[reading.language], None, "", "unknown")
    when = _("1 January %(year)s") % {"year": people.period}
    detail = when if people.status == "normal" else f"{when}, {status_words(people.status)}"
    text = formats.number(people.number, reading.language, 0)
    return Cell(text, people.number, "", "" if people.number is not None else "unknown", detail)


def decisions_table(reading: Reading, decisions: Iterable[DecisionDue]) -> Table:
    """Return the decisions on seed money and on what comes after a grant."""
    columns = (
        Column("due", _("Date of the decision")),
        Column("state", _("Where it stands")),
        Column("initiative", _("Initiative")),
        Column("about", _("About")),
        Column("amount", _("Amount in euros"), True),
        Column("source", _("Source of money")),
    )
    tones = {"missing": "bad", "overdue": "bad", "soon": "mild", "decided": "good"}
    rows = tuple(
        Row(
            (
                Cell(formats.day(d.due_on, reading.language), d.due_on.isoformat() if d.due_on else None),
                Cell(decision_words(d.state), decision_words(d.state), "", tones.get(d.state, "")),
                text_cell(d.initiative_name, reading.url("initiative-funding", d.initiative)),
                text_cell(_("seed money: go on or stop") if d.kind == "seed" else _("what comes after")),
                money_cell(d.amount_eur, reading),
                text_cell(d.programme),
            )
        )
        for d in decisions
    )
    return Table("decisions", _("Decisions on money"), columns, rows)


def until_table(reading: Reading, rows: Iterable[MoneyUntil]) -> Table:
    """Return until when each initiative is paid, what is left of that time and what comes after."""
    columns = (
        Column("initiative", _("Initiative")),
        Column("until", _("Paid until")),
        Column("months", _("Months left"), True),
        Column("after", _("What comes after")),
        Column("sources", _("Sources of money")),
    )
    return Table(
        "until",
        _("Until when each initiative is paid"),
        columns,
        tuple(Row(_until_cells(reading, item)) for item in rows),
    )


def _until_cells(reading: Reading, item: MoneyUntil) -> tuple[Cell, ...]:
    until = formats.day(item.until_on, reading.language) if item.until_on else until_words(item.state)
    detail = until_words("open") if item.state == "open" and item.until_on else ""
    after = continuity_words(item.continuity)
    name = item.name + (f" ({_('invented')})" if item.invented else "")
    unknown = item.until_on is None and item.state != "structural"
    months = formats.number(item.months_left, reading.language, 0)
    months = until_words("ended") if item.state == "ended" else months
    return (
        text_cell(name, reading.url("initiative-funding", item.initiative)),
        Cell(
            until,
            item.until_on.isoformat() if item.until_on else None,
            "",
            "unknown" if unknown else "",
            detail,
        ),
        Cell("–", None) if item.months_left is None else Cell(months, item.months_left),
        Cell(after, after, "", "bad" if item.is_cliff else "", item.continuity_note),
        text_cell(", ".join(item.sources) or _("none recorded")),
    )


def difference_sentence(check: ContributionCheck, books: Books) -> str:
    """Return a contribution that is not as agreed as a sentence, with its source of money."""
    details = {
        "place": books.place_name(check.municipality),
        "year": check.year,
        "amount": money_words(abs(check.difference_eur or ZERO), books.reading.language),
    }
    told = _("%(place)s: %(amount)s more than agreed for %(year)s.")
    if check.verdict == "short":
        told = _("%(place)s: %(amount)s less than agreed for %(year)s.")
    return f"{books.programme_name(check.programme)}: {told % details}"
