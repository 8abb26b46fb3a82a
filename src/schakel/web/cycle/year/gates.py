# SPDX-License-Identifier: EUPL-1.2
"""A gate as a page shows it: each artefact there or not, what is missing by name, and where to supply it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from schakel.cycle.queries.artefacts import Artefact
from schakel.cycle.sight import Sight
from schakel.documents import formats
from schakel.programme.models import Initiative, Partner
from schakel.web.cycle.year.words import SUPPLIED_AT, artefact_name, supply_words
from schakel.web.programme.course_names import CourseNames, course_names
from schakel.web.reading import Reading
from schakel.web.rights.asking import visitor_of

MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class GateLine:
    """An artefact in words. ``names`` are those that are missing, as far as the reader may know them."""

    code: str
    name: str
    is_there: bool
    count: str
    names: str
    waits_for: str
    url: str
    link: str


@dataclass(frozen=True, slots=True)
class Names:
    """What the missing things are called."""

    course: CourseNames
    partners: Mapping[str, str]
    initiatives: Mapping[str, str]


def names_of(reading: Reading, artefacts: Iterable[Artefact], sight: Sight) -> Names:
    """Return the names that the artefacts need; who did not answer is for the bureau and the board."""
    missing = [(a.kind, key) for a in artefacts for key in a.missing]
    partners = {key.partition(":")[2] for kind, key in missing if kind == "owner"}
    initiatives = {key for kind, key in missing if kind == "initiative"} if sight.closed else set()
    return Names(
        course_names(reading),
        dict(Partner.objects.filter(code__in=partners).values_list("code", "name")) if partners else {},
        dict(Initiative.objects.filter(code__in=initiatives).values_list("code", "name"))
        if initiatives
        else {},
    )


def gate_lines(
    request: HttpRequest, reading: Reading, gate: Iterable[Artefact], names: Names
) -> list[GateLine]:
    """Return a gate in words."""
    visitor = visitor_of(request)
    lines = []
    for artefact in gate:
        page = SUPPLIED_AT[artefact.code]
        url = reading.url(page) if not artefact.is_there and visitor.may(page) else ""
        waits = "" if artefact.is_there else artefact.waits_for
        lines.append(
            GateLine(
                artefact.code,
                artefact_name(artefact.code),
                artefact.is_there,
                count_words(artefact),
                missing_names(reading, artefact, names),
                artefact_name(waits) if waits else "",
                url,
                supply_words(artefact.code),
            )
        )
    return lines


def count_words(artefact: Artefact) -> str:
    """Return how many are there of those needed; nothing where there is one thing, or none."""
    if not artefact.kind or not artefact.n_needed:
        return ""
    return _("%(there)s of %(needed)s") % {"there": artefact.n_there, "needed": artefact.n_needed}


def missing_names(reading: Reading, artefact: Artefact, names: Names) -> str:
    """Return what is missing by name, in a sentence; the rest as a number."""
    told = [_name(artefact.kind, key, names) for key in artefact.missing]
    known = [name for name in told if name]
    shown = known[:MOST_NAMES]
    if len(known) > MOST_NAMES:
        shown.append(_("%(n)s more") % {"n": len(known) - MOST_NAMES})
    return formats.enumeration(shown, reading.language) if shown else ""


def _name(kind: str, key: str, names: Names) -> str:
    if kind == "element":
        return names.course.element(key)
    if kind == "criterion":
        return names.course.criteria.get(key, key)
    if kind == "initiative":
        return names.initiatives.get(key, "")
    if kind == "owner":
        element, _colon, partner = key.partition(":")
        return f"{names.partners.get(partner, partner)} ({names.course.element(element)})"
    return ""
