# SPDX-License-Identifier: EUPL-1.2
"""What a reader says when a file, or a place in it, cannot be understood."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from schakel.koers.failures import N_, Failure

MOST_PROBLEMS_SHOWN = 20
LONGEST_EXCERPT = 60


class Unreadable(Failure):
    """A file that cannot be read; nothing of it is loaded."""

    template = N_("{file} cannot be read.")
    cure = N_("Check the file and download it again.")


@dataclass(frozen=True, slots=True)
class Remark:
    """An English source sentence with its details, for example an assumption or one located problem."""

    template: str
    details: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template.format(**self.details)


@dataclass(frozen=True, slots=True)
class Problems:
    """Located problems of one file: the first twenty, and how many there are in all."""

    shown: tuple[Remark, ...]
    total: int

    @classmethod
    def of(cls, problems: Iterable[Remark], total: int | None = None) -> "Problems":
        """Keep the first twenty problems; ``total`` when the iterable holds only the first of many."""
        found = list(problems)
        return cls(tuple(found[:MOST_PROBLEMS_SHOWN]), len(found) if total is None else total)

    def __add__(self, other: "Problems") -> "Problems":
        shown = (*self.shown, *other.shown)[:MOST_PROBLEMS_SHOWN]
        return Problems(shown, self.total + other.total)

    def __str__(self) -> str:
        return "; ".join(str(problem) for problem in self.shown)


class UnreadableCells(Unreadable):
    """Cells that cannot be understood as what they should be."""

    template = N_("{file} is not loaded: {count} places cannot be understood. {problems}.")
    cure = N_("Correct these places or the mapping; nothing of this file was loaded.")


CELL_PROBLEM = N_("row {row}, column {column} ({name}): found '{found}', expected {expected}")


def cell_problem(row: int, column: int, name: str, found: str, expected: str | Remark) -> Remark:
    """Describe one cell (row and column of the file, counted from 1) that is not what it should be."""
    return Remark(
        CELL_PROBLEM,
        {"row": row, "column": column, "name": excerpt(name), "found": excerpt(found), "expected": expected},
    )


def refuse_cells(file_name: str, problems: Problems) -> None:
    """Raise ``UnreadableCells`` with all problems, or do nothing when there are none."""
    if problems.total:
        raise UnreadableCells(file=file_name, count=problems.total, problems=problems)


def excerpt(text: str) -> str:
    """Return a printable text of at most sixty characters."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    return plain if len(plain) <= LONGEST_EXCERPT else plain[: LONGEST_EXCERPT - 1] + "…"
