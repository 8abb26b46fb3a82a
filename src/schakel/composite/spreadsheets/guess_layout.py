# SPDX-License-Identifier: EUPL-1.2
"""Find in a sheet of figures which row holds the names, which the settings, and which the units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schakel.composite.spreadsheets.cells import is_number, is_unknown, number_readings, read_text
from schakel.composite.spreadsheets.guess_words import NOTES, TOTALS, field_of, plain
from schakel.composite.spreadsheets.guesses import Guess, guess
from schakel.composite.spreadsheets.problems import Placed, WrongTable, problem_at
from schakel.composite.spreadsheets.read_sheets import Sheet

MOST_ROWS_ABOVE = 60


@dataclass(frozen=True, slots=True)
class Layout:
    """Places in a sheet, all counted from 0.

    Attributes
    ----------
    sheet
        The sheet.
    header
        Row with the names of the columns.
    branch_rows
        Rows above the names with branches, the top of the tree first.
    settings
        Row per field: weight, direction, unit and so on.
    body
        Rows with units.
    figures, texts
        Columns with numbers, and columns with words.
    guesses
        What was assumed.
    """

    sheet: Sheet
    header: int
    branch_rows: tuple[int, ...]
    settings: Mapping[str, int]
    body: tuple[int, ...]
    figures: tuple[int, ...]
    texts: tuple[int, ...]
    guesses: tuple[Guess, ...]

    def heading(self, column: int) -> str:
        """Return the name of a column."""
        return read_text(self.sheet.rows[self.header][column])

    def where(self, column: int) -> str:
        """Return the place of the name of a column."""
        return self.sheet.address(self.header, column)


def holds_figure(value: object) -> bool:
    """Return whether a cell holds a number, or text that can be read as one."""
    return is_number(value) or (isinstance(value, str) and bool(number_readings(value)))


def holds_word(value: object) -> bool:
    """Return whether a cell holds text that is neither a number nor a sign that the value is unknown."""
    return isinstance(value, str) and not is_unknown(value) and not holds_figure(value)


def count_figures(sheet: Sheet) -> int:
    """Return the number of cells with a figure."""
    return sum(holds_figure(value) for row in sheet.rows for value in row)


def find_layout(sheet: Sheet) -> Layout:
    """Return the layout of a sheet with units in rows and indicators in columns.

    The first row of figures is the first one, without a setting's word in front, above which a row with
    words over its figures stands. The names are the lowest row above it with a word in front that is no
    setting's and words over all figures, all different; where there is none, a row called code, name or
    unit, or the lowest with words. Other rows with words above the names are branches; one below them that
    has no word in front is the units.

    Raises
    ------
    WrongTable
        When no column with figures, or no row with names above them, is found.
    """
    for first in range(len(sheet.rows)):
        if not _starts_with_figures(sheet.rows[first]):
            continue
        figures = _figure_columns(sheet.rows[first:])
        rows = _rows_with_words(sheet, first, figures)
        if rows:
            return _lay_out(sheet, first, figures, rows)
        if first > MOST_ROWS_ABOVE:
            break
    kind = "no_header" if count_figures(sheet) else "no_figures"
    raise WrongTable([problem_at(kind, Placed(None, sheet.name))])


def _starts_with_figures(row: Sequence[object]) -> bool:
    filled = [value for value in row if not is_unknown(value)]
    labelled = bool(filled) and field_of(filled[0]) is not None
    return len(filled) > 1 and not labelled and any(holds_figure(value) for value in filled)


def _figure_columns(rows: Sequence[Sequence[object]]) -> list[int]:
    found = []
    for column in range(len(rows[0])):
        n_figures = sum(holds_figure(row[column]) for row in rows)
        n_words = sum(holds_word(row[column]) for row in rows)
        if n_figures and n_figures >= n_words:
            found.append(column)
    return found


def _label(row: Sequence[object], before: int) -> str | None:
    filled = [value for value in row[:before] if not is_unknown(value)]
    return field_of(filled[0]) if filled else None


def _rows_with_words(sheet: Sheet, first: int, figures: Sequence[int]) -> list[int]:
    return [
        number
        for number in range(first)
        if figures and any(holds_word(sheet.rows[number][column]) for column in figures)
    ]


def _lay_out(sheet: Sheet, first: int, figures: list[int], worded: list[int]) -> Layout:
    guesses: list[Guess] = []
    left = figures[0]
    labels = {row: name for row in range(first) if (name := _label(sheet.rows[row], left)) is not None}
    unlabelled = [row for row in worded if row not in labels]
    header = _header(sheet, figures, unlabelled, labels, worded)
    settings = {name: row for row, name in labels.items() if row != header and name != "parent"}
    branch_rows = [row for row in unlabelled if row < header]
    branch_rows += [row for row, name in labels.items() if name == "parent" and row != header]
    below = [row for row in unlabelled if row > header]
    if below and "unit" not in settings:
        settings["unit"] = below[0]
        guesses.append(guess("unit_row", place=_row_address(sheet, below[0])))
    guesses.append(guess("header", place=_row_address(sheet, header)))
    guesses += [guess("setting", name, _row_address(sheet, row)) for name, row in settings.items()]
    texts = [c for c in range(sheet.width) if c not in figures and _has_words(sheet, c, header)]
    taken = {*labels, *below, *branch_rows}
    start = next(row for row in range(header + 1, len(sheet.rows)) if row not in taken)
    body = _body(sheet, start, figures, texts, guesses)
    return Layout(
        sheet=sheet,
        header=header,
        branch_rows=tuple(sorted(branch_rows)),
        settings=settings,
        body=tuple(row for row in body if row not in taken),
        figures=tuple(figures),
        texts=tuple(texts),
        guesses=tuple(guesses),
    )


def _header(
    sheet: Sheet, figures: Sequence[int], unlabelled: list[int], labels: Mapping[int, str], worded: list[int]
) -> int:
    def is_complete(row: int) -> bool:
        words = [read_text(sheet.rows[row][column]) for column in figures]
        return all(words) and len(set(words)) == len(words)

    in_front = [row for row in unlabelled if not all(map(is_unknown, sheet.rows[row][: figures[0]]))]
    candidates = (
        [row for row in in_front if is_complete(row)],
        in_front,
        [row for row in worded if labels.get(row) == "code"],
        [row for row in worded if labels.get(row) == "name"],
        [row for row in worded if labels.get(row) == "unit"],
        [row for row in unlabelled if is_complete(row)],
        unlabelled,
        worded,
    )
    return next(rows[-1] for rows in candidates if rows)


def _has_words(sheet: Sheet, column: int, header: int) -> bool:
    return any(not is_unknown(row[column]) for row in sheet.rows[header + 1 :])


def _body(
    sheet: Sheet, start: int, figures: Sequence[int], texts: Sequence[int], guesses: list[Guess]
) -> list[int]:
    body: list[int] = []
    gap = False
    for number in range(start, len(sheet.rows)):
        row = sheet.rows[number]
        words = [read_text(row[column]) for column in texts if not is_unknown(row[column])]
        if all(value is None for value in row):
            gap = True
            continue
        if _ends_the_table(row, words, figures, gap):
            shown = next(read_text(value) for value in row if value is not None)
            guesses.append(guess("rows_below", shown, _row_address(sheet, number)))
            break
        if words and plain(words[0]) in TOTALS:
            guesses.append(guess("total", words[0], _row_address(sheet, number)))
            continue
        body.append(number)
        gap = False
    return body


def _ends_the_table(row: Sequence[object], words: Sequence[str], figures: Sequence[int], gap: bool) -> bool:
    n_figures = sum(holds_figure(row[column]) for column in figures)
    n_words = sum(holds_word(row[column]) for column in figures)
    if gap and (n_figures == 0 or n_words > n_figures):
        return True
    return n_figures == 0 and bool(words) and plain(words[0].split(":")[0]) in NOTES


def _row_address(sheet: Sheet, row: int) -> str:
    return f"{sheet.name}!{row + 1}:{row + 1}"
