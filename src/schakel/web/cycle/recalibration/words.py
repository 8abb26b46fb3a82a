# SPDX-License-Identifier: EUPL-1.2
"""Codes of the recalibration in words: items, lists, fields and what becomes of them."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.cycle.queries.course_items import FIELDS, FieldKind
from schakel.cycle.queries.hanging import Hanging
from schakel.documents.formats import enumeration
from schakel.documents.messages import words
from schakel.documents.sentences.course_changes import field_words, item_words
from schakel.documents.sentences.names import upper_first
from schakel.koers.label import Language


def item_name(item: str, language: Language) -> str:
    """Return what an item is called, such as "action 1a"."""
    return item_words(item, words(language))


def item_title(item: str, language: Language) -> str:
    """Return what an item is called at the beginning of a line."""
    return upper_first(item_name(item, language))


def field_name(field: str, language: Language) -> str:
    """Return what a field is called."""
    return field_words(field, words(language))


def list_names() -> Mapping[str, str]:
    """Return what can be added to each list of the course."""
    named = {
        "lines": _("a main line"),
        "actions": _("an action"),
        "goals": _("a goal"),
        "criteria": _("a criterion of satisfaction"),
        "mission": _("a part of the mission"),
        "vision": _("a part of the vision"),
        "ambitions": _("an ambition"),
        "tasks": _("a task of the programme office"),
        "outputs": _("an output"),
        "cross_cutting": _("a cross-cutting theme"),
        "transitions": _("a transition"),
        "alignment": _("other policy to align with"),
        "parties": _("a party"),
        "bodies": _("a body"),
        "outside_relations": _("a region to have ties with"),
        "watch_list": _("a point of attention"),
        "admission": _("a condition for new topics"),
        "roles": _("a role"),
        "means": _("a means"),
        "limits": _("a limit"),
        "cycle": _("a step of the cycle"),
    }
    return {name: named[name] for name in FIELDS if name in named}


def list_title(name: str) -> str:
    """Return the heading of a list of the course."""
    titles = {
        "mission": _("Mission"),
        "vision": _("Vision"),
        "ambitions": _("Ambitions"),
        "lines": _("Main lines and actions"),
        "goals": _("Impact aimed at"),
        "criteria": _("When the partners are satisfied"),
        "tasks": _("Tasks of the programme office"),
        "cross_cutting": _("Cross-cutting themes"),
        "admission": _("Admission of a new topic"),
        "cycle": _("Steps of the cycle"),
        "bodies": _("Bodies"),
        "outputs": _("Outputs"),
        "roles": _("Roles"),
        "means": _("Means"),
        "limits": _("Limits"),
        "parties": _("Parties"),
        "transitions": _("Transitions"),
        "alignment": _("Policy to align with"),
        "outside_relations": _("Regions to have ties with"),
        "watch_list": _("Points of attention"),
        "course": _("The course itself"),
    }
    return titles[name]


def state_name(state: str) -> str:
    """Return what becomes of an item in a draft."""
    return {"new": _("new"), "gone": _("goes"), "changed": _("changed"), "same": ""}[state]


def level_names() -> list[tuple[str, str]]:
    """Return the levels of impact."""
    return [
        ("direct", _("direct impact")),
        ("strategic", _("strategic impact")),
        ("societal", _("societal impact")),
    ]


def hint_of(kind: FieldKind) -> str:
    """Return how a value is written."""
    hints = {
        FieldKind.EUROS: _("In whole euros, such as 25000. Empty means: not known."),
        FieldKind.CODES: _("Codes with a comma between them. Empty means: none."),
        FieldKind.NUMBER: _(
            "Number, unit and year with a semicolon between them, such as: 2800; jobs; 2033."
        ),
        FieldKind.STRENGTHS: _(
            "Codes of elements, each with yes, possibly or implicit: talent yes, finance possibly."
        ),
        FieldKind.YEAR: _("Four digits."),
        FieldKind.TEXT: _("An organisation or role, never a person. Empty means: not known."),
    }
    return hints.get(kind, "")


def hanging_words(hanging: Hanging, language: Language) -> str:
    """Return what hangs on an item that goes, in one phrase; nothing where nothing does."""
    parts = [
        (hanging.n_activities, ngettext("%(n)s activity", "%(n)s activities", hanging.n_activities)),
        (hanging.n_initiatives, ngettext("%(n)s initiative", "%(n)s initiatives", hanging.n_initiatives)),
        (
            hanging.n_money,
            ngettext(
                "%(n)s line of the ledger or commitment",
                "%(n)s lines of the ledger or commitments",
                hanging.n_money,
            ),
        ),
        (hanging.n_goals, ngettext("%(n)s goal of a partner", "%(n)s goals of partners", hanging.n_goals)),
        (
            hanging.n_responsibilities,
            ngettext("%(n)s responsibility", "%(n)s responsibilities", hanging.n_responsibilities),
        ),
    ]
    return enumeration([text % {"n": n} for n, text in parts if n], language)
