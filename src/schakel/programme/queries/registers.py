# SPDX-License-Identifier: EUPL-1.2
"""The small registers: counts by status, signals that contradict the course, and lessons that are found."""

from dataclasses import dataclass

from django.db.models import Count, Model, Q, QuerySet

from schakel.programme.models import (
    AgendaSubject,
    Challenge,
    ContextSignal,
    Initiative,
    Lesson,
    Recommendation,
    Service,
)
from schakel.programme.transitions import ENDED


@dataclass(frozen=True, slots=True)
class RegisterCounts:
    """How much each register holds, and how much in it waits for somebody."""

    n_recommendations: int
    n_unanswered: int
    n_signals: int
    n_contradicting: int
    n_subjects: int
    n_subjects_open: int
    n_services: int
    n_challenges: int
    n_challenges_open: int
    n_lessons: int
    n_ended_without_lesson: int


def count_registers() -> RegisterCounts:
    """Return how much each register holds, one question each."""
    advice = _counts(Recommendation, Q(status="unknown") | Q(status="accepted"))
    signals = _counts(ContextSignal, Q(contradicts=True))
    subjects = _counts(AgendaSubject, Q(status__in=("planned", "raised")))
    challenges = _counts(Challenge, Q(matched_with__isnull=True))
    return RegisterCounts(
        *advice,
        *signals,
        *subjects,
        Service.objects.count(),
        *challenges,
        Lesson.objects.count(),
        ended_without_lesson().count(),
    )


def _counts(model: type[Model], waiting: Q) -> tuple[int, int]:
    row = model._default_manager.aggregate(n=Count("pk"), waiting=Count("pk", filter=waiting))
    return row["n"], row["waiting"]


def recommendations_by_status() -> dict[str, int]:
    """Return how many recommendations have each status."""
    return dict(Recommendation.objects.order_by().values_list("status").annotate(n=Count("pk")))


def contradicting_signals() -> QuerySet[ContextSignal]:
    """Return the signals that contradict an assumption of the course, the newest first."""
    return ContextSignal.objects.filter(contradicts=True)


def ended_without_lesson() -> QuerySet[Initiative]:
    """Return the initiatives that ended and left no lesson behind."""
    ended = Q(stage__in=ENDED) | Q(ended_year__isnull=False) | Q(ended_on__isnull=False)
    return Initiative.objects.filter(ended, lessons__isnull=True).exclude(relation="external")


def search_lessons(words: str = "", element: str = "") -> QuerySet[Lesson]:
    """Return the lessons in which every word occurs, or in a name of their initiative.

    Parameters
    ----------
    words
        Words with spaces between them, without regard to case; empty finds everything.
    element
        Keeps the lessons about one element, or of initiatives that strengthen it.
    """
    found = Lesson.objects.select_related("initiative")
    for word in words.split()[:10]:
        found = found.filter(
            Q(text__icontains=word)
            | Q(initiative__name__icontains=word)
            | Q(initiative__in=Initiative.objects.filter(names__name__icontains=word))
        )
    if element:
        strengthening = Initiative.objects.filter(strengthenings__element=element)
        found = found.filter(Q(element=element) | Q(element="", initiative__in=strengthening))
    return found
