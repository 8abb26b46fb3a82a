# SPDX-License-Identifier: EUPL-1.2
"""Observations as the checks on statistics need them: newest edition, chosen measures, units in step."""

from collections.abc import Mapping

import polars as pl

from schakel.dataroom.checks.findings import Detail
from schakel.dataroom.ledger import statement_ids
from schakel.dataroom.measures import Measure
from schakel.dataroom.observations import newest_vintage
from schakel.dataroom.regions import RegionTable

SHOWN_AT_MOST = 12


def of_measures(observations: pl.DataFrame, names: tuple[str, ...]) -> pl.DataFrame:
    """Return the observations of measures or families (the part before ``:``); all where empty."""
    if not names:
        return observations
    family = pl.col("measure").str.split(":").list.first()
    return observations.filter(pl.col("measure").is_in(list(names)) | family.is_in(list(names)))


def newest(observations: pl.DataFrame) -> pl.DataFrame:
    """Return one row per measure, region and period, of the newest edition, with its ``statement_id``."""
    return named(newest_vintage(observations))


def step_of(measures: Mapping[str, Measure], code: str, level: str | None = None) -> float:
    """Return the rounding step of a measure: the declared one, else one unit of its last decimal.

    Some publishers round finer at a level; without ``level`` the general step counts.
    """
    measure = measures.get(code)
    if measure is None:
        return 0.0
    general = measure.rounding if measure.rounding is not None else 10.0**-measure.decimals
    return dict(measure.rounding_at).get(level or "", general)


def label_of(measures: Mapping[str, Measure], code: str, language: str) -> str:
    """Return the name of a measure, or its code where it is not declared."""
    measure = measures.get(code)
    return measure.label.in_language(language) if measure else code


def named(observations: pl.DataFrame) -> pl.DataFrame:
    """Return the observations with their ``statement_id``, every edition apart."""
    return observations.with_columns(statement_ids().alias("statement_id"))


def area_details(regions: RegionTable, code: str) -> dict[str, Detail]:
    """Return the name of an area in both languages as details of a note; its code where it has no name."""
    if code not in regions:
        return {"area_nl": code, "area_en": code}
    label = regions.label(code)
    return {"area_nl": label.nl, "area_en": label.en}


def area_names(regions: RegionTable, codes: list[str], language: str) -> str:
    """Return the names of areas as a list in words."""
    return shortened([str(area_details(regions, code)[f"area_{language}"]) for code in codes], ", ")


def shortened(items: list[str], separator: str = "; ") -> str:
    """Return a list as text, cut off after some items (names may hold commas)."""
    more = len(items) - SHOWN_AT_MOST
    return separator.join(items[:SHOWN_AT_MOST]) + (f" (+{more})" if more > 0 else "")
