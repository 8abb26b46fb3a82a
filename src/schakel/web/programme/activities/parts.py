# SPDX-License-Identifier: EUPL-1.2
"""What the sheet of an initiative shows of this subject."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from schakel.programme.models import Activity, Strengthening
from schakel.programme.queries.causes import strengthenings_of
from schakel.programme.queries.initiative_sheet import InitiativeSheet
from schakel.programme.queries.milestones import count_milestones, stand_of
from schakel.programme.queries.outputs import list_outputs
from schakel.web.programme.activities import tables, words
from schakel.web.programme.course_names import CourseNames, course_names
from schakel.web.reading import Reading
from schakel.web.rights.asking import visitor_of
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def initiative_part(request: HttpRequest, reading: Reading, sheet: InitiativeSheet) -> dict[str, Any]:
    """Return what ``activities_initiative.html`` shows; its tables stand under "tables"."""
    initiative, names = sheet.initiative, course_names(reading)
    may = visitor_of(request).may("milestone", "write", {"initiative": initiative.code})
    standings = [stand_of(m, sheet.today) for m in sheet.milestones]
    activities = list(initiative.activities.order_by("starts_on", "title", "pk"))
    outputs = list(list_outputs(initiative))
    shown = {
        "milestones": tables.milestone_table(standings, reading, with_initiative=False, may_change=may),
        "activities": activity_table(activities, reading, names),
        "outputs": tables.output_table(outputs, reading, with_initiative=False, may_change=may),
    }
    kept = {name: table for name, table in shown.items() if table.rows}
    return {
        "initiative": initiative,
        "may_write": may,
        "tables": list(kept.values()),
        "shown": kept,
        "counts": count_milestones(standings),
        "ties": [_tie(tie, names) for tie in strengthenings_of(initiative)],
        "lessons": [
            {"lesson": lesson, "element": names.element(lesson.element) if lesson.element else ""}
            for lesson in initiative.lessons.all()
        ],
    }


def activity_table(activities: list[Activity], reading: Reading, names: CourseNames) -> Table:
    """Return the activities of one initiative."""
    columns = (
        Column("title", _("Activity")),
        Column("status", _("Status")),
        Column("action", _("Action")),
        Column("starts_on", _("Starts on")),
        Column("ends_on", _("Ends on")),
        Column("planned_hours", _("Hours planned"), True),
        Column("planned_eur", _("Money planned"), True),
    )
    rows = tuple(
        Row(
            (
                Cell(
                    a.title, a.title, reading.url("activity", a.code), "", tables.invented_words(a.invented)
                ),
                text_cell(words.activity_status_words(a.status)),
                tables.code_cell(a.action or a.line, a.action or a.line, reading),
                tables.day_cell(a.starts_on, reading),
                tables.day_cell(a.ends_on, reading),
                tables.number_cell(a.planned_hours, reading),
                tables.euro_cell(a.planned_eur, reading),
            )
        )
        for a in activities
    )
    return Table("activities", _("Activities"), columns, rows)


def _tie(tie: Strengthening, names: CourseNames) -> dict[str, Any]:
    return {
        "pk": tie.pk,
        "element_code": tie.element,
        "element": names.element(tie.element),
        "strength": words.strength_of_tie_words(tie.strength),
        "cause": tie.cause,
        "cause_status": words.cause_status_words(tie.cause.status) if tie.cause else "",
        "mechanism": tie.mechanism,
        "activity": tie.activity,
        "invented": tie.invented,
    }
