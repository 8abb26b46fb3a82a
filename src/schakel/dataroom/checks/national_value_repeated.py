# SPDX-License-Identifier: EUPL-1.2
"""Rule ``national_value_repeated``: a country's value that stands at each of its regions."""

from collections.abc import Iterator, Mapping

import polars as pl

from schakel.dataroom.checks.findings import Finding
from schakel.dataroom.checks.rules import NationalValueRepeated
from schakel.dataroom.checks.series import area_details, label_of, newest, shortened
from schakel.dataroom.levels import flag_repeated_values
from schakel.dataroom.measures import Measure
from schakel.dataroom.regions import RegionTable

_REGIONAL_CODE = r"^[A-Z]{2}[0-9A-Z_]{1,2}$"
_DUTCH_AREA_CODE = r"^(GM|CR|PV|LD)"


def check_national_value_repeated(
    rule: NationalValueRepeated,
    observations: pl.DataFrame,
    measures: Mapping[str, Measure],
    regions: RegionTable,
) -> Iterator[Finding]:
    """Yield a finding for each source table and country with measures that repeat one value.

    Judged on the latest period of each measure and country, with values of at least two regions.
    ``countries`` of the rule limits the countries.
    """
    code = pl.col("region_code")
    regional = code.str.contains(_REGIONAL_CODE) & ~code.str.contains(_DUTCH_AREA_CODE)
    chosen = observations.filter(regional, pl.col("value").is_not_null()).with_columns(
        code.str.slice(0, 2).alias("country")
    )
    if rule.countries:
        chosen = chosen.filter(pl.col("country").is_in(list(rule.countries)))
    keys = ["source_table", "measure", "country"]
    latest = newest(flag_repeated_values(chosen)).filter(
        pl.col("period") == pl.col("period").max().over(keys)
    )
    found = (
        latest.group_by([*keys, "period"])
        .agg(
            (pl.col("measured_at_level") == "country").all().alias("repeated"),
            pl.col("region_code").n_unique().alias("n_regions"),
            pl.col("value").first(),
            pl.col("statement_id").sort().alias("ids"),
        )
        .filter(pl.col("n_regions") > 1)
        .sort([*keys, "period"])
    )
    for _, rows in found.group_by(["source_table", "country"], maintain_order=True):
        repeated = rows.filter("repeated")
        if repeated.height:
            yield _finding(rule, rows, repeated, measures, regions)


def _finding(
    rule: NationalValueRepeated,
    rows: pl.DataFrame,
    repeated: pl.DataFrame,
    measures: Mapping[str, Measure],
    regions: RegionTable,
) -> Finding:
    codes = repeated["measure"].to_list()
    return Finding(
        rule=rule.id,
        kind=rule.kind,
        severity="notice",
        scope="figures",
        subject=rule.label,
        figures=tuple(i for ids in repeated["ids"] for i in ids),
        note_code="national_values_repeated",
        note_details={
            "source_table": repeated["source_table"][0],
            **area_details(regions, repeated["country"][0]),
            "n_measures": len(codes),
            "n_of_measures": rows.height,
            "n_regions": int(repeated["n_regions"].max()),  # type: ignore[arg-type]
            "measures": ", ".join(codes),
            "measures_nl": shortened([label_of(measures, code, "nl") for code in codes]),
            "measures_en": shortened([label_of(measures, code, "en") for code in codes]),
        },
        next_step=rule.next_step,
    )
