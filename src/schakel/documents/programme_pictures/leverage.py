# SPDX-License-Identifier: EUPL-1.2
"""Euros elicited for each own euro, by programme: private and public apart, a mark for each step."""

from dataclasses import dataclass

from schakel.documents import formats
from schakel.documents.charts.canvas import Canvas, fit
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.charts.scales import Scale
from schakel.documents.messages import Words
from schakel.documents.programme_pictures.step_marks import (
    EUR,
    STEPS,
    draw_key,
    draw_step,
    short_amount,
    step_word,
)

NARROW = 500
LANE = 26
INVESTORS = ("private", "public")


@dataclass(frozen=True, slots=True)
class RatioMark:
    """Euros for each own euro at one step, between bounds."""

    investor: str
    step: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LeverageBar:
    """A programme or initiative with its own money (None: unknown) and its marks."""

    name: str
    own_eur: float | None
    marks: tuple[RatioMark, ...] = ()


@dataclass(frozen=True, slots=True)
class LeveragePicture:
    """The rows of the picture."""

    rows: tuple[LeverageBar, ...]


def draw_leverage(data: LeveragePicture, width: int, say: Words) -> Drawn:
    """Draw a lane for private and one for public money below the name of each row."""
    lanes = 58.0 if width < NARROW else 90.0
    scale = Scale(0, _most(data), lanes + 8, width - 14)
    canvas = Canvas(width, height=24)
    for tick in scale.ticks(4):
        euros = say("€{n}", n=formats.plain_number(tick, say.language))
        canvas.text((scale.at(tick), 8), euros, "muted", 10.5, align="center")
    for row in data.rows:
        canvas.text((0, canvas.height + 9), _heading(row, width, say), "ink", 12.5, bold=True)
        canvas.height += 22
        if row.own_eur and row.marks:
            for investor in INVESTORS:
                _draw_lane(canvas, row, investor, scale, say)
        else:
            canvas.frame((0.5, canvas.height, width - 1, canvas.height + 20), "strip", 1, dash=True)
            canvas.text((8, canvas.height + 10), fit(no_ratio(row, say), width - 16, 11.5), "muted", 11.5)
            canvas.height += 26
        canvas.height += 8
    canvas.height = draw_key(canvas, canvas.height + 8, say)
    return Drawn(
        canvas,
        say("Euros elicited for each own euro"),
        say(
            "Each mark is what other investors put in for each own euro, at one step; a line joins versions "
            "that differ. The steps are never added together."
        ),
        leverage_alt(data, say),
        leverage_table(data, say),
    )


def _most(data: LeveragePicture) -> float:
    return max((mark.high for row in data.rows for mark in row.marks), default=1.0) or 1.0


def _heading(row: LeverageBar, width: int, say: Words) -> str:
    if row.own_eur is None:
        return fit(row.name, width - 4, 12.5)
    own = say("own money {amount}", amount=short_amount(row.own_eur, EUR, say))
    return fit(f"{row.name}, {own}", width - 4, 12.5)


def _draw_lane(canvas: Canvas, row: LeverageBar, investor: str, scale: Scale, say: Words) -> None:
    y = canvas.height + LANE / 2
    canvas.text((0, y), investor_word(investor, say), "muted", 11)
    canvas.rule((scale.start, y, scale.end, y), "strip", 1)
    for tick in scale.ticks(4):
        canvas.rule((scale.at(tick), y - LANE / 2, scale.at(tick), y + LANE / 2), "grid", 1)
    for step, up in zip(STEPS, (-5, -5, 5, 5), strict=True):
        for mark in row.marks:
            if (mark.investor, mark.step) == (investor, step):
                if mark.high > mark.low:
                    canvas.rule((scale.at(mark.low), y + up, scale.at(mark.high), y + up), "peer", 2)
                for end in dict.fromkeys((mark.low, mark.high)):
                    draw_step(canvas, (scale.at(end), y + up), step)
    canvas.height += LANE


def investor_word(investor: str, say: Words) -> str:
    """Return whose money it is."""
    return say("private") if investor == "private" else say("public")


def no_ratio(row: LeverageBar, say: Words) -> str:
    """Return why there is no ratio."""
    if row.own_eur is None:
        return say("own money not known, so no ratio")
    return say("no own money, so no ratio") if not row.own_eur else say("elicited amounts not known")


def _ratio_words(mark: RatioMark, say: Words) -> str:
    ends = [formats.number(v, say.language, 2) for v in dict.fromkeys((mark.low, mark.high))]
    return say("{low} to {high}", low=ends[0], high=ends[1]) if len(ends) > 1 else ends[0]


def leverage_table(data: LeveragePicture, say: Words) -> ChartTable:
    """Return the ratios in words."""
    columns = (
        Column(say("Programme")),
        Column(say("Investor")),
        *(Column(step_word(step, say)) for step in STEPS),
    )
    rows = []
    for row in data.rows:
        for investor in INVESTORS:
            found = {m.step: _ratio_words(m, say) for m in row.marks if m.investor == investor}
            rows.append((row.name, investor_word(investor, say), *(found.get(s, "–") for s in STEPS)))
    return ChartTable(columns, tuple(rows))


def leverage_alt(data: LeveragePicture, say: Words) -> str:
    """Return the text alternative: every ratio in words."""
    parts = []
    for row in data.rows:
        told = [
            f"{investor_word(m.investor, say)}, {step_word(m.step, say)}: {_ratio_words(m, say)}"
            for m in row.marks
        ]
        parts.append(f"{row.name}: {', '.join(told) or no_ratio(row, say)}")
    return say("Euros elicited for each own euro: {parts}.", parts="; ".join(parts))
