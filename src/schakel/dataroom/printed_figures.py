# SPDX-License-Identifier: EUPL-1.2
"""Reads the figures that a course prints: one row per figure and passage."""

from pathlib import Path
from typing import Final

import polars as pl

from schakel.koers.failures import N_, Failure

QUALIFIERS: Final = ("exact", "at_least", "approximately")
COLUMNS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "figure_id": pl.String,
    "quantity": pl.String,
    "label_nl": pl.String,
    "label_en": pl.String,
    "area": pl.String,
    "period": pl.Int64,
    "from_period": pl.Int64,
    "reference_date": pl.String,
    "value": pl.Float64,
    "unit": pl.String,
    "rounding": pl.Float64,
    "qualifier": pl.String,
    "definition_nl": pl.String,
    "definition_en": pl.String,
    "section": pl.String,
    "passage": pl.String,
    "passage_nl": pl.String,
    "passage_en": pl.String,
    "reading_nl": pl.String,
    "reading_en": pl.String,
}
_MAY_BE_EMPTY: Final = ("period", "from_period", "reference_date", "reading_nl", "reading_en")
_FIRST_DATA_LINE = 2


class NoPrintedFigures(Failure):
    """A course folder without its file of printed figures, or with one that is not a table."""

    template = N_("The printed figures of the course cannot be read from {file} ({found}).")
    cure = N_("Add the file as UTF-8 with commas, even when only its first line with names is filled.")


class WrongPrintedColumns(Failure):
    """A file of printed figures with other columns than were agreed."""

    template = N_("{file}, line 1: found the columns {found}; expected are {expected}.")
    cure = N_("Correct the first line of the file.")


class WrongPrintedFigure(Failure):
    """A row of the printed figures that cannot be used."""

    template = N_("{file}, line {line}, column {column}: found '{found}', expected {expected}.")
    cure = N_("Correct this line and try again.")


def load_printed_figures(course_folder: Path) -> pl.DataFrame:
    """Return the printed figures of a course in the order of the file, with the columns of ``COLUMNS``.

    Empty cells of ``period``, ``from_period``, ``reference_date`` and the readings are null (not
    stated); every other cell must be filled. ``rounding`` is the step to which the value was
    rounded (0: not rounded).

    Raises
    ------
    NoPrintedFigures, WrongPrintedColumns, WrongPrintedFigure
        With file, line and column.
    """
    path = course_folder / "printed_figures.csv"
    file = f"{course_folder.name}/{path.name}"
    try:
        raw = pl.read_csv(path, infer_schema=False)
    except (OSError, pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise NoPrintedFigures(file=file, found=reason) from error
    if set(raw.columns) != set(COLUMNS):
        raise WrongPrintedColumns(file=file, found=", ".join(raw.columns), expected=", ".join(COLUMNS))
    table = raw.select([pl.col(name).cast(kind, strict=False) for name, kind in COLUMNS.items()])
    _refuse_wrong_cells(raw, table, file)
    return table


def _refuse_wrong_cells(raw: pl.DataFrame, table: pl.DataFrame, file: str) -> None:
    for name, kind in COLUMNS.items():
        if kind != pl.String:
            unreadable = raw[name].is_not_null() & table[name].is_null()
            _refuse(raw, file, name, unreadable, "a number with a decimal point")
        if name not in _MAY_BE_EMPTY:
            _refuse(raw, file, name, raw[name].is_null(), "a value")
    finite = table["value"].is_finite() & table["rounding"].is_finite()
    _refuse(raw, file, "value", ~finite, "a finite number")
    _refuse(raw, file, "rounding", table["rounding"] < 0, "a step of 0 or more")
    _refuse(raw, file, "qualifier", ~table["qualifier"].is_in(QUALIFIERS), ", ".join(QUALIFIERS))
    _refuse(raw, file, "figure_id", table["figure_id"].is_duplicated(), "each id once")
    backwards = (table["from_period"] >= table["period"]).fill_null(False)
    _refuse(raw, file, "from_period", backwards, "a year before the period")


def _refuse(raw: pl.DataFrame, file: str, column: str, wrong: pl.Series, expected: str) -> None:
    if wrong.any():
        row = int(wrong.arg_true()[0])
        raise WrongPrintedFigure(
            file=file,
            line=row + _FIRST_DATA_LINE,
            column=column,
            found=raw[column][row] or "",
            expected=expected,
        )
