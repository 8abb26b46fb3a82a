# SPDX-License-Identifier: EUPL-1.2
"""The ledger as a list, and the proof below it: the lines that were found, added up by kind and step."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.programme.models import LedgerEntry
from schakel.programme.queries.ledger import STEPS, Flow, of_stream, steps_of
from schakel.web.programme.listing import ListColumn
from schakel.web.programme.money.books import Books
from schakel.web.programme.money.tables import money_cell
from schakel.web.programme.money.words import purpose_words, step_words, stream_words
from schakel.web.programme.words import money_words
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def ledger_columns(books: Books, may_correct: bool) -> list[ListColumn]:
    """Return the columns of the ledger; the reference leads to the correction for who may."""
    reading = books.reading

    def day(entry: LedgerEntry) -> Cell:
        text = str(entry.on.year) if entry.only_year else formats.day(entry.on, reading.language)
        return Cell(text, entry.on.isoformat()[: 4 if entry.only_year else 10], "", "date")

    def reference(entry: LedgerEntry) -> Cell:
        newer = getattr(entry, "corrected_by", None)
        link = reading.url("ledger-correct", entry.pk) if may_correct and newer is None else ""
        detail = "" if newer is None else _("replaced by %(reference)s") % {"reference": newer.reference}
        return Cell(entry.reference, entry.reference, link, "unknown" if newer else "", detail)

    def amount(entry: LedgerEntry) -> Cell:
        if entry.amount_eur == 0:
            return Cell(_("withdrawn"), 0.0, "", "unknown")
        sign = "−" if entry.kind == "returned" else ""
        text = sign + money_words(entry.amount_eur, reading.language, 2)
        return Cell(text, float(-entry.amount_eur if sign else entry.amount_eur))

    def about(entry: LedgerEntry) -> Cell:
        return Cell(entry.description or "–", entry.description, "", "", _details(entry, books))

    def source(entry: LedgerEntry) -> Cell:
        name = entry.programme.name
        detail = _("invented") if entry.invented else ""
        return Cell(name, name, reading.url("money-source", entry.programme.code), "", detail)

    return [
        ListColumn("on", _("Date"), day, "on"),
        ListColumn("kind", _("Step"), lambda e: text_cell(step_words(e.kind)), "kind"),
        ListColumn("amount_eur", _("Amount in euros"), amount, "amount_eur", True),
        ListColumn("programme", _("Source of money"), source, "programme__name"),
        ListColumn("whose", _("From or to"), lambda e: text_cell(_whose(e, books))),
        ListColumn("initiative", _("Initiative"), lambda e: _initiative(e, books), "initiative__name"),
        ListColumn("description", _("Description"), about),
        ListColumn("reference", _("Reference"), reference, "reference"),
    ]


def _whose(entry: LedgerEntry, books: Books) -> str:
    names = [p.name for p in (entry.payer, entry.payee) if p is not None]
    if entry.municipality:
        names.append(books.place_name(entry.municipality))
    return ", ".join(dict.fromkeys(names)) or _("the region as a whole")


def _initiative(entry: LedgerEntry, books: Books) -> Cell:
    if entry.initiative is None:
        return text_cell("–")
    return text_cell(entry.initiative.name, books.reading.url("initiative-funding", entry.initiative.code))


def _details(entry: LedgerEntry, books: Books) -> str:
    parts = []
    if entry.purpose:
        parts.append(purpose_words(entry.purpose))
    if entry.line:
        parts.append(_("line %(line)s") % {"line": entry.line})
    if entry.decision_due_on:
        day = formats.day(entry.decision_due_on, books.reading.language)
        parts.append(_("decision on %(day)s") % {"day": day})
    if entry.source:
        parts.append(_("source: %(source)s") % {"source": entry.source})
    return "; ".join(parts)


def proof_table(books: Books, flows: Iterable[Flow]) -> Table:
    """Return the lines that were found, on every page together: number and sum by kind of money and step."""
    columns = (
        Column("kind", _("Kind of money")),
        Column("step", _("Step")),
        Column("lines", _("Lines"), True),
        Column("amount", _("Sum"), True),
    )
    found = tuple(flows)
    rows = []
    for stream in books.streams:
        own = of_stream(found, stream)
        steps = steps_of(own, {stream})
        for step in STEPS:
            amount = getattr(steps, step)
            if amount is not None:
                n = sum(f.n_lines for f in own if f.step == step)
                cells = (text_cell(stream_words(stream)), text_cell(step_words(step)))
                number = Cell(formats.number(n, books.reading.language, 0), n)
                rows.append(Row((*cells, number, money_cell(amount, books.reading))))
    note = _(
        "All lines that fit the choices and hold, also those on other pages. Withdrawn ones count for 0."
    )
    return Table("proof", _("What these lines add up to"), columns, tuple(rows), note=note, is_ordered=True)
