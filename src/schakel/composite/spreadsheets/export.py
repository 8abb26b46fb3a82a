# SPDX-License-Identifier: EUPL-1.2
"""Tables to a workbook with a page of contents, or to a folder of CSV files, at full precision."""

import csv
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import polars as pl
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from schakel.composite.spreadsheets.read_csv import FORMULA_STARTS

LONGEST_SHEET_NAME = 31
LONGEST_TEXT = 32_767
WIDEST = 50
NARROWEST = 9
ROWS_MEASURED = 200
MADE_ON = datetime(2000, 1, 1)
DECIMALS = "0.000"
WHOLE = "0"
SMALL = "0.00E+00"
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_NOT_IN_FILE_NAMES = re.compile(r"[^\w .()-]+")


class ExactWorksheet(Worksheet):  # type: ignore[misc]
    """A worksheet that stores every number with the digits that give back the same number.

    XlsxWriter itself stores 16 digits, which changes the last bit of about half of all numbers.
    """

    def _xml_number_element(self, number: float, attributes: Any = None) -> None:
        stated = "".join(f' {name}="{value}"' for name, value in attributes or ())
        exact = int(number) if number == int(number) and abs(number) < 1e15 else float(number)
        self.fh.write(f"<c{stated}><v>{exact!r}</v></c>")


def export_workbook(
    target: str | Path | IO[bytes],
    sheets: Sequence[tuple[str, pl.DataFrame]],
    *,
    notes: Sequence[str] = (),
    contents: str = "contents",
    headings: tuple[str, str, str, str] = ("sheet", "table", "rows", "columns"),
    properties: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """Write tables to an Excel workbook, a sheet for each, behind a sheet that lists them.

    Numbers keep full precision whatever their format shows; unknown values are empty cells, and an infinite
    value is the text "inf". Text is always stored as text, so that nothing in it runs as a formula. The
    same tables give the same bytes.

    Parameters
    ----------
    target
        A path, or a file open for bytes.
    sheets
        Names and tables; names are made unique and fit for Excel (31 characters).
    notes
        Lines above the list of contents.
    contents, headings
        Name of the first sheet and of its columns.
    properties
        Title, author and so on of the document.

    Returns
    -------
    tuple of str
        The names that the sheets got, the contents first.
    """
    names = unique_names([contents, *(name for name, _ in sheets)])
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target if hasattr(target, "write") else str(target), options) as book:
        book.set_properties({"created": MADE_ON, **(properties or {})})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats = {form: book.add_format({"num_format": form}) for form in (WHOLE, DECIMALS, SMALL)}
        front = book.add_worksheet(names[0])
        top = _write_notes(front, notes)
        for column, heading in enumerate(headings):
            front.write_string(top, column, heading, head)
        front.freeze_panes(top + 1, 0)
        _write_contents(front, top + 1, names[1:], sheets)
        for name, (_, table) in zip(names[1:], sheets, strict=True):
            page = book.add_worksheet(name, worksheet_class=ExactWorksheet)
            _write_table(page, table, head, formats)
    return names


def write_csv_folder(folder: str | Path, tables: Mapping[str, pl.DataFrame]) -> tuple[Path, ...]:
    """Write each table to a CSV file in a folder, which is made where it is not there.

    UTF-8, commas, numbers with 17 significant digits and a decimal point (so that they are read back the
    same), unknown values as empty fields. Text that a spreadsheet would run as a formula gets an apostrophe
    in front, which :func:`read_sheets` takes off again.

    Returns
    -------
    tuple of Path
        The files, in the order of the tables.
    """
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    cleaned = [_NOT_IN_FILE_NAMES.sub("_", name).strip(" .") or "table" for name in tables]
    paths = []
    for name, table in zip(unique_names(cleaned, longest=100), tables.values(), strict=True):
        path = place / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow([_field(heading) for heading in table.columns])
            writer.writerows([_field(value) for value in row] for row in table.iter_rows())
        paths.append(path)
    return tuple(paths)


def unique_names(names: Iterable[str], *, longest: int = LONGEST_SHEET_NAME) -> tuple[str, ...]:
    """Return names fit for sheets: no signs that Excel refuses, not too long, each used once."""
    given: list[str] = []
    used: set[str] = {"history"}
    for name in names:
        cleaned = _NOT_IN_SHEET_NAMES.sub("-", name).strip().strip("'")[:longest].strip() or "table"
        unique, number = cleaned, 2
        while unique.casefold() in used:
            end = f" {number}"
            unique, number = cleaned[: longest - len(end)] + end, number + 1
        used.add(unique.casefold())
        given.append(unique)
    return tuple(given)


def _write_notes(page: Any, notes: Sequence[str]) -> int:
    for column, width in enumerate((34, 70, 10, 10)):
        page.set_column(column, column, width)
    for row, note in enumerate(notes):
        page.write_string(row, 0, note)
    return len(notes) + bool(notes)


def _write_contents(
    page: Any, top: int, names: Sequence[str], sheets: Sequence[tuple[str, pl.DataFrame]]
) -> None:
    for row, (name, (title, table)) in enumerate(zip(names, sheets, strict=True), start=top):
        page.write_url(row, 0, "internal:'" + name.replace("'", "''") + "'!A1", string=name)
        page.write_string(row, 1, title)
        page.write_number(row, 2, table.height)
        page.write_number(row, 3, table.width)


def _write_table(page: Any, table: pl.DataFrame, head: Any, formats: Mapping[str, Any]) -> None:
    for place, series in enumerate(table):
        values = series.to_list()
        form = formats[_number_form(values)]
        page.write_string(0, place, series.name, head)
        lengths = [len(str(value)) for value in values[:ROWS_MEASURED] if isinstance(value, str)]
        width = max([NARROWEST, math.ceil(len(series.name) * 0.7), *lengths]) + 2
        page.set_column(place, place, min(width, WIDEST))
        for row, value in enumerate(values, start=1):
            _write_cell(page, row, place, value, form)
    page.freeze_panes(1, 1)
    if table.width:
        page.autofilter(0, 0, max(table.height, 1), table.width - 1)


def _write_cell(page: Any, row: int, column: int, value: object, form: Any) -> None:
    if value is None or value != value:
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | float) and math.isfinite(value):
        page.write_number(row, column, value, form)
    else:
        page.write_string(row, column, str(value)[:LONGEST_TEXT])


def _number_form(values: Sequence[object]) -> str:
    numbers = [abs(v) for v in values if isinstance(v, int | float) and v == v and math.isfinite(v)]
    if all(float(number).is_integer() for number in numbers):
        return WHOLE
    return SMALL if max(numbers) < 0.01 else DECIMALS


def _field(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return f"{value:.17g}"
    text = str(value)
    guarded = isinstance(value, str) and text.startswith((*FORMULA_STARTS, "\t", "\r"))
    return f"'{text}" if guarded else text
