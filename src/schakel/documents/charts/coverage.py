# SPDX-License-Identifier: EUPL-1.2
"""Which line of the course strengthens which element, and where no line does."""

from collections.abc import Mapping

from schakel.diagnosis.dossier import Dossier
from schakel.documents.charts.canvas import Canvas, fit, wrap
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.sentences.coverage_words import firmest, hole_words
from schakel.documents.sentences.names import Names
from schakel.koers.label import Label

ROW = 30
NARROW = 500


def strength_word(strength: str, names: Names) -> str:
    """Return how a line strengthens an element, in words."""
    say = names.say
    return {"yes": say("yes"), "possibly": say("possibly"), "implicit": say("indirectly"), "no": say("no")}[
        strength
    ]


def line_name(line: str, labels: Mapping[str, Label], names: Names) -> str:
    """Return the name of a line of the course."""
    label = labels.get(line)
    number_of_line = names.say("Line {line}", line=line)
    return number_of_line if label is None else f"{number_of_line}: {label.in_language(names.language)}"


def _grid(dossier: Dossier) -> tuple[list[str], list[str], dict[tuple[str, str], str]]:
    cells = {(c.line, c.element): c.strength for c in dossier.coverage}
    lines = list(dict.fromkeys(c.line for c in dossier.coverage))
    elements = list(dict.fromkeys(c.element for c in dossier.coverage))
    return lines, elements, dict(cells)


def draw_coverage(dossier: Dossier, labels: Mapping[str, Label], width: int, names: Names) -> Canvas:
    """Draw a row per element and a column per line; rows without a line are marked."""
    lines, elements, cells = _grid(dossier)
    label_room = 152 if width < NARROW else 200
    end_room = 64 if width < NARROW else 110
    step = (width - label_room - end_room) / max(len(lines), 1)
    head = 20 if width < NARROW else 62
    weak = {link.element for verdict in dossier.weakest for link in verdict.links}
    firm = firmest(dossier.coverage)
    canvas = Canvas(width, height=head + ROW * len(elements) + 30)
    for k, line in enumerate(lines):
        name = names.say("Line {line}", line=line) if width < NARROW else line_name(line, labels, names)
        for i, text in enumerate(wrap(name, step - 10, 10.5, 4)):
            canvas.text(
                (label_room + step * (k + 0.5), 8 + 13 * i), text, "ink", 10.5, align="center", bold=i == 0
            )
    for i, element in enumerate(elements):
        y = head + ROW * i + ROW / 2
        canvas.rule((0, head + ROW * i, width, head + ROW * i), "grid")
        is_weak = element in weak
        canvas.text(
            (0, y),
            fit(names.element(element), label_room - 8, 12),
            "accent" if is_weak else "ink",
            12,
            bold=is_weak,
        )
        for k, line in enumerate(lines):
            _draw_cell(canvas, (label_room + step * (k + 0.5), y), cells.get((line, element), "no"))
        text = hole_words(firm[element], names)
        if text:
            canvas.text(
                (width, y),
                fit(text, end_room, 11),
                "accent" if is_weak else "muted",
                11,
                align="right",
                bold=is_weak,
            )
    _draw_key(canvas, canvas.height - 10, names)
    return canvas


def _draw_cell(canvas: Canvas, at: tuple[float, float], strength: str) -> None:
    if strength == "yes":
        canvas.dot(at, "ink", 150)
    elif strength == "possibly":
        canvas.dot(at, "ink", 150, hollow=True)
    elif strength == "implicit":
        canvas.dot(at, "ink", 24)
    else:
        canvas.rule((at[0] - 5, at[1], at[0] + 5, at[1]), "strip", 1)


def _draw_key(canvas: Canvas, y: float, names: Names) -> None:
    x = 8.0
    for strength, room in (("yes", 52), ("possibly", 84), ("implicit", 76)):
        _draw_cell(canvas, (x, y), strength)
        canvas.text((x + 12, y), strength_word(strength, names), "muted", 10.5)
        x += room
    canvas.text((x - 4, y), names.say("blue: possible weakest link"), "accent", 10.5)


def coverage_table(dossier: Dossier, labels: Mapping[str, Label], names: Names) -> ChartTable:
    """Return the matrix in words."""
    lines, elements, cells = _grid(dossier)
    columns = (Column(names.say("Element")), *(Column(line_name(line, labels, names)) for line in lines))
    rows = tuple(
        (names.element(e), *(strength_word(cells.get((line, e), "no"), names) for line in lines))
        for e in elements
    )
    return ChartTable(columns, rows)


def coverage_alt(dossier: Dossier, names: Names) -> str:
    """Return the text alternative: per line the elements that it strengthens."""
    lines, elements, cells = _grid(dossier)
    parts = []
    for line in lines:
        strengthened = [names.element(e) for e in elements if cells.get((line, e)) in ("yes", "possibly")]
        parts.append(f"{names.say('Line {line}', line=line)}: {', '.join(strengthened) or names.say('none')}")
    return names.say("Elements that each line of the course strengthens.") + " " + "; ".join(parts) + "."
