# SPDX-License-Identifier: EUPL-1.2
"""Which indicators move together, and which against each other."""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import Floats, Mask
from schakel.documents.charts.canvas import Canvas, fit, text_width, wrap
from schakel.documents.charts.chart import Chart, ChartTable, Column
from schakel.documents.charts.index_pictures.axes import SMALL, draw_key, row_label
from schakel.documents.charts.index_pictures.heat import FIFTHS, Cell, draw_cells, fill_of, level_of
from schakel.documents.charts.index_pictures.look import (
    ENGLISH,
    Look,
    PictureWords,
    finish_chart,
    plain,
    refuse_lengths,
)
from schakel.documents.formats import number

TOP, WIDEST, STAIR_ROOM = 46.0, 44.0, 96.0


def draw_correlations(
    coefficients: Floats,
    *,
    indicators: Sequence[str],
    others: Sequence[str] | None = None,
    groups: Sequence[str] | None = None,
    significant: Mask | None = None,
    look: Look = ENGLISH,
) -> Chart:
    """Draw correlations as shades: grey together, blue against each other; small where not significant.

    Between indicators themselves a triangle is drawn with the names along its edge; with ``others`` a
    block with a column each. Numbers are written where the cells are wide enough.

    Parameters
    ----------
    coefficients
        Between -1 and 1, shape (k, k), or (k, m) with ``others``; NaN is unknown and gets a dash.
    indicators, others
        Words for the rows, and for the columns where these are something else.
    groups
        Group of each indicator; indicators of a group that follow each other are outlined together.
    significant
        Which coefficients are significant, of the same shape; the others are drawn small. All by default.
    look
        Language, width and title.

    Raises
    ------
    WrongShape
        When the arrays do not fit.
    """
    say, k = look.say, len(indicators)
    shape = (k, k if others is None else len(others))
    refuse_lengths("coefficients", coefficients, shape)
    if significant is not None:
        refuse_lengths("significant", significant, shape)
    if groups is not None:
        refuse_lengths("groups", np.asarray(groups), (k,))
    sure = np.ones(shape, dtype=np.bool_) if significant is None else np.asarray(significant, dtype=np.bool_)
    how = say(
        "The stronger the shade, the stronger the relation; blue: the one is low where the other is high."
    )
    if significant is not None:
        how += " " + say("Small: may well be chance.")
    if others is None:
        how += " " + say(
            "The relations of an indicator stand left of its name and straight below its square."
        )
        canvas = _draw_triangle(coefficients, sure, indicators, groups, look)
    else:
        canvas = _draw_block(coefficients, sure, (indicators, others), groups, look)
    return finish_chart(
        "index-correlations",
        canvas,
        PictureWords(say("What moves together"), how, _alt(coefficients, sure, (indicators, others), look)),
        _table(coefficients, (indicators, others), groups, look),
        look,
    )


def _draw_triangle(
    values: Floats, sure: Mask, names: Sequence[str], groups: Sequence[str] | None, look: Look
) -> Canvas:
    k = len(names)
    rows = _runs(groups)
    group_room = look.label_room(g for _, _, g in rows) if rows and not look.narrow else 0.0
    room = min(max((text_width(n, 11) for n in names), default=40.0) + 8, 96.0 if look.narrow else 170.0)
    step = min((look.width - room - group_room - 8) / max(k, 1), WIDEST)
    left = group_room + (6 if group_room else 0)
    canvas = Canvas(look.width, height=TOP + step * k + 6)
    cells = []
    for i in range(k):
        for j in range(i):
            place = (left + step * j, TOP + step * i)
            cells.append(_cell(values[i, j], bool(sure[i, j]), place, step, look))
        x, y = left + step * i + 0.5, TOP + step * i + 0.5
        canvas.frame((x, y, x + step - 1, y + step - 1), "grid")
    draw_cells(canvas, cells, min(9.5, step * 0.34))
    _draw_legend(canvas, look)
    size = min(11.0, step * 0.98)
    for i, name in enumerate(names if size >= 6.5 else []):
        x = left + step * (i + 1) + 4
        canvas.text((x, TOP + step * (i + 0.5)), fit(name, look.width - x, size), "ink", size)
    for first, last, group in rows:
        top, bottom = TOP + step * first, TOP + step * (last + 1)
        x, x2 = left + step * first, left + step * (last + 1)
        canvas.rule((x, top, x, bottom), "ink", 1.4)
        canvas.rule((x, bottom, x2, bottom), "ink", 1.4)
        if group_room:
            canvas.text((group_room - 2, (top + bottom) / 2), fit(group, group_room - 4, 11), "muted", 11,
                        align="right")  # fmt: skip
        elif size < 6.5:
            canvas.text((x2 + 4, (top + bottom) / 2), fit(group, look.width - x2 - 4, 10.5), "ink", 10.5)
    return canvas


def _draw_block(
    values: Floats,
    sure: Mask,
    names: tuple[Sequence[str], Sequence[str]],
    groups: Sequence[str] | None,
    look: Look,
) -> Canvas:
    rows, columns = names
    room, m = look.label_room(rows), len(columns)
    step = min((look.width - room - 8) / max(m, 1), 96.0)
    stairs = any(text_width(word, SMALL) > step - 4 for name in columns for word in name.split())
    if stairs:
        step = min((look.width - room - 8 - STAIR_ROOM) / max(m, 1), 96.0)
    high = min(max(step, 9.0), 16.0)
    lines = m if stairs else max((len(wrap(c, step - 4, SMALL, 3)) for c in columns), default=1)
    top, left = TOP + 13 * lines, room + 8
    canvas = Canvas(look.width, height=top + high * len(rows) + 6)
    cells = [
        _cell(values[i, j], bool(sure[i, j]), (left + step * j, top + high * i), step, look, high)
        for i in range(len(rows))
        for j in range(m)
    ]
    for j, name in enumerate(columns):
        x = left + step * (j + 0.5)
        if stairs:
            y = top - 10 - 13 * (m - 1 - j)
            canvas.rule((x, y + 6, x, top - 1), "strip", 0.8)
            canvas.text((x - 3, y), fit(name, look.width - x + 2, SMALL), "ink", SMALL)
            continue
        head = wrap(name, step - 4, SMALL, 3)
        for line, text in enumerate(head):
            canvas.text((x, top - 10 - 13 * (len(head) - 1 - line)), text, "muted", SMALL, align="center")
    draw_cells(canvas, cells, 9.5)
    _draw_legend(canvas, look)
    for i, name in enumerate(rows):
        row_label(canvas, (room, top + high * (i + 0.5)), name, room - 2, named=False)
    for first, _, _ in _runs(groups)[1:]:
        y = top + high * first
        canvas.rule((0, y, left + step * m, y), "ink", 1)
    return canvas


def _cell(
    value: float, sure: bool, place: tuple[float, float], step: float, look: Look, high: float | None = None
) -> Cell:
    x, y = place
    tall = step if high is None else high
    level = level_of(abs(float(value)), FIFTHS)
    level = -level if level is not None and value < 0 else level
    wide, room = step - 1, tall - 1
    if not sure and level is not None:
        wide, room = wide * 0.45, room * 0.45
    text = number(value, look.language, 2) if sure and step >= 25 and tall >= 13 else ""
    middle = (x + step / 2, y + tall / 2)
    corners = (middle[0] - wide / 2, middle[1] - room / 2, middle[0] + wide / 2, middle[1] + room / 2)
    return Cell(corners, level, text)


def _draw_legend(canvas: Canvas, look: Look) -> None:
    bounds = [number(b, look.language, 1) for b in (*FIFTHS, 1.0)]
    lines = (look.say("together"), look.say("against each other"))
    left = max(text_width(words, SMALL) for words in lines) + 10
    for line, (words, sign) in enumerate(zip(lines, (1, -1), strict=True)):
        entries = [(f"{bounds[k]}–{bounds[k + 1]}", *fill_of(sign * (k + 1))) for k in range(5)]
        if look.narrow:
            entries = [(e[0] if k in (0, 4) else "", *e[1:]) for k, e in enumerate(entries)]
        canvas.text((0, 8 + 17 * line), words, "muted", SMALL)
        draw_key(canvas, entries, 17 * line, look.width, left=left)


def _runs(groups: Sequence[str] | None) -> list[tuple[int, int, str]]:
    """Return first and last place and name of each stretch of one group."""
    found: list[tuple[int, int, str]] = []
    for i, group in enumerate(groups or ()):
        if found and found[-1][2] == group:
            found[-1] = (found[-1][0], i, group)
        else:
            found.append((i, i, group))
    return found


def _alt(values: Floats, sure: Mask, names: tuple[Sequence[str], Sequence[str] | None], look: Look) -> str:
    say = look.say
    rows, columns = names[0], names[1] if names[1] is not None else names[0]
    counted = np.tril(np.ones(values.shape, dtype=np.bool_), -1) if names[1] is None else True
    known = np.isfinite(values) & counted
    cells = np.where(known, values, np.nan)
    found = [
        say.choose("Correlations of {n} pair.", "Correlations of {n} pairs.", int(known.sum())),
        say("Negative: {low}; above {bound}: {high}.", low=int((cells < 0).sum()),
            high=int((cells > 0.8).sum()), bound=number(0.8, look.language, 1)),
    ]  # fmt: skip
    if known.any():
        for words, place in (
            (say("Strongest together"), int(np.nanargmax(cells))),
            (say("Strongest against each other"), int(np.nanargmin(cells))),
        ):
            i, j = divmod(place, cells.shape[1])
            if place == int(np.nanargmax(cells)) or cells[i, j] < 0:
                found.append(f"{words}: {rows[i]} – {columns[j]} {number(cells[i, j], look.language, 2)}.")
    n_unsure = int((known & ~sure).sum())
    if n_unsure:
        found.append(say("{n} may be chance.", n=n_unsure))
    return " ".join(found)


def _table(
    values: Floats,
    names: tuple[Sequence[str], Sequence[str] | None],
    groups: Sequence[str] | None,
    look: Look,
) -> ChartTable:
    say = look.say
    rows, columns = names[0], names[1] if names[1] is not None else names[0]
    heads = [Column(say("Indicator")), *([Column(say("Group"))] if groups is not None else [])]
    heads += [Column(name, "number", 2) for name in columns]
    cells = tuple(
        (rows[i], *([groups[i]] if groups is not None else []), *(plain(v) for v in values[i]))
        for i in range(len(rows))
    )
    return ChartTable(tuple(heads), cells)
