# SPDX-License-Identifier: EUPL-1.2
"""The rank of every region with its interval: named rows for few regions, a diagonal strip for many."""

from typing import Any

import polars as pl

from schakel.diagnosis.dossier import Comparison, RankResult
from schakel.documents.charts.canvas import Canvas, fit, text_width
from schakel.documents.charts.chart import PRINT, ChartTable, Column
from schakel.documents.charts.scales import Scale
from schakel.documents.sentences.names import Names
from schakel.documents.sentences.ranking import place

FEW = 60
NARROW = 500


def ranking_rows(comparison: Comparison, ranking: pl.DataFrame) -> list[dict[str, Any]]:
    """Return all regions of the comparison from first to last, regions without a rank left out."""
    here = ranking.filter((pl.col("comparison") == comparison.code) & pl.col("rank").is_not_null())
    return here.sort("rank", "region_code").to_dicts()


def draw_ranks(comparison: Comparison, ranking: pl.DataFrame, width: int, names: Names) -> Canvas:
    """Draw the strip of all regions with the targets in the accent colour."""
    rows = ranking_rows(comparison, ranking)
    targets = {r.area_code: r for r in comparison.ranks}
    if len(rows) <= FEW:
        return _draw_rows(rows, targets, width, names)
    return _draw_diagonal(rows, targets, width, names)


def _role(row: dict[str, Any], targets: dict[str, RankResult]) -> str:
    if row["region_code"] in targets:
        return "accent"
    return "peer" if row["is_peer"] else "strip"


def _draw_rows(
    rows: list[dict[str, Any]], targets: dict[str, RankResult], width: int, names: Names
) -> Canvas:
    label_room, step = (132 if width < NARROW else 210), 11.0 if width == PRINT else 16
    scale = Scale(1, max(len(rows), 2), label_room + 6, width - 70)
    canvas = Canvas(width, height=26 + step * len(rows) + 6)
    for tick in [1, *range(10, len(rows) + 1, 10)]:
        canvas.rule((scale.at(tick), 18, scale.at(tick), canvas.height - 6), "grid")
        canvas.text((scale.at(tick), 8), str(tick), "muted", 10.5, align="center")
    for i, row in enumerate(rows):
        y, role = 26.0 + step * i + step / 2, _role(row, targets)
        is_target = role == "accent"
        name = fit(
            names.area(str(row["region_code"])) if is_target else str(row["region_name"]), label_room - 6, 11
        )
        canvas.text(
            (label_room - 4, y),
            name,
            "accent" if is_target else ("ink" if role == "peer" else "muted"),
            11,
            align="right",
            bold=is_target,
        )
        if row["rank_low"] is not None and row["rank_high"] is not None:
            canvas.rule(
                (scale.at(row["rank_low"]), y, scale.at(row["rank_high"]), y), role, 3.2 if is_target else 2
            )
        own = row["region_code"] == names.dossier.region.code
        canvas.dot((scale.at(row["rank"]), y), role, 58 if is_target else 20, hollow=is_target and not own)
        if is_target:
            canvas.text(
                (width, y),
                place(targets[str(row["region_code"])], names.language),
                "accent",
                11,
                align="right",
                bold=True,
            )
    return canvas


def _draw_diagonal(
    rows: list[dict[str, Any]], targets: dict[str, RankResult], width: int, names: Names
) -> Canvas:
    n, height = len(rows), 300 if width < NARROW else 250 if width == PRINT else 380
    across, down = Scale(0, n - 1, 34, width - 8), Scale(1, n, 14, height - 24)
    canvas = Canvas(width, height=height)
    step = 50 if n > 120 else 25
    for tick in [1, *range(step, n + 1, step)]:
        canvas.rule((30, down.at(tick), width, down.at(tick)), "grid")
        canvas.text((24, down.at(tick)), str(tick), "muted", 10.5, align="right")
    thickness = max(1.0, min(3.0, (width - 42) / n * 0.62))
    for i, row in enumerate(rows):
        if row["rank_low"] is None or row["rank_high"] is None or row["region_code"] in targets:
            continue
        role = _role(row, targets)
        canvas.rule(
            (across.at(i), down.at(row["rank_low"]), across.at(i), down.at(row["rank_high"])),
            role,
            thickness,
            0.75,
        )
    caption = names.say("All {n} regions, from the highest index on the left to the lowest on the right", n=n)
    canvas.text((34, height - 8), fit(caption, width - 40, 10.5), "muted", 10.5)
    _label_targets(canvas, rows, targets, (across, down), names)
    return canvas


def _label_targets(
    canvas: Canvas,
    rows: list[dict[str, Any]],
    targets: dict[str, RankResult],
    scales: tuple[Scale, Scale],
    names: Names,
) -> None:
    """Write the targets in the empty corner: above the strip on the right, below it on the left."""
    across, down = scales
    found = [(i, row) for i, row in enumerate(rows) if row["region_code"] in targets]
    above = below = 0
    for i, row in found:
        x, rank = across.at(i), targets[str(row["region_code"])]
        low, high = (
            down.at(row[k] if row[k] is not None else row["rank"]) for k in ("rank_low", "rank_high")
        )
        on_right = i > len(rows) / 2
        y = 30.0 + 20 * above if on_right else down.end - 16 - 20 * below
        above, below = above + on_right, below + (not on_right)
        canvas.rule((x, low, x, high), "accent", 3.4)
        canvas.rule((x, y + 8 if on_right else y - 8, x, low if on_right else high), "accent", 0.8, 0.6)
        canvas.dot(
            (x, down.at(row["rank"])), "accent", 62, hollow=row["region_code"] != names.dossier.region.code
        )
        room = x + 6 - across.start if on_right else across.end - x
        value = place(rank, names.language)
        longest = min(room - text_width(value, 12) * 1.1 - 16, canvas.width * 0.42)
        name = fit(names.area(rank.area_code), longest, 12.5)
        label = f"{name}  {value}"
        start = x + 4 if on_right else x - 4
        end = start - text_width(label, 12.5) if on_right else start + text_width(label, 12.5)
        canvas.box((min(start, end) - 3, y - 8, max(start, end) + 3, y + 8), "paper")
        canvas.text((start, y), label, "accent", 12, align="right" if on_right else "left", bold=True)


def ranks_table(comparison: Comparison, ranking: pl.DataFrame, names: Names) -> ChartTable:
    """Return every region with its rank and the three intervals."""
    say = names.say
    columns = (
        Column(say("Region")),
        Column(say("Index"), "number", 2),
        Column(say("Rank"), "rank"),
        Column(say("Rank from"), "rank"),
        Column(say("Rank to"), "rank"),
        Column(say("From (data error)"), "rank"),
        Column(say("To (data error)"), "rank"),
        Column(say("From (method)"), "rank"),
        Column(say("To (method)"), "rank"),
    )
    keys = (
        "index",
        "rank",
        "rank_low",
        "rank_high",
        "rank_data_low",
        "rank_data_high",
        "rank_method_low",
        "rank_method_high",
    )
    rows = tuple(
        (str(row["region_name"]), *(row[k] for k in keys)) for row in ranking_rows(comparison, ranking)
    )
    return ChartTable(columns, rows)


def ranks_alt(comparison: Comparison, names: Names) -> str:
    """Return the text alternative: the places of the targets with their intervals."""
    parts = "; ".join(f"{names.area(r.area_code)} {place(r, names.language)}" for r in comparison.ranks)
    return names.say("Rank of {n} regions with 90% intervals. {parts}.", n=comparison.n_regions, parts=parts)
