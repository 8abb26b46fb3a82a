# SPDX-License-Identifier: EUPL-1.2
"""Contradictions as number lines: what is stated beside what follows from the other figures."""

from schakel.diagnosis.dossier import Contradiction, Dossier
from schakel.documents.charts.canvas import Canvas, fit, text_width
from schakel.documents.charts.chart import PRINT, ChartTable, Column
from schakel.documents.charts.scales import Scale, spread
from schakel.documents.formats import is_known, plain_number
from schakel.documents.sentences.findings import computed_in_words, severity_word
from schakel.documents.sentences.names import Names

ROW = 66


def drawable(dossier: Dossier) -> list[Contradiction]:
    """Return the contradictions that have numbers on both sides, those of the course first."""
    found = [
        c
        for c in dossier.contradictions
        if is_known(c.stated) and (is_known(c.computed) or is_known(c.computed_low))
    ]
    order = ["contradiction", "warning", "rounding", "notice"]
    return sorted(found, key=lambda c: (c.scope != "course", order.index(c.severity)))


def draw_contradictions(dossier: Dossier, width: int, names: Names, limit: int = 12) -> Canvas:
    """Draw a number line per contradiction, each on its own scale."""
    found = drawable(dossier)[: 6 if width == PRINT else limit]
    canvas = Canvas(width, height=8 + ROW * len(found))
    for i, one in enumerate(found):
        _draw_one(canvas, one, 8.0 + ROW * i, names)
    return canvas


def _draw_one(canvas: Canvas, one: Contradiction, top: float, names: Names) -> None:
    width = canvas.width
    canvas.text((0, top + 6), fit(one.subject.in_language(names.language), width, 12), "ink", 12, bold=True)
    values = [one.stated, one.computed, one.computed_low, one.computed_high]
    scale = Scale(*spread(values, 0.6), 0, width)
    y = top + 38
    canvas.rule((0, y, width, y), "grid", 1.5)
    if one.computed_low is not None and one.computed_high is not None:
        canvas.rule((scale.at(one.computed_low), y, scale.at(one.computed_high), y), "peer", 5)
    if one.computed is not None:
        canvas.dot((scale.at(one.computed), y), "peer", 54)
    stated = one.stated if one.stated is not None else 0.0
    canvas.dot((scale.at(stated), y), "ink", 80, hollow=True, shape="diamond")
    says, follows = _sides(one, names)
    bounds = ((one.computed_low or 0.0) + (one.computed_high or 0.0)) / 2
    middle = bounds if one.computed is None else one.computed
    _text_inside(canvas, says, scale.at(stated), y - 15, "ink")
    _text_inside(canvas, follows, scale.at(middle), y + 14, "muted")


def _sides(one: Contradiction, names: Names) -> tuple[str, str]:
    say = names.say
    return (
        say("stated {value}", value=plain_number(one.stated, names.language)),
        say("computed {value}", value=computed_in_words(one, names.language)),
    )


def _text_inside(canvas: Canvas, text: str, x: float, y: float, role: str) -> None:
    half = text_width(text, 10.5) / 2
    canvas.text((min(max(x, half), canvas.width - half), y), text, role, 10.5, align="center")


def contradictions_table(dossier: Dossier, names: Names) -> ChartTable:
    """Return every finding with what is stated and what follows."""
    say = names.say
    columns = (
        Column(say("Subject")),
        Column(say("Kind")),
        Column(say("Stated"), "number"),
        Column(say("Computed"), "number"),
        Column(say("Lowest"), "number"),
        Column(say("Highest"), "number"),
        Column(say("Likelier"), "number"),
    )
    rows = tuple(
        (
            c.subject.in_language(names.language),
            severity_word(c.severity, names.language, dossier),
            c.stated,
            c.computed,
            c.computed_low,
            c.computed_high,
            c.likelier_value,
        )
        for c in dossier.contradictions
    )
    return ChartTable(columns, rows)


def contradictions_alt(dossier: Dossier, names: Names) -> str:
    """Return the text alternative: stated against computed for each."""
    parts = [
        f"{c.subject.in_language(names.language)}: {', '.join(_sides(c, names))}" for c in drawable(dossier)
    ]
    return names.say("Stated values against what follows from other figures.") + " " + "; ".join(parts) + "."
