# SPDX-License-Identifier: EUPL-1.2
"""Cells of a workbook (.xlsx, .xlsm, .ods) or a CSV file as they stand, recognised by contents."""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from schakel.composite.bad_input import N_, BadInput
from schakel.composite.spreadsheets.read_csv import decode_text, find_separator, read_csv_rows
from schakel.composite.spreadsheets.read_ods import CONTENT, read_ods_tables

MOST_CELLS = 3_000_000
MOST_UNPACKED_BYTES = 150_000_000
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"
SHOWN = 5
_CELL_WITH_FORMULA = re.compile(rb"<c\b([^>]*)(?<!/)>(?:(?!</c>).)*?<f\b(?:(?!</c>).)*?</c>", re.DOTALL)
_STORED = re.compile(rb"<v>[^<]|<is>")

Source = str | Path | bytes | Sequence[str | Path]
Row = tuple[object, ...]


class NotASpreadsheet(BadInput):
    """A file in which no table can be read."""

    template = N_("{file} is no spreadsheet that can be read: {found}.")
    cure = N_("Open it in a spreadsheet program and save it as .xlsx, or export the sheet as CSV.")


class OversizedSpreadsheet(BadInput):
    """A workbook that unpacks to more than an index ever needs."""

    template = N_("{file} is too large for an index: {found}.")
    cure = N_("Save only the sheets you need, without empty rows and columns.")


class FormulaWithoutResult(BadInput):
    """Formulas whose results were never stored, so that their cells look empty."""

    template = N_("{file}, sheet '{sheet}': {n} formulas have no stored result ({cells}).")
    cure = N_("Open the workbook in a spreadsheet program, save it, and read it again.")


class NoSuchSheet(BadInput):
    """A sheet that the workbook does not have."""

    template = N_("There is no sheet '{sheet}'; there are {known}.")
    cure = N_("Name one of these sheets.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of equal length as they stand, empty ones too, from row 1; ``separator`` only of a CSV file."""

    name: str
    rows: tuple[Row, ...]
    separator: str = ""

    @property
    def width(self) -> int:
        """Number of columns."""
        return len(self.rows[0]) if self.rows else 0

    def address(self, row: int, column: int) -> str:
        """Return the place of a cell (counted from 0) as a spreadsheet writes it: Sheet!C5."""
        return f"{self.name}!{get_column_letter(column + 1)}{row + 1}"


def read_sheets(source: Source, *, only: Collection[str] | None = None) -> tuple[Sheet, ...]:
    """Return the visible sheets that hold something, in the order of the workbook.

    Parameters
    ----------
    source
        A path, the bytes of a file, or several paths (CSV files that belong together). A CSV file is one
        sheet, named after the file.
    only
        Names of the sheets that are wanted; by default all.

    Raises
    ------
    NotASpreadsheet, OversizedSpreadsheet, FormulaWithoutResult
        When a file cannot be read with certainty.
    """
    found = []
    for name, data in _contents(source):
        for sheet in _sheets(name, data, only):
            if sheet.rows and (only is None or sheet.name in only):
                found.append(sheet)
    return tuple(found)


def sheet_names(source: Source) -> tuple[str, ...]:
    """Return the names of the sheets without reading their cells.

    Raises
    ------
    NotASpreadsheet
        When a file is no spreadsheet.
    """
    names: list[str] = []
    for name, data in _contents(source):
        if not data.startswith(b"PK"):
            names.append(Path(name).stem)
            continue
        with _archive(data, name) as archive:
            if CONTENT in archive.namelist():
                names += [table for table, _ in _ods_tables(archive, name)]
            else:
                names += _opened(archive, data, name).sheetnames
    return tuple(names)


def named_sheet(sheets: Sequence[Sheet], name: str) -> Sheet:
    """Return the sheet of a name.

    Raises
    ------
    NoSuchSheet
        When there is none.
    """
    for sheet in sheets:
        if sheet.name == name:
            return sheet
    raise NoSuchSheet(sheet=name, known=", ".join(sheet.name for sheet in sheets))


def _contents(source: Source) -> Iterator[tuple[str, bytes]]:
    if isinstance(source, bytes):
        yield "file", source
    elif isinstance(source, str | Path):
        yield Path(source).name, Path(source).read_bytes()
    else:
        for path in source:
            yield Path(path).name, Path(path).read_bytes()


def _sheets(name: str, data: bytes, only: Collection[str] | None) -> Iterator[Sheet]:
    if data.startswith(OLD_WORKBOOK):
        raise NotASpreadsheet(file=name, found="an old (.xls) or encrypted workbook")
    if not data.startswith(b"PK"):
        yield _text_sheet(name, data)
        return
    with _archive(data, name) as archive:
        if CONTENT in archive.namelist():
            for table, rows in _ods_tables(archive, name):
                yield Sheet(table, _rectangle(rows, name))
        else:
            yield from _excel_sheets(archive, data, name, only)


def _archive(data: bytes, name: str) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise NotASpreadsheet(file=name, found=str(error)) from error
    size = sum(part.file_size for part in archive.infolist())
    if size > MOST_UNPACKED_BYTES:
        raise OversizedSpreadsheet(file=name, found=f"{size // 1_000_000} MB")
    return archive


def _text_sheet(name: str, data: bytes) -> Sheet:
    text = decode_text(data)
    if text is None:
        raise NotASpreadsheet(file=name, found="neither a workbook nor text")
    try:
        separator = find_separator(text)
        rows = read_csv_rows(text, separator)
    except csv.Error as error:
        raise NotASpreadsheet(file=name, found=str(error)) from error
    return Sheet(Path(name).stem, _rectangle(rows, name), separator)


def _ods_tables(archive: zipfile.ZipFile, name: str) -> list[tuple[str, list[list[object]]]]:
    try:
        return read_ods_tables(archive.read(CONTENT), MOST_CELLS)
    except ValueError as error:
        raise NotASpreadsheet(file=name, found=str(error)) from error


def _opened(archive: zipfile.ZipFile, data: bytes, name: str) -> Any:
    for part in archive.namelist():
        if part.endswith((".xml", ".rels")):
            with archive.open(part) as file:
                if b"<!DOCTYPE" in file.read(2048):
                    raise NotASpreadsheet(file=name, found=f"a document type in {part}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # a damaged workbook surfaces as almost any exception of the parser
        raise NotASpreadsheet(file=name, found=f"{type(error).__name__}: {error}"[:200]) from error


def _excel_sheets(
    archive: zipfile.ZipFile, data: bytes, name: str, only: Collection[str] | None
) -> Iterator[Sheet]:
    for page in _opened(archive, data, name).worksheets:
        if page.sheet_state != "visible" or (only is not None and page.title not in only):
            continue
        page.reset_dimensions()
        _refuse_formulas_without_result(archive.read(page._worksheet_path.lstrip("/")), name, page.title)
        try:
            rows = _rectangle(page.iter_rows(values_only=True), name)
        except BadInput:
            raise
        except Exception as error:  # as above
            raise NotASpreadsheet(file=name, found=f"{type(error).__name__}: {error}"[:200]) from error
        yield Sheet(page.title, rows)


def _refuse_formulas_without_result(xml: bytes, name: str, sheet: str) -> None:
    if b"<f" not in xml:
        return
    empty = []
    for cell in _CELL_WITH_FORMULA.finditer(xml):
        attributes = cell.group(1)
        if b't="str"' not in attributes and not _STORED.search(cell.group(0)):
            place = re.search(rb'\br="([A-Z]+[0-9]+)"', attributes)
            empty.append(place.group(1).decode() if place else "?")
    if empty:
        cells = ", ".join(empty[:SHOWN]) + (", ..." if len(empty) > SHOWN else "")
        raise FormulaWithoutResult(file=name, sheet=sheet, n=len(empty), cells=cells)


def _rectangle(rows: Iterable[Sequence[object]], name: str) -> tuple[Row, ...]:
    kept: list[Row] = []
    n_cells = 0
    for row in rows:
        cells = list(row)
        while cells and (cells[-1] is None or cells[-1] == ""):
            cells.pop()
        n_cells += len(cells)
        if n_cells > MOST_CELLS or len(kept) > MOST_CELLS:
            raise OversizedSpreadsheet(file=name, found=f"> {MOST_CELLS} cells")
        kept.append(tuple(None if isinstance(cell, str) and not cell.strip() else cell for cell in cells))
    while kept and not kept[-1]:
        kept.pop()
    width = max(map(len, kept), default=0)
    return tuple((*row, *[None] * (width - len(row))) for row in kept)
