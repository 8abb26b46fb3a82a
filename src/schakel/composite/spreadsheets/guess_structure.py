# SPDX-License-Identifier: EUPL-1.2
"""An index from any spreadsheet: the layout is recognised, and everything that was assumed is stated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from schakel.composite.spreadsheets.cells import (
    DecimalMark,
    TextRule,
    number_readings,
    read_text,
    settle_decimal_mark,
)
from schakel.composite.spreadsheets.coin_tool import DATABASE, FRAMEWORK, looks_like_coin_tool, read_coin_tool
from schakel.composite.spreadsheets.coinr_tables import assemble_coinr_tables
from schakel.composite.spreadsheets.guess_described import Described, settle_denominators, state_assumptions
from schakel.composite.spreadsheets.guess_headings import describe_headings
from schakel.composite.spreadsheets.guess_layout import Layout, count_figures, find_layout
from schakel.composite.spreadsheets.guess_pair import StructureSheet, describe_structure, find_structure
from schakel.composite.spreadsheets.guess_roles import ColumnRoles, find_roles
from schakel.composite.spreadsheets.guess_words import plain
from schakel.composite.spreadsheets.guesses import Guess, GuessedIndex, guess, least_certain_first
from schakel.composite.spreadsheets.nodes import read_nodes
from schakel.composite.spreadsheets.problems import Placed, WrongTable, problem_at
from schakel.composite.spreadsheets.read_sheets import (
    NotASpreadsheet,
    Sheet,
    Source,
    named_sheet,
    read_sheets,
    sheet_names,
)
from schakel.composite.spreadsheets.tables import Roles, Table, gather_data
from schakel.composite.structure.growing import grow_tree

COINR_DATA, COINR_META = frozenset({"ucode"}), frozenset({"icode", "parent"})


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the caller wants otherwise than guessed."""

    unit: str | None
    period: str | None
    decimal_mark: DecimalMark | None
    leave_out: Sequence[str]


def read_index_workbook(
    source: Source,
    *,
    data_sheet: str | None = None,
    structure_sheet: str | None = None,
    unit: str | None = None,
    period: str | None = None,
    decimal_mark: DecimalMark | None = None,
    leave_out: Sequence[str] = (),
) -> GuessedIndex:
    """Return the index in a spreadsheet, with everything that was assumed to find it.

    Recognised, in this order: a workbook of the COIN Tool; the two tables of COINr; a sheet with figures and
    one with the structure (a row per indicator, Dutch or English headings such as code, name, parent or
    pillar, weight, direction, unit, denominator, target, low, high, error); one sheet with units in rows,
    whose branches stand in rows above the names or before a colon or slash in them, and whose settings stand
    in rows with such a word in front.

    Parameters
    ----------
    source
        A path (.xlsx, .xlsm, .ods, CSV), the bytes of a file, or several paths: a CSV file per table.
    data_sheet, structure_sheet
        Names of the sheets with figures and with the structure; by default the one with most figures, and
        one whose headings say that it is a structure.
    unit, period
        Headings of the columns with units and with periods.
    decimal_mark
        Of numbers that are text, as in a CSV file; by default what the file proves.
    leave_out
        Headings of columns that do not count.

    Returns
    -------
    GuessedIndex
        Numbers as they stand (unknown cells NaN, not yet divided by denominators), structure and guesses.
        What a file does not say is assumed and stated: more is better, weights are equal, no branches.

    Raises
    ------
    WrongTable
        With everything that cannot be read, each with sheet, row and column.
    NotASpreadsheet, OversizedSpreadsheet, FormulaWithoutResult, NoSuchSheet, NoSuchHeading
        When the file, a sheet or a column cannot be read or is not there.
    """
    names = sheet_names(source)
    if DATABASE in names and data_sheet is None:
        for sheet in read_sheets(source, only=(DATABASE,)):
            if looks_like_coin_tool(sheet):
                data, tree = read_coin_tool(source)
                found = guess("coin_tool", place=f"{DATABASE}, {FRAMEWORK}")
                return GuessedIndex(data, tree, (found,), "COIN Tool")
    sheets = read_sheets(source)
    if not sheets:
        raise NotASpreadsheet(file="file", found="no sheet holds anything")
    wishes = Wishes(unit, period, decimal_mark, leave_out)
    pair = _coinr_pair(sheets) if data_sheet is None else None
    if pair is not None:
        return _read_coinr(*pair, wishes)
    structure = _structure(sheets, structure_sheet, data_sheet)
    figures = _figures(sheets, data_sheet, structure)
    guesses = []
    if len(sheets) > 1:
        guesses.append(guess("data_sheet", figures.name, figures.name))
    if structure is not None:
        guesses.append(guess("structure_sheet", structure.sheet.name, structure.sheet.name))
    return _read_sheet(figures, structure, wishes, guesses)


def _coinr_pair(sheets: Sequence[Sheet]) -> tuple[Table, Table] | None:
    data = meta = None
    for sheet in sheets:
        for row, cells in enumerate(sheet.rows[:20]):
            words = {plain(value) for value in cells if isinstance(value, str)}
            if words >= COINR_META:
                meta = meta or _as_table(sheet, row)
            elif words >= COINR_DATA:
                data = data or _as_table(sheet, row)
    return (data, meta) if data is not None and meta is not None else None


def _as_table(sheet: Sheet, header: int) -> Table:
    rows = [n for n in range(header + 1, len(sheet.rows)) if any(v is not None for v in sheet.rows[n])]
    headings = [read_text(value) for value in sheet.rows[header]]
    for column, heading in enumerate(headings):
        place = Placed(heading, sheet.name, header + 1)
        if heading and headings.count(heading) > 1:
            raise WrongTable([problem_at("heading_twice", place)])
        if not heading and any(sheet.rows[row][column] is not None for row in rows):
            raise WrongTable([problem_at("no_heading", place, found=sheet.address(header, column))])
    columns = {h: [sheet.rows[row][c] for row in rows] for c, h in enumerate(headings) if h}
    return Table(sheet.name, columns, [row + 1 for row in rows])


def _read_coinr(data: Table, meta: Table, wishes: Wishes) -> GuessedIndex:
    cells = [value for table in (data, meta) for column in table.columns.values() for value in column]
    rule, guesses = _text_rule(cells, wishes, "", data.name)
    held, tree = assemble_coinr_tables(data, meta, texts=rule)
    found = [guess("coinr", place=f"{data.name}, {meta.name}"), *guesses]
    return GuessedIndex(held, tree, least_certain_first(found), "COINr")


def _structure(sheets: Sequence[Sheet], asked: str | None, data_sheet: str | None) -> StructureSheet | None:
    if asked is not None:
        found = find_structure(named_sheet(sheets, asked))
        if found is None:
            raise WrongTable([problem_at("no_header", Placed(None, asked))])
        return found
    others = [sheet for sheet in sheets if sheet.name != data_sheet]
    found_all = [found for sheet in others if (found := find_structure(sheet)) is not None]
    if len(sheets) == 1 or not found_all:
        return None
    return max(found_all, key=lambda one: len(one.fields) + len(one.levels))


def _figures(sheets: Sequence[Sheet], asked: str | None, structure: StructureSheet | None) -> Sheet:
    if asked is not None:
        return named_sheet(sheets, asked)
    others = [sheet for sheet in sheets if structure is None or sheet.name != structure.sheet.name]
    return max(others, key=count_figures)


def _read_sheet(
    sheet: Sheet, structure: StructureSheet | None, wishes: Wishes, guesses: list[Guess]
) -> GuessedIndex:
    layout = find_layout(sheet)
    roles = find_roles(layout, unit=wishes.unit, period=wishes.period, leave_out=wishes.leave_out)
    if structure is None:
        described = describe_headings(layout, roles)
    else:
        described = describe_structure(structure, layout, roles)
    cells = [sheet.rows[row][column] for row in layout.body for column in roles.indicators]
    settings = [place.value for record in described.records for place in record.cells.values()]
    rule, stated = _text_rule([*cells, *settings], wishes, sheet.separator, sheet.name)
    records, problems = settle_denominators(described, layout)
    nodes = read_nodes(records, texts=rule)
    data, wrong = gather_data(*_table(layout, roles, described, rule))
    problems += [*described.problems, *nodes.problems, *wrong]
    if problems or data is None:
        raise WrongTable(problems)
    found = [
        *guesses,
        *layout.guesses,
        *roles.guesses,
        *described.guesses,
        *stated,
        *state_assumptions(records),
    ]
    return GuessedIndex(
        data,
        grow_tree(nodes.indicators, nodes.branches),
        least_certain_first(found),
        "one sheet" if structure is None else "two sheets",
    )


def _text_rule(
    cells: Iterable[object], wishes: Wishes, separator: str, place: str
) -> tuple[TextRule, list[Guess]]:
    if wishes.decimal_mark is not None:
        return wishes.decimal_mark, []
    texts = [cell for cell in cells if isinstance(cell, str) and number_readings(cell)]
    mark = settle_decimal_mark(texts)
    if mark is None and separator == "," and not any("," in text for text in texts):
        mark = "."
    if mark is None:
        return "same", []
    return mark, [guess("decimal_mark", mark, place)]


def _table(layout: Layout, roles: ColumnRoles, described: Described, rule: TextRule) -> tuple[Table, Roles]:
    rows = layout.sheet.rows
    headings = dict(described.codes)
    for column in (roles.unit, roles.unit_name, roles.period, *roles.groups):
        if column is not None:
            heading = layout.heading(column) or layout.where(column)
            headings[column] = layout.where(column) if heading in headings.values() else heading
    table = Table(
        layout.sheet.name,
        {heading: [rows[row][column] for row in layout.body] for column, heading in headings.items()},
        [row + 1 for row in layout.body],
    )
    return table, Roles(
        unit=headings[roles.unit],
        columns=list(dict.fromkeys(one.text for one in described.records if not one.is_branch)),
        period=None if roles.period is None else headings[roles.period],
        unit_name=None if roles.unit_name is None else headings[roles.unit_name],
        denominators=[headings[column] for column in described.denominators],
        groups=[headings[column] for column in roles.groups],
        texts=rule,
    )
