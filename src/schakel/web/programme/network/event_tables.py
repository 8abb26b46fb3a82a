# SPDX-License-Identifier: EUPL-1.2
"""The tables of meetings: who was there, what was agreed, and introductions."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.koers.label import Language
from schakel.programme.models import Attendance, Connection, FollowUp
from schakel.programme.queries.events import EventSheet
from schakel.web.programme.partners.cells import day_cell, initiative_cell, marked, or_dash, partner_cell
from schakel.web.programme.partners.words import helix_words
from schakel.web.reading import Reading
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def attendance_table(sheet: EventSheet, reading: Reading, *, with_people: bool, may_edit: bool) -> Table:
    """Return the organisations that were there; numbers of people only for who may see them."""
    columns = (
        Column("partner", _("Organisation")),
        Column("helix", _("Strand")),
        Column("first_time", _("For the first time")),
        *((Column("people", _("People"), True),) if with_people else ()),
        *((Column("remove", _("Not there?")),) if may_edit else ()),
    )
    rows = []
    for attendance in sheet.attendances:
        is_first = attendance.partner_id in sheet.first_timers
        people = (_people_cell(attendance, reading.language),) if with_people else ()
        link = reading.url("attendance-remove", sheet.event.pk, attendance.pk) if may_edit else ""
        remove = (Cell(_("Remove"), None, link),) if may_edit else ()
        rows.append(
            Row(
                (
                    partner_cell(attendance.partner, reading),
                    text_cell(helix_words(attendance.partner.helix)),
                    text_cell(_("yes") if is_first else _("no")),
                    *people,
                    *remove,
                )
            )
        )
    return Table("attendance", _("Organisations that were there"), columns, tuple(rows))


def _people_cell(attendance: Attendance, language: Language) -> Cell:
    if attendance.people is None:
        return Cell(_("number not noted"), None, tone="unknown")
    return Cell(formats.number(attendance.people, language, 0), attendance.people)


def follow_ups_table(
    rows: Iterable[FollowUp],
    reading: Reading,
    today: date,
    *,
    with_event: bool = False,
    may_edit: bool = False,
) -> Table:
    """Return what was agreed, by whom and before when, and whether it was done."""
    columns = (
        Column("text", _("What was agreed")),
        *((Column("event", _("At which meeting")),) if with_event else ()),
        Column("owner", _("Who does it")),
        Column("due_on", _("Before")),
        Column("state", _("Done")),
        Column("initiative", _("Initiative")),
    )
    made = []
    for row in rows:
        link = reading.url("follow-up", row.event_id, row.pk) if may_edit else ""
        event = (text_cell(row.event.title, reading.url("event", row.event_id)),) if with_event else ()
        nobody = Cell(_("nobody named"), None, tone="unknown")
        made.append(
            Row(
                (
                    marked(row.text, invented=row.invented, link=link),
                    *event,
                    nobody if row.owner is None else partner_cell(row.owner, reading),
                    day_cell(row.due_on, reading.language),
                    _state_cell(row, reading.language, today),
                    initiative_cell(row.initiative, reading),
                )
            )
        )
    return Table("follow-ups", _("What was agreed"), columns, tuple(made))


def _state_cell(row: FollowUp, language: Language, today: date) -> Cell:
    if row.done_on is not None:
        return Cell(formats.day(row.done_on, language), row.done_on.isoformat(), tone="good")
    if row.due_on is not None and row.due_on < today:
        return Cell(_("not yet, the day has passed"), None, tone="mild")
    return Cell(_("not yet"), None)


def connection_cells(connection: Connection, reading: Reading) -> tuple[Cell, Cell]:
    """Return the two partners of an introduction."""
    return partner_cell(connection.first, reading), partner_cell(connection.second, reading)


def result_cell(connection: Connection) -> Cell:
    """Return what came of an introduction; unknown is said in words."""
    if connection.result:
        return or_dash(connection.result)
    return Cell(_("not known yet"), None, tone="unknown")
