# SPDX-License-Identifier: EUPL-1.2
"""A filled-in sheet of the register as XLSX, ODS or CSV, ready to be edited and uploaded again."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

LONGEST_LIST = 250
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of the file: its key and heading, a hint, words to choose from, and whether it is hidden."""

    key: str
    heading: str
    hint: str = ""
    words: tuple[str, ...] = ()
    is_hidden: bool = False
    is_date: bool = False


@dataclass(frozen=True, slots=True)
class SheetFile:
    """What goes into the file: a name, the columns, the rows and an explanation line by line."""

    name: str
    columns: tuple[FileColumn, ...]
    rows: tuple[tuple[Any, ...], ...]
    explanation: tuple[str, ...]
    explanation_name: str


def write_xlsx(sheet: SheetFile) -> bytes:
    """Return an Excel workbook: a frozen row of headings, lists to choose from, and an explanation."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page = book.add_worksheet(sheet.name[:31])
        last = len(sheet.rows) + 500
        for number, column in enumerate(sheet.columns):
            page.write_string(0, number, column.heading, bold)
            page.set_column(number, number, _width(column), None, {"hidden": column.is_hidden})
            if column.words and sum(len(w) + 1 for w in column.words) <= LONGEST_LIST:
                page.data_validation(
                    1,
                    number,
                    last,
                    number,
                    {"validate": "list", "source": list(column.words), "error_type": "warning"},
                )
        for line, row in enumerate(sheet.rows, start=1):
            for number, value in enumerate(row):
                _write(page, line, number, value, day)
        page.freeze_panes(1, 2)
        page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
        _explain(book, sheet, bold)
    return out.getvalue()


def _width(column: FileColumn) -> int:
    return 12 if column.is_date else max(14, min(40, len(column.heading) + 4))


def _write(page: Any, line: int, number: int, value: Any, day: Any) -> None:
    if value in (None, ""):
        return
    if isinstance(value, bool):
        page.write_boolean(line, number, value)
    elif isinstance(value, date):
        page.write_datetime(line, number, value, day)
    elif isinstance(value, int | float | Decimal):
        page.write_number(line, number, float(value))
    else:
        page.write_string(line, number, str(value))


def _explain(book: Any, sheet: SheetFile, bold: Any) -> None:
    page = book.add_worksheet(sheet.explanation_name[:31])
    page.set_column(0, 0, 30)
    page.set_column(1, 1, 100)
    line = 0
    for text in sheet.explanation:
        page.write_string(line, 0, text)
        line += 1
    line += 1
    for column in sheet.columns:
        if not column.is_hidden:
            page.write_string(line, 0, column.heading, bold)
            page.write_string(line, 1, "; ".join(t for t in (column.hint, ", ".join(column.words)) if t))
            line += 1


def write_ods(sheet: SheetFile) -> bytes:
    """Return an OpenDocument spreadsheet with the same table and explanation."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table

    book = OpenDocumentSpreadsheet()
    table = Table(name=sheet.name[:31])
    table.addElement(_ods_row([c.heading for c in sheet.columns]))
    for row in sheet.rows:
        table.addElement(_ods_row(row))
    book.spreadsheet.addElement(table)
    told = Table(name=sheet.explanation_name[:31])
    for text in sheet.explanation:
        told.addElement(_ods_row([text]))
    for column in sheet.columns:
        if not column.is_hidden:
            told.addElement(_ods_row([column.heading, column.hint, ", ".join(column.words)]))
    book.spreadsheet.addElement(told)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def _ods_row(values: Sequence[Any]) -> Any:
    from odf.table import TableRow

    row = TableRow()
    for value in values:
        row.addElement(_ods_cell(value))
    return row


def _ods_cell(value: Any) -> Any:
    from odf.table import TableCell
    from odf.text import P

    if value in (None, ""):
        return TableCell()
    if isinstance(value, bool):
        cell = TableCell(valuetype="boolean", booleanvalue="true" if value else "false")
    elif isinstance(value, date):
        cell = TableCell(valuetype="date", datevalue=value.isoformat())
    elif isinstance(value, int | float | Decimal):
        cell = TableCell(valuetype="float", value=str(value))
    else:
        cell = TableCell(valuetype="string")
    cell.addElement(P(text=str(value)))
    return cell


def write_csv(sheet: SheetFile) -> bytes:
    """Return the table as CSV: UTF-8 with a mark that Excel knows, semicolons, ISO dates, decimal points."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([c.heading for c in sheet.columns])
    for row in sheet.rows:
        writer.writerow([_csv_cell(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return value.isoformat() if isinstance(value, date) else value
