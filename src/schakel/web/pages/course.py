# SPDX-License-Identifier: EUPL-1.2
"""Koers: what was agreed, and which elements of the ecosystem it leaves untouched."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.documents.sentences.answers import answer_course
from schakel.documents.sentences.coverage_words import firmest, hole_words
from schakel.documents.sentences.names import upper_first
from schakel.documents.sentences.notes import note_sentence
from schakel.koers.course import Goal
from schakel.web.programme.menu import menu_pages
from schakel.web.reading import Reading, page, show
from schakel.web.strategic_course import line_names, open_course, strength_words
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

STRENGTHS = {"no": 0, "implicit": 1, "possibly": 2, "yes": 3}
TONES = {"yes": "good", "possibly": "mild", "implicit": "mild", "no": "unknown"}


def coverage_table(reading: Reading) -> Table:
    """Return elements by main lines: how firmly the course strengthens each, and how weak each is."""
    cells = {(c.element, c.line): c.strength for c in reading.dossier.coverage}
    lines = list(dict.fromkeys(c.line for c in reading.dossier.coverage))
    elements = list(dict.fromkeys(c.element for c in reading.dossier.coverage))
    names = line_names(reading)
    weak = {link.element for verdict in reading.dossier.weakest for link in verdict.links}
    columns = (
        Column("element", _("Element")),
        *(Column(f"line-{line}", names.get(line, _("Line %(line)s") % {"line": line})) for line in lines),
        Column("weak", _("Possible weakest link")),
        Column("hole", _("Hole")),
    )
    firm = firmest(reading.dossier.coverage)
    rows = []
    for element in elements:
        strengths = [cells.get((element, line), "no") for line in lines]
        hole = hole_words(firm[element], reading.names)
        row = [text_cell(upper_first(reading.names.element(element)), reading.url("element", element))]
        row += [Cell(strength_words(s), STRENGTHS[s], tone=TONES[s]) for s in strengths]
        row.append(text_cell(_("yes") if element in weak else "–"))
        row.append(text_cell(hole or "–", tone="bad" if hole else ""))
        rows.append(Row(tuple(row)))
    caption = _("Which main line strengthens which element, according to the course")
    return Table("coverage", caption, columns, tuple(rows))


@require_safe
@page
def show_course(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the vision, the lines with their actions, the goals, the criteria and the holes."""
    course = open_course(reading)
    goals: dict[str, list[Goal]] = {}
    for goal in course.goals if course else ():
        goals.setdefault(goal.level, []).append(goal)
    levels = {
        "direct": _("Direct impact"),
        "strategic": _("Strategic impact"),
        "societal": _("Societal impact"),
    }
    context = {
        "section": "programme",
        "programme_page": "course",
        "programme_pages": menu_pages(request),
        "course": course,
        "sentences": answer_course(reading.dossier, reading.language),
        "coverage": coverage_table(reading) if reading.dossier.coverage else None,
        "holes": [
            note_sentence(n, reading.dossier, reading.language) for n in reading.dossier.coverage_holes
        ],
        "goals": [{"name": levels.get(level, level), "goals": found} for level, found in goals.items()],
    }
    return show(request, reading, "web/course.html", context)
