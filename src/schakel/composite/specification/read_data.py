# SPDX-License-Identifier: EUPL-1.2
"""Read the numbers of an index from its files, each column in its role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from schakel.composite.specification.data_source import DataSource
from schakel.composite.specification.other_columns import read_other_columns
from schakel.composite.spreadsheets.guess_structure import read_index_workbook
from schakel.composite.spreadsheets.guesses import KINDS, Guess, GuessedIndex
from schakel.composite.spreadsheets.problems import shown
from schakel.composite.structure.indicator_data import IndicatorData, select_columns
from schakel.composite.structure.reshaping import prune_tree
from schakel.composite.structure.tree import Tree


@dataclass(frozen=True, slots=True, eq=False)
class ReadData:
    """Numbers of an index with everything beside them, the structure in the file, and what was guessed.

    ``data.denominators`` also holds the other columns that are no indicators; ``source`` says how sheets and
    columns were understood.
    """

    source: DataSource
    data: IndicatorData
    tree: Tree
    guesses: tuple[Guess, ...]
    layout: str


def read_data(
    stated: DataSource,
    files: Sequence[str | Path],
    *,
    indicators: Sequence[str] = (),
    beside: Sequence[str] = (),
) -> ReadData:
    """Read the numbers and give every column the role that is stated, else the one that is guessed.

    ``indicators`` are codes that the specification itself describes: they are read as indicators whatever
    the structure in the file says. ``beside`` are further columns with numbers that are needed and are no
    indicators.

    Raises
    ------
    WrongTable, NoSuchHeading, NothingLeft and the failures of ``read_index_workbook``
        When a file cannot be read, a column is not there, or no indicator is left.
    """
    guessed = read_index_workbook(
        files[0] if len(files) == 1 else list(files),
        data_sheet=stated.data_sheet,
        structure_sheet=stated.structure_sheet,
        unit=stated.unit,
        period=stated.period,
        decimal_mark=stated.decimal_mark,
        leave_out=stated.leave_out,
    )
    others = tuple(dict.fromkeys((*stated.denominators, *stated.other_columns, *beside)))
    data = _group_by_numbers(guessed.data, stated.groups)
    data = _put_beside(data, [name for name in others if name not in indicators])
    missing = _missing(data, stated, (*indicators, *others))
    if missing:
        data = read_other_columns(files, stated_by_guess(stated, guessed), data, missing, indicators)
    moved = [code for code in guessed.tree.indicator_codes if code not in data.columns]
    tree = guessed.tree
    if moved and not indicators:
        tree = prune_tree(tree, moved)
    return ReadData(
        source=stated_by_guess(stated, guessed),
        data=data,
        tree=tree,
        guesses=guessed.guesses,
        layout=guessed.layout,
    )


def stated_by_guess(stated: DataSource, guessed: GuessedIndex) -> DataSource:
    """Return the data source with sheets, columns and decimal mark as they were understood."""
    found = {_kind_of(guess): guess.found for guess in guessed.guesses}
    wanted = ("data_sheet", "structure_sheet", "unit", "period", "decimal_mark")
    changes: Mapping[str, Any] = {
        name: found[name] for name in wanted if name in found and getattr(stated, name) is None
    }
    return replace(stated, **changes)


def _kind_of(guess: Guess) -> str:
    return next((kind for kind, (what, _, _) in KINDS.items() if what == guess.what), "")


def _missing(data: IndicatorData, stated: DataSource, numbers: Sequence[str]) -> list[str]:
    """Return the headings that are asked for and have not been read in any role."""
    asked = [name for name in numbers if name not in data.columns and name not in data.denominators]
    asked += [name for name in stated.groups if name not in data.groups]
    return [*asked, *([stated.unit_name] if stated.unit_name else [])]


def _put_beside(data: IndicatorData, names: Sequence[str]) -> IndicatorData:
    moved = [name for name in names if name in data.columns]
    if not moved:
        return data
    numbers = {name: data.column(name) for name in moved}
    kept = select_columns(data, [code for code in data.columns if code not in moved])
    return replace(kept, denominators={**data.denominators, **numbers})


def _group_by_numbers(data: IndicatorData, names: Sequence[str]) -> IndicatorData:
    """Make groups of columns that were read as numbers; the last period with a number counts."""
    groups = dict(data.groups)
    for name in names:
        if name in data.columns and name not in groups:
            column = data.column(name)
            groups[name] = tuple(_last_known(column[:, row]) for row in range(len(data.units)))
    kept = [code for code in data.columns if code not in groups]
    return replace(select_columns(data, kept), groups=groups)


def _last_known(values: Any) -> str:
    known = [float(value) for value in values if value == value]
    return shown(known[-1]) if known else ""
