# SPDX-License-Identifier: EUPL-1.2
"""Rule ``outdated``: figures older than a number of years, counted from a given year."""

from collections.abc import Iterator, Mapping

import polars as pl

from schakel.dataroom.checks.findings import Finding
from schakel.dataroom.checks.rules import Outdated
from schakel.dataroom.checks.series import label_of, shortened
from schakel.dataroom.measures import Measure

_NOT_DATED_BY_PERIOD = ("year", "count", "level", "years_of_age", "per_year", "years", "municipalities")


def check_outdated_printed(rule: Outdated, printed: pl.DataFrame, today_year: int) -> Iterator[Finding]:
    """Yield one finding with every printed measurement that is older than ``years``.

    The latest period of each quantity and area counts; figures about the programme itself
    (a first year, a number of lines) do not age.
    """
    dated = printed.filter(pl.col("period").is_not_null(), ~pl.col("unit").is_in(_NOT_DATED_BY_PERIOD))
    latest = dated.filter(pl.col("period") == pl.col("period").max().over("quantity", "area"))
    old = latest.filter(today_year - pl.col("period") > rule.years).sort("quantity", "area", "figure_id")
    if not old.height:
        return
    newest = int(old["period"].max())  # type: ignore[arg-type]
    yield Finding(
        rule=rule.id,
        kind=rule.kind,
        severity="notice",
        scope="course",
        subject=rule.label,
        figures=tuple(old["figure_id"]),
        note_code="outdated_printed",
        note_details={
            "n_figures": old.select("quantity", "area").n_unique(),
            "newest_period": newest,
            "limit_years": rule.years,
            "age_years": today_year - newest,
            "today_year": today_year,
            "labels_nl": shortened(sorted(set(old["label_nl"]))),
            "labels_en": shortened(sorted(set(old["label_en"]))),
        },
        next_step=rule.next_step,
    )


def check_outdated_figures(
    rule: Outdated, observations: pl.DataFrame, measures: Mapping[str, Measure], today_year: int
) -> Iterator[Finding]:
    """Yield a finding for each source table with measures whose latest figure is older than ``years``."""
    latest = (
        observations.filter(pl.col("value").is_not_null())
        .group_by("source_table", "measure")
        .agg(pl.col("period").max().alias("latest"))
        .sort("source_table", "measure")
    )
    for (table,), rows in latest.group_by(["source_table"], maintain_order=True):
        old = rows.filter(today_year - pl.col("latest") > rule.years)
        if not old.height:
            continue
        codes = old["measure"].to_list()
        newest = int(old["latest"].max())  # type: ignore[arg-type]
        yield Finding(
            rule=rule.id,
            kind=rule.kind,
            severity="notice",
            scope="figures",
            subject=rule.label,
            figures=tuple(codes),
            note_code="outdated_figures",
            note_details={
                "source_table": str(table),
                "n_measures": len(codes),
                "n_of_measures": rows.height,
                "newest_period": newest,
                "oldest_period": int(old["latest"].min()),  # type: ignore[arg-type]
                "limit_years": rule.years,
                "age_years": today_year - newest,
                "today_year": today_year,
                "measures_nl": shortened([label_of(measures, code, "nl") for code in codes]),
                "measures_en": shortened([label_of(measures, code, "en") for code in codes]),
            },
            next_step=rule.next_step,
        )
