# SPDX-License-Identifier: EUPL-1.2
"""Indicators and branches from a sheet of their own: a row per indicator or branch, columns in any order."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from schakel.composite.spreadsheets.cells import is_unknown, read_text
from schakel.composite.spreadsheets.guess_described import ROOT, Described
from schakel.composite.spreadsheets.guess_layout import Layout
from schakel.composite.spreadsheets.guess_roles import ColumnRoles
from schakel.composite.spreadsheets.guess_words import NOTES, field_of, plain, type_of
from schakel.composite.spreadsheets.guesses import Guess, guess
from schakel.composite.spreadsheets.nodes import NodeRecord
from schakel.composite.spreadsheets.problems import Placed, TableProblem, problem_at
from schakel.composite.spreadsheets.read_sheets import Sheet

MOST_ROWS_ABOVE = 30
SAYS_STRUCTURE = {"parent", "weight", "direction"}
ROOT_WORDS = frozenset({"index", "total", "totaal", "totaalindex", "overall"})
OWN_PARENT = frozenset({"parent", "ouder", "hoort bij", "belongs to", "valt onder"})


@dataclass(frozen=True, slots=True)
class StructureSheet:
    """Header row (from 0), the column of each field, and the columns with levels, the top first."""

    sheet: Sheet
    header: int
    fields: Mapping[str, int]
    levels: tuple[int, ...]

    def placed(self, row: int, column: int) -> Placed:
        """Return a cell with its place."""
        heading = read_text(self.sheet.rows[self.header][column])
        return Placed(self.sheet.rows[row][column], self.sheet.name, row + 1, heading)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the structure: its code and name, the levels above it, the top first, and its cells."""

    code: Placed
    name: str
    above: tuple[Placed, ...]
    cells: Mapping[str, Placed]
    kind: str | None

    @property
    def keys(self) -> tuple[str, str]:
        """Code and name as they are compared."""
        return plain(self.code.value), plain(self.name)


def find_structure(sheet: Sheet) -> StructureSheet | None:
    """Return where a structure stands in a sheet, or None when it holds none.

    Its header names a code or a name, and a parent (or levels), a weight or a direction.
    """
    for header, row in enumerate(sheet.rows[:MOST_ROWS_ABOVE]):
        fields: dict[str, int] = {}
        levels = []
        for column, value in enumerate(row):
            name = field_of(value)
            if name == "parent":
                levels.append(column)
            elif name is not None:
                fields.setdefault(name, column)
        found = {*fields, *(["parent"] if levels else [])}
        if found & {"code", "name"} and found & SAYS_STRUCTURE and len(found) > 1:
            return StructureSheet(sheet, header, fields, _from_the_top(sheet, header, levels))
    return None


def describe_structure(structure: StructureSheet, layout: Layout, roles: ColumnRoles) -> Described:
    """Return indicators and branches that a structure describes for the columns of the figures.

    A row is an indicator when its code or name is the heading of a column, a branch when others name it as
    their parent (by code or by name) or it is called index. For an indicator, empty cells of a level are
    filled from above, except in a column called parent. Branches without a row, and a top where there are
    several, are added.
    """
    guesses: list[Guess] = []
    columns = {plain(layout.heading(column)): column for column in reversed(roles.indicators)}
    lines = [line for line in _lines(structure, columns) if line.kind not in ("group", "other")]
    parents = {plain(place.value) for line in lines for place in line.above} | ROOT_WORDS
    problems = _repeated_headings(layout, roles)
    indicators: list[tuple[_Line, int]] = []
    branches: list[_Line] = []
    codes: dict[int, str] = {}
    for line in lines:
        column = next((columns[key] for key in line.keys if key in columns), None)
        if column is not None and line.kind != "branch":
            codes[column] = read_text(line.code.value)
            indicators += [(line, column)] if line.kind != "denominator" else []
        elif line.kind == "branch" or (line.kind is None and set(line.keys) & parents):
            branches.append(line)
        else:
            problems.append(problem_at("not_in_data", line.code, other=layout.sheet.name))
    divided_by = _denominators(indicators, columns, codes)
    described = {column for _, column in indicators}
    for column in roles.indicators:
        kind = "denominator" if column in divided_by else "undescribed_column"
        if column not in described or kind == "denominator":
            guesses.append(guess(kind, layout.heading(column), layout.where(column)))
    kept = [line for line, column in indicators if column not in divided_by]
    records = _records(kept, branches, guesses)
    return Described(codes, divided_by, tuple(records), tuple(guesses), tuple(problems))


def _repeated_headings(layout: Layout, roles: ColumnRoles) -> list[TableProblem]:
    headings = [plain(layout.heading(column)) for column in roles.indicators]
    return [
        problem_at("heading_twice", Placed(layout.heading(column), layout.sheet.name, layout.header + 1))
        for place, column in enumerate(roles.indicators)
        if headings[place] in headings[:place]
    ]


def _from_the_top(sheet: Sheet, header: int, levels: Sequence[int]) -> tuple[int, ...]:
    def n_different(column: int) -> int:
        return len({read_text(row[column]) for row in sheet.rows[header + 1 :]} - {""})

    return tuple(sorted(levels, key=lambda column: (n_different(column), column)))


def _lines(structure: StructureSheet, columns: Collection[str]) -> list[_Line]:
    fields, sheet = structure.fields, structure.sheet
    key = fields.get("code", fields.get("name", 0))
    above: dict[int, Placed] = {}
    lines = []
    for row in range(structure.header + 1, len(sheet.rows)):
        first = next((read_text(value) for value in sheet.rows[row] if not is_unknown(value)), "")
        if not first:
            continue
        if plain(first.split(":")[0]) in NOTES:
            break
        name = read_text(sheet.rows[row][fields["name"]]) if "name" in fields else ""
        code = structure.placed(row, key)
        if is_unknown(code.value) and name:
            code = Placed(name, code.table, code.row, code.column)
        fill = bool({plain(code.value), plain(name)} & set(columns))
        cells = {field: structure.placed(row, column) for field, column in fields.items() if field != "type"}
        kind = type_of(sheet.rows[row][fields["type"]]) if "type" in fields else None
        lines.append(_Line(code, name, _levels_above(structure, row, above, fill), cells, kind))
    return lines


def _levels_above(
    structure: StructureSheet, row: int, above: dict[int, Placed], fill: bool
) -> tuple[Placed, ...]:
    path = []
    for column in structure.levels:
        place = structure.placed(row, column)
        if not is_unknown(place.value):
            above[column] = place
            path.append(place)
        elif fill and column in above and plain(place.column) not in OWN_PARENT:
            path.append(above[column])
    return tuple(path)


def _denominators(
    indicators: Sequence[tuple[_Line, int]], columns: Mapping[str, int], codes: dict[int, str]
) -> tuple[int, ...]:
    by_code = {plain(code): column for column, code in codes.items()}
    found = []
    for line, _ in indicators:
        word = plain(line.cells["denominator"].value) if "denominator" in line.cells else ""
        column = by_code.get(word, columns.get(word))
        if column is not None:
            codes.setdefault(column, read_text(line.cells["denominator"].value))
            found.append(column)
    return tuple(dict.fromkeys(found))


def _records(
    indicators: Sequence[_Line], branches: Sequence[_Line], guesses: list[Guess]
) -> list[NodeRecord]:
    known = {plain(line.name): read_text(line.code.value) for line in branches if line.name}
    known |= {plain(line.code.value): read_text(line.code.value) for line in branches}
    parents: dict[str, Placed] = {}
    added: dict[str, Placed] = {}

    def resolved(place: Placed) -> Placed:
        code = known.setdefault(plain(place.value), read_text(place.value))
        return Placed(code, place.table, place.row, place.column)

    for line in (*indicators, *branches):
        path = [resolved(place) for place in line.above if plain(place.value) != plain(line.code.value)]
        code = read_text(line.code.value)
        for child, parent in zip([*path[1:], Placed(code)], path, strict=True) if path else ():
            parents.setdefault(read_text(child.value), parent)
        for place in path:
            added.setdefault(read_text(place.value), place)
    own = {read_text(line.code.value) for line in branches}
    extra = {code: place for code, place in added.items() if code not in own}
    if extra:
        guesses.append(guess("added_branch", ", ".join(extra), next(iter(extra.values())).table))
    nodes = [(line.code, False, line.cells) for line in indicators]
    nodes += [(line.code, True, line.cells) for line in branches]
    nodes += [(place, True, {}) for place in extra.values()]
    nodes += _top(nodes, parents, guesses)
    return [_record(code, is_branch, cells, parents) for code, is_branch, cells in nodes]


def _top(
    nodes: Sequence[tuple[Placed, bool, Mapping[str, Placed]]],
    parents: dict[str, Placed],
    guesses: list[Guess],
) -> list[tuple[Placed, bool, Mapping[str, Placed]]]:
    """Give every node without a parent one: the branch nothing names, or else a root that is added."""
    loose = [(code, is_branch) for code, is_branch, _ in nodes if read_text(code.value) not in parents]
    if not loose or (len(loose) == 1 and loose[0][1]):
        return []
    named = {read_text(place.value) for place in parents.values()}
    idle = [code for code, is_branch in loose if is_branch and read_text(code.value) not in named]
    added: list[tuple[Placed, bool, Mapping[str, Placed]]] = []
    if len(idle) == 1:
        root = idle[0]
    else:
        taken = {read_text(code.value) for code, _, _ in nodes}
        free = ROOT
        while free in taken:
            free = f"{free} {ROOT}"
        root = Placed(free, nodes[0][0].table if nodes else "")
        added = [(root, True, {})]
        guesses.append(guess("added_root", free))
    for code, _ in loose:
        if code is not root:
            parents[read_text(code.value)] = root
    return added


def _record(
    code: Placed, is_branch: bool, cells: Mapping[str, Placed], parents: Mapping[str, Placed]
) -> NodeRecord:
    kept = {name: place for name, place in cells.items() if name != "code"}
    text = read_text(code.value)
    if "name" in kept and read_text(kept["name"].value) == text:
        del kept["name"]
    if text in parents:
        kept["parent"] = parents[text]
    return NodeRecord(code, is_branch, kept)
