# SPDX-License-Identifier: EUPL-1.2
"""The figure ledger as the pages read it: observations, measures and regions, read once per edition."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.conf import settings

from schakel.dataroom.measures import Measure, SourceTable, load_measures, load_tables
from schakel.dataroom.observations import observations_path, read_observations
from schakel.dataroom.regions import RegionTable, load_regions
from schakel.koers.failures import Failure
from schakel.koers.label import Label, Language
from schakel.web.reading import Reading, home


@dataclass(frozen=True)
class Ledger:
    """Every figure with what it means and what its area is called."""

    observations: pl.DataFrame
    measures: dict[str, Measure]
    tables: dict[str, SourceTable]
    regions: RegionTable

    def measure_label(self, code: str, language: Language) -> str:
        """Return the name of a measure, or its code."""
        measure = self.measures.get(code)
        return measure.label.in_language(language) if measure else code

    def region_label(self, code: str, language: Language) -> str:
        """Return the name of an area, or its code."""
        return self.regions.label(code).in_language(language) if code in self.regions else code

    def rows(self, measure: str, region_code: str, period: int) -> pl.DataFrame:
        """Return every edition of one figure, the newest first."""
        wanted = (
            (pl.col("measure") == measure)
            & (pl.col("region_code") == region_code)
            & (pl.col("period") == period)
        )
        return self.observations.filter(wanted).sort("vintage", descending=True)

    def of_measure(self, measure: str, period: int) -> list[str]:
        """Return the areas that have a figure in a period."""
        here = (pl.col("measure") == measure) & (pl.col("period") == period)
        return [c for c in self.observations.filter(here)["region_code"].unique() if c in self.regions]

    def of_members(self, measure: str, codes: list[str], period: int) -> dict[str, dict[str, object]]:
        """Return the newest edition of one figure for each of several areas that has it."""
        here = (pl.col("measure") == measure) & (pl.col("period") == period)
        found = self.observations.filter(here & pl.col("region_code").is_in(codes)).sort("vintage")
        return {str(row["region_code"]): row for row in found.iter_rows(named=True)}


def open_ledger() -> Ledger:
    """Return the ledger of the home folder.

    Raises
    ------
    NoObservations
        When no figures were loaded.
    """
    path = observations_path(home())
    stamp = path.stat().st_mtime_ns if path.is_file() else 0
    return _open(home(), Path(settings.SCHAKEL_FIGURES), stamp)


@lru_cache(maxsize=2)
def _open(folder: Path, figures: Path, stamp: int) -> Ledger:
    observations = read_observations(folder)
    return Ledger(observations, load_measures(figures), load_tables(figures), load_regions(figures))


def region_name(reading: Reading, ledger: Ledger, code: str) -> str:
    """Return the name of an area of the ledger or of the dossier."""
    if code in ledger.regions:
        return ledger.region_label(code, reading.language)
    return reading.names.area(code)


def known_figures(reading: Reading, series: pl.DataFrame) -> dict[tuple[str, int], str]:
    """Return for each area and period of a stored series the address of its figure, where the ledger has it.

    ``series`` has rows of ``picture_series``; where ``measure`` names several, the first one is linked.
    """
    try:
        ledger = open_ledger()
    except Failure:
        return {}
    wanted = series.select(
        "area_code", "period", pl.col("measure").str.extract(r"^([^ ,;/]+)").alias("measure")
    )
    members = {reading.dossier.region.code}
    present = wanted.join(
        ledger.observations.select(pl.col("region_code").alias("area_code"), "period", "measure").unique(),
        on=["area_code", "period", "measure"],
        how="semi",
    )
    own = wanted.filter(pl.col("area_code").is_in(members) & pl.col("measure").is_in(list(ledger.measures)))
    rows = pl.concat([present, own]).unique().iter_rows()
    return {(area, period): reading.url("figure", measure, area, period) for area, period, measure in rows}


def label_or(label: Label | None, language: Language, otherwise: str) -> str:
    """Return a label, or another text where there is none."""
    return otherwise if label is None else label.in_language(language)
