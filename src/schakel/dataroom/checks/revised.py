# SPDX-License-Identifier: EUPL-1.2
"""Rule ``revised``: two editions of a table that give the same figure different values."""

from collections.abc import Iterator, Mapping

import polars as pl

from schakel.dataroom.checks.findings import Finding
from schakel.dataroom.checks.rules import Revised
from schakel.dataroom.checks.series import area_details, label_of, named, of_measures, step_of
from schakel.dataroom.measures import Measure
from schakel.dataroom.regions import RegionTable

_SERIES = ["measure", "region_code", "period"]


def check_revised(
    rule: Revised, observations: pl.DataFrame, measures: Mapping[str, Measure], regions: RegionTable
) -> Iterator[Finding]:
    """Yield a finding for each measure of which the oldest and newest edition differ somewhere.

    A difference counts when it is more than half a rounding step of each edition.
    """
    chosen = of_measures(observations, rule.measures).filter(pl.col("value").is_not_null())
    if rule.level is not None:
        level = {code: regions.level(code) for code in chosen["region_code"].unique() if code in regions}
        codes = [code for code, found in level.items() if found == rule.level]
        chosen = chosen.filter(pl.col("region_code").is_in(codes))
    editions = (
        named(chosen)
        .sort([*_SERIES, "vintage"])
        .group_by(_SERIES, maintain_order=True)
        .agg(
            pl.col("value").first().alias("old"),
            pl.col("value").last().alias("new"),
            pl.col("vintage").first().alias("old_vintage"),
            pl.col("vintage").last().alias("new_vintage"),
            pl.col("statement_id").first().alias("old_id"),
            pl.col("statement_id").last().alias("new_id"),
        )
        .filter(pl.col("old_vintage") != pl.col("new_vintage"))
    )
    for (measure,), rows in editions.group_by(["measure"], maintain_order=True):
        step = step_of(measures, str(measure))
        differing = rows.filter((pl.col("new") - pl.col("old")).abs() > step + 1e-9)
        if differing.height:
            yield _finding(rule, rows, differing, measures, regions)


def _finding(
    rule: Revised,
    rows: pl.DataFrame,
    differing: pl.DataFrame,
    measures: Mapping[str, Measure],
    regions: RegionTable,
) -> Finding:
    relative = ((pl.col("new") - pl.col("old")) / pl.col("old")).abs()
    worst = differing.with_columns(relative.alias("relative")).sort(
        ["relative", *_SERIES], descending=[True, False, False, False], nulls_last=True
    )
    row = worst.row(0, named=True)
    measure = row["measure"]
    ids = [i for pair in zip(differing["old_id"], differing["new_id"], strict=True) for i in pair]
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        severity="notice",
        scope="figures",
        subject=rule.label,
        figures=tuple(ids),
        note_code="revised_between_editions",
        note_details={
            "label_nl": label_of(measures, measure, "nl"),
            "label_en": label_of(measures, measure, "en"),
            "old_vintage": row["old_vintage"],
            "new_vintage": row["new_vintage"],
            "n_wrong": differing.height,
            "n_checked": rows.height,
            **area_details(regions, row["region_code"]),
            "period": row["period"],
            "first": row["old"],
            "second": row["new"],
            "gap_percent": None
            if row["old"] == 0
            else round(100 * (row["new"] - row["old"]) / row["old"], 1),
        },
        next_step=rule.next_step,
        stated=row["old"],
        computed=row["new"],
        tolerance=step_of(measures, measure),
    )
