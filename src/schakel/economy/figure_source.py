# SPDX-License-Identifier: EUPL-1.2
"""Series of measures for areas, taken from the observations or put together from municipalities."""

from collections.abc import Mapping, Sequence

import polars as pl

from schakel.dataroom.brackets import Cells
from schakel.dataroom.measures import Measure
from schakel.dataroom.observations import LEVELS
from schakel.dataroom.region_sums import cells_for, sum_cells
from schakel.dataroom.regions import RegionTable
from schakel.economy.areas import PictureArea, PictureAreas, share_by_area
from schakel.economy.cells import Cell
from schakel.koers.label import Label

LATER_DIVISIONS = 2
_LEVEL_OF_KIND = {"municipality": "municipality", "corop": "corop", "nuts2": "nuts2", "country": "country"}


class FigureSource:
    """Gives the series of any declared measure for any area, and remembers what it gave.

    A figure that the publisher gives for the area itself comes first, unless it was measured at
    a larger level (a repeated national value is nobody's regional figure). Otherwise the area is put
    together from its municipalities of that year, under the rules of
    :func:`schakel.dataroom.region_sums.sum_over_members`.

    Parameters
    ----------
    observations : polars.DataFrame
        One vintage per measure, region and period; nothing later than the year of the diagnosis.
    """

    def __init__(
        self, observations: pl.DataFrame, measures: Mapping[str, Measure], regions: RegionTable
    ) -> None:
        self._measures = dict(measures)
        self._regions = regions
        self._frames = {
            str(key[0]): frame
            for key, frame in observations.partition_by("measure", as_dict=True, maintain_order=True).items()
        }
        self._cells: dict[str, dict[str, list[tuple[Cell, str]]]] = {}
        self._municipal = regions.of_level("municipality")
        self._present: dict[str, dict[int, frozenset[str]]] = {}
        self._divisions: dict[int, dict[str, tuple[str, ...]]] = {}
        self._sums: dict[str, Cells] = {}
        self._given: dict[tuple[str, str], dict[int, Cell]] = {}

    def series(self, measure: str, area: PictureArea) -> Mapping[int, Cell]:
        """Return the series of a measure for an area, empty when there is none."""
        key = (measure, area.code)
        if key not in self._given:
            self._given[key] = self._published(measure, area) or self._put_together(measure, area)
        return self._given[key]

    def breaks(self, measure: str) -> Sequence[tuple[int, Label]]:
        """Return the first period of each new series of a measure, with the reason."""
        found = self._measures.get(measure)
        return [(b.from_period, b.reason) for b in found.breaks] if found else []

    def is_amount(self, measure: str) -> bool:
        """Say whether a measure grows with the size of an area (a stock or a flow)."""
        found = self._measures.get(measure)
        return found is not None and found.time_semantics in ("flow", "stock")

    def _published(self, measure: str, area: PictureArea) -> dict[int, Cell]:
        regions = self._published_cells(measure)
        highest = LEVELS.index(_LEVEL_OF_KIND.get(area.kind, "municipality"))
        found: dict[int, Cell] = {}
        for code in area.codes:
            for cell, level in regions.get(code, ()):
                if area.kind == "country" or LEVELS.index(level) <= max(highest, LEVELS.index("nuts3")):
                    found.setdefault(cell.period, cell)
        return dict(sorted(found.items()))

    def _published_cells(self, measure: str) -> dict[str, list[tuple[Cell, str]]]:
        """Return the figures of a measure for areas larger than a municipality."""
        if measure not in self._cells:
            frame = self._frames.get(measure)
            larger = None if frame is None else frame.filter(~pl.col("region_code").is_in(self._municipal))
            self._cells[measure] = {} if larger is None else _cells_by_region(larger)
        return self._cells[measure]

    def _put_together(self, measure: str, area: PictureArea) -> dict[int, Cell]:
        frame = self._frames.get(measure)
        declared = self._measures.get(measure)
        if frame is None or declared is None or declared.time_semantics == "index":
            return {}
        found: dict[int, Cell] = {}
        for members, periods in self._members_with_periods(measure, area):
            for cell in self._sum(measure, area, members, periods):
                found[cell.period] = cell
        return dict(sorted(found.items()))

    def _members_with_periods(
        self, measure: str, area: PictureArea
    ) -> list[tuple[tuple[str, ...], list[int]]]:
        """Group the periods of a measure by the parts that make up the area in its table of that year."""
        groups: dict[tuple[str, ...], list[int]] = {}
        for period, present in self._regions_in(measure).items():
            members = self._parts(area, present, period)
            if any(m in present for m in members):
                groups.setdefault(members, []).append(period)
        return list(groups.items())

    def _regions_in(self, measure: str) -> dict[int, frozenset[str]]:
        """Return which regions a measure has a row for, per period."""
        if measure not in self._present:
            pairs = self._frames[measure].select("period", "region_code").unique().sort("period")
            found: dict[int, set[str]] = {}
            for period, code in pairs.iter_rows():
                found.setdefault(period, set()).add(code)
            self._present[measure] = {period: frozenset(codes) for period, codes in found.items()}
        return self._present[measure]

    def _parts(self, area: PictureArea, present: frozenset[str], period: int) -> tuple[str, ...]:
        """Return the parts of an area; of the country its COROP, else NUTS 2 regions, else municipalities.

        A table may use the municipalities of a year or two later than its figures: the first
        division of which every part is in the table counts.
        """
        if area.kind == "country":
            corops = area.parts_in(period)
            nuts2 = tuple(sorted({self._regions.nuts_of(code, 2) for code in corops}))
            for parts in (corops, nuts2):
                if any(part in present for part in parts):
                    return parts
        if area.kind in ("region", "municipality"):
            return area.parts_in(period)
        years = range(period, period + LATER_DIVISIONS + 1)
        divisions = (self._municipalities(area.code, year) for year in years)
        fitting = next((d for d in divisions if d and present.issuperset(d)), None)
        return fitting if fitting is not None else self._municipalities(area.code, period)

    def _municipalities(self, code: str, year: int) -> tuple[str, ...]:
        """Return the municipalities of a COROP region, NUTS 2 region or country in a year."""
        if year not in self._divisions:
            found: dict[str, list[str]] = {}
            for m in self._regions.of_level("municipality", year=year):
                nuts2 = self._regions.equivalents(self._regions.nuts_of(m, 2))
                for area in (self._regions.corop_of(m), *nuts2, self._regions.country(m)):
                    found.setdefault(area, []).append(m)
            self._divisions[year] = {area: tuple(members) for area, members in found.items()}
        return self._divisions[year].get(code, ())

    def _sum(
        self, measure: str, area: PictureArea, members: tuple[str, ...], periods: list[int]
    ) -> list[Cell]:
        measures = self._measures
        if measure not in self._sums:
            frames = [self._frames[m] for m in self._needed(measure) if m in self._frames]
            self._sums[measure] = cells_for(
                pl.concat(frames), measure=measure, measures=measures, regions=self._regions
            )
        sums = sum_cells(
            self._sums[measure], measure=measure, members=members, measures=measures, periods=periods
        )
        first = self._frames[measure].row(0, named=True)
        origin = (measure, area.code, first["source_table"], first["snapshot_id"] or "")
        return [
            Cell(row["period"], row["value"], row["lower"], row["upper"], row["status"], *origin)
            for row in sums
        ]

    def _needed(self, measure: str) -> tuple[str, ...]:
        """Return the measure with those that weigh or bound it."""
        declared = self._measures[measure]
        named = [measure, *declared.numerator, *declared.denominator, *declared.siblings]
        named += [m for m in (declared.weight, declared.within) if m]
        return tuple(dict.fromkeys(named))


def _cells_by_region(frame: pl.DataFrame) -> dict[str, list[tuple[Cell, str]]]:
    found: dict[str, list[tuple[Cell, str]]] = {}
    for row in frame.sort("region_code", "period").iter_rows(named=True):
        cell = Cell(
            row["period"],
            row["value"],
            row["lower"],
            row["upper"],
            row["status"],
            row["measure"],
            row["region_code"],
            row["source_table"],
            row["snapshot_id"] or "",
        )
        found.setdefault(row["region_code"], []).append((cell, row["measured_at_level"]))
    return found


def picture_areas(
    region: PictureArea, regions: RegionTable, population: Mapping[str, float], country: str, year: int
) -> PictureAreas:
    """Return the areas of a picture: the region, its nearest areas, all COROPs, NUTS 2 and the country.

    Parameters
    ----------
    region : PictureArea
        The region, with its member municipalities.
    regions : RegionTable
        All regions, with dates.
    population : mapping
        Inhabitants per municipality, to weigh where the region lies.
    country : str
        Code of the country, for example "NL".
    year : int
        Year for which areas and members are taken.
    """
    members = region.parts_in(year)
    corop_of = {m: regions.corop_of(m) for m in members}
    nuts2_of = {m: regions.nuts_of(m, 2) for m in members}
    corops = regions.of_level("corop", country=country, year=year)
    nuts2 = sorted({regions.nuts_of(code, 2) for code in corops})
    return PictureAreas(
        region=region,
        country=_area(country, "country", regions, corops),
        corops={code: _area(code, "corop", regions) for code in corops},
        nuts2={code: _area(code, "nuts2", regions) for code in nuts2},
        nuts2_of_corop={code: regions.nuts_of(code, 2) for code in corops},
        nearest={
            "corop": share_by_area(members, corop_of, population),
            "nuts2": share_by_area(members, nuts2_of, population),
        },
        members=tuple(_municipality(m, regions) for m in members),
    )


def _municipality(code: str, regions: RegionTable) -> PictureArea:
    return PictureArea(code, regions.label(code), "municipality", (), lambda year: (code,))


def _area(code: str, kind: str, regions: RegionTable, parts: Sequence[str] = ()) -> PictureArea:
    codes: tuple[str, ...] = regions.equivalents(code)
    if kind == "corop":
        codes = (code, *regions.equivalents(regions.nuts_of(code, 3)))

    def parts_in(year: int) -> tuple[str, ...]:
        return tuple(parts) or regions.members(code, year)

    return PictureArea(code, regions.label(code), kind, codes, parts_in)
