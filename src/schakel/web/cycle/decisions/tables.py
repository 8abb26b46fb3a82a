# SPDX-License-Identifier: EUPL-1.2
"""The columns of the list of decisions and the table of promises."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from schakel.cycle.queries.promises import Promise
from schakel.documents import formats
from schakel.web.cycle.decisions.words import (
    STANDING_TONES,
    effect_words,
    late_words,
    promise_kind_words,
    standing_words,
)
from schakel.web.programme.listing import ListColumn
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

LONGEST_TEXT = 160


def decision_columns(
    reading: Reading, today: date, *, closed: bool, is_file: bool = False
) -> list[ListColumn]:
    """Return the columns of the list.

    Parameters
    ----------
    closed
        Adds to a file which decisions are confidential.
    is_file
        Adds what a file has room for.
    """
    language = reading.language
    columns = [
        ListColumn("number", _("No."), lambda d: _number_cell(d, reading), "number"),
        ListColumn("on", _("Date"), lambda d: day_cell(d.on, reading), "on"),
        ListColumn("text", _("Decision"), lambda d: _text_cell(d)),
        ListColumn("owner", _("Owner"), lambda d: _owner_cell(d, reading), "owner__name"),
        ListColumn("due_on", _("Before"), lambda d: day_cell(d.due_on, reading), "due_on"),
        ListColumn("status", _("Status"), lambda d: standing_cell(d, today, language), "standing"),
        ListColumn("changes", _("What it changes"), lambda d: _effect_cell(d), "effect"),
    ]
    if is_file:
        columns += [
            ListColumn("days_late", _("Days late"), lambda d: _days_cell(d, today), numeric=True),
            ListColumn("meeting", _("In the meeting"), lambda d: text_cell(d.meeting.title)),
            ListColumn("reason", _("Why"), lambda d: text_cell(d.reason)),
        ]
    if closed and is_file:
        columns.append(ListColumn("confidential", _("Confidential"), lambda d: _closed_cell(d)))
    return columns


def day_cell(day: date, reading: Reading) -> Cell:
    """Return a day."""
    return Cell(formats.day(day, reading.language), day.isoformat(), tone="date")


def _days_cell(decision: Any, today: date) -> Cell:
    days = (today - decision.due_on).days if decision.is_late else 0
    return Cell(str(days), days)


def _number_cell(decision: Any, reading: Reading) -> Cell:
    marks = [_("confidential")] if is_closed(decision) else []
    marks += [_("invented")] if decision.invented else []
    link = reading.url("decision", decision.number)
    return Cell(decision.number, decision.number, link, detail=" · ".join(marks))


def _text_cell(decision: Any) -> Cell:
    return Cell(shortened(decision.text), decision.text, detail=decision.meeting.title)


def shortened(text: str) -> str:
    """Return a text of at most two lines of a table."""
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_TEXT else words[: LONGEST_TEXT - 1].rstrip() + "…"


def _owner_cell(decision: Any, reading: Reading) -> Cell:
    return Cell(decision.owner.name, decision.owner.name, reading.url("partner", decision.owner.code))


def standing_cell(decision: Any, today: date, language: Any) -> Cell:
    """Return how far a decision is, and how late."""
    words = standing_words(decision.standing)
    if decision.is_late:
        return Cell(words, words, tone="bad", detail=late_words((today - decision.due_on).days, language))
    return Cell(words, words, tone=STANDING_TONES[decision.standing])


def _effect_cell(decision: Any) -> Cell:
    words = effect_words(decision.effect)
    if decision.effect == "none":
        return Cell("–", None)
    return Cell(words, f"{words}: {decision.effect_name}", detail=decision.effect_name)


def _closed_cell(decision: Any) -> Cell:
    return text_cell(_("confidential")) if is_closed(decision) else Cell("–", None)


def is_closed(decision: Any) -> bool:
    """Say whether a decision is for the programme office and the board only."""
    return bool(decision.is_confidential or decision.item.is_confidential)


def promises_table(
    promises: Sequence[Promise], reading: Reading, address_of: Callable[[Promise], str]
) -> Table:
    """Return every open promise, late ones first."""
    columns = (
        Column("what", _("What was promised")),
        Column("kind", _("As a")),
        Column("owner", _("Owner")),
        Column("due_on", _("Before")),
        Column("days_late", _("Days late"), True),
        Column("since", _("Promised on")),
        Column("carried_from", _("Comes from"), True),
        Column("meeting", _("In the meeting")),
    )
    rows = tuple(Row(_promise_cells(p, reading, address_of(p))) for p in promises)
    return Table("promises", _("Every open promise"), columns, rows)


def _promise_cells(p: Promise, reading: Reading, address: str) -> tuple[Cell, ...]:
    kind = promise_kind_words(p.kind)
    marks = [_("confidential")] if p.is_confidential else []
    marks += [_("invented")] if p.invented else []
    name = f"{p.key} {p.text}" if p.kind == "decision" else p.text
    return (
        Cell(shortened(name), name, address, detail=" · ".join(marks)),
        text_cell(kind),
        Cell(p.owner, p.owner, reading.url("partner", p.owner_code)),
        day_cell(p.due_on, reading),
        Cell(
            formats.number(p.days_late, reading.language, 0) if p.is_late else "–",
            p.days_late,
            tone="bad" if p.is_late else "",
        ),
        day_cell(p.promised_on, reading),
        Cell("–", None) if p.carried_from is None else Cell(str(p.carried_from), p.carried_from),
        text_cell(p.meeting) if p.meeting else Cell("–", None),
    )
