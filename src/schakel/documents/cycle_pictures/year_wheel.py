# SPDX-License-Identifier: EUPL-1.2
"""The year as a wheel: its phases as arcs, today as a hand, meetings as diamonds; a band on a phone."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date

from schakel.documents.charts.canvas import Align, Canvas, fit, wrap
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.cycle_papers.phase_words import phase_name
from schakel.documents.formats import LOCALES, day
from schakel.documents.messages import Words

NARROW = 500
HAND_ROOM = 0.03
FILLS = {"ended": "step4", "running": "accent", "waiting": "paper"}
EDGE = {"ended": "step5", "running": "accent", "waiting": "peer"}


@dataclass(frozen=True, slots=True)
class WheelPhase:
    """A phase with its planned days and where it stands: "waiting", "running" or "ended"."""

    kind: str
    starts_on: date
    ends_on: date
    standing: str
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class WheelMeeting:
    """A meeting on its day."""

    on: date
    title: str


@dataclass(frozen=True, slots=True)
class YearWheel:
    """What the wheel is drawn from."""

    year: int
    starts_on: date
    ends_on: date
    today: date
    phases: tuple[WheelPhase, ...]
    meetings: tuple[WheelMeeting, ...] = ()

    @property
    def n_days(self) -> int:
        """The days of the year."""
        return (self.ends_on - self.starts_on).days + 1

    def part(self, on: date) -> float:
        """Return which part of the year has passed at the start of a day, held within 0 and 1."""
        return min(max((on - self.starts_on).days / self.n_days, 0.0), 1.0)

    def part_after(self, on: date) -> float:
        """Return which part of the year has passed at the end of a day."""
        return self.part(on + timedelta(1))

    def holds(self, on: date) -> bool:
        """Say whether a day falls in the year."""
        return self.starts_on <= on <= self.ends_on

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of the months that begin in the year."""
        days = (self.starts_on + timedelta(n) for n in range(self.n_days))
        return tuple(d for d in days if d.day == 1)


@dataclass(frozen=True, slots=True)
class _Geometry:
    """Where the wheel is drawn and how large: ``ring`` is how thick the arcs are."""

    x: float
    y: float
    radius: float
    ring: float
    size: float
    gap: float
    with_days: bool

    @property
    def room(self) -> float:
        """How wide a name beside the wheel may be."""
        return self.x - self.radius - self.ring / 2 - self.gap

    def at(self, part: float, radius: float) -> tuple[float, float]:
        """Return the point at a part of the year, from the top and with the clock."""
        angle = 2 * math.pi * part
        return self.x + radius * math.sin(angle), self.y - radius * math.cos(angle)

    def arc(self, start: float, end: float, radius: float) -> list[tuple[float, float]]:
        """Return the points of an arc."""
        steps = max(2, round((end - start) * 240))
        return [self.at(start + (end - start) * i / steps, radius) for i in range(steps + 1)]


def draw_year_wheel(data: YearWheel, width: int, say: Words) -> Drawn:
    """Draw the year: a wheel where there is room, a band from top to bottom on a phone."""
    if width < NARROW:
        return _drawn(_draw_band(data, width, say), data, say)
    canvas = Canvas(width, height=440)
    place = _Geometry(width / 2, 220, 150, 30, 13, 20, with_days=True)
    return _drawn(_draw_wheel(canvas, data, place, say), data, say)


def draw_small_wheel(data: YearWheel, width: int, say: Words) -> Drawn:
    """Draw the wheel small, with the names of the phases only: for the front page."""
    canvas = Canvas(width, height=250)
    place = _Geometry(width / 2, 125, 76, 20, 12, 11, with_days=False)
    return _drawn(_draw_wheel(canvas, data, place, say), data, say)


def _drawn(canvas: Canvas, data: YearWheel, say: Words) -> Drawn:
    how = say(
        "Each part is a phase: filled grey has ended, blue runs, white has not started. The line is today."
    )
    if data.meetings:
        how = f"{how} {say('A diamond is a meeting, filled once it is over.')}"
    return Drawn(canvas, say("The year {year}", year=data.year), how, _alt(data, say), _table(data, say))


def _draw_wheel(canvas: Canvas, data: YearWheel, place: _Geometry, say: Words) -> Canvas:
    for phase in data.phases:
        start, end = data.part(phase.starts_on), data.part_after(phase.ends_on)
        if end > start:
            _draw_arc(canvas, phase, start, end, place)
            _label_arc(canvas, phase, (start + end) / 2, place, say)
    _draw_months(canvas, data, place, say)
    for meeting in data.meetings:
        if data.holds(meeting.on):
            at = place.at(data.part(meeting.on), place.radius + place.ring / 2 + 8)
            canvas.dot(at, "ink", place.size * 5, hollow=meeting.on >= data.today, shape="diamond")
    if data.holds(data.today):
        _draw_today(canvas, data, place)
    canvas.text((place.x, place.y - 8), str(data.year), "ink", place.size + 7, align="center", bold=True)
    if data.holds(data.today):
        here = _short_day(data.today, say)
        here = say("today: {day}", day=here) if place.with_days else here
        canvas.text((place.x, place.y + 12), here, "ink", place.size - 1, align="center")
    return canvas


def _draw_arc(canvas: Canvas, phase: WheelPhase, start: float, end: float, place: _Geometry) -> None:
    gap = min(0.004, (end - start) / 4)
    inner, outer = place.radius - place.ring / 2, place.radius + place.ring / 2
    lines = int(place.ring / 2)
    role = FILLS[phase.standing]
    if role != "paper":
        for i in range(lines + 1):
            points = place.arc(start + gap, end - gap, inner + (outer - inner) * i / lines)
            canvas.path(points, role, 3)
    edge = [*place.arc(start + gap, end - gap, outer), *reversed(place.arc(start + gap, end - gap, inner))]
    canvas.path([*edge, edge[0]], EDGE[phase.standing], 1.6)


def _label_arc(canvas: Canvas, phase: WheelPhase, middle: float, place: _Geometry, say: Words) -> None:
    x, y = place.at(middle, place.radius + place.ring / 2 + place.gap)
    side = math.sin(2 * math.pi * middle)
    align: Align = "center" if abs(side) < 0.25 else "left" if side > 0 else "right"
    lines = wrap(phase_name(phase.kind, say), max(place.room, 60), place.size)
    if place.with_days:
        lines.append(_days(phase, say))
    top = y - (len(lines) - 1) * (place.size + 3) * (0.5 - 0.5 * math.cos(2 * math.pi * middle) * -1)
    for i, line in enumerate(lines):
        role = "ink" if i < len(lines) - 1 or not place.with_days else "muted"
        bold = phase.standing == "running" and role == "ink"
        canvas.text((x, top + i * (place.size + 3)), line, role, place.size, align=align, bold=bold)


def _days(phase: WheelPhase, say: Words) -> str:
    return f"{_short_day(phase.starts_on, say)} – {_short_day(phase.ends_on, say)}"


def _short_day(on: date, say: Words) -> str:
    return str(format_date(on, "d MMM", locale=LOCALES[say.language])).rstrip(".")


def _draw_months(canvas: Canvas, data: YearWheel, place: _Geometry, say: Words) -> None:
    inner = place.radius - place.ring / 2
    hand = data.part(data.today) if data.holds(data.today) else -1.0
    for month in data.months:
        part = data.part(month)
        start, end = place.at(part, inner - 2), place.at(part, inner - 7)
        canvas.path([start, end], "peer", 1)
        if abs(part + 15 / data.n_days - hand) < HAND_ROOM:
            continue
        letter = format_date(month, "LLLLL" if not place.with_days else "LLL", locale=LOCALES[say.language])
        at = place.at(part + 15 / data.n_days, inner - (16 if place.with_days else 13))
        canvas.text(at, letter.rstrip("."), "muted", place.size - 2, align="center")


def _draw_today(canvas: Canvas, data: YearWheel, place: _Geometry) -> None:
    """Draw the hand from the middle, where the day stands, to the rim."""
    part = data.part(data.today) + 0.5 / data.n_days
    line = [place.at(part, place.radius * 0.34), place.at(part, place.radius + place.ring / 2 + 4)]
    canvas.path(line, "paper", 6)
    canvas.path(line, "ink", 2.5)


def _draw_band(data: YearWheel, width: int, say: Words) -> Canvas:
    top, pixels, left, right = 12.0, 400.0, 46.0, 74.0
    canvas = Canvas(width, height=top + pixels + 14)

    def height(part: float) -> float:
        return top + pixels * part

    for month in data.months:
        y = height(data.part(month))
        canvas.rule((0, y, right + 6, y), "grid")
        name = format_date(month, "LLL", locale=LOCALES[say.language]).rstrip(".")
        canvas.text((0, y + 10), name, "muted", 11)
    now = height(data.part(data.today) + 0.5 / data.n_days)
    if data.holds(data.today):
        canvas.rule((right, now, width - 56, now), "grid", 1.5)
    for phase in data.phases:
        start, end = data.part(phase.starts_on), data.part_after(phase.ends_on)
        if end > start:
            corners = (left, height(start) + 1.5, right, height(end) - 1.5)
            canvas.box(corners, FILLS[phase.standing])
            canvas.frame(corners, EDGE[phase.standing], 1.6)
            _label_band(canvas, phase, height((start + end) / 2), width, say)
    for meeting in data.meetings:
        if data.holds(meeting.on):
            y = height(data.part(meeting.on) + 0.5 / data.n_days)
            canvas.dot((right + 10, y), "ink", 55, hollow=meeting.on >= data.today, shape="diamond")
    if data.holds(data.today):
        canvas.rule((left - 8, now, right + 18, now), "ink", 2.5)
        canvas.text((width, now), say("today"), "ink", 12, align="right", bold=True)
    return canvas


def _label_band(canvas: Canvas, phase: WheelPhase, middle: float, width: int, say: Words) -> None:
    x = 94.0
    name = fit(phase_name(phase.kind, say), width - x - 56, 14)
    canvas.text((x, middle - 9), name, "ink", 14, bold=phase.standing == "running")
    canvas.text((x, middle + 9), _days(phase, say), "muted", 12)


def standing_words(phase: WheelPhase, say: Words) -> str:
    """Return where a phase stands."""
    words = {
        "ended": say("has ended"),
        "running": say("runs, and should have ended") if phase.is_late else say("runs"),
        "waiting": say("should have started") if phase.is_late else say("has not started"),
    }
    return words[phase.standing]


def _alt(data: YearWheel, say: Words) -> str:
    parts = [f"{phase_name(p.kind, say)} ({_days(p, say)}): {standing_words(p, say)}" for p in data.phases]
    here = say("The year {year}; today is {day}.", year=data.year, day=day(data.today, say.language))
    meetings = say.choose("One meeting.", "{n} meetings.", len(data.meetings)) if data.meetings else ""
    return " ".join(part for part in (here, "; ".join(parts) + ".", meetings) if part)


def _table(data: YearWheel, say: Words) -> ChartTable:
    columns = (Column(say("Phase")), Column(say("From")), Column(say("Until")), Column(say("Stands")))
    rows = tuple(
        (
            phase_name(p.kind, say),
            p.starts_on.isoformat(),
            p.ends_on.isoformat(),
            standing_words(p, say),
        )
        for p in data.phases
    )
    return ChartTable(columns, rows)
