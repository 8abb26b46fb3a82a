# SPDX-License-Identifier: EUPL-1.2
"""Rules ``mixed_unit`` and ``mixed_series``: unlike figures in one series."""

from collections.abc import Iterator, Mapping

import polars as pl

from schakel.dataroom.checks.findings import Finding
from schakel.dataroom.checks.rules import MixedSeries, MixedUnit
from schakel.dataroom.checks.series import label_of, shortened
from schakel.dataroom.checks.stated import StatedFigures
from schakel.dataroom.measures import Measure
from schakel.koers.label import Label


def check_mixed_unit(
    rule: MixedUnit, observations: pl.DataFrame, printed: pl.DataFrame, measures: Mapping[str, Measure]
) -> Iterator[Finding]:
    """Yield a finding for each quantity or measure that stands in more than one unit."""
    columns = [
        printed.select(pl.col("quantity").alias("series"), "unit", pl.lit("course").alias("scope")),
        observations.select(pl.col("measure").alias("series"), "unit", pl.lit("figures").alias("scope")),
    ]
    units = (
        pl.concat(columns)
        .unique()
        .group_by("scope", "series")
        .agg(pl.col("unit").sort())
        .filter(pl.col("unit").list.len() > 1)
        .sort("scope", "series")
    )
    for row in units.iter_rows(named=True):
        name = row["series"]
        yield Finding(
            rule=rule.id,
            kind=rule.kind,
            severity="warning",
            scope=row["scope"],
            subject=rule.label,
            figures=(name,),
            note_code="mixed_unit_in_series",
            note_details={
                "label_nl": label_of(measures, name, "nl"),
                "label_en": label_of(measures, name, "en"),
                "units": ", ".join(row["unit"]),
                "n_units": len(row["unit"]),
            },
            next_step=rule.next_step,
        )


def check_mixed_series(
    rule: MixedSeries,
    observations: pl.DataFrame,
    figures: StatedFigures,
    measures: Mapping[str, Measure],
) -> Iterator[Finding]:
    """Yield a finding when the series that a rule names are present and count different things.

    A printed series differs by nature: a course seldom says how it counts, which is the warning.
    """
    present = set(observations.filter(pl.col("measure").is_in(list(rule.measures)))["measure"].unique())
    series = [code for code in rule.measures if code in present and code in measures]
    printed = figures.of(rule.quantity) if rule.quantity else ()
    counted = {measures[code].counts_what for code in series}
    units = {measures[code].unit_code for code in series}
    if not series or (len(counted) + bool(printed) < 2 and len(units) < 2):
        return
    names = {
        language: shortened(
            [*dict.fromkeys(s.label.in_language(language) for s in printed)]
            + [label_of(measures, code, language) for code in series]
        )
        for language in ("nl", "en")
    }
    yield Finding(
        rule=rule.id,
        kind=rule.kind,
        severity="warning",
        scope="course" if printed else "figures",
        subject=Label(rule.label.nl, rule.label.en),
        figures=(*(i for s in printed for i in s.ids), *series),
        note_code="mixed_series_with_printed" if printed else "mixed_series_definitions",
        note_details={
            "series_nl": names["nl"],
            "series_en": names["en"],
            "n_series": len(series) + bool(printed),
            "counts": "; ".join(sorted(counted)),
        },
        next_step=rule.next_step,
    )
