# SPDX-License-Identifier: EUPL-1.2
"""What is known of which unit: a row per indicator, a hole where a value is missing."""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import Mask
from schakel.documents.charts.canvas import Canvas, fit, text_width
from schakel.documents.charts.chart import Chart, ChartTable, Column
from schakel.documents.charts.index_pictures.axes import SMALL, keep_apart, row_label
from schakel.documents.charts.index_pictures.heat import bins_of
from schakel.documents.charts.index_pictures.look import (
    ENGLISH,
    Look,
    PictureWords,
    finish_chart,
    places_of,
    refuse_lengths,
)
from schakel.documents.formats import percent, short_probability

ROW, MOST, TOP = 14.0, 60, 34.0


def draw_availability(
    known: Mask,
    *,
    units: Sequence[str],
    indicators: Sequence[str],
    named: Sequence[str] = (),
    look: Look = ENGLISH,
) -> Chart:
    """Draw a row per indicator over all units, with a hole where a value is unknown.

    Units stand from the most to the least complete, indicators from the least complete; those that are
    known everywhere are counted in one row. Where units are narrower than a pixel several share one, and
    the hole is as high as the share of them that is unknown.

    Parameters
    ----------
    known
        Whether a value is known, shape (n_units, k_indicators).
    units, indicators, named
        Words for all units and indicators, and the units to point out.
    look
        Language, width and title.

    Raises
    ------
    WrongShape, NotInPicture
        When the flags do not fit, or a named unit is not there.
    """
    say = look.say
    refuse_lengths("known", known, (len(units), len(indicators)))
    flags = np.asarray(known, dtype=np.bool_)
    marked = places_of(named, units)
    how = say(
        "Each grey bar runs over all units, from the most complete on the left to the least complete on the "
        "right; a hole is a value that is not known. At the right: the share that is known."
    )
    return finish_chart(
        "index-availability",
        _draw(flags, (units, indicators), marked, look),
        PictureWords(say("What is known"), how, _alt(flags, (units, indicators), marked, look)),
        _table(flags, indicators, look),
        look,
    )


def _draw(known: Mask, names: tuple[Sequence[str], Sequence[str]], marked: list[int], look: Look) -> Canvas:
    units, indicators = names
    gaps = [int(i) for i in np.argsort(known.mean(axis=0), kind="stable") if not known[:, i].all()]
    shown, complete = gaps[:MOST], len(indicators) - len(gaps)
    order = np.argsort(-known.mean(axis=1), kind="stable")
    rest = _rest_words(len(gaps) - len(shown), complete, look)
    room = look.label_room([*(indicators[i] for i in shown), *(words for words, _ in rest)])
    left, right = room + 8, look.width - 44.0
    canvas = Canvas(look.width, height=TOP + ROW * (len(shown) + len(rest)) + 22)
    columns = bins_of(len(units), int(right - left))
    step = (right - left) / len(columns)
    for row, i in enumerate(shown):
        y = TOP + ROW * row
        row_label(canvas, (room, y + ROW / 2), indicators[i], room - 2, named=False)
        canvas.box((left, y + 1, right, y + ROW - 1), "step3")
        part = short_probability(float(known[:, i].mean()), look.language)
        canvas.text((look.width, y + ROW / 2), part, "ink", 11, align="right")
    for row, i in enumerate(shown):
        y = TOP + ROW * row
        for k, (first, last) in enumerate(columns):
            missing = 1 - known[order[first:last], i].mean()
            if missing > 0:
                x = left + step * k
                gap = 0.5 if step > 4 else 0.0
                canvas.box((x + gap, y + 1 + (ROW - 2) * (1 - missing), x + step - gap, y + ROW - 1), "paper")
    for k, (words, share) in enumerate(rest):
        y = TOP + ROW * (len(shown) + k)
        canvas.text((room, y + ROW / 2), fit(words, room - 2, 11), "muted", 11, align="right")
        if np.isfinite(share):
            canvas.box((left, y + 1, right, y + ROW - 1), "step3")
            canvas.text((look.width, y + ROW / 2), percent(share, look.language), "ink", 11, align="right")
        else:
            text = look.say("see the table")
            canvas.text((left + 4, y + ROW / 2), text, "muted", SMALL)
    text = look.say.choose("{n} unit", "{n} units", len(units))
    canvas.text((left, canvas.height - 8), text, "muted", SMALL)
    _mark_units(canvas, units, marked, (order, left, step * len(columns) / len(units)), look)
    return canvas


def _rest_words(n_more: int, n_complete: int, look: Look) -> list[tuple[str, float]]:
    """Return the words for indicators without a row of their own, with the share known where it is one."""
    say, found = look.say, []
    if n_more:
        found.append((say.choose("{n} more with gaps", "{n} more with gaps", n_more), np.nan))
    if n_complete:
        found.append((say.choose("{n} without gaps", "{n} without gaps", n_complete), 1.0))
    return found


def _mark_units(
    canvas: Canvas,
    units: Sequence[str],
    marked: list[int],
    place: tuple[np.ndarray, float, float],
    look: Look,
) -> None:
    order, left, step = place
    spot = {int(unit): k for k, unit in enumerate(order)}
    xs = [left + step * (spot[i] + 0.5) for i in marked]
    wide = min(max((text_width(units[i], 11.6) for i in marked), default=0.0), 130.0)
    apart = keep_apart(xs, wide + 10, wide / 2, look.width - wide / 2)
    for i, x, at in zip(marked, xs, apart, strict=True):
        reach = max(step / 2, 1.0)
        canvas.frame((x - reach, TOP - 2, x + reach, canvas.height - 20), "accent", 1)
        canvas.rule((at, 16, x, TOP - 2), "accent", 0.8, 0.6)
        canvas.text((at, 8), fit(units[i], wide + 2, 11.6), "accent", 11, align="center", bold=True)


def _alt(known: Mask, names: tuple[Sequence[str], Sequence[str]], marked: list[int], look: Look) -> str:
    say, language = look.say, look.language
    units, indicators = names
    per_indicator, per_unit = known.mean(axis=0), known.mean(axis=1)
    share = percent(known.mean(), language, 1)
    found = [say("Of {n} units and {k} indicators {share} of the values is known.", n=len(units),
                 k=len(indicators), share=share)]  # fmt: skip
    if known.all():
        return " ".join([*found, say("Nothing is missing.")])
    worst, poorest = int(per_indicator.argmin()), int(per_unit.argmin())
    found.append(
        say("Least known is {indicator} ({share}); the least complete unit is {unit} ({unit_share}).",
            indicator=indicators[worst], share=percent(per_indicator[worst], language),
            unit=units[poorest], unit_share=percent(per_unit[poorest], language))
    )  # fmt: skip
    for i in marked:
        n_missing = int((~known[i]).sum())
        found.append(f"{units[i]}: " + say.choose("{n} value missing.", "{n} values missing.", n_missing))
    return " ".join(found)


def _table(known: Mask, indicators: Sequence[str], look: Look) -> ChartTable:
    say = look.say
    columns = (
        Column(say("Indicator")),
        Column(say("Known"), "percent", 1),
        Column(say("Units without"), "count"),
    )
    rows = tuple(
        (indicators[i], float(known[:, i].mean()), int((~known[:, i]).sum()))
        for i in np.argsort(known.mean(axis=0), kind="stable")
    )
    return ChartTable(columns, rows)
