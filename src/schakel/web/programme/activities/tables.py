# SPDX-License-Identifier: EUPL-1.2
"""The tables of activities, milestones, outputs, effort and seed money."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.programme.models import Activity, Output
from schakel.programme.queries.activities import Effort, Gap, gaps_of
from schakel.programme.queries.milestones import MilestoneStanding, MilestoneState
from schakel.programme.queries.outputs import OutputTotal
from schakel.programme.queries.seed_money import SeedMoney, SeedState
from schakel.web.programme.activities import words
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.listing import ListColumn
from schakel.web.programme.words import money_words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def invented_words(invented: bool) -> str:
    """Return the mark of an invented row, or nothing."""
    return _("invented") if invented else ""


def day_cell(day: date | None, reading: Reading) -> Cell:
    """Return a cell with a day in words."""
    known = day is not None
    text = formats.day(day, reading.language)
    return Cell(text, day.isoformat() if day else None, tone="date" if known else "unknown")


def number_cell(value: Any, reading: Reading) -> Cell:
    """Return a cell with a number of which only the decimals that matter are shown."""
    if value is None:
        return Cell(formats.UNKNOWN[reading.language], None, tone="unknown")
    return Cell(formats.plain_number(float(value), reading.language), float(value))


def euro_cell(value: Any, reading: Reading) -> Cell:
    """Return a cell with an amount in euros; the file holds it to the cent."""
    tone = "unknown" if value is None else ""
    return Cell(money_words(value, reading.language), None if value is None else float(value), "", tone)


def code_cell(code: str, text: str, reading: Reading) -> Cell:
    """Return a cell with a code in words; an empty one is not known."""
    if not code:
        return Cell(formats.UNKNOWN[reading.language], None, tone="unknown")
    return text_cell(text)


def activity_columns(reading: Reading, names: CourseNames) -> list[ListColumn]:
    """Return the columns of the list of activities."""

    def title(a: Activity) -> Cell:
        return Cell(a.title, a.title, reading.url("activity", a.code), "", invented_words(a.invented))

    def initiative(a: Activity) -> Cell:
        if a.initiative is None:
            return Cell("–", "")
        return text_cell(a.initiative.name, reading.url("initiative", a.initiative.code))

    def action(a: Activity) -> Cell:
        code = a.action or a.line
        return Cell(code or formats.UNKNOWN[reading.language], code, "", "" if code else "unknown")

    return [
        ListColumn("title", _("Activity"), title, "title"),
        ListColumn("initiative", _("Initiative"), initiative, "initiative__name"),
        ListColumn(
            "status", _("Status"), lambda a: text_cell(words.activity_status_words(a.status)), "status"
        ),
        ListColumn("action", _("Action"), action, "action"),
        ListColumn("role", _("Role"), lambda a: code_cell(a.role, words.role_words(a.role), reading), "role"),
        ListColumn("starts_on", _("Starts on"), lambda a: day_cell(a.starts_on, reading), "starts_on"),
        ListColumn(
            "hours",
            _("Hours planned"),
            lambda a: number_cell(a.planned_hours, reading),
            "planned_hours",
            True,
        ),
        ListColumn(
            "money", _("Money planned"), lambda a: euro_cell(a.planned_eur, reading), "planned_eur", True
        ),
        ListColumn("missing", _("Missing"), gap_cell),
    ]


def gap_cell(activity: Activity) -> Cell:
    """Return what an activity lacks to be aimed at something."""
    gaps = gaps_of(activity)
    text = ", ".join(words.gap_words(gap) for gap in gaps)
    return Cell(text or "–", text, "", "bad" if Gap.NO_ELEMENT in gaps else "mild" if gaps else "")


def milestone_table(
    standings: Sequence[MilestoneStanding],
    reading: Reading,
    *,
    with_initiative: bool,
    may_change: bool = False,
) -> Table:
    """Return milestones with their first date, the date now and the slip."""
    columns = [Column("title", _("Milestone"))]
    if with_initiative:
        columns.append(Column("initiative", _("Initiative")))
    columns += [
        Column("state", _("Stands")),
        Column("first_due_on", _("First date")),
        Column("due_on", _("Date now")),
        Column("done_on", _("Reached on")),
        Column("slip_days", _("Slip"), True),
    ]
    rows = [Row(tuple(_milestone_cells(row, reading, with_initiative, may_change))) for row in standings]
    caption = _("Milestones: the first date, the date now and the slip")
    return Table("milestones", caption, tuple(columns), tuple(rows))


def _milestone_cells(
    row: MilestoneStanding, reading: Reading, with_initiative: bool, may_change: bool
) -> Iterable[Cell]:
    detail = "; ".join(part for part in (row.note, invented_words(row.invented)) if part)
    link = reading.url("milestone", row.initiative_code, row.pk) if may_change else ""
    yield Cell(row.title, row.title, link, "", detail)
    if with_initiative:
        yield text_cell(row.initiative_name, reading.url("initiative", row.initiative_code))
    tone = {MilestoneState.OVERDUE: "bad", MilestoneState.REACHED: "good"}.get(row.state, "")
    yield text_cell(words.milestone_state_words(row.state), "", tone)
    yield day_cell(row.first_due_on, reading)
    yield day_cell(row.due_on, reading)
    yield Cell("–", None) if row.done_on is None else day_cell(row.done_on, reading)
    slip = "mild" if row.slip_days > 0 else ""
    yield Cell(words.slip_words(row.slip_days), row.slip_days, "", slip)


def output_table(
    outputs: Sequence[Output], reading: Reading, *, with_initiative: bool, may_change: bool = False
) -> Table:
    """Return outputs with their amount and unit."""
    columns = [Column("title", _("What was made or done"))]
    if with_initiative:
        columns.append(Column("initiative", _("Initiative")))
    columns += [
        Column("kind", _("Kind")),
        Column("amount", _("How many"), True),
        Column("unit", _("Of what")),
        Column("on", _("When")),
    ]
    rows = []
    for output in outputs:
        link = reading.url("output", output.initiative.code, output.pk) if may_change else ""
        cells = [Cell(output.title, output.title, link, "", invented_words(output.invented))]
        if with_initiative:
            link = reading.url("initiative", output.initiative.code)
            cells.append(text_cell(output.initiative.name, link))
        cells += [
            text_cell(words.output_kind_words(output.kind)),
            number_cell(output.amount, reading),
            text_cell(output.unit or "–"),
            day_cell(output.on, reading),
        ]
        rows.append(Row(tuple(cells)))
    caption = _("What was made or done: effort, not yet effect")
    return Table("outputs", caption, tuple(columns), tuple(rows))


def output_total_table(totals: Sequence[OutputTotal], reading: Reading) -> Table:
    """Return the outputs by kind, unit and year."""
    columns = (
        Column("kind", _("Kind")),
        Column("unit", _("Of what")),
        Column("year", _("Year"), True),
        Column("amount", _("How many"), True),
        Column("n", _("Entries"), True),
        Column("uncounted", _("Not counted"), True),
    )
    rows = tuple(
        Row(
            (
                text_cell(words.output_kind_words(t.kind)),
                text_cell(t.unit or "–"),
                Cell(formats.year(t.year, reading.language), t.year),
                number_cell(t.amount, reading),
                Cell(str(t.n), t.n),
                Cell(str(t.n_without_amount), t.n_without_amount),
            )
        )
        for t in totals
    )
    note = _("Different units are never added together; outside initiatives are left out.")
    return Table("outputs-by-kind", _("What was made or done by kind and year"), columns, rows, note=note)


def effort_table(name: str, caption: str, efforts: Sequence[Effort], reading: Reading, label: Any) -> Table:
    """Return hours and money by code and year; ``label`` gives the name of a code."""
    columns = (
        Column("year", _("Year of the start")),
        Column("code", _("For what")),
        Column("n", _("Activities"), True),
        Column("planned_hours", _("Hours planned"), True, _("of how many activities")),
        Column("spent_hours", _("Hours spent"), True, _("of how many activities")),
        Column("planned_eur", _("Money planned"), True, _("of how many activities")),
    )
    rows = tuple(
        Row(
            (
                Cell(formats.year(e.year, reading.language), e.year),
                code_cell(e.code, label(e.code), reading),
                Cell(str(e.n), e.n),
                _counted(number_cell(e.planned_hours, reading), e.n_planned_hours, e.n),
                _counted(number_cell(e.spent_hours, reading), e.n_spent_hours, e.n),
                _counted(euro_cell(e.planned_eur, reading), e.n_planned_eur, e.n),
            )
        )
        for e in efforts
    )
    return Table(name, caption, columns, rows)


def _counted(cell: Cell, n_known: int, n: int) -> Cell:
    if n_known in (0, n):
        return cell
    return Cell(cell.text, cell.value, "", cell.tone, f"{n_known}/{n}")


def seed_table(rows: Sequence[SeedMoney], reading: Reading) -> Table:
    """Return seed money with its day of decision."""
    columns = (
        Column("initiative", _("For what")),
        Column("amount_eur", _("Seed money"), True),
        Column("on", _("Granted or spent on")),
        Column("decision_due_on", _("Decision due on")),
        Column("decided_on", _("Decided on")),
        Column("state", _("Stands")),
    )
    tones = {SeedState.OVERDUE: "bad", SeedState.WITHOUT_DATE: "bad", SeedState.DECIDED: "good"}
    made = []
    for row in rows:
        name = row.initiative_name or row.description or row.programme_name
        link = reading.url("initiative", row.initiative_code) if row.initiative_code else ""
        cells = (
            Cell(name, name, link, "", invented_words(row.invented)),
            euro_cell(row.amount_eur, reading),
            day_cell(row.on, reading),
            day_cell(row.decision_due_on, reading),
            Cell("–", None) if row.decided_on is None else day_cell(row.decided_on, reading),
            text_cell(words.seed_state_words(row.state), "", tones.get(row.state, "")),
        )
        made.append(Row(cells))
    return Table("seed-money", _("Seed money and its day of decision"), columns, tuple(made))
