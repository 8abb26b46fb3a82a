# SPDX-License-Identifier: EUPL-1.2
"""Rule ``sum_over_suppressed``: members of a region whose figure is withheld or missing.

What is known of such a sum is a lower bound, never the sum; the bracket is that of
:mod:`schakel.dataroom.region_sums`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from schakel.dataroom.checks.findings import Detail, Finding
from schakel.dataroom.checks.rules import SumOverSuppressed
from schakel.dataroom.checks.series import area_details, area_names, label_of, newest, of_measures, shortened
from schakel.dataroom.measures import Measure
from schakel.dataroom.region_sums import sum_over_members
from schakel.dataroom.regions import RegionTable

Context = tuple[pl.DataFrame, Mapping[str, Measure], RegionTable]
_KEYS = ["measure", "whole", "period"]


def check_sum_over_suppressed(
    rule: SumOverSuppressed,
    observations: pl.DataFrame,
    measures: Mapping[str, Measure],
    regions: RegionTable,
) -> Iterator[Finding]:
    """Yield a finding for each measure and set of members with some, but not all, members withheld.

    One finding holds every year of the measure; details are those of the latest.
    """
    chosen = newest(of_measures(observations, rule.measures))
    counts = [c for c, m in measures.items() if m.time_semantics in ("flow", "stock")]
    members = _members(rule, regions, chosen)
    joined = chosen.filter(pl.col("measure").is_in(counts)).join(
        members, left_on=["region_code", "period"], right_on=["member", "period"], how="inner"
    )
    unknown = pl.col("value").is_null()
    sums = (
        joined.group_by(_KEYS)
        .agg(
            pl.col("value").sum().alias("known"),
            pl.len().alias("n_members"),
            unknown.sum().alias("n_unknown"),
            pl.col("statement_id").filter(unknown).sort().alias("ids"),
            pl.col("region_code").filter(unknown).sort().alias("unknown"),
            pl.col("region_code").sort().alias("members"),
        )
        .filter(pl.col("n_unknown") > 0, pl.col("n_unknown") < pl.col("n_members"))
        .sort(_KEYS)
    )
    for (measure, whole), rows in sums.group_by(["measure", "whole"], maintain_order=True):
        yield _finding(rule, str(measure), str(whole), rows, (observations, measures, regions))


def _members(rule: SumOverSuppressed, regions: RegionTable, chosen: pl.DataFrame) -> pl.DataFrame:
    rows: list[tuple[str, str, int]] = []
    for period in chosen["period"].unique().sort():
        if rule.level is None:
            rows += [("region", member, int(period)) for member in rule.members]
            continue
        for code in regions.of_level("municipality", year=int(period)):
            whole = getattr(regions.region(code), rule.level)
            if whole is not None:
                rows.append((whole, code, int(period)))
    schema = {"whole": pl.String, "member": pl.String, "period": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _finding(
    rule: SumOverSuppressed,
    measure: str,
    whole: str,
    rows: pl.DataFrame,
    context: Context,
) -> Finding:
    _, measures, regions = context
    last = rows.row(-1, named=True)
    lower, upper = _bracket(measure, last, context)
    certain = last["known"] if lower is None or upper is None else lower
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        severity="warning",
        scope="figures",
        subject=rule.label,
        figures=tuple(i for ids in rows["ids"] for i in ids),
        note_code="sum_over_suppressed_unknown" if upper is None else "sum_over_suppressed_bracket",
        note_details={
            "label_nl": label_of(measures, measure, "nl"),
            "label_en": label_of(measures, measure, "en"),
            **_whole(rule, whole, regions),
            "period": last["period"],
            "n_members": last["n_members"],
            "n_unknown": last["n_unknown"],
            "unknown_nl": area_names(regions, last["unknown"], "nl"),
            "unknown_en": area_names(regions, last["unknown"], "en"),
            "known": round(certain, 2),
            "high": None if upper is None else round(upper, 2),
            "periods": shortened([str(p) for p in rows["period"]], ", "),
            "n_periods": rows.height,
        },
        next_step=rule.next_step,
        computed_low=round(certain, 6),
        computed_high=None if upper is None else round(upper, 6),
    )


def _bracket(measure: str, last: dict[str, Any], context: Context) -> tuple[float | None, float | None]:
    """Return the bounds of the sum in the latest year, as the region sums find them."""
    observations, measures, regions = context
    sums = sum_over_members(
        observations,
        measure=measure,
        members=last["members"],
        measures=dict(measures),
        periods=[last["period"]],
        regions=regions,
    )
    row = sums.row(0, named=True)
    return row["lower"], row["upper"]


def _whole(rule: SumOverSuppressed, whole: str, regions: RegionTable) -> dict[str, Detail]:
    if rule.level is not None:
        return area_details(regions, whole)
    members = list(rule.members)
    return {f"area_{language}": area_names(regions, members, language) for language in ("nl", "en")}
