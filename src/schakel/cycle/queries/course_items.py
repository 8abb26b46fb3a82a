# SPDX-License-Identifier: EUPL-1.2
"""The items of a course by name ("actions:1a"), and what of them a draft may change."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from schakel.koers.course import CourseFile
from schakel.koers.failures import N_
from schakel.koers.label import Label

COURSE = "course"
LINES, ACTIONS, GOALS = "lines", "actions", "goals"
MAPPED_LISTS = (LINES, ACTIONS, GOALS)
"""What activities, money and goals of partners point at: these are mapped when they go."""


class FieldKind(StrEnum):
    """What is written in a field of an item."""

    TEXT = "text"
    WORDS = "words"
    EUROS = "euros"
    DAY = "day"
    YEAR = "year"
    CODES = "codes"
    NUMBER = "number"
    LEVEL = "level"
    STRENGTHS = "strengths"


NOTE = {"note": FieldKind.WORDS}
FIELDS: Mapping[str, Mapping[str, FieldKind]] = {
    COURSE: {
        "period.from_year": FieldKind.YEAR,
        "period.until_year": FieldKind.YEAR,
        "text.title": FieldKind.WORDS,
        "text.publisher": FieldKind.TEXT,
        "text.url": FieldKind.TEXT,
    },
    "vision": NOTE,
    "ambitions": NOTE,
    "mission": NOTE,
    LINES: {"strengthens": FieldKind.STRENGTHS, "outputs": FieldKind.CODES, **NOTE},
    ACTIONS: {
        "owner": FieldKind.TEXT,
        "budget_eur": FieldKind.EUROS,
        "cross_cutting": FieldKind.CODES,
        **NOTE,
    },
    GOALS: {"level": FieldKind.LEVEL, "baseline": FieldKind.NUMBER, "target": FieldKind.NUMBER, **NOTE},
    "criteria": {
        "number": FieldKind.NUMBER,
        "due": FieldKind.DAY,
        "yardstick": FieldKind.WORDS,
        "initiatives": FieldKind.CODES,
        **NOTE,
    },
    "tasks": NOTE,
    "outputs": NOTE,
    "cross_cutting": NOTE,
    "transitions": NOTE,
    "alignment": NOTE,
    "parties": NOTE,
    "bodies": NOTE,
    "outside_relations": NOTE,
    "watch_list": NOTE,
    "admission": {"question": FieldKind.WORDS, **NOTE},
    "roles": NOTE,
    "means": NOTE,
    "limits": NOTE,
    "cycle": {"yields": FieldKind.WORDS, **NOTE},
}
"""The lists of a course whose items a draft may add, reword, change or remove, with their fields."""
ITEM_NAMES: Mapping[str, str] = {
    COURSE: N_("the course itself"),
    LINES: N_("main line {code}"),
    ACTIONS: N_("action {code}"),
    GOALS: N_("goal {code}"),
    "mission": N_("mission {code}"),
    "vision": N_("vision {code}"),
    "ambitions": N_("ambition {code}"),
    "criteria": N_("criterion {code}"),
    "tasks": N_("task {code}"),
    "outputs": N_("output {code}"),
    "cross_cutting": N_("cross-cutting theme {code}"),
    "transitions": N_("transition {code}"),
    "alignment": N_("alignment {code}"),
    "parties": N_("party {code}"),
    "bodies": N_("body {code}"),
    "outside_relations": N_("outside region {code}"),
    "watch_list": N_("point of attention {code}"),
    "admission": N_("admission condition {code}"),
    "roles": N_("role {code}"),
    "means": N_("means {code}"),
    "limits": N_("limit {code}"),
    "cycle": N_("step of the cycle {code}"),
}
"""What an item of each list is called."""
NEVER_EMPTY = frozenset(
    {"period.from_year", "period.until_year", "text.title", "text.publisher", "level", "question"}
)
"""Fields that must hold something."""
LONGEST_CODES = {LINES: 12, ACTIONS: 12}
"""The longest code by list; activities and money of the register point at lines and actions by code."""


@dataclass(frozen=True, slots=True)
class CourseItem:
    """An item of a course; ``parent`` is the line of an action."""

    name: str
    label: Label
    parent: str = ""

    @property
    def list_name(self) -> str:
        """The list that it stands in."""
        return self.name.partition(":")[0]

    @property
    def code(self) -> str:
        """Its code within its list."""
        return self.name.partition(":")[2]


@dataclass(frozen=True, slots=True)
class ItemName:
    """What an item is called, for sentences in any language."""

    name: str

    @property
    def template(self) -> str:
        """The English source string."""
        return ITEM_NAMES.get(split_item(self.name)[0], "{code}")

    @property
    def details(self) -> dict[str, object]:
        """What is filled in."""
        return {"code": split_item(self.name)[1] or self.name}

    def __str__(self) -> str:
        return self.template.format(**self.details)


def split_item(name: str) -> tuple[str, str]:
    """Return the list and the code of an item."""
    list_name, _, code = name.partition(":")
    return list_name, code


def items_of(course: CourseFile) -> dict[str, CourseItem]:
    """Return every item that a draft may change by name, actions after their line."""
    found = {COURSE: CourseItem(COURSE, course.label)}
    for list_name in FIELDS:
        if list_name in (COURSE, ACTIONS):
            continue
        for item in getattr(course, list_name):
            name = f"{list_name}:{item.code}"
            found[name] = CourseItem(name, item.label)
            for action in getattr(item, ACTIONS, ()):
                own = f"{ACTIONS}:{action.code}"
                found[own] = CourseItem(own, action.label, name)
    return found
