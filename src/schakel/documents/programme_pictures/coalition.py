# SPDX-License-Identifier: EUPL-1.2
"""How the coalition grew: the partners at the end of each year by strand, who joined and who left."""

from dataclasses import dataclass

from schakel.documents.charts.canvas import Canvas, text_width
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.messages import Words
from schakel.documents.programme_pictures.helix_words import SHADES, helix_word
from schakel.programme.models import Helix

NARROW = 500
TALL = 150.0


@dataclass(frozen=True, slots=True)
class CoalitionBar:
    """A year: the partners at its end by strand (in the order of :class:`Helix`), joined and left."""

    year: int
    at_end: tuple[int, ...]
    joined: int
    left: int


@dataclass(frozen=True, slots=True)
class CoalitionDrawing:
    """The years to draw, oldest first."""

    bars: tuple[CoalitionBar, ...]


def draw_coalition(data: CoalitionDrawing, width: int, say: Words) -> Drawn:
    """Draw a bar for each year with what joined and left below it."""
    bars = data.bars[-6 if width < NARROW else -10 :]
    canvas = Canvas(width)
    side = text_width(say("who joined"), 11) + 12
    step = min((width - side) / max(len(bars), 1), 90.0)
    most = max((sum(bar.at_end) for bar in bars), default=1) or 1
    base = TALL + 22
    for i, bar in enumerate(bars):
        x = side + step * (i + 0.5)
        _draw_bar(canvas, bar, x, min(step * 0.55, 40.0), base, most)
        canvas.text((x, base + 12), str(bar.year), "ink", 11, align="center")
        canvas.text((x, base + 30), f"+{bar.joined}" if bar.joined else "–", "ink", 11, align="center")
        canvas.text((x, base + 46), f"−{bar.left}" if bar.left else "–", "ink", 11, align="center")
    canvas.rule((side, base, side + step * len(bars), base), "strip")
    canvas.text((0, base + 30), say("who joined"), "muted", 11)
    canvas.text((0, base + 46), say("who left"), "muted", 11)
    canvas.height = _draw_key(canvas, base + 72, say) + 2
    how = say("The height of a bar is the number of partners at the end of the year.")
    return Drawn(canvas, say("How the coalition grew"), how, _alt(data, say), _table(data, say))


def _draw_bar(canvas: Canvas, bar: CoalitionBar, x: float, wide: float, base: float, most: int) -> None:
    y = base
    for code, n in zip(Helix.values, bar.at_end, strict=True):
        tall = TALL * n / most
        if n:
            canvas.box((x - wide / 2, y - tall, x + wide / 2, y), SHADES[Helix(code)])
        y -= tall
    canvas.text((x, y - 9), str(sum(bar.at_end)), "ink", 12, align="center", bold=True)


def _draw_key(canvas: Canvas, y: float, say: Words) -> float:
    x = 0.0
    for code, shade in SHADES.items():
        word = helix_word(code, say)
        room = text_width(word, 11) + 32
        if x + room > canvas.width and x:
            x, y = 0.0, y + 18
        canvas.box((x, y - 5, x + 10, y + 5), shade)
        canvas.text((x + 15, y), word, "muted", 11)
        x += room
    return y + 12


def _alt(data: CoalitionDrawing, say: Words) -> str:
    if not data.bars:
        return say("No partners yet.")
    first, last = data.bars[0], data.bars[-1]
    return say(
        "At the end of {first} there were {n} partners, at the end of {last} {m}.",
        first=first.year,
        n=sum(first.at_end),
        last=last.year,
        m=sum(last.at_end),
    )


def _table(data: CoalitionDrawing, say: Words) -> ChartTable:
    columns = (
        Column(say("Year"), "year"),
        *(Column(helix_word(code, say), "count") for code in Helix.values),
        Column(say("who joined"), "count"),
        Column(say("who left"), "count"),
    )
    return ChartTable(columns, tuple((b.year, *b.at_end, b.joined, b.left) for b in data.bars))
