# SPDX-License-Identifier: EUPL-1.2
"""The elements of two measurements: each area as an open dot then and a filled dot now, with intervals."""

from dataclasses import dataclass
from itertools import groupby

from schakel.diagnosis.dossier import Interval
from schakel.documents.charts.canvas import Canvas, fit
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.charts.scales import Scale
from schakel.documents.formats import interval, is_known, number, plain_number
from schakel.documents.messages import Words

HEAD, LANE, GAP = 22.0, 24.0, 10.0
LABEL_ROOM, VALUE_ROOM = 118.0, 84.0
KEY = 24.0
THEN, NOW = -4.0, 4.0
SMALLEST, LARGEST = 0.02, 50.0


@dataclass(frozen=True, slots=True)
class Shift:
    """One element in one area; names in the words of the reader, an unknown score without a value."""

    element: str
    area: str
    then: Interval
    now: Interval
    is_beyond_noise: bool | None


@dataclass(frozen=True, slots=True)
class ElementShifts:
    """The elements of one comparison; ``then`` and ``now`` are what the two measurements are called."""

    comparison: str
    then: str
    now: str
    shifts: tuple[Shift, ...]


def draw_element_shift(data: ElementShifts, width: int, say: Words) -> Drawn:
    """Draw a lane for each area below the name of its element, on one logarithmic scale."""
    canvas = Canvas(width)
    groups = [(name, list(rows)) for name, rows in groupby(data.shifts, key=lambda s: s.element)]
    scale = _scale(data, width)
    top = _draw_key(canvas, data, say)
    bottom = top + 18 + sum(HEAD + LANE * len(rows) + GAP for _, rows in groups)
    _draw_axis(canvas, scale, (top, bottom), say)
    y = top + 18
    for name, rows in groups:
        canvas.rule((0, y - 3, width, y - 3), "grid")
        canvas.text((0, y + 9), fit(name, width, 12.5), "ink", 12.5, bold=True)
        y += HEAD
        for row in rows:
            _draw_lane(canvas, row, scale, y + LANE / 2 - 4, say)
            y += LANE
        y += GAP
    canvas.height = bottom
    title = say("The elements then and now: {comparison}", comparison=data.comparison)
    how = say(
        "An open dot is the score then, a filled dot the score now, each on the line of its own 90 per cent "
        "interval; 1 is the average of all regions. Blue: it moved more than the intervals allow."
    )
    return Drawn(canvas, title, how, _alt(data, say), _table(data, say))


def _scale(data: ElementShifts, width: int) -> Scale:
    bounds = [
        v
        for s in data.shifts
        for side in (s.then, s.now)
        for v in (side.low, side.value, side.high)
        if v is not None and is_known(v)
    ]
    low = max(min([0.5, *bounds]) * 0.95, SMALLEST)
    high = min(max([2.0, *bounds]) * 1.05, LARGEST)
    return Scale(low, high, LABEL_ROOM, width - VALUE_ROOM - 6, is_log=True)


def _draw_key(canvas: Canvas, data: ElementShifts, say: Words) -> float:
    canvas.dot((6, 9), "peer", 46, hollow=True)
    canvas.text((16, 10), fit(data.then, canvas.width / 2 - 24, 11.5), "ink", 11.5)
    middle = canvas.width / 2
    canvas.dot((middle + 6, 9), "peer", 46)
    canvas.text((middle + 16, 10), fit(data.now, canvas.width / 2 - 20, 11.5), "ink", 11.5)
    return KEY


def _draw_axis(canvas: Canvas, scale: Scale, span: tuple[float, float], say: Words) -> None:
    top, bottom = span
    for tick in scale.ticks():
        x = scale.at(tick)
        canvas.rule((x, top + 14, x, bottom - GAP), "muted" if tick == 1 else "grid")
        text = plain_number(tick, say.language)
        canvas.text((x, top + 5), text, "muted", 10.5, align="center", bold=tick == 1)
    canvas.text((0, top + 5), say("1 = average"), "muted", 10.5)


def _draw_lane(canvas: Canvas, row: Shift, scale: Scale, y: float, say: Words) -> None:
    moved = row.is_beyond_noise is True
    role = "accent" if moved else "peer"
    canvas.text((0, y), fit(row.area, LABEL_ROOM - 8, 11), "muted", 11)
    for side, offset, soft in ((row.then, THEN, True), (row.now, NOW, False)):
        if side.low is not None and side.high is not None:
            ends = (scale.at(side.low), y + offset, scale.at(side.high), y + offset)
            canvas.rule(ends, "strip" if soft else role, 2.2)
    if row.then.value is not None and row.now.value is not None:
        canvas.rule((scale.at(row.then.value), y + THEN, scale.at(row.now.value), y + NOW), role, 1)
    if row.then.value is not None:
        canvas.dot((scale.at(row.then.value), y + THEN), role, 40, hollow=True)
    if row.now.value is not None:
        canvas.dot((scale.at(row.now.value), y + NOW), role, 46)
    told = f"{_short(row.then, say)} → {_short(row.now, say)}"
    canvas.text((canvas.width, y), told, "ink", 11, align="right", bold=moved)


def _short(side: Interval, say: Words) -> str:
    return "–" if side.value is None else number(side.value, say.language, 2)


def _alt(data: ElementShifts, say: Words) -> str:
    rows = [
        say(
            "{element}, {area}: {then}, now {now}",
            element=s.element,
            area=s.area,
            then=interval(s.then, say.language, 2),
            now=interval(s.now, say.language, 2),
        )
        for s in data.shifts
    ]
    first = say("Scores of {then} and of {now}.", then=data.then, now=data.now)
    return f"{first} {'; '.join(rows)}."


def _table(data: ElementShifts, say: Words) -> ChartTable:
    columns = (
        Column(say("Element")),
        Column(say("Area")),
        Column(say("Score then"), "number", 2),
        Column(say("Low then"), "number", 2),
        Column(say("High then"), "number", 2),
        Column(say("Score now"), "number", 2),
        Column(say("Low now"), "number", 2),
        Column(say("High now"), "number", 2),
    )
    rows = tuple(
        (s.element, s.area, s.then.value, s.then.low, s.then.high, s.now.value, s.now.low, s.now.high)
        for s in data.shifts
    )
    return ChartTable(columns, rows)
