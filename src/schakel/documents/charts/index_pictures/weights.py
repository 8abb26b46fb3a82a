# SPDX-License-Identifier: EUPL-1.2
"""What each part was meant to count beside what it does count."""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import Floats
from schakel.documents.charts.canvas import Canvas, text_width
from schakel.documents.charts.chart import Chart, ChartTable, Column
from schakel.documents.charts.index_pictures.axes import axis_across, row_label
from schakel.documents.charts.index_pictures.look import (
    ENGLISH,
    Look,
    PictureWords,
    finish_chart,
    places_of,
    plain,
    refuse_lengths,
)
from schakel.documents.charts.scales import Scale
from schakel.documents.formats import UNKNOWN, percent

ROW, TOP, MOST = 19.0, 50.0, 60


def draw_weights(
    stated: Floats,
    effective: Floats,
    *,
    elements: Sequence[str],
    marked: Sequence[str] = (),
    look: Look = ENGLISH,
) -> Chart:
    """Draw the stated share of each element as an open dot and the effective one as a filled dot.

    The elements stand from the largest effective share down; of more than 60 those with the largest
    difference are drawn, and the table has all.

    Parameters
    ----------
    stated, effective
        Shares, shape (k,): the weight as used, and for example the relative importance or the share of the
        variance; NaN where unknown.
    elements, marked
        Words for all elements, and those to point out in blue.
    look
        Language, width and title.

    Raises
    ------
    WrongShape, NotInPicture
        When the shares do not fit, or a marked element is not there.
    """
    say, k = look.say, len(elements)
    refuse_lengths("stated", stated, (k,))
    refuse_lengths("effective", effective, (k,))
    blue = frozenset(places_of(marked, elements))
    order = [int(i) for i in np.argsort(np.where(np.isfinite(effective), -effective, np.inf), kind="stable")]
    how = say(
        "Open dot: the weight as stated. Filled dot: what the element counts in the result. The longer the "
        "line between them, the further apart."
    )
    return finish_chart(
        "index-weights",
        _draw((stated, effective), elements, (order, blue), look),
        PictureWords(say("What counts, and what was meant to"), how,
                     _alt((stated, effective), elements, blue, look)),
        _table((stated, effective), elements, order, look),
        look,
    )  # fmt: skip


def _draw(
    shares: tuple[Floats, Floats],
    elements: Sequence[str],
    places: tuple[list[int], frozenset[int]],
    look: Look,
) -> Canvas:
    order, blue = places
    rows = _shown(shares, order, blue)
    room = look.label_room(elements[i] for i in rows)
    texts = [_text(shares, i, look) for i in rows]
    value_room = max((text_width(t, 11) for t in texts), default=0.0) + 12
    known = [float(v) for values in shares for v in values[rows] if np.isfinite(v)]
    low = min([0.0, *known])
    scale = Scale(low, max([0.01, *known]) * 1.03, room + 10, look.width - value_room)
    left_out = len(order) - len(rows)
    canvas = Canvas(look.width, height=TOP + ROW * len(rows) + 4 + (16 if left_out else 0))
    bottom = TOP + ROW * len(rows)
    axis_across(canvas, scale, (TOP - 4, bottom), look.language, per_cent=True, count=3 if look.narrow else 5)
    for row, (i, text) in enumerate(zip(rows, texts, strict=True)):
        y, role = TOP + ROW * (row + 0.5), "accent" if i in blue else "ink"
        row_label(canvas, (room, y), elements[i], room - 2, named=i in blue)
        ends = [float(values[i]) for values in shares]
        if all(np.isfinite(ends)):
            canvas.rule((scale.at(ends[0]), y, scale.at(ends[1]), y), "accent" if i in blue else "strip", 2.4)
        elif not any(np.isfinite(ends)):
            canvas.frame((scale.start, y - 6, scale.end, y + 6), "strip", 1, dash=True)
        for end, hollow in zip(ends, (True, False), strict=True):
            if np.isfinite(end):
                canvas.dot((scale.at(end), y), role, 46, hollow=hollow)
        canvas.text((look.width, y), text, role, 11, align="right", bold=i in blue)
    _draw_key(canvas, look)
    if left_out:
        words = look.say("Not drawn, as they differ less: {n}. The table has all.", n=left_out)
        canvas.text((0, canvas.height - 8), words, "muted", 10.5)
    return canvas


def _shown(shares: tuple[Floats, Floats], order: list[int], blue: frozenset[int]) -> list[int]:
    if len(order) <= MOST:
        return order
    apart = np.nan_to_num(np.abs(shares[1] - shares[0]), nan=-1.0)
    kept = {*blue, *(int(i) for i in np.argsort(-apart, kind="stable")[:MOST])}
    return [i for i in order if i in kept]


def _draw_key(canvas: Canvas, look: Look) -> None:
    stated, counts = look.say("stated"), look.say("counts")
    canvas.dot((6, 8), "ink", 46, hollow=True)
    canvas.text((15, 8), stated, "muted", 10.5)
    x = 15 + text_width(stated, 10.5) + 18
    canvas.dot((x, 8), "ink", 46)
    canvas.text((x + 9, 8), counts, "muted", 10.5)


def _text(shares: tuple[Floats, Floats], i: int, look: Look) -> str:
    if not any(np.isfinite(values[i]) for values in shares):
        return UNKNOWN[look.language]
    first, second = (percent(float(v[i]), look.language, 1) if np.isfinite(v[i]) else "?" for v in shares)
    return f"{first} → {second}"


def _alt(shares: tuple[Floats, Floats], elements: Sequence[str], blue: frozenset[int], look: Look) -> str:
    say, language = look.say, look.language
    stated, effective = shares
    apart = effective - stated
    known = np.isfinite(apart)
    found = [say("Stated weight and what it counts for {n} elements.", n=len(elements))]
    if known.any():
        for words, i in (
            (say("Counts most beyond its weight"), int(np.nanargmax(apart))),
            (say("Falls most short of its weight"), int(np.nanargmin(apart))),
        ):
            if apart[i]:
                found.append(f"{words}: {elements[i]} ({_text(shares, i, look)}).")
        middle = percent(float(np.nanmean(np.abs(apart))), language, 1)
        found.append(say("The mean difference is {middle}.", middle=middle))
    found += [f"{elements[i]} {_text(shares, i, look)}." for i in sorted(blue)]
    n_unknown = int((~known).sum())
    if n_unknown:
        found.append(say("Not known: {n}.", n=n_unknown))
    return " ".join(found)


def _table(
    shares: tuple[Floats, Floats], elements: Sequence[str], order: list[int], look: Look
) -> ChartTable:
    say = look.say
    columns = (
        Column(say("Element")),
        Column(say("Stated"), "percent", 1),
        Column(say("Counts"), "percent", 1),
        Column(say("Difference"), "percent", 1),
    )
    rows = tuple(
        (elements[i], plain(shares[0][i]), plain(shares[1][i]), plain(shares[1][i] - shares[0][i]))
        for i in order
    )
    return ChartTable(columns, rows)
