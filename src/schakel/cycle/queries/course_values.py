# SPDX-License-Identifier: EUPL-1.2
"""What a person writes as the new value of a field, as the course file holds it; and the other way round."""

import math
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, get_args

from schakel.cycle.models import CourseChange
from schakel.cycle.queries.course_items import NEVER_EMPTY, FieldKind, ItemName
from schakel.koers.course import GoalLevel, Strength
from schakel.koers.failures import N_, Failure

STRENGTHS = tuple(get_args(Strength))
LEVELS = tuple(get_args(GoalLevel))
FIRST_YEAR, LAST_YEAR = 1900, 2200
_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")
_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")

EXPECTED: Mapping[FieldKind, str] = {
    FieldKind.TEXT: N_("a text"),
    FieldKind.WORDS: N_("the words in Dutch and in English"),
    FieldKind.EUROS: N_("euros, such as 25000"),
    FieldKind.DAY: N_("a day, such as 2033-12-31"),
    FieldKind.YEAR: N_("a year, such as 2033"),
    FieldKind.CODES: N_("codes with a comma between them"),
    FieldKind.NUMBER: N_("a number, its unit and its year, such as: 2800; jobs; 2033"),
    FieldKind.LEVEL: N_("direct, strategic or societal"),
    FieldKind.STRENGTHS: N_("elements and how firmly, such as: talent yes, finance possibly"),
}


class WrongValue(Failure):
    """A value that the field cannot hold."""

    template = N_("The value “{found}” of {item} ({field}) is not {expected}.")
    cure = N_("Change the value.")


class FieldNotEmpty(Failure):
    """A field that must hold something was emptied."""

    template = N_("This value of {item} cannot be empty: {field}.")
    cure = N_("Give a value, or leave this field as it is.")


def value_of(change: CourseChange, kind: FieldKind, now: Any) -> Any:
    """Return what the course file holds after a change of a field; ``None`` for what becomes unknown.

    Parameters
    ----------
    now
        What the field holds before the change; parts that a person does not write are kept from it.

    Raises
    ------
    WrongValue
        When the value is not of the kind.
    FieldNotEmpty
        When it is empty and must not be.
    """
    if kind is FieldKind.WORDS:
        return _words(change)
    text = change.value.strip()
    if not text:
        _check_may_be_empty(change)
        return None
    try:
        return _READERS[kind](text, now)
    except ValueError as error:
        raise _wrong(change, kind, text) from error


def _wrong(change: CourseChange, kind: FieldKind, found: str) -> WrongValue:
    return WrongValue(item=ItemName(change.item), field=change.field, found=found, expected=EXPECTED[kind])


def _check_may_be_empty(change: CourseChange) -> None:
    if change.field in NEVER_EMPTY:
        raise FieldNotEmpty(item=ItemName(change.item), field=change.field)


def _words(change: CourseChange) -> dict[str, str] | None:
    dutch, english = change.label_nl.strip(), change.label_en.strip()
    if not dutch and not english:
        _check_may_be_empty(change)
        return None
    if not dutch or not english:
        raise _wrong(change, FieldKind.WORDS, dutch or english)
    return {"nl": dutch, "en": english}


def _text(text: str, now: Any) -> str:
    return text


def _euros(text: str, now: Any) -> float:
    if not _AMOUNT.fullmatch(text):
        raise ValueError(text)
    return _plain_number(text)


def _plain_number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return int(number) if number == int(number) else number


def _day(text: str, now: Any) -> date:
    return date.fromisoformat(text)


def _year(text: str, now: Any) -> int:
    if not re.fullmatch("[0-9]{4}", text) or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        raise ValueError(text)
    return int(text)


def _codes(text: str, now: Any) -> list[str]:
    codes = list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    if not codes or not all(_CODE.fullmatch(code) for code in codes):
        raise ValueError(text)
    return codes


def _level(text: str, now: Any) -> str:
    if text not in LEVELS:
        raise ValueError(text)
    return text


def _measured(text: str, now: Any) -> dict[str, Any]:
    """Return a number with its unit and maybe its year; the figure that it names in the data room stays."""
    parts = [part.strip() for part in text.split(";")]
    if len(parts) not in (2, 3) or not _NUMBER.fullmatch(parts[0]) or not parts[1]:
        raise ValueError(text)
    made: dict[str, Any] = {"value": _plain_number(parts[0]), "unit": parts[1]}
    if len(parts) == 3:
        made["year"] = _year(parts[2], now)
    if isinstance(now, dict) and "measure" in now:
        made["measure"] = now["measure"]
    return made


def _strengths(text: str, now: Any) -> list[dict[str, Any]]:
    """Return which elements a line strengthens; what was said about an element before is kept."""
    before = {part["element"]: part for part in now or []}
    made: dict[str, dict[str, Any]] = {}
    for part in text.split(","):
        words = part.split()
        if len(words) != 2 or words[1] not in STRENGTHS or not _CODE.fullmatch(words[0]) or words[0] in made:
            raise ValueError(text)
        made[words[0]] = before.get(words[0], {}) | {"element": words[0], "strength": words[1]}
    return list(made.values())


_READERS: Mapping[FieldKind, Callable[[str, Any], Any]] = {
    FieldKind.TEXT: _text,
    FieldKind.EUROS: _euros,
    FieldKind.DAY: _day,
    FieldKind.YEAR: _year,
    FieldKind.CODES: _codes,
    FieldKind.LEVEL: _level,
    FieldKind.NUMBER: _measured,
    FieldKind.STRENGTHS: _strengths,
}


def as_written(kind: FieldKind, value: Any) -> str:
    """Return a value of the course file as a person writes it in a draft; nothing for what is unknown."""
    if value in (None, "", [], {}):
        return ""
    if kind is FieldKind.CODES:
        return ", ".join(value)
    if kind is FieldKind.STRENGTHS:
        return ", ".join(f"{part['element']} {part['strength']}" for part in value)
    if kind is FieldKind.NUMBER:
        return "; ".join(str(value[key]) for key in ("value", "unit", "year") if key in value)
    return str(value)
