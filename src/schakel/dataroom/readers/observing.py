# SPDX-License-Identifier: EUPL-1.2
"""From a raw table to observations by a declared mapping: all of it, or nothing."""

import polars as pl

from schakel.dataroom.readers.mapping import (
    DimensionReader,
    ObservationMapping,
    Place,
    level_of,
    measure_reader,
    read_year,
    region_reader,
)
from schakel.dataroom.readers.raw_table import RawTable
from schakel.dataroom.readers.statuses import with_marks
from schakel.dataroom.readers.unreadable import (
    MOST_PROBLEMS_SHOWN,
    Problems,
    Remark,
    cell_problem,
    refuse_cells,
)
from schakel.dataroom.readers.value_cells import EmptyMapping, value_cells
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
ONCE = N_("one figure for each measure, region and year (also in row {row}, column {column})")


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
    cells = value_cells(table, mapping)
    problems: list[Problems] = []
    cells = _dimension(table, cells, mapping.measure, "measure", measure_reader(mapping), problems)
    cells = _dimension(table, cells, mapping.region, "region_code", region_reader(mapping), problems)
    cells = _dimension(table, cells, mapping.period, "period", read_year, problems)
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


def _dimension(
    table: RawTable,
    cells: pl.DataFrame,
    place: Place,
    name: str,
    read: DimensionReader,
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
    level = level_of(table, place)
    names = pl.Series([header[level] for header in table.header], dtype=pl.String)
    return names.gather(cells["j"])


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
            level = level_of(table, place) % len(table.header[0])
            row, column, name = first_row + level, table.column_numbers[index], table.columns[index]
        else:
            column = table.column_numbers[table.columns.index(place.name)] if place.kind == "column" else 0
            row, name = table.row_numbers[index], place.name
        problems.append(cell_problem(row, column, name, text, wrong[text]))
    return Problems.of(problems, bad.height)


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
