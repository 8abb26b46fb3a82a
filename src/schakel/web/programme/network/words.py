# SPDX-License-Identifier: EUPL-1.2
"""The network in words: what two partners share, and how many people were somewhere."""

from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.koers.label import Language
from schakel.programme.models import Helix
from schakel.programme.queries.suggestions import SharedThing
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.partners.words import helix_words

FEWEST_SHOWN = 5
"""Fewer people than this are not counted in public, since a few people at a meeting can be recognised."""


def shared_words(thing: SharedThing, names: CourseNames) -> str:
    """Return what two partners share, and how many partners have it."""
    kinds = {
        "element": _("both strengthen %(what)s"),
        "target_group": _("both work for %(what)s"),
        "place": _("both are active in %(what)s"),
        "theme": _("both work on %(what)s"),
        "action": _("both work on action %(what)s"),
        "goal": _("both have a goal of their own beside %(what)s"),
    }
    return kinds[thing.kind] % {"what": _name_of(thing, names)}


def _name_of(thing: SharedThing, names: CourseNames) -> str:
    code = thing.code
    action = f"{code} {names.actions.get(code, '')}".strip()
    found = {
        "element": names.element(code),
        "place": names.place(code),
        "target_group": names.target_groups.get(code, code),
        "theme": names.tags.get(code, code),
        "action": action,
        "goal": names.goals.get(code) or (action if code in names.actions else names.lines.get(code, code)),
    }
    return found.get(thing.kind, code)


def mix_words(counts: dict[str, int], language: Language) -> str:
    """Return how many organisations of each strand, those without any left out."""
    parts = [
        f"{formats.number(counts[code], language, 0)} {helix_words(code)}"
        for code in Helix.values
        if counts.get(code)
    ]
    return formats.enumeration(parts, language)


def people_words(people: int | None, language: Language, *, exactly: bool) -> str:
    """Return how many people; a few are not counted unless the reader may know."""
    if people is None:
        return _("number not noted")
    if people < FEWEST_SHOWN and not exactly:
        return _("fewer than %(n)s") % {"n": FEWEST_SHOWN}
    return formats.number(people, language, 0)
