# SPDX-License-Identifier: EUPL-1.2
"""What an agenda item comes from: its title and what is known about it, read where it is kept.

The key of an element, contradiction or check is looked up in ``known`` (names by key, which the course and
the dossier hold); everything else comes from the register and the cycle. A title never comes from a browser.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from schakel.cycle.models import (
    Assumption,
    ChosenLink,
    CourseDraft,
    CycleYear,
    ItemKind,
    Measurement,
    SourceKind,
)
from schakel.cycle.queries.deviations import visible_deviations
from schakel.cycle.queries.years import chosen_links, open_year
from schakel.cycle.sight import PUBLIC, Sight, visible_agreements, visible_decisions, visible_meetings
from schakel.programme.models import (
    Cause,
    Claim,
    ContextSignal,
    Indicator,
    Initiative,
    Need,
    Partner,
    Proposal,
    Recommendation,
    Strengthening,
)
from schakel.programme.portfolio_rules import ALARM_BY_ID

Fact = tuple[str, str | int | date]
NOTHING: Mapping[str, str] = {}
LONGEST_KEY = 9


@dataclass(frozen=True, slots=True)
class Source:
    """Something that can be put on the agenda.

    Attributes
    ----------
    title
        What it is called where it is kept; empty where it is known by its key only (such as a year).
    page, args
        The page on which it stands: the name of its address, and the parts of that.
    suggested_kind
        What is usually asked of the meeting (:class:`ItemKind`).
    detail
        The part of the key that the title does not tell: the rule of an alarm.
    facts
        What is known about it now: names with codes, numbers and days.
    """

    kind: str
    key: str
    title: str
    page: str
    args: tuple[str | int, ...] = ()
    suggested_kind: str = ItemKind.DISCUSS
    detail: str = ""
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A key that is looked up, by whom, and the names that course and dossier hold."""

    key: str
    known: Mapping[str, str]
    sight: Sight
    own: Collection[str]

    @property
    def pk(self) -> int:
        """The key as a number; 0, which no record has, where it is none."""
        is_number = self.key.isascii() and self.key.isdigit() and len(self.key) <= LONGEST_KEY
        return int(self.key) if is_number else 0


@dataclass(frozen=True, slots=True)
class Place:
    """The page on which something stands, found from its kind and key alone."""

    page: str
    args: tuple[str, ...] = ()
    detail: str = ""


_PAGES: Mapping[str, tuple[str, bool]] = {
    SourceKind.ELEMENT: ("element", True),
    SourceKind.INITIATIVE: ("initiative", True),
    SourceKind.CLAIM: ("result", True),
    SourceKind.CONTRADICTION: ("contradictions", False),
    SourceKind.CHECK: ("check", True),
    SourceKind.DEVIATION: ("deviations", False),
    SourceKind.PROPOSAL: ("proposal", True),
    SourceKind.AGREEMENT: ("agreements", False),
    SourceKind.PERCEPTION: ("dialogue-element", True),
    SourceKind.SIGNAL: ("signals", False),
    SourceKind.ASSUMPTION: ("assumption", True),
    SourceKind.RECOMMENDATION: ("recommendations", False),
    SourceKind.PARTNER: ("partner", True),
    SourceKind.INDICATOR: ("indicator", True),
    SourceKind.MEASUREMENT: ("measurement", True),
    SourceKind.MEETING: ("minutes", True),
    SourceKind.DECISION: ("decision", True),
    SourceKind.EVALUATION: ("evaluation", False),
    SourceKind.COURSE: ("course-draft", True),
    SourceKind.CAPACITY: ("bureau-hours", False),
}


def place_of(kind: str, key: str) -> Place | None:
    """Return the page of what an item comes from without looking it up; ``None`` where it has none."""
    if kind == SourceKind.ALARM:
        return Place("portfolio", detail=key.partition(":")[0])
    found = _PAGES.get(kind)
    if found is None or not key:
        return None
    page, has_key = found
    return Place(page, (key,) if has_key else ())


def resolve(
    kind: str,
    key: str,
    *,
    known: Mapping[str, str] = NOTHING,
    sight: Sight = PUBLIC,
    own: Collection[str] = (),
) -> Source | None:
    """Return what a kind and key stand for; ``None`` where nothing is there, or it may not be seen.

    Parameters
    ----------
    known
        Names by key, for an element, a perceived gap, a contradiction or a check.
    sight
        What the reader may see of meetings, decisions, needs and deviations.
    own
        Codes of the initiatives of which the reader is the lead.
    """
    find = _FINDERS.get(kind)
    if find is None or not key.isprintable() or not 0 < len(key) <= 80:
        return None
    found = find(_Asked(key, known, sight, own))
    if found is None:
        return None
    kept = tuple((name, value) for name, value in found.facts if value not in ("", None))
    return replace(found, kind=str(kind), key=key, facts=kept)


def is_public(kind: str, key: str, known: Mapping[str, str] = NOTHING) -> bool:
    """Say whether everybody may see what an item comes from."""
    return resolve(kind, key, known=known) is not None


def _element(asked: _Asked) -> Source | None:
    name = asked.known.get(asked.key)
    if name is None:
        return None
    facts: list[Fact] = [
        ("causes", Cause.objects.filter(element=asked.key).count()),
        ("activities", Strengthening.objects.filter(element=asked.key).count()),
    ]
    cycle = open_year()
    link: ChosenLink | None = chosen_links(cycle).filter(element=asked.key).first() if cycle else None
    if link is not None:
        facts.append(("chosen_in", link.cycle.year))
    return Source("", "", name, "element", (asked.key,), facts=tuple(facts))


def _perception(asked: _Asked) -> Source | None:
    name = asked.known.get(asked.key)
    return None if name is None else Source("", "", name, "dialogue-element", (asked.key,))


def _contradiction(asked: _Asked) -> Source | None:
    name = asked.known.get(asked.key)
    return None if name is None else Source("", "", name, "contradictions")


def _check(asked: _Asked) -> Source | None:
    name = asked.known.get(asked.key)
    return None if name is None else Source("", "", name, "check", (asked.key,))


def _initiative(asked: _Asked) -> Source | None:
    found = Initiative.objects.select_related("owner").filter(code=asked.key).first()
    if found is None:
        return None
    facts: tuple[Fact, ...] = (("stage", found.stage), ("owner", _name(found.owner)))
    update = found.updates.order_by("-on", "-pk").first()
    if update is not None:
        lights = ("quality", update.quality), ("time", update.time), ("money", update.money)
        facts = (*facts, *lights, ("reported_on", update.on))
    return Source("", "", found.name, "initiative", (found.code,), facts=facts)


def _alarm(asked: _Asked) -> Source | None:
    rule, _, code = asked.key.partition(":")
    if rule not in ALARM_BY_ID:
        return None
    if not code:
        return Source("", "", "", "portfolio", detail=rule)
    found = Initiative.objects.filter(code=code).first()
    if found is None:
        return None
    return Source("", "", found.name, "portfolio", detail=rule, facts=(("stage", found.stage),))


def _claim(asked: _Asked) -> Source | None:
    found = Claim.objects.select_related("initiative", "claimed_by").filter(code=asked.key).first()
    if found is None:
        return None
    last = found.statements.order_by("-on", "-pk").first()
    facts: tuple[Fact, ...] = (
        ("initiative", _name(found.initiative)),
        ("claimed_by", _name(found.claimed_by)),
    )
    if last is not None:
        facts = (*facts, ("step", last.step), ("said_on", last.on))
    return Source("", "", found.title, "result", (found.code,), facts=facts)


def _deviation(asked: _Asked) -> Source | None:
    found = visible_deviations(asked.sight, asked.own).filter(pk=asked.pk).first()
    if found is None:
        return None
    facts: tuple[Fact, ...] = (
        ("since", found.since),
        ("because", found.cause),
        ("proposed", found.proposal),
    )
    title = f"{found.initiative.name}: {found.what}"
    args = (found.initiative.code, found.pk)
    return Source("", "", title, "deviation", args, ItemKind.DECIDE, facts=facts)


def _need(asked: _Asked) -> Source | None:
    found = Need.objects.select_related("initiative", "asked_of").filter(pk=asked.pk).first()
    if found is None or not (asked.sight.closed or found.initiative.code in asked.own):
        return None
    facts: tuple[Fact, ...] = (("asked_of", _name(found.asked_of)), ("asked_on", found.asked_on))
    title = f"{found.initiative.name}: {found.text}"
    return Source("", "", title, "initiative", (found.initiative.code,), facts=facts)


def _proposal(asked: _Asked) -> Source | None:
    found = Proposal.objects.select_related("proposer").filter(pk=asked.pk).first()
    if found is None:
        return None
    facts: tuple[Fact, ...] = (("proposed_by", _name(found.proposer)), ("outcome", found.outcome))
    return Source("", "", found.title, "proposal", (found.pk,), ItemKind.DECIDE, facts=facts)


def _agreement(asked: _Asked) -> Source | None:
    rows = visible_agreements(asked.sight).select_related("owner")
    found = rows.filter(pk=asked.pk).first()
    if found is None:
        return None
    facts: tuple[Fact, ...] = (("owner", found.owner.name), ("due_on", found.due_on))
    return Source("", "", found.text, "agreements", facts=facts)


def _signal(asked: _Asked) -> Source | None:
    found = ContextSignal.objects.filter(pk=asked.pk).first()
    if found is None:
        return None
    facts: tuple[Fact, ...] = (("seen_on", found.on), ("touches", found.assumption))
    return Source("", "", found.title, "signals", facts=facts)


def _assumption(asked: _Asked) -> Source | None:
    found = Assumption.objects.filter(code=asked.key).first()
    if found is None:
        return None
    facts: tuple[Fact, ...] = (("holds", found.status), ("because", found.status_reason))
    return Source("", "", found.statement, "assumption", (found.code,), facts=facts)


def _recommendation(asked: _Asked) -> Source | None:
    found = Recommendation.objects.select_related("owner").filter(pk=asked.pk).first()
    if found is None:
        return None
    facts: tuple[Fact, ...] = (("stands_in", found.report), ("owner", _name(found.owner)))
    return Source("", "", found.text[:200], "recommendations", facts=facts)


def _partner(asked: _Asked) -> Source | None:
    found = Partner.objects.filter(code=asked.key).first()
    if found is None:
        return None
    return Source("", "", found.name, "partner", (found.code,), facts=(("relation", found.relation),))


def _indicator(asked: _Asked) -> Source | None:
    found = Indicator.objects.select_related("owner").filter(code=asked.key).first()
    if found is None:
        return None
    facts: tuple[Fact, ...] = (("owner", _name(found.owner)),)
    return Source("", "", found.title, "indicator", (found.code,), ItemKind.DECIDE, facts=facts)


def _measurement(asked: _Asked) -> Source | None:
    found = Measurement.objects.defer("archive").filter(identity=asked.key).first()
    if found is None:
        return None
    facts: tuple[Fact, ...] = (("year", found.year), ("runs", found.n_runs))
    return Source("", "", "", "measurement", (found.identity,), ItemKind.DECIDE, facts=facts)


def _meeting(asked: _Asked) -> Source | None:
    found = visible_meetings(asked.sight).filter(code=asked.key).first()
    if found is None:
        return None
    return Source("", "", found.title, "minutes", (found.code,), ItemKind.DECIDE, facts=(("on", found.on),))


def _decision(asked: _Asked) -> Source | None:
    rows = visible_decisions(asked.sight).select_related("owner")
    found = rows.filter(number=asked.key).first()
    if found is None:
        return None
    facts: tuple[Fact, ...] = (("owner", found.owner.name), ("due_on", found.due_on))
    title = f"{found.number}: {found.text}"[:200]
    return Source("", "", title, "decision", (found.number,), ItemKind.DECIDE, facts=facts)


def _evaluation(asked: _Asked) -> Source | None:
    if not CycleYear.objects.filter(year=asked.pk).exists():
        return None
    return Source("", "", "", "evaluation", (), ItemKind.DECIDE, facts=(("year", asked.pk),))


def _course(asked: _Asked) -> Source | None:
    found = CourseDraft.objects.filter(code=asked.key).first()
    if found is None:
        return None
    facts: tuple[Fact, ...] = (("valid_from", found.valid_from), ("because", found.reason))
    return Source("", "", found.version_name, "course-draft", (found.code,), ItemKind.DECIDE, facts=facts)


def _capacity(asked: _Asked) -> Source | None:
    known = CycleYear.objects.filter(year=asked.pk).exists()
    return Source("", "", "", "bureau-hours", facts=(("year", asked.pk),)) if known else None


def _name(record: Partner | Initiative | None) -> str:
    return "" if record is None else record.name


_FINDERS: Mapping[str, Callable[[_Asked], Source | None]] = {
    SourceKind.ELEMENT: _element,
    SourceKind.INITIATIVE: _initiative,
    SourceKind.ALARM: _alarm,
    SourceKind.CLAIM: _claim,
    SourceKind.CONTRADICTION: _contradiction,
    SourceKind.CHECK: _check,
    SourceKind.DEVIATION: _deviation,
    SourceKind.NEED: _need,
    SourceKind.PROPOSAL: _proposal,
    SourceKind.AGREEMENT: _agreement,
    SourceKind.PERCEPTION: _perception,
    SourceKind.SIGNAL: _signal,
    SourceKind.ASSUMPTION: _assumption,
    SourceKind.RECOMMENDATION: _recommendation,
    SourceKind.PARTNER: _partner,
    SourceKind.INDICATOR: _indicator,
    SourceKind.MEASUREMENT: _measurement,
    SourceKind.MEETING: _meeting,
    SourceKind.DECISION: _decision,
    SourceKind.EVALUATION: _evaluation,
    SourceKind.COURSE: _course,
    SourceKind.CAPACITY: _capacity,
}
