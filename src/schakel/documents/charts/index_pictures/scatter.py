# SPDX-License-Identifier: EUPL-1.2
"""Two columns of numbers against each other."""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import Floats
from schakel.composite.describing.correlate import correlate
from schakel.documents.charts.canvas import Canvas
from schakel.documents.charts.chart import Chart, ChartTable, Column
from schakel.documents.charts.index_pictures.look import (
    ENGLISH,
    Look,
    PictureWords,
    finish_chart,
    places_of,
    plain,
    refuse_lengths,
)
from schakel.documents.charts.index_pictures.points import draw_field, draw_points
from schakel.documents.formats import number, plain_number

HARDLY, WEAKLY, CLEARLY = 0.1, 0.4, 0.7


def draw_scatter(
    across: Floats,
    up: Floats,
    *,
    axes: tuple[str, str],
    units: Sequence[str],
    named: Sequence[str] = (),
    look: Look = ENGLISH,
) -> Chart:
    """Draw a dot per unit at its two numbers, and say in words how they go together.

    A unit of which only one number is known stands as an open mark along the axis of that number.

    Parameters
    ----------
    across, up
        Shape (n_units,); NaN is unknown.
    axes
        Words for the two, with their units of measurement.
    units, named
        Words for all units, and those to point out.
    look
        Language, width and title.

    Raises
    ------
    WrongShape, NotInPicture
        When the columns do not fit, or a named unit is not there.
    """
    say, n = look.say, len(units)
    refuse_lengths("across", across, (n,))
    refuse_lengths("up", up, (n,))
    marked = places_of(named, units)
    half = np.isfinite(across) != np.isfinite(up)
    how = say("Each dot is a unit. {relation}", relation=_relation(across, up, look))
    if half.any():
        how += " " + say("Open marks along an axis are units of which the other number is not known.")
    columns = (Column(say("Unit")), Column(axes[0], "number"), Column(axes[1], "number"))
    rows = tuple((unit, plain(across[i]), plain(up[i])) for i, unit in enumerate(units))
    title = look.title or say("{up} against {across}", up=axes[1], across=axes[0])
    return finish_chart(
        "index-scatter",
        _draw((across, up), axes, (units, marked), look),
        PictureWords(title, how, _alt((across, up), axes, (units, marked), look)),
        ChartTable(columns, rows),
        look,
    )


def _draw(
    values: tuple[Floats, Floats], axes: tuple[str, str], who: tuple[Sequence[str], list[int]], look: Look
) -> Canvas:
    units, marked = who
    canvas = Canvas(look.width)
    field = draw_field(canvas, values, axes, 0, look)
    for i in np.flatnonzero(np.isfinite(values[0]) & ~np.isfinite(values[1])):
        at = (field.across.at(float(values[0][i])), field.up.start - 4)
        canvas.dot(at, "accent" if i in marked else "peer", 26, hollow=True, shape="triangle-up")
    for i in np.flatnonzero(~np.isfinite(values[0]) & np.isfinite(values[1])):
        at = (field.across.start + 5, field.up.at(float(values[1][i])))
        canvas.dot(at, "accent" if i in marked else "peer", 26, hollow=True, shape="triangle-right")
    draw_points(canvas, field, values, units, marked)
    return canvas


def _relation(across: Floats, up: Floats, look: Look) -> str:
    """Say how two columns go together."""
    say, language = look.say, look.language
    both = np.isfinite(across) & np.isfinite(up)
    n = int(both.sum())
    value = np.nan
    if n >= 3:
        found = correlate(np.stack([across, up], axis=-1))
        value = float(found.coefficients[0, 1])
    if not np.isfinite(value):
        return say("How the two go together cannot be said from {n} units.", n=n)
    size = abs(value)
    r = number(value, language, 2)
    if size < HARDLY:
        return say("The two hardly go together (correlation {r}, {n} units).", r=r, n=n)
    if size < WEAKLY:
        text = (
            say("The two go together weakly (correlation {r}, {n} units).", r=r, n=n)
            if value > 0
            else say("The two go weakly against each other (correlation {r}, {n} units).", r=r, n=n)
        )
        return text
    if size < CLEARLY:
        return (
            say("The two go together clearly (correlation {r}, {n} units).", r=r, n=n)
            if value > 0
            else say("The two go clearly against each other (correlation {r}, {n} units).", r=r, n=n)
        )
    return (
        say("The two go together strongly (correlation {r}, {n} units).", r=r, n=n)
        if value > 0
        else say("The two go strongly against each other (correlation {r}, {n} units).", r=r, n=n)
    )


def _alt(
    values: tuple[Floats, Floats], axes: tuple[str, str], who: tuple[Sequence[str], list[int]], look: Look
) -> str:
    say, language = look.say, look.language
    units, marked = who
    found = [f"{axes[1]} – {axes[0]}.", _relation(*values, look)]
    for i in marked:
        numbers = [plain_number(float(v[i]), language) for v in values]
        found.append(f"{units[i]}: {axes[0]} {numbers[0]}, {axes[1]} {numbers[1]}.")
    n_half = int((np.isfinite(values[0]) != np.isfinite(values[1])).sum())
    if n_half:
        found.append(say("Known on one of the two only: {n}.", n=n_half))
    return " ".join(found)
