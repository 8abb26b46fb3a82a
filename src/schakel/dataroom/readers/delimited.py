# SPDX-License-Identifier: EUPL-1.2
"""From text to rows of fields: separator, quotes, title and footer lines, each row with its place."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from schakel.dataroom.readers.unreadable import Problems, Remark, Unreadable, excerpt
from schakel.koers.failures import N_

SEPARATORS = (";", "\t", "|", ",")
SAMPLE_CHARACTERS = 60_000
MOST_CELLS = 20_000_000
_DOUBLED = re.compile(r"""[^";,\t]""[;,\t]""[^";,\t]""")
_FOOTER = re.compile(
    r"^(bron|source|©|\(c\)|copyright|cbs|centraal bureau|toelichting|noot|noten|notes?|voetnoot)\b|^[©*]",
    re.IGNORECASE,
)
Quoting = Literal["normal", "doubled", "wrapped lines", "none"]


class NoSeparator(Unreadable):
    """A text that falls apart into columns with no separator, or with several equally well."""

    template = N_("{file}: no separator makes a table of this text ({found}).")
    cure = N_("State the separator, or save the table as CSV with a semicolon or a comma.")


class WrongQuotes(Unreadable):
    """Quotation marks that open and never close, or stand in the middle of a field."""

    template = N_("{file}, row {row}: the quotation marks are wrong ({found}).")
    cure = N_("Repair this row or save the file again from the program it came from.")


class UnequalRows(Unreadable):
    """Rows that have more or fewer fields than the others."""

    template = N_("{file} is not loaded: {count} rows do not have {expected} fields. {problems}.")
    cure = N_(
        "The file may be cut off, or a field holds the separator without quotation marks; repair these rows."
    )


class NoRows(Unreadable):
    """A file with a header and nothing below it."""

    template = N_("{file} has no data rows (found: {found}).")
    cure = N_("Check the download; choose regions and periods before downloading.")


class TooLarge(Unreadable):
    """A table with more cells than a regional table ever has."""

    template = N_("{file} has more than {most} cells.")
    cure = N_("Split the file, or download fewer regions, periods or topics.")


@dataclass(frozen=True, slots=True)
class Fields:
    """Rows of equal length with the row of the file on which each begins (counted from 1)."""

    rows: list[list[str]]
    row_numbers: list[int]
    separator: str
    quoting: Quoting
    titles: tuple[str, ...]
    footers: tuple[str, ...]


def split_fields(text: str, file_name: str, separator: str | None = None, *, quoted: bool = True) -> Fields:
    """Split a text into rows of equal length.

    Lines above the table with one field are titles; lines below it with one field are a footer when
    a blank line parts them from the table or when they begin with a word like "Bron".

    Raises
    ------
    NoSeparator, WrongQuotes, UnequalRows, NoRows, TooLarge
        When the text is no table; nothing is returned in part.
    """
    text, quoting = repair_quotes(text) if quoted else (text, "none")
    separator = separator or find_separator(text, file_name)
    rows, numbers = _parse(text, file_name, separator, quoted)
    width = _width(rows)
    rows, numbers, titles, footers = _trim(rows, numbers, width)
    _check_widths(rows, numbers, width, file_name)
    if not rows:
        raise NoRows(file=file_name, found=excerpt(text.strip()))
    return Fields(rows, numbers, separator, quoting, titles, footers)


def find_separator(text: str, file_name: str) -> str:
    """Return the separator that makes the most equal rows of the beginning of a text.

    Raises
    ------
    NoSeparator
        When none makes two columns, or two do it equally well.
    """
    sample = text[:SAMPLE_CHARACTERS]
    whole = len(text) <= SAMPLE_CHARACTERS
    scores = {}
    for separator in SEPARATORS:
        share, width = _evenness(sample, separator, whole)
        if width > 1 and share >= 0.5:
            scores[separator] = (round(share, 2), width)
    if not scores:
        raise NoSeparator(file=file_name, found=excerpt(text.strip().split("\n", 1)[0]))
    best = max(scores, key=lambda s: scores[s])
    rivals = [s for s in scores if s != best and scores[s] == scores[best]]
    if rivals and not _is_decimal_comma(sample, best, rivals):
        names = ", ".join(repr(s) for s in (best, *rivals))
        raise NoSeparator(file=file_name, found=f"{names} fit equally well")
    return best


def _is_decimal_comma(sample: str, best: str, rivals: list[str]) -> bool:
    others = re.sub(r"\d,\d", "", sample)
    return rivals == [","] and best != "," and "," not in others


def _evenness(sample: str, separator: str, whole: bool) -> tuple[float, int]:
    """Return the share of rows that have the commonest number of fields, and that number."""
    lengths = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=separator):
            if any(field.strip() for field in row):
                lengths.append(len(row))
    except csv.Error:
        return 0.0, 0
    if not whole and len(lengths) > 1:
        lengths.pop()
    if not lengths:
        return 0.0, 0
    width, n = Counter(lengths).most_common(1)[0]
    return n / len(lengths), width


def repair_quotes(text: str) -> tuple[str, Quoting]:
    """Undo what some programs do to quotation marks: double every one, or wrap every line in a pair."""
    unwrapped = _unwrap(text)
    if unwrapped is not None:
        return unwrapped, "wrapped lines"
    first = text.split("\n", 1)[0]
    if not _DOUBLED.search(first):
        return text, "normal"
    repaired = text.replace('""', '"').rstrip()
    lone = repaired.rfind("\n")
    if repaired[lone + 1 :].strip() == '"':
        repaired = repaired[:lone]
    return repaired + "\n", "doubled"


def _unwrap(text: str) -> str | None:
    """Return the lines without the pair of marks around each, or None where not every line has one."""
    lines = text.rstrip().splitlines()
    filled = [line for line in lines if line.strip()]
    if not filled or not all(
        line.startswith('"') and line.endswith('"') and len(line) > 1 for line in filled
    ):
        return None
    try:
        rows = list(csv.reader(lines, delimiter="\x1f", strict=True))
    except csv.Error:
        return None
    if len(rows) != len(lines) or not all(any(s in row[0] for s in SEPARATORS) for row in rows if row):
        return None
    return "\n".join(row[0] if row else "" for row in rows) + "\n"


def _parse(text: str, file_name: str, separator: str, quoted: bool) -> tuple[list[list[str]], list[int]]:
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True, quoting=quoting)
    rows: list[list[str]] = []
    numbers: list[int] = []
    begin, n_cells = 1, 0
    try:
        for row in reader:
            rows.append(row)
            numbers.append(begin)
            begin = reader.line_num + 1
            n_cells += len(row)
            if n_cells > MOST_CELLS:
                raise TooLarge(file=file_name, most=MOST_CELLS)
    except csv.Error as error:
        raise WrongQuotes(file=file_name, row=begin, found=error) from error
    return rows, numbers


def _width(rows: list[list[str]]) -> int:
    lengths = Counter(len(row) for row in rows if any(field.strip() for field in row))
    several = {width: n for width, n in lengths.items() if width > 1} or lengths
    return max(several, key=lambda width: (several[width], width)) if several else 0


def _trim(
    rows: list[list[str]], numbers: list[int], width: int
) -> tuple[list[list[str]], list[int], tuple[str, ...], tuple[str, ...]]:
    """Part titles and footers from the table and drop blank rows."""
    first, last = 0, len(rows)
    while first < last - 1 and width > 1 and _is_title(rows[first], width):
        first += 1
    while (
        last > first
        and width > 1
        and _n_filled(rows[last - 1]) <= 1
        and not _is_table_row(rows[last - 1], width)
    ):
        last -= 1
    if not _is_footer(rows[last:]):
        last = len(rows)
    kept = [i for i in range(first, last) if _n_filled(rows[i])]
    titles = tuple(_only(row) for row in rows[:first] if _n_filled(row))
    footers = tuple(_only(row) for row in rows[last:] if _n_filled(row))
    return [rows[i] for i in kept], [numbers[i] for i in kept], titles, footers


def _n_filled(row: list[str]) -> int:
    return sum(1 for field in row if field.strip())


def _is_title(row: list[str], width: int) -> bool:
    return _n_filled(row) <= 1 and (len(row) != width or bool(row[0].strip()) or not _n_filled(row))


def _is_table_row(row: list[str], width: int) -> bool:
    """A full-width row with one filled field that does not look like a note belongs to the table."""
    return len(row) == width and _n_filled(row) == 1 and not _FOOTER.match(_only(row))


def _only(row: list[str]) -> str:
    return next((field.strip() for field in row if field.strip()), "")


def _is_footer(rows: list[list[str]]) -> bool:
    return not rows or not _n_filled(rows[0]) or bool(_FOOTER.match(_only(rows[0])))


def _check_widths(rows: list[list[str]], numbers: list[int], width: int, file_name: str) -> None:
    template = N_("row {row} has {found} fields ('{text}')")
    unequal = [
        Remark(template, {"row": number, "found": len(row), "text": excerpt(" ".join(row))})
        for row, number in zip(rows, numbers, strict=True)
        if len(row) != width
    ]
    if unequal:
        problems = Problems.of(unequal)
        raise UnequalRows(file=file_name, count=problems.total, expected=width, problems=problems)
