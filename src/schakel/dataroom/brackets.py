# SPDX-License-Identifier: EUPL-1.2
"""What is certain about a withheld figure: the larger group or the larger area it is part of.

A figure that counts something is at least 0. It is at most the group it belongs to (industry and
energy for manufacturing), and at least that group less its other parts. Together with the
other municipalities it makes the COROP area, which bounds it from both sides once more.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import polars as pl

from schakel.dataroom.measures import Measure
from schakel.dataroom.observations import newest_vintage
from schakel.dataroom.regions import RegionTable

GROUP_BASIS: Final = "bracket from the group it is part of"
AREA_BASIS: Final = "bracket from the larger area"
ROUNDING_NOISE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one member; ``level`` and ``tolerance`` travel with it."""

    region: str
    value: float | None
    lower: float | None
    upper: float | None
    status: str
    note: str
    level: str
    tolerance: float

    @property
    def has_bounds(self) -> bool:
        """Tell whether the publisher gave a margin."""
        return self.lower is not None or self.upper is not None

    @property
    def lower_end(self) -> float | None:
        """The lower bound, or the value where there is none."""
        return self.lower if self.lower is not None else self.value

    @property
    def upper_end(self) -> float | None:
        """The upper bound, or the value where there is none."""
        return self.upper if self.upper is not None else self.value


@dataclass(frozen=True, slots=True)
class Bracket:
    """The bounds of something unknown (``None``: nothing certain on that side) and on what they rest."""

    lower: float | None
    upper: float | None
    basis: str = ""

    def narrowed(self, other: "Bracket") -> "Bracket":
        """Return the part that both brackets allow; rounding may never turn it inside out."""
        lower = max((v for v in (self.lower, other.lower) if v is not None), default=None)
        upper = min((v for v in (self.upper, other.upper) if v is not None), default=None)
        if lower is not None and upper is not None and lower > upper:
            return self
        tighter = (lower, upper) != (self.lower, self.upper)
        basis = "; ".join(b for b in (self.basis, other.basis) if b) if tighter else self.basis
        return Bracket(lower, upper, basis)


class Cells:
    """The figures that one sum needs, found by measure, region and period."""

    def __init__(self, rows: pl.DataFrame, measures: dict[str, Measure], regions: RegionTable | None) -> None:
        self.regions = regions
        self._measures = measures
        names = ["value", "lower", "upper", "status", "note", "measured_at_level"]
        keys = rows.select("measure", "region_code", "period").iter_rows()
        self._rows = dict(zip(keys, rows.select(names).iter_rows(), strict=True))
        self._periods: dict[tuple[str, str], set[int]] = {}
        for m, code, period in self._rows:
            self._periods.setdefault((m, code), set()).add(period)

    @classmethod
    def of(
        cls,
        observations: pl.DataFrame,
        needed: Collection[str],
        measures: dict[str, Measure],
        regions: RegionTable | None,
    ) -> "Cells":
        """Return the newest figures of the needed measures."""
        rows = newest_vintage(observations.filter(pl.col("measure").is_in(list(needed))))
        return cls(rows, measures, regions)

    def periods(self, measure: str, codes: Collection[str], wanted: Collection[int] | None) -> list[int]:
        """Return the periods in which at least one of the regions has a row."""
        found = self._periods_of(measure, codes)
        return sorted(found if wanted is None else found & set(wanted))

    def _periods_of(self, measure: str, codes: Collection[str]) -> set[int]:
        return set().union(*(self._periods.get((measure, code), ()) for code in codes))

    def get(self, measure: str, region: str, period: int) -> Cell:
        """Return the figure; a row that is not there is a missing figure."""
        row = self._rows.get((measure, region, period))
        if row is None:
            return Cell(region, None, None, None, "missing", "", "", 0.0)
        value, lower, upper, status, note, level = row
        return Cell(
            region, value, lower, upper, status, note, level, self._measures[measure].tolerance_at(level)
        )

    def weights(self, measure: str, codes: list[str], period: int) -> tuple[list[float | None], int | None]:
        """Return the weights of the nearest period in which all regions have one, and that period."""
        periods = self._periods_of(measure, codes)
        for near in sorted(periods, key=lambda p: (abs(p - period), p)):
            weights = [self.get(measure, code, near).value for code in codes]
            if all(w is not None for w in weights):
                return weights, near
        return [None] * len(codes), None


def bracket_of_unknown(measure: Measure, unknown: list[Cell], cells: Cells, period: int) -> Bracket:
    """Return the bracket of the sum of the unknown members.

    Parameters
    ----------
    measure
        A flow or stock (never negative).
    unknown
        The members without a value.
    cells, period
        Where to look for groups, parts and larger areas.
    """
    if not _counts(measure):
        return Bracket(None, None)
    singles = [_bracket_of_one(measure, cell, cells, period) for cell in unknown]
    lower = sum(b.lower or 0.0 for b in singles)
    uppers = [b.upper for b in singles]
    upper = None if any(u is None for u in uppers) else sum(u for u in uppers if u is not None)
    basis = "; ".join(dict.fromkeys(b.basis for b in singles if b.basis))
    together = Bracket(lower, upper, basis)
    if cells.regions is None:
        return together
    return together.narrowed(_bracket_from_areas(measure, unknown, cells, period))


def _counts(measure: Measure) -> bool:
    return measure.time_semantics in ("flow", "stock")


def _bracket_of_one(measure: Measure, cell: Cell, cells: Cells, period: int) -> Bracket:
    own = Bracket(cell.lower if cell.lower is not None else 0.0, cell.upper)
    if measure.within is None:
        return own
    group = cells.get(measure.within, cell.region, period)
    if group.value is None:
        return own
    parts = [cells.get(code, cell.region, period) for code in measure.siblings]
    lower = 0.0
    if parts and all(p.value is not None for p in parts):
        others = sum(p.value + p.tolerance for p in parts if p.value is not None)
        lower = max(group.value - group.tolerance - others, 0.0)
    smallest = sum(max(p.value - p.tolerance, 0.0) for p in parts if p.value is not None)
    upper = max(group.value + group.tolerance - smallest, 0.0)
    return own.narrowed(Bracket(lower, upper, GROUP_BASIS))


def _bracket_from_areas(measure: Measure, unknown: list[Cell], cells: Cells, period: int) -> Bracket:
    """Return what the COROP areas around the unknown municipalities say about their sum."""
    regions = cells.regions
    assert regions is not None
    by_area: dict[str, list[Cell]] = {}
    for cell in unknown:
        if cell.region not in regions or regions.level(cell.region) != "municipality":
            return Bracket(None, None)
        by_area.setdefault(regions.corop_of(cell.region), []).append(cell)
    found = [_bracket_in_area(measure, area, inside, cells, period) for area, inside in by_area.items()]
    lower = sum(b.lower or 0.0 for b in found)
    uppers = [b.upper for b in found]
    upper = None if any(u is None for u in uppers) else sum(u for u in uppers if u is not None)
    return Bracket(lower, upper, AREA_BASIS)


def _bracket_in_area(measure: Measure, area: str, inside: list[Cell], cells: Cells, period: int) -> Bracket:
    assert cells.regions is not None
    whole = cells.get(measure.code, area, period)
    if whole.value is None:
        return Bracket(0.0, None)
    wanted = {cell.region for cell in inside}
    members = cells.regions.members(area, measure.division_year(period))
    if not _make_the_area(measure, area, members, cells, period):
        return Bracket(0.0, None)
    others = [cells.get(measure.code, code, period) for code in members if code not in wanted]
    known = [c for c in others if c.value is not None]
    smallest = sum(max(c.value - c.tolerance, 0.0) for c in known if c.value is not None)
    upper = max(whole.value + whole.tolerance - smallest, 0.0)
    lower = 0.0
    open_others = [_bracket_of_one(measure, c, cells, period) for c in others if c.value is None]
    if all(b.upper is not None for b in open_others):
        largest = sum(c.value + c.tolerance for c in known if c.value is not None)
        largest += sum(b.upper for b in open_others if b.upper is not None)
        lower = max(whole.value - whole.tolerance - largest, 0.0)
    return Bracket(lower, upper, AREA_BASIS)


def _make_the_area(measure: Measure, area: str, members: tuple[str, ...], cells: Cells, period: int) -> bool:
    """Tell whether these municipalities are the whole area in that year.

    They are in the years that the redivisions cover. Before, the figures must show it: the larger
    group (``within``), published for every member, adds up to that of the area.
    """
    assert cells.regions is not None
    covered_from = cells.regions.redivisions_from
    if covered_from is None or measure.division_year(period) >= covered_from:
        return True
    if measure.within is None:
        return False
    group = cells.get(measure.within, area, period)
    parts = [cells.get(measure.within, code, period) for code in members]
    if group.value is None or any(p.value is None for p in parts):
        return False
    difference = group.value - sum(p.value for p in parts if p.value is not None)
    return abs(difference) <= group.tolerance + sum(p.tolerance for p in parts) + ROUNDING_NOISE
