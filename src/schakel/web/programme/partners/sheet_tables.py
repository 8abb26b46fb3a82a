# SPDX-License-Identifier: EUPL-1.2
"""The other tables of the sheet of a partner: initiatives, goals, seats, roles, money and meetings."""

from datetime import date

from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.koers.label import Language
from schakel.programme.models import Attendance, Partner, Responsibility
from schakel.programme.queries.alignment import GoalLine
from schakel.programme.queries.partners import PaidMoney, PartnerSheet
from schakel.programme.queries.seats import SeatLine
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.initiatives.words import participation_words, raci_words, stage_words
from schakel.web.programme.money.words import step_words, stream_words
from schakel.web.programme.partners.cells import day_cell, marked, or_dash
from schakel.web.programme.partners.words import body_words, fit_words
from schakel.web.programme.words import money_words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def course_words(code: str, names: CourseNames) -> str:
    """Return what a goal, line or action of the course is called."""
    if code in names.goals:
        return names.goals[code]
    name = names.actions.get(code) or names.lines.get(code, "")
    return f"{code} {name}".strip()


def initiatives_table(sheet: PartnerSheet, reading: Reading) -> Table:
    """Return the initiatives that the partner takes part in, and took part in."""
    columns = (
        Column("initiative", _("Initiative")),
        Column("role", _("Role")),
        Column("stage", _("Stage")),
        Column("since", _("Since")),
        Column("until", _("Until")),
    )
    rows = [
        Row(
            (
                marked(
                    row.initiative.name,
                    invented=row.invented,
                    link=reading.url("initiative", row.initiative.code),
                ),
                text_cell(participation_words(row.role)),
                text_cell(stage_words(row.initiative.stage)),
                day_cell(row.starts_on, reading.language),
                _still_cell(row.ends_on, reading.language),
            )
        )
        for row in (*sheet.participations, *sheet.ended_participations)
    ]
    return Table("initiatives", _("Takes part in"), columns, tuple(rows))


def _still_cell(day: date | None, language: Language) -> Cell:
    return Cell(_("still"), None) if day is None else day_cell(day, language)


def goals_table(
    goals: tuple[GoalLine, ...], partner: Partner, reading: Reading, names: CourseNames, *, may_edit: bool
) -> Table:
    """Return the goals of the partner itself with what stands beside each in the course."""
    columns = (
        Column("goal", _("Goal of the partner")),
        Column("course", _("Stands beside")),
        Column("source", _("Source")),
        *((Column("change", _("Change")),) if may_edit else ()),
    )
    rows = []
    for line in goals:
        beside = "; ".join(
            f"{course_words(cell.course_code, names)} ({fit_words(cell.fit)})" for cell in line.cells
        )
        where = ", ".join(text for text in (line.goal.source, line.goal.section) if text)
        nothing = Cell(_("nothing in the course"), None, tone="unknown")
        change = (
            (Cell(_("Change"), None, reading.url("partner-goal", partner.code, line.goal.pk)),)
            if may_edit
            else ()
        )
        rows.append(
            Row(
                (
                    marked(line.goal.statement, invented=line.goal.invented),
                    text_cell(beside) if beside else nothing,
                    or_dash(where),
                    *change,
                )
            )
        )
    return Table("goals", _("Its own goals beside those of the course"), columns, tuple(rows))


def seats_table(seats: tuple[SeatLine, ...], partner: Partner, reading: Reading, *, may_edit: bool) -> Table:
    """Return the seats that the partner holds now."""
    columns = (
        Column("body", _("Board or group")),
        Column("role", _("Role")),
        Column("since", _("Since")),
        Column("state", _("Held now")),
        *((Column("change", _("Change")),) if may_edit else ()),
    )
    rows = []
    for line in seats:
        seat = line.seat
        change = (
            (Cell(_("Change"), None, reading.url("seat-edit", partner.code, seat.pk)),) if may_edit else ()
        )
        rows.append(
            Row(
                (
                    marked(body_words(seat.body), invented=seat.invented),
                    text_cell(seat.role),
                    day_cell(seat.starts_on, reading.language),
                    vacancy_cell(line, reading.language),
                    *change,
                )
            )
        )
    return Table("seats", _("Seats by role"), columns, tuple(rows))


def vacancy_cell(line: SeatLine, language: Language) -> Cell:
    """Return whether a seat is held, and how long it has been vacant."""
    if not line.is_vacant:
        return Cell(_("yes"), "yes")
    if line.vacant_days is None:
        return Cell(_("vacant, not known since when"), "vacant", tone="mild")
    days = formats.number(line.vacant_days, language, 0)
    return Cell(_("vacant for %(n)s days") % {"n": days}, "vacant", tone="mild")


def duties_table(duties: tuple[Responsibility, ...], reading: Reading, names: CourseNames) -> Table:
    """Return what the partner answers for, does, and is asked or told about."""
    columns = (Column("role", _("Role")), Column("about", _("About")), Column("since", _("Since")))
    rows = [
        Row(
            (
                marked(raci_words(duty.role), invented=duty.invented),
                _subject_cell(duty, reading, names),
                day_cell(duty.since, reading.language),
            )
        )
        for duty in duties
    ]
    return Table("duties", _("Responsibilities"), columns, tuple(rows))


def _subject_cell(duty: Responsibility, reading: Reading, names: CourseNames) -> Cell:
    if duty.subject == "initiative":
        return text_cell(duty.subject_code, reading.url("initiative", duty.subject_code))
    if duty.subject == "element":
        return text_cell(names.element(duty.subject_code))
    return text_cell(course_words(duty.subject_code, names))


def paid_table(paid: tuple[PaidMoney, ...], reading: Reading) -> Table:
    """Return the money that the partner paid into funding programmes, from the ledger."""
    columns = (
        Column("year", _("Year")),
        Column("programme", _("Source of money")),
        Column("stream", _("Kind of money")),
        Column("step", _("Step")),
        Column("amount_eur", _("Amount"), True),
    )
    rows = [
        Row(
            (
                Cell(str(row.year), row.year, detail=_("invented") if row.invented else ""),
                text_cell(row.programme, reading.url("money-source", row.programme)),
                text_cell(stream_words(row.stream)),
                text_cell(step_words(row.step)),
                Cell(money_words(row.amount_eur, reading.language), float(row.amount_eur)),
            )
        )
        for row in paid
    ]
    return Table("paid", _("Money paid, from the ledger"), columns, tuple(rows))


def meetings_table(meetings: tuple[Attendance, ...], reading: Reading) -> Table:
    """Return the meetings at which the partner was."""
    columns = (Column("event", _("Meeting")), Column("on", _("Day")))
    rows = [
        Row(
            (
                marked(row.event.title, invented=row.invented, link=reading.url("event", row.event.pk)),
                day_cell(row.event.on, reading.language),
            )
        )
        for row in meetings
    ]
    return Table("meetings", _("Was at these meetings"), columns, tuple(rows))
