# SPDX-License-Identifier: EUPL-1.2
"""An indicator through time: where it began, where it is, and where it should be."""

from dataclasses import dataclass

from schakel.documents import formats
from schakel.documents.charts.canvas import Canvas, fit
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.messages import Words

HEIGHT = 190
TOP, BOTTOM, LEFT, RIGHT = 26, 34, 8, 74


@dataclass(frozen=True, slots=True)
class LinePoint:
    """A point: its moment as a year with a fraction, its name, its value; provisional or not."""

    moment: float
    name: str
    value: float
    is_provisional: bool = False


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """What the picture shows; ``breaks`` are moments from which the definition is another."""

    title: str
    unit: str
    decimals: int
    points: tuple[LinePoint, ...]
    baseline: LinePoint | None
    target: LinePoint | None
    breaks: tuple[float, ...] = ()


def draw_indicator_line(data: IndicatorLine, width: int, say: Words) -> Drawn:
    """Draw values as a line, the baseline as an open dot and the target as a diamond."""
    canvas = Canvas(width, height=HEIGHT)
    shown = [*data.points, *(p for p in (data.baseline, data.target) if p is not None)]
    place = _Places(shown, width)
    canvas.rule((LEFT, HEIGHT - BOTTOM, width - LEFT, HEIGHT - BOTTOM), "grid")
    for moment in data.breaks:
        x = place.x(moment)
        canvas.dashed((x, TOP - 8, x, HEIGHT - BOTTOM), "muted")
        canvas.text((x + 4, TOP - 10), say("other definition"), "muted", 10.5)
    for line in _unbroken(data):
        canvas.path([place.at(p) for p in line], "accent", 2)
    if data.baseline is not None and data.target is not None:
        start, end = place.at(data.baseline), place.at(data.target)
        canvas.dashed((*start, *end), "strip", 1)
    for point in data.points:
        canvas.dot(place.at(point), "accent", 46, hollow=point.is_provisional)
    if data.baseline is not None:
        canvas.dot(place.at(data.baseline), "peer", 60, hollow=True)
    if data.target is not None:
        canvas.dot(place.at(data.target), "ink", 80, shape="diamond")
    _label(canvas, data, place, say)
    return Drawn(canvas, data.title, _how(say), _alt(data, say), _table(data, say))


class _Places:
    """Turns moments and values into pixels."""

    def __init__(self, points: list[LinePoint], width: int) -> None:
        moments = [p.moment for p in points] or [0.0]
        values = [p.value for p in points] or [0.0]
        self._first, self._span = min(moments), max(moments) - min(moments) or 1.0
        low, high = min(values), max(values)
        pad = (high - low or abs(high) or 1.0) * 0.12
        self._low, self._height = low - pad, high - low + 2 * pad
        self._room = width - LEFT - RIGHT

    def x(self, moment: float) -> float:
        return LEFT + 8 + (moment - self._first) / self._span * (self._room - 8)

    def at(self, point: LinePoint) -> tuple[float, float]:
        share = (point.value - self._low) / self._height
        return self.x(point.moment), HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _unbroken(data: IndicatorLine) -> list[list[LinePoint]]:
    """Return the line in pieces, cut at every change of definition."""
    pieces: list[list[LinePoint]] = [[]]
    waiting = sorted(data.breaks)
    for point in data.points:
        while waiting and point.moment >= waiting[0]:
            waiting.pop(0)
            pieces.append([])
        pieces[-1].append(point)
    return [piece for piece in pieces if len(piece) > 1]


def _label(canvas: Canvas, data: IndicatorLine, place: _Places, say: Words) -> None:
    bottom = HEIGHT - BOTTOM + 14
    named = [p for p in (data.points[:1] + data.points[-1:])]
    for point in dict.fromkeys(named):
        x, y = place.at(point)
        canvas.text((x, y - 13), _number(data, point, say), "accent", 12, align="center", bold=True)
        canvas.text((x, bottom), fit(point.name, 70, 10.5), "muted", 10.5, align="center")
    if data.target is not None:
        x, y = place.at(data.target)
        text = say("target {value}", value=_number(data, data.target, say))
        canvas.text((x + 9, y), fit(text, RIGHT - 8, 11), "ink", 11)
        canvas.text((x, bottom + 13), data.target.name, "muted", 10.5, align="center")


def _number(data: IndicatorLine, point: LinePoint, say: Words) -> str:
    return formats.number(point.value, say.language, data.decimals)


def _how(say: Words) -> str:
    return say(
        "Blue: the adopted values, open where they are provisional. The open grey dot is the start, the "
        "diamond the target; the dashed line between them is the way that was agreed."
    )


def _alt(data: IndicatorLine, say: Words) -> str:
    parts = [f"{p.name}: {_number(data, p, say)}" for p in data.points]
    told = "; ".join(parts) or say("no adopted values yet")
    if data.target is not None:
        told += ". " + say(
            "Target for {year}: {value}", year=data.target.name, value=_number(data, data.target, say)
        )
    return f"{data.title} ({data.unit}). {told}."


def _table(data: IndicatorLine, say: Words) -> ChartTable:
    columns = (Column(say("What")), Column(say("When")), Column(data.unit, "number", data.decimals))
    start = [(say("start"), data.baseline.name, data.baseline.value)] if data.baseline else []
    end = [(say("target"), data.target.name, data.target.value)] if data.target else []
    rows = [(say("value"), p.name, p.value) for p in data.points]
    return ChartTable(columns, (*start, *rows, *end))
