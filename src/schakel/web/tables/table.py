# SPDX-License-Identifier: EUPL-1.2
"""A table as a page shows it: columns, cells with a link to their source, order, and as a file."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import xlsxwriter

Value = str | int | float | bool | None
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``key`` names it in addresses and files, ``heading`` is what the reader sees."""

    key: str
    heading: str
    numeric: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: the text of the page, the value of the file, and where the number comes from.

    ``value`` orders the table; ``None`` is unknown and always comes last. ``tone`` is a style:
    "unknown" for what is not measured, "good"/"bad"/"mild" for a verdict.
    """

    text: str
    value: Value = None
    link: str = ""
    tone: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row; ``tone`` is "target" for the region's own areas and "peer" for similar regions."""

    cells: tuple[Cell, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table that can be put in order and downloaded; ``sort`` is a column key, "-" for descending.

    ``address`` is where its files are, up to the name of the file; empty for a table of the diagnosis.
    ``is_ordered``: the rows are in order already (a page of a long list); ``sortable`` are then the
    columns that may order it.
    """

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    sort: str = ""
    query: str = ""
    note: str = ""
    address: str = ""
    is_ordered: bool = False
    sortable: tuple[str, ...] = ()

    def ordered(self, sort: str) -> "Table":
        """Return the table in another order; an unknown column changes nothing, unknown values come last."""
        key = sort.removeprefix("-")
        position = next((i for i, c in enumerate(self.columns) if c.key == key), None)
        if position is None:
            return self
        known = [r for r in self.rows if r.cells[position].value is not None]
        unknown = [r for r in self.rows if r.cells[position].value is None]
        known.sort(key=_order(position), reverse=sort.startswith("-"))
        return replace(self, rows=(*known, *unknown), sort=sort)


def _order(position: int) -> Callable[[Row], tuple[int, float, str]]:
    def key(row: Row) -> tuple[int, float, str]:
        value = row.cells[position].value
        if isinstance(value, int | float):
            return (0, float(value), "")
        return (1, 0.0, str(value).casefold())

    return key


def text_cell(text: str, link: str = "", tone: str = "") -> Cell:
    """Return a cell with words."""
    return Cell(text, text, link, tone)


def with_marked_rows(table: Table, mark: str) -> Table:
    """Return the table with a last column for a mark that the page shows below a cell, where any row has it.

    Parameters
    ----------
    table
        As the page shows it.
    mark
        The word, such as "invented"; a file holds the values of the cells only, and would lose it.
    """
    has_mark = [any(mark in cell.detail for cell in row.cells) for row in table.rows]
    if not any(has_mark):
        return table
    rows = tuple(
        replace(row, cells=(*row.cells, text_cell(mark if marked else "")))
        for row, marked in zip(table.rows, has_mark, strict=True)
    )
    return replace(table, columns=(*table.columns, Column(mark, mark)), rows=rows)


def as_csv(table: Table) -> bytes:
    """Return the table as CSV: UTF-8 with a mark that Excel knows, commas, full precision."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([c.key for c in table.columns])
    for row in table.rows:
        writer.writerow([_plain(cell.value) for cell in row.cells])
    return out.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> Value:
    """Return the value, with text that a spreadsheet would run as a formula made harmless."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return "'" + value
    return "" if value is None else value


def as_xlsx(table: Table, properties: dict[str, str], remarks: Iterable[str] = ()) -> bytes:
    """Return the table as an Excel file: a header row, a filter, and a sheet that says where it is from."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties(properties)
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("data")
        for number, column in enumerate(table.columns):
            sheet.write_string(0, number, column.heading, bold)
            sheet.set_column(number, number, 14 if column.numeric else 30)
        for line, row in enumerate(table.rows, start=1):
            for number, cell in enumerate(row.cells):
                if cell.value is not None:
                    sheet.write(line, number, cell.value)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
        about = book.add_worksheet("about")
        about.set_column(0, 0, 100)
        for line, remark in enumerate((table.caption, table.note, *remarks)):
            about.write_string(line, 0, remark)
    return out.getvalue()
