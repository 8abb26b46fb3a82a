# SPDX-License-Identifier: EUPL-1.2
"""What a gate between two stages asks for, and what of it is missing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from schakel.koers.failures import N_
from schakel.programme.models import Continuity, Initiative, Stage
from schakel.programme.queries.months import months_later
from schakel.programme.queries.stage_evidence import Evidence
from schakel.programme.transitions import STAGE_GATES, Gate

MOST_EXIT_MONTHS = 12
SHORTEST_LESSON = 20
STAGE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        Stage.UNKNOWN: N_("not known"),
        Stage.QUARTERMASTER: N_("being prepared"),
        Stage.SOWING: N_("sowing"),
        Stage.GERMINATING: N_("germinating"),
        Stage.GROWING: N_("growing"),
        Stage.HARVESTING: N_("harvesting"),
        Stage.CONSOLIDATED: N_("made permanent"),
        Stage.MERGED: N_("merged into another"),
        Stage.STOPPED: N_("stopped"),
    }
)


@dataclass(frozen=True, slots=True)
class Named:
    """A word that ``documents`` puts into the language of the reader."""

    template: str
    details: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.template


@dataclass(frozen=True, slots=True)
class NamedStages:
    """Several stages in a sentence."""

    shown: tuple[Named, ...]

    def __str__(self) -> str:
        return "; ".join(str(name) for name in self.shown)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One thing that is missing: ``part`` of the gate, what was found and what to do."""

    part: str
    template: str
    cure: str
    details: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.template} {self.cure}".format(**self.details)


@dataclass(frozen=True, slots=True)
class Given:
    """What is told with a step."""

    on: date
    reason: str
    lesson: str = ""
    into: Initiative | None = None
    exit_on: date | None = None
    exit_criterion: str = ""


def gate_of(stage: str, to: str) -> Gate | None:
    """Return the gate between two stages, or ``None`` when the second cannot follow."""
    return STAGE_GATES.get(stage, {}).get(to)


def shortfalls(
    gate: Gate, initiative: Initiative, given: Given, evidence: Evidence | None, today: date
) -> tuple[Shortfall, ...]:
    """Return everything that the gate asks for and that is not there, the date included."""
    found = [*_date(initiative, given.on, today)]
    for part in gate:
        if part == "evidence":
            found += _evidence(evidence)
        else:
            found += _PARTS[part](initiative, given)
    return tuple(found)


def _date(initiative: Initiative, on: date, today: date) -> list[Shortfall]:
    if on > today:
        problem = N_("The date {on} is in the future.")
        details = {"on": on}
        return [Shortfall("on", problem, N_("Give the day on which it was decided."), details)]
    last = initiative.stage_changes.order_by("-on", "-pk").values_list("on", flat=True).first()
    if last is not None and on < last:
        problem = N_("The date {on} is before the last step ({last}).")
        details = {"on": on, "last": last}
        return [Shortfall("on", problem, N_("Give a day on or after that one."), details)]
    return []


def _reason(initiative: Initiative, given: Given) -> list[Shortfall]:
    if given.reason:
        return []
    return [Shortfall("reason", N_("A reason is missing."), N_("Say in a sentence why this step is taken."))]


def _exit(initiative: Initiative, given: Given) -> list[Shortfall]:
    found = []
    if given.exit_on is None:
        cure = N_("Give a date, at most {months} months ahead.")
        problem = N_("The date at which the preparation ends is missing.")
        found.append(Shortfall("exit", problem, cure, {"months": MOST_EXIT_MONTHS}))
    elif not given.on < given.exit_on <= months_later(given.on, MOST_EXIT_MONTHS):
        problem = N_("The preparation would end on {exit_on}, which is not within {months} months of {on}.")
        cure = N_("Choose an earlier date; it can be extended later, with a reason.")
        details = {"exit_on": given.exit_on, "months": MOST_EXIT_MONTHS, "on": given.on}
        found.append(Shortfall("exit", problem, cure, details))
    if not given.exit_criterion:
        problem = N_("It is not said when the preparation has succeeded.")
        found.append(Shortfall("exit", problem, N_("Name what must be there to go on.")))
    return found


def _evidence(evidence: Evidence | None) -> list[Shortfall]:
    if evidence is not None and evidence.is_enough:
        return []
    problem = N_("The register holds no realised or verified result, and no adopted indicator value, of it.")
    cure = N_("Add the result with its amount and source, or have an indicator value adopted, first.")
    return [Shortfall("evidence", problem, cure)]


def _continuity(initiative: Initiative, given: Given) -> list[Shortfall]:
    if initiative.continuity == Continuity.ARRANGED:
        return []
    problem = N_("It is not arranged what carries it when its money ends.")
    cure = N_("Arrange it, and set this under embedding.")
    return [Shortfall("continuity", problem, cure)]


def _into(initiative: Initiative, given: Given) -> list[Shortfall]:
    if given.into is None:
        problem = N_("The initiative that it goes into is missing.")
        return [Shortfall("into", problem, N_("Choose the initiative that carries on its promises."))]
    if given.into.stage in (Stage.MERGED, Stage.STOPPED):
        problem = N_("“{into}” has itself ended.")
        cure = N_("Choose the initiative that carries on its promises.")
        return [Shortfall("into", problem, cure, {"into": given.into.name})]
    return []


def _lesson(initiative: Initiative, given: Given) -> list[Shortfall]:
    if len(given.lesson) >= SHORTEST_LESSON:
        return []
    problem = N_("A lesson is missing: at least {length} characters.")
    cure = N_("Say what the next initiative should do the same or otherwise.")
    return [Shortfall("lesson", problem, cure, {"length": SHORTEST_LESSON})]


_PARTS: Mapping[str, Callable[[Initiative, Given], list[Shortfall]]] = {
    "reason": _reason,
    "exit": _exit,
    "continuity": _continuity,
    "into": _into,
    "lesson": _lesson,
}
