# SPDX-License-Identifier: EUPL-1.2
"""Judge the progress of an element, action, initiative or criterion in a year."""

from datetime import datetime

from django.db import transaction

from schakel.cycle.actions.open_year import check_year_open, in_turn
from schakel.cycle.models import CycleYear, Judgement, SubjectKind, Verdict
from schakel.cycle.queries.element_progress import elements_moved
from schakel.cycle.queries.judgements import goes_against
from schakel.cycle.queries.measured_years import measured_pair
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.recording import Actor, add_record, change_record, remove_record


class BecauseNeeded(Failure):
    """A judgement without a reason."""

    template = N_("A judgement without a reason says nothing.")
    cure = N_("Name the figures or facts that it rests on.")


class AgainstTheFigures(Failure):
    """A judgement goes against the figures and does not say why."""

    template = N_("The figures say the opposite: they moved by more than noise.")
    cure = N_("Say under “because” which facts weigh more than these figures, or choose another judgement.")


@in_turn
def judge(
    *,
    cycle: CycleYear,
    kind: SubjectKind,
    subject: str,
    verdict: Verdict,
    because: str,
    by: Actor,
    at: datetime,
    next_step: str = "",
    source: str = "",
    expected_version: int | None = None,
) -> Judgement:
    """Judge a subject, or change how it was judged.

    Parameters
    ----------
    kind, subject
        What is judged, and its code.
    because
        The figures or facts. A judgement that goes against the figures is allowed, and says why here.

    Raises
    ------
    YearIsClosed, BecauseNeeded
        See each.
    AgainstTheFigures
        When the figures of an element moved the other way by more than noise and there is no reason.
    ChangedMeanwhile
        When somebody else changed the judgement.
    """
    check_year_open(cycle)
    if not because.strip():
        if kind == SubjectKind.ELEMENT and goes_against(verdict, _figures_say(cycle, subject)):
            raise AgainstTheFigures
        raise BecauseNeeded
    values = {
        "verdict": verdict,
        "because": because.strip(),
        "next_step": next_step.strip(),
        "source": source,
    }
    with transaction.atomic():
        take_turn()
        there = Judgement.objects.filter(cycle=cycle, subject_kind=kind, subject=subject).first()
        if there is None:
            row = Judgement(cycle=cycle, subject_kind=kind, subject=subject, **values)
            return add_record(row, action="judgement.add", by=by, at=at)
        return change_record(
            there, action="judgement.change", expected_version=expected_version, by=by, at=at, changes=values
        )


@in_turn
def take_back(*, judgement: Judgement, by: Actor, at: datetime, expected_version: int | None = None) -> None:
    """Take a judgement back; raises YearIsClosed when its year is closed."""
    check_year_open(judgement.cycle)
    remove_record(judgement, action="judgement.remove", expected_version=expected_version, by=by, at=at)


def _figures_say(cycle: CycleYear, element: str) -> str:
    found = (e.says for e in elements_moved(measured_pair(cycle)) if e.element == element)
    return next(found, "")
