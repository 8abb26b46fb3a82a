# SPDX-License-Identifier: EUPL-1.2
"""What differs between two versions of the course, as sentences with the reason of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from schakel.cycle.models import CourseChange
from schakel.cycle.queries.course_editing import Made
from schakel.cycle.queries.course_items import COURSE, ItemName, items_of, split_item
from schakel.documents import formats
from schakel.documents.messages import Words
from schakel.documents.programme_pictures.amounts import euros
from schakel.documents.sentences.names import upper_first
from schakel.koers.compare import CourseDifference, FieldChange
from schakel.koers.course import Contribution, CourseFile, Yardstick
from schakel.koers.label import Label

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
NUMBERS = ("baseline", "target", "number")


@dataclass(frozen=True, slots=True)
class ChangeSentence:
    """One difference in words; ``kind`` is added, removed or changed."""

    item: str
    kind: str
    text: str
    reasons: tuple[str, ...]


def item_words(item: str, say: Words) -> str:
    """Return what an item is called, such as "action 1a"."""
    name = ItemName(item)
    return say(name.template).format(**name.details)


def difference_sentences(
    old: CourseFile,
    new: CourseFile,
    difference: CourseDifference,
    reasons: Mapping[Made, Sequence[CourseChange]],
    say: Words,
    names: Mapping[str, str] | None = None,
) -> tuple[ChangeSentence, ...]:
    """Return a sentence for each difference: what goes, what is new, what is said or valued differently.

    ``reasons`` gives the changes that made each difference, by item and field; ``names`` what codes are
    called (elements, initiatives): a code without a name stays as it is.
    """
    labels = {item: part.label for item, part in (items_of(old) | items_of(new)).items()}

    def told(item: str, kind: str, text: str, field: str = "") -> ChangeSentence:
        found = dict.fromkeys(change.reason for change in reasons.get((item, field), ()))
        return ChangeSentence(item, kind, text, tuple(found))

    def words_of(item: str) -> str:
        return labels[item].in_language(say.language) if item in labels else ""

    gone = [
        told(item, REMOVED, say("{item} goes: “{words}”.", item=_first(item, say), words=words_of(item)))
        for item in difference.removed
    ]
    new_ones = [
        told(item, ADDED, say("{item} is new: “{words}”.", item=_first(item, say), words=words_of(item)))
        for item in difference.added
    ]
    changed = [
        told(c.item, CHANGED, _changed(_whole(c, old, new), say, names or {}), c.field)
        for c in _once(difference.changed)
        if (c.item, c.field) != (COURSE, "version")
    ]
    return (*gone, *new_ones, *changed)


def _once(changes: Sequence[FieldChange]) -> list[FieldChange]:
    """Return the changes, of the parts of one number only the first."""
    found: dict[tuple[str, str], FieldChange] = {}
    for change in changes:
        outer = change.field.partition(".")[0]
        found.setdefault((change.item, outer if outer in NUMBERS else change.field), change)
    return list(found.values())


def _whole(change: FieldChange, old: CourseFile, new: CourseFile) -> FieldChange:
    """Return the change of a number as a whole where a part of it changed."""
    outer = change.field.partition(".")[0]
    if outer not in NUMBERS:
        return change
    return FieldChange(change.item, outer, *(_number_of(course, change.item, outer) for course in (old, new)))


def _number_of(course: CourseFile, item: str, field: str) -> object:
    list_name, code = split_item(item)
    return next((getattr(each, field) for each in getattr(course, list_name) if each.code == code), None)


def _first(item: str, say: Words) -> str:
    return upper_first(item_words(item, say))


def _changed(change: FieldChange, say: Words, names: Mapping[str, str]) -> str:
    item = _first(change.item, say)
    old, new = (value_words(v, change.field, say, names) for v in (change.old, change.new))
    if change.field == "label":
        return say("{item} now says {new}; it said {old}.", item=item, new=new, old=old)
    return say(
        "{item}, {field}: {new} instead of {old}.",
        item=item,
        field=field_words(change.field, say),
        new=new,
        old=old,
    )


def field_words(field: str, say: Words) -> str:
    """Return what a field of an item is called."""
    known = {
        "owner": say("owner"),
        "budget_eur": say("budget"),
        "cross_cutting": say("cross-cutting themes"),
        "note": say("note"),
        "strengthens": say("elements that it strengthens"),
        "outputs": say("outputs"),
        "level": say("level"),
        "baseline": say("starting value"),
        "target": say("target"),
        "number": say("number"),
        "due": say("date"),
        "yardstick": say("yardstick"),
        "initiatives": say("initiatives"),
        "yields": say("what it yields"),
        "question": say("question"),
        "section": say("section"),
        "label": say("words"),
        "period.from_year": say("first year"),
        "period.until_year": say("last year"),
        "text.title": say("title of the text"),
        "text.publisher": say("publisher"),
        "text.url": say("web address"),
    }
    return known.get(field, field)


def value_words(value: object, field: str, say: Words, names: Mapping[str, str]) -> str:
    """Return a value of a course in words; what is absent is not known."""
    language = say.language
    if value in (None, "", ()):
        return formats.UNKNOWN[language]
    if isinstance(value, Yardstick):
        size = formats.plain_number(value.value, language)
        return f"{size} {value.unit}" + (f" ({value.year})" if value.year else "")
    if isinstance(value, Label):
        return f"“{value.in_language(language)}”"
    if isinstance(value, Contribution):
        strengths = {"yes": say("firmly"), "possibly": say("possibly"), "implicit": say("implicitly")}
        return f"{names.get(value.element, value.element)} ({strengths[value.strength]})"
    if isinstance(value, tuple):
        return formats.enumeration((value_words(part, field, say, names) for part in value), language)
    if isinstance(value, date):
        return formats.day(value, language)
    if isinstance(value, int | float):
        return _number_words(value, field, say)
    levels = {"direct": say("direct"), "strategic": say("strategic"), "societal": say("societal")}
    return levels.get(str(value), names.get(str(value), str(value)))


def _number_words(value: float, field: str, say: Words) -> str:
    if field == "budget_eur":
        return euros(Decimal(str(value)), say)
    if "year" in field:
        return str(round(value))
    return formats.plain_number(value, say.language)
