# SPDX-License-Identifier: EUPL-1.2
"""Which choice moves the rank of which unit, as shades."""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import Floats
from schakel.documents.charts.canvas import Canvas, fit, text_width, wrap
from schakel.documents.charts.chart import Chart, ChartTable, Column
from schakel.documents.charts.index_pictures.axes import SMALL, draw_key, keep_apart, row_label
from schakel.documents.charts.index_pictures.heat import FIFTHS, Cell, draw_cells, key_of, level_of
from schakel.documents.charts.index_pictures.look import (
    ENGLISH,
    Look,
    PictureWords,
    finish_chart,
    places_of,
    plain,
    refuse_lengths,
)
from schakel.documents.formats import enumeration, percent

FEW, ROW = 60, 15.0


def draw_unit_sensitivity(
    total: Floats,
    *,
    choices: Sequence[str],
    units: Sequence[str],
    named: Sequence[str] = (),
    look: Look = ENGLISH,
) -> Chart:
    """Draw per unit how much of the spread of its rank each choice has a part in.

    Up to 60 units get a row each; more become a line each, with words for the named ones only.

    Parameters
    ----------
    total
        Total sensitivity index per choice and unit, shape (n_choices, n_units); NaN for a unit whose rank
        does not move.
    choices
        Words for the choices.
    units, named
        Words for all units, in the order in which they are drawn, and those to point out.
    look
        Language, width and title.

    Raises
    ------
    WrongShape, NotInPicture
        When the shares do not fit, or a named unit is not there.
    """
    say = look.say
    refuse_lengths("total", total, (len(choices), len(units)))
    marked = places_of(named, units)
    how = say(
        "The stronger the shade, the larger the part of the choice in the spread of the unit's rank, alone "
        "or together with other choices."
    )
    few = len(units) <= FEW and len(choices) <= 12
    how += " " + (
        say("A dash is a unit whose rank does not move.")
        if few
        else say("An empty line is a unit whose rank does not move.")
    )
    canvas = (_draw_rows if few else _draw_lines)(total, choices, (units, marked), look)
    columns = (Column(say("Unit")), *(Column(choice, "percent") for choice in choices))
    rows = tuple((unit, *(plain(v) for v in total[:, i])) for i, unit in enumerate(units))
    return finish_chart(
        "index-unit-sensitivity",
        canvas,
        PictureWords(say("Which choice moves which unit"), how, _alt(total, choices, (units, marked), look)),
        ChartTable(columns, rows),
        look,
    )


def _draw_rows(
    total: Floats, choices: Sequence[str], who: tuple[Sequence[str], list[int]], look: Look
) -> Canvas:
    units, marked = who
    room = look.label_room(units)
    step = min((look.width - room - 8) / len(choices), 150.0)
    heads = [wrap(choice, step - 6, SMALL, 3) for choice in choices]
    top = 26.0 + 13 * max(len(head) for head in heads) + 4
    canvas = Canvas(look.width, height=top + ROW * len(units) + 4)
    for k, head in enumerate(heads):
        for line, text in enumerate(head):
            y = top - 10 - 13 * (len(head) - 1 - line)
            canvas.text((room + 8 + step * (k + 0.5), y), text, "muted", SMALL, align="center")
    cells = []
    for i, unit in enumerate(units):
        y, is_named = top + ROW * i, i in marked
        row_label(canvas, (room, y + ROW / 2), unit, room - 2, named=is_named)
        for k, share in enumerate(total[:, i]):
            x = room + 8 + step * k
            corners = (x + 0.5, y + 0.5, x + step - 0.5, y + ROW - 0.5)
            text = percent(float(share), look.language) if step >= 34 and np.isfinite(share) else ""
            cells.append(Cell(corners, level_of(float(share)), text))
    draw_cells(canvas, cells)
    draw_key(canvas, key_of(FIFTHS, look.language), 0, look.width)
    for i in marked:
        y = top + ROW * i
        canvas.frame((room + 8, y, room + 8 + step * len(choices), y + ROW), "accent", 1.4)
    return canvas


def _draw_lines(
    total: Floats, choices: Sequence[str], who: tuple[Sequence[str], list[int]], look: Look
) -> Canvas:
    units, marked = who
    room = look.label_room(choices)
    step = (look.width - room - 10) / len(units)
    top, row = 62.0, 26.0
    canvas = Canvas(look.width, height=top + row * len(choices) + 20)
    cells = []
    for k, choice in enumerate(choices):
        y = top + row * k
        row_label(canvas, (room, y + row / 2), choice, room - 2, named=False)
        for i, share in enumerate(total[k]):
            x = room + 8 + step * i
            if np.isfinite(share):
                cells.append(Cell((x, y + 1, x + step, y + row - 1), level_of(float(share))))
    draw_cells(canvas, cells)
    draw_key(canvas, key_of(FIFTHS, look.language), 0, look.width)
    places = [room + 8 + step * (i + 0.5) for i in marked]
    wide = min(max((text_width(units[i], 11.6) for i in marked), default=0.0), 130.0)
    apart = keep_apart(places, wide + 10, wide / 2, look.width - wide / 2)
    for i, x, at in zip(marked, places, apart, strict=True):
        canvas.rule((x, top - 2, x, top + row * len(choices)), "accent", 1)
        canvas.rule((at, top - 14, x, top - 2), "accent", 0.8, 0.6)
        canvas.text((at, top - 22), fit(units[i], wide, 11.6), "accent", 11, align="center", bold=True)
    text = look.say("{n} units, in the order of the table", n=len(units))
    canvas.text((room + 8, canvas.height - 8), text, "muted", SMALL)
    return canvas


def _alt(total: Floats, choices: Sequence[str], who: tuple[Sequence[str], list[int]], look: Look) -> str:
    say = look.say
    units, marked = who
    known = np.asarray(np.isfinite(total).all(axis=0))
    found = [
        say("Part of {k} choices in the spread of the ranks of {n} units.", k=len(choices), n=len(units))
    ]
    if known.any():
        largest = total[:, known].argmax(axis=0)
        counts = [(int((largest == k).sum()), choice) for k, choice in enumerate(choices)]
        n_units, choice = max(counts, key=lambda pair: pair[0])
        found.append(
            say.choose(
                "“{choice}” has the largest part for {n} unit.",
                "“{choice}” has the largest part for {n} units.",
                n_units,
                choice=choice,
            )
        )
    for i in marked:
        parts = enumeration(
            [f"{choice} {percent(float(v), look.language)}" for choice, v in
             zip(choices, total[:, i], strict=True)], look.language
        )  # fmt: skip
        found.append(f"{units[i]}: {parts}." if known[i] else
                     say("The rank of {unit} does not move.", unit=units[i]))  # fmt: skip
    without = int((~known).sum())
    if without:
        found.append(say.choose("The rank of {n} unit does not move.", "The rank of {n} units does not move.",
                                without))  # fmt: skip
    return " ".join(found)
