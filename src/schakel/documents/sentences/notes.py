# SPDX-License-Identifier: EUPL-1.2
"""The sentence for each remark: a code with details becomes text."""

import re
from collections.abc import Callable

from schakel.diagnosis.dossier import Detail, Dossier, Note
from schakel.documents.formats import enumeration, plain_number, year
from schakel.documents.sentences.choices import alternative_in_words
from schakel.documents.sentences.names import Names, lower_first, upper_first
from schakel.documents.sentences.note_texts import NOTE_TEXTS

_DOUBLE_STOP = re.compile(r"(?<!\.)\.\.(?!\.)")
_YEARS = (
    "period",
    "year",
    "from_period",
    "previous_period",
    "first_period",
    "last_period",
    "newest_period",
    "oldest_period",
    "limit_year",
)


def note_sentence(note: Note, dossier: Dossier, language: str) -> str:
    """Return the sentence of a remark.

    A code without a sentence is shown with its details, so that nothing is hidden (a test
    keeps the list complete).
    """
    names = Names(dossier, language)
    details = {name: detail_in_words(name, value, names) for name, value in note.details.items()}
    details = _qualified(_in_language(details, language), note, names)
    template = NOTE_TEXTS.get(note.code)
    if template is not None:
        try:
            return _DOUBLE_STOP.sub(".", names.say(template).format_map(details))
        except KeyError:
            pass
    listed = ", ".join(f"{name}: {value}" for name, value in details.items())
    return names.say("Remark {code} ({details}).", code=note.code, details=listed)


def _in_language(details: dict[str, str], language: str) -> dict[str, str]:
    """Add ``reason`` for a pair ``reason_nl``/``reason_en``."""
    suffix = f"_{language}"
    return details | {
        name.removesuffix(suffix): value for name, value in details.items() if name.endswith(suffix)
    }


def _qualified(details: dict[str, str], note: Note, names: Names) -> dict[str, str]:
    """Say "at least" or "about" before a value with such a qualifier."""
    found = dict(details)
    for name in details:
        qualifier = note.details.get(f"{name}_qualifier")
        if qualifier == "at_least":
            found[name] = names.say("at least {value}", value=details[name])
        elif qualifier == "approximately":
            found[name] = names.say("about {value}", value=details[name])
    return found


def detail_in_words(name: str, value: Detail, names: Names) -> str:
    """Return one detail of a remark as words: labels for codes, numbers in the language."""
    if value is None:
        return names.say("not known")
    if isinstance(value, bool):
        return names.say("yes") if value else names.say("no")
    if isinstance(value, int | float):
        is_year = name in _YEARS or name.endswith(("_period", "_year"))
        return year(int(value), names.language) if is_year else plain_number(value, names.language)
    return _code_in_words(name, value, names)


def _code_in_words(name: str, value: str, names: Names) -> str:
    kinds: dict[str, Callable[[str], str]] = {
        "element": lambda v: lower_first(names.element(v)),
        "weakest_element": lambda v: lower_first(names.element(v)),
        "elements": lambda v: names.elements(_listed(v)),
        "comparison": names.comparison,
        "indicators": lambda v: enumeration(
            [lower_first(names.indicator(c)) for c in _listed(v)], names.language
        ),
        "scaling": lambda v: upper_first(alternative_in_words(v, names.language)),
        "aggregation": lambda v: alternative_in_words(v, names.language),
        "item": lambda v: _item_or_element(v, names),
        "subject": lambda v: _item_or_element(v, names),
        "kind": lambda v: _kind_of_points(v, names),
        "reason": lambda v: _reason(v, names),
    }
    kinds |= dict.fromkeys(("area", "area_code", "region", "region_code", "nearest"), names.area)
    return kinds.get(name, str)(value)


def _listed(codes: str) -> list[str]:
    return [code.strip() for code in codes.split(",")]


def _item_or_element(code: str, names: Names) -> str:
    label = names.item(code)
    return names.element(code) if label == code else label


def _kind_of_points(kind: str, names: Names) -> str:
    known = {"strong": names.say("strong points"), "attention": names.say("attention points")}
    return known.get(kind, kind)


def _reason(code: str, names: Names) -> str:
    if code == "zero_under_product":
        return names.say("the lowest region of an element would get nothing at all")
    return code
