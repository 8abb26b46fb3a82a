# SPDX-License-Identifier: EUPL-1.2
"""Rule ``sources_disagree``: two sources on (nearly) the same thing that differ beyond a tolerance."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from schakel.dataroom.checks.findings import Detail, Finding
from schakel.dataroom.checks.parts_sum import summed_areas
from schakel.dataroom.checks.rules import SourcesDisagree
from schakel.dataroom.checks.series import area_details, label_of, newest, step_of
from schakel.dataroom.measures import Measure
from schakel.dataroom.regions import RegionTable

_PLACE = ["region_code", "period"]


def check_sources_disagree(
    rule: SourcesDisagree,
    observations: pl.DataFrame,
    measures: Mapping[str, Measure],
    regions: RegionTable,
) -> Iterator[Finding]:
    """Yield one finding when, for the same areas and years, the two measures differ too much.

    Too much is more than ``tolerance`` times the first figure plus half a rounding step of
    each. ``areas`` of the rule limits the areas; the finding shows the sums over all that
    both sources have in the latest year, and the largest relative gap of a single area.
    """
    both = newest(observations.filter(pl.col("measure").is_in([rule.first, rule.second]))).filter(
        pl.col("value").is_not_null()
    )
    first = both.filter(pl.col("measure") == rule.first).with_columns(pl.lit(1).alias("n"))
    if rule.first_summed_to is not None:
        sums = summed_areas(first.drop("n"), regions, "municipality", rule.first_summed_to)
        first = sums.rename({"sum": "value"}).with_columns(pl.col("parts").list.first().alias("statement_id"))
    second = both.filter(pl.col("measure") == rule.second).select(
        *_PLACE, (pl.col("value") * rule.factor).alias("other"), pl.col("statement_id").alias("other_id")
    )
    level = None if rule.first_summed_to is None else "municipality"
    reach = (
        pl.col("n") * step_of(measures, rule.first, level) + rule.factor * step_of(measures, rule.second)
    ) / 2
    joined = first.join(second, on=_PLACE).with_columns((pl.col("other") - pl.col("value")).alias("gap"))
    if rule.areas:
        joined = joined.filter(pl.col("region_code").is_in(list(rule.areas)))
    allowed = rule.tolerance * pl.col("value").abs() + reach
    wrong = joined.filter(pl.col("gap").abs() > allowed + 1e-9).sort(_PLACE)
    if wrong.height:
        yield _finding(rule, joined, wrong, measures, regions)


def _finding(
    rule: SourcesDisagree,
    joined: pl.DataFrame,
    wrong: pl.DataFrame,
    measures: Mapping[str, Measure],
    regions: RegionTable,
) -> Finding:
    period = int(wrong["period"].max())  # type: ignore[arg-type]
    latest = joined.filter(pl.col("period") == period)
    relative = (pl.col("gap") / pl.col("value")).abs()
    worst = wrong.with_columns(relative.alias("relative")).sort(
        ["relative", *_PLACE], descending=[True, False, False], nulls_last=True
    )
    ids = [i for pair in zip(wrong["statement_id"], wrong["other_id"], strict=True) for i in pair]
    total, other = float(latest["value"].sum()), float(latest["other"].sum())
    totals: dict[str, Detail] = {
        "first": round(total, 3),
        "second": round(other, 3),
        "gap_percent": None if total == 0 else round(100 * (other - total) / total, 1),
        "period": period,
        "n_areas": latest.height,
        "n_wrong": wrong.height,
        "n_checked": joined.height,
    }
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        severity="warning",
        scope="figures",
        subject=rule.label,
        figures=tuple(ids),
        note_code="sources_disagree_levels",
        note_details={**totals, **_worst_pair(rule, worst.row(0, named=True), measures, regions)},
        next_step=rule.next_step,
        stated=round(total, 3),
        computed=round(other, 3),
        tolerance=rule.tolerance,
    )


def _worst_pair(
    rule: SourcesDisagree, row: dict[str, Any], measures: Mapping[str, Measure], regions: RegionTable
) -> dict[str, Detail]:
    """Return the names of both sources and the area in which they differ most."""
    return {
        "first_label_nl": label_of(measures, rule.first, "nl"),
        "first_label_en": label_of(measures, rule.first, "en"),
        "second_label_nl": label_of(measures, rule.second, "nl"),
        "second_label_en": label_of(measures, rule.second, "en"),
        **area_details(regions, row["region_code"]),
        "area_period": row["period"],
        "area_first": row["value"],
        "area_second": row["other"],
        "tolerance_percent": round(100 * rule.tolerance, 1),
        "reason_nl": rule.why.nl,
        "reason_en": rule.why.en,
    }
