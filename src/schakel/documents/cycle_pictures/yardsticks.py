# SPDX-License-Identifier: EUPL-1.2
"""Yardsticks as bars: from the start to the target, with where the way should be by now and the value."""

from dataclasses import dataclass

from schakel.documents.charts.canvas import Canvas, fit
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.charts.scales import Scale
from schakel.documents.formats import plain_number
from schakel.documents.messages import Words

ROW = 62.0


@dataclass(frozen=True, slots=True)
class YardstickBar:
    """A yardstick in the words of the reader; ``wanted`` is where the way is on the day of the value."""

    name: str
    unit: str
    baseline: float | None
    target: float
    wanted: float | None
    value: float | None
    says: str
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class YardstickBars:
    """The yardsticks of the picture."""

    bars: tuple[YardstickBar, ...]


def draw_yardsticks(data: YardstickBars, width: int, say: Words) -> Drawn:
    """Draw a bar for each yardstick, each on a scale of its own."""
    canvas = Canvas(width, height=4)
    for n, bar in enumerate(data.bars):
        _draw_way(canvas, bar, 4 + n * ROW)
    for bar in data.bars:
        _draw_marks(canvas, bar, canvas.height, say)
        canvas.height += ROW
    title = say("Target and value")
    how = say(
        "The pale bar runs from the start (or zero) to the target, the diamond. The thin line is where the "
        "agreed way should be by now, the blue dot where the value is. A dashed bar is proposed, not agreed. "
        "Every bar has a scale of its own."
    )
    return Drawn(canvas, title, how, _alt(data, say), _table(data, say))


def _start(bar: YardstickBar) -> float:
    return bar.baseline if bar.baseline is not None else 0.0


def _scale(bar: YardstickBar, width: int) -> Scale:
    ends = [v for v in (_start(bar), bar.target, bar.wanted, bar.value) if v is not None]
    low, high = min(ends), max(ends)
    pad = (high - low or abs(high) or 1.0) * 0.06
    return Scale(low - pad, high + pad, 6, width - 6)


def _draw_way(canvas: Canvas, bar: YardstickBar, top: float) -> None:
    """Draw the way from start to target; all ways come before all marks, which would lie below them."""
    scale = _scale(bar, canvas.width)
    left, right = sorted((scale.at(_start(bar)), scale.at(bar.target)))
    y = top + 30
    if bar.is_agreed:
        canvas.box((left, y - 8, right, y + 8), "step2")
    else:
        canvas.frame((left, y - 8, right, y + 8), "peer", 1, dash=True)


def _draw_marks(canvas: Canvas, bar: YardstickBar, top: float, say: Words) -> None:
    scale, y = _scale(bar, canvas.width), top + 30
    canvas.text((0, top + 9), fit(bar.name, canvas.width * 0.58, 12.5), "ink", 12.5, bold=True)
    said = fit(bar.says, canvas.width * 0.4, 11.5)
    canvas.text((canvas.width, top + 9), said, "muted", 11.5, align="right")
    if bar.wanted is not None:
        canvas.rule((scale.at(bar.wanted), y - 12, scale.at(bar.wanted), y + 12), "ink", 1.4)
    canvas.dot((scale.at(bar.target), y), "ink", 90, shape="diamond")
    if bar.value is not None:
        canvas.dot((scale.at(bar.value), y), "accent", 90)
    canvas.text((0, top + 50), fit(_numbers(bar, say), canvas.width, 11), "muted", 11)


def _numbers(bar: YardstickBar, say: Words) -> str:
    value = say("not known") if bar.value is None else plain_number(bar.value, say.language)
    target = plain_number(bar.target, say.language)
    return say("{value} of {target} {unit}", value=value, target=target, unit=bar.unit).strip()


def _alt(data: YardstickBars, say: Words) -> str:
    parts = [f"{bar.name}: {_numbers(bar, say)}, {bar.says}" for bar in data.bars]
    return f"{say('Target and value')}. {'; '.join(parts)}."


def _table(data: YardstickBars, say: Words) -> ChartTable:
    columns = (
        Column(say("Yardstick")),
        Column(say("Unit")),
        Column(say("Start"), "number"),
        Column(say("Target"), "number"),
        Column(say("Wanted by now"), "number"),
        Column(say("Value"), "number"),
        Column(say("Verdict")),
    )
    rows = tuple((b.name, b.unit, b.baseline, b.target, b.wanted, b.value, b.says) for b in data.bars)
    return ChartTable(columns, rows)
