# SPDX-License-Identifier: EUPL-1.2
"""Scores over the periods: the named units as lines, the middle half of the others as bars."""

from collections.abc import Sequence
from itertools import chain, pairwise

import numpy as np

from schakel.composite.bad_input import Floats
from schakel.documents.charts.canvas import Canvas, fit, text_width
from schakel.documents.charts.chart import Chart, ChartTable, Column
from schakel.documents.charts.index_pictures.axes import SMALL, axis_up, draw_key, keep_apart, tick_texts
from schakel.documents.charts.index_pictures.look import (
    ENGLISH,
    Look,
    PictureWords,
    finish_chart,
    places_of,
    plain,
    refuse_lengths,
)
from schakel.documents.charts.scales import Scale, spread
from schakel.documents.formats import plain_number

HIGH, TOP = 260.0, 34.0


def draw_panel(
    scores: Floats,
    *,
    periods: Sequence[int | str],
    units: Sequence[str],
    named: Sequence[str] = (),
    name: str = "",
    look: Look = ENGLISH,
) -> Chart:
    """Draw the scores of the named units as lines, against the middle half of the other units.

    Parameters
    ----------
    scores
        Shape (n_periods, n_units); NaN is unknown, and a gap in the line.
    periods
        Years (placed by their distance) or words (placed evenly).
    units, named
        Words for all units, and those to draw as lines.
    name
        Words for the scores.
    look
        Language, width and title.

    Raises
    ------
    WrongShape, NotInPicture
        When the scores do not fit, or a named unit is not there.
    """
    say = look.say
    refuse_lengths("scores", scores, (len(periods), len(units)))
    marked = places_of(named, units)
    others = np.delete(scores, marked, axis=1)
    middle = _quartiles(others)
    how = say("Blue: {units}.", units=", ".join(units[i] for i in marked)) + " " if marked else ""
    how += say(
        "Each grey bar holds the middle half of the other units in a period, with the middle one as a line "
        "across. A gap in a line is a score that is not known."
    )
    what = name or say("Score")
    return finish_chart(
        "index-panel",
        _draw(scores, periods, (units, marked), middle, look),
        PictureWords(say("{what} over the periods", what=what), how,
                     _alt(scores, periods, (units, marked), (what, middle), look)),
        _table(scores, periods, (units, marked), middle, look),
        look,
    )  # fmt: skip


def _quartiles(others: Floats) -> Floats:
    """Return lower quartile, median and upper quartile per period, shape (n_periods, 3)."""
    found = np.full((len(others), 3), np.nan)
    for row, values in enumerate(others):
        known = values[np.isfinite(values)]
        if len(known):
            found[row] = np.quantile(known, [0.25, 0.5, 0.75])
    return found


def _draw(
    scores: Floats,
    periods: Sequence[int | str],
    who: tuple[Sequence[str], list[int]],
    middle: Floats,
    look: Look,
) -> Canvas:
    units, marked = who
    canvas = Canvas(look.width, height=TOP + HIGH + 30)
    drawn = [*scores[:, marked].ravel().tolist(), *middle.ravel().tolist()]
    up = Scale(*spread(drawn, 0.08), TOP + HIGH, TOP)
    left = max(text_width(t, SMALL) for t in tick_texts(up.ticks(5), look.language)) + 12
    room = max((text_width(units[i], 11.8) + 14 for i in marked), default=8.0)
    right = min(look.width - min(room, look.width * 0.3), left + 150.0 * len(periods))
    axis_up(canvas, up, (left, right), look.language)
    xs = _places(periods, (left + 16, right - 18))
    wide = min(26.0, min((b - a for a, b in pairwise(xs)), default=60.0) * 0.6)
    for x, (low, half, high) in zip(xs, middle, strict=True):
        if np.isfinite(half):
            canvas.box((x - wide / 2, up.at(float(high)), x + wide / 2, up.at(float(low))), "step2")
    for x, (_, half, _) in zip(xs, middle, strict=True):
        if np.isfinite(half):
            canvas.rule((x - wide / 2, up.at(float(half)), x + wide / 2, up.at(float(half))), "peer", 2)
    _write_periods(canvas, periods, xs, (left, right))
    entries = [(look.say("middle half of the other units"), "step2", 1.0)]
    draw_key(canvas, entries, 0, look.width)
    _draw_lines(canvas, scores, who, (xs, up, right))
    return canvas


def _places(periods: Sequence[int | str], ends: tuple[float, float]) -> list[float]:
    if len(periods) == 1:
        return [(ends[0] + ends[1]) / 2]
    years = [p for p in periods if isinstance(p, int)]
    spots = years if len(years) == len(periods) else range(len(periods))
    scale = Scale(min(spots), max(spots), *ends)
    return [scale.at(spot) for spot in spots]


def _write_periods(
    canvas: Canvas, periods: Sequence[int | str], xs: Sequence[float], ends: tuple[float, float]
) -> None:
    used = -1e9
    for period, x in zip(periods, xs, strict=True):
        text = fit(str(period), 90, SMALL)
        wide = text_width(text, SMALL)
        if x - wide / 2 >= used + 6:
            canvas.text((x, TOP + HIGH + 14), text, "muted", SMALL, align="center")
            used = x + wide / 2


def _draw_lines(
    canvas: Canvas,
    scores: Floats,
    who: tuple[Sequence[str], list[int]],
    place: tuple[Sequence[float], Scale, float],
) -> None:
    units, marked = who
    xs, up, right = place
    ends = []
    for i in marked:
        pieces = _pieces(xs, scores[:, i], up)
        for piece in pieces:
            if len(piece) > 1:
                canvas.path(piece, "accent", 2.2)
        for spot in chain.from_iterable(pieces):
            canvas.dot(spot, "accent", 40)
        if pieces:
            ends.append((units[i], pieces[-1][-1]))
    apart = keep_apart([y for _, (_, y) in ends], 15, TOP, TOP + HIGH)
    for (unit, (x, y)), at in zip(ends, apart, strict=True):
        canvas.rule((x + 4, y, right + 2, at), "accent", 0.8, 0.6)
        canvas.text((right + 5, at), fit(unit, canvas.width - right - 5, 11.8), "accent", 11, bold=True)


def _pieces(xs: Sequence[float], values: Floats, up: Scale) -> list[list[tuple[float, float]]]:
    """Return the stretches of known values as points."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for x, value in zip(xs, values, strict=True):
        if np.isfinite(value):
            pieces[-1].append((x, up.at(float(value))))
        elif pieces[-1]:
            pieces.append([])
    return [piece for piece in pieces if piece]


def _alt(
    scores: Floats,
    periods: Sequence[int | str],
    who: tuple[Sequence[str], list[int]],
    about: tuple[str, Floats],
    look: Look,
) -> str:
    say, language = look.say, look.language
    units, marked = who
    what, middle = about
    n, first, last = len(periods), periods[0], periods[-1]
    found = [
        say("{what} in {n} periods, {first} to {last}.", what=what, n=n, first=first, last=last)
        if n > 1
        else f"{what} {first}".strip() + "."
    ]
    for i in marked:
        steps = ", ".join(
            f"{p} {plain_number(float(v), language)}".strip()
            for p, v in zip(periods, scores[:, i], strict=True)
        )
        found.append(f"{units[i]}: {steps}.")
    if np.isfinite(middle[-1]).all():
        low, _, high = (plain_number(float(v), language) for v in middle[-1])
        text = say(
            "The middle half of the other units lies between {low} and {high} in the last period.",
            low=low,
            high=high,
        )
        found.append(text)
    return " ".join(found)


def _table(
    scores: Floats,
    periods: Sequence[int | str],
    who: tuple[Sequence[str], list[int]],
    middle: Floats,
    look: Look,
) -> ChartTable:
    say = look.say
    units, marked = who
    columns = [Column(say("Period")), *(Column(units[i], "number") for i in marked)]
    columns += [
        Column(say("Lower quarter of the others"), "number"),
        Column(say("Middle of the others"), "number"),
        Column(say("Upper quarter of the others"), "number"),
    ]
    rows = tuple(
        (str(period), *(plain(scores[row, i]) for i in marked), *(plain(v) for v in middle[row]))
        for row, period in enumerate(periods)
    )
    return ChartTable(tuple(columns), rows)
