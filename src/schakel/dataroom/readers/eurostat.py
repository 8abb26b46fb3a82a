# SPDX-License-Identifier: EUPL-1.2
"""Eurostat tables: the bulk TSV (``unit,geo\\time``) and SDMX-CSV, plain and gzip."""

from dataclasses import replace
from itertools import chain

import polars as pl

from schakel.dataroom.readers.delimited import NoRows, split_fields
from schakel.dataroom.readers.numbers import EUROSTAT_MARKS, interpret
from schakel.dataroom.readers.raw_table import Detected, Form, RawTable, ReadOptions
from schakel.dataroom.readers.tables import Text, number_remarks, open_text
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

VALUE_EXPECTED = N_("a number with Eurostat flags, or ':'")


class NotBulkTsv(Unreadable):
    """A text whose first field is not ``dimension,dimension\\time``."""

    template = N_("{file} is no Eurostat bulk file: its first field is '{found}', not like 'unit,geo\\time'.")
    cure = N_("Download the table as TSV, or read the file as a plain CSV.")


class NotSdmxCsv(Unreadable):
    """A CSV without the columns of SDMX-CSV."""

    template = N_("{file} is no SDMX-CSV: it lacks the columns {missing}.")
    cure = N_("Download the table as SDMX-CSV, or read the file as a plain CSV.")


class DoubleColumn(Unreadable):
    """Two columns with one name, of which only one can be meant."""

    template = N_("{file} has two columns named '{column}'.")
    cure = N_("Download the table again.")


def read_eurostat_tsv(data: bytes, file_name: str, options: ReadOptions | None = None) -> RawTable:
    """Read a Eurostat bulk TSV: keys in the first field, a column a period, flags behind the values.

    The dimensions become columns of their own; the period columns have one header level, named after
    the field behind the backslash. Flags (``b c d e f i n p r s u z m``) end up in ``note``, and in the
    status: c suppressed, e/s/f estimated, p provisional.

    Raises
    ------
    Unreadable
        With row and column; a cell that is neither number nor ``:`` is refused.
    """
    options = options or ReadOptions()
    source = open_text(data, file_name, options)
    fields = split_fields(source.text, file_name, "\t", quoted=False)
    corner = fields.rows[0][0].strip()
    names, backslash, time = corner.rpartition("\\")
    if not backslash or not names or len(fields.rows) < 2:
        raise NotBulkTsv(file=file_name, found=excerpt(corner))
    dimensions = [name.strip() for name in names.split(",")]
    rows = [_keys(row[0]) + row[1:] for row in fields.rows[1:]]
    _check_keys(rows, fields.row_numbers[1:], dimensions, len(fields.rows[0]) - 1, file_name)
    periods = [field.strip() for field in fields.rows[0][1:]]
    columns = tuple(dimensions + periods)
    table = _table(
        rows,
        columns=columns,
        row_numbers=tuple(fields.row_numbers[1:]),
        column_numbers=tuple([1] * len(dimensions) + list(range(2, len(periods) + 2))),
        detected=_detected("eurostat_tsv", source, "\t"),
        file_name=file_name,
        remarks=source.remarks,
    )
    _refuse_odd_values(table, range(len(dimensions), len(columns)))
    return replace(table, level_names=(time.strip(),))


def read_sdmx_csv(data: bytes, file_name: str, options: ReadOptions | None = None) -> RawTable:
    """Read SDMX-CSV: one observation a row, with ``TIME_PERIOD``, ``OBS_VALUE`` and ``OBS_FLAG``.

    The flag is joined to the value ("15.9 b"), so that status and note are those of the bulk TSV.

    Raises
    ------
    Unreadable
        With row and column; a value that is neither number nor blank nor ``:`` is refused.
    """
    options = options or ReadOptions()
    source = open_text(data, file_name, options)
    fields = split_fields(source.text, file_name, options.separator)
    columns = tuple(field.strip() for field in fields.rows[0])
    missing = [name for name in ("TIME_PERIOD", "OBS_VALUE") if name not in columns]
    if missing:
        raise NotSdmxCsv(file=file_name, missing=", ".join(missing))
    rows = fields.rows[1:]
    if not rows:
        raise NoRows(file=file_name, found=excerpt(source.text))
    value = columns.index("OBS_VALUE")
    for flag in (
        columns.index(name) for name in ("OBS_FLAG", "OBS_STATUS", "CONF_STATUS") if name in columns
    ):
        for row in rows:
            row[value] = _joined(row[value].strip(), row[flag].strip())
    table = _table(
        rows,
        columns=columns,
        row_numbers=tuple(fields.row_numbers[1:]),
        column_numbers=tuple(range(1, len(columns) + 1)),
        detected=_detected("sdmx_csv", source, fields.separator),
        file_name=file_name,
        remarks=source.remarks,
    )
    _refuse_odd_values(table, [value])
    return table


def _keys(field: str) -> list[str]:
    return [key.strip() for key in field.split(",")]


def _joined(value: str, flag: str) -> str:
    """Join a flag to a value; the normal status "A" and "F" (free) of SDMX are no remark."""
    letters = flag.lower() if flag not in ("A", "F") else ""
    return f"{value or ':'} {letters}" if letters and not value.endswith(letters) else value


def _check_keys(
    rows: list[list[str]], numbers: list[int], dimensions: list[str], n_periods: int, file_name: str
) -> None:
    expected = len(dimensions) + n_periods
    wrong: list[Remark] = [
        cell_problem(
            number, 1, ",".join(dimensions), ",".join(row[: len(row) - n_periods]), f"{len(dimensions)} keys"
        )
        for row, number in zip(rows, numbers, strict=True)
        if len(row) != expected
    ]
    refuse_cells(file_name, Problems.of(wrong))


def _detected(form: Form, source: Text, separator: str) -> Detected:
    return Detected(
        form=form,
        encoding=source.encoding,
        separator=separator,
        decimal_mark=".",
        header_rows=1,
        first_data_row=2,
        quoting="none" if form == "eurostat_tsv" else "normal",
        compressed=source.compressed,
    )


def _table(
    rows: list[list[str]],
    *,
    columns: tuple[str, ...],
    row_numbers: tuple[int, ...],
    column_numbers: tuple[int, ...],
    detected: Detected,
    file_name: str,
    remarks: tuple[Remark, ...],
) -> RawTable:
    for name in columns:
        if columns.count(name) > 1:
            raise DoubleColumn(file=file_name, column=excerpt(name))
    texts = pl.Series("text", chain.from_iterable(rows), dtype=pl.String)
    meaning = interpret(texts, len(columns), marks=EUROSTAT_MARKS, flags=True, decimal_mark=".")
    table = RawTable(
        file_name=file_name,
        columns=columns,
        header=tuple((name,) for name in columns),
        level_names=("",),
        kinds=meaning.kinds,
        cells=meaning.cells.drop("shape"),
        row_numbers=row_numbers,
        column_numbers=column_numbers,
        detected=replace(detected, first_data_row=row_numbers[0]),
    )
    return replace(table, remarks=(*remarks, *number_remarks(table, meaning)))


def _refuse_odd_values(table: RawTable, columns: range | list[int]) -> None:
    n = len(table.columns)
    place = pl.int_range(pl.len())
    odd = table.cells.with_columns(place=place).filter(
        pl.col("status").is_null() & (pl.col("place") % n).is_in(list(columns))
    )
    problems = (
        cell_problem(
            table.row_numbers[p // n], table.column_numbers[p % n], table.columns[p % n], text, VALUE_EXPECTED
        )
        for p, text in odd.head(MOST_PROBLEMS_SHOWN).select("place", "text").iter_rows()
    )
    refuse_cells(table.file_name, Problems.of(problems, odd.height))
