# SPDX-License-Identifier: EUPL-1.2
"""What a cell holds: a number, nothing, or text in which a number may be understood."""

import math
import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from numbers import Real
from typing import Literal

from schakel.composite.spreadsheets.problems import Placed, TableProblem, problem_at, shown

DecimalMark = Literal[".", ","]
TextRule = Literal[".", ",", "same", "never"]
MARKS: tuple[DecimalMark, DecimalMark] = (".", ",")
UNKNOWN_WORDS = frozenset(
    {"", ".", "..", "...", ":", "na", "n/a", "n.a.", "nan", "<na>", "nb", "n.b.", "null", "none", "onbekend"}
    | {"unknown", "missing", "ontbreekt"}
)
ERROR_VALUES = frozenset({"#n/a", "#div/0!", "#value!", "#ref!", "#name?", "#num!", "#null!", "#waarde!"})
_ODD_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-"})


def _number_pattern(mark: DecimalMark) -> re.Pattern[str]:
    group = ",' " if mark == "." else ".' "
    whole = rf"(?:0|[1-9][0-9]*|[1-9][0-9]{{0,2}}(?:(?P<sep>[{group}])[0-9]{{3}})(?:(?P=sep)[0-9]{{3}})*)"
    decimals = rf"\{mark}[0-9]+"
    return re.compile(rf"[+-]?(?:{whole}(?:{decimals})?|{decimals})(?:[eE][+-]?[0-9]+)?")


_PATTERNS: Mapping[DecimalMark, re.Pattern[str]] = {mark: _number_pattern(mark) for mark in MARKS}


def is_unknown(value: object) -> bool:
    """Return whether a cell says that the value is unknown: empty, NaN, or a word such as "NA" or "..".

    A lone dash is not among them, as it can also mean zero.
    """
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    if isinstance(value, str):
        return value.strip().casefold() in UNKNOWN_WORDS
    return isinstance(value, float) and math.isnan(value)


def is_number(value: object) -> bool:
    """Return whether a cell holds a number (not text that looks like one, nor true or false)."""
    if type(value).__name__ in ("bool", "bool_"):
        return False
    return isinstance(value, Real | Decimal) and not is_unknown(value)


def number_readings(text: str) -> dict[DecimalMark, float]:
    """Return what a text is as a number when the decimal mark is a point, and when it is a comma.

    "3,5" is 3.5 with a comma only; "1.234" is 1.234 with a point and 1234 with a comma; "12" is the same
    with both. Thousands may be grouped. Leading zeros make a code and no number ("0034").
    """
    cleaned = text.strip().translate(_ODD_SPACES)
    found: dict[DecimalMark, float] = {}
    for mark, pattern in _PATTERNS.items():
        if pattern.fullmatch(cleaned):
            group = "," if mark == "." else "."
            digits = cleaned.replace(group, "").replace(" ", "").replace("'", "").replace(mark, ".")
            found[mark] = float(digits)
    return found


def settle_decimal_mark(texts: Iterable[str]) -> DecimalMark | None:
    """Return the decimal mark that these texts prove, or None when nothing or both are proved.

    A text proves a mark when it is a number with that mark only. Texts that are no number prove nothing.
    """
    proved = set()
    for text in texts:
        readings = number_readings(text)
        if len(readings) == 1:
            proved |= set(readings)
    return proved.pop() if len(proved) == 1 else None


def read_number(value: object, texts: TextRule = "never") -> float | None:
    """Return the number in a cell, NaN when it is unknown, None when it cannot be understood.

    ``texts`` says which texts count as a number: "never"; those that are one with this decimal mark
    ("." or ","); or those that are the same number with both marks ("same").
    """
    if is_unknown(value):
        return math.nan
    if is_number(value):
        return float(value)  # type: ignore[arg-type]
    if not isinstance(value, str) or texts == "never":
        return None
    readings = number_readings(value)
    if texts == "same":
        return readings["."] if len(readings) == 2 and readings["."] == readings[","] else None
    return readings.get(texts)


def number_problem(place: Placed, unit: str) -> TableProblem:
    """Return what is wrong with a cell that should hold a number, how it could be read, and the cure."""
    if isinstance(place.value, date):
        return problem_at("date", place, unit=unit)
    text = shown(place.value)
    if text.casefold() in ERROR_VALUES:
        return problem_at("error_value", place, unit=unit)
    if text.endswith("%") and number_readings(text.rstrip("% ")):
        return problem_at("percent", place, unit=unit)
    if text in ("-", "–", "—"):
        return problem_at("dash", place, unit=unit)
    readings = number_readings(text) if isinstance(place.value, str) else {}
    if len(set(readings.values())) == 2:
        point, comma = (shown(readings[mark]) for mark in MARKS)
        return problem_at("doubtful_number", place, unit=unit, with_point=point, with_comma=comma)
    if readings:
        mark, number = next(iter(readings.items()))
        return problem_at("text_number", place, unit=unit, understood=shown(number), mark=mark)
    return problem_at("no_number", place, unit=unit)


def read_text(value: object) -> str:
    """Return the text in a cell: trimmed, whole numbers without decimals, "" when it is empty or unknown."""
    if value is None or (not isinstance(value, str) and is_unknown(value)):
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()
