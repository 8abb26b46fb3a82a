# SPDX-License-Identifier: EUPL-1.2
"""Read columns that the guess left aside, by their headings."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from schakel.composite.bad_input import Floats
from schakel.composite.specification.data_source import DataSource
from schakel.composite.spreadsheets.cells import read_text
from schakel.composite.spreadsheets.problems import Placed, WrongTable, problem_at
from schakel.composite.spreadsheets.read_sheets import Sheet, read_sheets
from schakel.composite.spreadsheets.tables import Roles, Table, gather_data
from schakel.composite.structure.indicator_data import IndicatorData, with_values

MOST_ROWS_ABOVE = 60


def read_other_columns(
    files: Sequence[str | Path],
    stated: DataSource,
    data: IndicatorData,
    headings: Sequence[str],
    indicators: Sequence[str],
) -> IndicatorData:
    """Return the data with columns of these headings beside them, as indicators where they are among those.

    They stand in any sheet, in a row of headings that also has the heading of the units.

    Raises
    ------
    WrongTable
        When no sheet has them all, or one cannot be read.
    """
    table = _find_table(read_sheets(files[0] if len(files) == 1 else list(files)), stated, headings)
    texts = {*stated.groups, *([stated.unit_name] if stated.unit_name else [])}
    numbers = [heading for heading in headings if heading not in texts]
    roles = Roles(
        unit=_unit_heading(stated),
        columns=numbers,
        period=stated.period if stated.period in table.columns and data.periods != ("",) else None,
        unit_name=stated.unit_name,
        groups=[group for group in stated.groups if group in headings],
        texts=stated.decimal_mark or "same",
    )
    found, problems = gather_data(_rows_of_units(table, roles.unit, data), roles)
    if found is None:
        raise WrongTable(problems)
    placed = {heading: _placed(found, heading, data) for heading in numbers}
    units = [found.units.index(unit) if unit in found.units else -1 for unit in data.units]
    groups = {
        name: tuple(members[row] if row >= 0 else "" for row in units)
        for name, members in found.groups.items()
    }
    names = tuple(
        found.name_of_unit(row) if row >= 0 else unit for unit, row in zip(data.units, units, strict=True)
    )
    own = [heading for heading in numbers if heading in indicators]
    values = np.concatenate([data.values, *(placed[heading][..., None] for heading in own)], axis=-1)
    beside = {heading: array for heading, array in placed.items() if heading not in own}
    return replace(
        with_values(data, values, (*data.columns, *own)),
        unit_names=names if stated.unit_name else data.unit_names,
        denominators={**data.denominators, **beside},
        groups={**data.groups, **groups},
    )


def _unit_heading(stated: DataSource) -> str:
    return stated.unit or "uCode"


def _find_table(sheets: Sequence[Sheet], stated: DataSource, headings: Sequence[str]) -> Table:
    for sheet in sheets:
        for row, cells in enumerate(sheet.rows[:MOST_ROWS_ABOVE]):
            names = [read_text(value) for value in cells]
            if {_unit_heading(stated), *headings} <= set(names):
                below = range(row + 1, len(sheet.rows))
                columns = {
                    name: [sheet.rows[number][column] for number in below]
                    for column, name in reversed(list(enumerate(names)))
                    if name
                }
                return Table(sheet.name, columns, [number + 1 for number in below])
    known = ", ".join(dict.fromkeys(read_text(v) for s in sheets for v in s.rows[0] if read_text(v)))
    raise WrongTable([problem_at("no_column", Placed(name, "-"), known=known) for name in headings])


def _rows_of_units(table: Table, unit: str, data: IndicatorData) -> Table:
    """Return the rows that are about a unit of the data; settings, totals and notes are left out."""
    held = set(data.units)
    rows = [row for row, value in enumerate(table.columns[unit]) if read_text(value) in held]
    columns = {name: [cells[row] for row in rows] for name, cells in table.columns.items()}
    return Table(table.name, columns, [table.row_numbers[row] for row in rows])


def _placed(found: IndicatorData, heading: str, data: IndicatorData) -> Floats:
    """Return a column in the order of periods and units of the data, shape (n_periods, n_units)."""
    column = found.column(heading)
    rows = {unit: row for row, unit in enumerate(found.units)}
    periods = {period: place for place, period in enumerate(found.periods)}
    placed = np.full((len(data.periods), len(data.units)), np.nan)
    for place, period in enumerate(data.periods):
        source = periods.get(period, 0 if found.periods == ("",) else None)
        if source is not None:
            for row, unit in enumerate(data.units):
                if unit in rows:
                    placed[place, row] = column[source, rows[unit]]
    return placed
