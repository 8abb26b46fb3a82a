# SPDX-License-Identifier: EUPL-1.2
"""How a raw table becomes observations, declared: where measure, region, year and values stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from schakel.dataroom.readers.periods import clean_region_code, is_region_code, read_period
from schakel.dataroom.readers.raw_table import NoSuchColumn, RawTable
from schakel.dataroom.readers.unreadable import excerpt
from schakel.koers.failures import N_

YEAR = N_("a year such as 2012, 2012*, '2008 december**' or 2024JJ00")
REGION = N_("a region code, or a name that the mapping lists")
MEASURE = N_("a name that the mapping lists")

# A reader of a dimension gives the value (None = not understood), its mark, and what was expected.
DimensionReader = Callable[[str], tuple[str | int | None, str, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a dimension stands: in a column, in a header row, or nowhere (one fixed text)."""

    kind: Literal["column", "header", "fixed"]
    name: str = ""
    level: int = 0


def in_column(name: str) -> Place:
    """Return the place of a dimension that has a column."""
    return Place("column", name)


def in_header(level: int | str = 0) -> Place:
    """Return the place of a dimension that stands above the values: a level number or its name."""
    return Place("header", level=level) if isinstance(level, int) else Place("header", name=level)


def fixed(text: str) -> Place:
    """Return the place of a dimension that is the same for the whole file."""
    return Place("fixed", text)


@dataclass(frozen=True, slots=True)
class ObservationMapping:
    """How a raw table becomes observations.

    Parameters
    ----------
    measure, region, period
        Where each stands: ``in_column(...)``, ``in_header(...)`` or ``fixed(...)``.
    value_columns
        Columns with figures; empty = every column that no other part of the mapping uses and that
        holds mostly figures or has a year or region above it.
    region_codes, measure_codes
        From the text in the file to our code. Region codes in the file need no entry; without
        ``measure_codes`` the text itself is the measure.
    where
        Keep only rows in which the column has one of these texts.
    unlisted_regions
        "refuse", or "leave_out" for regions without an entry.
    unlisted_measures
        "refuse", or "leave_out" for measures without an entry.
    flag_column
        Column whose text says more about the value of its row (``x``, ``p``, a remark).
    """

    measure: Place
    region: Place
    period: Place
    value_columns: tuple[str, ...] = ()
    region_codes: Mapping[str, str] = field(default_factory=dict)
    measure_codes: Mapping[str, str] | None = None
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unlisted_regions: Literal["refuse", "leave_out"] = "refuse"
    unlisted_measures: Literal["refuse", "leave_out"] = "refuse"
    flag_column: str = ""


def level_of(table: RawTable, place: Place) -> int:
    """Return which header row a place names, or raise ``NoSuchColumn``."""
    n_levels = len(table.header[0])
    if not place.name and -n_levels <= place.level < n_levels:
        return place.level
    if place.name not in table.level_names:
        levels = ", ".join(excerpt(name) for name in table.level_names)
        raise NoSuchColumn(file=table.file_name, column=place.name or place.level, available=levels)
    return table.level_names.index(place.name)


def read_year(text: str) -> tuple[str | int | None, str, str]:
    """Return the year of a period and its provisional mark."""
    period = read_period(text)
    return (period.year, period.mark, "") if period else (None, "", YEAR)


def region_reader(mapping: ObservationMapping) -> DimensionReader:
    """Return the function that turns a region's name or code into our code ("" = left out)."""
    names = {" ".join(name.split()): code for name, code in mapping.region_codes.items()}

    def read(text: str) -> tuple[str | None, str, str]:
        code = names.get(" ".join(text.split()))
        if code is None and is_region_code(text):
            code = clean_region_code(text)
        if code is None and mapping.unlisted_regions == "leave_out":
            code = ""
        return code, "", REGION

    return read


def measure_reader(mapping: ObservationMapping) -> DimensionReader:
    """Return the function that turns a measure's name into our code ("" = left out)."""
    codes = mapping.measure_codes

    def read(text: str) -> tuple[str | None, str, str]:
        code = (text or None) if codes is None else codes.get(text)
        if code is None and mapping.unlisted_measures == "leave_out":
            code = ""
        return code, "", MEASURE

    return read
