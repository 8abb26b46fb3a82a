# SPDX-License-Identifier: EUPL-1.2
"""Reads one shipped table of figures (CSV beside its YAML) into observations."""

import io
from typing import Final

import polars as pl

from schakel.dataroom.measures import Measure, SourceTable
from schakel.dataroom.observations import SCHEMA, check_observations
from schakel.dataroom.regions import RegionTable
from schakel.koers.failures import N_, Failure

REQUIRED: Final = ("measure", "region_code", "period", "value")
OPTIONAL: Final = ("lower", "upper", "status", "note", "measured_at_level", "vintage")
_FIRST_DATA_LINE = 2


class WrongFigure(Failure):
    """A row of a figure table that cannot be read."""

    template = N_("{file}, line {line}, column {column}: found {found}, expected {expected}.")
    cure = N_("Correct this line and load the figures again; nothing of the file was kept.")


class WrongColumns(Failure):
    """A figure table with other columns than were agreed."""

    template = N_("{file} has the columns {found}; expected are {expected}.")
    cure = N_("Correct the first line of the file.")


def read_figure_table(
    content: bytes,
    *,
    table: SourceTable,
    measures: dict[str, Measure],
    regions: RegionTable,
    snapshot_id: str,
) -> pl.DataFrame:
    """Return the observations of one ``figures/<table>.csv``.

    Columns that may be left out take a default: ``status`` normal, ``measured_at_level`` the
    level of the region itself, ``vintage`` that of the table, ``note`` empty, no bounds.

    Parameters
    ----------
    content
        The CSV (UTF-8, comma, first line with names).
    table, measures, regions
        The declaration of the table, every measure, every region.
    snapshot_id
        The snapshot that holds ``content``.

    Raises
    ------
    WrongColumns, WrongFigure
        With the line, for unknown columns, measures or regions and for values that are no number.
    WrongObservations
        When the figures break a rule of :mod:`schakel.dataroom.observations`.
    """
    file = f"{table.stem}.csv"
    raw = _read_text(content, file)
    own = {code: m for code, m in measures.items() if table in m.tables}
    _check_known(raw, file, "measure", own.keys(), "a measure that the YAML file beside it declares")
    _check_known(raw, file, "region_code", regions.codes, "a region of regions.csv")
    period = _numbers(raw, file, "period", pl.Int64)
    bounds = {name: _numbers(raw, file, name, pl.Float64) for name in ("value", "lower", "upper")}
    levels = pl.Series([regions.level(c) for c in raw["region_code"]], dtype=pl.String)
    observations = raw.with_columns(
        period,
        *bounds.values(),
        raw["status"].fill_null("normal"),
        raw["note"].fill_null(""),
        raw["vintage"].fill_null(table.vintage),
        raw["measured_at_level"].fill_null(levels),
        raw["measure"].replace_strict({c: m.unit_code for c, m in own.items()}).alias("unit"),
        pl.lit(table.id).alias("source_table"),
        pl.lit(snapshot_id).alias("snapshot_id"),
    )
    return check_observations(observations.select(list(SCHEMA)), file)


def _read_text(content: bytes, file: str) -> pl.DataFrame:
    try:
        raw = pl.read_csv(io.BytesIO(content), infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise WrongFigure(file=file, line=1, column="-", found=reason, expected="a CSV file") from error
    names = set(raw.columns)
    if not set(REQUIRED) <= names or names - set(REQUIRED) - set(OPTIONAL):
        expected = f"{', '.join(REQUIRED)} and, where needed, {', '.join(OPTIONAL)}"
        raise WrongColumns(file=file, found=", ".join(raw.columns), expected=expected)
    missing = [pl.lit(None, dtype=pl.String).alias(name) for name in OPTIONAL if name not in names]
    return raw.with_columns(missing)


def _check_known(raw: pl.DataFrame, file: str, column: str, known: object, expected: str) -> None:
    unknown = set(raw[column].unique().to_list()) - set(known)  # type: ignore[call-overload]
    if unknown:
        _refuse(
            raw, file, column, raw[column].is_in(list(unknown - {None})) | raw[column].is_null(), expected
        )


def _numbers(raw: pl.DataFrame, file: str, column: str, kind: type[pl.DataType]) -> pl.Series:
    numbers = raw[column].cast(kind, strict=False)
    unreadable = numbers.is_null() & raw[column].is_not_null()
    if unreadable.any():
        _refuse(raw, file, column, unreadable, "a number with a decimal point")
    return numbers


def _refuse(raw: pl.DataFrame, file: str, column: str, wrong: pl.Series, expected: str) -> None:
    row = int(wrong.arg_true()[0])
    raise WrongFigure(
        file=file, line=row + _FIRST_DATA_LINE, column=column, found=raw[column][row], expected=expected
    )
