# SPDX-License-Identifier: EUPL-1.2
"""Ranks with their bounds: named rows for few units, a diagonal strip for many."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import Floats
from schakel.documents.charts.canvas import Canvas, fit, text_width
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.index_pictures.axes import SMALL, row_label
from schakel.documents.charts.index_pictures.look import Look, places_of, plain, refuse_lengths
from schakel.documents.charts.scales import Scale, round_ticks
from schakel.documents.formats import span

FEW, ROW, MOST_WORDS = 60, 15.0, 8


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """A unit with its rank and bounds; ``None`` is unknown."""

    name: str
    rank: float
    low: float | None
    high: float | None
    group: int | None
    named: bool

    def in_words(self, language: str) -> str:
        """Return the rank with its bounds: "12 (9–17)"."""
        bounds = "" if self.low is None else f" ({span(self.low, self.high, language)})"
        return f"{self.rank:.0f}{bounds}"


def ranked_units(
    ranks: Floats,
    bounds: tuple[Floats, Floats],
    *,
    units: Sequence[str],
    named: Sequence[str],
    groups: Sequence[int] | None,
) -> tuple[list[RankedUnit], list[str]]:
    """Return the units from the first place down, and the names of those without a rank.

    Raises
    ------
    WrongShape, NotInPicture
        When the arrays do not fit, or a named unit is not there.
    """
    n = len(units)
    for name, array in (("ranks", ranks), ("low", bounds[0]), ("high", bounds[1])):
        refuse_lengths(name, array, (n,))
    if groups is not None:
        refuse_lengths("groups", np.asarray(groups), (n,))
    marked = set(places_of(named, units))
    rows = []
    for i in np.argsort(ranks, kind="stable").tolist():
        if np.isfinite(ranks[i]):
            low, high = plain(bounds[0][i]), plain(bounds[1][i])
            known = low is not None and high is not None
            group = None if groups is None else int(groups[i])
            rows.append(
                RankedUnit(
                    units[i], float(ranks[i]), low if known else None, high if known else None,
                    group, i in marked,
                )
            )  # fmt: skip
    return rows, [unit for unit, rank in zip(units, ranks, strict=True) if not np.isfinite(rank)]


def draw_strip(rows: list[RankedUnit], without: list[str], look: Look, *, as_sets: bool) -> Canvas:
    """Draw the units as rows, or as a diagonal when there are more than 60."""
    return (_draw_rows if len(rows) <= FEW else _draw_diagonal)(rows, without, look, as_sets)


def _draw_rows(rows: list[RankedUnit], without: list[str], look: Look, as_sets: bool) -> Canvas:
    room, top = look.label_room(row.name for row in rows), 24.0
    last = max([2.0, len(rows), *(r.high for r in rows if r.high is not None)])
    values = [row.in_words(look.language) for row in rows]
    value_room = 12 + max((text_width(v, 11) * 1.06 for v in values), default=0)
    scale = Scale(1, last, room + 10, look.width - value_room - 8)
    canvas = Canvas(look.width, height=top + ROW * len(rows) + 6)
    _shade_rows(canvas, rows, top)
    for tick in _places(last):
        canvas.rule((scale.at(tick), 17, scale.at(tick), canvas.height - 6), "grid")
        canvas.text((scale.at(tick), 8), str(tick), "muted", SMALL, align="center")
    for i, row in enumerate(rows):
        y, role = top + ROW * (i + 0.5), "accent" if row.named else "peer"
        row_label(canvas, (room, y), row.name, room - 4, named=row.named)
        if row.low is not None and row.high is not None:
            low, high = scale.at(row.low), scale.at(row.high)
            if as_sets:
                canvas.box((low - 4, y - 4, high + 4, y + 4), "accent_soft" if row.named else "step2")
            else:
                canvas.rule((low, y, high, y), role, 3.2 if row.named else 2)
        canvas.dot((scale.at(row.rank), y), role, 52 if row.named else 22)
        canvas.text((look.width, y), values[i], "accent" if row.named else "muted", 11, align="right",
                    bold=row.named)  # fmt: skip
    _write_without(canvas, without, look)
    return canvas


def _places(last: float) -> list[int]:
    """Return the ranks to write at the axis: the first and round ones."""
    return [1, *(round(tick) for tick in round_ticks(0, last, 6) if tick >= 2 and tick == round(tick))]


def _shade_rows(canvas: Canvas, rows: list[RankedUnit], top: float) -> None:
    for k, (first, last) in enumerate(_runs(rows)):
        if k % 2 == 0:
            canvas.box((0, top + ROW * first, canvas.width, top + ROW * (last + 1)), "step1")


def _runs(rows: list[RankedUnit]) -> list[tuple[int, int]]:
    """Return first and last row of each stretch of units that share a group."""
    found: list[tuple[int, int]] = []
    for i, row in enumerate(rows):
        if row.group is None:
            continue
        if found and rows[i - 1].group == row.group and found[-1][1] == i - 1:
            found[-1] = (found[-1][0], i)
        else:
            found.append((i, i))
    return found


def _draw_diagonal(rows: list[RankedUnit], without: list[str], look: Look, as_sets: bool) -> Canvas:
    n, height = len(rows), 330 if look.narrow else 400
    across, down = Scale(0, n - 1, 36, look.width - 8), Scale(1, n, 14, height - 24)
    canvas = Canvas(look.width, height=height)
    half = (across.at(1) - across.at(0)) / 2
    for k, (first, last) in enumerate(_runs(rows)):
        if k % 2 == 0:
            canvas.box((across.at(first) - half, 8, across.at(last) + half, height - 20), "step1")
    for tick in _places(n):
        canvas.rule((30, down.at(tick), look.width, down.at(tick)), "grid")
        canvas.text((25, down.at(tick)), str(tick), "muted", SMALL, align="right")
    for i, row in enumerate(rows):
        if row.low is None or row.high is None or row.named:
            continue
        ends = (across.at(i), down.at(row.low), across.at(i), down.at(row.high))
        canvas.rule(ends, "step3" if as_sets else "strip", max(1.0, half * (2 if as_sets else 1.24)), 0.75)
    canvas.path([(across.at(i), down.at(row.rank)) for i, row in enumerate(rows)], "ink", 1.2)
    caption = look.say("All {n} units, from the first place on the left to the last on the right", n=n)
    canvas.text((36, height - 8), fit(caption, look.width - 42, SMALL), "muted", SMALL)
    _label_named(canvas, rows, (across, down), look)
    _write_without(canvas, without, look)
    return canvas


def _label_named(canvas: Canvas, rows: list[RankedUnit], scales: tuple[Scale, Scale], look: Look) -> None:
    """Write the named units in the empty corners: above the strip on the right, below it on the left.

    The outermost is furthest away, so that no line crosses a label. Of very many only some get words.
    """
    across, down = scales
    half = len(rows) / 2
    left = [i for i, row in enumerate(rows) if row.named and i <= half]
    right = [i for i, row in enumerate(rows) if row.named and i > half][::-1]
    for i in [*left[MOST_WORDS:], *right[MOST_WORDS:]]:
        ends = tuple(down.at(rows[i].rank if v is None else v) for v in (rows[i].low, rows[i].high))
        canvas.rule((across.at(i), ends[0], across.at(i), ends[1]), "accent", 2)
    for count, i in enumerate(left[:MOST_WORDS]):
        _label_one(canvas, rows, i, scales, (down.end - 10 - 19 * count, look.language))
    for count, i in enumerate(right[:MOST_WORDS]):
        _label_one(canvas, rows, i, scales, (down.start + 10 + 19 * count, look.language))


def _label_one(
    canvas: Canvas, rows: list[RankedUnit], i: int, scales: tuple[Scale, Scale], place: tuple[float, str]
) -> None:
    across, down = scales
    y, language = place
    row, on_right, x = rows[i], i > len(rows) / 2, across.at(i)
    low, high = (down.at(row.rank if v is None else v) for v in (row.low, row.high))
    canvas.rule((x, low, x, high), "accent", 3.2)
    canvas.rule((x, y + 8 if on_right else y - 8, x, low if on_right else high), "accent", 0.8, 0.6)
    canvas.dot((x, down.at(row.rank)), "accent", 52)
    value = row.in_words(language)
    room = _room_beside(rows, i, scales, y) - text_width(value, 12.5) - 14
    label = f"{fit(row.name, max(min(room, canvas.width * 0.4), 30.0), 12.5)}: {value}"
    wide = text_width(label, 12.3)
    ends = (x - 1 - wide, x + 6) if on_right else (x - 6, x + 1 + wide)
    canvas.box((ends[0], y - 8, ends[1], y + 8), "paper")
    canvas.text(
        (x + 4 if on_right else x - 4, y),
        label,
        "accent",
        12,
        align="right" if on_right else "left",
        bold=True,
    )


def _room_beside(rows: list[RankedUnit], i: int, scales: tuple[Scale, Scale], y: float) -> float:
    """Return the pixels from a unit to where the strip comes down (or up) to a height."""
    across, down = scales
    if i > len(rows) / 2:
        hit = next((k for k in range(i - 1, -1, -1) if down.at(rows[k].high or rows[k].rank) >= y - 8
                    and down.at(rows[k].low or rows[k].rank) <= y + 8), None)  # fmt: skip
        return across.at(i) - (across.start if hit is None else across.at(hit) + 6)
    hit = next((k for k in range(i + 1, len(rows)) if down.at(rows[k].high or rows[k].rank) >= y - 8), None)
    return (across.end if hit is None else across.at(hit) - 6) - across.at(i)


def _write_without(canvas: Canvas, without: list[str], look: Look) -> None:
    if without:
        text = look.say("Without a rank: {units}", units=", ".join(without))
        canvas.text((0, canvas.height + 8), fit(text, look.width - 4, SMALL), "muted", SMALL)
        canvas.height += 18


def strip_table(rows: list[RankedUnit], without: list[str], look: Look) -> ChartTable:
    """Return every unit with its rank and bounds."""
    say = look.say
    grouped = any(row.group is not None for row in rows)
    columns = [Column(say("Unit")), Column(say("Rank"), "rank")]
    columns += [Column(say("Rank from"), "number"), Column(say("Rank to"), "number")]
    columns += [Column(say("Group"), "rank")] if grouped else []
    cells = [(r.name, r.rank, r.low, r.high, *([r.group] if grouped else [])) for r in rows]
    cells += [(unit, None, None, None, *([None] if grouped else [])) for unit in without]
    return ChartTable(tuple(columns), tuple(cells))


def strip_words(rows: list[RankedUnit], without: list[str], look: Look) -> str:
    """Say where the named units stand (or the first three), and how wide the bounds are."""
    say = look.say
    told = [row for row in rows if row.named] or rows[:3]
    parts = "; ".join(f"{row.name} {row.in_words(look.language)}" for row in told)
    known = [(row.high - row.low, row) for row in rows if row.low is not None and row.high is not None]
    sentences = [f"{parts}."] if parts else []
    if known:
        width, widest = max(known, key=lambda pair: pair[0])
        middle = float(np.median([w for w, _ in known]))
        text = say(
            "In places, the bounds lie {middle} apart for the unit in the middle and {width} apart for "
            "{unit}, where they are widest.",
            middle=f"{middle:.0f}",
            width=f"{width:.0f}",
            unit=widest.name,
        )
        sentences.append(text)
    if without:
        sentences.append(say("Without a rank: {units}", units=", ".join(without)) + ".")
    return " ".join(sentences)
