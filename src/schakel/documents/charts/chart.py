# SPDX-License-Identifier: EUPL-1.2
"""What a chart is: the picture, its text alternative and the same data as a table."""

from dataclasses import dataclass
from typing import Literal

from schakel.diagnosis.dossier import Detail
from schakel.documents.formats import UNKNOWN, number, percent, plain_number, probability

Kind = Literal["text", "number", "count", "year", "percent", "probability", "rank"]
WIDTHS = {"phone": 360, "desktop": 720}
PRINT = 620
PIXELS = WIDTHS | {"print": PRINT}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table behind a chart; ``decimals`` ``None`` lets each number choose."""

    label: str
    kind: Kind = "text"
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class ChartTable:
    """Raw values by row; ``None`` is unknown."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Detail, ...], ...]

    def in_words(self, language: str) -> list[list[str]]:
        """Return the rows formatted for the language."""
        return [[cell(c, v, language) for c, v in zip(self.columns, row, strict=True)] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture with everything needed to show it to everybody.

    ``svg`` holds light and dark; ``alt`` is the text alternative; ``how`` says how to read it.
    """

    name: str
    title: str
    alt: str
    how: str
    svg: str
    table: ChartTable
    width: int
    height: int


def cell(column: Column, value: Detail, language: str) -> str:
    """Format one value of a table; unknown is said in words."""
    if value is None or value == "":
        return UNKNOWN[language]
    if column.kind == "text" or isinstance(value, str):
        return str(value)
    if column.kind in ("year", "rank"):
        return str(round(value))
    if column.kind == "probability":
        return probability(value, language)
    if column.kind == "percent":
        return percent(value, language, column.decimals or 0)
    if column.kind == "count":
        return number(value, language, 0)
    return (
        plain_number(value, language) if column.decimals is None else number(value, language, column.decimals)
    )
