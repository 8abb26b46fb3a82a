# SPDX-License-Identifier: EUPL-1.2
"""Indicators and branches of a single sheet, from its headings and the settings above the figures."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from schakel.composite.spreadsheets.cells import is_unknown, read_text
from schakel.composite.spreadsheets.guess_described import ROOT, Described
from schakel.composite.spreadsheets.guess_layout import Layout
from schakel.composite.spreadsheets.guess_roles import ColumnRoles
from schakel.composite.spreadsheets.guess_words import plain, type_of
from schakel.composite.spreadsheets.guesses import Guess, guess
from schakel.composite.spreadsheets.nodes import NodeRecord
from schakel.composite.spreadsheets.problems import Placed

SEPARATORS = (" / ", " > ", ": ", " | ")
UNIT_IN_HEADING = re.compile(r"(.*\S)\s*[(\[]([^()\[\]]+)[)\]]")
MIN_SHARE_PREFIXED = 0.5

Path = tuple[str, ...]


def describe_headings(layout: Layout, roles: ColumnRoles) -> Described:
    """Return indicators and branches that headings and settings describe.

    The branches come from rows above the names, read to the right as merged cells, or else from what stands
    before a separator in at least half of the headings when columns share it. The code of an indicator is
    its heading, or what the row called code says; a unit between brackets at the end is taken as its unit.
    """
    guesses: list[Guess] = []
    codes = {
        column: _setting(layout, "code", column) or layout.heading(column) for column in roles.indicators
    }
    divided_by = _denominators(layout, codes)
    guesses += [guess("denominator", layout.heading(c), layout.where(c)) for c in divided_by]
    indicators = [column for column in roles.indicators if column not in divided_by]
    paths, names = _paths(layout, indicators, guesses)
    codes |= _made_unique(codes, indicators, paths)
    branches, placed = _branches(paths, {codes[column] for column in indicators}, layout)
    if () in branches:
        guesses.append(guess("added_root", branches[()], layout.sheet.name))
    records = [
        _indicator(layout, column, codes, names[column], branches[paths[column]]) for column in indicators
    ]
    return Described(codes, divided_by, (*records, *placed), tuple(guesses))


def _setting(layout: Layout, name: str, column: int) -> str:
    row = layout.settings.get(name)
    value = None if row is None else layout.sheet.rows[row][column]
    return "" if is_unknown(value) else read_text(value)


def _denominators(layout: Layout, codes: Mapping[int, str]) -> tuple[int, ...]:
    named = {plain(_setting(layout, "denominator", column)) for column in codes} - {""}
    return tuple(
        column
        for column, code in codes.items()
        if {plain(code), plain(layout.heading(column))} & named
        or type_of(_setting(layout, "type", column)) == "denominator"
    )


def _paths(
    layout: Layout, columns: Sequence[int], guesses: list[Guess]
) -> tuple[dict[int, Path], dict[int, str]]:
    """Return the branches above each column, the top first, and its name without them."""
    names = {column: layout.heading(column) for column in columns}
    if layout.branch_rows:
        filled = _branch_cells(layout)
        paths = {column: tuple(level[column] for level in filled if level[column]) for column in columns}
        tops = dict.fromkeys(branch for path in paths.values() for branch in path)
        rows = ", ".join(f"{layout.sheet.name}!{row + 1}:{row + 1}" for row in layout.branch_rows)
        guesses.append(guess("branch_row", ", ".join(tops), rows))
        return paths, names
    separator = _shared_separator([names[column] for column in columns])
    if separator is None:
        guesses.append(guess("no_branches", len(columns), layout.sheet.name))
        return dict.fromkeys(columns, ()), names
    row = layout.header + 1
    guesses.append(guess("prefix", separator.strip(), f"{layout.sheet.name}!{row}:{row}"))
    parts = {column: [part.strip() for part in names[column].split(separator)] for column in columns}
    return {c: tuple(parts[c][:-1]) for c in columns}, {c: parts[c][-1] for c in columns}


def _branch_cells(layout: Layout) -> list[list[str]]:
    """Return the rows with branches, empty cells filled from the left until a row above changes."""
    filled: list[list[str]] = []
    left = layout.figures[0]
    for row in layout.branch_rows:
        cells = [
            read_text(value) if column >= left else "" for column, value in enumerate(layout.sheet.rows[row])
        ]
        for column in range(left + 1, len(cells)):
            same_above = all(level[column] == level[column - 1] for level in filled)
            if not cells[column] and same_above:
                cells[column] = cells[column - 1]
        filled.append(cells)
    return filled


def _shared_separator(headings: Sequence[str]) -> str | None:
    def prefixes(separator: str) -> list[str]:
        split = (heading.split(separator) for heading in headings)
        return [parts[0].strip() for parts in split if len(parts) > 1 and all(map(str.strip, parts))]

    best = max(SEPARATORS, key=lambda separator: len(prefixes(separator)))
    found = prefixes(best)
    shared = any(times > 1 for times in Counter(found).values())
    return best if shared and len(found) >= MIN_SHARE_PREFIXED * len(headings) else None


def _made_unique(
    codes: Mapping[int, str], columns: Sequence[int], paths: Mapping[int, Path]
) -> dict[int, str]:
    """Return codes with the branch in front where a code occurs more than once."""
    counts = Counter(codes.values())
    repeated = [column for column in columns if counts[codes[column]] > 1 and paths[column]]
    return {column: " / ".join((*paths[column], codes[column])) for column in repeated}


def _branches(
    paths: Mapping[int, Path], taken: set[str], layout: Layout
) -> tuple[dict[Path, str], list[NodeRecord]]:
    """Return the code of the branch of each path (empty: a root to add), and the branches with parents."""
    with_root = len({path[:1] for path in paths.values()}) > 1 or not all(paths.values())
    below = [path[: n + 1] for path in paths.values() for n in range(len(path))]
    every = list(dict.fromkeys([(), *below] if with_root else below))
    last = Counter(path[-1] for path in every if path)
    codes: dict[Path, str] = {}
    for path in every:
        code = path[-1] if path and last[path[-1]] == 1 else " / ".join(path) if path else ROOT
        while code in taken or code in codes.values():
            code = f"{ROOT} / {code}"
        codes[path] = code
    row = layout.branch_rows[-1] if layout.branch_rows else layout.header
    records = []
    for path in every:
        has_parent = len(path) > 1 or (len(path) == 1 and with_root)
        place = Placed(codes[path], layout.sheet.name, row + 1)
        parent = {"parent": Placed(codes[path[:-1]], layout.sheet.name, row + 1)} if has_parent else {}
        name = {"name": Placed(path[-1])} if path and path[-1] != codes[path] else {}
        records.append(NodeRecord(place, True, {**parent, **name}))
    return codes, records


def _indicator(layout: Layout, column: int, codes: Mapping[int, str], name: str, parent: str) -> NodeRecord:
    heading = layout.heading(column)

    def placed(row: int, value: object) -> Placed:
        return Placed(value, layout.sheet.name, row + 1, heading)

    cells = {
        field: placed(row, layout.sheet.rows[row][column])
        for field, row in layout.settings.items()
        if field not in ("code", "type")
    }
    bracketed = UNIT_IN_HEADING.fullmatch(name)
    if bracketed and "unit" not in cells:
        name = bracketed.group(1)
        cells["unit"] = placed(layout.header, bracketed.group(2).strip())
    if "name" not in cells and name != codes[column]:
        cells["name"] = placed(layout.header, name)
    cells["parent"] = placed(layout.header, parent)
    return NodeRecord(placed(layout.header, codes[column]), False, cells)
