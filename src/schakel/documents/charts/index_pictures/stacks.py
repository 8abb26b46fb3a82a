# SPDX-License-Identifier: EUPL-1.2
"""Stacked bars, one row per unit, to both sides of zero."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import Floats, WrongShape
from schakel.documents.charts.canvas import Canvas, text_width
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.index_pictures.axes import axis_across, draw_key, row_label
from schakel.documents.charts.index_pictures.look import Look, places_of, plain, refuse_lengths
from schakel.documents.charts.scales import Scale
from schakel.documents.formats import number, signed

ROW, GAP, BAR, MOST, NEIGHBOURS = 18.0, 14.0, 6.5, 40, 2
GREYS = {
    1: ("step4",),
    2: ("step5", "step3"),
    3: ("step5", "step4", "step2"),
    4: ("step5", "step4", "step3", "step2"),
}
MANY = ("step5", "step3", "step4", "step2")
TINTS = {"step5": 1.0, "step4": 0.72, "step3": 0.46, "step2": 0.24}


@dataclass(frozen=True, slots=True)
class Stacks:
    """Parts of a number per unit, in order.

    Attributes
    ----------
    names
        Of the parts.
    parts
        Shape (n_units, k_parts); NaN where unknown.
    totals
        Sum of the known parts, shape (n_units,); NaN where none is known.
    units, named
        Words for the units, and the places of those to point out.
    order
        Places of the units from the highest total down, those without one last.
    """

    names: tuple[str, ...]
    parts: Floats
    totals: Floats
    units: tuple[str, ...]
    named: frozenset[int]
    order: tuple[int, ...]


def stack_parts(parts: Mapping[str, Floats], *, units: Sequence[str], named: Sequence[str]) -> Stacks:
    """Put parts together.

    Raises
    ------
    WrongShape, NotInPicture
        When there are no parts, one does not have a number per unit, or a named unit is not there.
    """
    if not parts:
        raise WrongShape(name="parts", found="(0,)", expected="(1 or more)")
    for name, values in parts.items():
        refuse_lengths(name, values, (len(units),))
    cells = np.stack([np.asarray(v, dtype=np.float64) for v in parts.values()], axis=-1)
    known = np.isfinite(cells)
    totals = np.where(known.any(axis=-1), np.where(known, cells, 0.0).sum(axis=-1), np.nan)
    order = np.argsort(np.where(np.isfinite(totals), -totals, np.inf), kind="stable")
    return Stacks(
        tuple(parts), cells, totals, tuple(units), frozenset(places_of(named, units)), tuple(order.tolist())
    )


def shown_rows(stacks: Stacks) -> list[int | None]:
    """Return the units to draw, at most about 40: both ends and those around the named ones.

    ``None`` stands for units that are left out.
    """
    n = len(stacks.order)
    if n <= MOST:
        return list(stacks.order)
    spots = [k for k, unit in enumerate(stacks.order) if unit in stacks.named]
    around = NEIGHBOURS if len(spots) * (2 * NEIGHBOURS + 1) <= MOST // 2 else 0
    near = {k for spot in spots for k in range(max(spot - around, 0), min(spot + around + 1, n))}
    ends = next(e for e in range(MOST // 2, 2, -1) if e == 3 or len(_both_ends(n, e) | near) <= MOST)
    rows: list[int | None] = []
    kept = _both_ends(n, ends) | near
    for k in sorted(kept):
        if rows and k - 1 not in kept:
            rows.append(None)
        rows.append(stacks.order[k])
    return rows


def _both_ends(n: int, size: int) -> set[int]:
    return {*range(size), *range(n - size, n)}


def draw_stacks(stacks: Stacks, look: Look, *, differences: bool) -> Canvas:
    """Draw the rows with a key; ``differences`` writes totals with their sign and marks them with a dot."""
    rows = shown_rows(stacks)
    drawn = [row for row in rows if row is not None]
    room = look.label_room(stacks.units[unit] for unit in drawn)
    key = _key(stacks.names)
    top = draw_key(Canvas(look.width), key, 0, look.width) + 22
    texts = {unit: _total(stacks.totals[unit], look, stacks, differences) for unit in drawn}
    value_room = max((text_width(text, 11.6) for text in texts.values()), default=0.0)
    scale = Scale(*_reach(stacks, drawn), room + 8, look.width - value_room - 12)
    heights = [ROW if row is not None else GAP for row in rows]
    canvas = Canvas(look.width, height=top + sum(heights) + 6)
    axis_across(canvas, scale, (top - 4, canvas.height - 4), look.language, count=3 if look.narrow else 5)
    draw_key(canvas, key, 0, look.width)
    middles = [top + sum(heights[:spot]) + heights[spot] / 2 for spot in range(len(rows))]
    for row, y in zip(rows, middles, strict=True):
        if row is not None:
            _draw_bar(canvas, stacks, row, (y, scale))
    canvas.rule((scale.at(0), top - 2, scale.at(0), canvas.height - 4), "muted")
    for spot, (row, y) in enumerate(zip(rows, middles, strict=True)):
        if row is None:
            _write_gap(canvas, stacks, (rows, spot), (scale.start + 6, y), look)
            continue
        named, total = row in stacks.named, stacks.totals[row]
        row_label(canvas, (room, y), stacks.units[row], room - 2, named=named)
        if len(stacks.names) > 4 and (named or spot == 0):
            _number_pieces(canvas, stacks, row, (y, scale))
        if differences and np.isfinite(total):
            canvas.dot((scale.at(total), y), "ink", 34, hollow=True, shape="diamond")
        role = "accent" if named else "ink"
        canvas.text((look.width, y), texts[row], role, 11, align="right", bold=named)
    return canvas


def _key(names: Sequence[str]) -> list[tuple[str, str, float]]:
    words = [f"{k + 1} {name}" for k, name in enumerate(names)] if len(names) > 4 else names
    return [(word, role, 1.0) for word, role in zip(words, roles_of(len(names)), strict=True)]


def _write_gap(
    canvas: Canvas,
    stacks: Stacks,
    place: tuple[list[int | None], int],
    at: tuple[float, float],
    look: Look,
) -> None:
    rows, spot = place
    before = next(row for row in reversed(rows[:spot]) if row is not None)
    after = next(row for row in rows[spot + 1 :] if row is not None)
    left_out = stacks.order.index(after) - stacks.order.index(before) - 1
    text = look.say.choose("{n} unit not shown", "{n} units not shown", left_out)
    canvas.text(at, text, "muted", 9.5)


def roles_of(k: int) -> tuple[str, ...]:
    """Return a shade per part; with more than four they alternate dark and light."""
    return GREYS[k] if k in GREYS else tuple(MANY[i % 4] for i in range(k))


def _reach(stacks: Stacks, drawn: Sequence[int]) -> tuple[float, float]:
    cells = stacks.parts[list(drawn)]
    cells = np.where(np.isfinite(cells), cells, 0.0)
    low = float(np.where(cells < 0, cells, 0.0).sum(axis=-1).min(initial=0.0))
    high = float(np.where(cells > 0, cells, 0.0).sum(axis=-1).max(initial=0.0))
    return (low, high) if high > low else (0.0, 1.0)


def _pieces(stacks: Stacks, unit: int, scale: Scale) -> Iterator[tuple[int, float, float]]:
    """Return number, begin and end in pixels of every piece of a bar."""
    ends = {True: 0.0, False: 0.0}
    for k, value in enumerate(stacks.parts[unit]):
        if not np.isfinite(value) or value == 0:
            continue
        start = ends[value > 0]
        ends[value > 0] = start + float(value)
        low, high = sorted((scale.at(start), scale.at(start + float(value))))
        yield k, low, high


def _draw_bar(canvas: Canvas, stacks: Stacks, unit: int, place: tuple[float, Scale]) -> None:
    y, scale = place
    if not np.isfinite(stacks.totals[unit]):
        canvas.frame((scale.at(0), y - BAR, scale.end, y + BAR), "strip", 1, dash=True)
        return
    roles, named = roles_of(len(stacks.names)), unit in stacks.named
    for k, low, high in _pieces(stacks, unit, scale):
        gap = 0.5 if high - low > 2 else 0.0
        corners = (low + gap, y - BAR, high - gap, y + BAR)
        if named:
            canvas.box(corners, "paper")
        canvas.box(corners, "accent" if named else roles[k], TINTS[roles[k]] if named else 1.0)


def _number_pieces(canvas: Canvas, stacks: Stacks, unit: int, place: tuple[float, Scale]) -> None:
    y, scale = place
    roles = roles_of(len(stacks.names))
    for k, low, high in _pieces(stacks, unit, scale):
        if high - low > 13:
            ink = "on_deep" if roles[k] in ("step5", "step4") else "on_pale"
            canvas.text(((low + high) / 2, y), str(k + 1), ink, 9, align="center")


def _total(value: float, look: Look, stacks: Stacks, differences: bool) -> str:
    most = float(np.nanmax(np.abs(stacks.totals), initial=0.0)) if np.isfinite(stacks.totals).any() else 0.0
    decimals = 0 if most >= 1000 else 1 if most >= 20 else 2 if most >= 0.5 else 3
    return (signed if differences else number)(value, look.language, decimals)


def stacks_table(stacks: Stacks, total: str, look: Look) -> ChartTable:
    """Return all units from the highest total down, with their parts."""
    columns = (
        Column(look.say("Unit")),
        Column(total, "number"),
        *(Column(n, "number") for n in stacks.names),
    )
    rows = tuple(
        (stacks.units[unit], plain(stacks.totals[unit]), *(plain(v) for v in stacks.parts[unit]))
        for unit in stacks.order
    )
    return ChartTable(columns, rows)


def told_units(stacks: Stacks) -> list[int]:
    """Return the units that the words tell about: the named ones, otherwise the first and the last."""
    known = [unit for unit in stacks.order if np.isfinite(stacks.totals[unit])]
    named = [unit for unit in stacks.order if unit in stacks.named]
    return named or list(dict.fromkeys(known[:1] + known[-1:]))
