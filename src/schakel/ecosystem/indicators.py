# SPDX-License-Identifier: EUPL-1.2
"""From observations to indicators: the same rule for every region of every country."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from schakel.dataroom.measures import Measure
from schakel.dataroom.observations import LEVELS, newest_vintage
from schakel.dataroom.region_sums import sum_over_members
from schakel.dataroom.regions import RegionTable
from schakel.ecosystem.choices import Choices, ChoiceSpace
from schakel.ecosystem.indicator_table import (
    MISSING,
    NATIONAL,
    USED,
    WRONG_LEVEL,
    IndicatorSpec,
    IndicatorTable,
)
from schakel.koers.failures import N_, Failure
from schakel.koers.framework import Comparison, Framework, Indicator
from schakel.koers.region import Region

MIN_PERIOD_SHARE: Final = 0.9


class NoRegionsToCompare(Failure):
    """A comparison for which no region has figures."""

    template = N_("The comparison '{comparison}' has no regions with figures.")
    cure = N_("Load the table of '{units_from}' first.")


@dataclass(frozen=True, slots=True)
class Figure:
    """One part (numerator or denominator) of one cell, with what travels along."""

    value: float
    level: str
    carrier: str
    source_table: str
    snapshot_id: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every indicator of a comparison needs: its regions, the region's boundaries and the figures.

    ``boundaries`` maps row codes of the region to their municipalities, the declared boundary first;
    it is empty when the region itself takes no part.
    """

    comparison: Comparison
    units: tuple[str, ...]
    boundaries: dict[str, tuple[str, ...]]
    regions: RegionTable
    measures: Mapping[str, Measure]
    observations: pl.DataFrame
    year: int

    @property
    def rows(self) -> tuple[str, ...]:
        """Every row of the table: the compared regions, then the region itself."""
        return (*self.units, *self.boundaries)


def choice_space(framework: Framework) -> ChoiceSpace:
    """Return the default choices and the alternatives that a framework declares."""
    default, other = framework.choices.default, framework.choices.alternatives
    return ChoiceSpace(
        default=Choices(
            scaling=default.scaling,
            aggregation=default.aggregation,
            treatment=default.treatment,
            national_values=default.national_values,
            min_indicator_share=default.min_indicator_share,
            min_element_share=default.min_element_share,
        ),
        alternatives={
            "scaling": other.scaling,
            "aggregation": other.aggregation,
            "treatment": other.treatment,
            "national_values": other.national_values,
        },
        drawn_weights=other.drawn_weights,
        weight_bounds=other.weight_bounds,
        leave_one_out=other.leave_one_out,
    )


def compute_indicators(
    *,
    observations: pl.DataFrame,
    framework: Framework,
    comparison: str,
    regions: RegionTable,
    measures: Mapping[str, Measure],
    region: Region,
    year: int,
) -> IndicatorTable:
    """Compute every indicator of a comparison for every region.

    Each indicator takes one period for all regions: the newest one up to ``year`` in which at least
    90 % of the regions of its best period have a figure. Figures kept at municipalities are combined
    per COROP area and for the region itself; other figures exist for the compared regions only. A
    value that belongs to a whole country with several compared regions is marked as national, for
    every country alike. Nothing is filled in.

    Parameters
    ----------
    observations
        The data room's table.
    framework, comparison
        The declared indicators, and the code of the comparison.
    regions, measures
        The data room's regions and declarations.
    region
        The course's region with its boundaries.
    year
        Year of the diagnosis; later figures are not used.

    Raises
    ------
    NoRegionsToCompare
        When no region has figures.
    """
    around = _look_around(observations, framework.comparison(comparison), regions, measures, region, year)
    declared = framework.indicators_of(comparison)
    columns = [_column(indicator, around) for indicator in declared]
    elements = framework.element_codes
    own = [around.regions.carrier(a, around.units) for a in region.areas_of(around.comparison.level)]
    targets = [*dict.fromkeys(code for code in own if code is not None), *list(around.boundaries)[:1]]
    n_rows = len(around.rows)

    def grid(name: str, kind: type) -> np.ndarray:
        stacked = [[getattr(cell, name) for cell in column] for column in columns]
        return np.array(stacked, dtype=kind).reshape(len(columns), n_rows).T.copy()

    return IndicatorTable(
        comparison=comparison,
        units=around.rows,
        targets=tuple(targets),
        elements=elements,
        indicators=tuple(_specification(i) for i in declared),
        values=grid("value", float),
        event_sizes=grid("event_size", float),
        periods=grid("period", np.int64),
        levels=grid("level", object),
        sources=grid("source_table", object),
        snapshots=grid("snapshot_id", object),
        reasons=grid("reason", object),
        error_groups=_number_groups(grid("error_group", object)),
        is_reference=np.array([row in set(around.units) for row in around.rows], dtype=np.bool_),
        boundaries=tuple(around.boundaries),
    )


def _specification(indicator: Indicator) -> IndicatorSpec:
    return IndicatorSpec(
        code=indicator.code,
        element=indicator.element,
        direction=indicator.direction,
        scale=indicator.scale,
        error_kind=indicator.error.kind,
        error_value=indicator.error.value,
        measure=indicator.numerator[0],
    )


def _look_around(
    observations: pl.DataFrame,
    comparison: Comparison,
    regions: RegionTable,
    measures: Mapping[str, Measure],
    region: Region,
    year: int,
) -> Surroundings:
    if comparison.units_from is not None:
        named = observations.filter(
            (pl.col("measure") == comparison.units_from) & pl.col("value").is_not_null()
        )
        units = tuple(sorted(set(named["region_code"])))
    else:
        units = tuple(
            sorted(
                code
                for country in comparison.countries or (None,)
                for code in regions.of_level(comparison.level, country=country)
            )
        )
    if not units:
        raise NoRegionsToCompare(comparison=comparison.code, units_from=comparison.units_from)
    boundaries: dict[str, tuple[str, ...]] = {}
    if comparison.region == "built":
        default = region.variant(None).code
        ordered = sorted(region.variants, key=lambda v: v.code != default)
        boundaries = {
            region.code if v.code == default else f"{region.code}:{v.code}": tuple(v.members) for v in ordered
        }
    newest = newest_vintage(observations.filter(pl.col("period") <= year))
    return Surroundings(comparison, units, boundaries, regions, measures, newest, year)


@dataclass(frozen=True, slots=True)
class _Cell:
    value: float
    event_size: float
    period: int
    level: str
    source_table: str
    snapshot_id: str
    reason: str
    error_group: str


def _column(indicator: Indicator, around: Surroundings) -> list[_Cell]:
    """Return one cell per row of the table."""
    frames = {m: around.observations.filter(pl.col("measure") == m) for m in indicator.measures}
    is_municipal = indicator.level == "municipality"
    read = _read_members if is_municipal else _read_areas
    period = _common_period(frames, is_municipal=is_municipal)
    if period is None:
        return [_empty(MISSING) for _ in around.rows]
    parts = {m: read(m, period, frames[m], around) for m in indicator.measures}
    per_country = _units_per_country(around)
    return [
        _cell(indicator, row, period, {m: parts[m].get(row) for m in indicator.measures}, per_country, around)
        if is_municipal or row not in around.boundaries
        else _empty(WRONG_LEVEL)
        for row in around.rows
    ]


def _empty(reason: str) -> _Cell:
    return _Cell(np.nan, np.nan, 0, "", "", "", reason, "")


def _cell(
    indicator: Indicator,
    row: str,
    period: int,
    parts: dict[str, Figure | None],
    per_country: Mapping[str, int],
    around: Surroundings,
) -> _Cell:
    figures = {m: f for m, f in parts.items() if f is not None}
    top = [figures[m].value for m in indicator.numerator if m in figures]
    bottom = [figures[m].value for m in indicator.denominator if m in figures]
    complete = len(figures) == len(parts)
    if not complete or (indicator.denominator and sum(bottom) == 0):
        return _empty(MISSING)
    first = figures[indicator.numerator[0]]
    unit = indicator.factor / sum(bottom) if bottom else indicator.factor
    level = max((f.level for f in figures.values()), key=_height)
    country = "" if row in around.boundaries else around.regions.country(row)
    alone = per_country.get(country, 0) < 2
    if level == "country" and alone:
        level = around.comparison.level
    per_event = unit / indicator.error.value if indicator.error.kind == "poisson" else np.nan
    return _Cell(
        value=unit * sum(top),
        event_size=per_event,
        period=period,
        level=level,
        source_table=first.source_table,
        snapshot_id=first.snapshot_id,
        reason=NATIONAL if level == "country" else USED,
        error_group=_error_group(row, level, country, first.carrier),
    )


def _error_group(row: str, level: str, country: str, carrier: str) -> str:
    """Return what was measured once: the country, the NUTS 1 area, the area that carries the figure."""
    if level == "country":
        return country
    if level == "nuts1":
        return carrier[:3]
    return carrier or row


def _number_groups(groups: np.ndarray) -> np.ndarray:
    return np.column_stack(
        [np.unique(column.astype(str), return_inverse=True)[1] for column in groups.T]
    ).astype(np.int64)


def _height(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else -1


def _units_per_country(around: Surroundings) -> dict[str, int]:
    found: dict[str, int] = {}
    for code in around.units:
        country = around.regions.country(code)
        found[country] = found.get(country, 0) + 1
    return found


def _common_period(frames: Mapping[str, pl.DataFrame], *, is_municipal: bool) -> int | None:
    """Return the newest period in which all measures are (nearly) as complete as they ever are."""
    full: set[int] | None = None
    for frame in frames.values():
        known = frame.filter(pl.col("value").is_not_null())
        if is_municipal:
            known = known.filter(pl.col("region_code").str.starts_with("GM"))
        counts = known.group_by("period").agg(pl.col("region_code").n_unique().alias("n"))
        if counts.is_empty():
            return None
        needed = MIN_PERIOD_SHARE * float(counts["n"].to_numpy().max())
        periods = set(counts.filter(pl.col("n") >= needed)["period"])
        full = periods if full is None else full & periods
    return max(full) if full else None


def _read_areas(measure: str, period: int, frame: pl.DataFrame, around: Surroundings) -> dict[str, Figure]:
    """Return the figure of each compared region, under its own code or the one that carries it."""
    known = frame.filter((pl.col("period") == period) & pl.col("value").is_not_null())
    figures = {row["region_code"]: row for row in known.iter_rows(named=True)}
    found: dict[str, Figure] = {}
    for unit in around.units:
        carrier = _carrier(unit, figures, around)
        if carrier is None:
            continue
        row = figures[carrier]
        level = str(row["measured_at_level"])
        if carrier in around.regions and _height(around.regions.level(carrier)) > _height(level):
            level = around.regions.level(carrier)
        found[unit] = Figure(float(row["value"]), level, carrier, row["source_table"], row["snapshot_id"])
    return found


def _carrier(unit: str, figures: Mapping[str, object], around: Surroundings) -> str | None:
    if unit in figures:
        return unit
    regions = around.regions
    if around.comparison.level == "corop":
        return regions.carrier(regions.nuts_of(unit, 3), figures)
    return regions.carrier(unit, figures) if unit in regions else None


def _read_members(measure: str, period: int, frame: pl.DataFrame, around: Surroundings) -> dict[str, Figure]:
    """Return the figure of each area and of the region, combined from its municipalities."""
    rows = frame.filter((pl.col("period") == period) & pl.col("region_code").str.starts_with("GM"))
    first = rows.row(0, named=True)
    declared = around.measures[measure]
    needed = [measure, declared.weight, *declared.numerator, *declared.denominator]
    known = around.observations.filter(pl.col("measure").is_in([m for m in needed if m is not None]))
    division = around.measures[measure].division_year(period)
    areas = {unit: around.regions.members(unit, division) for unit in around.units} | around.boundaries
    found: dict[str, Figure] = {}
    for row, members in areas.items():
        combined = sum_over_members(
            known.filter(pl.col("region_code").is_in(list(members))),
            measure=measure,
            members=members,
            periods=[period],
            measures=dict(around.measures),
        )
        value = combined["value"].to_list()
        if value and value[0] is not None:
            found[row] = Figure(
                float(value[0]), "municipality", row, first["source_table"], first["snapshot_id"]
            )
    return found
