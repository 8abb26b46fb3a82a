# SPDX-License-Identifier: EUPL-1.2
"""A failure as one sentence with its cure, in the reader's language."""

import math
import re
from collections.abc import Mapping
from datetime import date

from schakel.documents.formats import day, enumeration
from schakel.documents.messages import words
from schakel.koers.label import Label

BETWEEN_QUOTES = re.compile(r"['“]{(\w+)}['”]")
LISTS_OF_NAMES = frozenset({"known", "dropped"})


def explain_failure(exception: BaseException, language: str) -> str:
    """Return what went wrong and what to do, in Dutch or English.

    Works for every exception with ``template``, ``cure`` and ``details`` (the failures of the
    rooms); for another exception the sentence names its kind and its own text. An exception that
    holds several ``problems`` gets each of them on a line, with its place and its cure.
    """
    say = words(language)
    template = getattr(exception, "template", None)
    if not isinstance(template, str):
        return say(
            "Something unexpected went wrong ({kind}): {text}",
            kind=type(exception).__name__,
            text=str(exception) or "-",
        )
    details = dict(getattr(exception, "details", {}))
    listed = getattr(exception, "first_problems", None) or getattr(exception, "problems", None) or ()
    problems = [problem for problem in listed if hasattr(problem, "template")]
    if problems and isinstance(details.get("problems"), str):
        details["problems"] = "\n".join(explain_problem(problem, language) for problem in problems)
    parts = [say(template), say(getattr(exception, "cure", "") or " ")]
    return " ".join(_fill(part, details, language) for part in parts if part.strip()).strip()


def explain_remark(remark: object, language: str) -> str:
    """Return a remark (an object with ``template`` and ``details``) in Dutch or English."""
    template = str(getattr(remark, "template", remark))
    return _fill(words(language)(template), getattr(remark, "details", {}), language)


def explain_problem(problem: object, language: str) -> str:
    """Return one of several problems in Dutch or English: where it is, what is wrong and what to do."""
    say = words(language)
    details = {"code": getattr(problem, "code", ""), **getattr(problem, "details", {})}
    details.update(getattr(problem, "words", {}))
    place = say(getattr(problem, "place_template", "") or " ")
    if "where" in details:
        place = str(details["where"])
    parts = [f"{place}:" if place.strip() else "", say(str(getattr(problem, "template", problem)))]
    parts.append(say(getattr(problem, "cure", "") or " "))
    return " ".join(_fill(part, details, language) for part in parts if part.strip())


def _fill(template: str, details: Mapping[str, object], language: str) -> str:
    """Fill in the details; a detail that is missing stays visible as its name.

    What stands between quotes is a name that a reader gave, and stays as it was written.
    """
    names = LISTS_OF_NAMES.union(BETWEEN_QUOTES.findall(template))
    told = {
        name: value if name in names and type(value) is str else _in_words(value, language)
        for name, value in details.items()
    }
    try:
        return template.format(**told)
    except (KeyError, IndexError, ValueError):
        return template


def _in_words(value: object, language: str) -> str:
    if isinstance(value, Label):
        return value.in_language(language)
    if isinstance(value, float):
        return _number(value, language)
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, list | tuple | set | frozenset):
        return _several(value, language)
    if isinstance(value, BaseException):
        return explain_failure(value, language)
    if hasattr(value, "template") and hasattr(value, "details"):
        return explain_remark(value, language)
    if hasattr(value, "shown"):
        return "; ".join(explain_remark(remark, language) for remark in value.shown)
    return words(language)(value) if isinstance(value, str) and value else str(value)


def _several(
    values: list[object] | tuple[object, ...] | set[object] | frozenset[object], language: str
) -> str:
    """Return a shape such as (3, 2) as it is, numbers with semicolons, and words as a sentence does."""
    if isinstance(values, tuple) and all(isinstance(value, int | tuple) for value in values):
        return str(values)
    items = sorted(values, key=str) if isinstance(values, set | frozenset) else list(values)
    if any(isinstance(item, float) for item in items):
        return "; ".join(_in_words(item, language) for item in items)
    return enumeration([str(item) for item in items], language) or "-"


def _number(value: float, language: str) -> str:
    """Return a number with at most six figures that matter, and the decimal mark of the language."""
    say = words(language)
    if math.isnan(value):
        return say("not known")
    if math.isinf(value):
        return f"{'-' if value < 0 else ''}{say('infinite')}"
    text = f"{value:.6g}"
    return text.replace(".", ",") if language == "nl" else text
