# SPDX-License-Identifier: EUPL-1.2
"""Until when each initiative is paid: a bar to the end of its money, and the line of today."""

from dataclasses import dataclass
from datetime import date

from schakel.documents import formats
from schakel.documents.charts.canvas import Canvas, fit
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.charts.scales import Scale
from schakel.documents.messages import Words
from schakel.programme.queries.funding import MoneyUntil

NARROW = 500
MOST_ROWS = 40
YEARS_BACK, YEARS_AHEAD = 3, 6
HEAD = 26.0


@dataclass(frozen=True, slots=True)
class UntilPicture:
    """What the picture shows: the initiatives in their order, seen from a day."""

    today: date
    rows: tuple[MoneyUntil, ...]


def draw_money_until(data: UntilPicture, width: int, say: Words) -> Drawn:
    """Draw a row for each initiative, those whose money ends first on top."""
    narrow = width < NARROW
    rows = data.rows[:MOST_ROWS]
    row, label_room = (40.0, 0.0) if narrow else (27.0, 220.0)
    end_room = 4.0 if narrow else 130.0
    scale = _scale(data.today, rows, (label_room + 4, width - end_room))
    canvas = Canvas(width, height=HEAD + row * len(rows) + 4)
    _draw_years(canvas, scale, data.today, say)
    for i, item in enumerate(rows):
        top = HEAD + row * i
        canvas.rule((0, top, width, top), "grid")
        room = width - 128 if narrow else label_room - 8
        y = top + (12 if narrow else row / 2)
        canvas.text(
            (0, y), fit(item.name, room, 12), "accent" if item.is_cliff else "ink", 12, bold=item.is_cliff
        )
        words = fit(until_text(item, say), 124, 11)
        role = "accent" if item.is_cliff else "muted"
        canvas.text((width, y), words, role, 11, align="right", bold=item.is_cliff)
        _draw_bar(canvas, item, scale, top + (28 if narrow else row / 2))
        now = scale.at(_years(data.today))
        canvas.rule((now, top + (20 if narrow else 0), now, top + row), "ink", 1.4)
    how = say(
        "Each bar runs to the day on which the last known money ends; the black line is today. Blue, with a "
        "diamond: it ends within twelve months, or has ended, and what comes after is not arranged. A dashed "
        "bar: the end is not known. A bar to the edge with an arrow: permanent money, or longer than drawn."
    )
    return Drawn(canvas, say("Money until when"), how, until_alt(data, say), until_table(data, say))


def _years(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


def _scale(today: date, rows: tuple[MoneyUntil, ...], ends: tuple[float, float]) -> Scale:
    now = _years(today)
    starts = [_years(r.starts_on) for r in rows if r.starts_on and r.starts_on < today]
    lasts = [_years(r.until_on) for r in rows if r.until_on]
    low = max(min([now - 0.5, *starts, *lasts]), now - YEARS_BACK)
    high = min(max([now + 1.5, *lasts]) + 0.1, now + YEARS_AHEAD)
    return Scale(low, high, *ends)


def _draw_years(canvas: Canvas, scale: Scale, today: date, say: Words) -> None:
    now = scale.at(_years(today))
    for year in range(int(scale.low) + 1, int(scale.high) + 1):
        x = scale.at(year)
        canvas.rule((x, HEAD - 6, x, HEAD if canvas.width < NARROW else canvas.height), "grid")
        if abs(x - now) > 34:
            at = min(max(x, 14), canvas.width - 14)
            canvas.text((at, 9), str(year), "muted", 10.5, align="center")
    canvas.text((now, 9), say("today"), "ink", 10.5, align="center", bold=True)


def _draw_bar(canvas: Canvas, item: MoneyUntil, scale: Scale, y: float) -> None:
    start = scale.at(_years(item.starts_on)) if item.starts_on else scale.start
    if item.state in ("none", "open"):
        stop = scale.at(_years(item.until_on)) if item.until_on else scale.end
        canvas.frame((min(start, stop - 8), y - 5, stop, y + 5), "strip", 1, dash=True)
        return
    role = "accent" if item.is_cliff else "peer"
    until = None if item.until_on is None else _years(item.until_on)
    beyond = until is None or until > scale.high
    stop = scale.end if beyond or until is None else scale.at(until)
    canvas.box((min(start, stop - 2), y - 4, stop, y + 4), "accent_soft" if item.is_cliff else "step3")
    if beyond:
        canvas.path([(stop - 7, y - 6), (stop, y), (stop - 7, y + 6)], role, 2)
    else:
        canvas.dot(
            (stop, y), role, 90 if item.is_cliff else 50, shape="diamond" if item.is_cliff else "circle"
        )


def until_text(item: MoneyUntil, say: Words) -> str:
    """Return until when, in a few words."""
    if item.state == "structural":
        return say("permanent money")
    if item.state == "none":
        return say("no source recorded")
    if item.until_on is None:
        return say("end not known")
    month = formats.day(item.until_on.isoformat()[:7], say.language)
    return say("{month} or later", month=month) if item.state == "open" else month


def until_alt(data: UntilPicture, say: Words) -> str:
    """Return the text alternative: each initiative with the end of its money."""
    if not data.rows:
        return say("No initiative runs.")
    parts = [f"{item.name} {until_text(item, say)}" for item in data.rows[:MOST_ROWS]]
    return say("Until when each initiative is paid: {parts}.", parts="; ".join(parts))


def until_table(data: UntilPicture, say: Words) -> ChartTable:
    """Return every initiative with its end, months left and sources."""
    columns = (
        Column(say("Initiative")),
        Column(say("Paid until")),
        Column(say("Months left"), "count"),
        Column(say("Sources")),
    )
    rows = tuple(
        (item.name, until_text(item, say), item.months_left, ", ".join(item.sources) or say("none"))
        for item in data.rows
    )
    return ChartTable(columns, rows)
