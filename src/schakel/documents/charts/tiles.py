# SPDX-License-Identifier: EUPL-1.2
"""The tile map: every region one square of the same size, about where it lies."""

from collections.abc import Mapping

import polars as pl

from schakel.diagnosis.dossier import Comparison
from schakel.documents.charts.canvas import Canvas, wrap
from schakel.documents.charts.chart import PRINT, ChartTable, Column
from schakel.documents.charts.ranks import ranking_rows
from schakel.documents.sentences.names import Names
from schakel.documents.sentences.ranking import place

STEPS = ("step1", "step2", "step3", "step4", "step5")
NARROW = 500


def draw_tiles(
    comparison: Comparison, ranking: pl.DataFrame, tiles: pl.DataFrame, width: int, names: Names
) -> Canvas:
    """Draw the map; the darker, the better the place among the regions that are on the map."""
    rows = {str(r["region_code"]): r for r in ranking_rows(comparison, ranking)}
    spots = tiles.sort("tile_y", "tile_x").to_dicts()
    on_map = sorted((rows[t["code"]]["rank"], t["code"]) for t in spots if t["code"] in rows)
    fifth = {code: STEPS[4 - min(4, 5 * i // max(len(on_map), 1))] for i, (_, code) in enumerate(on_map)}
    first_x, last_x = min(t["tile_x"] for t in spots), max(t["tile_x"] for t in spots)
    first_y, last_y = min(t["tile_y"] for t in spots), max(t["tile_y"] for t in spots)
    side = min(width / (last_x - first_x + 1), 50.0 if width == PRINT else 82.0)
    left = (width - side * (last_x - first_x + 1)) / 2
    top = 34.0
    canvas = Canvas(width, height=top + side * (last_y - first_y + 1) + 8)
    _draw_key(canvas, names)
    targets = {r.area_code for r in comparison.ranks}
    for tile in sorted(spots, key=lambda t: t["code"] in targets):
        corner = (left + side * (tile["tile_x"] - first_x), top + side * (tile["tile_y"] - first_y))
        _draw_tile(
            canvas,
            tile,
            (*corner, side),
            rows.get(tile["code"]),
            fifth.get(tile["code"]),
            tile["code"] in targets,
        )
    return canvas


def _draw_key(canvas: Canvas, names: Names) -> None:
    canvas.text((0, 10), names.say("low place"), "muted", 11)
    x = 66.0
    for step in STEPS:
        canvas.box((x, 4, x + 22, 16), step)
        x += 22
    canvas.text((x + 8, 10), names.say("high place; the number is the rank"), "muted", 11)


def _draw_tile(
    canvas: Canvas,
    tile: Mapping[str, str],
    square: tuple[float, float, float],
    row: Mapping[str, float] | None,
    step: str | None,
    is_target: bool,
) -> None:
    x, y, side = square
    pad = 1.5
    corners = (x + pad, y + pad, x + side - pad, y + side - pad)
    if step is None or row is None:
        canvas.frame(corners, "strip", 1, dash=True)
    else:
        canvas.box(corners, step)
    if is_target:
        canvas.frame((x + pad, y + pad, x + side - pad, y + side - pad), "accent", 3.5)
    role = "on_deep" if step in ("step4", "step5") else "on_pale"
    rank = "–" if row is None else str(round(row["rank"]))
    if side < 64:
        canvas.text((x + side / 2, y + side / 2), rank, role, 14, align="center", bold=is_target)
        return
    canvas.text((x + side / 2, y + 15), rank, role, 15, align="center", bold=True)
    lines = wrap(tile["name"].replace("-", "- ").replace("/", "/ "), side - 10, 9.5, 3)
    for i, line in enumerate(lines):
        canvas.text(
            (x + side / 2, y + 32 + 11 * i),
            line.replace("- ", "-").replace("/ ", "/"),
            role,
            9.5,
            align="center",
        )


def tiles_table(
    comparison: Comparison, ranking: pl.DataFrame, tiles: pl.DataFrame, names: Names
) -> ChartTable:
    """Return the rank and interval of every region on the map."""
    say = names.say
    rows = {str(r["region_code"]): r for r in ranking_rows(comparison, ranking)}
    columns = (
        Column(say("Region")),
        Column(say("Rank"), "rank"),
        Column(say("Rank from"), "rank"),
        Column(say("Rank to"), "rank"),
        Column(say("Index"), "number", 2),
    )
    found = []
    for tile in tiles.sort("name").to_dicts():
        row = rows.get(tile["code"], {})
        found.append(
            (tile["name"], row.get("rank"), row.get("rank_low"), row.get("rank_high"), row.get("index"))
        )
    return ChartTable(columns, tuple(found))


def tiles_alt(comparison: Comparison, tiles: pl.DataFrame, names: Names) -> str:
    """Return the text alternative: where the targets stand on the map."""
    on_map = set(tiles["code"])
    parts = "; ".join(
        f"{names.area(r.area_code)} {place(r, names.language)}"
        for r in comparison.ranks
        if r.area_code in on_map
    )
    return names.say("Map of {n} squares, one per region, with its rank. {parts}.", n=len(tiles), parts=parts)
