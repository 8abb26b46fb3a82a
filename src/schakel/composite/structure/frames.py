# SPDX-License-Identifier: EUPL-1.2
"""Numbers of an index from a Polars or pandas frame, and back to a Polars frame."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from schakel.composite.bad_input import N_, BadInput, WrongShape
from schakel.composite.spreadsheets.cells import (
    DecimalMark,
    is_unknown,
    number_problem,
    read_number,
    read_text,
)
from schakel.composite.spreadsheets.problems import Placed, WrongTable, problem_at
from schakel.composite.spreadsheets.tables import Cells, Roles, Table, gather_data
from schakel.composite.structure.indicator_data import CodesNotUnique, IndicatorData, UnknownColumn

FIRST_ROW = 2


class NotAFrame(BadInput):
    """Something without columns."""

    template = N_("A frame was expected, but this is of type {found}.")
    cure = N_("Give a Polars frame, a pandas frame, or a mapping from column names to lists.")


def data_from_frame(
    frame: Any,
    *,
    unit: str = "unit",
    period: str | None = None,
    columns: Sequence[str] | None = None,
    denominators: Sequence[str] = (),
    groups: Sequence[str] = (),
    unit_name: str | None = None,
) -> IndicatorData:
    """Return the numbers of a frame with a row per unit, or per unit and period.

    Parameters
    ----------
    frame
        A Polars frame, a pandas frame (its named index counts as a column), or a mapping from column names
        to lists. pandas itself is not needed.
    unit, unit_name
        Columns with the code of the unit and with words for readers.
    period
        Column with the period: a year or a text. Whole numbers are sorted, others stay in order.
    columns
        Columns with numbers; by default all that have no other role.
    denominators, groups
        Columns held beside the numbers: to divide by, and to compare within.

    Returns
    -------
    IndicatorData
        Values of shape (n_periods, n_units, k_columns) in the unit of the columns. Units stay in the order
        of the frame. An empty cell, NaN, and words such as "NA" are unknown (NaN), and so is a unit in a
        period for which it has no row.

    Raises
    ------
    WrongTable
        With every problem, each with its row (the names of the columns stand in row 1) and column:
        missing columns, text in a number column and how it would be read, infinite values, a unit twice in
        a period, a unit that changes its group.
    NotAFrame
        When the frame has no columns.
    """
    table = table_from_frame(frame, "frame", index=unit)
    others = {unit, period, unit_name, *denominators, *groups}
    named = [column for column in table.columns if column not in others] if columns is None else list(columns)
    data, problems = gather_data(table, Roles(unit, named, period, unit_name, denominators, groups))
    if data is None:
        raise WrongTable(problems)
    return data


def numbers_from_text(frame: Any, columns: Sequence[str], *, decimal_mark: DecimalMark) -> pl.DataFrame:
    """Return the frame with columns of text made numbers; empty cells and words such as "NA" become null.

    Thousands may be grouped by the other mark, a space or an apostrophe: "1.234,5" with a decimal comma.

    Raises
    ------
    WrongTable
        With every text that is no number with this decimal mark; rows are named by their first column.
    UnknownColumn
        For a column that is not there.
    """
    table = table_from_frame(frame, "frame")
    problems = []
    read: dict[str, Any] = dict(table.columns)
    for column in columns:
        if column not in table.columns:
            raise UnknownColumn(column=column, known=", ".join(table.columns))
        numbers = [read_number(cell, decimal_mark) for cell in table.columns[column]]
        for row, number in enumerate(numbers):
            if number is None:
                unit = read_text(next(iter(table.columns.values()))[row])
                problems.append(number_problem(table.place(row, column), unit))
        read[column] = pl.Series(column, numbers, dtype=pl.Float64).fill_nan(None)
    if problems:
        raise WrongTable(problems)
    return pl.DataFrame(read, strict=False)


def data_to_frame(
    data: IndicatorData, *, unit: str = "unit", period: str = "period", beside: bool = False
) -> pl.DataFrame:
    """Return the numbers as a frame with a row per period and unit; unknown values are null.

    Parameters
    ----------
    data
        Numbers without draws: shape (n_periods, n_units, k).
    unit, period
        Names of the columns for codes; the period is left out when there is one without a name.
    beside
        Also give ``unit_name``, the groups and the denominators.

    Returns
    -------
    pl.DataFrame
        Columns period, unit, those beside, and the columns of the data in their order.

    Raises
    ------
    WrongShape, CodesNotUnique
        With draws in front, or when two columns would get the same name.
    """
    if data.values.ndim != 3:
        raise WrongShape(name="values", found=data.values.shape, expected="(n_periods, n_units, k)")
    columns = _keys(data, unit, period)
    if beside:
        n_periods = len(data.periods)
        if data.unit_names:
            columns.append(("unit_name", list(data.unit_names) * n_periods))
        columns += [(name, list(members) * n_periods) for name, members in data.groups.items()]
        columns += [(name, numbers.ravel()) for name, numbers in data.denominators.items()]
    columns += [(code, data.values[..., place].ravel()) for place, code in enumerate(data.columns)]
    return _frame(columns)


def data_to_long_frame(data: IndicatorData, *, unit: str = "unit", period: str = "period") -> pl.DataFrame:
    """Return the numbers as a frame with a row per value: draw, period, unit, ``column`` and ``value``.

    The draw (counted from 0 over all leading axes) is left out when there are no leading axes, the period
    when there is one without a name. Unknown values are kept as null.

    Raises
    ------
    CodesNotUnique
        When two columns would get the same name.
    """
    k = len(data.columns)
    keys = [(name, [code for code in codes for _ in range(k)]) for name, codes in _keys(data, unit, period)]
    n_values = len(data.periods) * len(data.units)
    columns: list[tuple[str, Any]] = [*keys, ("column", list(data.columns) * n_values)]
    if data.values.ndim > 3:
        n_draws = int(np.prod(data.values.shape[:-3]))
        columns = [(name, list(codes) * n_draws) for name, codes in columns]
        columns.insert(0, ("draw", np.repeat(np.arange(n_draws), n_values * k)))
    return _frame([*columns, ("value", data.values.ravel())])


def table_from_frame(frame: Any, name: str, *, index: str | None = None) -> Table:
    """Return the columns of a frame, with row numbers as a spreadsheet with one heading row shows them.

    Raises
    ------
    NotAFrame, WrongShape, WrongTable
        When it has no columns, columns of unequal length, or two of the same name.
    """
    columns = _columns(frame, index)
    n_rows = max((len(cells) for cells in columns.values()), default=0)
    for column, cells in columns.items():
        if len(cells) != n_rows:
            raise WrongShape(name=column, found=(len(cells),), expected=(n_rows,))
    return Table(name, columns, range(FIRST_ROW, FIRST_ROW + n_rows))


def _columns(frame: Any, index: str | None) -> dict[str, Cells]:
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, pl.DataFrame):
        return {series.name: _series_cells(series) for series in frame}
    if isinstance(frame, Mapping):
        return {str(name): _cells(cells) for name, cells in frame.items()}
    if hasattr(frame, "columns"):
        repeated = [name for name, times in Counter(map(str, frame.columns)).items() if times > 1]
        if repeated:
            raise WrongTable([problem_at("heading_twice", Placed(name, "frame")) for name in repeated])
        found = {str(name): _cells(frame[name]) for name in frame.columns}
        beside = getattr(frame, "index", None)
        if index is not None and index not in found and getattr(beside, "name", None) == index:
            found = {index: _cells(beside), **found}
        return found
    if hasattr(frame, "__dataframe__"):
        return _columns(pl.from_dataframe(frame), index)
    raise NotAFrame(found=type(frame).__name__)


def _series_cells(series: pl.Series) -> Cells:
    if series.dtype.is_float():
        array: Cells = series.to_numpy()  # type: ignore[assignment]
        return array
    return series.to_list()


def _cells(column: Any) -> Cells:
    for name in ("to_list", "tolist"):
        if hasattr(column, name):
            column = getattr(column, name)()
            break
    cells = list(column)
    if cells and all(type(cell) is float for cell in cells):
        array: Cells = np.array(cells)  # type: ignore[assignment]
        return array
    return [None if is_unknown(cell) and not isinstance(cell, str) else cell for cell in cells]


def _keys(data: IndicatorData, unit: str, period: str) -> list[tuple[str, Any]]:
    keys: list[tuple[str, Any]] = []
    if data.periods != ("",):
        numbers = all(isinstance(code, int) for code in data.periods)
        codes = data.periods if numbers else tuple(map(str, data.periods))
        keys.append((period, [code for code in codes for _ in data.units]))
    return [*keys, (unit, list(data.units) * len(data.periods))]


def _frame(columns: Sequence[tuple[str, Any]]) -> pl.DataFrame:
    names = [name for name, _ in columns]
    for name in names:
        if names.count(name) > 1:
            raise CodesNotUnique(code=name, times=names.count(name), what=N_("columns of the frame"))
    series = [pl.Series(name, values, strict=False) for name, values in columns]
    return pl.DataFrame([one.fill_nan(None) if one.dtype.is_float() else one for one in series])
