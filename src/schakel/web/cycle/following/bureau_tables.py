# SPDX-License-Identifier: EUPL-1.2
"""The tables of the bureau: hours by task and by role, lines of a day, the plan, and what fits."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from schakel.cycle.models import BureauEffort, BureauPlan
from schakel.cycle.queries.bureau import NO_ROLE, BureauYear, Hours
from schakel.cycle.queries.bureau_room import BureauRoom, Room
from schakel.documents import formats
from schakel.documents.cycle_pictures.bureau_hours import TaskBar, TaskBars
from schakel.programme.queries.coverage import Amount
from schakel.programme.queries.seed_money import SeedMoney
from schakel.web.cycle.following.bureau_answers import hours_words
from schakel.web.cycle.following.words import fit_words
from schakel.web.programme.activities.words import role_words, seed_state_words
from schakel.web.programme.listing import ListColumn
from schakel.web.programme.partners.cells import day_cell, marked
from schakel.web.programme.words import money_words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

FIT_TONES = {"fits": "good", "over": "bad", "unknown": "unknown"}


def task_name(task: str, tasks: Mapping[str, str]) -> str:
    """Return the name of a task; one that the course no longer has stays a number."""
    name = tasks.get(task)
    return f"{task}. {name}" if name else _("task %(code)s") % {"code": task}


def role_label(role: str) -> str:
    """Return what the bureau does."""
    return _("without a role") if role == NO_ROLE else role_words(role)


def task_table(reading: Reading, year: BureauYear, tasks: Mapping[str, str]) -> Table:
    """Return the hours of each task, planned and spent, and spent by role."""
    roles = [role for role, _hours in year.by_role if role != NO_ROLE]
    columns = (
        Column("task", _("Task")),
        Column("planned", _("Planned"), True),
        Column("spent", _("Spent"), True),
        Column("share", _("Of the plan"), True),
        *(Column(role, role_label(role), True) for role in roles),
    )
    rows = tuple(
        Row(
            (
                text_cell(task_name(t.task, tasks)),
                *_hours_cells(t.hours, reading),
                *(_hours_cell(dict(t.by_role)[role].spent, reading) for role in roles),
            ),
            "target" if t.task in year.without_hours else "",
        )
        for t in year.tasks
    )
    total = Row(
        (
            text_cell(_("Together")),
            *_hours_cells(year.total, reading),
            *(_hours_cell(dict(year.by_role)[role].spent, reading) for role in roles),
        )
    )
    note = _("Marked: nothing was written down for this task.") if year.without_hours else ""
    caption = _("Hours by task in %(year)s") % {"year": year.year}
    return Table("tasks", caption, columns, (*rows, total), note=note)


def role_table(reading: Reading, year: BureauYear) -> Table:
    """Return the hours of each role and its share."""
    columns = (
        Column("role", _("What the bureau does")),
        Column("planned", _("Planned"), True),
        Column("spent", _("Spent"), True),
        Column("of-plan", _("Of the plan"), True),
        Column("share", _("Share of all hours"), True),
    )
    rows = tuple(
        Row(
            (
                text_cell(role_label(role)),
                *_hours_cells(hours, reading),
                _share_cell(year.role_share(role), reading),
            )
        )
        for role, hours in year.by_role
    )
    return Table("roles", _("Hours by what the bureau does in %(year)s") % {"year": year.year}, columns, rows)


def _hours_cells(hours: Hours, reading: Reading) -> tuple[Cell, ...]:
    share = hours.share
    tone = "bad" if share is not None and share > 1 else ""
    planned = Cell("–", None) if hours.planned is None else _hours_cell(hours.planned, reading)
    text = "–" if share is None else formats.percent(float(share), reading.language)
    return planned, _hours_cell(hours.spent, reading), Cell(text, _number(share), tone=tone)


def _hours_cell(hours: Decimal | None, reading: Reading) -> Cell:
    tone = "unknown" if hours is None else ""
    return Cell(hours_words(hours, reading), _number(hours), tone=tone)


def _share_cell(share: Fraction | None, reading: Reading) -> Cell:
    value = _number(share)
    return Cell(formats.percent(value, reading.language), value, tone="unknown" if share is None else "")


def _number(value: Decimal | Fraction | None) -> float | None:
    return None if value is None else float(value)


def drawn_year(year: BureauYear, tasks: Mapping[str, str]) -> TaskBars:
    """Return what the picture of a year is made from."""
    roles = [role for role, _hours in year.by_role if role != NO_ROLE]
    bars = tuple(
        TaskBar(
            task_name(t.task, tasks),
            _number(t.hours.planned),
            tuple(float(dict(t.by_role)[role].spent or 0) for role in roles),
        )
        for t in year.tasks
    )
    return TaskBars(year.year, tuple(role_label(r) for r in roles), bars, bool(year.n_lines))


def line_columns(reading: Reading, tasks: Mapping[str, str], *, may_correct: bool) -> list[ListColumn]:
    """Return the columns of the lines that were written down."""

    def day(e: BureauEffort) -> Cell:
        cell = day_cell(e.on, reading.language)
        link = reading.url("bureau-line", e.pk) if may_correct else ""
        return Cell(cell.text, cell.value, link, detail=_("invented") if e.invented else "")

    return [
        ListColumn("day", _("Day"), day, "on"),
        ListColumn("hours", _("Hours"), lambda e: _hours_cell(e.hours, reading), "hours", True),
        ListColumn("task", _("Task"), lambda e: text_cell(task_name(e.task, tasks)), "task"),
        ListColumn("role", _("What was done"), lambda e: text_cell(role_label(e.role)), "role"),
        ListColumn("what", _("About what"), lambda e: text_cell(_about(e) or "–")),
    ]


def _about(entry: BureauEffort) -> str:
    return " · ".join(part for part in (entry.what, entry.activity.title if entry.activity else "") if part)


def plan_table(
    reading: Reading, lines: Sequence[BureauPlan], tasks: Mapping[str, str], *, may_change: bool
) -> Table:
    """Return the lines of the plan of a year."""
    columns = (
        Column("task", _("Task")),
        Column("role", _("As what")),
        Column("hours", _("Hours"), True),
        Column("what", _("For what")),
    )
    rows = tuple(
        Row(
            (
                marked(
                    task_name(line.task, tasks),
                    invented=line.invented,
                    link=reading.url("bureau-plan-line", line.pk) if may_change else "",
                ),
                text_cell(role_label(line.role)),
                _hours_cell(line.hours, reading),
                text_cell(line.what or "–"),
            )
        )
        for line in lines
    )
    return Table("plan", _("The hours that the plan gives each task"), columns, rows)


def room_table(reading: Reading, room: BureauRoom) -> Table:
    """Return what there is beside what is claimed, in hours and in euros."""
    columns = (
        Column("what", _("What")),
        Column("has", _("There is"), True),
        Column("planned", _("Planned or given"), True),
        Column("asked", _("Asked by activities"), True),
        Column("left", _("Left at most"), True),
        Column("verdict", _("Does it fit?")),
    )
    rows = (
        _room_row(_("Hours"), room.hours, reading, is_money=False),
        _room_row(_("Seed money"), room.money, reading, is_money=True),
    )
    return Table("room", _("What there is, and what is claimed of it"), columns, rows)


def _room_row(name: str, room: Room, reading: Reading, *, is_money: bool) -> Row:
    def cell(value: Decimal | None, empty: str = "") -> Cell:
        if value is None:
            return Cell(empty or formats.UNKNOWN[reading.language], None, tone="" if empty else "unknown")
        text = money_words(value, reading.language) if is_money else hours_words(value, reading)
        return Cell(text, float(value), tone="bad" if value < 0 else "")

    verdict = room.verdict
    return Row(
        (
            text_cell(name),
            cell(room.has),
            cell(room.planned, "–" if is_money else ""),
            _asked_cell(room.asked, cell(room.asked.known, "–")),
            cell(room.left),
            Cell(fit_words(verdict), verdict, tone=FIT_TONES[verdict]),
        )
    )


def _asked_cell(asked: Amount, known: Cell) -> Cell:
    if not asked.n_unknown:
        return known
    if asked.known is None:
        return Cell(_("not known"), None, tone="unknown")
    detail = _("and of %(n)s not known") % {"n": asked.n_unknown}
    return Cell(known.text, known.value, detail=detail)


def seed_table(reading: Reading, seed: Sequence[SeedMoney]) -> Table:
    """Return the seed money that has no day of decision, or is past it."""
    columns = (
        Column("initiative", _("Initiative")),
        Column("amount", _("Amount"), True),
        Column("on", _("Given on")),
        Column("due", _("To be decided on")),
        Column("state", _("Decision")),
    )
    rows = tuple(
        Row(
            (
                marked(
                    s.initiative_name or "–",
                    invented=s.invented,
                    link=reading.url("initiative", s.initiative_code) if s.initiative_code else "",
                ),
                Cell(money_words(s.amount_eur, reading.language), float(s.amount_eur)),
                day_cell(s.on, reading.language),
                day_cell(s.decision_due_on, reading.language),
                Cell(seed_state_words(s.state), s.state, tone="bad"),
            )
        )
        for s in seed
    )
    return Table("seed", _("Seed money without a decision in time"), columns, rows)
