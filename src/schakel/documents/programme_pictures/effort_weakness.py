# SPDX-License-Identifier: EUPL-1.2
"""How much of the effort goes to each element, beside how probably it is the weakest link."""

from dataclasses import dataclass

from schakel.documents.charts.canvas import Canvas, fit
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.charts.scales import Scale
from schakel.documents.formats import percent, short_probability
from schakel.documents.messages import Words

NARROW = 500


@dataclass(frozen=True, slots=True)
class EffortBar:
    """An element: the probability that it is the weakest, and its share of the effort; ``None`` unknown."""

    name: str
    is_weak: bool
    probability: float | None
    share: float | None


@dataclass(frozen=True, slots=True)
class EffortPicture:
    """The elements; ``measure`` is "work" (initiatives and activities), "hours" or "money"."""

    measure: str
    bars: tuple[EffortBar, ...]


def draw_effort_weakness(data: EffortPicture, width: int, say: Words) -> Drawn:
    """Draw two bars for each element: above how weak it may be, below its share of the effort."""
    narrow = width < NARROW
    label = 0.0 if narrow else 178.0
    row = 54.0 if narrow else 40.0
    bars = sorted(data.bars, key=lambda b: -(b.probability if b.probability is not None else -1.0))
    canvas = Canvas(width, height=26 + row * len(bars))
    scale = Scale(0, 1, label, width - 150)
    for tick in (0.0, 0.5, 1.0):
        x = scale.at(tick)
        canvas.rule((x, 18, x, canvas.height - 4), "grid")
        canvas.text(
            (x, 8), percent(tick, say.language), "muted", 10.5, align="left" if not tick else "center"
        )
    for i, bar in enumerate(bars):
        _draw_bar(canvas, bar, 26 + row * i, scale, narrow, say)
    how = say(
        "Upper bar: the highest probability in any comparison that the element is the weakest link. Lower "
        "bar: the share of {what} that (also) serves the element; shares add up to more than 100%.",
        what=measure_words(data.measure, say),
    )
    title = say("Effort beside weakness")
    return Drawn(canvas, title, how, _alt(bars, say), _table(data, bars, say))


def _draw_bar(canvas: Canvas, bar: EffortBar, top: float, scale: Scale, narrow: bool, say: Words) -> None:
    room = canvas.width if narrow else scale.start
    name = fit(bar.name, room - 10, 12.5)
    canvas.text((0, top + (7 if narrow else 14)), name, "ink", 12.5, bold=bar.is_weak)
    y = top + (17 if narrow else 4)
    weak = "accent" if bar.is_weak else "strip"
    chance = say("not measured")
    if bar.probability is not None:
        chance = say("weakest {share}", share=short_probability(bar.probability, say.language))
    parts = (
        (bar.probability, weak, chance),
        (bar.share, "step5", say("effort {share}", share=percent(bar.share, say.language))),
    )
    for offset, (value, role, text) in zip((0, 14), parts, strict=True):
        if value is None:
            canvas.frame((scale.start + 0.5, y + offset, scale.end, y + offset + 10), "strip", 1, dash=True)
        else:
            end = max(scale.at(value), scale.start + 1)
            canvas.box((scale.start, y + offset, end, y + offset + 10), role)
        canvas.text((scale.end + 8, y + offset + 5), text, "ink" if value else "muted", 10.5)


def measure_words(measure: str, say: Words) -> str:
    """Return what the effort is counted in."""
    words = {
        "work": say("all initiatives and activities"),
        "hours": say("all planned hours"),
        "money": say("all money granted"),
    }
    return words[measure]


def _table(data: EffortPicture, bars: list[EffortBar], say: Words) -> ChartTable:
    columns = (
        Column(say("Element")),
        Column(say("Weakest"), "probability"),
        Column(say("Share of {what}", what=measure_words(data.measure, say)), "percent"),
    )
    return ChartTable(columns, tuple((b.name, b.probability, b.share) for b in bars))


def _alt(bars: list[EffortBar], say: Words) -> str:
    parts = [
        say(
            "{element}: weakest link {probability}, effort {share}",
            element=b.name,
            probability=short_probability(b.probability, say.language),
            share=percent(b.share, say.language),
        )
        for b in bars
    ]
    return say("Effort beside weakness, for each element.") + " " + "; ".join(parts) + "."
