# SPDX-License-Identifier: EUPL-1.2
"""The evaluation of a year: whether it was adopted, what it still needs, and what was learnt in the year."""

from dataclasses import dataclass
from datetime import date

from schakel.cycle.models import CycleYear, EvaluationAdoption, SubjectKind
from schakel.cycle.queries.judgements import Subject, judged, unjudged
from schakel.cycle.queries.real_rows import rows_for
from schakel.cycle.queries.year_course import course_of_year
from schakel.programme.models import Lesson, Recommendation
from schakel.programme.queries.registers import search_lessons

UNANSWERED = "unknown"


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson of the year."""

    pk: int
    text: str
    on: date | None
    element: str
    initiative: str
    initiative_name: str
    invented: bool


@dataclass(frozen=True, slots=True)
class RecommendationLine:
    """A recommendation with what was done with it."""

    pk: int
    report: str
    on: date | None
    text: str
    owner: str
    status: str
    what_was_done: str
    invented: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """What an evaluation still needs: subjects without judgement, a lesson, answers to recommendations."""

    subjects: tuple[Subject, ...]
    has_lesson: bool
    n_unanswered: int

    @property
    def may_be_adopted(self) -> bool:
        """Whether nothing stands in the way of adopting it."""
        return not self.subjects


def adopted_evaluation(cycle: CycleYear) -> EvaluationAdoption | None:
    """Return the evaluation of a year that counts: the one adopted last."""
    return cycle.evaluations.select_related("decision").order_by("-pk").first()


def criteria_judged(cycle: CycleYear) -> frozenset[str]:
    """Return the codes of the criteria that have a judgement in a year."""
    return frozenset(code for kind, code in judged(cycle) if kind == SubjectKind.CRITERION)


def criteria_unjudged(cycle: CycleYear) -> tuple[str, ...]:
    """Return the codes of the criteria of the course that have no judgement in a year yet."""
    missing = unjudged(cycle, course_of_year(cycle))
    return tuple(code for kind, code in missing if kind == SubjectKind.CRITERION)


def missing_of(cycle: CycleYear, subjects: tuple[Subject, ...]) -> Missing:
    """Return what an evaluation still needs; ``subjects`` are those without a judgement."""
    return Missing(
        subjects,
        rows_for(cycle, Lesson.objects.filter(on__range=(cycle.starts_on, cycle.ends_on))).exists(),
        rows_for(cycle, Recommendation.objects.filter(status=UNANSWERED)).count(),
    )


def lessons_of(cycle: CycleYear, words: str = "") -> tuple[LessonLine, ...]:
    """Return the lessons of a year, the newest first; those in which all ``words`` occur."""
    rows = rows_for(cycle, search_lessons(words)).filter(on__range=(cycle.starts_on, cycle.ends_on))
    return tuple(
        LessonLine(
            row.pk,
            row.text,
            row.on,
            row.element,
            row.initiative.code if row.initiative else "",
            row.initiative.name if row.initiative else "",
            row.invented,
        )
        for row in rows.order_by("-on", "pk")
    )


def recommendations(cycle: CycleYear) -> tuple[RecommendationLine, ...]:
    """Return every recommendation with its status, those without an answer first."""
    rows = rows_for(cycle, Recommendation.objects.select_related("owner")).order_by("-on", "pk")
    found = [
        RecommendationLine(
            r.pk,
            r.report,
            r.on,
            r.text,
            r.owner.name if r.owner else "",
            r.status,
            r.what_was_done,
            r.invented,
        )
        for r in rows
    ]
    return tuple(sorted(found, key=lambda r: r.status != UNANSWERED))
