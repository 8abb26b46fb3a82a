# SPDX-License-Identifier: EUPL-1.2
"""How probable it is that each element is the weakest link, with data error and method apart."""

from dataclasses import dataclass

from schakel.diagnosis.dossier import Comparison, ElementResult, WeakestVerdict
from schakel.documents.charts.canvas import Canvas, fit
from schakel.documents.charts.chart import PRINT, ChartTable, Column
from schakel.documents.charts.scales import Scale
from schakel.documents.formats import probability, short_probability
from schakel.documents.sentences.names import Names

ROW = 46
NARROW = 500
SMALLEST = 0.005


@dataclass(frozen=True, slots=True)
class WeakestRow:
    """Probabilities of one element, over all target areas together; ``None`` is not measured."""

    element: str
    first: float | None
    three: float | None
    data: float | None
    method: float | None
    in_set: bool


def weakest_rows(comparison: Comparison, verdict: WeakestVerdict | None) -> list[WeakestRow]:
    """Return the elements from most to least probable; the unmeasured ones last."""
    links = {link.element: link for link in verdict.links} if verdict else {}
    rows = []
    for code in dict.fromkeys(e.element for e in comparison.elements):
        known = [e for e in comparison.elements if e.element == code and e.measured and e.probability_weakest]
        link = links.get(code)
        first = link.probability if link else _mean(known, "probability_weakest", 0)
        three = link.probability_three if link else _mean(known, "probability_weakest", 2)
        data, method = (_mean(known, f"probability_weakest_{kind}", 0) for kind in ("data", "method"))
        rows.append(WeakestRow(code, first, three, data, method, link is not None))
    return sorted(rows, key=lambda r: -(r.first if r.first is not None else -1.0))


def _mean(results: list[ElementResult], name: str, k: int) -> float | None:
    values = [getattr(r, name)[k] for r in results if len(getattr(r, name)) > k]
    return sum(values) / len(values) if values else None


def draw_weakest(rows: list[WeakestRow], width: int, names: Names) -> Canvas:
    """Draw a bar per element: dark the weakest, pale among the weakest three, thin lines the split."""
    label_room = 0 if width < NARROW else 178
    row_height = (36 if width == PRINT else ROW) + (0 if label_room else 20)
    low_row = 24 if label_room else 42
    measured = [r for r in rows if r.first is not None]
    scale = Scale(0, 1, label_room, width - 92 if label_room else width - 84)
    middle = 26.0 + row_height * len(measured)
    canvas = Canvas(width, height=middle + low_row * (len(rows) - len(measured)))
    bottom = middle - 4
    for tick in (0.0, 0.5, 1.0):
        x = scale.at(tick)
        canvas.rule((x, 18, x, bottom), "grid")
        canvas.text((x, 8), f"{round(100 * tick)}%", "muted", 10.5, align="left" if tick == 0 else "center")
    for i, row in enumerate(rows):
        top = 26.0 + row_height * i if i < len(measured) else middle + low_row * (i - len(measured))
        label = fit(names.element(row.element), (label_room or width) - 10, 12.5)
        canvas.text((0, top + (9 if label_room else 7)), label, "ink", 12.5, bold=row.in_set)
        _draw_row(canvas, row, scale, top + (0 if label_room else 18), names)
    return canvas


def _draw_row(canvas: Canvas, row: WeakestRow, scale: Scale, top: float, names: Names) -> None:
    language, say = names.language, names.say
    if row.first is None:
        canvas.frame((scale.start + 0.5, top + 2, scale.end, top + 17), "strip", 1, dash=True)
        text = fit(say("not measured: could be weaker still"), scale.end - scale.start - 14, 11)
        canvas.text((scale.start + 8, top + 10), text, "muted", 11)
        return
    strong, pale = ("accent", "accent_soft") if row.in_set else ("peer", "grid")
    three = row.three if row.three is not None else row.first
    canvas.box((scale.start, top + 2, scale.at(three), top + 17), pale)
    canvas.box((scale.start, top + 2, scale.at(row.first), top + 17), strong)
    canvas.text((scale.end + 8, top + 10), short_probability(row.first, language), "ink", 12.5, bold=True)
    parts = ((22, row.data, say("data"), "peer"), (31, row.method, say("method"), "strip"))
    if max(row.first, row.data or 0.0, row.method or 0.0) < SMALLEST:
        return
    for offset, value, word, role in parts:
        if value is None:
            continue
        end = max(scale.at(value), scale.start + 1)
        canvas.rule((scale.start, top + offset, end, top + offset), role, 4)
        canvas.text(
            (scale.end + 8, top + offset), f"{word} {short_probability(value, language)}", "muted", 9.5
        )


def weakest_table(rows: list[WeakestRow], names: Names) -> ChartTable:
    """Return the probabilities per element."""
    say = names.say
    columns = (
        Column(say("Element")),
        Column(say("Weakest"), "probability"),
        Column(say("Among the weakest three"), "probability"),
        Column(say("Weakest, data error only"), "probability"),
        Column(say("Weakest, method choices only"), "probability"),
        Column(say("In the set")),
    )
    found = tuple(
        (names.element(r.element), r.first, r.three, r.data, r.method, say("yes") if r.in_set else say("no"))
        for r in rows
    )
    return ChartTable(columns, found)


def weakest_alt(rows: list[WeakestRow], names: Names) -> str:
    """Return the text alternative: every probability in words."""
    say = names.say
    parts = [f"{names.element(r.element)} {_in_words(r, names)}" for r in rows]
    return say("Probability that each element is the weakest link: {parts}.", parts="; ".join(parts))


def _in_words(row: WeakestRow, names: Names) -> str:
    return names.say("not measured") if row.first is None else probability(row.first, names.language)
