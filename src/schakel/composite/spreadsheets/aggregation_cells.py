# SPDX-License-Identifier: EUPL-1.2
"""The method of a branch as text in a cell: "geometric", or "power; power=0.5; min_share=0.7"."""

from dataclasses import fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

from schakel.composite.spreadsheets.cells import read_number
from schakel.composite.structure.tree import Aggregation, AggregationMethod

METHODS: tuple[str, ...] = get_args(AggregationMethod)
KINDS = get_type_hints(Aggregation)
TRUTH = {"true": True, "false": False}


def write_aggregation(aggregation: Aggregation | None) -> str:
    """Return the method and the settings that differ from the usual ones, or "" where there is none."""
    if aggregation is None:
        return ""
    parts: list[str] = [aggregation.method]
    for one in fields(Aggregation)[1:]:
        value = getattr(aggregation, one.name)
        if value != one.default:
            text = " ".join(map(repr, value)) if isinstance(value, tuple) else f"{value}"
            parts.append(f"{one.name}={text}")
    return "; ".join(parts)


def read_aggregation(text: str) -> Aggregation | None:
    """Return the method that a text states, or None when it states none that is known."""
    method, *settings = (part.strip() for part in text.split(";"))
    if method.casefold() not in METHODS:
        return None
    read: dict[str, Any] = {"method": method.casefold()}
    for setting in settings:
        name, _, stated = (part.strip() for part in setting.partition("="))
        value = _setting(KINDS[name], stated) if name in KINDS and name != "method" else None
        if value is None:
            return None
        read[name] = value
    return Aggregation(**read)


def _setting(kind: Any, text: str) -> object | None:
    """Return a text as the kind of value that a setting has: a word, true or false, numbers or a number."""
    if get_origin(kind) is Literal:
        return text if text in get_args(kind) else None
    if kind is bool:
        return TRUTH.get(text.casefold())
    numbers = [read_number(part, ".") for part in text.split()]
    known = [number for number in numbers if number is not None and number == number]
    if len(known) != len(numbers) or not known:
        return None
    if get_origin(kind) is tuple:
        return tuple(known)
    return known[0] if len(known) == 1 else None
