# SPDX-License-Identifier: EUPL-1.2
"""Developer's tool: writes regions.csv from the municipal map, NUTS names and the redivisions beside it."""

from pathlib import Path

import polars as pl
from region_names import (
    ABOLISHED,
    ACCENTS,
    COLUMNS,
    COMBINED,
    COUNTRIES,
    LANDSDELEN,
    NUTS1,
    NUTS_2024,
    OLDER_THAN_THEIR_MERGERS,
    PROVINCES,
    TILES,
    YOUNGER,
)

Row = dict[str, object]


def compile_regions(tidy: Path, out: Path, figures: pl.DataFrame) -> int:
    """Write regions.csv with every region that is Dutch or occurs in ``figures``; return how many rows."""
    moves = pl.read_csv(out / "redivisions.csv", infer_schema=False)
    corops = pl.read_csv(tidy / "map_gemeente_corop_nuts.csv", infer_schema=False)
    areas = {row["corop"]: row for row in corops.iter_rows(named=True)}
    rows = [*_municipalities(corops, areas, moves), *_dutch_areas(areas)]
    rows += _european(tidy, figures, {str(row["code"]) for row in rows}, moves)
    table = pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), strict=False)
    table = table.unique("code", keep="first", maintain_order=True).sort("level", "code")
    table.write_csv(out / "regions.csv")
    return table.height


def _municipalities(corops: pl.DataFrame, areas: dict[str, Row], moves: pl.DataFrame) -> list[Row]:
    known = {r["gm"]: (ACCENTS.get(r["name"], r["name"]), r["corop"]) for r in corops.iter_rows(named=True)}
    rows = []
    for code, (name, corop) in sorted({**known, **ABOLISHED, **YOUNGER}.items()):
        area = areas[corop]
        gone = moves.filter((pl.col("old") == code) & pl.col("kind").is_in(["merged", "split"]))
        came = moves.filter((pl.col("new") == code) & pl.col("kind").is_in(["merged", "split"]))
        is_new = bool(came.height) and code not in OLDER_THAN_THEIR_MERGERS
        rows.append(
            {
                "code": code,
                "name": name,
                "level": "municipality",
                "corop": corop,
                **_nuts(area["nuts3_2016"], area["nuts2"]),
                "province": _province(area["nuts2"]),
                "country": "NL",
                "valid_from": came["date"].min() if is_new else None,
                "valid_to": gone["date"].max() if gone.height else None,
                "successor": gone["new"][0] if gone.height == 1 else None,
            }
        )
    return rows


def _nuts(nuts3: object, nuts2: object) -> Row:
    return {"nuts3": nuts3, "nuts2": nuts2, "nuts1": str(nuts2)[:3]}


def _province(nuts2: object) -> str:
    return next(code for code, (_, _, nuts) in PROVINCES.items() if nuts == nuts2)


def _dutch_areas(areas: dict[str, Row]) -> list[Row]:
    rows: list[Row] = []
    for code, area in sorted(areas.items()):
        place = {"province": _province(area["nuts2"]), "country": "NL"}
        nuts = _nuts(area["nuts3_2016"], area["nuts2"])
        x, y = TILES[code]
        name = area["corop_name"]
        rows.append(
            {
                "code": code,
                "name": name,
                "level": "corop",
                **nuts,
                **place,
                "tile_x": str(x),
                "tile_y": str(y),
            }
        )
        upper = {"nuts2": area["nuts2"], "nuts1": str(area["nuts2"])[:3]}
        rows.append(
            {"code": area["nuts3_2016"], "name": name, "level": "nuts3", "corop": code, **upper, **place}
        )
    for code, (name, english, nuts2) in PROVINCES.items():
        place = {"nuts1": nuts2[:3], "country": "NL"}
        rows.append(
            {"code": code, "name": name, "name_en": english, "level": "province", "nuts2": nuts2, **place}
        )
        rows.append(
            {"code": nuts2, "name": name, "name_en": english, "level": "nuts2", "province": code, **place}
        )
    for code, (name, english) in NUTS1.items():
        rows.append({"code": code, "name": name, "name_en": english, "level": "nuts1", "country": "NL"})
    for code, nuts1 in LANDSDELEN.items():
        name, english = NUTS1[nuts1]
        rows.append(
            {
                "code": code,
                "name": name,
                "name_en": english,
                "level": "nuts1",
                "nuts1": nuts1,
                "country": "NL",
            }
        )
    return rows


def _european(tidy: Path, figures: pl.DataFrame, known: set[str], moves: pl.DataFrame) -> list[Row]:
    names = pl.read_csv(tidy / "nuts2021_typologie.csv", infer_schema=False).filter(pl.col("level") == "2")
    named = dict(zip(names["nuts"], names["name"], strict=True)) | _names(tidy) | COMBINED
    recoded = moves.filter(pl.col("kind").is_in(["nuts_recode", "publisher_merge"]))
    wanted = set(figures["region_code"]) | set(recoded["old"]) | set(recoded["new"]) | set(COUNTRIES)
    rows = []
    for code in sorted(wanted - known):
        country = code[:2]
        if len(code) == 2:
            name, english = COUNTRIES[code]
            rows.append({"code": code, "name": name, "name_en": english, "level": "country", "country": code})
            continue
        level = {3: "nuts1", 4: "nuts2", 5: "nuts3"}[len(code)]
        nuts1 = code[:3] if level == "nuts2" and code[2] != "_" and code[2:] != "00" else None
        rows.append(
            {
                "code": code,
                "name": " ".join(
                    named.get(
                        code, f"Extra-Regio ({COUNTRIES[country][0]})" if "Z" in code[2:] else code
                    ).split()
                ),
                "level": level,
                "nuts1": nuts1,
                "country": country,
                "valid_from": "2024-01-01" if code in NUTS_2024 else None,
            }
        )
        if nuts1:
            rows.append(
                {"code": nuts1, "name": named.get(nuts1, nuts1), "level": "nuts1", "country": country}
            )
    return rows


def _names(tidy: Path) -> dict[str, str]:
    """Names in Latin script, from the tables that have them."""
    found: dict[str, str] = {}
    for name in ("ris2023_regio_2016_2023.csv.gz", "rci2022_ruwe_indicatoren_nuts2.csv.gz"):
        table = pl.read_csv(tidy / name, infer_schema=False).unique("region_code")
        found |= {c: n for c, n in table.select("region_code", "region_name").iter_rows() if c and n}
    return found
