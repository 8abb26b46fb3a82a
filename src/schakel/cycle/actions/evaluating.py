# SPDX-License-Identifier: EUPL-1.2
"""Adopt the evaluation of a year: everything that it shows is frozen as data."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from schakel.cycle.actions.open_year import check_year_open
from schakel.cycle.models import CycleYear, Decision, EvaluationAdoption
from schakel.cycle.queries.evaluation_content import as_data, evaluation_content, fingerprint_of
from schakel.cycle.queries.judgements import unjudged
from schakel.cycle.queries.year_course import course_of_year
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.recording import Actor, append_row


class NotJudgedYet(Failure):
    """A chosen link or a criterion has no judgement."""

    template = N_("Not everything was judged: {subjects}.")
    cure = N_("Judge each chosen link and each criterion first; “cannot be said” is a judgement too.")


class CourseNotThere(Failure):
    """The course of the year cannot be read, so that its criteria are not known."""

    template = N_("The course of {year} cannot be read, so its criteria are not known.")
    cure = N_("Store the course that holds as a version first.")


def adopt_evaluation(*, decision: Decision, cycle: CycleYear, by: Actor, at: datetime) -> EvaluationAdoption:
    """Freeze the evaluation of a year as the board adopts it.

    The progress, the judgements, the criteria with their yardsticks and readings, the lessons of the year,
    the recommendations and the assumptions are kept as they are at this moment. A later adoption of the same
    year counts instead, and leaves this one as it is.

    Raises
    ------
    YearIsClosed
        When the year is closed: its evaluation is history.
    NotJudgedYet
        When a chosen link or a criterion of the course has no judgement.
    CourseNotThere
        When the criteria are not known.
    DamagedArchive
        When a measurement that the progress is about cannot be opened.
    """
    with transaction.atomic():
        take_turn()
        check_year_open(cycle)
        course = course_of_year(cycle)
        if course is None:
            raise CourseNotThere(year=cycle.year)
        missing = unjudged(cycle, course)
        if missing:
            raise NotJudgedYet(subjects=", ".join(code for _, code in missing))
        data = as_data(evaluation_content(cycle, timezone.localdate(at), strict=True))
        row = EvaluationAdoption(
            cycle=cycle, decision=decision, on=decision.on, content=data, sha256=fingerprint_of(data)
        )
        return append_row(row, action="evaluation.adopt", by=by, at=at)
