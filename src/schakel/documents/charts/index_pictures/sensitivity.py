# SPDX-License-Identifier: EUPL-1.2
"""How much each choice has a part in the spread of the results."""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import Floats
from schakel.documents.charts.canvas import Canvas, wrap
from schakel.documents.charts.chart import Chart, ChartTable, Column
from schakel.documents.charts.index_pictures.axes import axis_across, draw_key
from schakel.documents.charts.index_pictures.look import (
    ENGLISH,
    Look,
    PictureWords,
    finish_chart,
    plain,
    refuse_lengths,
)
from schakel.documents.charts.scales import Scale
from schakel.documents.formats import percent

ROW = 34.0


def draw_sensitivity(
    first_order: Floats,
    total: Floats,
    *,
    choices: Sequence[str],
    intervals: tuple[Floats, Floats] | None = None,
    look: Look = ENGLISH,
) -> Chart:
    """Draw a bar per choice: dark what it does alone, pale what it does together with others.

    Parameters
    ----------
    first_order, total
        Sensitivity indices, shape (n_choices,), as shares; NaN where the results do not vary.
    choices
        Words for the choices.
    intervals
        Bounds of the two, each of shape (2, n_choices); None when they are exact.
    look
        Language, width and title.

    Raises
    ------
    WrongShape
        When the arrays do not fit.
    """
    say, k = look.say, len(choices)
    refuse_lengths("first_order", first_order, (k,))
    refuse_lengths("total", total, (k,))
    for bounds in intervals or ():
        refuse_lengths("intervals", bounds, (2, k))
    order = [int(i) for i in np.argsort(np.where(np.isfinite(total), -total, np.inf), kind="stable")]
    how = say(
        "Inner bar: the part of the spread that would go if only this choice were fixed. Outer bar: "
        "what would stay if all others were fixed, so together with what it does in combination."
    )
    if intervals is not None:
        how += " " + say("Thin lines: 90% bounds, since the parts are estimated from draws.")
    return finish_chart(
        "index-sensitivity",
        _draw((first_order, total), choices, intervals, order, look),
        PictureWords(say("Which choices matter"), how, _alt((first_order, total), choices, order, look)),
        _table((first_order, total), choices, intervals, order, look),
        look,
    )


def _draw(
    parts: tuple[Floats, Floats],
    choices: Sequence[str],
    intervals: tuple[Floats, Floats] | None,
    order: list[int],
    look: Look,
) -> Canvas:
    room = look.label_room(choices, 12)
    canvas = Canvas(look.width)
    key = [(look.say("alone"), "step5", 1.0), (look.say("with others"), "step2", 1.0)]
    top = draw_key(Canvas(look.width), key, 0, look.width, left=room + 8) + 22
    highest = max([0.1, *(float(v) for a in (*parts, *(intervals or ())) for v in a.ravel() if v == v)])
    scale = Scale(0, min(highest * 1.02, 1.5) if highest > 0.7 else highest * 1.05, room + 8, look.width - 92)
    canvas.height = top + ROW * len(order) + 4
    if np.isfinite(parts[1]).any():
        axis_across(canvas, scale, (top - 4, canvas.height - 4), look.language, per_cent=True, count=4)
    for row, i in enumerate(order):
        y = top + ROW * row + ROW / 2
        lines = wrap(choices[i], room - 4, 12, 2)
        for line, text in enumerate(lines):
            canvas.text((room, y + 13 * (line - (len(lines) - 1) / 2)), text, "ink", 12, align="right")
        if not np.isfinite([parts[0][i], parts[1][i]]).all():
            canvas.frame((scale.start + 0.5, y - 9, scale.end, y + 9), "strip", 1, dash=True)
            canvas.text((scale.start + 8, y), look.say("nothing varies"), "muted", 11)
            continue
        for values, role, reach in ((parts[1], "step2", 10), (parts[0], "step5", 6)):
            canvas.box((scale.at(0), y - reach, scale.at(float(values[i])), y + reach), role)
        for bounds, at in zip(intervals or (), (-8, 8), strict=False):
            if not np.isfinite(bounds[:, i]).all():
                continue
            low, high = scale.at(float(bounds[0, i])), scale.at(float(bounds[1, i]))
            canvas.rule((low, y + at, high, y + at), "ink", 1.2)
            for end in (low, high):
                canvas.rule((end, y + at - 3, end, y + at + 3), "ink", 1.2)
        first, total = (percent(max(float(v[i]), 0.0), look.language) for v in parts)
        canvas.text((look.width - 44, y), first, "ink", 12, align="right", bold=True)
        canvas.text((look.width, y), total, "muted", 12, align="right")
    draw_key(canvas, key, 0, look.width, left=room + 8)
    return canvas


def _alt(parts: tuple[Floats, Floats], choices: Sequence[str], order: list[int], look: Look) -> str:
    say, language = look.say, look.language
    if not np.isfinite(parts[1]).any():
        return say("The results are the same under every combination of {k} choices.", k=len(choices))
    told = "; ".join(
        say("{choice} {first} alone, {total} with others", choice=choices[i],
            first=percent(float(parts[0][i]), language), total=percent(float(parts[1][i]), language))
        for i in order if np.isfinite(parts[1][i])
    )  # fmt: skip
    alone = percent(float(np.nansum(parts[0])), language)
    return (
        say("Part of each choice in the spread: {told}.", told=told)
        + " "
        + say("All choices each on their own explain {alone} of the spread.", alone=alone)
    )


def _table(
    parts: tuple[Floats, Floats],
    choices: Sequence[str],
    intervals: tuple[Floats, Floats] | None,
    order: list[int],
    look: Look,
) -> ChartTable:
    say = look.say
    columns = [
        Column(say("Choice")),
        Column(say("Alone"), "percent", 1),
        Column(say("With others"), "percent", 1),
    ]
    if intervals is not None:
        heads = (say("Alone from"), say("Alone to"), say("With others from"), say("With others to"))
        columns += [Column(head, "percent", 1) for head in heads]
    bounds = np.concatenate(intervals) if intervals is not None else np.empty((0, len(choices)))
    rows = tuple((choices[i], *(plain(v[i]) for v in (*parts, *bounds))) for i in order)
    return ChartTable(tuple(columns), rows)
