# SPDX-License-Identifier: EUPL-1.2
"""The tables of what was learnt: lessons, recommendations, figures that are old."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from schakel.cycle.queries.evaluation import UNANSWERED, LessonLine, RecommendationLine
from schakel.cycle.queries.figure_ages import OldFigure
from schakel.documents import formats
from schakel.documents.cycle_papers import evaluation_words as words
from schakel.documents.sentences.names import upper_first
from schakel.web.cycle.evaluation.around import Around
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell


def lesson_table(around: Around, lessons: Iterable[LessonLine]) -> Table:
    """Return the lessons of the year, with what they are about."""
    columns = (Column("lesson", _("Lesson")), Column("about", _("About")), Column("on", _("Date")))
    rows = tuple(
        Row(
            (
                Cell(x.text, x.text, detail=_("invented") if x.invented else ""),
                _about(around, x),
                Cell(
                    formats.day(x.on, around.reading.language) if x.on else "–",
                    x.on.isoformat() if x.on else None,
                ),
            )
        )
        for x in lessons
    )
    return Table("lessons", _("Lessons of the year"), columns, rows)


def _about(around: Around, lesson: LessonLine) -> Cell:
    if lesson.initiative:
        address = around.reading.url("initiative", lesson.initiative)
        return text_cell(lesson.initiative_name, address)
    if lesson.element:
        address = around.reading.url("element", lesson.element)
        return text_cell(upper_first(around.element(lesson.element)), address)
    return Cell("–", None)


def recommendation_table(around: Around, rows: Iterable[RecommendationLine]) -> Table:
    """Return the recommendations of audits and advice with what was done with them."""
    columns = (
        Column("text", _("Recommendation")),
        Column("report", _("Report")),
        Column("owner", _("Who")),
        Column("status", _("Status")),
        Column("done", _("What was done")),
    )
    given = tuple(
        Row(
            (
                Cell(r.text, r.text, detail=_("invented") if r.invented else ""),
                text_cell(r.report),
                text_cell(r.owner) if r.owner else Cell("–", None),
                text_cell(
                    words.advice_words(r.status, around.say), tone="bad" if r.status == UNANSWERED else ""
                ),
                text_cell(r.what_was_done) if r.what_was_done else Cell("–", None),
            )
        )
        for r in rows
    )
    return Table("recommendations", _("Recommendations and their status"), columns, given)


def old_table(around: Around, figures: Iterable[OldFigure]) -> Table:
    """Return the figures that are old: sources of the diagnosis, and figures printed in the course."""
    columns = (
        Column("name", _("Figure or source")),
        Column("where", _("Where")),
        Column("period", _("Newest year"), True),
        Column("age", _("Years old"), True),
    )
    where = {"source": _("source of the diagnosis"), "printed": _("printed in the course")}
    rows = tuple(
        Row(
            (
                text_cell(f.label.in_language(around.reading.language)),
                text_cell(where[f.kind]),
                Cell(str(f.period), f.period),
                Cell(str(f.age_years), f.age_years),
            )
        )
        for f in figures
    )
    return Table("old-figures", _("Figures that have grown old"), columns, rows)
