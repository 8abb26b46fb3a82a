# SPDX-License-Identifier: EUPL-1.2
"""The rules by which an initiative asks for attention, read from ``escalation.yaml``."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

import pydantic
import yaml

from schakel.cycle.models import DeviationKind
from schakel.koers.entries import Code, Entry, Words
from schakel.koers.failures import N_, Failure

TABLE = Path(__file__).with_name("escalation.yaml")
SETTLED_DAYS = 92
"""For how long a settled deviation answers what is still the same; then it is asked again."""
Severity = Literal["critical", "severe", "warning"]
SEVERITIES: tuple[Severity, ...] = ("critical", "severe", "warning")
LookedAt = Literal[
    "light",
    "update",
    "milestone",
    "milestone_moves",
    "money",
    "result",
    "commitment",
    "funding",
    "seed",
    "seed_day",
    "risk",
    "need",
]
Codes = Annotated[tuple[Code, ...], pydantic.Field(strict=False)]


class Rule(Entry):
    """A rule: what it looks at, how bad it is, from where on it goes off, why it matters and what to do.

    ``kind`` is on what an initiative deviates then, empty where each case says it. ``covers`` are lighter
    rules about the same thing. ``is_closed``: rests on what is not public.
    """

    id: Code
    looks_at: LookedAt
    kind: Literal["", "quality", "time", "money", "result", "reporting"] = ""
    severity: Severity
    limit: int = 0
    unit: Literal["", "days", "months", "years", "updates", "times", "percent", "of_nine"] = ""
    covers: Codes = ()
    alarms: Codes = ()
    is_closed: bool = False
    name: Words
    told: Words
    why: Words
    do: Words


class UnknownRule(Failure):
    """There is no rule with this name."""

    template = N_("There is no rule “{found}” by which an initiative asks for attention.")
    cure = N_("Note the deviation without a rule, or choose one from the page that follows delivery.")


@cache
def escalation_rules() -> tuple[Rule, ...]:
    """Return every rule, the gravest first."""
    data = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    found = [Rule.model_validate(entry) for entry in data["rules"]]
    return tuple(sorted(found, key=lambda rule: SEVERITIES.index(rule.severity)))


@cache
def closed_rules() -> frozenset[str]:
    """Return the rules that rest on what is for the bureau, the board and the lead only."""
    return frozenset(rule.id for rule in escalation_rules() if rule.is_closed)


def find_rule(rule_id: str) -> Rule:
    """Return a rule by its id; raises UnknownRule."""
    for rule in escalation_rules():
        if rule.id == rule_id:
            return rule
    raise UnknownRule(found=rule_id)


def first_kind(rule: Rule) -> str:
    """Return on what an initiative deviates by a rule; quality where each case says it."""
    return rule.kind or DeviationKind.QUALITY


def is_at_least_as_grave(one: Rule, other: Rule) -> bool:
    """Say whether a rule is about the same as another and tells something as bad or worse."""
    return one.id == other.id or other.id in one.covers
