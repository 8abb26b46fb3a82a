# SPDX-License-Identifier: EUPL-1.2
"""The ten elements: each target area as a dot with its interval, all other regions as a grey strip."""

from collections import Counter
from dataclasses import dataclass

import polars as pl

from schakel.diagnosis.dossier import Comparison, Dossier, ElementResult
from schakel.documents.charts.canvas import Canvas, fit, wrap
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.scales import Scale
from schakel.documents.formats import interval, is_known, number, plain_number
from schakel.documents.sentences.names import Names, upper_first

HEAD, LANE, GAP, AXIS = 22, 17, 16, 34
LABEL_ROOM, VALUE_ROOM, BIN = 112, 38, 2.5
NARROW = 500


@dataclass(frozen=True)
class Block:
    """One element with its results and the scores of all regions."""

    label: str
    results: tuple[ElementResult, ...]
    others: tuple[float, ...]

    @property
    def measured(self) -> tuple[ElementResult, ...]:
        """The results that have a score."""
        return tuple(r for r in self.results if r.measured and is_known(r.score.value))

    @property
    def height(self) -> float:
        """Pixels that the block takes."""
        return HEAD + LANE * max(len(self.measured), 2) + GAP


def blocks_of(comparison: Comparison, scores: pl.DataFrame, names: Names) -> list[Block]:
    """Return the elements from weak to strong, those that are not measured last."""
    here = scores.filter((pl.col("comparison") == comparison.code) & pl.col("score").is_not_null())
    found = []
    for code in dict.fromkeys(e.element for e in comparison.elements):
        results = tuple(e for e in comparison.elements if e.element == code)
        others = here.filter(pl.col("element") == code)["score"].to_list()
        found.append(Block(names.element(code), results, tuple(others)))
    return sorted(found, key=lambda b: _middle(b) if b.measured else float("inf"))


def _middle(block: Block) -> float:
    values = [r.score.value or 0.0 for r in block.measured]
    return sum(values) / len(values)


def draw_elements(
    dossier: Dossier, comparison: Comparison, scores: pl.DataFrame, width: int, language: str
) -> Canvas:
    """Draw one column of elements on a phone, two on a desktop."""
    names = Names(dossier, language)
    blocks = blocks_of(comparison, scores, names)
    columns = [blocks] if width < NARROW else _halves(blocks)
    gap = 36
    room = (width - gap * (len(columns) - 1)) / len(columns)
    canvas = Canvas(width)
    for k, column in enumerate(columns):
        left = k * (room + gap)
        low, high = _domain(blocks)
        scale = Scale(low, high, left + LABEL_ROOM, left + room - VALUE_ROOM - 8, is_log=True)
        bottom = _draw_column(canvas, column, scale, (left, room), names)
        canvas.height = max(canvas.height, bottom)
    return canvas


def _halves(blocks: list[Block]) -> list[list[Block]]:
    total, so_far, cut = sum(b.height for b in blocks), 0.0, 0
    while cut < len(blocks) and so_far + blocks[cut].height / 2 < total / 2:
        so_far += blocks[cut].height
        cut += 1
    return [blocks[:cut], blocks[cut:]]


def _domain(blocks: list[Block]) -> tuple[float, float]:
    bounds = [v for b in blocks for r in b.measured for v in (r.score.low, r.score.high, r.score.value)]
    targets = [v for v in bounds if v is not None and is_known(v)]
    others = sorted(v for b in blocks for v in b.others)
    if others:
        targets += [others[len(others) // 100], others[-1 - len(others) // 100]]
    return max(min([0.5, *targets]) * 0.95, 0.02), min(max([2.0, *targets]) * 1.05, 50.0)


def _draw_column(
    canvas: Canvas, blocks: list[Block], scale: Scale, place: tuple[float, float], names: Names
) -> float:
    left, room = place
    top = 18.0
    bottom = top + sum(b.height for b in blocks)
    drawn = top + sum(b.height for b in blocks if b.measured)
    for tick in scale.ticks() if drawn > top else []:
        x = scale.at(tick)
        canvas.rule((x, top, x, drawn - GAP + 4), "muted" if tick == 1 else "grid", 1)
        canvas.text((x, 8), plain_number(tick, names.language), "muted", 10.5, align="center", bold=tick == 1)
    for block in blocks:
        _draw_block(canvas, block, scale, (left, room, top), names)
        top += block.height
    if drawn > top:
        canvas.text((left, 8), names.say("1 = average"), "muted", 10.5)
    return bottom


def _draw_block(
    canvas: Canvas, block: Block, scale: Scale, place: tuple[float, float, float], names: Names
) -> None:
    left, room, top = place
    canvas.text((left, top + 9), fit(block.label, room - VALUE_ROOM, 12.5), "ink", 12.5, bold=True)
    if not block.measured:
        _draw_not_measured(canvas, block, (left, room, top), names)
        return
    strip_top, strip_bottom = top + HEAD - 4, top + HEAD + LANE * len(block.measured)
    counts = Counter(round((scale.at(v) - scale.start) / BIN) for v in block.others)
    most = max(counts.values(), default=1)
    for place_in_strip, count in sorted(counts.items()):
        x = scale.start + place_in_strip * BIN
        opacity = (0.22, 0.4, 0.6, 0.85)[min(3, int(4 * count / (most + 1)))]
        canvas.box((x - BIN / 2, strip_top, x + BIN / 2, strip_bottom), "strip", opacity)
    for lane, result in enumerate(block.measured):
        _draw_lane(canvas, result, scale, (left, room, top + HEAD + LANE * lane + LANE / 2 - 2), names)


def _draw_lane(
    canvas: Canvas, result: ElementResult, scale: Scale, place: tuple[float, float, float], names: Names
) -> None:
    left, room, y = place
    own = result.area_code == names.dossier.region.code
    score = result.score
    if score.low is not None and score.high is not None:
        canvas.rule((scale.at(score.low), y, scale.at(score.high), y), "accent", 2.2)
    if score.value is not None:
        canvas.dot((scale.at(score.value), y), "accent", 64 if own else 46, hollow=not own)
    canvas.text(
        (left, y),
        fit(names.area(result.area_code), LABEL_ROOM - 8, 11),
        "accent" if own else "muted",
        11,
        bold=own,
    )
    canvas.text(
        (left + room, y), number(score.value, names.language, 2), "ink", 11.5, align="right", bold=own
    )


def _draw_not_measured(canvas: Canvas, block: Block, place: tuple[float, float, float], names: Names) -> None:
    left, room, top = place
    first = block.results[0]
    would = upper_first(first.would_measure.in_language(names.language)) if first.would_measure else ""
    canvas.frame(
        (left + 0.5, top + HEAD - 2, left + room - 1, top + HEAD + LANE * 2 + 2), "strip", 1, dash=True
    )
    canvas.text((left + 8, top + HEAD + 7), names.say("not measured"), "ink", 11, bold=True)
    text = (
        names.say("Would measure it: {what}", what=would)
        if would
        else names.say("No regional figure exists.")
    )
    canvas.text((left + 8, top + HEAD + 24), wrap(text, room - 16, 10.5, 1)[0], "muted", 10.5)


def elements_table(comparison: Comparison, names: Names) -> ChartTable:
    """Return score, interval, rank and indicators per element and area."""
    say = names.say
    columns = (
        Column(say("Element")),
        Column(say("Area")),
        Column(say("Score"), "number", 2),
        Column(say("Low"), "number", 2),
        Column(say("High"), "number", 2),
        Column(say("Rank"), "rank"),
        Column(say("Regions"), "count"),
        Column(say("Median of similar regions"), "number", 2),
        Column(say("Indicators used"), "count"),
        Column(say("Newest figure"), "year"),
    )
    rows = tuple(
        (
            names.element(e.element),
            names.area(e.area_code),
            e.score.value,
            e.score.low,
            e.score.high,
            e.rank.value,
            e.n_regions,
            e.peer_median,
            e.n_indicators_used,
            e.newest_period,
        )
        for e in comparison.elements
    )
    return ChartTable(columns, rows)


def elements_alt(comparison: Comparison, names: Names) -> str:
    """Return the text alternative: each element with its scores, the unmeasured ones named."""
    say = names.say
    parts = []
    for code in dict.fromkeys(e.element for e in comparison.elements):
        known = [e for e in comparison.elements if e.element == code and e.measured]
        values = ", ".join(f"{names.area(e.area_code)} {interval(e.score, names.language, 2)}" for e in known)
        parts.append(f"{names.element(code)}: {values or say('not measured')}")
    return (
        say("Scores per element, 1 is the average of {n} regions.", n=comparison.n_regions)
        + " "
        + "; ".join(parts)
        + "."
    )
