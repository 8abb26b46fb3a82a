# SPDX-License-Identifier: EUPL-1.2
"""The money of one initiative: its sources, what was granted and spent, what is left, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.programme.models import Funding, Initiative
from schakel.programme.queries.funding import SourceOfInitiative, initiative_sources, until_of
from schakel.programme.queries.ledger import Flow, current_entries, money_flows
from schakel.web.programme.initiatives.words import continuity_words
from schakel.web.programme.money.answers import initiative_answer
from schakel.web.programme.money.tables import money_cell
from schakel.web.programme.money.words import stream_words
from schakel.web.programme.words import money_words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


@dataclass(frozen=True, slots=True)
class InitiativeMoney:
    """An initiative with its part of the ledger and the periods for which it is paid."""

    initiative: Initiative
    flows: tuple[Flow, ...]
    fundings: tuple[Funding, ...]


def read_initiative_money(initiative: Initiative) -> InitiativeMoney:
    """Read the money of an initiative in two queries."""
    flows = money_flows(current_entries().filter(initiative=initiative))
    fundings = initiative.fundings.select_related("programme").order_by("starts_on", "pk")
    return InitiativeMoney(initiative, flows, tuple(fundings))


def told_money(reading: Reading, money: InitiativeMoney, today: date) -> dict[str, Any]:
    """Return what the pages show of the money of an initiative; its tables stand under "tables"."""
    sources = initiative_sources(money.flows, money.initiative.code)
    fundings = list(money.fundings)
    item = until_of(money.initiative, fundings, today)
    until = formats.day(item.until_on, reading.language) if item.until_on else ""
    return {
        "answer": initiative_answer(item, until, reading.language),
        "is_cliff": item.is_cliff,
        "after": continuity_words(item.continuity),
        "overspent": [_overspent(s, reading) for s in sources if (s.steps.left or 0) < 0],
        "has_any": bool(sources or fundings),
        "invented": any(s.invented for s in sources) or any(f.invented for f in fundings),
        "fundings": fundings,
        "tables": [_amounts_table(sources, reading), _periods_table(fundings, reading)],
    }


def _overspent(source: SourceOfInitiative, reading: Reading) -> str:
    amount = money_words(-(source.steps.left or 0), reading.language)
    details = {"source": source.name, "amount": amount}
    return _("From %(source)s %(amount)s more was spent than was granted.") % details


def _amounts_table(sources: Iterable[SourceOfInitiative], reading: Reading) -> Table:
    columns = (
        Column("source", _("Source of money")),
        Column("kind", _("Kind of money")),
        Column("granted", _("Granted"), True),
        Column("spent", _("Spent"), True),
        Column("left", _("Not yet spent"), True),
    )
    rows = tuple(
        Row(
            (
                text_cell(s.name, reading.url("money-source", s.programme)),
                text_cell(stream_words(s.stream)),
                money_cell(s.steps.granted_net, reading),
                money_cell(s.steps.spent, reading),
                money_cell(s.steps.left, reading, tone="bad" if (s.steps.left or 0) < 0 else ""),
            )
        )
        for s in sources
    )
    note = _("Kinds of money are not added together. Granted is less what was returned.")
    return Table("money-amounts", _("Granted, spent and left"), columns, rows, note=note)


def _periods_table(fundings: Iterable[Funding], reading: Reading) -> Table:
    columns = (
        Column("source", _("Source of money")),
        Column("from", _("Paid from")),
        Column("until", _("Paid until")),
        Column("decision", _("Decision about what comes after")),
        Column("note", _("Remark")),
    )
    rows = tuple(
        Row(
            (
                text_cell(f.programme.name, reading.url("money-source", f.programme.code)),
                _day_cell(f.starts_on, reading),
                _end_cell(f, reading),
                _day_cell(f.decision_due_on, reading),
                text_cell(f.note or "–"),
            )
        )
        for f in fundings
    )
    return Table("money-periods", _("Until when it is paid"), columns, rows)


def _day_cell(day: date | None, reading: Reading) -> Cell:
    text = formats.day(day, reading.language)
    return Cell(text, day.isoformat() if day else None, "", "" if day else "unknown")


def _end_cell(funding: Funding, reading: Reading) -> Cell:
    if funding.ends_on is None and funding.is_structural:
        return text_cell(_("permanent money"))
    return _day_cell(funding.ends_on, reading)
