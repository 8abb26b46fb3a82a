# SPDX-License-Identifier: EUPL-1.2
"""The two tables of COINr: iData (a row per unit) and iMeta (a row per column and branch).

Read by heading, whatever their order or case: in iData ``uCode`` and, where present, ``uName`` and ``Time``;
in iMeta ``iCode``, ``Type``, ``Parent``, ``Direction``, ``Weight`` and, where present, ``Level``, ``iName``,
``Unit``, ``Target``, ``Denominator``, ``goalpost_lower``, ``goalpost_upper``. COINr ignores further columns,
so :mod:`coinr_export` adds ``Factor``, ``Standard_error``, ``Relative_error`` and ``Aggregation`` where
they are needed. The layout is that of the COINr 1.1 documentation (``check_iData`` and ``check_iMeta``).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from schakel.composite.spreadsheets.cells import TextRule, is_unknown, read_number, read_text
from schakel.composite.spreadsheets.nodes import NodeRecord, read_nodes
from schakel.composite.spreadsheets.problems import Placed, TableProblem, WrongTable, problem_at
from schakel.composite.spreadsheets.tables import Roles, Table, gather_data
from schakel.composite.structure.frames import table_from_frame
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.indicator_data import IndicatorData
from schakel.composite.structure.tree import Tree

FIELDS = {
    "name": "iName",
    "parent": "Parent",
    "direction": "Direction",
    "weight": "Weight",
    "unit": "Unit",
    "target": "Target",
    "denominator": "Denominator",
    "low": "goalpost_lower",
    "high": "goalpost_upper",
    "factor": "Factor",
    "standard_error": "Standard_error",
    "relative_error": "Relative_error",
    "aggregation": "Aggregation",
}
REQUIRED = ("iCode", "Type", "Parent", "Direction", "Weight")
TYPES = ("Indicator", "Aggregate", "Group", "Denominator", "Other")
UNIT, NAME, TIME = "uCode", "uName", "Time"


def read_coinr_tables(indicator_frame: Any, meta_frame: Any) -> tuple[IndicatorData, Tree]:
    """Return the numbers and the structure that COINr's two tables hold.

    Parameters
    ----------
    indicator_frame
        iData: a row per unit, or per unit and ``Time``. A Polars or pandas frame, or a mapping to lists.
    meta_frame
        iMeta: a row per indicator, branch (type Aggregate), group and denominator. Columns of type Other
        are left out.

    Returns
    -------
    IndicatorData
        Units in the order of iData, columns in that of iMeta, raw values: not yet divided by denominators.
    Tree
        Branches may skip levels; ``Level`` only has to rise from child to parent.

    Raises
    ------
    WrongTable
        With every problem in both tables, each with its row (headings stand in row 1) and column: missing
        columns, codes used twice, unknown parents, types or denominators, a direction other than 1 or -1,
        text in numbers, columns that only one of the tables has, levels that do not rise to the parent.
    """
    return assemble_coinr_tables(
        table_from_frame(indicator_frame, "iData"), table_from_frame(meta_frame, "iMeta"), texts="never"
    )


def assemble_coinr_tables(data: Table, meta: Table, *, texts: TextRule) -> tuple[IndicatorData, Tree]:
    """Return numbers and structure of tables that are already columns; see :func:`read_coinr_tables`."""
    data = _with_headings(data, (UNIT, NAME, TIME))
    meta = _with_headings(meta, (*REQUIRED, "Level", *FIELDS.values()))
    known = ", ".join(meta.columns)
    missing = [column for column in REQUIRED if column not in meta.columns]
    if missing:
        raise WrongTable([problem_at("no_column", Placed(c, meta.name), known=known) for c in missing])
    kinds, problems = _read_types(meta)
    nodes = read_nodes(_records(meta, kinds), required=("direction", "weight"), texts=texts)
    problems += [*nodes.problems, *_level_problems(meta, kinds), *_denominator_problems(data, meta, kinds)]
    problems += _column_problems(data, meta, kinds)
    held, wrong = gather_data(data, _roles(data, meta, kinds, texts))
    problems += wrong
    if problems or held is None:
        raise WrongTable(problems)
    return held, grow_tree(nodes.indicators, nodes.branches)


def _with_headings(table: Table, headings: Sequence[str]) -> Table:
    usual = {heading.casefold(): heading for heading in headings}
    renamed = {usual.get(name.strip().casefold(), name.strip()): name for name in table.columns}
    columns = {heading: table.columns[name] for heading, name in renamed.items()}
    return Table(table.name, columns, table.row_numbers)


def _read_types(meta: Table) -> tuple[list[str], list[TableProblem]]:
    usual = {kind.casefold(): kind for kind in TYPES}
    kinds, problems = [], []
    for row in range(len(meta.row_numbers)):
        place = meta.place(row, "Type")
        kind = usual.get(read_text(place.value).casefold(), "")
        if not kind:
            code = read_text(meta.columns["iCode"][row])
            problems.append(problem_at("type", place, code=code, known=", ".join(TYPES)))
        kinds.append(kind)
    return kinds, problems


def _records(meta: Table, kinds: Sequence[str]) -> list[NodeRecord]:
    present = {name: heading for name, heading in FIELDS.items() if heading in meta.columns}
    return [
        NodeRecord(
            code=meta.place(row, "iCode"),
            is_branch=kind == "Aggregate",
            cells={name: meta.place(row, heading) for name, heading in present.items()},
        )
        for row, kind in enumerate(kinds)
        if kind in ("Indicator", "Aggregate")
    ]


def _level_problems(meta: Table, kinds: Sequence[str]) -> list[TableProblem]:
    if "Level" not in meta.columns:
        return []
    levels: dict[str, float] = {}
    problems = []
    rows = [row for row, kind in enumerate(kinds) if kind in ("Indicator", "Aggregate")]
    for row in rows:
        place = meta.place(row, "Level")
        number = read_number(place.value, "same")
        code = read_text(meta.columns["iCode"][row])
        if number is None:
            problems.append(problem_at("setting", place, code=code))
        elif not is_unknown(number):
            levels.setdefault(code, number)
    for row in rows:
        code, parent = (read_text(meta.columns[column][row]) for column in ("iCode", "Parent"))
        if code in levels and parent in levels and levels[code] >= levels[parent]:
            place = meta.place(row, "Level")
            details = {"code": code, "parent": parent, "parent_level": f"{levels[parent]:g}"}
            problems.append(problem_at("level", place, **details))
    return problems


def _denominator_problems(data: Table, meta: Table, kinds: Sequence[str]) -> list[TableProblem]:
    if "Denominator" not in meta.columns:
        return []
    codes = [read_text(code) for code in meta.columns["iCode"]]
    known = [c for c, kind in zip(codes, kinds, strict=True) if kind in ("Denominator", "Indicator")]
    usable = [code for code in known if code in data.columns]
    places = [meta.place(row, "Denominator") for row, kind in enumerate(kinds) if kind == "Indicator"]
    codes = [code for code, kind in zip(codes, kinds, strict=True) if kind == "Indicator"]
    return [
        problem_at("denominator", place, code=code, known=", ".join(usable))
        for code, place in zip(codes, places, strict=True)
        if read_text(place.value) and not is_unknown(place.value) and read_text(place.value) not in usable
    ]


def _column_problems(data: Table, meta: Table, kinds: Sequence[str]) -> list[TableProblem]:
    described: Mapping[str, str] = dict(zip(map(read_text, meta.columns["iCode"]), kinds, strict=True))
    problems = []
    for column in data.columns:
        place = Placed(column, data.name, None, column)
        if column in (UNIT, NAME, TIME):
            continue
        if column not in described:
            problems.append(problem_at("not_described", place, other=meta.name))
        elif described[column] == "Aggregate":
            problems.append(problem_at("branch_column", place, other=meta.name))
    for row, kind in enumerate(kinds):
        place = meta.place(row, "iCode")
        if kind not in ("Aggregate", "") and read_text(place.value) not in (*data.columns, ""):
            problems.append(problem_at("not_in_data", place, other=data.name))
    return problems


def _roles(data: Table, meta: Table, kinds: Sequence[str], texts: TextRule) -> Roles:
    def columns(wanted: str) -> list[str]:
        codes = zip(map(read_text, meta.columns["iCode"]), kinds, strict=True)
        return list(dict.fromkeys(code for code, kind in codes if kind == wanted and code in data.columns))

    named = meta.columns.get("Denominator", ())
    divided_by = {read_text(cell) for cell, kind in zip(named, kinds, strict=False) if kind == "Indicator"}
    indicators = columns("Indicator")
    return Roles(
        unit=UNIT,
        columns=indicators,
        period=TIME if TIME in data.columns else None,
        unit_name=NAME if NAME in data.columns else None,
        denominators=[*columns("Denominator"), *(code for code in indicators if code in divided_by)],
        groups=columns("Group"),
        texts=texts,
    )
