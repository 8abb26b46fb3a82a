# SPDX-License-Identifier: EUPL-1.2
"""Which initiatives ask for attention, why, since when, and whether somebody took that up.

One escalation is one rule about one initiative (of a light: about quality, time or money apart), with
every case of it. Of rules about the same thing only the gravest is told. News that is worse never makes one
disappear: it stays, or a graver one takes its place.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from schakel.cycle.escalation_rules import SEVERITIES, Rule, escalation_rules, find_rule
from schakel.cycle.queries.delivery_facts import Facts, read_facts
from schakel.cycle.queries.delivery_rules import Case, Looking, NotKnown, cases_of
from schakel.cycle.queries.taken_up import Asking, Mark, Marks, read_marks
from schakel.cycle.sight import FULL, Sight
from schakel.programme.models import Initiative
from schakel.programme.transitions import RUNNING


@dataclass(frozen=True, slots=True)
class Escalation:
    """A rule that an initiative sets off.

    Attributes
    ----------
    kind
        On what it deviates: a kind of deviation.
    cases
        What sets it off, the oldest first.
    marks
        The deviations and agenda items that answer at least one case.
    is_taken_up
        Whether every case is answered.
    """

    rule: str
    severity: str
    kind: str
    initiative: str
    name: str
    owner: str
    invented: bool
    is_closed: bool
    cases: tuple[Case, ...]
    marks: tuple[Mark, ...] = ()
    is_taken_up: bool = False

    @property
    def since(self) -> date:
        """Since when it asks for attention."""
        return min(case.since for case in self.cases)

    @property
    def facts(self) -> tuple[tuple[tuple[str, object], ...], ...]:
        """The details of each case."""
        return tuple(case.details for case in self.cases)


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A rule that cannot be judged for an initiative; ``missing`` says what is not known."""

    rule: str
    initiative: str
    name: str
    missing: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """How delivery stands: what asks for attention, the gravest and oldest first, and what is not known.

    ``n_running`` run; of ``n_unknown`` it is not known whether they do.
    """

    escalations: tuple[Escalation, ...]
    unjudged: tuple[Unjudged, ...]
    n_running: int
    n_unknown: int

    def asking(self) -> tuple[str, ...]:
        """Return the initiatives that ask for attention, in the order of what asks."""
        return tuple(dict.fromkeys(e.initiative for e in self.escalations))

    def not_taken_up(self) -> tuple[str, ...]:
        """Return the initiatives of which something was not taken up."""
        return tuple(dict.fromkeys(e.initiative for e in self.escalations if not e.is_taken_up))

    def of(self, initiative: str) -> tuple[Escalation, ...]:
        """Return what one initiative asks attention for."""
        return tuple(e for e in self.escalations if e.initiative == initiative)

    def without_closed(self, own: Collection[str] = ()) -> "Delivery":
        """Return what everybody may see, and all of the initiatives of a lead."""
        kept = tuple(e for e in self.escalations if not e.is_closed or e.initiative in own)
        return replace(self, escalations=kept)


def escalations(today: date, sight: Sight = FULL) -> tuple[Escalation, ...]:
    """Return what asks for attention on a day, the gravest and oldest first, in twelve queries.

    Parameters
    ----------
    sight
        Decides which deviations and agenda items may be told of as taking something up.
    """
    return follow_delivery(today, sight).escalations


def follow_delivery(today: date, sight: Sight = FULL, own: Collection[str] = ()) -> Delivery:
    """Return how delivery stands on a day; ``own`` are the initiatives of which the reader is the lead."""
    facts, marks = read_facts(today), read_marks(sight, own, today)
    found: list[Escalation] = []
    unjudged: list[Unjudged] = []
    for initiative in facts.initiatives:
        fired, unknown = _judge(initiative, facts, today)
        found += [_answered(e, marks) for e in fired]
        unjudged += unknown
    order = SEVERITIES.index
    found.sort(key=lambda e: (order(e.severity), e.since, e.name, e.rule, e.kind))
    running = sum(i.stage in RUNNING for i in facts.initiatives)
    return Delivery(tuple(found), tuple(unjudged), running, len(facts.initiatives) - running)


def _judge(initiative: Initiative, facts: Facts, today: date) -> tuple[list[Escalation], list[Unjudged]]:
    cases: dict[tuple[str, str], list[Case]] = {}
    unknown: list[Unjudged] = []
    told: set[tuple[str, str]] = set()
    look = Looking(initiative, facts, today)
    for rule in escalation_rules():
        for found in cases_of(rule, look):
            if isinstance(found, NotKnown):
                unknown.append(Unjudged(rule.id, initiative.code, initiative.name, found.missing))
            elif (rule.id, found.key) not in told:
                told |= {(lighter, found.key) for lighter in rule.covers}
                cases.setdefault((rule.id, rule.kind or found.key), []).append(found)
    fired = [_escalation(find_rule(rule), kind, initiative, rows) for (rule, kind), rows in cases.items()]
    return fired, unknown


def _escalation(rule: Rule, kind: str, initiative: Initiative, cases: Iterable[Case]) -> Escalation:
    return Escalation(
        rule.id,
        rule.severity,
        kind,
        initiative.code,
        initiative.name,
        initiative.owner.name if initiative.owner else "",
        initiative.invented,
        rule.is_closed,
        tuple(sorted(cases, key=lambda case: (case.since, case.key))),
    )


def _answered(escalation: Escalation, marks: Marks) -> Escalation:
    """Add what answers an escalation."""
    rule = find_rule(escalation.rule)
    answers = [
        marks.that_answer(
            Asking(rule, escalation.initiative, escalation.kind, case.key, case.since, case.last_on)
        )
        for case in escalation.cases
    ]
    every = tuple(dict.fromkeys(mark for found in answers for mark in found))
    return replace(escalation, marks=every, is_taken_up=all(answers))
