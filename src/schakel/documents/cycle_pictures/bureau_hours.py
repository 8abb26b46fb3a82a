# SPDX-License-Identifier: EUPL-1.2
"""The hours of the bureau by task: a bar in parts, one for each role, beside a line for what was planned."""

from dataclasses import dataclass

from schakel.documents.charts.canvas import Canvas, text_width, wrap
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.formats import UNKNOWN, plain_number
from schakel.documents.messages import Words
from schakel.documents.programme_pictures.activity_roles import LAST, SHADES

NARROW = 500
BAR, GAP, NAME_LINE = 20.0, 16.0, 15.0
SMALL = 11.5


@dataclass(frozen=True, slots=True)
class TaskBar:
    """A task: hours planned (``None``: none), and hours spent in each role, in the order of the roles."""

    name: str
    planned: float | None
    parts: tuple[float, ...]

    @property
    def spent(self) -> float:
        """The hours in all roles together."""
        return sum(self.parts)


@dataclass(frozen=True, slots=True)
class TaskBars:
    """The tasks, the names of the roles, and whether anything was written down at all."""

    year: int
    roles: tuple[str, ...]
    tasks: tuple[TaskBar, ...]
    is_logged: bool


def draw_bureau_hours(data: TaskBars, width: int, say: Words) -> Drawn:
    """Draw the hours of each task by role, with a line at what was planned."""
    is_narrow = width < NARROW
    room = 0.0 if is_narrow else 250.0
    canvas = Canvas(width)
    top = _draw_key(canvas, data, say) + 12
    most = max((max(t.spent, t.planned or 0) for t in data.tasks), default=0) or 1
    pixels = (width - room - 96) / most
    for task in data.tasks:
        lines = wrap(task.name, (room or width) - 14, 12.5, 2)
        if is_narrow:
            for n, text in enumerate(lines):
                canvas.text((0, top + NAME_LINE * n + 6), text, "ink", 12.5)
            top += NAME_LINE * len(lines) + 2
        else:
            start = top + BAR / 2 - NAME_LINE * (len(lines) - 1) / 2
            for n, text in enumerate(lines):
                canvas.text((0, start + NAME_LINE * n), text, "ink", 12.5)
        _draw_bar(canvas, task, (room, top), pixels, data, say)
        top += BAR + GAP
    canvas.height = top
    how = say(
        "Each bar holds the hours that were written down for a task, cut into what the bureau did. The thick "
        "line stands at the hours that the plan gives it."
    )
    title = say("Hours of the bureau by task in {year}", year=data.year)
    return Drawn(canvas, title, how, _alt(data, say), _table(data, say))


def _draw_key(canvas: Canvas, data: TaskBars, say: Words) -> float:
    x, y = 0.0, 10.0
    for n, name in enumerate((*data.roles, say("planned"))):
        wide = 18 + text_width(name, SMALL) + 18
        if x + wide > canvas.width and x > 0:
            x, y = 0.0, y + 20
        if n < len(data.roles):
            canvas.box((x, y - 6, x + 12, y + 6), _shade(n)[0])
            canvas.frame((x, y - 6, x + 12, y + 6), "peer", 0.6)
        else:
            canvas.rule((x + 6, y - 8, x + 6, y + 8), "accent", 3)
        canvas.text((x + 18, y), name, "ink", SMALL)
        x += wide
    return y + 10


def _draw_bar(
    canvas: Canvas, task: TaskBar, at: tuple[float, float], pixels: float, data: TaskBars, say: Words
) -> None:
    x, top = at
    for n, hours in enumerate(task.parts):
        if hours > 0:
            end = x + hours * pixels
            canvas.box((x, top, end, top + BAR), _shade(n)[0])
            canvas.frame((x, top, end, top + BAR), "peer", 0.6)
            x = end
    if task.planned is not None:
        line = at[0] + task.planned * pixels
        canvas.rule((line, top - 4, line, top + BAR + 4), "accent", 3)
        x = max(x, line)
    canvas.text((x + 8, top + BAR / 2), _told(task, data, say), "ink", SMALL)


def _told(task: TaskBar, data: TaskBars, say: Words) -> str:
    spent = plain_number(task.spent, say.language) if data.is_logged else "?"
    if task.planned is None:
        return spent
    return say("{spent} of {planned}", spent=spent, planned=plain_number(task.planned, say.language))


def _shade(position: int) -> tuple[str, str]:
    return SHADES[position] if position < len(SHADES) else LAST


def _alt(data: TaskBars, say: Words) -> str:
    parts = "; ".join(f"{t.name}: {_told(t, data, say)}" for t in data.tasks)
    if not data.is_logged:
        return say("No hours were written down in {year}. Planned: {parts}.", year=data.year, parts=parts)
    return say("Hours spent, of hours planned, by task in {year}. {parts}.", year=data.year, parts=parts)


def _table(data: TaskBars, say: Words) -> ChartTable:
    columns = (
        Column(say("Task")),
        Column(say("Planned"), "number"),
        Column(say("Spent"), "number"),
        *(Column(role, "number") for role in data.roles),
    )
    unknown = UNKNOWN[say.language]
    rows = tuple(
        (
            t.name,
            t.planned,
            t.spent if data.is_logged else unknown,
            *((part if data.is_logged else unknown) for part in t.parts),
        )
        for t in data.tasks
    )
    return ChartTable(columns, rows)
