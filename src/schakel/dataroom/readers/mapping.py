# SPDX-License-Identifier: EUPL-1.2
"""From a raw table to observations by a declared mapping: all of it, or nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from schakel.dataroom.readers.periods import clean_region_code, is_region_code, read_period
from schakel.dataroom.readers.raw_table import NoSuchColumn, RawTable
from schakel.dataroom.readers.statuses import with_marks
from schakel.dataroom.readers.unreadable import (
    MOST_PROBLEMS_SHOWN,
    Problems,
    Remark,
    Unreadable,
    cell_problem,
    excerpt,
    refuse_cells,
)
from schakel.koers.failures import N_

OBSERVATION_SCHEMA = {
    "measure": pl.String,
    "region_code": pl.String,
    "period": pl.Int64,
    "value": pl.Float64,
    "status": pl.String,
    "note": pl.String,
    "row": pl.Int64,
    "column": pl.Int64,
}
CLEAR_NUMBER = N_("a number whose decimal mark is clear, or a mark (state the decimal mark or the marks)")
YEAR = N_("a year such as 2012, 2012*, '2008 december**' or 2024JJ00")
REGION = N_("a region code, or a name that the mapping lists")
MEASURE = N_("a name that the mapping lists")
ONCE = N_("one figure for each measure, region and year (also in row {row}, column {column})")

# The share of figures from which a column that is not all figures still counts as one, by its kind.
MOSTLY_FIGURES = {"text": 0.5, "period": 2.0}


class EmptyMapping(Unreadable):
    """A mapping that leaves no figure of the file."""

    template = N_("{file}: the mapping leaves no figure ({found}).")
    cure = N_("Check the filters and the value columns of the mapping.")


class UnclearColumns(Unreadable):
    """Columns of which the file does not say whether they hold years or figures."""

    template = N_("{file}: these columns may hold years or figures: {columns}.")
    cure = N_("Name the value columns in the mapping.")


class NoSuchText(Unreadable):
    """A filter on a text that the column never has."""

    template = N_("{file}: column '{column}' never has '{text}', which the mapping asks for.")
    cure = N_("Check the spelling of the filter, or download the figures that it asks for.")


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


def to_observations(table: RawTable, mapping: ObservationMapping) -> pl.DataFrame:
    """Turn a raw table, wide or long, into observations.

    Parameters
    ----------
    table
        What a reader returned.
    mapping
        Where measure, region, period and values stand.

    Returns
    -------
    pl.DataFrame
        Columns ``measure``, ``region_code``, ``period`` (Int64), ``value`` (Float64, null = suppressed or
        missing), ``status`` (normal, provisional, estimated, suppressed, missing, nil), ``note`` (the
        source's mark), ``row`` and ``column`` (place in the file, from 1), in the order of the file.

    Raises
    ------
    UnreadableCells
        With every place (the first twenty) that is no figure, year, region or measure, or that says
        the same thing twice. Nothing is returned in part.
    NoSuchColumn, EmptyMapping
        When the mapping does not fit the table.
    """
    cells = _value_cells(table, mapping)
    problems: list[Problems] = []
    cells = _dimension(table, cells, mapping.measure, "measure", _measure_reader(mapping), problems)
    cells = _dimension(table, cells, mapping.region, "region_code", _region_reader(mapping), problems)
    cells = _dimension(table, cells, mapping.period, "period", _read_year, problems)
    cells = cells.filter(pl.col("measure").ne("") & pl.col("region_code").ne(""))
    problems.append(_value_problems(table, cells))
    refuse_cells(table.file_name, sum(problems, Problems((), 0)))
    if cells.is_empty():
        raise EmptyMapping(file=table.file_name, found=N_("every row is left out"))
    cells = with_marks(cells)
    refuse_cells(table.file_name, _double_keys(table, cells))
    cells = cells.with_columns(
        row=_numbers(table.row_numbers, cells["i"]), column=_numbers(table.column_numbers, cells["j"])
    )
    return cells.select(pl.col(name).cast(dtype) for name, dtype in OBSERVATION_SCHEMA.items())


def _value_cells(table: RawTable, mapping: ObservationMapping) -> pl.DataFrame:
    """Return the cells of the value columns of the kept rows, with row and column index and flag."""
    n = len(table.columns)
    columns = [table.column_index(name) for name in mapping.value_columns or _default_columns(table, mapping)]
    if not columns:
        raise EmptyMapping(file=table.file_name, found=N_("there is no column of numbers"))
    place = pl.int_range(pl.len(), dtype=pl.Int64)
    rows = _kept_rows(table, mapping)
    cells = table.cells.with_columns(i=place // n, j=place % n).filter(
        pl.col("j").is_in(columns) & pl.col("i").is_in(rows.implode())
    )
    flags = table.texts(mapping.flag_column) if mapping.flag_column else pl.Series([""] * table.n_rows)
    return cells.with_columns(flag=flags.gather(cells["i"]) if table.n_rows else pl.lit(""))


def _default_columns(table: RawTable, mapping: ObservationMapping) -> list[str]:
    """Return the columns with figures; one wrong cell never makes a column of figures disappear."""
    places = (mapping.measure, mapping.region, mapping.period)
    used = {p.name for p in places if p.kind == "column"} | set(mapping.where) | {mapping.flag_column}
    shares = _figure_shares(table)
    chosen, unclear = [], []
    for i, (name, kind) in enumerate(zip(table.columns, table.kinds, strict=True)):
        if name in used:
            continue
        if kind in ("number", "empty") or shares[i] >= MOSTLY_FIGURES[kind] or _is_headed(table, mapping, i):
            chosen.append(name)
        elif kind == "period":
            unclear.append(excerpt(name))
    if unclear:
        raise UnclearColumns(file=table.file_name, columns=", ".join(unclear))
    return chosen


def _figure_shares(table: RawTable) -> list[float]:
    """Return, per column, the share of filled cells that are figures."""
    filled = table.cells.with_columns(j=pl.int_range(pl.len()) % len(table.columns)).filter(
        pl.col("text") != ""
    )
    shares = filled.group_by("j").agg(pl.col("number").is_not_null().mean())
    found = dict(shares.iter_rows())
    return [found.get(i, 0.0) for i in range(len(table.columns))]


def _is_headed(table: RawTable, mapping: ObservationMapping, column: int) -> bool:
    """Return whether the header above a column names a year or a region that the mapping asks for."""
    header = table.header[column]
    if mapping.period.kind == "header" and read_period(header[_level(table, mapping.period)]):
        return True
    if mapping.region.kind == "header":
        return bool(_region_reader(mapping)(header[_level(table, mapping.region)])[0])
    codes = mapping.measure_codes or {}
    return mapping.measure.kind == "header" and header[_level(table, mapping.measure)] in codes


def _kept_rows(table: RawTable, mapping: ObservationMapping) -> pl.Series:
    keep = pl.Series([True] * table.n_rows, dtype=pl.Boolean)
    for name, texts in mapping.where.items():
        column = table.texts(name)
        for text in sorted(set(texts) - set(column.unique())):
            raise NoSuchText(file=table.file_name, column=name, text=text)
        keep = keep & column.is_in(list(texts))
    return keep.arg_true().cast(pl.Int64)


def _dimension(
    table: RawTable,
    cells: pl.DataFrame,
    place: Place,
    name: str,
    read: Callable[[str], tuple[str | int | None, str, str]],
    problems: list[Problems],
) -> pl.DataFrame:
    """Add a dimension to the cells; each distinct text is read once, wrong ones are reported in place."""
    texts = _dimension_texts(table, cells, place)
    meanings = {text: read(text) for text in texts.unique().to_list()}
    wrong = [text for text, (value, _, _) in meanings.items() if value is None]
    if wrong:
        problems.append(_dimension_problems(table, cells, place, texts, {t: meanings[t][2] for t in wrong}))
    dtype = OBSERVATION_SCHEMA[name]
    values = {text: value for text, (value, _, _) in meanings.items()}
    marks = {text: mark for text, (_, mark, _) in meanings.items()}
    added = [texts.replace_strict(values, return_dtype=dtype).alias(name)]
    if name == "period":
        added.append(texts.replace_strict(marks, return_dtype=pl.String).alias("period_mark"))
    return cells.with_columns(added)


def _dimension_texts(table: RawTable, cells: pl.DataFrame, place: Place) -> pl.Series:
    if place.kind == "fixed":
        return pl.Series([place.name] * cells.height, dtype=pl.String)
    if place.kind == "column":
        return table.texts(place.name).gather(cells["i"])
    level = _level(table, place)
    names = pl.Series([header[level] for header in table.header], dtype=pl.String)
    return names.gather(cells["j"])


def _level(table: RawTable, place: Place) -> int:
    n_levels = len(table.header[0])
    if not place.name and -n_levels <= place.level < n_levels:
        return place.level
    if place.name not in table.level_names:
        levels = ", ".join(excerpt(name) for name in table.level_names)
        raise NoSuchColumn(file=table.file_name, column=place.name or place.level, available=levels)
    return table.level_names.index(place.name)


def _dimension_problems(
    table: RawTable, cells: pl.DataFrame, place: Place, texts: pl.Series, wrong: dict[str, str]
) -> Problems:
    """Report each wrong row label (or header cell) once, at its place in the file."""
    key = "j" if place.kind == "header" else "i"
    bad = (
        cells.select(key, text=texts)
        .filter(pl.col("text").is_in(list(wrong)))
        .unique(key, maintain_order=True)
    )
    first_row = table.detected.first_data_row - table.detected.header_rows
    problems = []
    for index, text in bad.head(MOST_PROBLEMS_SHOWN).iter_rows():
        if place.kind == "header":
            level = _level(table, place) % len(table.header[0])
            row, column, name = first_row + level, table.column_numbers[index], table.columns[index]
        else:
            column = table.column_numbers[table.columns.index(place.name)] if place.kind == "column" else 0
            row, name = table.row_numbers[index], place.name
        problems.append(cell_problem(row, column, name, text, wrong[text]))
    return Problems.of(problems, bad.height)


def _read_year(text: str) -> tuple[int | None, str, str]:
    period = read_period(text)
    return (period.year, period.mark, "") if period else (None, "", YEAR)


def _region_reader(mapping: ObservationMapping) -> Callable[[str], tuple[str | None, str, str]]:
    names = {" ".join(name.split()): code for name, code in mapping.region_codes.items()}

    def read(text: str) -> tuple[str | None, str, str]:
        code = names.get(" ".join(text.split()))
        if code is None and is_region_code(text):
            code = clean_region_code(text)
        if code is None and mapping.unlisted_regions == "leave_out":
            code = ""
        return code, "", REGION

    return read


def _measure_reader(mapping: ObservationMapping) -> Callable[[str], tuple[str | None, str, str]]:
    codes = mapping.measure_codes

    def read(text: str) -> tuple[str | None, str, str]:
        code = (text or None) if codes is None else codes.get(text)
        if code is None and mapping.unlisted_measures == "leave_out":
            code = ""
        return code, "", MEASURE

    return read


def _value_problems(table: RawTable, cells: pl.DataFrame) -> Problems:
    wrong = cells.filter(pl.col("status").is_null())
    problems = (
        cell_problem(table.row_numbers[i], table.column_numbers[j], table.columns[j], text, CLEAR_NUMBER)
        for i, j, text in wrong.select("i", "j", "text").head(MOST_PROBLEMS_SHOWN).iter_rows()
    )
    return Problems.of(problems, wrong.height)


def _double_keys(table: RawTable, cells: pl.DataFrame) -> Problems:
    """Report figures that the file gives twice for one measure, region and year."""
    keys = ["measure", "region_code", "period"]
    if not cells.select(keys).is_duplicated().any():
        return Problems((), 0)
    first = cells.unique(keys, keep="first", maintain_order=True).select(*keys, i_first="i", j_first="j")
    doubled = cells.join(first, on=keys, how="left", maintain_order="left").filter(
        (pl.col("i") != pl.col("i_first")) | (pl.col("j") != pl.col("j_first"))
    )
    problems = []
    for i, j, text, i_first, j_first in (
        doubled.select("i", "j", "text", "i_first", "j_first").head(20).iter_rows()
    ):
        other = Remark(ONCE, {"row": table.row_numbers[i_first], "column": table.column_numbers[j_first]})
        problems.append(
            cell_problem(table.row_numbers[i], table.column_numbers[j], table.columns[j], text, other)
        )
    return Problems.of(problems, doubled.height)


def _numbers(numbers: tuple[int, ...], places: pl.Series) -> pl.Series:
    return pl.Series(numbers, dtype=pl.Int64).gather(places)
