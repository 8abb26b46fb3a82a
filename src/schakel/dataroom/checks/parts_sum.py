# SPDX-License-Identifier: EUPL-1.2
"""Rules ``parts_sum_of_measures`` and ``parts_sum_of_areas``: published parts that do not add up.

The tolerance is the sum of the declared roundings: half a step for the whole and for each part.
Where a part is withheld or missing nothing is concluded.
"""

from collections.abc import Iterator, Mapping

import polars as pl

from schakel.dataroom.checks.findings import Finding
from schakel.dataroom.checks.rules import PartsSumOfAreas, PartsSumOfMeasures
from schakel.dataroom.checks.series import area_details, label_of, named, of_measures, step_of
from schakel.dataroom.measures import Measure
from schakel.dataroom.regions import RegionTable

PLACE = ["region_code", "period"]
KEYS = [*PLACE, "vintage"]


def check_sums_of_measures(
    rule: PartsSumOfMeasures,
    observations: pl.DataFrame,
    measures: Mapping[str, Measure],
    regions: RegionTable,
) -> Iterator[Finding]:
    """Yield a finding for each whole whose declared parts do not add up in some area and year."""
    chosen = named(of_measures(observations, rule.measures))
    present = set(chosen["measure"].unique())
    wholes = sorted(
        {m.within for c, m in measures.items() if c in present and m.within in present if m.within}
    )
    for whole in wholes:
        parts = sorted(c for c, m in measures.items() if m.within == whole and m.siblings)
        if len(parts) < 2 or not set(parts) <= present:
            continue
        own = chosen.filter(pl.col("measure") == whole, pl.col("value").is_not_null())
        sums = _sums(chosen.filter(pl.col("measure").is_in(parts)), KEYS).filter(pl.col("n") == len(parts))
        tolerance = (step_of(measures, whole) + sum(step_of(measures, part) for part in parts)) / 2
        joined = own.join(sums, on=KEYS).with_columns(pl.lit(tolerance).alias("tolerance"))
        yield from _worst(rule, joined, measures, regions)


def check_sums_of_areas(
    rule: PartsSumOfAreas,
    observations: pl.DataFrame,
    measures: Mapping[str, Measure],
    regions: RegionTable,
) -> Iterator[Finding]:
    """Yield a finding for each measure whose small areas do not add up to a larger one.

    Only counts (flow, stock) are added; a larger area is judged when every area in it that
    exists in that year has a value of the same measure.
    """
    counts = [c for c, m in measures.items() if m.time_semantics in ("flow", "stock")]
    chosen = named(of_measures(observations, rule.measures)).filter(pl.col("measure").is_in(counts))
    sums = summed_areas(chosen, regions, rule.from_level, rule.to_level).filter(pl.col("n") > 1)
    large = chosen.filter(pl.col("value").is_not_null())
    joined = large.join(sums, on=["measure", *KEYS])
    for (measure,), rows in joined.sort("measure").group_by("measure", maintain_order=True):
        small, large_step = (step_of(measures, str(measure), lv) for lv in (rule.from_level, rule.to_level))
        with_tolerance = rows.with_columns(((pl.col("n") * small + large_step) / 2).alias("tolerance"))
        yield from _worst(rule, with_tolerance, measures, regions)


def summed_areas(chosen: pl.DataFrame, regions: RegionTable, from_level: str, to_level: str) -> pl.DataFrame:
    """Add areas up to larger ones, where every area in it that exists in that year has a value.

    Parameters
    ----------
    chosen
        Observations with ``statement_id``, one row per measure, region, period and edition.
    regions, from_level, to_level
        Where areas lie, and the levels ("country" gives the country's code).

    Returns
    -------
    polars.DataFrame
        Columns measure, region_code (the larger area), period, vintage, sum, n, parts (statement ids).
    """
    members = _members(regions, chosen["period"].unique().sort().to_list(), from_level, to_level)
    expected = members.group_by("whole", "period").agg(pl.len().alias("n_expected"))
    small = chosen.join(members, left_on=PLACE, right_on=["member", "period"], how="inner")
    return (
        _sums(small, ["measure", "whole", "period", "vintage"])
        .join(expected, on=["whole", "period"])
        .filter(pl.col("n") == pl.col("n_expected"))
        .rename({"whole": "region_code"})
        .drop("n_expected")
    )


def _members(regions: RegionTable, periods: list[int], from_level: str, to_level: str) -> pl.DataFrame:
    rows = []
    for period in periods:
        for code in regions.of_level(from_level, year=period):
            region = regions.region(code)
            whole = region.country if to_level == "country" else getattr(region, to_level)
            if whole is not None:
                rows.append((whole, code, period))
    schema = {"whole": pl.String, "member": pl.String, "period": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _sums(parts: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    return parts.group_by(keys).agg(
        pl.col("value").sum().alias("sum"),
        pl.col("value").is_not_null().sum().alias("n"),
        pl.col("statement_id").sort().alias("parts"),
    )


def _worst(
    rule: PartsSumOfMeasures | PartsSumOfAreas,
    joined: pl.DataFrame,
    measures: Mapping[str, Measure],
    regions: RegionTable,
) -> Iterator[Finding]:
    """Yield one finding with the largest gap, when some sum lies outside its tolerance."""
    gap = (pl.col("sum") - pl.col("value")).abs()
    slack = 1e-9 * pl.col("value").abs().clip(lower_bound=1.0)
    joined = joined.with_columns(pl.col("tolerance") + rule.tolerance * pl.col("value").abs())
    wrong = joined.with_columns(gap.alias("gap")).filter(gap > pl.col("tolerance") + slack)
    if not wrong.height:
        return
    row = wrong.sort(["gap", *KEYS], descending=[True, False, False, False]).row(0, named=True)
    yield Finding(
        rule=rule.id,
        kind="parts_sum",
        severity="contradiction",
        scope="figures",
        subject=rule.label,
        figures=(row["statement_id"], *row["parts"]),
        note_code="parts_sum_not_whole",
        note_details={
            "label_nl": label_of(measures, row["measure"], "nl"),
            "label_en": label_of(measures, row["measure"], "en"),
            **area_details(regions, row["region_code"]),
            "period": row["period"],
            "stated": row["value"],
            "computed": round(row["sum"], 6),
            "tolerance": round(row["tolerance"], 6),
            "n_parts": row["n"],
            "n_wrong": wrong.height,
            "n_checked": joined.height,
            "source_table": row["source_table"],
        },
        next_step=rule.next_step,
        stated=row["value"],
        computed=round(row["sum"], 6),
        computed_low=round(row["sum"] - row["tolerance"], 6),
        computed_high=round(row["sum"] + row["tolerance"], 6),
        tolerance=round(row["tolerance"], 6),
    )
