# SPDX-License-Identifier: EUPL-1.2
"""One column of numbers: every unit a dot on a line, the named ones with words."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import Floats
from schakel.documents.charts.canvas import Canvas, fit, text_width
from schakel.documents.charts.chart import Chart, ChartTable, Column
from schakel.documents.charts.index_pictures.axes import SMALL, axis_across, stack_labels
from schakel.documents.charts.index_pictures.look import (
    ENGLISH,
    Look,
    PictureWords,
    finish_chart,
    places_of,
    plain,
    refuse_lengths,
    short_number,
)
from schakel.documents.charts.scales import Scale, spread
from schakel.documents.formats import plain_number

HIGH, RADIUS, LINE = 110.0, 3.2, 16.0


def draw_dots(
    values: Floats, *, name: str, units: Sequence[str], named: Sequence[str] = (), look: Look = ENGLISH
) -> Chart:
    """Draw each unit as a dot at its value; dots that would overlap are piled up.

    Parameters
    ----------
    values
        Shape (n_units,); NaN is unknown, and counted below the picture.
    name
        Words for the numbers, with their unit of measurement.
    units, named
        Words for all units, and those to point out; without named ones the lowest and highest have words.
    look
        Language, width and title.

    Raises
    ------
    WrongShape, NotInPicture
        When the values do not fit, or a named unit is not there.
    """
    say = look.say
    refuse_lengths("values", values, (len(units),))
    marked = places_of(named, units)
    how = say(
        "Each dot is a unit; dots with nearly the same value are piled up. The long line is the middle one."
    )
    order = np.argsort(np.where(np.isfinite(values), -values, np.inf), kind="stable")
    ranks = {int(i): int((values > values[i]).sum()) + 1 for i in np.flatnonzero(np.isfinite(values))}
    columns = (Column(say("Unit")), Column(name, "number"), Column(say("Rank"), "rank"))
    rows = tuple((units[i], plain(values[i]), ranks.get(int(i))) for i in order)
    return finish_chart(
        "index-dots",
        _draw(values, name, (units, marked), look),
        PictureWords(name, how, _alt(values, name, (units, marked), ranks, look)),
        ChartTable(columns, rows),
        look,
    )


def _draw(values: Floats, name: str, who: tuple[Sequence[str], list[int]], look: Look) -> Canvas:
    units, marked = who
    known = [int(i) for i in np.argsort(values, kind="stable") if np.isfinite(values[i])]
    shown = [i for i in marked if np.isfinite(values[i])]
    told = shown or list(dict.fromkeys(known[:1] + known[-1:]))
    canvas = Canvas(look.width)
    if not known:
        canvas.frame((0.5, 26, look.width - 1, 66), "strip", 1, dash=True)
        canvas.text((10, 46), look.say("Nothing is known."), "muted", 11)
        canvas.height = 72
        return canvas
    scale = Scale(*spread(values.tolist()), 8, look.width - 8.0)
    piled = _pile([scale.at(float(values[i])) for i in known])
    across = {i: x for i, (x, _) in zip(known, piled, strict=True)}
    texts = [_label(i, units, values, look) for i in told]
    widths = [text_width(text, 11.8) for text in texts]
    stacked = stack_labels([across[i] for i in told], widths, look.width)
    low = 32 + LINE * max((line for _, _, line in stacked), default=0)
    base = low + 14 + HIGH
    canvas.height = base + 20
    axis_across(canvas, scale, (18, base), look.language, count=4 if look.narrow else 6)
    middle = scale.at(float(np.median(values[known])))
    canvas.rule((middle, low + 12, middle, base), "ink", 1.2)
    spots = {i: (x, base - 6 - rise) for i, (x, rise) in zip(known, piled, strict=True)}
    size = 34 if len(known) <= 200 else 22
    for i in known:
        if i not in shown:
            canvas.dot(spots[i], "peer" if i in told else "strip", size)
    for i in shown:
        canvas.dot(spots[i], "accent", 58)
    _write_labels(canvas, list(zip(told, texts, stacked, strict=True)), spots, frozenset(shown), low)
    n_unknown = len(values) - len(known)
    if n_unknown:
        text = look.say("Not known: {n}.", n=n_unknown)
        missing = [units[i] for i in marked if i not in shown]
        text += f" ({', '.join(missing)})" if missing else ""
        canvas.text((8, canvas.height - 8), fit(text, look.width - 12, SMALL), "muted", SMALL)
    return canvas


def _pile(places: Sequence[float]) -> list[tuple[float, float]]:
    """Return the place of each dot across and how far it is lifted: dots that would overlap are piled up."""
    step = 2 * RADIUS
    counts = Counter(int(x // step) for x in places)
    rise = min(step, (HIGH - 10) / max(counts.values()))
    found, used = [], Counter[int]()
    for x in places:
        column = int(x // step)
        found.append((x if counts[column] == 1 else step * (column + 0.5), rise * used[column]))
        used[column] += 1
    return found


def _label(i: int, units: Sequence[str], values: Floats, look: Look) -> str:
    size = float(np.nanmax(np.abs(values)))
    value = short_number(float(values[i]), look.language, size)
    room = look.width * 0.48 - text_width(value, 11.8)
    return f"{fit(units[i], room, 11.8)}: {value}"


def _write_labels(
    canvas: Canvas,
    stacked: Sequence[tuple[int, str, tuple[float, bool, int]]],
    spots: dict[int, tuple[float, float]],
    blue: frozenset[int],
    low: float,
) -> None:
    for i, text, (x, on_left, line) in stacked:
        role, y = "accent" if i in blue else "muted", low - LINE * line
        canvas.rule((x, y + 7, spots[i][0], spots[i][1] - 5), role, 0.8, 0.6)
        start, wide = x + 3 if on_left else x - 3, text_width(text, 11.8)
        ends = (start - wide, start + 2) if on_left else (start - 2, start + wide)
        canvas.box((ends[0], y - 7, ends[1], y + 7), "paper")
        canvas.text((start, y), text, role, 11, align="right" if on_left else "left", bold=i in blue)


def _alt(
    values: Floats,
    name: str,
    who: tuple[Sequence[str], list[int]],
    ranks: dict[int, int],
    look: Look,
) -> str:
    say, language = look.say, look.language
    units, marked = who
    known = np.flatnonzero(np.isfinite(values))
    if not len(known):
        return f"{name}. " + say("Nothing is known.")
    low, high = known[values[known].argmin()], known[values[known].argmax()]
    found = [
        f"{name}.",
        say("{n} units, from {low} ({lowest}) to {high} ({highest}); the middle is {middle}.",
            n=len(known), low=plain_number(float(values[low]), language), lowest=units[low],
            high=plain_number(float(values[high]), language), highest=units[high],
            middle=plain_number(float(np.median(values[known])), language)),
    ]  # fmt: skip
    for i in marked:
        text = plain_number(float(values[i]), language)
        place = "" if i not in ranks else ", " + say("rank {rank} of {n}", rank=ranks[i], n=len(known))
        found.append(f"{units[i]}: {text}{place}.")
    if len(known) < len(values):
        found.append(say("Not known: {n}.", n=len(values) - len(known)))
    return " ".join(found)
