# SPDX-License-Identifier: EUPL-1.2
"""Write numbers and structure in the layout of the COIN Tool (see ``coin_tool`` for what that is)."""

import math
from pathlib import Path
from typing import IO, Any

import xlsxwriter

from schakel.composite.bad_input import N_, BadInput, WrongShape
from schakel.composite.spreadsheets.coin_tool import DATABASE, FRAMEWORK
from schakel.composite.spreadsheets.export import MADE_ON, ExactWorksheet
from schakel.composite.structure.indicator_data import IndicatorData, select_columns
from schakel.composite.structure.tree import Tree

MOST_INDICATORS, MOST_UNITS, MOST_LEVELS = 99, 299, 3
PREFIXES = ("sp", "p", "si")
ROWS = {"weight": 6, "direction": 7, "low": 8, "high": 9, "Index": 10, "si": 11, "p": 12, "sp": 13}
NAME_ROW, CODE_ROW = 14, 15
LABELS = {
    "weight": "Weight",
    "direction": "Direction",
    "low": "Lower goalpost",
    "high": "Upper goalpost",
    "Index": "Index",
    "si": "Sub-index",
    "p": "Pillar",
    "sp": "Sub-pillar",
}
FIRST_COLUMN = 4
HEADER_ROW = 3
UNUSED, UNKNOWN = "--", "n/a"


class TooLargeForCoinTool(BadInput):
    """More indicators, units, levels or periods than the tool has room for."""

    template = N_("The COIN Tool has room for {most} {what}; there are {found}.")
    cure = N_("Write the two tables of COINr or a workbook instead, or leave some out.")


class NotInCoinTool(BadInput):
    """Something that the layout cannot hold and that would change the index."""

    template = N_("The layout of the COIN Tool has no {what} ('{code}').")
    cure = N_("Divide by denominators and choose one method for all branches first.")


def export_coin_tool(target: str | Path | IO[bytes], data: IndicatorData, tree: Tree) -> None:
    """Write the sheets *Database* and *Framework* of the COIN Tool.

    The tool has its own codes (Ind.01, sp.01, p.01, si.01, Index); ours go into the names where a node has
    no name. It wants every indicator on every level that is used: where one skips a level, a branch with
    only that indicator is put between, with the same weight, so that shares in the index stay what they
    are. Names, weights, directions and goalposts are kept, as are unknown values (``n/a``); units of
    measurement, targets, errors and groups are lost.

    Parameters
    ----------
    target
        A path, or a file open for bytes.
    data
        One period; at most 99 indicators and 299 units.
    tree
        At most three levels between indicators and index.

    Raises
    ------
    TooLargeForCoinTool
        When there is no room for it.
    NotInCoinTool
        When an indicator still has to be divided by a denominator, or a branch has a method of its own.
    WrongShape, UnknownColumn
        With draws in front, or when an indicator has no column.
    """
    held = select_columns(data, tree.indicator_codes)
    _refuse_what_does_not_fit(held, tree)
    paths, weights, names = _paths(tree)
    with xlsxwriter.Workbook(target if hasattr(target, "write") else str(target)) as book:
        book.set_properties({"created": MADE_ON})
        database = book.add_worksheet(DATABASE, worksheet_class=ExactWorksheet)
        framework = book.add_worksheet(FRAMEWORK, worksheet_class=ExactWorksheet)
        _write_settings(database, tree, paths)
        _write_units(database, held)
        _write_framework(framework, weights, names)


def _refuse_what_does_not_fit(data: IndicatorData, tree: Tree) -> None:
    if data.values.ndim != 3:
        raise WrongShape(name="values", found=data.values.shape, expected="(1, n_units, k)")
    sizes = {
        "periods": (len(data.periods), 1),
        "indicators": (len(data.columns), MOST_INDICATORS),
        "units": (len(data.units), MOST_UNITS),
        "levels": (tree.heights[tree.root] - 2, MOST_LEVELS),
    }
    for what, (found, most) in sizes.items():
        if found > most:
            raise TooLargeForCoinTool(what=what, found=found, most=most)
    for indicator in tree.indicators:
        if indicator.denominator is not None or indicator.factor != 1:
            raise NotInCoinTool(what="denominator", code=indicator.code)
    for branch in tree.branches:
        if branch.aggregation is not None:
            raise NotInCoinTool(what="method", code=branch.code)


def _paths(tree: Tree) -> tuple[list[dict[str, str]], dict[str, float], dict[str, str]]:
    """Return the tool's code per level for each indicator, and weight and name of every code."""
    n_levels = tree.heights[tree.root] - 2
    used = _levels(n_levels)
    own: dict[tuple[str, str], str] = {}
    weights, names = {"Index": tree.nodes[tree.root].weight}, {"Index": tree.named(tree.root)}
    paths = []
    for indicator in tree.indicators:
        branches = {tree.heights[code] - 1: code for code in tree.path(indicator.code)[1:-1]}
        path = {"Index": "Index"}
        for place in range(n_levels, 0, -1):
            prefix = used[place - 1]
            below = [level for level in branches if level <= place]
            code = branches[max(below)] if below else indicator.code
            if (prefix, code) not in own:
                own[prefix, code] = f"{prefix}.{sum(p == prefix for p, _ in own) + 1:02d}"
                weights[own[prefix, code]] = _weight_between(tree, code, place)
                names[own[prefix, code]] = tree.named(code)
            path[prefix] = own[prefix, code]
        for prefix in PREFIXES:
            path.setdefault(prefix, f"{prefix}.00")
        paths.append(path)
    return paths, weights, names


def _levels(n_levels: int) -> tuple[str, ...]:
    """Return the levels that are used, the lowest first."""
    return {0: (), 1: ("p",), 2: ("p", "si"), 3: PREFIXES}[n_levels]


def _weight_between(tree: Tree, code: str, place: int) -> float:
    """Return a node's own weight on the highest level that it stands for, 1 on those put between below it."""
    parent = tree.nodes[code].parent
    top = tree.heights[parent] - 2 if parent is not None else place
    return tree.nodes[code].weight if place == top else 1.0


def _write_settings(page: Any, tree: Tree, paths: list[dict[str, str]]) -> None:
    for key, row in ROWS.items():
        page.write_string(row, FIRST_COLUMN - 1, LABELS[key])
    page.write_string(NAME_ROW, FIRST_COLUMN - 1, "Indicator name")
    page.write_string(CODE_ROW, 1, "Unit name")
    page.write_string(CODE_ROW, 2, "Unit code")
    for place, (indicator, path) in enumerate(zip(tree.indicators, paths, strict=True)):
        column = FIRST_COLUMN + place
        page.write_string(CODE_ROW, column, f"Ind.{place + 1:02d}")
        page.write_string(NAME_ROW, column, indicator.name or indicator.code)
        for prefix, code in path.items():
            page.write_string(ROWS[prefix], column, code)
        between = tree.heights[indicator.parent] > 2
        page.write_number(ROWS["weight"], column, 1.0 if between else indicator.weight)
        page.write_number(ROWS["direction"], column, indicator.direction)
        for key, goalpost in (("low", indicator.low), ("high", indicator.high)):
            if goalpost is not None:
                page.write_number(ROWS[key], column, goalpost)


def _write_units(page: Any, data: IndicatorData) -> None:
    for place, unit in enumerate(data.units):
        row = CODE_ROW + 1 + place
        page.write_string(row, 1, data.name_of_unit(place))
        page.write_string(row, 2, unit)
        for k, value in enumerate(data.values[0, place].tolist()):
            if math.isnan(value):
                page.write_string(row, FIRST_COLUMN + k, UNKNOWN)
            else:
                page.write_number(row, FIRST_COLUMN + k, value)


def _write_framework(page: Any, weights: dict[str, float], names: dict[str, str]) -> None:
    for column, heading in ((2, "Code"), (4, "Weight"), (7, "Dimension/indicator")):
        page.write_string(HEADER_ROW, column, heading)
    for row, code in enumerate(weights, start=HEADER_ROW + 1):
        page.write_string(row, 2, code)
        page.write_number(row, 4, weights[code])
        page.write_string(row, 7, names[code])
