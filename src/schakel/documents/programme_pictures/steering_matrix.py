# SPDX-License-Identifier: EUPL-1.2
"""Element by line: what the course says, how much is registered for it and what it costs."""

from dataclasses import dataclass
from decimal import Decimal

from schakel.documents.charts.canvas import Canvas, fit, text_width, wrap
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.formats import short_probability
from schakel.documents.messages import Words
from schakel.documents.programme_pictures.amounts import short_euros

NARROW = 500
SAID_ORDER = ("yes", "possibly", "implicit", "no")


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A cell: ``said`` is yes, possibly, implicit or no, empty where the course has no such line.

    ``granted_eur`` ``None`` is unknown; ``n_money_unknown`` initiatives are left out of it.
    """

    said: str
    n_initiatives: int
    n_activities: int
    granted_eur: Decimal | None
    n_money_unknown: int = 0


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """An element; ``probability`` that it is the weakest, ``None`` where it is not measured."""

    name: str
    probability: float | None
    is_weak: bool
    cells: tuple[MatrixCell, ...]
    n_initiatives: int
    n_activities: int
    n_with_cause: int


@dataclass(frozen=True, slots=True)
class MatrixPicture:
    """The matrix with the short and the whole name of each line."""

    lines: tuple[tuple[str, str], ...]
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand: on a phone the name of the element has a line of its own."""

    head: float
    row: float
    label: float
    end: float
    step: float
    narrow: bool


def draw_steering_matrix(data: MatrixPicture, width: int, say: Words) -> Drawn:
    """Draw a row for each element and a column for each line."""
    frame = _frame(data, width)
    canvas = Canvas(width, height=frame.head + frame.row * len(data.rows) + 44)
    for k, (short, name) in enumerate(data.lines):
        x = frame.label + frame.step * k
        for i, text in enumerate(wrap(short if frame.narrow else name, frame.step - 12, 10.5, 3)):
            canvas.text((x, 8 + 13 * i), text, "ink", 10.5, bold=i == 0)
    for i, row in enumerate(data.rows):
        _draw_row(canvas, row, frame.head + frame.row * i, frame, say)
    _draw_key(canvas, frame.head + frame.row * len(data.rows) + 14, say)
    how = say(
        "The mark is what the course says: filled yes, open possibly, small indirectly, a dash not. Squares "
        "are initiatives, triangles activities, the amount is what was granted (+ ?: of some not known). "
        "Blue: a possible weakest link. What serves several elements or lines stands whole in each of its "
        "cells, so cells do not add up."
    )
    title = say("What is done for each element, by line of the course")
    return Drawn(canvas, title, how, _alt(data, say), _table(data, say))


def _frame(data: MatrixPicture, width: int) -> _Frame:
    narrow = width < NARROW
    label, end = (0.0, 0.0) if narrow else (176.0, 112.0)
    step = (width - label - end) / max(len(data.lines), 1)
    return _Frame(22 if narrow else 50, 66 if narrow else 40, label, end, step, narrow)


def _draw_row(canvas: Canvas, row: MatrixRow, top: float, frame: _Frame, say: Words) -> None:
    role = "accent" if row.is_weak else "ink"
    canvas.rule((0, top, canvas.width, top), "grid")
    chance = _chance(row, say)
    verdict, verdict_role = _verdict(row, say)
    if frame.narrow:
        canvas.text((0, top + 11), fit(row.name, canvas.width - 150, 12.5), role, 12.5, bold=row.is_weak)
        canvas.text((canvas.width, top + 11), chance, "muted", 10.5, align="right")
        middle = top + 33
        canvas.text((0, top + 56), verdict, verdict_role, 10.5, bold=row.is_weak)
    else:
        canvas.text((0, top + 13), fit(row.name, frame.label - 8, 12.5), role, 12.5, bold=row.is_weak)
        canvas.text((0, top + 29), chance, "muted", 10)
        middle = top + 20
        for i, text in enumerate(wrap(verdict, frame.end - 4, 10.5, 2)):
            y = top + 13 + 13 * i
            canvas.text((canvas.width, y), text, verdict_role, 10.5, align="right", bold=row.is_weak)
    for k, cell in enumerate(row.cells):
        _draw_cell(canvas, cell, (frame.label + frame.step * k, middle), frame, say)


def _draw_cell(canvas: Canvas, cell: MatrixCell, at: tuple[float, float], frame: _Frame, say: Words) -> None:
    x, y = at[0] + 7, at[1]
    _draw_said(canvas, cell.said, (x, y))
    x += 16
    if not cell.n_initiatives and not cell.n_activities:
        return
    upper = y - 7 if cell.n_initiatives else y
    for n, shape, role in (
        (cell.n_initiatives, "square", "step5"),
        (cell.n_activities, "triangle-up", "step4"),
    ):
        if n:
            canvas.dot((x + 3, upper), role, 44, shape=shape)
            canvas.text((x + 11, upper), str(n), "ink", 12, bold=True)
            x += 17 + text_width(str(n), 12)
    if cell.n_initiatives:
        canvas.text((at[0] + 20, y + 9), fit(_money(cell, say), frame.step - 22, 10), "muted", 10)


def _money(cell: MatrixCell, say: Words) -> str:
    if cell.granted_eur is None:
        return say("money unknown")
    return short_euros(cell.granted_eur, say) + (" + ?" if cell.n_money_unknown else "")


def _draw_said(canvas: Canvas, said: str, at: tuple[float, float]) -> None:
    if said == "yes":
        canvas.dot(at, "ink", 100)
    elif said == "possibly":
        canvas.dot(at, "ink", 100, hollow=True)
    elif said == "implicit":
        canvas.dot(at, "ink", 20)
    elif said:
        canvas.rule((at[0] - 5, at[1], at[0] + 5, at[1]), "strip", 1)


def _draw_key(canvas: Canvas, y: float, say: Words) -> None:
    x = 7.0
    for said, word in (("yes", say("yes")), ("possibly", say("possibly")), ("implicit", say("indirectly"))):
        _draw_said(canvas, said, (x, y))
        canvas.text((x + 11, y), word, "muted", 10.5)
        x += 24 + text_width(word, 10.5)
    if canvas.width < NARROW:
        x, y = 7.0, y + 18
    for shape, role, word in (
        ("square", "step5", say("initiatives")),
        ("triangle-up", "step4", say("activities")),
    ):
        canvas.dot((x, y), role, 44, shape=shape)
        canvas.text((x + 10, y), word, "muted", 10.5)
        x += 26 + text_width(word, 10.5)


def _chance(row: MatrixRow, say: Words) -> str:
    if row.probability is None:
        return say("not measured")
    return say("weakest in {share} of the runs", share=short_probability(row.probability, say.language))


def _verdict(row: MatrixRow, say: Words) -> tuple[str, str]:
    role = "accent" if row.is_weak else "muted"
    if not row.n_initiatives and not row.n_activities:
        return say("nothing registered"), role
    if not row.n_with_cause:
        return say("no cause named"), role
    return "", role


def _table(data: MatrixPicture, say: Words) -> ChartTable:
    columns = (
        Column(say("Element")),
        Column(say("Weakest"), "probability"),
        *(Column(name) for _, name in data.lines),
        Column(say("Initiatives"), "count"),
        Column(say("Activities"), "count"),
    )
    rows = tuple(
        (
            r.name,
            r.probability,
            *(_cell_words(c, say) for c in r.cells),
            r.n_initiatives,
            r.n_activities,
        )
        for r in data.rows
    )
    return ChartTable(columns, rows)


def _cell_words(cell: MatrixCell, say: Words) -> str:
    said = {"yes": say("yes"), "possibly": say("possibly"), "implicit": say("indirectly"), "no": say("no")}
    said[""] = "–"
    return say(
        "course: {said}; {initiatives} and {activities}",
        said=said[cell.said],
        initiatives=say.choose("{n} initiative", "{n} initiatives", cell.n_initiatives),
        activities=say.choose("{n} activity", "{n} activities", cell.n_activities),
    )


def _alt(data: MatrixPicture, say: Words) -> str:
    parts = []
    for row in data.rows:
        done = say(
            "{initiatives} and {activities}",
            initiatives=say.choose("{n} initiative", "{n} initiatives", row.n_initiatives),
            activities=say.choose("{n} activity", "{n} activities", row.n_activities),
        )
        weak = say(" (possible weakest link)") if row.is_weak else ""
        parts.append(f"{row.name}{weak}: {done}")
    return say("What is registered for each element of the ecosystem.") + " " + "; ".join(parts) + "."
