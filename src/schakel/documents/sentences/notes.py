# SPDX-License-Identifier: EUPL-1.2
"""The sentence for each remark: a code with details becomes text."""

import re

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
    if name in ("element", "weakest_element"):
        return lower_first(names.element(value))
    if name == "elements":
        return names.elements(tuple(v.strip() for v in value.split(",")))
    if name == "comparison":
        return names.comparison(value)
    if name in ("area", "area_code", "region", "region_code", "nearest"):
        return names.area(value)
    if name in ("item", "subject"):
        label = names.item(value)
        return names.element(value) if label == value else label
    if name in ("indicator", "indicators"):
        found = [lower_first(names.indicator(v.strip())) for v in value.split(",")]
        return enumeration(found, names.language)
    if name in ("scaling", "aggregation"):
        return upper_first(alternative_in_words(value, names.language))
    if name == "kind":
        return {"strong": names.say("strong points"), "attention": names.say("attention points")}.get(
            value, value
        )
    return value
