# SPDX-License-Identifier: EUPL-1.2
"""Second totals that the compiled figures must agree with, and the reader of an older Eurostat edition."""

import gzip
from pathlib import Path

import polars as pl

JOBS_TOLERANCE = 0.55
ESTABLISHMENTS_TOLERANCE = 25
OPENINGS_TOLERANCE = 25
DUTCH_MUNICIPALITIES = {2021: 345, 2022: 345, 2024: 342, 2025: 342}


def run(tables: dict[str, pl.DataFrame], corop_of: dict[str, str]) -> list[str]:
    """Return a sentence for every check that fails."""
    jobs, openings = tables["cbs_83582ned"], tables["cbs_83631ned"]
    problems = [
        *_groups_make_the_total(jobs, "cbs_jobs_employees", JOBS_TOLERANCE, 10),
        *_groups_make_the_total(
            openings.filter(pl.col("period") >= 2015), "cbs_openings", OPENINGS_TOLERANCE, 9
        ),
        *_groups_make_the_total(tables["cbs_81575ned"], "cbs_establishments", 0.5, 9),
        *_municipalities_make_the_corop(tables),
        *_all_municipalities(tables),
        *_every_corop(tables),
        *_provinces_make_the_country(tables["eurostat_demo_r_pjanaggr3"]),
        *_country_of_municipalities(tables, corop_of),
    ]
    for name, table in tables.items():
        key = [c for c in ("measure", "region_code", "period", "vintage") if c in table.columns]
        if table.select(key).is_duplicated().any():
            problems.append(
                f"{name}: a key occurs twice: {table.filter(table.select(key).is_duplicated()).row(0)}"
            )
        if table["region_code"].null_count():
            problems.append(f"{name}: {table['region_code'].null_count()} rows without a region")
    return problems


def _groups_make_the_total(table: pl.DataFrame, family: str, tolerance: float, n_groups: int) -> list[str]:
    own = table.filter(
        pl.col("measure").str.starts_with(f"{family}:") & ~pl.col("measure").str.ends_with("NINE_GROUPS")
    )
    total = own.filter(pl.col("measure").str.ends_with(":TOTAL")).select(
        "region_code", "period", total="value"
    )
    groups = own.filter(~pl.col("measure").str.ends_with(":TOTAL")).group_by("region_code", "period")
    summed = groups.agg(pl.col("value").sum(), n=pl.col("value").count()).filter(pl.col("n") == n_groups)
    joined = summed.join(total, on=["region_code", "period"])
    wrong = joined.filter((pl.col("value") - pl.col("total")).abs() > tolerance)
    if not joined.height:
        return [f"{family}: no row to check the groups with the total"]
    return [f"{family}: groups {r[2]} against total {r[4]} in {r[0]} {r[1]}" for r in wrong.rows()]


def _municipalities_make_the_corop(tables: dict[str, pl.DataFrame]) -> list[str]:
    towns = tables["cbs_81575ned"].filter(
        pl.col("region_code").is_in(["GM0109", "GM0114", "GM1681"])
        & (pl.col("measure") == "cbs_establishments:TOTAL")
    )
    corop = tables["cbs_81578ned"].filter(pl.col("region_code") == "CR08").select("period", corop="value")
    joined = towns.group_by("period").agg(pl.col("value").sum()).join(corop, on="period")
    wrong = joined.filter((pl.col("value") - pl.col("corop")).abs() > ESTABLISHMENTS_TOLERANCE)
    return [f"establishments of CR08 in {r[0]}: {r[1]} against {r[2]}" for r in wrong.rows()]


def _all_municipalities(tables: dict[str, pl.DataFrame]) -> list[str]:
    problems = []
    for name in ("cbs_70072ned", "cbs_85318ned", "cbs_85984ned"):
        population = tables[name].filter(
            (pl.col("measure") == "cbs_population:TOTAL") & pl.col("region_code").str.starts_with("GM")
        )
        for (period,), rows in population.group_by("period"):
            if rows["region_code"].n_unique() != DUTCH_MUNICIPALITIES[int(str(period))]:
                problems.append(f"{name}: {rows['region_code'].n_unique()} municipalities in {period}")
    return problems


def _every_corop(tables: dict[str, pl.DataFrame]) -> list[str]:
    problems = []
    for name in ("cbs_83582ned", "cbs_81578ned", "cbs_83631ned"):
        counts = tables[name].group_by("measure", "period").agg(pl.col("region_code").n_unique().alias("n"))
        short = counts.filter((pl.col("n") < 38) & ~pl.col("measure").str.ends_with(":TOTAL"))
        problems += [f"{name}: {r[2]} COROP areas for {r[0]} in {r[1]}" for r in short.rows()]
    return problems


def _provinces_make_the_country(population: pl.DataFrame) -> list[str]:
    dutch = population.filter(
        (pl.col("measure") == "eurostat_population:TOTAL") & pl.col("region_code").str.starts_with("NL")
    )
    length = pl.col("region_code").str.len_chars()
    provinces = dutch.filter(length == 4).group_by("period").agg(pl.col("value").sum(), n=pl.len())
    country = dutch.filter(length == 2).select("period", country="value")
    joined = provinces.filter(pl.col("n") == 12).join(country, on="period")
    wrong = joined.filter(pl.col("value") != pl.col("country"))
    return [f"population of provinces {r[1]} against NL {r[3]} in {r[0]}" for r in wrong.rows()]


def _country_of_municipalities(tables: dict[str, pl.DataFrame], corop_of: dict[str, str]) -> list[str]:
    """Municipal inhabitants of 2024 and 2025 add up to the Netherlands, and age groups to the total."""
    problems = []
    for name in ("cbs_85984ned", "cbs_70072ned"):
        people = tables[name].filter(pl.col("measure").str.starts_with("cbs_population:"))
        for period in (2024, 2025):
            total = people.filter(
                (pl.col("measure") == "cbs_population:TOTAL") & (pl.col("period") == period)
            )
            country = total.filter(pl.col("region_code") == "NL")["value"]
            towns = total.filter(pl.col("region_code").str.starts_with("GM"))["value"].sum()
            if country.len() and abs(towns - country[0]) > 5 * total.height:
                problems.append(f"{name}: municipalities {towns} against NL {country[0]} in {period}")
            ages = people.filter((pl.col("period") == period) & (pl.col("region_code") == "GM0114"))
            groups = ages.filter(pl.col("measure").str.contains("Y_LT15|Y15-64|Y_GE65"))["value"].sum()
            whole = ages.filter(pl.col("measure").str.ends_with("TOTAL"))["value"]
            if whole.len() and abs(groups - whole[0]) > 15:
                problems.append(f"{name}: ages {groups} against total {whole[0]} in GM0114 {period}")
    return problems


def read_bulk_tsv(path: Path) -> pl.DataFrame:
    """Read a Eurostat bulk TSV of the older form: unit, region_code, period, value, flag."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = [line.rstrip("\n").split("\t") for line in file]
    years = [int(cell) for cell in lines[0][1:]]
    found: list[tuple[str, str, int, float, str]] = []
    for key, *cells in lines[1:]:
        unit, region = key.split(",")
        for year, cell in zip(years, cells, strict=True):
            number, _, flag = cell.strip().partition(" ")
            if number != ":":
                found.append((unit, region, year, float(number), flag))
    return pl.DataFrame(found, schema=["unit", "region_code", "period", "value", "flag"], orient="row")
