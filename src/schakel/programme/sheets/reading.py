# SPDX-License-Identifier: EUPL-1.2
"""Read an uploaded spreadsheet: find the row with the headings, and the cells below it by column."""

from collections.abc import Mapping
from dataclasses import dataclass

from schakel.composite.spreadsheets.read_sheets import Sheet, read_sheets
from schakel.koers.failures import N_, Failure
from schakel.programme.sheets.definitions import SheetDefinition

MOST_ROWS = 5_000
HEADINGS_WITHIN = 10


class NoHeadings(Failure):
    """No row of the file holds the headings of the sheet."""

    template = N_("The file has no row with the headings of this sheet.")
    cure = N_("Download the sheet, fill that one in, and leave its first row as it is.")


class ColumnsMissing(Failure):
    """Columns that every row needs are not there."""

    template = N_("These columns are missing: {columns}.")
    cure = N_("Download the sheet again and paste your rows into it.")


class ColumnTwice(Failure):
    """The same column stands in the file twice."""

    template = N_("The column “{column}” stands in the file twice.")
    cure = N_("Remove one of the two.")


class TooManyRows(Failure):
    """More rows than can be checked at once."""

    template = N_("The file has {found} rows; at most {most} go at once.")
    cure = N_("Split it into several files.")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the file: its number as a spreadsheet shows it, and its cells by column."""

    number: int
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class SheetContents:
    """The rows of a sheet, and the headings that it does not know."""

    rows: tuple[SheetRow, ...]
    ignored: tuple[str, ...]


def read_upload(definition: SheetDefinition, content: bytes, headings: Mapping[str, str]) -> SheetContents:
    """Return the rows of an uploaded XLSX, ODS or CSV file.

    Parameters
    ----------
    headings
        The key of a column by its heading in lower case, in both languages; keys are known anyway.

    Raises
    ------
    NotASpreadsheet, NoHeadings, ColumnsMissing, ColumnTwice, TooManyRows
        See each.
    """
    known = {c.key: c.key for c in definition.columns} | {
        heading: key for heading, key in headings.items() if key in {c.key for c in definition.columns}
    }
    sheet, place = _find_headings(read_sheets(content), known)
    names = [str(cell or "").strip() for cell in sheet.rows[place]]
    keys = [known.get(name.casefold()) for name in names]
    _check_columns(definition, keys, names)
    rows = [
        SheetRow(number, {key: cell for key, cell in zip(keys, row, strict=True) if key is not None})
        for number, row in enumerate(sheet.rows[place + 1 :], start=place + 2)
        if any(cell not in (None, "") for cell in row)
    ]
    if len(rows) > MOST_ROWS:
        raise TooManyRows(found=len(rows), most=MOST_ROWS)
    ignored = tuple(n for n, k in zip(names, keys, strict=True) if k is None and n)
    return SheetContents(tuple(rows), ignored)


def _find_headings(sheets: tuple[Sheet, ...], known: Mapping[str, str]) -> tuple[Sheet, int]:
    best: tuple[int, Sheet, int] | None = None
    for sheet in sheets:
        for place, row in enumerate(sheet.rows[:HEADINGS_WITHIN]):
            n_known = sum(str(cell or "").strip().casefold() in known for cell in row)
            if n_known >= 2 and (best is None or n_known > best[0]):
                best = (n_known, sheet, place)
    if best is None:
        raise NoHeadings
    return best[1], best[2]


def _check_columns(definition: SheetDefinition, keys: list[str | None], names: list[str]) -> None:
    for key in {k for k in keys if k is not None}:
        if keys.count(key) > 1:
            raise ColumnTwice(column=names[keys.index(key)])
    missing = [c.key for c in definition.columns if c.is_required and c.key not in keys]
    if missing:
        raise ColumnsMissing(columns=", ".join(missing))
