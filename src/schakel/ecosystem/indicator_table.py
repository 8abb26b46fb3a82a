# SPDX-License-Identifier: EUPL-1.2
"""The table between figures and scores: one row a region, one column an indicator.

Every cell knows its period, the level at which it was really measured, its source, and whether it
counts as evidence about the region. The table goes to Polars (one row a cell) and back, so that a
stored measurement can answer "what if" without the figures.
"""

from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from schakel.ecosystem.results import Floats
from schakel.koers.failures import N_, Failure

ErrorKind = Literal["absolute", "relative", "poisson", "rounding"]
USED: Final = ""
NATIONAL: Final = "national_value"
MISSING: Final = "missing"
WRONG_LEVEL: Final = "not_at_this_level"
Texts = NDArray[np.object_]


class UnknownUnit(Failure):
    """A region that the comparison does not have."""

    template = N_("The comparison '{comparison}' has no region '{code}'.")
    cure = N_("Use one of its {n_units} regions.")


class BrokenIndicatorTable(Failure):
    """A stored table of indicators that does not fit together."""

    template = N_("The table of indicators of '{comparison}' cannot be read: {found}.")
    cure = N_("Make the diagnosis again.")


@dataclass(frozen=True, slots=True)
class IndicatorSpec:
    """What an indicator is: its element, direction, scale and error.

    ``scale``: ratio (a true zero) or interval. ``error_value``: standard deviation in the
    indicator's unit (absolute), standard deviation as a share (relative), events behind one unit
    of the numerator (poisson: 1 for counts, 1000 for thousands), or the step of rounding in the
    indicator's unit (rounding).
    """

    code: str
    element: str
    direction: Literal["+", "-"] = "+"
    scale: Literal["ratio", "interval"] = "ratio"
    error_kind: ErrorKind = "relative"
    error_value: float = 0.0
    measure: str = ""


@dataclass(frozen=True, slots=True)
class IndicatorTable:
    """Indicators of the regions of one comparison.

    Attributes
    ----------
    units, targets, elements
        Region codes, the ones that the diagnosis is about, and every declared element.
    values
        Shape (n_units, k_indicators); NaN where unknown.
    event_sizes
        What one event more (one new firm) adds to the value, same shape; NaN where nothing is counted.
    periods
        Year of each cell, 0 where unknown.
    levels, sources, snapshots
        Level at which the cell was measured, its source table and its snapshot, as texts.
    reasons
        Empty where the cell is evidence about the region, else why not.
    error_groups
        Cells of one column with the same number share one error draw (a value that a publisher
        repeats over several regions was measured once).
    is_reference
        Shape (n_units,): whether a unit is one of the compared regions. The region built from its
        municipalities is not: it would count its own parts twice.
    boundaries
        Codes of units that are the same region within other boundaries, the declared one first.
    """

    comparison: str
    units: tuple[str, ...]
    targets: tuple[str, ...]
    elements: tuple[str, ...]
    indicators: tuple[IndicatorSpec, ...]
    values: Floats
    event_sizes: Floats
    periods: NDArray[np.int64]
    levels: Texts
    sources: Texts
    snapshots: Texts
    reasons: Texts
    error_groups: NDArray[np.int64]
    is_reference: NDArray[np.bool_]
    boundaries: tuple[str, ...] = ()

    @property
    def element_columns(self) -> Floats:
        """Which indicator (row) belongs to which element (column), as zeros and ones."""
        return np.array([[float(i.element == e) for e in self.elements] for i in self.indicators])

    def usable(self, national_values: str) -> NDArray[np.bool_]:
        """Return which cells take part when national values are excluded or included."""
        fitting = self.reasons == USED
        if national_values == "include":
            fitting = fitting | (self.reasons == NATIONAL)
        return np.asarray(fitting & np.isfinite(self.values), dtype=np.bool_)

    def row(self, unit: str) -> int:
        """Return the row of a region.

        Raises
        ------
        UnknownUnit
            When the comparison does not have it.
        """
        if unit not in self.units:
            raise UnknownUnit(comparison=self.comparison, code=unit, n_units=len(self.units))
        return self.units.index(unit)

    def percentiles(self) -> Floats:
        """Return the share of other reference regions that each known cell beats (ties count half)."""
        turned = self.values * np.array([1.0 if i.direction == "+" else -1.0 for i in self.indicators])
        others = np.where(self.is_reference[:, None], turned, np.nan)
        above = np.nansum(turned[:, None, :] > others[None], axis=1)
        equal = np.nansum(turned[:, None, :] == others[None], axis=1) - (
            self.is_reference[:, None] & np.isfinite(turned)
        )
        known = np.isfinite(others).sum(axis=0) - (self.is_reference[:, None] & np.isfinite(turned))
        with np.errstate(invalid="ignore", divide="ignore"):
            found = (above + equal / 2) / known
        return np.where(np.isfinite(turned) & (known > 0), found, np.nan)


def without_unused_boundaries(table: IndicatorTable, boundary: str) -> IndicatorTable:
    """Return the table with one row for the region: that of ``boundary`` (empty: the declared one)."""
    if not table.boundaries:
        return table
    chosen = boundary or table.boundaries[0]
    table.row(chosen)
    keep = np.array([u == chosen or u not in table.boundaries for u in table.units])
    targets = tuple(dict.fromkeys(chosen if t in table.boundaries else t for t in table.targets))
    rows = {n: getattr(table, n)[keep] for n in _CELLS}
    return IndicatorTable(
        comparison=table.comparison,
        units=tuple(u for u, k in zip(table.units, keep, strict=True) if k),
        targets=targets,
        elements=table.elements,
        indicators=table.indicators,
        is_reference=table.is_reference[keep],
        **rows,
    )


_CELLS = ("values", "event_sizes", "periods", "levels", "sources", "snapshots", "reasons", "error_groups")


def indicators_as_frame(table: IndicatorTable) -> pl.DataFrame:
    """Return the table with one row a cell; ``indicators_from_frame`` is its inverse."""
    n_units, k = table.values.shape
    columns: dict[str, Any] = {
        "comparison": [table.comparison] * (n_units * k),
        "region_code": [u for u in table.units for _ in range(k)],
        "is_target": [u in table.targets for u in table.units for _ in range(k)],
        "is_reference": np.repeat(table.is_reference, k),
        "boundary": [
            table.boundaries.index(u) if u in table.boundaries else None
            for u in table.units
            for _ in range(k)
        ],
        "element_order": [list(table.elements).index(i.element) for i in table.indicators] * n_units,
        "declared_elements": [",".join(table.elements)] * (n_units * k),
    }
    for spec in IndicatorSpec.__dataclass_fields__:
        name = "indicator" if spec == "code" else spec
        columns[name] = [getattr(i, spec) for i in table.indicators] * n_units
    names = {
        "values": "value",
        "event_sizes": "event_size",
        "periods": "period",
        "levels": "measured_at_level",
    }
    names |= {
        "sources": "source_table",
        "snapshots": "snapshot_id",
        "reasons": "reason",
        "error_groups": "error_group",
    }
    for attribute, name in names.items():
        columns[name] = getattr(table, attribute).ravel().tolist()
    frame = pl.DataFrame(columns)
    return frame.with_columns(
        pl.col("value", "event_size").fill_nan(None),
        used=(pl.col("reason") == USED) & pl.col("value").is_not_nan(),
    )


def indicators_from_frame(frame: pl.DataFrame, comparison: str) -> IndicatorTable:
    """Return the table of one comparison from its cells.

    Raises
    ------
    BrokenIndicatorTable
        When the comparison is not there, or a cell is missing or there twice.
    """
    cells = frame.filter(pl.col("comparison") == comparison)
    if cells.is_empty():
        raise BrokenIndicatorTable(comparison=comparison, found="no rows")
    units = cells["region_code"].unique(maintain_order=True).to_list()
    first = cells.filter(pl.col("region_code") == units[0])
    specs = tuple(
        IndicatorSpec(
            **{n: row["indicator" if n == "code" else n] for n in IndicatorSpec.__dataclass_fields__}
        )
        for row in first.iter_rows(named=True)
    )
    shape = (len(units), len(specs))
    if cells.height != shape[0] * shape[1]:
        raise BrokenIndicatorTable(comparison=comparison, found=f"{cells.height} cells for {shape}")

    def grid(name: str, kind: Any) -> Any:
        series = cells[name].fill_null(np.nan) if kind is np.float64 else cells[name]
        return np.array(series.to_list(), dtype=kind).reshape(shape)

    rows = cells.unique("region_code", keep="first", maintain_order=True)
    alternative = rows.filter(pl.col("boundary").is_not_null()).sort("boundary")
    return IndicatorTable(
        comparison=comparison,
        units=tuple(units),
        targets=tuple(rows.filter("is_target")["region_code"]),
        elements=tuple(first["declared_elements"][0].split(",")),
        indicators=specs,
        values=grid("value", np.float64),
        event_sizes=grid("event_size", np.float64),
        periods=grid("period", np.int64),
        levels=grid("measured_at_level", object),
        sources=grid("source_table", object),
        snapshots=grid("snapshot_id", object),
        reasons=grid("reason", object),
        error_groups=grid("error_group", np.int64),
        is_reference=rows["is_reference"].to_numpy().astype(np.bool_),
        boundaries=tuple(alternative["region_code"]),
    )
