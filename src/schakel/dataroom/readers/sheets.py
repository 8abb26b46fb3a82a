# SPDX-License-Identifier: EUPL-1.2
"""The filled block of a worksheet: opened within bounds, merged cells filled, empty formulas refused."""

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from statistics import median
from typing import Any

import openpyxl
from openpyxl.utils.cell import range_boundaries

from schakel.dataroom.readers.unreadable import Unreadable, excerpt
from schakel.koers.failures import N_

MOST_CELLS = 3_000_000
MOST_UNPACKED_BYTES = 150_000_000
MOST_PARTS = 5_000
MOST_MERGED_CELLS = 200_000
FULL_ROW = 0.4
EUROSTAT_SHEET = "Data extracted on"
EUROSTAT_NOTES = ("Special value", "Observation flags", "Available flags")

_FORMULA_WITHOUT_VALUE = re.compile(
    rb"""<c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)(?:<v\s*/>|<v></v>)?</c>"""
)
_MERGED = re.compile(rb"""<mergeCell\b[^>]*?\bref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"""")
Value = Any


class NotAWorkbook(Unreadable):
    """A file that is no XLSX, or one that is damaged."""

    template = N_("{file} is not a readable workbook (.xlsx): {found}.")
    cure = N_("Open it in a spreadsheet program and save it again as .xlsx, or export the sheet as CSV.")


class OversizedWorkbook(Unreadable):
    """A workbook that unpacks to more than a regional table ever needs."""

    template = N_("{file} is too large to be a table: {found}.")
    cure = N_("Save only the sheet you need, without empty rows and columns, as .xlsx or CSV.")


class NoSuchSheet(Unreadable):
    """A sheet that the workbook does not have."""

    template = N_("{file} has no sheet '{sheet}'; it has: {available}.")
    cure = N_("Name one of these sheets.")


class FormulaWithoutValue(Unreadable):
    """Formulas whose results were never stored, so that their cells look empty."""

    template = N_("{file}, sheet '{sheet}': {count} formulas have no stored result ({cells}).")
    cure = N_("Open the workbook in a spreadsheet program, save it, and load it again.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of equal length with the place of each row and column, and the lines above and below."""

    name: str
    rows: list[list[Value]]
    row_numbers: list[int]
    column_numbers: list[int]
    titles: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()


def open_sheet(data: bytes, file_name: str, stated: str | None = None) -> tuple[Sheet, tuple[str, ...]]:
    """Return the stated sheet, or the one with most numbers, and the names of the other filled sheets.

    Raises
    ------
    NotAWorkbook, OversizedWorkbook, NoSuchSheet, FormulaWithoutValue
        When no sheet can be read with certainty.
    """
    try:
        with warnings.catch_warnings(), zipfile.ZipFile(io.BytesIO(data)) as archive:
            warnings.simplefilter("ignore")
            _check_archive(archive, file_name)
            workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            return _choose(workbook, archive, file_name, stated)
    except Unreadable:
        raise
    except Exception as error:  # a damaged workbook surfaces as almost any exception of the parser
        found = excerpt(f"{type(error).__name__}: {error}")
        raise NotAWorkbook(file=file_name, found=found) from error


def _check_archive(archive: zipfile.ZipFile, file_name: str) -> None:
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or size > MOST_UNPACKED_BYTES:
        found = f"{len(parts)} parts, {size // 1_000_000} MB unpacked"
        raise OversizedWorkbook(file=file_name, found=found)
    if "[Content_Types].xml" not in archive.namelist():
        raise NotAWorkbook(file=file_name, found="a zip file without a workbook")
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            with archive.open(part) as file:
                if b"<!DOCTYPE" in file.read(2048):
                    raise NotAWorkbook(file=file_name, found=f"a document type in {excerpt(part.filename)}")


def _choose(
    workbook: Any, archive: zipfile.ZipFile, file_name: str, stated: str | None
) -> tuple[Sheet, tuple[str, ...]]:
    names = [sheet.title for sheet in workbook.worksheets]
    if stated is not None and stated not in names:
        raise NoSuchSheet(file=file_name, sheet=stated, available=", ".join(names))
    best: Sheet | None = None
    most, filled = -1, []
    for worksheet in workbook.worksheets:
        if stated not in (None, worksheet.title) or (stated is None and worksheet.sheet_state != "visible"):
            continue
        sheet = _read(worksheet, archive, file_name)
        n_numbers = sum(_is_number(value) for row in sheet.rows for value in row)
        if len(sheet.rows) >= 2:
            filled.append(sheet.name)
        if len(sheet.rows) >= 2 and n_numbers > most:
            best, most = sheet, n_numbers
    if best is None:
        raise NotAWorkbook(file=file_name, found="no sheet has a table of at least two filled rows")
    _check_formulas(best.name, workbook, archive, file_name)
    return best, tuple(name for name in filled if name != best.name)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _read(worksheet: Any, archive: zipfile.ZipFile, file_name: str) -> Sheet:
    worksheet.reset_dimensions()
    rows: dict[int, list[Value]] = {}
    n_cells = 0
    for number, values in enumerate(worksheet.iter_rows(values_only=True), start=1):
        n_cells += len(values)
        if n_cells > MOST_CELLS:
            raise OversizedWorkbook(file=file_name, found=f"more than {MOST_CELLS} cells")
        if any(_is_filled(value) for value in values):
            rows[number] = list(values)
    width = max((len(row) for row in rows.values()), default=0)
    if width * len(rows) > MOST_CELLS:
        raise OversizedWorkbook(file=file_name, found=f"{len(rows)} rows of {width} cells")
    for row in rows.values():
        row.extend([None] * (width - len(row)))
    merged = _fill_merged(rows, archive.read(worksheet._worksheet_path))
    return _without_margins(worksheet.title, rows, merged)


def _is_filled(value: Value) -> bool:
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def _fill_merged(rows: dict[int, list[Value]], xml: bytes) -> set[int]:
    """Give every cell of a merged range the value of its first cell; return the rows touched sideways."""
    touched: set[int] = set()
    n_filled = 0
    for match in _MERGED.finditer(xml):
        left, top, right, bottom = range_boundaries(match[1].decode("ascii"))
        inside = [number for number in range(top, min(bottom, top + 10_000) + 1) if number in rows]
        n_filled += len(inside) * (right - left + 1)
        if n_filled > MOST_MERGED_CELLS or top not in rows or left > len(rows[top]):
            continue
        value = rows[top][left - 1]
        for number in inside:
            row = rows[number]
            row[left - 1 : right] = [value] * (min(right, len(row)) - left + 1)
            if right > left:
                touched.add(number)
    return touched


def _without_margins(name: str, rows: dict[int, list[Value]], merged: set[int]) -> Sheet:
    """Part titles and footers from the table, and drop blank columns at the left and right."""
    numbers = sorted(rows)
    counts = {
        n: _n_distinct(rows[n]) if n in merged and n == numbers[0] else _n_filled(rows[n]) for n in numbers
    }
    full = max(2.0, FULL_ROW * median(counts.values())) if counts else 0
    is_eurostat = bool(numbers) and _line(rows[numbers[0]]).startswith(EUROSTAT_SHEET)
    heads = [i for i, n in enumerate(numbers) if _is_first(rows[n], counts[n], full, is_eurostat)]
    first = heads[0] if heads else len(numbers)
    last = _end(rows, numbers, first, [counts[n] >= full for n in numbers], is_eurostat)
    kept = numbers[first:last]
    width = len(rows[numbers[0]]) if numbers else 0
    columns = [c for c in range(width) if any(_is_filled(rows[n][c]) for n in kept)]
    return Sheet(
        name=name,
        rows=[[rows[n][c] for c in columns] for n in kept],
        row_numbers=kept,
        column_numbers=[c + 1 for c in columns],
        titles=tuple(_line(rows[n]) for n in numbers[:first]),
        footers=tuple(_line(rows[n]) for n in numbers[last:]),
    )


def _end(
    rows: dict[int, list[Value]], numbers: list[int], first: int, is_full: list[bool], is_eurostat: bool
) -> int:
    """Return the place behind the last row of the table; notes stand below it after a blank row."""
    if is_eurostat:
        notes = [i for i, n in enumerate(numbers) if i > first and str(rows[n][0]).startswith(EUROSTAT_NOTES)]
        return notes[0] if notes else len(numbers)
    last = len(numbers)
    for i in range(len(numbers) - 1, first, -1):
        if is_full[i]:
            break
        if numbers[i] - numbers[i - 1] > 1:
            last = i
    return last


def _is_first(row: list[Value], n_filled: int, full: float, is_eurostat: bool) -> bool:
    if is_eurostat:
        return bool(row[0] == "TIME")
    return n_filled >= full and _n_distinct(row) > 1


def _n_filled(row: list[Value]) -> int:
    return sum(_is_filled(value) for value in row)


def _n_distinct(row: list[Value]) -> int:
    return len({str(value) for value in row if _is_filled(value)})


def _line(row: list[Value]) -> str:
    return " ".join(dict.fromkeys(str(value).strip() for value in row if _is_filled(value)))


def _check_formulas(name: str, workbook: Any, archive: zipfile.ZipFile, file_name: str) -> None:
    xml = archive.read(workbook[name]._worksheet_path)
    cells = [match[1].decode("ascii") for match in _FORMULA_WITHOUT_VALUE.finditer(xml)]
    if cells:
        shown = ", ".join(cells[:10])
        raise FormulaWithoutValue(file=file_name, sheet=name, count=len(cells), cells=shown)
