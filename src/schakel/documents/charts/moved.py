# SPDX-License-Identifier: EUPL-1.2
"""What moved since the previous year: real change, revision and method as parts of one bar."""

from schakel.diagnosis.dossier import Change, Dossier
from schakel.documents.charts.canvas import Canvas, fit
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.scales import Scale
from schakel.documents.formats import is_known, signed
from schakel.documents.sentences.moved import decimals_of
from schakel.documents.sentences.names import Names
from schakel.documents.sentences.units import with_unit

ROW = 52
NARROW = 500
PARTS = (("real", "accent"), ("revision", "peer"), ("method", "strip"))


def draw_moved(dossier: Dossier, width: int, names: Names) -> Canvas:
    """Draw a row per change; each bar is scaled to the largest part of its own row."""
    canvas = Canvas(width, height=34 + ROW * len(dossier.changes))
    _draw_key(canvas, names)
    for i, change in enumerate(dossier.changes):
        _draw_change(canvas, change, 34.0 + ROW * i, dossier, names)
    return canvas


def _draw_key(canvas: Canvas, names: Names) -> None:
    x = 0.0
    for (_, role), word in zip(PARTS, _part_words(names), strict=True):
        canvas.box((x, 3, x + 12, 13), role)
        canvas.text((x + 17, 9), word, "muted", 11)
        x += 34 + len(word) * 6.2


def _part_words(names: Names) -> tuple[str, str, str]:
    say = names.say
    return say("real change"), say("revision"), say("method")


def _draw_change(canvas: Canvas, change: Change, top: float, dossier: Dossier, names: Names) -> None:
    width = canvas.width
    digits = decimals_of(change, dossier)
    canvas.rule((0, top - 4, width, top - 4), "grid")
    canvas.text(
        (0, top + 8),
        fit(change.label.in_language(names.language), width - 130, 12),
        "ink",
        12,
        bold=bool(change.is_beyond_noise),
    )
    total = (
        with_unit(signed(change.total, names.language, digits), change.unit, names.language)
        if is_known(change.total)
        else names.say("not known")
    )
    canvas.text((width, top + 8), total, "ink", 12, align="right", bold=bool(change.is_beyond_noise))
    parts = [(getattr(change, name) or 0.0, role) for name, role in PARTS]
    middle, largest = width / 2, max((abs(v) for v, _ in parts), default=0.0)
    canvas.rule((middle, top + 18, middle, top + 38), "muted")
    if not is_known(change.total) or largest == 0:
        canvas.text(
            (middle + 8, top + 28),
            names.say("cannot be split")
            if largest == 0 and is_known(change.total)
            else names.say("not known"),
            "muted",
            10.5,
        )
        return
    reach = sum(abs(v) for v, _ in parts)
    scale = Scale(-reach, reach, 0, width)
    ends = {True: 0.0, False: 0.0}
    for value, role in parts:
        start = ends[value > 0]
        ends[value > 0] = start + value
        canvas.box(
            (scale.at(min(start, start + value)), top + 20, scale.at(max(start, start + value)), top + 34),
            role,
        )
    word = names.say("more than noise") if change.is_beyond_noise else names.say("noise possible")
    canvas.text(
        (0 if (change.total or 0) > 0 else width, top + 28),
        word,
        "muted",
        10.5,
        align="left" if (change.total or 0) > 0 else "right",
    )


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
            c.unit or "–",
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
    ]
    return names.say("Changes since the previous year: {parts}.", parts="; ".join(parts) or names.say("none"))
