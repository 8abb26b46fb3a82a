# SPDX-License-Identifier: EUPL-1.2
"""Cells of a text file: encoding and separator found from the contents, every cell left as text."""

import csv
import io
from collections import Counter

SEPARATORS = ("\t", ";", "|", ",")
ROWS_LOOKED_AT = 200
FORMULA_STARTS = ("=", "+", "-", "@")


def decode_text(data: bytes) -> str | None:
    """Return the text in a file: UTF-8 or else the western code page of Windows."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data:
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_csv_rows(text: str, separator: str) -> list[list[str]]:
    """Return the cells of a text.

    An apostrophe before =, +, - or @, which our CSV export puts there, is taken off.
    """
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return [[_without_guard(cell) for cell in row] for row in rows]


def find_separator(text: str) -> str:
    """Return what separates the cells of a text; a comma when nothing does.

    It is what gives most rows the same number of cells; where two do so equally, tab goes before semicolon,
    bar and comma, so that decimal commas do not separate.
    """
    head = "\n".join(text.splitlines()[:ROWS_LOOKED_AT])
    best, most = ",", 0.0
    for separator in SEPARATORS:
        widths = [len(row) for row in csv.reader(io.StringIO(head), delimiter=separator) if row]
        counts = Counter(width for width in widths if width > 1)
        share = counts.most_common(1)[0][1] / len(widths) if counts else 0.0
        if share > most:
            best, most = separator, share
    return best


def _without_guard(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell
