# SPDX-License-Identifier: EUPL-1.2
"""Which strands of the helix take part in each initiative, and which lack."""

from dataclasses import dataclass

from schakel.documents.charts.canvas import Canvas, fit, wrap
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.formats import enumeration
from schakel.documents.messages import Words
from schakel.documents.programme_pictures.helix_words import helix_word
from schakel.programme.models import Helix

NARROW = 500
ROW = 28
MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class MixRow:
    """An initiative with the number of organisations of each strand, in the order of :class:`Helix`."""

    name: str
    counts: tuple[int, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MixDrawing:
    """The initiatives to draw, the least balanced first."""

    rows: tuple[MixRow, ...]


def draw_helix_mix(data: MixDrawing, width: int, say: Words) -> Drawn:
    """Draw a row for each initiative and a column for each strand; the area of a dot is the number."""
    narrow = width < NARROW
    names = 112 if narrow else 250
    step = (width - names) / len(Helix.values)
    rows = data.rows[:MOST_ROWS]
    head = 44
    canvas = Canvas(width, head + ROW * len(rows) + 8)
    for k, code in enumerate(Helix.values):
        for i, text in enumerate(wrap(helix_word(code, say), step - 2, 10, 3)):
            canvas.text((names + step * (k + 0.5), 8 + 12 * i), text, "muted", 10, align="center")
    for i, row in enumerate(rows):
        top = head + ROW * i
        canvas.rule((0, top, width, top), "grid")
        canvas.text((0, top + ROW / 2), fit(row.name, names - 8, 12), "ink", 12)
        for k, (code, n) in enumerate(zip(Helix.values, row.counts, strict=True)):
            _draw_count(canvas, (names + step * (k + 0.5), top + ROW / 2), n, code in row.missing)
    if len(data.rows) > MOST_ROWS:
        canvas.text((0, canvas.height + 4), _cut(data, say), "muted", 11)
        canvas.height += 16
    return Drawn(
        canvas, say("Who takes part in each initiative"), _how(say), _alt(data, say), _table(data, say)
    )


def _draw_count(canvas: Canvas, at: tuple[float, float], n: int, is_missing: bool) -> None:
    if n:
        canvas.dot((at[0] - 9, at[1]), "step4", 28 + 30 * min(n, 8))
        canvas.text((at[0] + 7, at[1]), str(n), "ink", 12)
    elif is_missing:
        canvas.rule((at[0] - 8, at[1], at[0] + 8, at[1]), "accent", 2.5)


def _how(say: Words) -> str:
    return say(
        "The number of organisations of each strand. A blue dash: this strand of the triple helix lacks. "
        "The least balanced initiatives come first."
    )


def _cut(data: MixDrawing, say: Words) -> str:
    return say("The first {n} of {total}; the table has all.", n=MOST_ROWS, total=len(data.rows))


def _alt(data: MixDrawing, say: Words) -> str:
    lacking = [row for row in data.rows if row.missing]
    parts = [
        say(
            "Of {total} initiatives {n} lack a strand of the triple helix.",
            total=len(data.rows),
            n=len(lacking),
        )
    ]
    for row in lacking[:5]:
        strands = enumeration([helix_word(code, say) for code in row.missing], say.language)
        parts.append(say("{initiative} lacks {strands}.", initiative=row.name, strands=strands))
    return " ".join(parts)


def _table(data: MixDrawing, say: Words) -> ChartTable:
    strands = (Column(helix_word(code, say), "count") for code in Helix.values)
    columns = (Column(say("Initiative")), *strands)
    return ChartTable(columns, tuple((row.name, *row.counts) for row in data.rows))
