# SPDX-License-Identifier: EUPL-1.2
"""Which rows are column names: found by evidence, merged cells filled forward, names made unique."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from schakel.dataroom.readers.numbers import PERIOD
from schakel.dataroom.readers.unreadable import Unreadable
from schakel.koers.failures import N_

MOST_HEADER_ROWS = 8
SAMPLE_ROWS = 40
SAMPLE_COLUMNS = 300
_NUMBER = re.compile(r"[-+\u2212]?[\d.,' \u00a0\u202f]*\d([eE][-+]?\d+)?\s*(\*{1,2}|[a-z]{1,3})?")
_PERIOD = re.compile(PERIOD.replace(r"\pL", r"[^\W\d_]"))
DIMENSION = re.compile(
    r"^(perioden?|regio|regio's|regios|regiokenmerken|onderwerp|wijken en buurten|wijkenenbuurten|sbi|"
    r"bedrijfstakken/branches.*|populatie|kenmerken van huishoudens|geslacht|leeftijd|gemeenten?|"
    r"(geo|time)( \((codes|labels)\))?)$",
    re.IGNORECASE,
)


class NoSuchHeader(Unreadable):
    """A stated number of header rows that leaves no table."""

    template = N_("{file} has {found} rows, so it cannot have {stated} header rows.")
    cure = N_("State fewer header rows, or leave the number out.")


@dataclass(frozen=True, slots=True)
class Header:
    """Column names, the header cells of each column from top to bottom, and the names of the levels."""

    columns: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    level_names: tuple[str, ...]
    n_rows: int


def find_header(
    rows: list[list[str]], file_name: str, marks: Mapping[str, str], stated: int | None = None
) -> Header:
    """Find the header rows of a table of equally long rows.

    A row is a header as long as no column that holds figures further down holds one there; years
    in a row of names ("2019", "2012*") are names. Blank header cells take the name to their left,
    except in the lowest header row.

    Raises
    ------
    NoSuchHeader
        When a stated number leaves no data row.
    """
    n_rows = _count_header_rows(rows, marks) if stated is None else stated
    if not 0 <= n_rows < len(rows):
        raise NoSuchHeader(file=file_name, found=len(rows), stated=n_rows)
    width = len(rows[0])
    if n_rows == 0:
        names = tuple(f"column {i + 1}" for i in range(width))
        return Header(names, tuple((name,) for name in names), ("",), 0)
    top = [[_plain(field) for field in row] for row in rows[:n_rows]]
    for names_above in top[:-1]:
        _fill_forward(names_above)
    levels = tuple(zip(*top, strict=True))
    n_labels = _n_label_columns(rows[n_rows:], marks) if n_rows > 1 else 0
    columns = [_name(level, i, is_label=i < n_labels) for i, level in enumerate(levels)]
    return Header(_unique(columns), levels, levels[0], n_rows)


def _plain(field: str) -> str:
    return " ".join(field.split())


def _fill_forward(row: list[str]) -> None:
    for i in range(1, len(row)):
        if not row[i] and i > 1:
            row[i] = row[i - 1]


def _name(level: tuple[str, ...], index: int, *, is_label: bool) -> str:
    filled = [text for text in level if text]
    if not filled:
        return f"column {index + 1}"
    if is_label:
        return filled[-1]
    return " | ".join(dict.fromkeys(filled))


def _unique(names: list[str]) -> tuple[str, ...]:
    taken: set[str] = set()
    counts: dict[str, int] = {}
    result = []
    for name in names:
        free = name
        while free in taken:
            counts[name] = counts.get(name, 1) + 1
            free = f"{name} ({counts[name]})"
        taken.add(free)
        result.append(free)
    return tuple(result)


def _count_header_rows(rows: list[list[str]], marks: Mapping[str, str]) -> int:
    if len(rows) == 1:
        return 1 if not any(_is_figure(field, marks) for field in rows[0]) else 0
    is_long = len(rows) >= 2 * MOST_HEADER_ROWS
    sample = rows[MOST_HEADER_ROWS:][:SAMPLE_ROWS] if is_long else rows[-max(1, len(rows) // 4) :]
    width = min(len(rows[0]), SAMPLE_COLUMNS)
    kinds = [_kind_of([row[c] for row in sample], marks) for c in range(width)]
    figures = [c for c, kind in enumerate(kinds) if kind == "figure"]
    periods = [c for c, kind in enumerate(kinds) if kind == "period"]
    if not figures and len(periods) != 1:
        return 1
    columns = figures or periods
    for n, row in enumerate(rows[: MOST_HEADER_ROWS + 1]):
        below = [row[c] for c in columns]
        if any(_proves_data(field, marks, is_period=not figures) for field in below) or _belongs_below(
            rows, n, columns
        ):
            return min(n, len(rows) - 1)
    return 1


def _belongs_below(rows: list[list[str]], n: int, columns: list[int]) -> bool:
    """Tell a region without readable figures from a further row of names.

    A further row of names has no label or the name of a dimension in front, or is needed because
    the names so far are blank or equal; and it has text above the figures.
    """
    row = rows[n]
    label = next((field.strip() for field in row if field.strip()), "")
    if n == 0 or DIMENSION.match(label):
        return False
    if not any(row[c].strip() for c in columns):
        return True
    above = [tuple(" ".join(r[c].split()) for r in rows[:n]) for c in columns]
    is_clear = all(any(names) for names in above) and len(set(above)) == len(above)
    return is_clear and bool(row[0].strip())


def _proves_data(field: str, marks: Mapping[str, str], *, is_period: bool) -> bool:
    text = field.strip()
    if _PERIOD.fullmatch(text):
        return is_period
    return _is_figure(field, marks)


def _is_figure(field: str, marks: Mapping[str, str]) -> bool:
    text = field.strip()
    return bool(text) and (text in marks or bool(_NUMBER.fullmatch(text)))


def _kind_of(fields: list[str], marks: Mapping[str, str]) -> str:
    filled = [text for field in fields if (text := field.strip())]
    if filled and all(_PERIOD.fullmatch(text) for text in filled):
        return "period"
    n_figures = sum(1 for text in filled if text in marks or _NUMBER.fullmatch(text))
    if filled and n_figures >= 0.8 * len(filled):
        return "figure"
    return "text"


def _n_label_columns(rows: list[list[str]], marks: Mapping[str, str]) -> int:
    """Count the columns at the left that hold no figures."""
    sample = rows[:SAMPLE_ROWS]
    for column in range(len(rows[0])):
        if _kind_of([row[column] for row in sample], marks) == "figure":
            return column
    return len(rows[0])
