# SPDX-License-Identifier: EUPL-1.2
"""The whole evaluation of a year as data: what pages and papers show, and what adopting it freezes."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from schakel.cycle.models import Assumption, CycleYear, EvaluationAdoption
from schakel.cycle.queries.action_progress import ActionDone, actions_done
from schakel.cycle.queries.assessments import (
    HelixAnswers,
    assessments_of,
    public_results,
    told_so_far,
)
from schakel.cycle.queries.assumptions import assumption_states
from schakel.cycle.queries.criteria import CriterionState, criteria_states, facts_of
from schakel.cycle.queries.element_progress import ElementMoved, elements_moved
from schakel.cycle.queries.evaluation import LessonLine, RecommendationLine, lessons_of, recommendations
from schakel.cycle.queries.figure_ages import OldFigure, old_figures
from schakel.cycle.queries.initiative_progress import InitiativeMoved, initiatives_moved
from schakel.cycle.queries.judgements import JudgementState, figures_say, judgement_states
from schakel.cycle.queries.measured_years import MeasuredPair, MeasuredYear, measured_pair
from schakel.cycle.queries.real_rows import rows_for
from schakel.cycle.queries.settlement import Growth, growths
from schakel.cycle.queries.work_on_elements import NO_WORK, WorkOnElement, links_of, work_on_elements
from schakel.cycle.queries.year_course import course_of_year
from schakel.koers.course import CourseFile
from schakel.koers.label import Label


@dataclass(frozen=True, slots=True)
class ElementProgress:
    """An element: how far it moved, and how it was worked on; neither is said to follow from the other."""

    moved: ElementMoved
    work: WorkOnElement


@dataclass(frozen=True, slots=True)
class AssumptionLine:
    """An assumption of the course with the number of signals that touch it."""

    code: str
    statement: str
    course_code: str
    status: str
    status_reason: str
    n_supporting: int
    n_against: int
    flagged: bool
    invented: bool


@dataclass(frozen=True, slots=True)
class ElementsPart:
    """The elements with their judgements, and which measurements they are from."""

    now: MeasuredYear | None
    before: MeasuredYear | None
    elements: tuple[ElementProgress, ...]

    @property
    def chosen(self) -> tuple[ElementProgress, ...]:
        """The elements that the board chose to work on."""
        return tuple(e for e in self.elements if e.work.is_chosen)


@dataclass(frozen=True, slots=True)
class EvaluationContent:
    """The evaluation of a year as it is on a day; it holds no person and no single partner's answer."""

    schema: int
    year: int
    starts_on: date
    ends_on: date
    as_of: date
    course: str
    elements: ElementsPart
    actions: tuple[ActionDone, ...]
    initiatives: tuple[InitiativeMoved, ...]
    judgements: tuple[JudgementState, ...]
    criteria: tuple[CriterionState, ...]
    settlement: tuple[Growth, ...]
    answers: tuple[HelixAnswers, ...]
    lessons: tuple[LessonLine, ...]
    recommendations: tuple[RecommendationLine, ...]
    assumptions: tuple[AssumptionLine, ...]
    old_figures: tuple[OldFigure, ...]


SCHEMA = 1


def elements_part(cycle: CycleYear, pair: MeasuredPair) -> ElementsPart:
    """Return the elements of a year; a chosen one that the diagnosis does not have is there too."""
    work = work_on_elements(cycle, links_of(cycle))
    moved = list(elements_moved(pair))
    because = "no_measurement" if pair.now is None else "not_in_diagnosis"
    known = {m.element for m in moved}
    moved += [
        ElementMoved(code, Label(code, code), (), "unknown", because)
        for code, done in sorted(work.items())
        if code not in known and done.is_chosen
    ]
    elements = tuple(ElementProgress(m, work.get(m.element, NO_WORK)) for m in moved)
    return ElementsPart(pair.now, pair.before, elements)


def evaluation_content(
    cycle: CycleYear, today: date, *, strict: bool = False, tells_means: bool = True
) -> EvaluationContent:
    """Return the whole evaluation of a year as it is today.

    Parameters
    ----------
    strict
        Raise DamagedArchive where the kept file of a measurement is damaged, instead of leaving it out.
    tells_means
        Whether the means of the self-assessments are in it: not in a draft for everybody.
    """
    course = course_of_year(cycle)
    pair = measured_pair(cycle, strict=strict)
    criteria = criteria_states(course, facts_of(cycle, today, pair, tells_means=tells_means))
    part = elements_part(cycle, pair)
    answers = public_results(assessments_of(cycle, today))
    says = figures_say([e.moved for e in part.elements], criteria)
    return EvaluationContent(
        schema=SCHEMA,
        year=cycle.year,
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        as_of=today,
        course=_course_name(course),
        elements=part,
        actions=actions_done(cycle, course),
        initiatives=initiatives_moved(cycle, today),
        judgements=judgement_states(cycle, says),
        criteria=criteria,
        settlement=growths(pair.dossier),
        answers=answers if tells_means else told_so_far(answers),
        lessons=lessons_of(cycle),
        recommendations=recommendations(cycle),
        assumptions=assumption_lines(cycle),
        old_figures=old_figures(pair.dossier, cycle.year),
    )


def assumption_lines(cycle: CycleYear) -> tuple[AssumptionLine, ...]:
    """Return every assumption with the number of signals that touch it, those to be judged again first."""
    return tuple(
        AssumptionLine(
            s.assumption.code,
            s.assumption.statement,
            s.assumption.course_code,
            s.assumption.status,
            s.assumption.status_reason,
            len(s.supporting),
            len(s.against),
            s.flagged,
            s.assumption.invented,
        )
        for s in assumption_states(rows_for(cycle, Assumption.objects.all()))
    )


def _course_name(course: CourseFile | None) -> str:
    return f"{course.id} {course.version}" if course else ""


@cache
def _adapter() -> TypeAdapter[EvaluationContent]:
    return TypeAdapter(EvaluationContent)


def as_data(content: EvaluationContent) -> dict[str, Any]:
    """Return an evaluation as plain data that JSON can hold; :func:`from_data` gives the same back."""
    data: dict[str, Any] = _adapter().dump_python(content, mode="json")
    return data


def from_data(data: dict[str, Any]) -> EvaluationContent:
    """Return the evaluation that plain data hold."""
    return _adapter().validate_python(data)


def fingerprint_of(data: dict[str, Any]) -> str:
    """Return the SHA-256 over the data of an evaluation, whatever the order of its keys."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def adopted_content(adoption: EvaluationAdoption) -> EvaluationContent:
    """Return an evaluation as it was adopted, from what was frozen then and nothing else."""
    return from_data(adoption.content)
