# SPDX-License-Identifier: EUPL-1.2
"""How far elements moved since last year; what revision and method added stands apart."""

from dataclasses import dataclass

from schakel.diagnosis.dossier import Interval
from schakel.documents.charts.canvas import Canvas, fit
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.charts.scales import Scale, spread
from schakel.documents.formats import interval, number, signed
from schakel.documents.messages import Words

HEAD, LANE = 24.0, 40.0
NARROW = 500
SIDE = 232.0
THEN, NOW = 9.0, 25.0


@dataclass(frozen=True, slots=True)
class MovedLine:
    """An element in one area, in the words of the reader.

    ``real`` is the real change, ``apart`` what revision and method added to last year's value; ``None`` where
    they cannot be told apart. ``says`` is the verdict in words, ``is_certain`` when it moved more than noise.
    """

    name: str
    before: Interval
    now: Interval
    real: float | None
    apart: float | None
    says: str
    is_certain: bool


@dataclass(frozen=True, slots=True)
class ProgressPicture:
    """The lines of the picture; ``before`` and ``now`` are what the two measurements are called."""

    before: str
    now: str
    lines: tuple[MovedLine, ...]
    n_more: int = 0


def draw_progress(data: ProgressPicture, width: int, say: Words) -> Drawn:
    """Draw a lane for each element and area: then above, now below, on one scale."""
    narrow = width < NARROW
    canvas = Canvas(width)
    scale = Scale(*_bounds(data), 8, width - 8 if narrow else width - SIDE - 8)
    top = _draw_key(canvas, data, narrow, say)
    for tick in scale.ticks(4):
        canvas.text((scale.at(tick), top + 6), number(tick, say.language, 1), "muted", 10.5, align="center")
    y = top + 18
    for line in data.lines:
        y = _draw_line(canvas, line, scale, y, say)
    if data.n_more:
        canvas.text((0, y + 8), _more(data, say), "muted", 11)
        y += 18
    canvas.height = y + 4
    return Drawn(canvas, say("How far the elements moved"), _how(say), _alt(data, say), _table(data, say))


def _bounds(data: ProgressPicture) -> tuple[float, float]:
    ends = [v for line in data.lines for i in (line.before, line.now) for v in (i.value, i.low, i.high)]
    return spread([*ends, *(told_now(line) for line in data.lines)])


def told_now(line: MovedLine) -> float | None:
    """Return what last year's value would be by this year's figures and method."""
    return None if line.real is None or line.now.value is None else line.now.value - line.real


def _draw_key(canvas: Canvas, data: ProgressPicture, narrow: bool, say: Words) -> float:
    marks = (
        (data.before, "peer", True, "circle"),
        (say("the same year, as known now"), "peer", False, "diamond"),
        (data.now, "accent", False, "circle"),
    )
    x, y = 0.0, 9.0
    for word, role, hollow, shape in marks:
        canvas.dot((x + 6, y), role, 46, hollow=hollow, shape=shape)
        canvas.text((x + 17, y), word, "muted", 11)
        if narrow:
            y += 17
        else:
            x += 36 + 6.2 * len(word)
    return y if narrow else 22.0


def _draw_line(canvas: Canvas, line: MovedLine, scale: Scale, top: float, say: Words) -> float:
    narrow = canvas.width < NARROW
    canvas.rule((0, top, canvas.width, top), "grid")
    room = canvas.width if narrow else canvas.width - SIDE
    canvas.text((0, top + 12), fit(line.name, room, 12.5), "ink", 12.5, bold=line.is_certain)
    y = top + HEAD
    for shown, offset, role in ((line.before, THEN, "strip"), (line.now, NOW, "accent_soft")):
        if shown.low is not None and shown.high is not None:
            canvas.rule((scale.at(shown.low), y + offset, scale.at(shown.high), y + offset), role, 3)
    _draw_marks(canvas, line, scale, y)
    if line.before.value is None and line.now.value is None:
        canvas.text((scale.start, y + THEN + 4), say("not measured"), "muted", 11)
    if narrow:
        canvas.text((0, y + LANE + 4), fit(line.says, canvas.width, 11.5), "muted", 11.5)
        return y + LANE + 18
    canvas.text((canvas.width, y + THEN), _change(line, say), "ink", 12, align="right", bold=line.is_certain)
    canvas.text((canvas.width, y + NOW), fit(line.says, SIDE - 6, 11), "muted", 11, align="right")
    return y + LANE


def _draw_marks(canvas: Canvas, line: MovedLine, scale: Scale, y: float) -> None:
    then, told, now = line.before.value, told_now(line), line.now.value
    if then is not None and told is not None:
        canvas.dashed((scale.at(then), y + THEN, scale.at(told), y + THEN), "peer", 1.4)
    if told is not None and now is not None:
        canvas.rule((scale.at(told), y + THEN, scale.at(now), y + NOW), "accent", 1.8)
        if told != then:
            canvas.dot((scale.at(told), y + THEN), "peer", 46, shape="diamond")
    if then is not None:
        canvas.dot((scale.at(then), y + THEN), "peer", 56, hollow=True)
    if now is not None:
        canvas.dot((scale.at(now), y + NOW), "accent", 60)


def _change(line: MovedLine, say: Words) -> str:
    return say("not known") if line.real is None else signed(line.real, say.language, 2)


def _more(data: ProgressPicture, say: Words) -> str:
    return say.choose("{n} more line stands in the table.", "{n} more lines stand in the table.", data.n_more)


def _how(say: Words) -> str:
    return say(
        "Open dot: last year as it was measured then. Diamond: last year by this year's figures and "
        "method; the dashed line to it is revision and method, and no progress. Blue dot: this year; the "
        "blue line to it is the real change. The bars are where each value lies in 90 per cent of the runs."
    )


def _alt(data: ProgressPicture, say: Words) -> str:
    parts = [
        say(
            "{name}: {before}, now {now}, {says}",
            name=line.name,
            before=interval(line.before, say.language, 2),
            now=interval(line.now, say.language, 2),
            says=line.says,
        )
        for line in data.lines
    ]
    return f"{say('How far the elements moved')}. {'; '.join(parts) or say('none')}."


def _table(data: ProgressPicture, say: Words) -> ChartTable:
    columns = (
        Column(say("Element")),
        Column(say("Score then"), "number", 2),
        Column(say("Score now"), "number", 2),
        Column(say("Real change"), "number", 2),
        Column(say("Revision and method"), "number", 2),
        Column(say("What the figures say")),
    )
    rows = tuple((x.name, x.before.value, x.now.value, x.real, x.apart, x.says) for x in data.lines)
    return ChartTable(columns, rows)
