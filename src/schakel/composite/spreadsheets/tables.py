# SPDX-License-Identifier: EUPL-1.2
"""From a table with a row per unit (and period) to a cube of numbers, every problem found at once."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from schakel.composite.bad_input import Floats
from schakel.composite.spreadsheets.cells import TextRule, is_unknown, number_problem, read_number, read_text
from schakel.composite.spreadsheets.problems import Placed, TableProblem, problem_at, shown
from schakel.composite.structure.indicator_data import IndicatorData, Period, hold_data

Cells = Sequence[object]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of equal length by their heading; ``row_numbers`` are those that a spreadsheet shows."""

    name: str
    columns: Mapping[str, Cells]
    row_numbers: Sequence[int]

    def place(self, row: int, column: str) -> Placed:
        """Return the value of a column in a row (counted from 0), with its place."""
        return Placed(self.columns[column][row], self.name, self.row_numbers[row], column)


@dataclass(frozen=True, slots=True)
class Roles:
    """Which columns of a table hold what; ``texts`` says which texts count as numbers."""

    unit: str
    columns: Sequence[str]
    period: str | None = None
    unit_name: str | None = None
    denominators: Sequence[str] = ()
    groups: Sequence[str] = ()
    texts: TextRule = "never"


@dataclass(slots=True)
class _Rows:
    """Place of each kept row of the table in the cube; ``first_rows`` has one row for each unit."""

    units: list[str] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    row_units: list[str] = field(default_factory=list)
    row_periods: list[Period] = field(default_factory=list)


def gather_data(table: Table, roles: Roles) -> tuple[IndicatorData | None, list[TableProblem]]:
    """Return the numbers of a table as a cube, or None with everything that is wrong in it.

    Units stay in the order in which they first occur; periods that are whole numbers are sorted, others stay
    in order. A unit without a row for a period is unknown (NaN) there. A unit's name is that of its last row.
    """
    problems = _missing_columns(table, roles)
    if problems:
        return None, problems
    rows = _place_rows(table, roles, problems)
    beside = (*roles.columns, *roles.denominators)
    numbers = {column: _numbers(table, column, roles, problems) for column in dict.fromkeys(beside)}
    groups = {column: _groups(table, column, rows, problems) for column in roles.groups}
    if problems:
        return None, problems
    names = _names(table, roles.unit_name, rows)
    cubes = {column: _spread(values, rows) for column, values in numbers.items()}
    shape = (len(rows.periods), len(rows.units), 0)
    held = hold_data(
        np.stack([cubes[column] for column in roles.columns], axis=-1) if roles.columns else np.empty(shape),
        units=rows.units,
        columns=list(roles.columns),
        periods=rows.periods,
        unit_names=names,
        denominators={column: cubes[column] for column in roles.denominators},
        groups=groups,
    )
    return held, []


def _missing_columns(table: Table, roles: Roles) -> list[TableProblem]:
    named = [roles.unit, roles.period, roles.unit_name, *roles.columns, *roles.denominators, *roles.groups]
    known = ", ".join(table.columns)
    missing = [c for c in dict.fromkeys(named) if c is not None and c not in table.columns]
    problems = [problem_at("no_column", Placed(column, table.name), known=known) for column in missing]
    if not problems and not table.row_numbers:
        problems.append(problem_at("no_rows", Placed(None, table.name)))
    return problems


def _place_rows(table: Table, roles: Roles, problems: list[TableProblem]) -> _Rows:
    rows = _Rows()
    seen: dict[tuple[str, Period], int] = {}
    for row, number in enumerate(table.row_numbers):
        unit = read_text(table.columns[roles.unit][row])
        period = _read_period(table.columns[roles.period][row]) if roles.period else ""
        if not unit:
            problems.append(problem_at("no_unit_code", table.place(row, roles.unit)))
        elif period is None:
            problems.append(problem_at("no_period", table.place(row, roles.period or ""), unit=unit))
        elif (unit, period) in seen:
            place = table.place(row, roles.unit)
            problems.append(problem_at("unit_twice", place, first=seen[unit, period]))
        else:
            seen[unit, period] = number
            rows.rows.append(row)
            rows.row_units.append(unit)
            rows.row_periods.append(period)
    rows.units = list(dict.fromkeys(rows.row_units))
    rows.periods = list(dict.fromkeys(rows.row_periods))
    whole = [period for period in rows.periods if isinstance(period, int)]
    if len(whole) == len(rows.periods):
        rows.periods = list(sorted(whole))
    return rows


def _read_period(value: object) -> Period | None:
    text = read_text(value)
    if is_unknown(text):
        return None
    return int(text) if text.isascii() and text.isdigit() and str(int(text)) == text else text


def _numbers(table: Table, column: str, roles: Roles, problems: list[TableProblem]) -> Floats:
    cells = table.columns[column]
    if isinstance(cells, np.ndarray) and cells.dtype.kind == "f":
        numbers: Floats = cells.astype(np.float64)
    else:
        found = [read_number(cell, roles.texts) for cell in cells]
        for row, number in enumerate(found):
            if number is None:
                unit = read_text(table.columns[roles.unit][row])
                problems.append(number_problem(table.place(row, column), unit))
        numbers = np.array([math.nan if number is None else number for number in found], dtype=np.float64)
    for row in np.flatnonzero(np.isinf(numbers)).tolist():
        unit = read_text(table.columns[roles.unit][row])
        problems.append(problem_at("infinite", table.place(row, column), unit=unit))
    return numbers


def _groups(table: Table, column: str, rows: _Rows, problems: list[TableProblem]) -> tuple[str, ...]:
    members: dict[str, str] = {}
    for row, unit in zip(rows.rows, rows.row_units, strict=True):
        group = read_text(table.columns[column][row])
        if not group:
            continue
        if members.setdefault(unit, group) != group:
            place = table.place(row, column)
            problems.append(problem_at("two_groups", place, unit=unit, other=shown(members[unit])))
    return tuple(members.get(unit, "") for unit in rows.units)


def _names(table: Table, column: str | None, rows: _Rows) -> tuple[str, ...]:
    if column is None:
        return ()
    names = {unit: unit for unit in rows.units}
    for row, unit in zip(rows.rows, rows.row_units, strict=True):
        names[unit] = read_text(table.columns[column][row]) or names[unit]
    return tuple(names[unit] for unit in rows.units)


def _spread(values: Floats, rows: _Rows) -> Floats:
    unit_places = {unit: place for place, unit in enumerate(rows.units)}
    period_places = {period: place for place, period in enumerate(rows.periods)}
    spread = np.full((len(rows.periods), len(rows.units)), np.nan)
    along = [period_places[period] for period in rows.row_periods]
    spread[along, [unit_places[unit] for unit in rows.row_units]] = values[rows.rows]
    return spread
