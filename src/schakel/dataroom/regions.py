# SPDX-License-Identifier: EUPL-1.2
"""Regions with dates: which municipality lies where, what it was before, under which code a figure is kept.

A region is any set of municipalities. Statistical areas (COROP, province, NUTS) are sets too;
their members change when municipalities are redivided, so every question takes a year.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import polars as pl

from schakel.dataroom.observations import LEVELS
from schakel.koers.failures import N_, Failure
from schakel.koers.label import Label

RedivisionKind = Literal["merged", "split", "part", "nuts_recode", "publisher_merge"]
_AREA_COLUMNS = {
    "corop": "corop",
    "province": "province",
    "nuts3": "nuts3",
    "nuts2": "nuts2",
    "nuts1": "nuts1",
}


MUNICIPAL: Final = ("merged", "split", "part")


class UnknownRegion(Failure):
    """A region code that no table knows."""

    template = N_("There is no region with code '{code}'.")
    cure = N_("Use a code of figures/regions.csv, for example GM0363, CR23, PV27, NL32 or NL.")


class WrongRegionTable(Failure):
    """A row of the region tables that contradicts another."""

    template = N_("{file}, {code}: {found}.")
    cure = N_("Correct the row; regions are checked before any figure is read.")


@dataclass(frozen=True, slots=True)
class Region:
    """One area. ``valid_to`` is the first day on which it no longer exists (``None``: still exists)."""

    code: str
    label: Label
    level: str
    corop: str | None
    province: str | None
    nuts3: str | None
    nuts2: str | None
    nuts1: str | None
    country: str
    valid_from: date | None
    valid_to: date | None
    successor: str | None
    tile: tuple[int, int] | None

    def exists_on(self, day: date) -> bool:
        """Tell whether the area exists on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Redivision:
    """On ``day`` the area ``old`` went to ``new``; ``kind`` tells how.

    merged: wholly into ``new``; split: over several; part: only a part went, ``old`` lives on;
    nuts_recode: same area, other code; publisher_merge: a publisher reports ``old`` within ``new``.
    """

    day: date
    old: str
    new: str
    kind: RedivisionKind


class RegionTable:
    """Every region and redivision, with the questions that the other rooms ask.

    ``redivisions_from`` is the first year from which the municipal redivisions are known (``None``:
    there are none); members of an area in earlier years may lack municipalities of that time.
    """

    def __init__(self, regions: Iterable[Region], redivisions: Iterable[Redivision]) -> None:
        self._regions = {region.code: region for region in regions}
        self.redivisions = tuple(redivisions)
        self.codes = frozenset(self._regions)
        first = min((r.day.year for r in self.redivisions if r.kind in MUNICIPAL), default=None)
        self.redivisions_from = None if first is None else first - 1

    def __contains__(self, code: object) -> bool:
        return code in self._regions

    def region(self, code: str) -> Region:
        """Return the region with this code.

        Raises
        ------
        UnknownRegion
            When there is none.
        """
        try:
            return self._regions[code]
        except KeyError:
            raise UnknownRegion(code=code) from None

    def label(self, code: str) -> Label:
        """Return the name of a region in Dutch and English."""
        return self.region(code).label

    def level(self, code: str) -> str:
        """Return municipality, corop, province, nuts3, nuts2, nuts1 or country."""
        return self.region(code).level

    def country(self, code: str) -> str:
        """Return the country's code ("NL", "EL", "UK")."""
        return self.region(code).country

    def corop_of(self, municipality: str) -> str:
        """Return the COROP area of a municipality."""
        return self._area(municipality, "corop")

    def province_of(self, code: str) -> str:
        """Return the province of a municipality or COROP area."""
        return self._area(code, "province")

    def nuts_of(self, code: str, level: int) -> str:
        """Return the NUTS code (1, 2 or 3) of a municipality, COROP area or smaller NUTS area."""
        return self._area(code, f"nuts{level}")

    def tile(self, corop: str) -> tuple[int, int] | None:
        """Return column and row of a COROP area on the tile map (row 0 is the north)."""
        return self.region(corop).tile

    def of_level(self, level: str, *, country: str | None = None, year: int | None = None) -> tuple[str, ...]:
        """Return the codes of a level, of one country and on 1 January of a year where given."""
        day = date(year, 1, 1) if year is not None else None
        return tuple(
            sorted(
                r.code
                for r in self._regions.values()
                if r.level == level
                and (country is None or r.country == country)
                and (day is None or r.exists_on(day))
            )
        )

    def members(self, code: str, year: int) -> tuple[str, ...]:
        """Return the municipalities of a Dutch area on 1 January of a year.

        A municipality is its own member; a code of an area that a publisher reports together
        (``NL_C``) has the members of its parts.

        Raises
        ------
        UnknownRegion
            When the code does not exist, or has no municipalities in these tables.
        """
        region = self.region(code)
        parts = tuple(r.old for r in self.redivisions if r.new == code and r.kind == "publisher_merge")
        if parts:
            return tuple(sorted({m for part in parts for m in self.members(part, year)}))
        if region.level == "municipality":
            return (code,)
        wanted = set(self.equivalents(code))
        column = _AREA_COLUMNS.get(region.level)
        found = [
            m
            for m in self.of_level("municipality", country="NL", year=year)
            if (column is None and region.country == "NL")
            or (column and getattr(self.region(m), column) in wanted)
        ]
        if not found:
            raise UnknownRegion(code=code)
        return tuple(found)

    def areas_of(self, members: Collection[str], level: str) -> tuple[str, ...]:
        """Return the areas of a level (corop, province, nuts3, nuts2, nuts1) in which the members lie."""
        return tuple(sorted({self._area(m, _AREA_COLUMNS[level]) for m in members}))

    def equivalents(self, code: str) -> tuple[str, ...]:
        """Return the code with every other code of the same area in another NUTS version."""
        recodes = [(r.old, r.new) for r in self.redivisions if r.kind == "nuts_recode"]
        found = [code]
        for known in found:
            found += [n for pair in recodes if known in pair for n in pair if n not in found]
        return tuple(found)

    def carrier(self, code: str, available: Collection[str]) -> str | None:
        """Return the code under which a table carries the figure of ``code``, or ``None``.

        Tried in order: the code itself, the same area in another NUTS version, the combination
        in which a publisher reports it (``NL23`` in ``NL_C``), the larger NUTS area it lies in.
        """
        same = self.equivalents(code)
        wholes = [r.new for r in self.redivisions if r.kind == "publisher_merge" and r.old in same]
        merged = [code for whole in wholes for code in self.equivalents(whole)]
        larger = [c for s in (*same, *merged) for c in self._larger(s)]
        return next((c for c in (*same, *merged, *larger) if c in available), None)

    def parts(self, code: str) -> tuple[str, ...]:
        """Return the areas that a publisher's combined code (``NL_C``) stands for, or the code itself."""
        found = tuple(
            sorted(r.old for r in self.redivisions if r.new == code and r.kind == "publisher_merge")
        )
        return found or (code,)

    def successors(self, code: str, year: int) -> tuple[str, ...]:
        """Return where a municipality's territory lies on 1 January of a year."""
        if self.region(code).exists_on(date(year, 1, 1)):
            return (code,)
        steps = [
            r
            for r in self.redivisions
            if r.old == code and r.kind in ("merged", "split") and r.day.year <= year
        ]
        return tuple(sorted({s for step in steps for s in self.successors(step.new, year)}))

    def predecessors(self, code: str, year: int) -> tuple[str, ...]:
        """Return the municipalities of 1 January of a year that together are this one.

        Empty where the territory cannot be rebuilt: a predecessor was split, or gave only a part.
        """
        if self.region(code).exists_on(date(year, 1, 1)) and not self._grew_after(code, year):
            return (code,)
        steps = [r for r in self.redivisions if r.new == code and r.day > date(year, 1, 1)]
        if any(r.kind != "merged" for r in steps):
            return ()
        parts = {r.old for r in steps} | ({code} if self.region(code).exists_on(date(year, 1, 1)) else set())
        found = {p: (self.predecessors(p, year) if p != code else (code,)) for p in parts}
        return tuple(sorted(c for codes in found.values() for c in codes)) if all(found.values()) else ()

    def boundary_changes(self, code: str, first_year: int, last_year: int) -> tuple[Redivision, ...]:
        """Return the municipal redivisions between two years through which an area won or lost territory.

        Parameters
        ----------
        code
            A municipality, COROP area, province or NUTS area of the Netherlands.
        first_year, last_year
            A change counts when it came after 1 January of the first and by that of the last year.
        """
        first, last = date(first_year, 1, 1), date(last_year, 1, 1)
        steps = (r for r in self.redivisions if r.kind in MUNICIPAL and first < r.day <= last)
        return tuple(r for r in steps if self._lies_in(r.old, code) != self._lies_in(r.new, code))

    def _lies_in(self, municipality: str, code: str) -> bool:
        region = self.region(municipality)
        areas = (
            region.code,
            region.corop,
            region.province,
            region.nuts3,
            region.nuts2,
            region.nuts1,
            region.country,
        )
        return any(c in areas for c in self.equivalents(code))

    def _grew_after(self, code: str, year: int) -> bool:
        return any(r.new == code and r.day > date(year, 1, 1) for r in self.redivisions)

    def _area(self, code: str, column: str) -> str:
        region = self.region(code)
        found = code if region.level == column else getattr(region, column)
        if found is None:
            raise UnknownRegion(code=f"{code} → {column}")
        return str(found)

    def _larger(self, code: str) -> list[str]:
        region = self._regions.get(code)
        if region is None or not region.level.startswith("nuts"):
            return []
        return [c for c in (region.nuts2, region.nuts1) if c is not None and c != code]


def load_regions(figures_folder: Path) -> RegionTable:
    """Read ``regions.csv`` and ``redivisions.csv``.

    Raises
    ------
    WrongRegionTable
        When a code occurs twice, a level is unknown, or an area refers to one that is not there.
    """
    files = [figures_folder / "regions.csv", figures_folder / "redivisions.csv"]
    return _load(figures_folder, tuple(f.stat().st_mtime_ns for f in files))


@lru_cache(maxsize=4)
def _load(folder: Path, fingerprint: tuple[int, ...]) -> RegionTable:
    rows = pl.read_csv(folder / "regions.csv", infer_schema=False)
    steps = pl.read_csv(folder / "redivisions.csv", infer_schema=False)
    regions = [_region(row) for row in rows.iter_rows(named=True)]
    redivisions = [
        Redivision(date.fromisoformat(r["date"]), r["old"], r["new"], r["kind"])
        for r in steps.iter_rows(named=True)
    ]
    _check(regions, redivisions)
    return RegionTable(regions, redivisions)


def _region(row: dict[str, str | None]) -> Region:
    name = row["name"] or ""
    tile = (int(row["tile_x"]), int(row["tile_y"])) if row["tile_x"] and row["tile_y"] else None
    return Region(
        code=row["code"] or "",
        label=Label(nl=name, en=row["name_en"] or name),
        level=row["level"] or "",
        corop=row["corop"],
        province=row["province"],
        nuts3=row["nuts3"],
        nuts2=row["nuts2"],
        nuts1=row["nuts1"],
        country=row["country"] or "",
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        successor=row["successor"],
        tile=tile,
    )


def _check(regions: list[Region], redivisions: list[Redivision]) -> None:
    codes = {r.code for r in regions}
    if len(codes) != len(regions):
        doubled = sorted({r.code for r in regions if sum(o.code == r.code for o in regions) > 1})
        raise WrongRegionTable(file="regions.csv", code=doubled[0], found="occurs twice")
    for region in regions:
        if region.level not in LEVELS:
            raise WrongRegionTable(
                file="regions.csv", code=region.code, found=f"unknown level {region.level}"
            )
        named = (region.corop, region.province, region.nuts3, region.nuts2, region.nuts1, region.successor)
        for other in named:
            if other is not None and other not in codes:
                raise WrongRegionTable(
                    file="regions.csv", code=region.code, found=f"refers to unknown {other}"
                )
    for step in redivisions:
        for code in (step.old, step.new):
            if code not in codes:
                raise WrongRegionTable(file="redivisions.csv", code=code, found="is not in regions.csv")
