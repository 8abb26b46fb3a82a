# SPDX-License-Identifier: EUPL-1.2
"""Judgements beside the figures, which of them go against the figures, and which are missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from schakel.cycle.models import CycleYear, Judgement, SubjectKind, Verdict
from schakel.cycle.queries.criteria import CriterionState
from schakel.cycle.queries.element_progress import ElementMoved
from schakel.cycle.queries.real_rows import rows_for
from schakel.cycle.queries.work_on_elements import links_of
from schakel.cycle.queries.yardsticks import YardstickVerdict
from schakel.koers.course import CourseFile

OPPOSITE = {(Verdict.AHEAD, Verdict.BEHIND), (Verdict.BEHIND, Verdict.AHEAD)}
OF_CRITERION: Mapping[str, str] = {
    YardstickVerdict.REACHED: Verdict.AHEAD,
    YardstickVerdict.ON_COURSE: Verdict.AHEAD,
    YardstickVerdict.BEHIND: Verdict.BEHIND,
}
Subject = tuple[str, str]
"""What is judged: its kind and its code."""


@dataclass(frozen=True, slots=True)
class JudgementState:
    """A judgement with what the figures say of the same subject ("" where they say nothing).

    It ``contradicts`` them when the one says forward and the other back.
    """

    kind: str
    subject: str
    verdict: str
    because: str
    next_step: str
    figures_say: str
    contradicts: bool
    invented: bool


def judgement_states(cycle: CycleYear, figures: Mapping[Subject, str]) -> tuple[JudgementState, ...]:
    """Return the judgements of a year beside what the figures say."""
    return tuple(
        JudgementState(
            j.subject_kind,
            j.subject,
            j.verdict,
            j.because,
            j.next_step,
            figures.get((j.subject_kind, j.subject), ""),
            goes_against(j.verdict, figures.get((j.subject_kind, j.subject), "")),
            j.invented,
        )
        for j in rows_for(cycle, Judgement.objects.filter(cycle=cycle))
    )


def goes_against(verdict: str, figures_say: str) -> bool:
    """Say whether a judgement says forward where the figures say back, or the other way round."""
    return (verdict, figures_say) in OPPOSITE


def figures_say(elements: Iterable[ElementMoved], criteria: Iterable[CriterionState]) -> dict[Subject, str]:
    """Return what the figures say of each element and criterion, as a verdict."""
    found: dict[Subject, str] = {(SubjectKind.ELEMENT, e.element): e.says for e in elements}
    found |= {(SubjectKind.CRITERION, c.code): OF_CRITERION.get(c.verdict, Verdict.UNKNOWN) for c in criteria}
    return found


def subjects_to_judge(
    cycle: CycleYear, course: CourseFile | None, links: Iterable[str]
) -> tuple[Subject, ...]:
    """Return what must be judged before the evaluation of a year is adopted: chosen links and criteria.

    The criteria are those that the course had when the year was opened, else those of the course now.
    """
    codes = cycle.criteria or ([c.code for c in course.criteria] if course else [])
    elements = ((SubjectKind.ELEMENT.value, link) for link in links)
    return (*elements, *((SubjectKind.CRITERION.value, code) for code in codes))


def judged(cycle: CycleYear) -> frozenset[Subject]:
    """Return the subjects that have a judgement."""
    rows = rows_for(cycle, Judgement.objects.filter(cycle=cycle))
    return frozenset(rows.values_list("subject_kind", "subject"))


def unjudged(cycle: CycleYear, course: CourseFile | None) -> tuple[Subject, ...]:
    """Return what must still be judged."""
    done = judged(cycle)
    wanted = subjects_to_judge(cycle, course, links_of(cycle))
    return tuple(subject for subject in wanted if subject not in done)
