# SPDX-License-Identifier: EUPL-1.2
"""Measured beside perceived: two panels with a scale of their own, never one number for both."""

from dataclasses import dataclass

from schakel.documents.charts.canvas import Canvas, fit
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.charts.scales import Scale
from schakel.documents.formats import number, percent
from schakel.documents.messages import Words

NARROW = 500
HEAD = 50.0


@dataclass(frozen=True, slots=True)
class GapDot:
    """An element: share of the regions that do less well, and mean score; ``None`` where not known.

    ``differs`` is true where the two orders disagree most.
    """

    name: str
    share: float | None
    low: float | None
    high: float | None
    mean: float | None
    n: int | None
    differs: bool


@dataclass(frozen=True, slots=True)
class GapPicture:
    """The elements in the order in which they are drawn."""

    dots: tuple[GapDot, ...]


def draw_gap(data: GapPicture, width: int, say: Words) -> Drawn:
    """Draw a row for each element: left what is measured, right what is perceived."""
    narrow = width < NARROW
    label = 0.0 if narrow else 180.0
    row = 46.0 if narrow else 32.0
    middle = label + (width - label) / 2
    left = Scale(0, 1, label + 8, middle - 24)
    right = Scale(1, 10, middle + 16, width - 30)
    canvas = Canvas(width, HEAD + row * len(data.dots) + 6)
    _draw_heads(canvas, left, right, say)
    for k, dot in enumerate(data.dots):
        top = HEAD + row * k
        canvas.rule((0, top, width, top), "grid")
        y = top + (32 if narrow else row / 2)
        room = width if narrow else label - 8
        canvas.text(
            (0, top + (13 if narrow else row / 2)), fit(dot.name, room, 12.5), "ink", 12.5, bold=dot.differs
        )
        _draw_measured(canvas, dot, y, left, say)
        _draw_perceived(canvas, dot, y, right, say)
    how = say(
        "Left: the share of the compared regions that do less well, with the bounds of the diagnosis. "
        "Right: the mean score from 1 to 10. The scales cannot be laid on each other; compare the order of "
        "the dots. "
        "Blue: figures and scores disagree most on where the element stands."
    )
    return Drawn(canvas, say("Measured beside perceived"), how, _alt(data, say), _table(data, say))


def _draw_heads(canvas: Canvas, left: Scale, right: Scale, say: Words) -> None:
    canvas.text((left.start, 9), say("measured"), "ink", 12, bold=True)
    canvas.text((right.start, 9), say("perceived"), "ink", 12, bold=True)
    bottom = canvas.height - 4
    for tick in (0.0, 0.5, 1.0):
        canvas.rule((left.at(tick), HEAD - 10, left.at(tick), bottom), "grid")
        canvas.text(
            (left.at(tick), 29),
            percent(tick, say.language),
            "muted",
            10.5,
            align="center" if tick else "left",
        )
    for score in (1, 5.5, 10):
        canvas.rule((right.at(score), HEAD - 10, right.at(score), bottom), "grid")
        text = number(score, say.language, 1 if score % 1 else 0)
        canvas.text((right.at(score), 29), text, "muted", 10.5, align="center")


def _draw_measured(canvas: Canvas, dot: GapDot, y: float, scale: Scale, say: Words) -> None:
    if dot.share is None:
        canvas.text((scale.start, y), say("not measured"), "muted", 11)
        return
    role = "accent" if dot.differs else "peer"
    if dot.low is not None and dot.high is not None:
        canvas.rule((scale.at(dot.low), y, scale.at(dot.high), y), role, 2.5, 0.55)
    canvas.dot((scale.at(dot.share), y), role, 70)


def _draw_perceived(canvas: Canvas, dot: GapDot, y: float, scale: Scale, say: Words) -> None:
    if dot.mean is None:
        canvas.text((scale.start, y), say("no score to show"), "muted", 11)
        return
    canvas.dot((scale.at(dot.mean), y), "accent" if dot.differs else "peer", 70, shape="diamond")
    canvas.text((scale.end + 28, y), number(dot.mean, say.language, 1), "ink", 11, align="right")


def _table(data: GapPicture, say: Words) -> ChartTable:
    columns = (
        Column(say("Element")),
        Column(say("Measured: share of regions that do less well"), "percent"),
        Column(say("Perceived: mean score"), "number", 1),
        Column(say("Answers"), "count"),
    )
    return ChartTable(columns, tuple((d.name, d.share, d.mean, d.n) for d in data.dots))


def _alt(data: GapPicture, say: Words) -> str:
    parts = []
    for dot in data.dots:
        measured = say("not measured")
        if dot.share is not None:
            measured = say("better than {share} of the regions", share=percent(dot.share, say.language))
        perceived = say("no score to show")
        if dot.mean is not None:
            perceived = say("score {mean}", mean=number(dot.mean, say.language, 1))
        parts.append(f"{dot.name}: {measured}, {perceived}")
    return say("Measured beside perceived, for each element.") + " " + "; ".join(parts) + "."
