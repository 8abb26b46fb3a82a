# SPDX-License-Identifier: EUPL-1.2
"""The data of the report as a workbook: a readme, a sheet per subject, the tables in full, native charts."""

from datetime import date, datetime, time
from io import BytesIO

import xlsxwriter

from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.stored import Stored
from schakel.documents.formats import UNKNOWN
from schakel.documents.report.blocks import Picture, ReportContent
from schakel.documents.report.sheets import data_tables, sheet_names, short_title
from schakel.documents.sentences.names import Names

ACCENT = "#0b5fa5"
NUMBER_FORMATS = {
    "year": "0",
    "rank": "0",
    "count": "#,##0",
    "probability": "0.0%",
    "percent": "0.0%",
    "text": "@",
}
WIDEST = 60


class Book:
    """A workbook with the styles of the report."""

    def __init__(self, made_on: date, title: str, language: str) -> None:
        self.language = language
        self.bytes = BytesIO()
        options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        self.file = xlsxwriter.Workbook(self.bytes, options)
        created = datetime.combine(made_on, time())
        self.file.set_properties({"title": title, "author": "Schakel", "created": created})
        self.head = self.file.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.title = self.file.add_format({"bold": True, "font_size": 14})
        self.wrapped = self.file.add_format({"text_wrap": True, "valign": "top"})
        self.grey = self.file.add_format({"font_color": "#56606b", "italic": True})
        self._formats: dict[str, object] = {}

    def number_format(self, column: Column) -> object:
        """Return the cell format of a column."""
        decimals = 3 if column.decimals is None else column.decimals
        pattern = NUMBER_FORMATS.get(column.kind, "#,##0." + "0" * decimals)
        if column.kind == "number" and column.decimals is None:
            pattern = "#,##0.0##"
        if pattern not in self._formats:
            self._formats[pattern] = self.file.add_format({"num_format": pattern})
        return self._formats[pattern]

    def close(self) -> bytes:
        """Finish and return the file."""
        self.file.close()
        return self.bytes.getvalue()


def report_workbook(content: ReportContent, stored: Stored, made_on: date) -> bytes:
    """Return the workbook; the same content and date give the same bytes. Unknown is an empty cell."""
    names = Names(stored.dossier, content.language)
    book = Book(made_on, content.title, content.language)
    sheets: dict[str, tuple[str, ChartTable]] = {}
    pictures = [b.chart for b in content.blocks if isinstance(b, Picture)]
    for chart, sheet in zip(
        pictures, sheet_names([short_title(c, names) for c in pictures], set()), strict=True
    ):
        sheets[sheet] = (chart.title, chart.table)
    extra = data_tables(stored, names)
    for (title, table), sheet in zip(extra, sheet_names([t for t, _ in extra], set(sheets)), strict=True):
        sheets[sheet] = (title, table)
    _readme(book, content, sheets, names)
    for sheet, (title, table) in sheets.items():
        _sheet(book, sheet, title, table)
    for sheet, (_, table) in sheets.items():
        if [c.kind for c in table.columns[:2]] == ["text", "probability"]:
            _native_chart(book, sheet, sheets)
    return book.close()


def _readme(
    book: Book, content: ReportContent, sheets: dict[str, tuple[str, ChartTable]], names: Names
) -> None:
    say = names.say
    page = book.file.add_worksheet(say("Read me"))
    page.set_column(0, 0, 34)
    page.set_column(1, 1, 90)
    page.write_string(0, 0, content.title, book.title)
    lines = [("", s) for s in (*content.answer, *content.details)]
    lines.append((say("Empty cell"), say("not known, suppressed or not measured; never zero")))
    lines.append((say("Interval"), say("the bounds between which a value lies in 90 per cent of the runs")))
    row = 2
    for left, right in lines:
        page.write_string(row, 0, left)
        page.write_string(row, 1, right, book.wrapped)
        row += 1
    page.write_string(row + 1, 0, say("Sheet"), book.head)
    page.write_string(row + 1, 1, say("What it holds"), book.head)
    for k, (sheet, (title, _)) in enumerate(sheets.items(), start=row + 2):
        page.write_string(k, 0, sheet)
        page.write_string(k, 1, title, book.wrapped)


def _sheet(book: Book, name: str, title: str, table: ChartTable) -> None:
    page = book.file.add_worksheet(name)
    page.write_string(0, 0, title, book.title)
    page.freeze_panes(3, 1)
    for c, column in enumerate(table.columns):
        page.write_string(2, c, column.label, book.head)
        texts = [len(str(row[c])) for row in table.rows[:200] if row[c] is not None]
        page.set_column(c, c, min(max([len(column.label) * 0.7, 9, *texts]) + 2, WIDEST), None)
        style = book.number_format(column)
        for r, row in enumerate(table.rows, start=3):
            value = row[c]
            if isinstance(value, bool):
                page.write_boolean(r, c, value)
            elif isinstance(value, int | float):
                page.write_number(r, c, value, style)
            elif value is not None and value != UNKNOWN[book.language]:
                page.write_string(r, c, value)
    if table.rows:
        page.autofilter(2, 0, 2 + len(table.rows), len(table.columns) - 1)


def _native_chart(book: Book, sheet: str, sheets: dict[str, tuple[str, ChartTable]]) -> None:
    """Add a bar chart of the probabilities beside their table."""
    title, table = sheets[sheet]
    last = 2 + sum(1 for row in table.rows if row[1] is not None)
    chart = book.file.add_chart({"type": "bar"})
    series = {
        "categories": [sheet, 3, 0, last, 0],
        "values": [sheet, 3, 1, last, 1],
        "fill": {"color": ACCENT},
    }
    chart.add_series(series | {"name": table.columns[1].label, "gap": 60})
    chart.set_title({"name": title, "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    grid = {"visible": True, "line": {"color": "#d7dce1"}}
    chart.set_x_axis({"num_format": "0%", "min": 0, "max": 1, "major_gridlines": grid})
    chart.set_size({"width": 560, "height": 340})
    page = book.file.get_worksheet_by_name(sheet)
    page.insert_chart(2, len(table.columns) + 1, chart, {"description": title})
