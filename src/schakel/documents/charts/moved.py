# SPDX-License-Identifier: EUPL-1.2
"""What moved since the previous year: real change, revision and method as parts of one bar."""

from schakel.diagnosis.dossier import Change, Dossier
from schakel.documents.charts.canvas import Canvas, fit
from schakel.documents.charts.chart import PRINT, ChartTable, Column
from schakel.documents.charts.scales import Scale, round_ticks
from schakel.documents.formats import is_known, signed
from schakel.documents.sentences.moved import decimals_of, is_new
from schakel.documents.sentences.names import Names

ROW, MOST_IN_PRINT = 52, 8
NARROW = 500
PARTS = (("real", "accent"), ("revision", "peer"), ("method", "strip"))


def draw_moved(dossier: Dossier, width: int, names: Names) -> Canvas:
    """Draw a row per change; bars are in per cent of the previous value, on one scale."""
    changes = [c for c in dossier.changes if is_new(c)]
    row = ROW
    if width == PRINT:
        row = 42
        changes = sorted(changes, key=lambda c: not c.is_beyond_noise)[:MOST_IN_PRINT]
    canvas = Canvas(width, height=34 + row * len(changes) + 18)
    _draw_key(canvas, names)
    reach = max((_reach(c) for c in changes), default=0.0) or 0.01
    scale = Scale(-reach, reach, 0, width)
    for i, change in enumerate(changes):
        _draw_change(canvas, change, (34.0 + row * i, scale), dossier, names)
    for tick in round_ticks(-reach, reach, 4):
        text = f"{signed(100 * tick, names.language, 0 if reach > 0.04 else 1)}%"
        at = min(max(scale.at(tick), 16), width - 16)
        canvas.text((at, canvas.height - 8), text, "muted", 10.5, align="center")
    return canvas


def _parts(change: Change) -> list[tuple[float, str]]:
    """Return the parts as shares of the previous value, with their colours; nothing when that is unknown."""
    if not change.previous_value or not is_known(change.total):
        return []
    known = [(getattr(change, name), role) for name, role in PARTS]
    return [(value / abs(change.previous_value), role) for value, role in known if value is not None]


def _reach(change: Change) -> float:
    values = [value for value, _ in _parts(change)]
    return max(sum(v for v in values if v > 0), -sum(v for v in values if v < 0), 0.0)


def _draw_key(canvas: Canvas, names: Names) -> None:
    x = 0.0
    for (_, role), word in zip(PARTS, _part_words(names), strict=True):
        canvas.box((x, 3, x + 12, 13), role)
        canvas.text((x + 17, 9), word, "muted", 11)
        x += 34 + len(word) * 6.2


def _part_words(names: Names) -> tuple[str, str, str]:
    say = names.say
    return say("real change"), say("revision"), say("method")


def _draw_change(
    canvas: Canvas, change: Change, place: tuple[float, Scale], dossier: Dossier, names: Names
) -> None:
    top, scale = place
    width, bold = canvas.width, bool(change.is_beyond_noise)
    digits = decimals_of(change, dossier)
    canvas.rule((0, top - 4, width, top - 4), "grid")
    label = f"{change.label.in_language(names.language)} ({names.area(change.area)})"
    canvas.text((0, top + 8), fit(label, width - 130, 12), "ink", 12, bold=bold)
    total = names.say("not known")
    if is_known(change.total):
        total = names.with_difference_unit(signed(change.total, names.language, digits), change.unit)
    canvas.text((width, top + 8), total, "ink", 12, align="right", bold=bold)
    canvas.rule((scale.at(0), top + 18, scale.at(0), top + 38), "muted")
    parts = _parts(change)
    ends = {True: 0.0, False: 0.0}
    for value, role in parts:
        start = ends[value > 0]
        ends[value > 0] = start + value
        low, high = sorted((start, start + value))
        canvas.box((scale.at(low), top + 20, scale.at(high), top + 34), role)
    falls = (change.total or 0.0) < 0
    word = _noise_word(change, bool(parts), names)
    at = scale.at(0) + (8 if falls or not parts else -8)
    canvas.text((at, top + 28), word, "muted", 10.5, align="left" if falls or not parts else "right")


def _noise_word(change: Change, drawn: bool, names: Names) -> str:
    if not drawn:
        return names.say("cannot be split")
    if change.is_beyond_noise is None:
        return names.say("noise not known")
    return names.say("more than noise") if change.is_beyond_noise else names.say("noise possible")


def moved_table(dossier: Dossier, names: Names) -> ChartTable:
    """Return every change with its parts."""
    say = names.say
    columns = (
        Column(say("Subject")),
        Column(say("Area")),
        Column(say("Unit")),
        Column(say("From"), "year"),
        Column(say("To"), "year"),
        Column(say("Previous value"), "number"),
        Column(say("Value"), "number"),
        Column(say("Total"), "number"),
        Column(say("Real change"), "number"),
        Column(say("Revision"), "number"),
        Column(say("Method"), "number"),
    )
    rows = tuple(
        (
            c.label.in_language(names.language),
            names.area(c.area),
            names.unit(c.unit) or "–",
            c.previous_period,
            c.period,
            c.previous_value,
            c.value,
            c.total,
            c.real,
            c.revision,
            c.method,
        )
        for c in dossier.changes
    )
    return ChartTable(columns, rows)


def moved_alt(dossier: Dossier, names: Names) -> str:
    """Return the text alternative: the total of every change."""
    parts = [
        f"{c.label.in_language(names.language)} {signed(c.total, names.language, decimals_of(c, dossier))}"
        for c in dossier.changes
        if is_new(c)
    ]
    return names.say("Changes since the previous year: {parts}.", parts="; ".join(parts) or names.say("none"))
