# SPDX-License-Identifier: EUPL-1.2
"""Programma: what is done about the weak links, and whether it is aimed right."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.documents.programme_pictures.effort_weakness import (
    EffortBar,
    EffortPicture,
    draw_effort_weakness,
)
from schakel.documents.programme_pictures.steering_matrix import (
    MatrixCell,
    MatrixPicture,
    MatrixRow,
    draw_steering_matrix,
)
from schakel.programme.queries.coverage import (
    EffortShare,
    ElementRow,
    Matrix,
    effort_shares,
)
from schakel.web.programme.showing import Picture, show_programme
from schakel.web.programme.steering.answers import (
    aim_sentences,
    cost_sentences,
    effort_sentence,
    hole_sentences,
    share_of,
)
from schakel.web.programme.steering.capacity_table import capacity_sentence, capacity_table
from schakel.web.programme.steering.cutting import cut_start, first_of
from schakel.web.programme.steering.diagnosis import Aim, element_name, line_heading, read_aim
from schakel.web.programme.steering.forms import AimForm
from schakel.web.programme.steering.gap_tables import action_table, effort_table, orphan_table
from schakel.web.programme.steering.matrix_tables import cost_table, registered_table, said_table
from schakel.web.programme.steering.work import open_capacity, open_work
from schakel.web.reading import Reading, page


@require_safe
@page
def show_programme_page(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show what the course says, what is registered and what it costs for each element."""
    form = AimForm.asked(request)
    aim = read_aim(reading)
    work = open_work(reading, aim, with_ended=form.chosen("ended") == "yes")
    matrix, orphans, open_actions = work.matrix, work.orphans, work.open_actions
    measure = form.chosen("effort") or "work"
    shares = effort_shares(matrix)
    capacity = open_capacity(timezone.localdate())
    context = {
        "programme_page": "programme",
        "filter_form": form,
        "effort_sentence": effort_sentence(reading, shares, measure),
        "capacity_sentence": capacity_sentence(capacity),
        "has_capacity": bool(capacity),
        "n_orphans": len(orphans),
        "n_open_actions": len(open_actions),
        "n_actions": len(aim.names.actions),
        "open_table": request.GET.get("sort", "").partition(".")[0],
    }
    tables = [
        said_table(reading, aim, matrix),
        registered_table(reading, aim, matrix),
        cost_table(reading, aim, matrix),
        effort_table(reading, shares),
        action_table(reading, aim, open_actions),
        cut_start(request, capacity_table(reading, first_of(request, "capacity", capacity)), len(capacity)),
        cut_start(request, orphan_table(reading, first_of(request, "orphans", orphans)), len(orphans)),
    ]
    pictures = [
        Picture("matrix", matrix_picture(reading, aim, matrix), draw_steering_matrix),
        Picture("effort-weakness", effort_picture(reading, shares, measure), draw_effort_weakness),
    ]
    context |= _about_matrix(reading, aim, matrix)
    return show_programme(
        request, reading, "web/programme/steering.html", context, tables=tables, pictures=pictures
    )


def _about_matrix(reading: Reading, aim: Aim, matrix: Matrix) -> dict[str, object]:
    """Return what the page says in words about the matrix."""
    return {
        "sentences": aim_sentences(reading, aim, matrix),
        "rows": [_verdict(reading, row) for row in matrix.rows if row.is_weak],
        "cost_sentences": cost_sentences(reading, matrix),
        "hole_sentences": hole_sentences(reading, matrix),
        "external": _external(reading, matrix),
        "has_work": bool(matrix.everything.n),
    }


def matrix_picture(reading: Reading, aim: Aim, matrix: Matrix) -> MatrixPicture:
    """Return what the picture of the matrix is drawn from."""
    rows = tuple(
        MatrixRow(
            element_name(reading, row.element),
            max((w.probability for w in row.weaknesses if w.probability is not None), default=None),
            row.is_weak,
            tuple(
                MatrixCell(
                    c.said if c.line else "",
                    len(c.work.initiatives),
                    len(c.work.activities),
                    c.work.granted_eur.known,
                    c.work.granted_eur.n_unknown,
                )
                for c in row.cells
            ),
            len(row.work.initiatives),
            len(row.work.activities),
            row.work.n_with_cause,
        )
        for row in matrix.rows
    )
    lines = tuple(
        (_("Line %(line)s") % {"line": line} if line else _("No line"), line_heading(aim, line))
        for line in matrix.lines
    )
    return MatrixPicture(lines, rows)


def effort_picture(reading: Reading, shares: tuple[EffortShare, ...], measure: str) -> EffortPicture:
    """Return what the picture of effort beside weakness is drawn from."""
    bars = tuple(
        EffortBar(element_name(reading, s.element), s.is_weak, s.probability, share_of(s, measure))
        for s in shares
    )
    return EffortPicture(measure, bars)


def _verdict(reading: Reading, row: ElementRow) -> dict[str, object]:
    """Return a possible weakest link with what is done for it, for the list below the picture."""
    return {
        "element": row.element,
        "name": element_name(reading, row.element),
        "n_initiatives": len(row.work.initiatives),
        "n_activities": len(row.work.activities),
        "n_with_cause": row.work.n_with_cause,
        "n_external": len(row.work.external),
        "said": row.said,
    }


def _external(reading: Reading, matrix: Matrix) -> list[dict[str, object]]:
    return [
        {"name": element_name(reading, row.element), "n": len(row.work.external)}
        for row in matrix.rows
        if row.work.external
    ]
