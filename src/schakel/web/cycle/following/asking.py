# SPDX-License-Identifier: EUPL-1.2
"""What asks for attention, by initiative, as the page and its tables show it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from schakel.cycle.queries.escalation import Delivery, Escalation, follow_delivery
from schakel.cycle.queries.taken_up import DEVIATION, Mark, is_open
from schakel.cycle.sight import Sight
from schakel.documents.sentences.escalations import (
    case_sentence,
    rule_advice,
    rule_name,
    rule_why,
)
from schakel.web.cycle.following.words import LIGHT_KINDS, light_heading, severity_words
from schakel.web.cycle.seeing import sight_of
from schakel.web.reading import Reading
from schakel.web.rights.asking import visitor_of


@dataclass(frozen=True, slots=True)
class Taker:
    """A deviation or agenda item that takes something up, with where it is."""

    text: str
    url: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What one rule asks of an initiative."""

    name: str
    severity: str
    severity_words: str
    since: date
    sentences: tuple[str, ...]
    why: str
    advice: str
    takers: tuple[Taker, ...]
    is_taken_up: bool
    note_url: str


@dataclass(frozen=True, slots=True)
class Group:
    """An initiative with everything that it asks attention for."""

    code: str
    name: str
    owner: str
    invented: bool
    url: str
    questions: tuple[Question, ...]
    may_note: bool

    @property
    def is_taken_up(self) -> bool:
        """Whether everything was taken up."""
        return all(q.is_taken_up for q in self.questions)


def own_initiatives(request: HttpRequest) -> frozenset[str]:
    """Return the codes of the initiatives of which the reader is the lead."""
    return visitor_of(request).initiatives.get("lead", frozenset())


def delivery_for(request: HttpRequest, today: date) -> Delivery:
    """Return how delivery stands, as far as the reader may see it."""
    own = own_initiatives(request)
    found = follow_delivery(today, sight_of(request), own)
    return found if visitor_of(request).may("update-rounds") else found.without_closed(own)


def groups_of(request: HttpRequest, reading: Reading, found: Collection[Escalation]) -> list[Group]:
    """Return escalations by initiative, in the order of the gravest of each."""
    visitor, sight = visitor_of(request), sight_of(request)
    by_code: dict[str, list[Escalation]] = {}
    for escalation in found:
        by_code.setdefault(escalation.initiative, []).append(escalation)
    return [
        _group(reading, rows, sight, may_note=visitor.may("deviation-new", "write", {"initiative": code}))
        for code, rows in by_code.items()
    ]


def _group(reading: Reading, rows: list[Escalation], sight: Sight, *, may_note: bool) -> Group:
    first = rows[0]
    return Group(
        first.initiative,
        first.name,
        first.owner,
        first.invented,
        reading.url("initiative", first.initiative),
        tuple(question_of(reading, e, sight, may_note=may_note) for e in rows),
        may_note,
    )


def question_of(reading: Reading, e: Escalation, sight: Sight, *, may_note: bool = False) -> Question:
    """Return what an escalation asks, in words."""
    note_url = ""
    if may_note and not e.is_taken_up:
        asked = urlencode({"regel": e.rule, "soort": e.kind})
        note_url = f"{reading.url('deviation-new', e.initiative)}?{asked}"
    return Question(
        title_of(e, reading),
        e.severity,
        severity_words(e.severity),
        e.since,
        tuple(case_sentence(e.rule, case, reading.language) for case in e.cases),
        rule_why(e.rule, reading.language),
        rule_advice(e.rule, reading.language),
        tuple(_taker(reading, mark) for mark in e.marks),
        e.is_taken_up,
        note_url,
    )


def title_of(e: Escalation, reading: Reading) -> str:
    """Return the name of the rule, with the light that it is about."""
    name = rule_name(e.rule, reading.language)
    is_light = e.kind in LIGHT_KINDS and e.rule in ("red_light", "amber_twice", "worsened")
    return f"{light_heading(e.kind)}: {name[0].lower()}{name[1:]}" if is_light else name


def _taker(reading: Reading, mark: Mark) -> Taker:
    if mark.what == DEVIATION:
        return Taker(mark.title, reading.url("deviation", mark.on, mark.pk), is_open(mark))
    return Taker(_("agenda: %(title)s") % {"title": mark.title}, reading.url("agenda-item", mark.pk), True)
