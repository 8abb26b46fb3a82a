# SPDX-License-Identifier: EUPL-1.2
"""Which cells of a raw table are the figures that a mapping asks for."""

import polars as pl

from schakel.dataroom.readers.mapping import ObservationMapping, level_of, region_reader
from schakel.dataroom.readers.periods import read_period
from schakel.dataroom.readers.raw_table import RawTable
from schakel.dataroom.readers.unreadable import Unreadable, excerpt
from schakel.koers.failures import N_

# The share of figures from which a column that is not all figures still counts as one, by its kind.
MOSTLY_FIGURES = {"text": 0.5, "period": 2.0}


class EmptyMapping(Unreadable):
    """A mapping that leaves no figure of the file."""

    template = N_("{file}: the mapping leaves no figure ({found}).")
    cure = N_("Check the filters and the value columns of the mapping.")


class UnclearColumns(Unreadable):
    """Columns of which the file does not say whether they hold years or figures."""

    template = N_("{file}: these columns may hold years or figures: {columns}.")
    cure = N_("Name the value columns in the mapping.")


class NoSuchText(Unreadable):
    """A filter on a text that the column never has."""

    template = N_("{file}: column '{column}' never has '{text}', which the mapping asks for.")
    cure = N_("Check the spelling of the filter, or download the figures that it asks for.")


def value_cells(table: RawTable, mapping: ObservationMapping) -> pl.DataFrame:
    """Return the cells of the value columns of the kept rows, with row and column index and flag."""
    n = len(table.columns)
    columns = [table.column_index(name) for name in mapping.value_columns or _default_columns(table, mapping)]
    if not columns:
        raise EmptyMapping(file=table.file_name, found=N_("there is no column of numbers"))
    place = pl.int_range(pl.len(), dtype=pl.Int64)
    rows = _kept_rows(table, mapping)
    cells = table.cells.with_columns(i=place // n, j=place % n).filter(
        pl.col("j").is_in(columns) & pl.col("i").is_in(rows.implode())
    )
    flags = table.texts(mapping.flag_column) if mapping.flag_column else pl.Series([""] * table.n_rows)
    return cells.with_columns(flag=flags.gather(cells["i"]) if table.n_rows else pl.lit(""))


def _default_columns(table: RawTable, mapping: ObservationMapping) -> list[str]:
    """Return the columns with figures; one wrong cell never makes a column of figures disappear."""
    places = (mapping.measure, mapping.region, mapping.period)
    used = {p.name for p in places if p.kind == "column"} | set(mapping.where) | {mapping.flag_column}
    shares = _figure_shares(table)
    chosen, unclear = [], []
    for i, (name, kind) in enumerate(zip(table.columns, table.kinds, strict=True)):
        if name in used:
            continue
        if kind in ("number", "empty") or shares[i] >= MOSTLY_FIGURES[kind] or _is_headed(table, mapping, i):
            chosen.append(name)
        elif kind == "period":
            unclear.append(excerpt(name))
    if unclear:
        raise UnclearColumns(file=table.file_name, columns=", ".join(unclear))
    return chosen


def _figure_shares(table: RawTable) -> list[float]:
    """Return, per column, the share of filled cells that are figures."""
    filled = table.cells.with_columns(j=pl.int_range(pl.len()) % len(table.columns)).filter(
        pl.col("text") != ""
    )
    shares = filled.group_by("j").agg(pl.col("number").is_not_null().mean())
    found = dict(shares.iter_rows())
    return [found.get(i, 0.0) for i in range(len(table.columns))]


def _is_headed(table: RawTable, mapping: ObservationMapping, column: int) -> bool:
    """Return whether the header above a column names a year or a region that the mapping asks for."""
    header = table.header[column]
    if mapping.period.kind == "header" and read_period(header[level_of(table, mapping.period)]):
        return True
    if mapping.region.kind == "header":
        return bool(region_reader(mapping)(header[level_of(table, mapping.region)])[0])
    codes = mapping.measure_codes or {}
    return mapping.measure.kind == "header" and header[level_of(table, mapping.measure)] in codes


def _kept_rows(table: RawTable, mapping: ObservationMapping) -> pl.Series:
    keep = pl.Series([True] * table.n_rows, dtype=pl.Boolean)
    for name, texts in mapping.where.items():
        column = table.texts(name)
        for text in sorted(set(texts) - set(column.unique())):
            raise NoSuchText(file=table.file_name, column=name, text=text)
        keep = keep & column.is_in(list(texts))
    return keep.arg_true().cast(pl.Int64)
