# SPDX-License-Identifier: EUPL-1.2
"""From a weak link to its causes, and from each cause to what is done about it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from schakel.programme.models import ActivityStatus, Cause, Initiative, Strengthening
from schakel.programme.transitions import ENDED


@dataclass(frozen=True, slots=True)
class Remedy:
    """What removes a cause: an initiative or an activity; ``is_running`` is what goes on now."""

    strengthening_pk: int
    kind: str
    code: str
    name: str
    stage: str
    mechanism: str
    strength: str
    is_running: bool
    is_external: bool
    invented: bool


@dataclass(frozen=True, slots=True)
class CauseStory:
    """A cause with what is done about it; nothing running is an uncovered cause."""

    pk: int
    statement: str
    status: str
    evidence: str
    source: str
    owner_code: str
    owner_name: str
    remedies: tuple[Remedy, ...]
    invented: bool

    @property
    def is_covered(self) -> bool:
        """Whether something of the programme runs that removes it."""
        return any(remedy.is_running and not remedy.is_external for remedy in self.remedies)


@dataclass(frozen=True, slots=True)
class ElementStory:
    """An element: its causes, and what strengthens it without naming a cause."""

    element: str
    causes: tuple[CauseStory, ...]
    without_cause: tuple[Remedy, ...]

    @property
    def n_uncovered(self) -> int:
        """How many causes nothing is done about."""
        return sum(not cause.is_covered for cause in self.causes)


def element_stories(elements: Sequence[str]) -> tuple[ElementStory, ...]:
    """Return each element with its causes and what is done about each, in the order given."""
    ties: dict[int | None, list[Strengthening]] = defaultdict(list)
    found = Strengthening.objects.filter(element__in=elements)
    for tie in found.select_related("initiative", "activity").order_by("pk"):
        ties[tie.cause_id].append(tie)
    causes: dict[str, list[CauseStory]] = defaultdict(list)
    for cause in Cause.objects.filter(element__in=elements).select_related("challenge_owner"):
        causes[cause.element].append(_story(cause, ties[cause.pk]))
    return tuple(
        ElementStory(
            element,
            tuple(causes[element]),
            tuple(_remedy(tie) for tie in ties[None] if tie.element == element),
        )
        for element in elements
    )


def _story(cause: Cause, ties: Sequence[Strengthening]) -> CauseStory:
    owner = cause.challenge_owner
    return CauseStory(
        cause.pk,
        cause.statement,
        cause.status,
        cause.evidence,
        cause.source,
        "" if owner is None else owner.code,
        "" if owner is None else owner.name,
        tuple(_remedy(tie) for tie in ties),
        cause.invented,
    )


def _remedy(tie: Strengthening) -> Remedy:
    activity, initiative = tie.activity, tie.initiative
    if activity is not None:
        running = activity.status in (ActivityStatus.PLANNED, ActivityStatus.RUNNING)
        return _made(tie, "activity", activity.code, activity.title, activity.status, running, external=False)
    assert initiative is not None
    return _made(
        tie,
        "initiative",
        initiative.code,
        initiative.name,
        initiative.stage,
        initiative.stage not in ENDED and initiative.ended_year is None,
        external=initiative.relation == "external",
    )


def _made(
    tie: Strengthening, kind: str, code: str, name: str, stage: str, running: bool, *, external: bool
) -> Remedy:
    return Remedy(
        tie.pk, kind, code, name, stage, tie.mechanism, tie.strength, running, external, tie.invented
    )


def strengthenings_of(initiative: Initiative) -> list[Strengthening]:
    """Return what an initiative and its activities strengthen, each with its cause."""
    found = Strengthening.objects.filter(Q(initiative=initiative) | Q(activity__initiative=initiative))
    return sorted(found.select_related("cause", "activity"), key=lambda tie: tie.activity_id is not None)
