# SPDX-License-Identifier: EUPL-1.2
"""The region placed among others: every comparison of the framework, varied, with its tables."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from schakel.dataroom.regions import RegionTable
from schakel.diagnosis.dossier import Area, Comparison, WeakestVerdict
from schakel.diagnosis.ecosystem_part import ComparedEcosystem, Names, comparison_of, weakest_of
from schakel.diagnosis.inputs import Inputs
from schakel.ecosystem.indicator_table import indicators_as_frame
from schakel.ecosystem.indicators import choice_space, compute_indicators
from schakel.ecosystem.results import Floats, Variation
from schakel.ecosystem.variation import vary
from schakel.ecosystem.weakest_links import find_weakest_links
from schakel.koers.region import Region


@dataclass(frozen=True, slots=True)
class Run:
    """Year, seed and number of runs; ``is_retold`` when only the values without runs matter."""

    year: int
    seed: int
    n_runs: int
    is_retold: bool = False


@dataclass(frozen=True, slots=True)
class PlacedEcosystem:
    """All comparisons with their weakest links, tables and what the provenance records."""

    comparisons: tuple[Comparison, ...]
    weakest: tuple[WeakestVerdict, ...]
    tables: dict[str, pl.DataFrame]
    choices: dict[str, str]
    missing_share: float
    national_share: float

    def scores_of(self, comparison: str) -> pl.DataFrame:
        """Return the element scores of all regions of one comparison."""
        return self.tables["element_scores"].filter(pl.col("comparison") == comparison)


def place_ecosystem(inputs: Inputs, figures: pl.DataFrame, peers: Sequence[str], run: Run) -> PlacedEcosystem:
    """Place the region in every comparison of the framework.

    Parameters
    ----------
    inputs : Inputs
        Course, framework, measures and regions.
    figures : polars.DataFrame
        The figures used (one edition each).
    peers : sequence of str
        Codes of the peers, for the median that elements are compared with.
    run : Run
        Year, seed and number of runs.
    """
    space = choice_space(inputs.framework)
    found = []
    for definition in inputs.framework.comparisons:
        table = compute_indicators(
            observations=figures,
            framework=inputs.framework,
            comparison=definition.code,
            regions=inputs.regions,
            measures=inputs.measures,
            region=inputs.course.region,
            year=run.year,
        )
        variation = vary(table, space=space, n_runs=run.n_runs, seed=run.seed)
        found.append(ComparedEcosystem(definition, table, variation, find_weakest_links(variation)))
    names = [Names(_areas(c, inputs.regions, inputs.course.region), peers) for c in found]
    return PlacedEcosystem(
        comparisons=tuple(comparison_of(c, inputs.framework, n) for c, n in zip(found, names, strict=True)),
        weakest=tuple(weakest_of(c, inputs.framework) for c in found),
        tables=_tables(found, names, inputs.regions),
        choices=space.default.as_text(),
        missing_share=_mean([c.variation.missing_share for c in found]),
        national_share=_mean([c.variation.national_share for c in found]),
    )


def _mean(shares: Sequence[float]) -> float:
    return round(float(np.mean(shares)), 9) if shares else 0.0


def _areas(found: ComparedEcosystem, regions: RegionTable, region: Region) -> dict[str, Area]:
    """Return every compared region by code, the course's own region and its other boundaries included."""
    boundaries = {variant.code: variant.label for variant in region.variants}
    areas = {}
    for code in found.table.units:
        if code in regions:
            areas[code] = Area(code, regions.label(code), regions.level(code))
        else:
            areas[code] = Area(code, boundaries.get(code, region.label), "region")
    return areas


def _tables(
    found: Sequence[ComparedEcosystem], names: Sequence[Names], regions: RegionTable
) -> dict[str, pl.DataFrame]:
    pairs = list(zip(found, names, strict=True))
    return {
        "element_scores": pl.concat([_element_scores(c, n.areas, regions) for c, n in pairs]),
        "index_ranking": pl.concat([_index_ranking(c, n, regions) for c, n in pairs]),
        "pairwise": pl.concat([_pairwise(c) for c in found]),
        "indicators": pl.concat([indicators_as_frame(c.table) for c in found], how="vertical_relaxed"),
    }


def _country(code: str, regions: RegionTable, area: Area) -> str | None:
    return regions.country(code) if area.kind != "region" else None


def _column(values: Floats) -> pl.Series:
    return pl.Series([None if math.isnan(v) else round(float(v), 9) for v in values], dtype=pl.Float64)


def _whole(values: Floats) -> pl.Series:
    return pl.Series([None if math.isnan(v) else round(float(v)) for v in values], dtype=pl.Int64)


def _identity(
    units: Sequence[str], code: str, areas: Mapping[str, Area], regions: RegionTable
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "comparison": [code] * len(units),
            "region_code": list(units),
            "region_name": [areas[u].label.nl for u in units],
            "country": pl.Series([_country(u, regions, areas[u]) for u in units], dtype=pl.String),
        }
    )


def _element_scores(
    found: ComparedEcosystem, areas: Mapping[str, Area], regions: RegionTable
) -> pl.DataFrame:
    scores, bounds = found.variation.scores, found.variation.data
    identity = _identity(scores.units, found.definition.code, areas, regions)
    frames = []
    for k, element in enumerate(scores.elements):
        numbers = {
            "score": _column(scores.scores[:, k]),
            "low": _column(bounds.element_score.low[:, k]),
            "high": _column(bounds.element_score.high[:, k]),
            "rank": _whole(scores.ranks[:, k]),
            "n_indicators": pl.Series(scores.n_used[:, k].tolist(), dtype=pl.Int64),
        }
        frames.append(identity.with_columns(pl.lit(element).alias("element"), **numbers))
    return pl.concat(frames)


def _index_ranking(found: ComparedEcosystem, names: Names, regions: RegionTable) -> pl.DataFrame:
    v: Variation = found.variation
    units = v.index.units
    identity = _identity(units, found.definition.code, names.areas, regions)
    groups = np.where(v.groups > 0, v.groups.astype(float), np.nan)
    return identity.with_columns(
        pl.Series("is_target", [u in v.targets for u in units]),
        pl.Series("is_peer", [u in names.peers for u in units]),
        index=_column(v.index.values),
        rank=_whole(v.ranking.ranks),
        rank_data_low=_whole(v.data.rank.low),
        rank_data_high=_whole(v.data.rank.high),
        rank_method_low=_whole(v.method.rank.low),
        rank_method_high=_whole(v.method.rank.high),
        rank_low=_whole(v.both.rank.low),
        rank_high=_whole(v.both.rank.high),
        group=_whole(groups),
    )


def _pairwise(found: ComparedEcosystem) -> pl.DataFrame:
    v = found.variation
    frames = [
        pl.DataFrame(
            {
                "comparison": [found.definition.code] * len(v.index.units),
                "target": [target] * len(v.index.units),
                "other": list(v.index.units),
                "probability_above": _column(v.both.probability_above[t]),
            }
        ).filter(pl.col("other") != target)
        for t, target in enumerate(v.targets)
    ]
    return pl.concat(frames)
