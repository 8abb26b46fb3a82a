# SPDX-License-Identifier: EUPL-1.2
"""From equal rows of fields to a raw table, with every assumption stated."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain

import polars as pl

from schakel.dataroom.readers.delimited import Fields
from schakel.dataroom.readers.encodings import decode, unpack
from schakel.dataroom.readers.headers import Header, find_header
from schakel.dataroom.readers.numbers import Interpreted, interpret
from schakel.dataroom.readers.raw_table import Detected, Form, RawTable, ReadOptions, check_options
from schakel.dataroom.readers.unreadable import MOST_PROBLEMS_SHOWN, Remark, cell_problem
from schakel.koers.failures import N_

LEAST_FIGURES = 0.8

NO_HEADER = N_("The file has no row with column names; the columns are numbered.")
SEVERAL_HEADER_ROWS = N_("{count} header rows were taken together; blank cells took the name to their left.")
ENCODING = N_("The letters were read as {encoding}, which fits them best.")
DAMAGED_LETTERS = N_("{count} letters were already damaged when the file was made (first in row {row}).")
NO_LAST_BREAK = N_("The last row does not end with a line break; check that the file is whole.")
DOUBLED_QUOTES = N_("Every quotation mark was doubled; they were halved.")
WRAPPED_LINES = N_("Every line was wrapped in quotation marks; they were taken off.")
THOUSANDS = N_("Column '{name}': '{found}' was read as {number} because of the other cells.")
EITHER_WAY = N_("Column '{name}', row {row}: '{found}' can be read in two ways; state the decimal mark.")
NIL = N_("'-' was read as nil (0), as in StatLine, in {count} cells.")
BOTH_WAYS = N_("Column '{name}' has decimal points and decimal commas; state which it is.")
ODD_CELL = N_("Almost all cells are figures, but {problem}.")


@dataclass(frozen=True, slots=True)
class Text:
    """A decoded file."""

    text: str
    encoding: str
    compressed: bool
    remarks: tuple[Remark, ...]


def open_text(data: bytes, file_name: str, options: ReadOptions) -> Text:
    """Unpack and decode a file and say what was assumed."""
    check_options(options, file_name)
    plain, compressed = unpack(data, file_name)
    text, encoding = decode(plain, file_name, options.encoding)
    remarks = []
    if not options.encoding and encoding not in ("utf-8", "utf-8-sig", "utf-16"):
        remarks.append(Remark(ENCODING, {"encoding": encoding}))
    damaged = text.count("\ufffd")
    if damaged:
        row = text.count("\n", 0, text.index("\ufffd")) + 1
        remarks.append(Remark(DAMAGED_LETTERS, {"count": damaged, "row": row}))
    if not text.endswith(("\n", "\r", '"')):
        remarks.append(Remark(NO_LAST_BREAK))
    return Text(text, encoding, compressed, tuple(remarks))


def table_of_fields(
    fields: Fields,
    source: Text,
    file_name: str,
    form: Form,
    *,
    marks: Mapping[str, str],
    options: ReadOptions,
) -> RawTable:
    """Build the raw table of a delimited file."""
    marks = {**marks, **(options.marks or {})}
    header = find_header(fields.rows, file_name, marks, options.header_rows)
    rows, numbers = fields.rows[header.n_rows :], fields.row_numbers[header.n_rows :]
    header, rows = _without_empty_tail(header, rows)
    texts = pl.Series("text", chain.from_iterable(rows), dtype=pl.String)
    meaning = interpret(texts, len(header.columns), marks=marks, decimal_mark=options.decimal_mark)
    detected = Detected(
        form=form,
        encoding=source.encoding,
        separator=fields.separator,
        decimal_mark=overall_mark(meaning.decimal_marks),
        header_rows=header.n_rows,
        first_data_row=numbers[0],
        quoting=fields.quoting,
        compressed=source.compressed,
    )
    table = RawTable(
        file_name=file_name,
        columns=header.columns,
        header=header.levels,
        level_names=header.level_names,
        kinds=meaning.kinds,
        cells=meaning.cells.drop("shape"),
        row_numbers=tuple(numbers),
        column_numbers=tuple(range(1, len(header.columns) + 1)),
        detected=detected,
        titles=fields.titles,
        footers=fields.footers,
    )
    nil = (table.cells["status"] == "nil").sum()
    nils = [Remark(NIL, {"count": nil})] if nil and "-" not in (options.marks or {}) else []
    remarks = (*source.remarks, *_form_remarks(detected), *nils, *number_remarks(table, meaning))
    return replace(table, remarks=remarks)


def overall_mark(decimal_marks: tuple[str, ...]) -> str:
    """Return the decimal mark of a table: one of "," and ".", "by column", or "" where none is used."""
    used = {mark for mark in decimal_marks if mark}
    if not used:
        return ""
    return used.pop() if used in ({","}, {"."}) else "by column"


def number_remarks(table: RawTable, meaning: Interpreted) -> tuple[Remark, ...]:
    """State how doubtful numbers were read, and where cells look odd (the first twenty)."""
    n = len(table.columns)
    remarks: list[Remark] = []
    frame = meaning.cells.with_row_index("place").with_columns(column=pl.col("place") % n)
    either = frame.filter(pl.col("shape").is_in(["either_point", "either_comma"]))
    for place, text, number, column in (
        either.unique("column", keep="first", maintain_order=True)
        .select("place", "text", "number", "column")
        .iter_rows()
    ):
        name, row = table.columns[column], table.row_numbers[place // n]
        if number is not None:
            remarks.append(Remark(THOUSANDS, {"name": name, "found": text, "number": f"{number:g}"}))
        elif meaning.decimal_marks[column] == "?":
            remarks.append(Remark(EITHER_WAY, {"name": name, "row": row, "found": text}))
    both = [i for i, mark in enumerate(meaning.decimal_marks) if mark == "!" and _mostly_figures(frame, i)]
    remarks += [Remark(BOTH_WAYS, {"name": table.columns[i]}) for i in both]
    remarks += _odd_cells(table, frame)
    return tuple(remarks[:MOST_PROBLEMS_SHOWN])


def _mostly_figures(frame: pl.DataFrame, column: int) -> bool:
    cells = frame.filter((pl.col("column") == column) & (pl.col("text") != ""))
    return cells.filter(pl.col("shape").is_not_null()).height >= LEAST_FIGURES * cells.height


def _odd_cells(table: RawTable, frame: pl.DataFrame) -> list[Remark]:
    filled = frame.filter(pl.col("text") != "")
    odd = pl.col("status").is_null() & pl.col("shape").is_null()
    shares = filled.group_by("column").agg(odd.mean().alias("odd"), pl.len().alias("filled"))
    mostly = shares.filter(
        (pl.col("odd") > 0) & (pl.col("odd") <= 1 - LEAST_FIGURES) & (pl.col("filled") >= 5)
    )
    cells = filled.filter(odd & pl.col("column").is_in(mostly["column"].implode())).head(MOST_PROBLEMS_SHOWN)
    n = len(table.columns)
    problems = [
        cell_problem(
            table.row_numbers[place // n],
            table.column_numbers[column],
            table.columns[column],
            text,
            N_("a number"),
        )
        for place, text, column in cells.select("place", "text", "column").iter_rows()
    ]
    return [Remark(ODD_CELL, {"problem": problem}) for problem in problems]


def _form_remarks(detected: Detected) -> list[Remark]:
    remarks = []
    if detected.header_rows == 0:
        remarks.append(Remark(NO_HEADER))
    if detected.header_rows > 1:
        remarks.append(Remark(SEVERAL_HEADER_ROWS, {"count": detected.header_rows}))
    if detected.quoting == "doubled":
        remarks.append(Remark(DOUBLED_QUOTES))
    if detected.quoting == "wrapped lines":
        remarks.append(Remark(WRAPPED_LINES))
    return remarks


def _without_empty_tail(header: Header, rows: list[list[str]]) -> tuple[Header, list[list[str]]]:
    """Drop nameless columns at the right that are blank in every row (a separator after the last field)."""
    width = len(header.columns)
    while (
        width > 1
        and header.n_rows
        and not any(header.levels[width - 1])
        and not any(row[width - 1].strip() for row in rows)
    ):
        width -= 1
    if width == len(header.columns):
        return header, rows
    cut = replace(header, columns=header.columns[:width], levels=header.levels[:width])
    return cut, [row[:width] for row in rows]
