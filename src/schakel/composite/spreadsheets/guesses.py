# SPDX-License-Identifier: EUPL-1.2
"""What was assumed about a spreadsheet, where, how surely, and how to have it otherwise."""

from dataclasses import dataclass
from typing import Literal

from schakel.composite.bad_input import N_
from schakel.composite.structure.indicator_data import IndicatorData
from schakel.composite.structure.tree import Tree

Certainty = Literal["certain", "likely", "assumed"]


@dataclass(frozen=True, slots=True)
class Guess:
    """Something understood from a spreadsheet.

    Attributes
    ----------
    what, how_to_change
        Marked English source strings; both may name {found} and {place}.
    found
        What stands there.
    place
        Cell, row or column as a spreadsheet writes it: Sheet!C5, Sheet!C:C, Sheet!5:5.
    certainty
        "certain": stated in the file; "likely": follows from its form; "assumed": not in the file at all.
    """

    what: str
    found: str
    place: str
    certainty: Certainty
    how_to_change: str

    def __str__(self) -> str:
        told = f"{self.what} {self.how_to_change}".format(found=self.found, place=self.place)
        return f"[{self.certainty}] {told}"


@dataclass(frozen=True, slots=True)
class GuessedIndex:
    """An index read from a spreadsheet.

    Attributes
    ----------
    data, tree
        Numbers (not yet divided by denominators) and structure.
    guesses
        Everything that was assumed, the least certain first.
    layout
        The form that was recognised.
    """

    data: IndicatorData
    tree: Tree
    guesses: tuple[Guess, ...]
    layout: Literal["one sheet", "two sheets", "COINr", "COIN Tool"]


KINDS: dict[str, tuple[str, Certainty, str]] = {
    "coinr": (N_("The tables are those of COINr ({place})."), "certain", ""),
    "coin_tool": (N_("The workbook is that of the COIN Tool ({place})."), "certain", ""),
    "data_sheet": (
        N_("The figures are on sheet '{found}'."),
        "likely",
        N_("Name another sheet with data_sheet."),
    ),
    "structure_sheet": (
        N_("The structure is on sheet '{found}'."),
        "likely",
        N_("Name another sheet with structure_sheet."),
    ),
    "header": (
        N_("The names of the columns are in {place}."),
        "likely",
        N_("Leave one row with names above the figures."),
    ),
    "unit": (
        N_("The units are in column '{found}' ({place})."),
        "likely",
        N_("Name another column with unit."),
    ),
    "unit_name": (
        N_("The names of the units are in column '{found}' ({place})."),
        "likely",
        N_("Call the column something else than name."),
    ),
    "period": (
        N_("The period is in column '{found}' ({place})."),
        "likely",
        N_("Name another column with period."),
    ),
    "one_period_each": (
        N_("Column '{found}' ({place}) is left out: every unit has one period, and they differ."),
        "likely",
        N_("Name it with period to place the units in different periods."),
    ),
    "group": (
        N_("Column '{found}' ({place}) holds groups of units."),
        "likely",
        N_("Leave it out with leave_out."),
    ),
    "denominator": (
        N_("Column '{found}' ({place}) is a denominator and no indicator."),
        "likely",
        N_("Remove its name from the row or column of denominators."),
    ),
    "left_out_column": (
        N_("Column '{found}' ({place}) is left out: it holds no figures and no groups."),
        "likely",
        N_("Give it figures to count it."),
    ),
    "undescribed_column": (
        N_("Column '{found}' ({place}) is left out: the structure does not name it."),
        "likely",
        N_("Add a row for it to the structure."),
    ),
    "empty_column": (
        N_("Column '{found}' ({place}) is left out: nothing is known in it."),
        "certain",
        N_("Fill in figures."),
    ),
    "asked_out": (N_("Column '{found}' ({place}) is left out as asked."), "certain", ""),
    "total": (
        N_("Row '{found}' ({place}) is left out: it is no unit but a total or average."),
        "likely",
        N_("Give the unit another name to count it."),
    ),
    "rows_below": (
        N_("What stands from {place} on ('{found}') is left out as a note or another table."),
        "likely",
        N_("Remove the empty row above it to count it."),
    ),
    "setting": (
        N_("{place} holds settings: {found}."),
        "likely",
        N_("Change the word in front of the row."),
    ),
    "unit_row": (
        N_("{place}, below the names, holds the units of measurement."),
        "likely",
        N_("Put the word unit in front of the row, or remove it."),
    ),
    "branch_row": (
        N_("{place} holds the branches above the indicators: {found}."),
        "likely",
        N_("Write the branch of each indicator in a row called parent."),
    ),
    "prefix": (
        N_("The branches stand in the headings, before '{found}' ({place})."),
        "likely",
        N_("Write the branch of each indicator in a row called parent."),
    ),
    "branches_columns": (
        N_("The columns {found} ({place}) hold the levels above an indicator, from the top."),
        "likely",
        N_("Give the structure one column called parent."),
    ),
    "no_branches": (
        N_("All {found} indicators stand directly below the index."),
        "assumed",
        N_("Write the branch of each indicator in a row called parent, or above the names."),
    ),
    "added_branch": (
        N_("Branches without a row of their own were added: {found}."),
        "likely",
        N_("Add a row for each with its name, weight and parent."),
    ),
    "added_root": (
        N_("A branch '{found}' was put on top."),
        "likely",
        N_("Add a row for the index, and name it as parent of the highest branches."),
    ),
    "direction": (
        N_("More is taken to be better for: {found}."),
        "assumed",
        N_("Write 1 or -1 for each indicator in a row or column called direction."),
    ),
    "weight": (
        N_("Equal weights are taken for: {found}."),
        "assumed",
        N_("Write weights in a row or column called weight."),
    ),
    "decimal_mark": (
        N_("Numbers written as text are read with decimal mark '{found}' ({place})."),
        "likely",
        N_("Say which it is with decimal_mark."),
    ),
}


def guess(kind: str, found: object = "", place: str = "", certainty: Certainty | None = None) -> Guess:
    """Return a guess of a kind (a key of ``KINDS``)."""
    what, usual, how = KINDS[kind]
    return Guess(what, str(found), place, certainty or usual, how)


def least_certain_first(guesses: list[Guess]) -> tuple[Guess, ...]:
    """Return the guesses with what is assumed in front, then what is likely, else in their order."""
    order = {"assumed": 0, "likely": 1, "certain": 2}
    return tuple(sorted(guesses, key=lambda one: order[one.certainty]))
