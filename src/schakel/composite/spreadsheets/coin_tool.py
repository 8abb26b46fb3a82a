# SPDX-License-Identifier: EUPL-1.2
"""Read the workbook of the COIN Tool, the Excel tool of the Joint Research Centre (Becker et al. 2019).

No workbook of the tool was at hand. The layout is the one that the documentation and the source of COINr's
``import_coin_tool`` describe (COINr 1.1, which reads versions 1.x of the tool): on the sheet *Database* units
stand from row 17 (name in column B, code in column C), indicators from column E, at most 299 and 99; above
each indicator row 16 has its code (``Ind.01``), row 15 its name, rows 14 to 11 the codes of its sub-pillar
(``sp.01``), pillar (``p.01``), sub-index (``si.01``) and ``Index``, and rows 10 to 7 the upper goalpost, the
lower goalpost, the direction and the weight; an unknown value is ``n/a``. On the sheet *Framework* a table
headed in row 4 (row 5 in releases before 2019) has the code of each dimension in column C, its weight in
column E and its name in column H, unused rows being ``--``.

Not the addresses but these marks are looked for: the row with ``Ind.`` codes, the rows with ``sp.``, ``p.``
and ``si.`` codes above it, the other rows by a label in front of them and otherwise by their distance to the
row of codes, and on *Framework* the column with those codes. Assumed beyond the description: an indicator
whose code for a level is empty or ``--`` skips that level; a level on which all indicators have one and the
same code is not used (as COINr assumes); *Framework* need not be there, and weights are then equal. The
tool's own codes are kept, as it has no others.

Reference: W. Becker and others (2019), *COIN Tool User Guide*, EUR 29899 EN, doi:10.2760/523877.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from schakel.composite.bad_input import N_, BadInput
from schakel.composite.spreadsheets.cells import is_number, is_unknown, read_text
from schakel.composite.spreadsheets.guess_words import UNIT_NAMES, plain
from schakel.composite.spreadsheets.nodes import NodeRecord, read_nodes
from schakel.composite.spreadsheets.problems import Placed, TableProblem, WrongTable, problem_at, shown
from schakel.composite.spreadsheets.read_sheets import Sheet, Source, read_sheets
from schakel.composite.spreadsheets.tables import Roles, Table, gather_data
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.indicator_data import IndicatorData
from schakel.composite.structure.tree import Tree

DATABASE, FRAMEWORK = "Database", "Framework"
INDICATOR_CODE = re.compile(r"ind\.\d+", re.IGNORECASE)
LEVELS = (re.compile(r"sp\.\d+"), re.compile(r"p\.\d+"), re.compile(r"si\.\d+"), re.compile(r"index"))
LEVEL_ROWS = (-2, -3, -4, -5)
SETTING_ROWS = {"name": -1, "high": -6, "low": -7, "direction": -8, "weight": -9}
LABELS = {
    "name": ("indicator name", "indicator names"),
    "high": ("upper goalpost", "goalpost upper", "upper", "goalpost max", "max goalpost"),
    "low": ("lower goalpost", "goalpost lower", "lower", "goalpost min", "min goalpost"),
    "direction": ("direction", "direction of effect"),
    "weight": ("weight", "weights", "indicator weight"),
}
UNIT_NAME_COLUMN, UNIT_CODE_COLUMN = 1, 2
UNUSED = ("--", "-", "n/a", "0")
WEIGHT_STEP, NAME_STEP = 2, 5
ROWS_ABOVE = 12


class NotACoinTool(BadInput):
    """A workbook without the marks of the COIN Tool."""

    template = N_("This is no workbook of the COIN Tool: {found}.")
    cure = N_("It needs a sheet 'Database' with a row of indicator codes Ind.01, Ind.02 and on.")


@dataclass(frozen=True, slots=True)
class _Database:
    sheet: Sheet
    code_row: int
    columns: tuple[int, ...]
    rows: Mapping[str, int]
    levels: tuple[int | None, ...]
    problems: list[TableProblem] = field(default_factory=list)

    def place(self, row: int, column: int) -> Placed:
        """Return a cell with its place; what the tool uses for nothing is None."""
        value = self.sheet.rows[row][column] if 0 <= row < len(self.sheet.rows) else None
        empty = is_unknown(value) or (isinstance(value, str) and value.strip() in UNUSED[:2])
        return Placed(None if empty else value, self.sheet.name, row + 1, get_column_letter(column + 1))


def read_coin_tool(source: Source) -> tuple[IndicatorData, Tree]:
    """Return the numbers and the structure in a workbook of the COIN Tool; see the module for its layout.

    Parameters
    ----------
    source
        A path, or the bytes of the file (.xlsx or .xlsm).

    Returns
    -------
    IndicatorData
        One period; units and indicators in the order of the workbook, with ``n/a`` and empty cells NaN.
        Columns without name and figures are not there; a column with a name but no figures is all NaN.
    Tree
        Levels that are not used are left out. Goalposts are in the indicator's own unit and direction.

    Raises
    ------
    NotACoinTool
        When the sheet or the row of codes is not found.
    WrongTable
        With everything that is wrong in the cells, each with row and column letter.
    """
    sheets = {sheet.name: sheet for sheet in read_sheets(source, only=(DATABASE, FRAMEWORK))}
    if DATABASE not in sheets:
        raise NotACoinTool(found="no sheet 'Database'")
    database = _find_database(sheets[DATABASE])
    dimensions = _read_framework(sheets.get(FRAMEWORK))
    records = _records(database, dimensions)
    nodes = read_nodes(records, required=("direction", "weight"))
    table, roles = _units_table(database)
    data, wrong = gather_data(table, roles)
    problems = [*database.problems, *nodes.problems, *wrong]
    if problems or data is None:
        raise WrongTable(problems)
    return data, grow_tree(nodes.indicators, nodes.branches)


def looks_like_coin_tool(sheet: Sheet) -> bool:
    """Return whether a sheet has the row of indicator codes."""
    return sheet.name == DATABASE and _code_row(sheet) is not None


def _code_row(sheet: Sheet) -> int | None:
    for number, row in enumerate(sheet.rows[:60]):
        if sum(isinstance(v, str) and bool(INDICATOR_CODE.fullmatch(v.strip())) for v in row) >= 1:
            return number
    return None


def _find_database(sheet: Sheet) -> _Database:
    code_row = _code_row(sheet)
    if code_row is None:
        raise NotACoinTool(found="no row with codes Ind.01, Ind.02 and on")
    cells = sheet.rows[code_row]
    columns = [c for c, v in enumerate(cells) if isinstance(v, str) and INDICATOR_CODE.fullmatch(v.strip())]
    rows = {name: code_row + step for name, step in SETTING_ROWS.items()}
    for number, row in enumerate(sheet.rows[:code_row]):
        if number < code_row - ROWS_ABOVE:
            continue
        labels = {plain(value) for value in row[: columns[0]] if isinstance(value, str)}
        for name, words in LABELS.items():
            if labels & set(words):
                rows[name] = number
    levels = tuple(
        _level_row(sheet, range(code_row), columns, pattern, code_row + step)
        for pattern, step in zip(LEVELS, LEVEL_ROWS, strict=True)
    )
    found = _Database(sheet, code_row, tuple(columns), rows, levels)
    body = sheet.rows[code_row + 1 :]
    kept = [
        column
        for column in columns
        if found.place(rows["name"], column).value not in (None, "0", 0)
        or any(is_number(row[column]) for row in body)
    ]
    return _Database(sheet, code_row, tuple(kept), rows, levels)


def _level_row(
    sheet: Sheet, rows: range, columns: Sequence[int], pattern: re.Pattern[str], usual: int
) -> int | None:
    def hits(number: int) -> int:
        texts = (read_text(sheet.rows[number][column]).casefold() for column in columns)
        return sum(bool(pattern.fullmatch(text)) for text in texts)

    best = max(rows, key=lambda number: (hits(number), number == usual), default=None)
    return best if best is not None and hits(best) else None


def _read_framework(sheet: Sheet | None) -> dict[str, dict[str, Placed]]:
    """Return weight and name of each dimension by its code, small letters."""
    if sheet is None:
        return {}
    hits: dict[int, int] = {}
    for row in sheet.rows:
        for column, value in enumerate(row):
            if any(level.fullmatch(read_text(value).casefold()) for level in LEVELS):
                hits[column] = hits.get(column, 0) + 1
    if not hits:
        return {}
    codes = max(hits, key=lambda column: (hits[column], -column))
    weights, names = codes + WEIGHT_STEP, codes + NAME_STEP
    found = {}
    for number, row in enumerate(sheet.rows):
        code = read_text(row[codes]).casefold()
        if not any(level.fullmatch(code) for level in LEVELS):
            weights = next((c for c, v in enumerate(row) if plain(v) in LABELS["weight"]), weights)
            continue
        found[code] = {
            name: Placed(row[column], sheet.name, number + 1, get_column_letter(column + 1))
            for name, column in (("weight", weights), ("name", names))
            if column < len(row) and shown(row[column]) not in UNUSED[:3]
        }
    return found


def _records(database: _Database, dimensions: Mapping[str, Mapping[str, Placed]]) -> list[NodeRecord]:
    used = [level for level in database.levels if level is not None]
    used = [row for row in used if row == database.levels[-1] or _is_used(database, row)]
    records: list[NodeRecord] = []
    parents: dict[str, Placed] = {}
    codes: dict[str, Placed] = {}
    for column in database.columns:
        places = [database.place(row, column) for row in used]
        path = [place for place in places if place.value is not None and shown(place.value) not in UNUSED]
        cells = {name: database.place(row, column) for name, row in database.rows.items()}
        if path:
            cells["parent"] = path[0]
        records.append(NodeRecord(database.place(database.code_row, column), False, cells))
        for child, parent in zip(path, [*path[1:], None], strict=True):
            code = read_text(child.value)
            codes.setdefault(code, child)
            if parent is None:
                continue
            known = parents.setdefault(code, parent)
            if read_text(known.value) != read_text(parent.value):
                details = {"code": code, "other": read_text(known.value)}
                database.problems.append(problem_at("two_parents", parent, **details))
    for code, place in codes.items():
        cells = dict(dimensions.get(code.casefold(), {}))
        if code in parents:
            cells["parent"] = parents[code]
        records.append(NodeRecord(place, True, cells))
    return records


def _is_used(database: _Database, row: int) -> bool:
    values = {shown(database.place(row, column).value) for column in database.columns}
    return len(values) > 1


def _units_table(database: _Database) -> tuple[Table, Roles]:
    sheet, first = database.sheet, database.code_row + 1
    codes, names = UNIT_CODE_COLUMN, UNIT_NAME_COLUMN
    for column, value in enumerate(sheet.rows[database.code_row][: database.columns[0]]):
        if plain(value) in ("code", "unit code", "country code"):
            codes = column
        elif plain(value) in UNIT_NAMES | {"country name"}:
            names = column
    rows = [
        number
        for number in range(first, len(sheet.rows))
        if sheet.rows[number][codes] is not None
        or any(is_number(sheet.rows[number][column]) for column in database.columns)
    ]
    headings = {column: read_text(sheet.rows[database.code_row][column]) for column in database.columns}
    headings |= {codes: get_column_letter(codes + 1), names: get_column_letter(names + 1)}
    table = Table(
        sheet.name,
        {headings[column]: [sheet.rows[row][column] for row in rows] for column in headings},
        [row + 1 for row in rows],
    )
    return table, Roles(
        headings[codes],
        [headings[column] for column in database.columns],
        unit_name=headings[names],
        texts="same",
    )
