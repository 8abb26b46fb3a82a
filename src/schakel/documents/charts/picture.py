# SPDX-License-Identifier: EUPL-1.2
"""The economic picture: one panel per item, the region in accent, peers and country in grey."""

from dataclasses import dataclass

from schakel.diagnosis.dossier import Line, PictureItem, PrintedCheck
from schakel.documents.charts.breaks import draw_breaks, is_broken
from schakel.documents.charts.canvas import Align, Canvas, fit, text_width, wrap
from schakel.documents.charts.chart import PRINT, ChartTable, Column
from schakel.documents.charts.scales import Scale, spread
from schakel.documents.formats import is_known, number, plain_number
from schakel.documents.sentences.findings import VERDICTS
from schakel.documents.sentences.names import Names

NARROW = 500
INDEX_WHEN_LARGER = 3.0
ROLES = {"region": "accent", "nearest": "accent", "peers": "peer", "country": "strip"}
TITLE, FOOT = 50, 36


@dataclass(frozen=True, slots=True)
class Panel:
    """One item made ready to draw: lines (own, peers, country) and the base when they are indexed."""

    item: PictureItem
    lines: tuple[Line, ...]
    base_period: int | None


def panel_of(item: PictureItem) -> Panel:
    """Choose the lines; lines of very different size are shown as an index from a shared first year."""
    lines = tuple(
        line for role in ("country", "peers", "nearest", "region") for line in item.lines if line.role == role
    )
    lines = tuple(line for line in lines if any(is_known(p.value) for p in line.points))
    lines = tuple(sorted(lines, key=lambda line: ROLES[line.role] == "accent"))
    means = [_mean(line) for line in lines]
    if len(lines) > 1 and min(means) > 0 and max(means) / min(means) > INDEX_WHEN_LARGER:
        shared = set.intersection(*({p.period for p in line.points if p.value} for line in lines))
        if shared:
            return Panel(item, lines, min(shared))
    return Panel(item, lines, None)


def _mean(line: Line) -> float:
    values = [p.value for p in line.points if p.value is not None]
    return sum(values) / len(values)


def _factor(panel: Panel, line: Line) -> float:
    if panel.base_period is None:
        return 1.0
    base = next(p.value for p in line.points if p.period == panel.base_period)
    return 100.0 / base if base else 1.0


def draw_picture(items: tuple[PictureItem, ...], width: int, names: Names) -> Canvas:
    """Draw the items as small multiples: two columns on a phone, three on a desktop."""
    columns, gap = (2, 18) if width < NARROW else (4, 16) if width == PRINT else (3, 30)
    room, height = (
        (width - gap * (columns - 1)) / columns,
        196 if width < NARROW else 134 if width == PRINT else 200,
    )
    canvas = Canvas(width, height=20 + height * -(-len(items) // columns))
    _key(canvas, names, items)
    for i, item in enumerate(items):
        corner = ((i % columns) * (room + gap), 26.0 + height * (i // columns))
        _draw_panel(canvas, panel_of(item), (*corner, room, height - 22.0), names)
    return canvas


def _key(canvas: Canvas, names: Names, items: tuple[PictureItem, ...]) -> None:
    country = next((line.area for item in items for line in item.lines if line.role == "country"), None)
    x = 0.0
    for role, text in (
        ("accent", names.say("the region or the area named")),
        ("peer", names.say("similar regions")),
        ("strip", names.area(country) if country else ""),
    ):
        if not text:
            continue
        canvas.rule((x, 8, x + 12, 8), role, 2.6)
        canvas.text((x + 16, 8), text, "accent" if role == "accent" else "muted", 10.5, bold=role == "accent")
        x += 26 + text_width(text, 10.5) * (1.08 if role == "accent" else 1.0)


def draw_item(item: PictureItem, width: int, names: Names) -> Canvas:
    """Draw one item large, with the lines labelled at their ends."""
    canvas = Canvas(width, height=250 if width < NARROW else 300)
    _draw_panel(canvas, panel_of(item), (0.0, 0.0, float(width), canvas.height), names, large=True)
    return canvas


def _draw_panel(
    canvas: Canvas,
    panel: Panel,
    place: tuple[float, float, float, float],
    names: Names,
    *,
    large: bool = False,
) -> None:
    x, y, room, height = place
    top = 24.0 if large else TITLE
    title = [] if large else wrap(panel.item.label.in_language(names.language), room, 11.5, 2)
    for i, line in enumerate(title):
        canvas.text((x, y + 7 + 14 * i), line, "ink", 11.5, bold=True)
    if not panel.lines:
        canvas.frame((x + 0.5, y + top, x + room - 1, y + height - FOOT), "strip", 1, dash=True)
        middle = (x + room / 2, y + (top + height - FOOT) / 2)
        canvas.text(middle, names.say("not measured"), "muted", 11, align="center")
        return
    canvas.text((x, y + 8 + 14 * len(title)), fit(_subtitle(panel, names), room, 10), "muted", 10)
    left = max(text_width(plain_number(t, names.language), 9) for t in _ticks(panel)) + 7
    right = 104.0 if large else text_width(_end_value(panel, names), 10.5) * 1.1 + 12
    across, down = _scales(panel, (x + left, y + top, room - right - left, height - top - FOOT))
    _draw_axes(canvas, across, down, names, room - right)
    draw_breaks(canvas, panel.item, (across, down), names)
    for one in panel.lines:
        _draw_line(canvas, panel, one, (across, down))
    _label_ends(canvas, panel, (across, down), names, large=large)
    _draw_printed(canvas, panel, (across, down), (x, y + height - 9, room), names)


def _ticks(panel: Panel) -> list[float]:
    return _scales(panel, (0.0, 0.0, 100.0, 100.0))[1].ticks(3) or [0.0]


def _end_value(panel: Panel, names: Names) -> str:
    own = _own(panel) or panel.lines[0]
    last = [p.value for p in own.points if p.value is not None][-1]
    return number(last, names.language, panel.item.decimals)


def _subtitle(panel: Panel, names: Names) -> str:
    own = _own(panel)
    unit = names.unit(panel.item.unit)
    if panel.base_period is not None:
        unit = names.say("{period} = 100", period=panel.base_period)
    area = names.area(own.area) if own and not panel.item.is_region_exact else ""
    return " · ".join(part for part in (unit, area) if part)


def _scales(panel: Panel, place: tuple[float, float, float, float]) -> tuple[Scale, Scale]:
    x, y, room, height = place
    periods = [p.period for line in panel.lines for p in line.points]
    values: list[float | None] = []
    for line in panel.lines:
        factor = _factor(panel, line)
        values += [v * factor for p in line.points for v in (p.value, p.low, p.high) if v is not None]
    inside = [p for p in panel.item.printed if _mark_value(panel, p) is not None]
    values += [_mark_value(panel, p) for p in inside]
    periods += [p.printed_period for p in inside if p.printed_period is not None]
    low, high = spread(values, 0.08)
    return Scale(min(periods), max(periods), x, x + room), Scale(low, high, y + height, y + 4)


def _mark_value(panel: Panel, check: PrintedCheck) -> float | None:
    """Return where a printed figure belongs; ``None`` when it is about another area, unit or thing.

    A total of the region has no place on the line of another area; a share or a mean has.
    """
    own = _own(panel)
    if own is None or check.printed_period is None or check.printed_value is None:
        return None
    if check.verdict == "no_figure" or check.unit != panel.item.unit or is_change(check):
        return None
    if check.found_area is None or check.found_area.code != own.area.code:
        return None
    if panel.base_period is not None and not panel.item.is_region_exact:
        return None
    return check.printed_value * _factor(panel, own)


def is_change(check: PrintedCheck) -> bool:
    """Tell whether the printed figure is a change over time instead of a level."""
    return any(note.code == "change_over" for note in check.notes)


def _own(panel: Panel) -> Line | None:
    return next((line for line in panel.lines if ROLES[line.role] == "accent"), None)


def _draw_axes(canvas: Canvas, across: Scale, down: Scale, names: Names, room: float) -> None:
    for tick in down.ticks(3):
        canvas.rule((across.start, down.at(tick), across.end, down.at(tick)), "grid")
        shown = plain_number(tick, names.language)
        canvas.text((across.start - 5, down.at(tick)), shown, "muted", 9, align="right")
    ends = (
        [across.low, across.high]
        if room < 260
        else sorted(
            {
                across.low,
                across.high,
                *(p for p in range(2000, 2051, 5) if across.low + 1 < p < across.high - 1),
            }
        )
    )
    for tick in ends:
        align: Align = "left" if tick == across.low else "right" if tick == across.high else "center"
        canvas.text((across.at(tick), down.start + 10), str(round(tick)), "muted", 9.5, align=align)


def _draw_line(canvas: Canvas, panel: Panel, line: Line, scales: tuple[Scale, Scale]) -> None:
    across, down = scales
    role, factor = ROLES[line.role], _factor(panel, line)
    is_first = line is _own(panel)
    width = 2.6 if is_first else 1.5
    run: list[tuple[float, float]] = []
    previous: int | None = None
    for point in line.points:
        is_gap = previous is not None and point.period - previous > 1 and len(run) > 1 and role == "accent"
        if point.value is None or is_gap or is_broken(panel.item, previous, point.period):
            _finish_run(canvas, run, role, width)
            run = []
        if point.value is not None:
            run.append((across.at(point.period), down.at(point.value * factor)))
            previous = point.period
        elif point.low is not None and point.high is not None:
            x = across.at(point.period)
            canvas.rule(
                (x, down.at(point.low * factor), x, down.at(point.high * factor)),
                "accent_soft" if role == "accent" else role,
                5,
            )
    _finish_run(canvas, run, role, width)


def _finish_run(canvas: Canvas, run: list[tuple[float, float]], role: str, width: float) -> None:
    if len(run) == 1:
        canvas.dot(run[0], role, 14)
    elif run:
        canvas.path(run, role, width)


def _label_ends(
    canvas: Canvas, panel: Panel, scales: tuple[Scale, Scale], names: Names, *, large: bool
) -> None:
    across, down = scales
    ends: list[tuple[float, Line, float]] = []
    for line in panel.lines:
        last = [p for p in line.points if p.value is not None][-1]
        value = last.value or 0.0
        y = down.at(value * _factor(panel, line))
        if line is _own(panel):
            canvas.dot((across.at(last.period), y), "accent", 26)
        if large or line is _own(panel):
            ends.append((y, line, value))
    ends.sort(key=lambda e: e[0])
    step = 24.0 if large else 13.0
    for at, (_, line, value) in zip(_apart([e[0] for e in ends], step, down.start + 4), ends, strict=True):
        shown = number(value, names.language, panel.item.decimals)
        ink, bold = "accent" if ROLES[line.role] == "accent" else "muted", line is _own(panel)
        size = 11.5 if large else 10.5
        canvas.text((across.end + 7, at - (5 if large else 0)), shown, ink, size, bold=bold)
        if large:
            name = names.say("similar regions") if line.role == "peers" else names.area(line.area)
            canvas.text((across.end + 7, at + 7), fit(name, 98, 9.5), ink, 9.5)


def _apart(wanted: list[float], step: float, lowest: float) -> list[float]:
    """Return heights at least ``step`` apart and not below ``lowest``, close to those wanted (sorted)."""
    found: list[float] = []
    for y in wanted:
        found.append(max(y, found[-1] + step) if found else y)
    limit = lowest
    for k in range(len(found) - 1, -1, -1):
        found[k] = min(found[k], limit)
        limit = found[k] - step
    return found


def _draw_printed(
    canvas: Canvas, panel: Panel, scales: tuple[Scale, Scale], foot: tuple[float, float, float], names: Names
) -> None:
    across, down = scales
    x, y, room = foot
    for check in panel.item.printed:
        value = _mark_value(panel, check)
        if value is not None and check.printed_period is not None:
            spot = (across.at(check.printed_period), down.at(value))
            canvas.dot(spot, "ink", 46, hollow=check.verdict != "confirmed", shape="diamond")
    numbered = [p for p in panel.item.printed if p.printed_value is not None and p.verdict != "no_figure"]
    numbered = [p for p in numbered if not is_change(p)]
    numbered = [p for p in numbered if p.found_area is None or p.found_area.kind != "country"]
    numbered.sort(key=lambda p: _mark_value(panel, p) is not None)
    if numbered:
        last = numbered[-1]
        printed = plain_number(last.printed_value, names.language)
        if last.unit != panel.item.unit or last.unit == "percent":
            printed = names.with_unit(printed, last.unit)
        period = f" {last.printed_period}" if last.printed_period else ""
        verdict = names.say(VERDICTS[last.verdict])
        text = names.say(
            "◇ course{period}: {value} – {verdict}", period=period, value=printed, verdict=verdict
        )
        if text_width(text, 9.5) > room:
            text = text.rpartition(" – ")[0]
        canvas.text((x, y), fit(text, room, 9.5), "ink", 9.5)


def item_table(items: tuple[PictureItem, ...], names: Names) -> ChartTable:
    """Return every point of every line, with status and bounds."""
    say = names.say
    columns = (
        Column(say("Item")),
        Column(say("Area")),
        Column(say("Year"), "year"),
        Column(say("Value"), "number"),
        Column(say("Low"), "number"),
        Column(say("High"), "number"),
        Column(say("Status")),
    )
    rows = tuple(
        (
            names.item(item.code),
            names.area(line.area),
            p.period,
            p.value,
            p.low,
            p.high,
            status_word(p.status, names),
        )
        for item in items
        for line in item.lines
        for p in line.points
    )
    return ChartTable(columns, rows)


def latest_table(items: tuple[PictureItem, ...], names: Names) -> ChartTable:
    """Return the latest value per item beside peers and country."""
    say = names.say
    columns = (
        Column(say("Item")),
        Column(say("Unit")),
        Column(say("Area")),
        Column(say("Year"), "year"),
        Column(say("Value"), "number"),
        Column(say("Similar regions"), "number"),
        Column(say("Country"), "number"),
        Column(say("Rank"), "rank"),
        Column(say("Regions"), "count"),
    )
    rows = []
    for item in items:
        s = item.standing
        digits = item.decimals
        area = names.area(s.area) if s.area else None
        values = (None if v is None else round(v, digits) for v in (s.value, s.peers_median, s.country_value))
        rows.append(
            (
                names.item(item.code),
                names.unit(item.unit),
                area,
                s.period,
                *values,
                s.rank,
                s.n_regions,
            )
        )
    return ChartTable(columns, tuple(rows))


def status_word(status: str, names: Names) -> str:
    """Return the status of a figure in words."""
    say = names.say
    known = {
        "normal": say("as published"),
        "provisional": say("provisional"),
        "estimated": say("estimated"),
        "suppressed": say("suppressed"),
        "missing": say("missing"),
        "nil": say("zero"),
    }
    return known.get(status, status)


def picture_alt(items: tuple[PictureItem, ...], names: Names) -> str:
    """Return the text alternative: the latest value of each item with country and verdict."""
    from schakel.documents.sentences.points import standing_words

    parts = []
    for item in items:
        known = is_known(item.standing.value)
        parts.append(
            f"{names.item(item.code)}: {standing_words(item, names) if known else names.say('not measured')}"
        )
    return (
        names.say("Latest values through time against similar regions and the country.")
        + " "
        + "; ".join(parts)
        + "."
    )
