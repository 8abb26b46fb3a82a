# SPDX-License-Identifier: EUPL-1.2
"""What a sheet says about the columns with figures, and what it leaves unsaid."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from schakel.composite.spreadsheets.cells import is_unknown
from schakel.composite.spreadsheets.guess_layout import Layout
from schakel.composite.spreadsheets.guess_words import plain
from schakel.composite.spreadsheets.guesses import Guess, guess
from schakel.composite.spreadsheets.nodes import NodeRecord
from schakel.composite.spreadsheets.problems import Placed, TableProblem, problem_at

ROOT = "index"
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Described:
    """What the sheet says about the columns with figures.

    Attributes
    ----------
    codes
        Code of each indicator and denominator by its column.
    denominators
        Columns that others are divided by.
    records
        Indicators and branches.
    guesses, problems
        What was assumed, and what cannot be used.
    """

    codes: Mapping[int, str]
    denominators: tuple[int, ...]
    records: tuple[NodeRecord, ...]
    guesses: tuple[Guess, ...]
    problems: tuple[TableProblem, ...] = ()


def settle_denominators(described: Described, layout: Layout) -> tuple[list[NodeRecord], list[TableProblem]]:
    """Return the records with the code of each denominator, however the sheet wrote it."""
    codes = {plain(layout.heading(column)): described.codes[column] for column in described.denominators}
    codes |= {plain(code): code for code in list(codes.values())}
    records, problems = [], []
    for record in described.records:
        place = record.cells.get("denominator")
        if record.is_branch or place is None or is_unknown(place.value):
            records.append(record)
            continue
        code = codes.get(plain(place.value))
        if code is None:
            known = ", ".join(described.codes.values())
            problems.append(problem_at("denominator", place, code=record.text, known=known))
        settled = Placed(code or place.value, place.table, place.row, place.column)
        records.append(NodeRecord(record.code, False, {**record.cells, "denominator": settled}))
    return records, problems


def state_assumptions(records: Sequence[NodeRecord]) -> list[Guess]:
    """Return what no cell said about indicators and branches."""

    def without(field: str, among: Iterable[NodeRecord]) -> str:
        names = [
            record.text
            for record in among
            if is_unknown(record.cells[field].value if field in record.cells else None)
        ]
        return ", ".join(names[:MOST_NAMED]) + (", ..." if len(names) > MOST_NAMED else "")

    directions = without("direction", [record for record in records if not record.is_branch])
    weights = without("weight", [record for record in records if "parent" in record.cells])
    stated = (("direction", directions), ("weight", weights))
    return [guess(kind, names) for kind, names in stated if names]
