# SPDX-License-Identifier: EUPL-1.2
"""The portfolio from sowing to harvesting: each initiative by stage and age, with its alarms marked."""

from dataclasses import dataclass

from schakel.documents.charts.canvas import Canvas, fit, wrap
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.charts.scales import Scale
from schakel.documents.formats import plain_number
from schakel.documents.messages import Words

NARROW = 500
MOST_NAMES = 12
STAGES = ("quartermaster", "sowing", "germinating", "growing", "harvesting")
UNKNOWN = "unknown"
LINE = 15.0
LANES = 2


@dataclass(frozen=True, slots=True)
class BoardItem:
    """An initiative on the board; ``age_months`` ``None`` is unknown."""

    name: str
    stage: str
    age_months: int | None
    n_alarms: int


@dataclass(frozen=True, slots=True)
class BoardPicture:
    """The initiatives that run, or of which the stage is not known."""

    items: tuple[BoardItem, ...]


def draw_portfolio_board(data: BoardPicture, width: int, say: Words) -> Drawn:
    """Draw a column for each stage (on a phone a band), with the initiatives by age."""
    stages = [s for s in (*STAGES, UNKNOWN) if s in STAGES or any(i.stage == s for i in data.items)]
    columns = {s: _in_order([i for i in data.items if i.stage == s]) for s in stages}
    draw = _draw_bands if width < NARROW else _draw_columns
    canvas = draw(columns, width, say)
    how = say(
        "The stages from preparing to harvesting, and within each stage the initiatives by age. A blue "
        "diamond has at least one alarm, a grey dot none. Where there is no room for all names, those with "
        "an alarm come first."
    )
    return Drawn(canvas, say("The portfolio by stage and age"), how, _alt(columns, say), _table(columns, say))


def stage_name(stage: str, say: Words) -> str:
    """Return the name of a stage of the course."""
    names = {
        "quartermaster": say("being prepared"),
        "sowing": say("sowing"),
        "germinating": say("germinating"),
        "growing": say("growing"),
        "harvesting": say("harvesting"),
        "unknown": say("stage not known"),
    }
    return names[stage]


def _in_order(items: list[BoardItem]) -> list[BoardItem]:
    return sorted(items, key=lambda i: (i.age_months is None, i.age_months or 0, i.name))


def _named(items: list[BoardItem]) -> list[BoardItem]:
    """Return the initiatives whose name is written: those with alarms first, as many as there is room."""
    chosen = sorted(items, key=lambda i: -i.n_alarms)[:MOST_NAMES]
    return [i for i in items if i in chosen]


def _age_scale(columns: dict[str, list[BoardItem]], start: float, end: float) -> Scale:
    ages = [i.age_months for items in columns.values() for i in items if i.age_months is not None]
    years = max(5, -(-max(ages, default=0) // 12))
    return Scale(0, years, start, end)


def _draw_columns(columns: dict[str, list[BoardItem]], width: int, say: Words) -> Canvas:
    most = max((min(len(items), MOST_NAMES) for items in columns.values()), default=0)
    top, bottom = 44.0, 44.0 + max(250.0, LINE * (most + 1))
    canvas = Canvas(width, height=bottom + 40)
    left = 46.0
    scale = _age_scale(columns, top, bottom)
    for tick in scale.ticks(5):
        y = scale.at(tick)
        canvas.rule((left, y, width, y), "grid")
        canvas.text((left - 8, y), _years(tick, say), "muted", 10, align="right")
    step = (width - left) / len(columns)
    for k, (stage, items) in enumerate(columns.items()):
        x = left + step * k
        name = f"{stage_name(stage, say)} ({len(items)})"
        for i, text in enumerate(wrap(name, step - 6, 11, 2)):
            canvas.text((x, 9 + 13 * i), text, "ink", 11, bold=True)
        if k:
            canvas.rule((x - 5, 2, x - 5, bottom + 34), "grid")
        _draw_column(canvas, items, (x, step), scale, say)
    return canvas


def _draw_column(
    canvas: Canvas, items: list[BoardItem], place: tuple[float, float], scale: Scale, say: Words
) -> None:
    x, step = place
    known = [i for i in items if i.age_months is not None]
    unknown = [i for i in items if i.age_months is None]
    named = _named(known)
    heights = _apart([scale.at((i.age_months or 0) / 12) for i in named], scale.start, scale.end)
    lane, before = 0, -99.0
    for item in known:
        at = scale.at((item.age_months or 0) / 12)
        lane = (lane + 1) % LANES if at - before < 8 else 0
        _draw_mark(canvas, item, (x + 5 + 9 * lane, at))
        before = at
    for item, y in zip(named, heights, strict=True):
        at = scale.at((item.age_months or 0) / 12)
        if abs(at - y) > 3:
            canvas.rule((x + 18, at, x + 22, y), "strip", 0.8)
        canvas.text((x + 24, y), fit(item.name, step - 30, 10.5), "ink", 10.5)
    more = len(known) - len(named)
    notes = [say.choose("and {n} more", "and {n} more", more)] if more else []
    notes += [say.choose("{n} of unknown age", "{n} of unknown age", len(unknown))] if unknown else []
    for i, text in enumerate(notes):
        canvas.text((x, scale.end + 16 + 13 * i), fit(text, step - 10, 10), "muted", 10)


def _apart(heights: list[float], low: float, high: float) -> list[float]:
    """Return the heights moved so that lines of text do not overlap, as near as can be."""
    found: list[float] = []
    for y in heights:
        found.append(max(y, found[-1] + LINE if found else low))
    for n in range(len(found) - 1, -1, -1):
        limit = high if n == len(found) - 1 else found[n + 1] - LINE
        found[n] = min(found[n], limit)
    return found


def _draw_mark(canvas: Canvas, item: BoardItem, at: tuple[float, float]) -> None:
    if item.n_alarms:
        canvas.dot(at, "accent", 70, shape="diamond")
    else:
        canvas.dot(at, "peer", 45)


def _draw_bands(columns: dict[str, list[BoardItem]], width: int, say: Words) -> Canvas:
    rows = sum(26 + 20 * min(len(v), MOST_NAMES) + 16 * (len(v) > MOST_NAMES) for v in columns.values())
    canvas = Canvas(width, height=20.0 + rows)
    scale = _age_scale(columns, width - 112.0, width - 10.0)
    for tick in scale.ticks(2):
        canvas.text((scale.at(tick), 8), _years(tick, say), "muted", 10, align="center")
    y = 20.0
    for stage, items in columns.items():
        canvas.rule((0, y, width, y), "grid")
        canvas.text((0, y + 13), f"{stage_name(stage, say)} ({len(items)})", "ink", 12, bold=True)
        y += 26
        named = _named(items)
        for item in named:
            canvas.text((0, y + 7), fit(item.name, scale.start - 14, 11.5), "ink", 11.5)
            canvas.rule((scale.start, y + 7, scale.end, y + 7), "grid")
            if item.age_months is None:
                canvas.text((scale.end, y + 7), say("age not known"), "muted", 10, align="right")
            else:
                _draw_mark(canvas, item, (scale.at(item.age_months / 12), y + 7))
            y += 20
        if len(items) > len(named):
            more = len(items) - len(named)
            canvas.text((0, y + 5), say.choose("and {n} more", "and {n} more", more), "muted", 10.5)
            y += 16
    return canvas


def _years(value: float, say: Words) -> str:
    return say("{n} yr", n=plain_number(value, say.language))


def _table(columns: dict[str, list[BoardItem]], say: Words) -> ChartTable:
    headings = (
        Column(say("Initiative")),
        Column(say("Stage")),
        Column(say("Age in months"), "count"),
        Column(say("Alarms"), "count"),
    )
    rows = tuple(
        (i.name, stage_name(stage, say), i.age_months, i.n_alarms)
        for stage, items in columns.items()
        for i in items
    )
    return ChartTable(headings, rows)


def _alt(columns: dict[str, list[BoardItem]], say: Words) -> str:
    parts = [
        say(
            "{stage}: {n}, {alarms} with an alarm",
            stage=stage_name(stage, say),
            n=len(items),
            alarms=sum(bool(i.n_alarms) for i in items),
        )
        for stage, items in columns.items()
    ]
    return say("Initiatives by stage, from preparing to harvesting.") + " " + "; ".join(parts) + "."
