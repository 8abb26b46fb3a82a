# SPDX-License-Identifier: EUPL-1.2
"""Workbooks (XLSX): choice of sheet, merged cells, dates, error cells, text numbers, Eurostat flags."""

import datetime
import math
import re
from dataclasses import replace
from itertools import chain

import polars as pl

from schakel.dataroom.readers.encodings import unpack
from schakel.dataroom.readers.headers import find_header
from schakel.dataroom.readers.numbers import EUROSTAT_MARKS, PLAIN_MARKS, interpret
from schakel.dataroom.readers.raw_table import Detected, RawTable, ReadOptions, check_options
from schakel.dataroom.readers.sheets import EUROSTAT_SHEET, Sheet, Value, open_sheet
from schakel.dataroom.readers.tables import number_remarks, overall_mark
from schakel.dataroom.readers.unreadable import Remark
from schakel.koers.failures import N_

OTHER_SHEETS = N_("Sheet '{sheet}' was read, the one with most figures; the others are: {others}.")
FLAGS_JOINED = N_("The flag columns beside the values were joined to them.")
_FLAG = re.compile(r"[bcdefimnprsuz]{0,5}")


def read_workbook(data: bytes, file_name: str, options: ReadOptions | None = None) -> RawTable:
    """Read one sheet of a workbook.

    The sheet is the stated one, or the one with most figures. Numbers keep the value that the workbook
    stores; text that looks like a number is read like a CSV field. Dates become ISO text. Error cells
    (``#N/A``) stay text, so that they are refused where a figure is needed. In the sheets that Eurostat's
    browser makes, the flag column is joined to its value.

    Raises
    ------
    Unreadable
        When the file is damaged, too large, or a formula has no stored result.
    """
    options = options or ReadOptions()
    check_options(options, file_name)
    plain, compressed = unpack(data, file_name)
    sheet, others = open_sheet(plain, file_name, options.sheet)
    is_eurostat = any(title.startswith(EUROSTAT_SHEET) for title in sheet.titles)
    remarks = []
    if others:
        remarks.append(Remark(OTHER_SHEETS, {"sheet": sheet.name, "others": ", ".join(others)}))
    if is_eurostat:
        joined = _with_flags_joined(sheet)
        remarks += [Remark(FLAGS_JOINED)] if joined is not sheet else []
        sheet, options = joined, replace(options, decimal_mark=options.decimal_mark or ".")
    table = _table_of_sheet(sheet, file_name, options, is_eurostat=is_eurostat)
    detected = replace(table.detected, compressed=compressed)
    return replace(table, detected=detected, remarks=(*remarks, *table.remarks))


def _table_of_sheet(sheet: Sheet, file_name: str, options: ReadOptions, *, is_eurostat: bool) -> RawTable:
    marks = {**(EUROSTAT_MARKS if is_eurostat else PLAIN_MARKS), **(options.marks or {})}
    texts = [[_text(value) for value in row] for row in sheet.rows]
    header = find_header(texts, file_name, marks, options.header_rows)
    n = header.n_rows
    meaning = interpret(
        pl.Series("text", chain.from_iterable(texts[n:]), dtype=pl.String),
        len(header.columns),
        marks=marks,
        flags=is_eurostat,
        decimal_mark=options.decimal_mark,
        typed=pl.Series("typed", [_number(v) for row in sheet.rows[n:] for v in row], dtype=pl.Float64),
    )
    detected = Detected(
        form="workbook",
        encoding="utf-8",
        separator="",
        decimal_mark=overall_mark(meaning.decimal_marks),
        header_rows=n,
        first_data_row=sheet.row_numbers[n],
        quoting="none",
        sheet=sheet.name,
    )
    table = RawTable(
        file_name=file_name,
        columns=header.columns,
        header=header.levels,
        level_names=header.level_names,
        kinds=meaning.kinds,
        cells=meaning.cells.drop("shape"),
        row_numbers=tuple(sheet.row_numbers[n:]),
        column_numbers=tuple(sheet.column_numbers),
        detected=detected,
        titles=sheet.titles,
        footers=sheet.footers,
    )
    return replace(table, remarks=number_remarks(table, meaning))


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value).strip()


def _number(value: Value) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _with_flags_joined(sheet: Sheet) -> Sheet:
    """Join each nameless column that holds only flags to the value at its left ("15.9 b")."""
    texts = [[_text(value) for value in row] for row in sheet.rows]
    top = texts[0]
    flags = {
        c
        for c in range(1, len(top))
        if top[c] in ("", top[c - 1]) and all(_FLAG.fullmatch(row[c]) for row in texts[1:])
    }
    if not flags:
        return sheet
    rows: list[list[Value]] = []
    for values, row in zip(sheet.rows, texts, strict=True):
        joined = [
            f"{row[c] or ':'} {row[c + 1]}"
            if c + 1 in flags and row[c + 1] and values is not sheet.rows[0]
            else value
            for c, value in enumerate(values)
        ]
        rows.append([value for c, value in enumerate(joined) if c not in flags])
    places = [number for c, number in enumerate(sheet.column_numbers) if c not in flags]
    return replace(sheet, rows=rows, column_numbers=places)
