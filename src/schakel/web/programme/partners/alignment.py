# SPDX-License-Identifier: EUPL-1.2
"""Goals of partners beside those of the course: what coincides, what stands alone on either side."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from schakel.documents import formats
from schakel.koers.label import Language
from schakel.programme.queries.alignment import AlignmentMatrix, GoalLine, alignment_matrix
from schakel.web.programme.course_names import CourseNames, course_names
from schakel.web.programme.partners.cells import or_dash, partner_cell
from schakel.web.programme.partners.cutting import first_rows
from schakel.web.programme.partners.sheet_tables import course_words
from schakel.web.programme.partners.words import fit_words
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.tables.table import Cell, Column, Row, Table, text_cell

SIGNS = {"same": "●", "partly": "○", "conflict": "×"}
MOST_COLUMNS_OF_GOALS = 12


@require_safe
@page
def show_alignment(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show which goals of partners stand beside which goals of the course."""
    names = course_names(reading)
    codes = [*names.goals, *names.actions]
    matrix = alignment_matrix(codes, timezone.localdate())
    context = {
        "programme_page": "partners",
        "matrix": matrix,
        "answer": _answer(matrix, names, reading.language),
        "orphan_goals": [names.goals[code] for code in matrix.orphans if code in names.goals],
        "orphan_actions": [
            f"{code} {names.actions[code]}" for code in matrix.orphans if code in names.actions
        ],
        "conflicts": [
            (line.goal, course_words(cell.course_code, names), cell.note) for line, cell in matrix.conflicts
        ],
        "signs": [(SIGNS[fit], fit_words(fit)) for fit in SIGNS],
    }
    whole = [_matrix_table(matrix, reading, names), _unaligned_table(matrix, reading)]
    tables = [first_rows(table, request) for table in whole]
    return show_programme(request, reading, "web/programme/partners_alignment.html", context, tables=tables)


def _answer(matrix: AlignmentMatrix, names: CourseNames, language: Language) -> list[str]:
    if not matrix.lines:
        return []
    n, alone = len(matrix.lines), len(matrix.unaligned)
    goals = ngettext("%(n)s goal of partners is recorded", "%(n)s goals of partners are recorded", n) % {
        "n": formats.number(n, language, 0)
    }
    first = ngettext(
        "%(goals)s; %(n)s stands beside nothing in the course.",
        "%(goals)s; %(n)s stand beside nothing in the course.",
        alone,
    ) % {"goals": goals, "n": formats.number(alone, language, 0)}
    orphans = sum(code in names.goals for code in matrix.orphans)
    second = _("Of the %(total)s goals of the course, %(n)s have no goal of a partner beside them.") % {
        "total": len(names.goals),
        "n": orphans,
    }
    return [first, second] if names.goals else [first]


def _matrix_table(matrix: AlignmentMatrix, reading: Reading, names: CourseNames) -> Table:
    """Return goals of partners by goals of the course; lines and actions are named in the last column."""
    columns = (
        Column("goal", _("Goal of the partner")),
        Column("partner", _("Partner")),
        *(Column(code, name) for code, name in list(names.goals.items())[:MOST_COLUMNS_OF_GOALS]),
        Column("lines", _("Lines and actions")),
    )
    rows = [
        Row(
            (
                text_cell(line.goal.statement),
                partner_cell(line.goal.partner, reading),
                *(_fit_cell(line, code) for code in list(names.goals)[:MOST_COLUMNS_OF_GOALS]),
                or_dash(_beside_actions(line, names)),
            )
        )
        for line in matrix.lines
    ]
    return Table("alignment", _("Goals of partners beside those of the course"), columns, tuple(rows))


def _fit_cell(line: GoalLine, code: str) -> Cell:
    fit = line.fit_with(code)
    if not fit:
        return Cell("", None)
    return Cell(SIGNS[fit], fit, tone="bad" if fit == "conflict" else "", detail=fit_words(fit))


def _beside_actions(line: GoalLine, names: CourseNames) -> str:
    others = [cell for cell in line.cells if cell.course_code not in names.goals]
    return "; ".join(f"{course_words(c.course_code, names)} ({fit_words(c.fit)})" for c in others)


def _unaligned_table(matrix: AlignmentMatrix, reading: Reading) -> Table:
    columns = (
        Column("goal", _("Goal of the partner")),
        Column("partner", _("Partner")),
        Column("source", _("Source")),
    )
    rows = [
        Row(
            (
                text_cell(line.goal.statement),
                partner_cell(line.goal.partner, reading),
                or_dash(line.goal.source),
            )
        )
        for line in matrix.unaligned
    ]
    return Table("unaligned", _("Goals that stand beside nothing in the course"), columns, tuple(rows))
