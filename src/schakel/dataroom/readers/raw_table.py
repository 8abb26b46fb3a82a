# SPDX-License-Identifier: EUPL-1.2
"""The table as it lies in a file: text, number and status of every cell, and where it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import polars as pl

from schakel.dataroom.readers.unreadable import Remark, Unreadable, excerpt
from schakel.koers.failures import N_

Form = Literal["statline_csv", "eurostat_tsv", "sdmx_csv", "workbook", "plain_csv"]
Kind = Literal["number", "period", "text", "empty"]

MARK_STATUSES = ("missing", "suppressed", "nil")


class NoSuchColumn(Unreadable):
    """A column that the mapping or the options name and the file does not have."""

    template = N_("{file} has no column '{column}'; it has: {available}.")
    cure = N_("Name one of these columns in the mapping.")


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user states about a file instead of leaving it to the evidence; None = by evidence.

    Parameters
    ----------
    encoding, separator, decimal_mark
        For example ``"mac_roman"``, ``";"``, ``","``.
    header_rows
        Number of rows with column names (0 = the file has none).
    sheet
        Name of the sheet of a workbook.
    form
        Form of the file, where its contents do not tell (``"statline_csv"``).
    marks
        Extra texts that stand for a status: ``{"-": "nil", "n.b.": "missing"}``.
    """

    encoding: str | None = None
    separator: str | None = None
    decimal_mark: Literal[",", "."] | None = None
    header_rows: int | None = None
    sheet: str | None = None
    form: Form | None = None
    marks: Mapping[str, str] | None = None


class WrongOption(Unreadable):
    """A stated option that can never fit."""

    template = N_("{file}: the option {option} cannot be '{found}'; it is {expected}.")
    cure = N_("Change the option, or leave it out.")


def check_options(options: ReadOptions, file_name: str) -> None:
    """Raise ``WrongOption`` for a separator, decimal mark or mark that no file can have."""
    separator, decimal, marks = options.separator, options.decimal_mark, options.marks or {}
    if separator is not None and (len(separator) != 1 or separator in '"\r\n\0'):
        expected = N_("one character that is no quotation mark or line break")
        raise WrongOption(file=file_name, option="separator", found=excerpt(separator), expected=expected)
    if decimal not in (None, ",", "."):
        raise WrongOption(
            file=file_name, option="decimal_mark", found=decimal, expected=N_("a comma or a point")
        )
    if options.form not in (None, *get_args(Form)):
        expected = ", ".join(get_args(Form))
        raise WrongOption(file=file_name, option="form", found=options.form, expected=expected)
    for text, status in marks.items():
        if status not in MARK_STATUSES:
            found = f"{text} = {status}"
            raise WrongOption(file=file_name, option="marks", found=found, expected=", ".join(MARK_STATUSES))


@dataclass(frozen=True, slots=True)
class Detected:
    """What a reader found out about the form of a file.

    ``decimal_mark`` is "," or ".", "by column" where columns differ, "" where no number has one.
    ``header_rows`` counts rows with names; ``first_data_row`` is counted from 1 in the file.
    """

    form: Form
    encoding: str
    separator: str
    decimal_mark: str
    header_rows: int
    first_data_row: int
    quoting: Literal["normal", "doubled", "wrapped lines", "none"] = "normal"
    compressed: bool = False
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text (trimmed), number, status and note, and its row and column in the file.

    ``status`` is None for a text; ``number`` is None for a text, a missing and a suppressed figure.
    """

    text: str
    number: float | None
    status: str | None
    note: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it lies in a file.

    Parameters
    ----------
    columns
        Unique column names; several header rows are joined with " | ".
    header
        For each column its header cells from top to bottom (merged cells filled forward).
    level_names
        Names of the header rows, from the corner of a wide table ("Regio's", "Perioden").
    kinds
        For each column: number, period, text or empty.
    cells
        One row a cell, row by row (length rows x columns): ``text`` (String, trimmed), ``number``
        (Float64, null = none), ``status`` (String, null = a text), ``note`` (String).
    row_numbers, column_numbers
        Place in the file of each row and column, counted from 1.
    remarks
        What was assumed and what looks odd, with its place.
    titles, footers
        Lines above and below the table.
    """

    file_name: str
    columns: tuple[str, ...]
    header: tuple[tuple[str, ...], ...]
    level_names: tuple[str, ...]
    kinds: tuple[Kind, ...]
    cells: pl.DataFrame
    row_numbers: tuple[int, ...]
    column_numbers: tuple[int, ...]
    detected: Detected
    remarks: tuple[Remark, ...] = ()
    titles: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()

    @property
    def n_rows(self) -> int:
        """Number of data rows."""
        return len(self.row_numbers)

    def column_index(self, name: str) -> int:
        """Return the place of a column, or raise ``NoSuchColumn``."""
        if name not in self.columns:
            available = ", ".join(excerpt(c) for c in self.columns[:30])
            raise NoSuchColumn(file=self.file_name, column=name, available=available)
        return self.columns.index(name)

    def cell(self, row: int, column: int | str) -> Cell:
        """Return one cell; ``row`` counts data rows from 0."""
        index = self.column_index(column) if isinstance(column, str) else column
        text, number, status, note = self.cells.row(row * len(self.columns) + index)
        return Cell(text, number, status, note, self.row_numbers[row], self.column_numbers[index])

    def rows(self, limit: int | None = None) -> Iterator[tuple[Cell, ...]]:
        """Yield rows of cells, for a preview; large tables are better read with ``cells``."""
        for row in range(self.n_rows if limit is None else min(limit, self.n_rows)):
            yield tuple(self.cell(row, column) for column in range(len(self.columns)))

    def texts(self, column: str) -> pl.Series:
        """Return the texts of a column (String, "" = blank)."""
        return self.cells["text"].gather_every(len(self.columns), self.column_index(column)).alias(column)

    def numbers(self, column: str) -> pl.Series:
        """Return the numbers of a column (Float64, null = text, missing or suppressed)."""
        return self.cells["number"].gather_every(len(self.columns), self.column_index(column)).alias(column)

    def to_frame(self) -> pl.DataFrame:
        """Return the table with number columns as Float64 and the others as text."""
        return pl.DataFrame(
            [
                self.numbers(name) if kind == "number" else self.texts(name)
                for name, kind in zip(self.columns, self.kinds, strict=True)
            ]
        )
