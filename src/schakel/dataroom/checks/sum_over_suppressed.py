# SPDX-License-Identifier: EUPL-1.2
"""Rule ``sum_over_suppressed``: members of a region whose figure is withheld or missing.

What is known of such a sum is a lower bound, never the sum. Where the larger group to which the
figure belongs is known for the withheld members, it gives an upper bound.
"""

from collections.abc import Iterator, Mapping

import polars as pl

from schakel.dataroom.checks.findings import Detail, Finding
from schakel.dataroom.checks.rules import SumOverSuppressed
from schakel.dataroom.checks.series import area_details, area_names, label_of, newest, of_measures, shortened
from schakel.dataroom.measures import Measure
from schakel.dataroom.regions import RegionTable

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
    context: tuple[pl.DataFrame, Mapping[str, Measure], RegionTable],
) -> Finding:
    observations, measures, regions = context
    last = rows.row(-1, named=True)
    upper = _upper(observations, measures, measure, last)
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
            "known": round(last["known"], 6),
            "high": upper,
            "periods": shortened([str(p) for p in rows["period"]], ", "),
            "n_periods": rows.height,
        },
        next_step=rule.next_step,
        computed_low=round(last["known"], 6),
        computed_high=upper,
    )


def _upper(
    observations: pl.DataFrame, measures: Mapping[str, Measure], code: str, last: dict[str, object]
) -> float | None:
    """Return what is known plus the larger group of each withheld member, where that is published."""
    measure = measures.get(code)
    if measure is None or measure.within is None:
        return None
    unknown = last["unknown"]
    assert isinstance(unknown, list)
    groups = newest(observations.filter(pl.col("measure") == measure.within)).filter(
        pl.col("period") == last["period"],
        pl.col("region_code").is_in(unknown),
        pl.col("value").is_not_null(),
    )
    if groups.height < len(unknown):
        return None
    return round(float(str(last["known"])) + float(groups["value"].sum()), 6)


def _whole(rule: SumOverSuppressed, whole: str, regions: RegionTable) -> dict[str, Detail]:
    if rule.level is not None:
        return area_details(regions, whole)
    members = list(rule.members)
    return {f"area_{language}": area_names(regions, members, language) for language in ("nl", "en")}
