# SPDX-License-Identifier: EUPL-1.2
"""Find which columns of a sheet hold the units, the period, groups and indicators."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from schakel.composite.bad_input import N_, BadInput
from schakel.composite.spreadsheets.cells import is_unknown, read_text
from schakel.composite.spreadsheets.guess_layout import Layout
from schakel.composite.spreadsheets.guess_words import PERIODS, UNIT_CODES, UNIT_NAMES, plain
from schakel.composite.spreadsheets.guesses import Certainty, Guess, guess
from schakel.composite.spreadsheets.problems import Placed, WrongTable, problem_at

ONLY_NAMES = frozenset({"naam", "name", "uname", "unit name", "gemeentenaam", "regionaam"})
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class ColumnRoles:
    """Column numbers (from 0) of the units, their names and periods, groups and indicators."""

    unit: int
    unit_name: int | None
    period: int | None
    groups: tuple[int, ...]
    indicators: tuple[int, ...]
    guesses: tuple[Guess, ...]


class NoSuchHeading(BadInput):
    """A column that was asked for and is not there."""

    template = N_("There is no column '{column}'; there are {known}.")
    cure = N_("Name one of these columns.")


def find_roles(
    layout: Layout, *, unit: str | None, period: str | None, leave_out: Sequence[str]
) -> ColumnRoles:
    """Return what each column is for.

    Units: the column that is asked for; else a column of words (or of codes in front of them) called code
    or the like, with a second one called name for its names; else the first column of words. Period: the
    one asked for, called year or the like, or with nothing but years while units repeat. Words that repeat
    are groups. All other figures are indicators.

    Raises
    ------
    WrongTable
        When no column can hold the units, or a column with figures has no name.
    NoSuchHeading
        When a column that is asked for is not there.
    """
    guesses: list[Guess] = []
    asked_out = {_asked(layout, name) for name in leave_out}
    guesses += [guess("asked_out", layout.heading(c), layout.where(c)) for c in sorted(asked_out)]
    texts = [column for column in layout.texts if column not in asked_out]
    figures = [column for column in layout.figures if column not in asked_out]
    units = _asked(layout, unit) if unit is not None else _unit_column(layout, texts, figures)
    periods = _asked(layout, period) if period is not None else _period_column(layout, texts, figures, units)
    names = _name_column(layout, [c for c in texts if c not in (units, periods)], units)
    certainty: Certainty = "certain" if unit is not None else "likely"
    guesses.append(guess("unit", layout.heading(units), layout.where(units), certainty))
    for kind, column in (("unit_name", names), ("period", periods)):
        if column is not None:
            guesses.append(guess(kind, layout.heading(column), layout.where(column)))
    used = {units, names, periods}
    if period is None and periods is not None and not _makes_a_panel(layout, units, periods):
        guesses[-1] = guess("one_period_each", layout.heading(periods), layout.where(periods))
        periods = None
    groups = []
    for column in (column for column in texts if column not in used):
        is_group = _repeats(layout, column)
        kind = "group" if is_group and layout.heading(column) else "left_out_column"
        groups += [column] if kind == "group" else []
        guesses.append(guess(kind, layout.heading(column), layout.where(column)))
    indicators = [column for column in figures if column not in used]
    _refuse_unnamed(layout, indicators)
    guesses += _empty_columns(layout)
    return ColumnRoles(units, names, periods, tuple(groups), tuple(indicators), tuple(guesses))


def _asked(layout: Layout, name: str) -> int:
    headings = [layout.heading(column) for column in range(layout.sheet.width)]
    for column, heading in enumerate(headings):
        if plain(heading) == plain(name):
            return column
    raise NoSuchHeading(column=name, known=", ".join(filter(None, headings)))


def _named(layout: Layout, columns: Sequence[int], words: Collection[str]) -> int | None:
    return next((column for column in columns if plain(layout.heading(column)) in words), None)


def _unit_column(layout: Layout, texts: list[int], figures: list[int]) -> int:
    in_front = [column for column in figures if not texts or column < texts[0]]
    coded = _named(layout, [*texts, *in_front], UNIT_CODES)
    if coded is not None:
        return coded
    words = [column for column in texts if plain(layout.heading(column)) not in PERIODS]
    if words:
        return words[0]
    named = _named(layout, figures, UNIT_NAMES)
    if named is not None:
        return named
    if figures and figures[0] == 0 and not _repeats(layout, 0) and len(figures) > 1:
        return 0
    raise WrongTable([problem_at("no_units", Placed(None, layout.sheet.name))])


def _name_column(layout: Layout, texts: Sequence[int], units: int) -> int | None:
    """Return a column called name, or like a kind of unit where the units are codes, with a name per unit."""
    by_code = plain(layout.heading(units)) in UNIT_CODES
    words = ONLY_NAMES | UNIT_NAMES if by_code else ONLY_NAMES
    rows = [layout.sheet.rows[row] for row in layout.body]
    n_units = len({read_text(row[units]) for row in rows})
    for column in texts:
        pairs = {(read_text(row[units]), read_text(row[column])) for row in rows}
        if plain(layout.heading(column)) in words and len(pairs) == n_units:
            return column
    return None


def _period_column(layout: Layout, texts: list[int], figures: list[int], units: int) -> int | None:
    others = [column for column in (*figures, *texts) if column != units]
    named = _named(layout, others, PERIODS)
    if named is not None:
        return named
    if not _repeats(layout, units):
        return None
    return next((column for column in others if _all_years(layout, column)), None)


def _makes_a_panel(layout: Layout, units: int, periods: int) -> bool:
    rows = [layout.sheet.rows[row] for row in layout.body]
    return _repeats(layout, units) or len({read_text(row[periods]) for row in rows}) == 1


def _all_years(layout: Layout, column: int) -> bool:
    return all(_YEAR.fullmatch(read_text(layout.sheet.rows[row][column])) for row in layout.body)


def _repeats(layout: Layout, column: int) -> bool:
    values = [read_text(layout.sheet.rows[row][column]) for row in layout.body]
    known = [value for value in values if not is_unknown(value)]
    return len(set(known)) < len(known)


def _refuse_unnamed(layout: Layout, columns: Sequence[int]) -> None:
    problems = []
    for column in columns:
        if layout.heading(column):
            continue
        row = next(row for row in layout.body if not is_unknown(layout.sheet.rows[row][column]))
        place = Placed(None, layout.sheet.name, row + 1, "")
        problems.append(problem_at("no_heading", place, found=layout.sheet.address(row, column)))
    if problems:
        raise WrongTable(problems)


def _empty_columns(layout: Layout) -> list[Guess]:
    others = (c for c in range(layout.sheet.width) if c not in (*layout.figures, *layout.texts))
    return [guess("empty_column", layout.heading(c), layout.where(c)) for c in others if layout.heading(c)]
