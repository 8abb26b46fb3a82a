# SPDX-License-Identifier: EUPL-1.2
"""What the course takes for granted: which signals touch it, and what has to be judged again."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from schakel.cycle.models import Assumption, AssumptionTouch
from schakel.koers.course import CourseFile
from schakel.koers.label import Label
from schakel.programme.models import ContextSignal

AGAINST = "against"


@dataclass(frozen=True, slots=True)
class AssumptionState:
    """An assumption with the signals that touch it.

    ``judged_at`` is when its status or the reason of it was last set. It is ``flagged`` when a signal
    against it was linked after that.
    """

    assumption: Assumption
    judged_at: datetime
    supporting: tuple[AssumptionTouch, ...]
    against: tuple[AssumptionTouch, ...]

    @property
    def newer(self) -> tuple[AssumptionTouch, ...]:
        """The signals against it that were linked after it was judged."""
        return tuple(touch for touch in self.against if touch.created_at > self.judged_at)

    @property
    def flagged(self) -> bool:
        """Whether it has to be judged again."""
        return bool(self.newer)


@dataclass(frozen=True, slots=True)
class Watched:
    """A point of the course's watch list; ``assumption`` is the code of what was made of it, or empty."""

    code: str
    label: Label
    assumption: str


def assumption_states(rows: QuerySet[Assumption] | None = None) -> tuple[AssumptionState, ...]:
    """Return assumptions with their signals, those to be judged again first; three queries."""
    touches = AssumptionTouch.objects.select_related("signal").order_by("-signal__on", "-pk")
    found = Assumption.objects.all() if rows is None else rows
    assumptions = list(found.prefetch_related(Prefetch("touches", touches)))
    judged = _judged_at(assumptions)
    states = [_state(a, judged[a.pk]) for a in assumptions]
    order = {"fallen": 0, "doubted": 1, "holds": 2}
    return tuple(
        sorted(
            states,
            key=lambda s: (
                not s.flagged,
                order[s.assumption.status],
                s.assumption.course_code,
                s.assumption.pk,
            ),
        )
    )


def _state(assumption: Assumption, judged_at: datetime) -> AssumptionState:
    touches = tuple(assumption.touches.all())
    return AssumptionState(
        assumption,
        judged_at,
        tuple(t for t in touches if t.effect != AGAINST),
        tuple(t for t in touches if t.effect == AGAINST),
    )


def _judged_at(assumptions: Iterable[Assumption]) -> dict[int, datetime]:
    """Return when each was last judged: the last change of its status or reason, else when it was added."""
    rows = list(assumptions)
    found = {a.pk: a.created_at for a in rows}
    last: dict[int, tuple[str, str]] = {}
    kept = Assumption.history.filter(id__in=list(found)).order_by("history_id")
    for pk, status, reason, at in kept.values_list("id", "status", "status_reason", "changed_at"):
        if pk in last and last[pk] != (status, reason):
            found[pk] = at
        last[pk] = (status, reason)
    return found


def watched(course: CourseFile | None, states: Iterable[AssumptionState]) -> tuple[Watched, ...]:
    """Return the watch list of the course, with the assumption that was made of each point."""
    made: dict[str, str] = defaultdict(str)
    for state in states:
        made[state.assumption.course_code] = state.assumption.code
    points = course.watch_list if course else ()
    return tuple(Watched(point.code, point.label, made[point.code]) for point in points)


def signals_untouched() -> QuerySet[ContextSignal]:
    """Return the signals that contradict the course and are linked to no assumption yet, newest first."""
    return ContextSignal.objects.filter(contradicts=True, touches__isnull=True).order_by("-on", "pk")
