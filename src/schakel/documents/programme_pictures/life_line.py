# SPDX-License-Identifier: EUPL-1.2
"""The life of an initiative over the years: its names, stages, where it came from, and milestones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from schakel.documents.charts.canvas import Canvas, fit, text_width
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.formats import day
from schakel.documents.messages import Words

ROW, BAR, HEAD = 34, 10, 24
NARROW = 500
MOST_MILESTONES = 8


@dataclass(frozen=True, slots=True)
class LifeName:
    """A name and the years in which it was used; an empty year is not known."""

    name: str
    since_year: int | None
    until_year: int | None


@dataclass(frozen=True, slots=True)
class LifeStage:
    """A stage from a day until the next; ``until`` ``None``: still."""

    stage: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class LifeTie:
    """Another initiative that this one came from (``is_into_here``) or went into, with the year."""

    name: str
    kind: str
    year: int | None
    is_into_here: bool


@dataclass(frozen=True, slots=True)
class LifeMilestone:
    """A milestone: when it is due and when it was reached."""

    title: str
    due_on: date
    done_on: date | None


@dataclass(frozen=True, slots=True)
class LifeLine:
    """What is drawn, on the day ``today``; empty parts are said to be unknown."""

    name: str
    today: date
    started_year: int | None = None
    ended_year: int | None = None
    exit_on: date | None = None
    names: tuple[LifeName, ...] = ()
    stages: tuple[LifeStage, ...] = ()
    ties: tuple[LifeTie, ...] = ()
    milestones: tuple[LifeMilestone, ...] = ()


@dataclass
class _Sheet:
    """The canvas while it is filled from top to bottom."""

    canvas: Canvas
    line: LifeLine
    say: Words
    years: tuple[int, int]
    left: float
    y: float = HEAD
    labels: Mapping[str, str] = field(default_factory=dict)

    def at(self, year: float) -> float:
        """Return where a year, with its fraction, stands."""
        first, last = self.years
        right = self.canvas.width - 8
        return self.left + (min(max(year, first), last) - first) / (last - first) * (right - self.left)

    @property
    def is_narrow(self) -> bool:
        """Whether labels stand above their bar."""
        return self.canvas.width < NARROW


def draw_life_line(data: LifeLine, width: int, say: Words) -> Drawn:
    """Draw the life of an initiative from its first known year until after today."""
    left = 8.0 if width < NARROW else 230.0
    sheet = _Sheet(Canvas(width), data, say, _years(data), left)
    _draw_axis(sheet, HEAD + ROW * _n_rows(data))
    _draw_rows(sheet)
    sheet.canvas.height = sheet.y + 16
    how = say(
        "Time runs from left to right; the dotted line is today. The blue bar is the present stage, a paler "
        "end means that the year is not known. A filled dot is a milestone that was reached, an open one "
        "is still to come, a diamond is late."
    )
    title = say("The life of {name}", name=data.name)
    return Drawn(sheet.canvas, title, how, life_line_alt(data, say), life_line_table(data, say))


def _years(data: LifeLine) -> tuple[int, int]:
    known = [data.today.year, data.started_year, data.ended_year]
    known += [s.since.year for s in data.stages]
    known += [year for n in data.names for year in (n.since_year, n.until_year)]
    known += [t.year for t in data.ties]
    known += [m.due_on.year for m in data.milestones]
    known.append(data.exit_on.year if data.exit_on is not None else None)
    years = [y for y in known if y is not None]
    return min(min(years), data.today.year - 1), max(years) + 1


def _n_rows(data: LifeLine) -> int:
    has_exit = data.exit_on is not None
    return len(data.names) + max(len(data.stages), 1) + has_exit + len(data.ties) + len(_shown(data))


def _draw_rows(sheet: _Sheet) -> None:
    data, say = sheet.line, sheet.say
    for name in data.names:
        _bar(sheet, name.name, (name.since_year, name.until_year), "strip")
    if not data.stages:
        _label(sheet, say("stage not known"), "muted")
        sheet.y += ROW
    for stage in data.stages:
        word = stage_word(stage.stage, say)
        is_now = stage.until is None
        start, end = _place(stage.since), _place(stage.until) if stage.until is not None else None
        _bar(sheet, word, (start, end), "accent" if is_now else "peer", bold=is_now)
    if data.exit_on is not None:
        _point(sheet, say("preparation ends"), data.exit_on, data.exit_on < data.today, None)
    for tie in data.ties:
        _tie(sheet, tie)
    for milestone in _shown(data):
        is_late = milestone.done_on is None and milestone.due_on < data.today
        _point(sheet, milestone.title, milestone.due_on, is_late, milestone.done_on)


def _shown(data: LifeLine) -> tuple[LifeMilestone, ...]:
    """Return the milestones nearest to today, in the order of their dates."""
    near = sorted(data.milestones, key=lambda m: abs((m.due_on - data.today).days))[:MOST_MILESTONES]
    return tuple(sorted(near, key=lambda m: (m.due_on, m.title)))


def _label(sheet: _Sheet, text: str, role: str = "ink", *, bold: bool = False) -> float:
    """Write the label of a row and return the height at which its mark comes."""
    canvas = sheet.canvas
    if sheet.is_narrow:
        canvas.text((0, sheet.y + 8), fit(text, canvas.width - 4, 12), role, 12, bold=bold)
        return sheet.y + 23
    canvas.text((0, sheet.y + ROW / 2), fit(text, sheet.left - 16, 12), role, 12, bold=bold)
    return sheet.y + ROW / 2


def _bar(
    sheet: _Sheet, text: str, span: tuple[float | None, float | None], role: str, *, bold: bool = False
) -> None:
    y = _label(sheet, text, "accent" if role == "accent" else "ink", bold=bold)
    start, end = span
    now = _place(sheet.line.today)
    x = sheet.at(start if start is not None else sheet.years[0])
    x2 = max(sheet.at(end if end is not None else now), x + 3)
    if start is None:
        middle = (x + x2) / 2
        sheet.canvas.box((x, y - BAR / 2, middle, y + BAR / 2), role, 0.35)
        x = middle
    sheet.canvas.box((x, y - BAR / 2, x2, y + BAR / 2), role)
    sheet.y += ROW


def _tie(sheet: _Sheet, tie: LifeTie) -> None:
    say, canvas = sheet.say, sheet.canvas
    text = tie_words(tie, say)
    y = _label(sheet, text if tie.year is None else f"{text} ({tie.year})")
    if tie.year is None:
        canvas.text((sheet.left, y), say("year not known"), "muted", 11)
    else:
        x = sheet.at(tie.year)
        canvas.rule((max(x - 22, 0), y, x, y), "ink", 1.5)
        canvas.dot((x, y), "ink", 70, shape="triangle-right")
    sheet.y += ROW


def _point(sheet: _Sheet, text: str, on: date, is_late: bool, done_on: date | None) -> None:
    language = sheet.say.language
    y = _label(sheet, text)
    at = (sheet.at(_place(done_on or on)), y)
    canvas = sheet.canvas
    if done_on is not None:
        canvas.dot(at, "ink", 70)
    else:
        canvas.dot(at, "ink", 90 if is_late else 70, hollow=True, shape="diamond" if is_late else "circle")
    words = day(done_on or on, language)
    room = canvas.width - at[0] - 12
    if text_width(words, 11) <= room:
        canvas.text((at[0] + 10, y), words, "muted", 11)
    else:
        canvas.text((at[0] - 10, y), words, "muted", 11, align="right")
    sheet.y += ROW


def _draw_axis(sheet: _Sheet, bottom: float) -> None:
    canvas, (first, last) = sheet.canvas, sheet.years
    room = (canvas.width - 8 - sheet.left) / (last - first)
    step = next((s for s in (1, 2, 5, 10, 20) if s * room >= 40), 50)
    for year in range(first, last + 1):
        if year % step == 0 or last - first < step:
            x = sheet.at(year)
            canvas.rule((x, HEAD - 4, x, bottom), "grid", 1)
            if x + 32 <= canvas.width:
                canvas.text((x + 3, 9), str(year), "muted", 11)
    now = sheet.at(_place(sheet.line.today))
    canvas.dashed((now, HEAD - 4, now, bottom), "ink", 1)


def _place(on: date) -> float:
    return on.year + (on.timetuple().tm_yday - 1) / 366


def stage_word(stage: str, say: Words) -> str:
    """Return a stage in words."""
    known = {
        "quartermaster": say("being prepared"),
        "sowing": say("sowing"),
        "germinating": say("germinating"),
        "growing": say("growing"),
        "harvesting": say("harvesting"),
        "consolidated": say("made permanent"),
        "merged": say("merged into another"),
        "stopped": say("stopped"),
    }
    return known.get(stage, say("stage not known"))


def tie_words(tie: LifeTie, say: Words) -> str:
    """Return how another initiative and this one hang together."""
    if tie.is_into_here:
        known = {
            "renamed_to": say("was called {name}", name=tie.name),
            "merged_into": say("{name} merged into it", name=tie.name),
            "part_of": say("{name} is part of it", name=tie.name),
            "succeeded_by": say("follows {name}", name=tie.name),
        }
    else:
        known = {
            "renamed_to": say("now called {name}", name=tie.name),
            "merged_into": say("merged into {name}", name=tie.name),
            "part_of": say("part of {name}", name=tie.name),
            "succeeded_by": say("succeeded by {name}", name=tie.name),
        }
    return known.get(tie.kind, tie.name)


def life_line_alt(data: LifeLine, say: Words) -> str:
    """Return the text alternative: names, stages and ties in order."""
    language = say.language
    parts = [n.name for n in data.names]
    parts += [f"{stage_word(s.stage, say)} ({day(s.since, language)})" for s in data.stages]
    parts += [tie_words(t, say) for t in data.ties]
    done = sum(m.done_on is not None for m in data.milestones)
    told = say("The life of {name}: {parts}.", name=data.name, parts="; ".join(parts) or say("not known"))
    if not data.milestones:
        return told
    milestones = say("{done} of {n} milestones were reached.", done=done, n=len(data.milestones))
    return f"{told} {milestones}"


def life_line_table(data: LifeLine, say: Words) -> ChartTable:
    """Return everything that is drawn, with its dates."""
    language = say.language
    columns = (Column(say("What")), Column(say("Which")), Column(say("From")), Column(say("Until")))
    rows: list[tuple[str, str, str | None, str | None]] = []
    for name in data.names:
        since = str(name.since_year) if name.since_year is not None else None
        until = str(name.until_year) if name.until_year is not None else None
        rows.append((say("name"), name.name, since, until))
    for s in data.stages:
        end = day(s.until, language) if s.until is not None else say("now")
        rows.append((say("stage"), stage_word(s.stage, say), day(s.since, language), end))
    for tie in data.ties:
        year = str(tie.year) if tie.year is not None else None
        rows.append((say("lineage"), tie_words(tie, say), year, year))
    for m in data.milestones:
        end = day(m.done_on, language) if m.done_on is not None else say("not reached yet")
        rows.append((say("milestone"), m.title, day(m.due_on, language), end))
    return ChartTable(columns, tuple(rows))
