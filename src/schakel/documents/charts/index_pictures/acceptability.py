# SPDX-License-Identifier: EUPL-1.2
"""How often each unit takes each rank, as shades."""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import Floats
from schakel.documents.charts.canvas import Canvas
from schakel.documents.charts.chart import Chart, ChartTable, Column
from schakel.documents.charts.index_pictures.axes import SMALL, draw_key, row_label
from schakel.documents.charts.index_pictures.heat import Cell, bins_of, draw_cells, key_of, level_of
from schakel.documents.charts.index_pictures.look import (
    ENGLISH,
    Look,
    PictureWords,
    finish_chart,
    places_of,
    plain,
    refuse_lengths,
)
from schakel.documents.formats import percent, probability, short_probability

FEW, ROW, TOP = 60, 15.0, 48.0
BOUNDS = (0.0, 0.01, 0.05, 0.2, 0.5)


def draw_acceptability(
    acceptability: Floats, *, units: Sequence[str], named: Sequence[str] = (), look: Look = ENGLISH
) -> Chart:
    """Draw a row of shades per unit: the darker, the more often the unit takes that rank.

    Of more than 60 units the named ones keep a row of their own; the others are taken together in rows of
    equal size, and ranks in columns of equal size.

    Parameters
    ----------
    acceptability
        Share of the draws per unit and rank, shape (n_units, n_ranks), as from
        ``measure_rank_acceptability``; a unit that is never ranked has NaN.
    units, named
        Words for all units, and those to point out.
    look
        Language, width and title.

    Raises
    ------
    WrongShape, NotInPicture
        When the shares do not fit, or a named unit is not there.
    """
    say = look.say
    refuse_lengths("acceptability", acceptability, (len(units), None))
    marked = places_of(named, units)
    expected = acceptability @ np.arange(1, acceptability.shape[1] + 1)
    order = [int(i) for i in np.argsort(np.where(np.isfinite(expected), expected, np.inf), kind="stable")]
    how = say(
        "The stronger the shade, the more often the unit takes that rank when the weights are drawn; the "
        "units are in order of their mean rank. A dash is a unit that is never ranked."
    )
    return finish_chart(
        "index-acceptability",
        _draw(acceptability, units, (marked, order), look),
        PictureWords(say("How often each unit takes each rank"), how,
                     _alt(acceptability, units, marked or order[:3], look)),
        _table(acceptability, units, order, look),
        look,
    )  # fmt: skip


def _draw(shares: Floats, units: Sequence[str], places: tuple[list[int], list[int]], look: Look) -> Canvas:
    named, order = places
    rows = _rows(units, named, order, look)
    room = look.label_room(label for label, _, _ in rows)
    columns = bins_of(shares.shape[1], 60 if not look.narrow else 40)
    step = (look.width - room - 10) / len(columns)
    pixels = min(step, 46.0)
    canvas = Canvas(look.width, height=TOP + sum(ROW + gap for _, _, gap in rows) + 4)
    _head(canvas, columns, room + 8, pixels)
    y, cells, framed = TOP, [], []
    for label, members, gap in rows:
        y += gap
        is_named = len(members) == 1 and members[0] in named
        row_label(canvas, (room, y + ROW / 2), label, room - 2, named=is_named)
        for k, (first, last) in enumerate(columns):
            x = room + 8 + k * pixels
            share = float(shares[members, first:last].sum(axis=1).mean())
            corners = (x + 0.5, y + 0.5, x + pixels - 0.5, y + ROW - 0.5)
            wide = pixels >= 24 and share >= 0.005
            text = short_probability(share, look.language) if wide else ""
            if np.isfinite(share) or k == 0:
                cells.append(Cell(corners, level_of(share, BOUNDS), text))
        if is_named:
            framed.append((room + 8, y, room + 8 + pixels * len(columns), y + ROW))
        y += ROW
    draw_cells(canvas, cells, 8.5)
    draw_key(canvas, key_of(BOUNDS, look.language), 0, look.width)
    for corners in framed:
        canvas.frame(corners, "accent", 1.4)
    return canvas


def _rows(
    units: Sequence[str], named: list[int], order: list[int], look: Look
) -> list[tuple[str, list[int], float]]:
    """Return words, members and the gap above each row."""
    if len(units) <= FEW:
        return [(units[i], [i], 0.0) for i in order]
    found: list[tuple[str, list[int], float]] = [(units[i], [i], 0.0) for i in order if i in named]
    for k, (first, last) in enumerate(bins_of(len(order), 40)):
        words = look.say("units {first} to {last}", first=first + 1, last=last)
        found.append((words, order[first:last], 12.0 if found and k == 0 else 0.0))
    return found


def _head(canvas: Canvas, columns: list[tuple[int, int]], left: float, pixels: float) -> None:
    n = columns[-1][1]
    wanted = [1, *range(10, n + 1, 10)] if n <= 60 else [1, *range(50, n + 1, 50)]
    if n <= 15:
        wanted = list(range(1, n + 1))
    for place in wanted:
        k = next(i for i, (_, last) in enumerate(columns) if place <= last)
        x = left + (k + 0.5) * pixels
        canvas.text((x, TOP - 14), str(place), "muted", SMALL, align="center")
        canvas.rule((x, TOP - 7, x, TOP - 3), "strip")


def _table(shares: Floats, units: Sequence[str], order: list[int], look: Look) -> ChartTable:
    say, n = look.say, shares.shape[1]
    if n > FEW:
        columns = (Column(say("Unit")), Column(say("Mean rank"), "number", 1),
                   Column(say("First"), "probability"), Column(say("Most frequent rank"), "rank"),
                   Column(say("How often"), "probability"))  # fmt: skip
        return ChartTable(columns, tuple(_summary(shares[i], units[i]) for i in order))
    heads = (Column(say("Unit")), *(Column(str(rank + 1), "probability") for rank in range(n)))
    return ChartTable(heads, tuple((units[i], *(plain(v) for v in shares[i])) for i in order))


def _summary(row: Floats, unit: str) -> tuple[str | float | None, ...]:
    if not np.isfinite(row).all():
        return (unit, None, None, None, None)
    most = int(row.argmax())
    return (unit, float(row @ np.arange(1, len(row) + 1)), float(row[0]), float(most + 1), float(row[most]))


def _alt(shares: Floats, units: Sequence[str], told: list[int], look: Look) -> str:
    say, language = look.say, look.language
    firsts = shares[:, 0]
    found = [say("How often each of {n} units takes each rank.", n=len(units))]
    if np.isfinite(firsts).any():
        best = int(np.nanargmax(firsts))
        text = say("{unit} is first most often, in {share} of the draws.", unit=units[best],
                   share=probability(float(firsts[best]), language))  # fmt: skip
        found.append(text)
    for i in told:
        if np.isfinite(shares[i]).all():
            most = int(shares[i].argmax())
            text = say("{unit} takes rank {rank} most often ({share}).", unit=units[i], rank=most + 1,
                       share=percent(float(shares[i][most]), language))  # fmt: skip
            found.append(text)
    return " ".join(found)
