# SPDX-License-Identifier: EUPL-1.2
"""Say what came of a decision; what was said before stays."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from schakel.cycle.models import Decision, DecisionStatus, DecisionStep
from schakel.cycle.queries.decisions import status_of
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.recording import Actor, append_row

DECISION_STEPS: Mapping[str, tuple[str, ...]] = {
    DecisionStatus.OPEN: (DecisionStatus.UNDERWAY, DecisionStatus.EXECUTED, DecisionStatus.LAPSED),
    DecisionStatus.UNDERWAY: (DecisionStatus.UNDERWAY, DecisionStatus.EXECUTED, DecisionStatus.LAPSED),
    DecisionStatus.EXECUTED: (DecisionStatus.UNDERWAY,),
    DecisionStatus.LAPSED: (DecisionStatus.UNDERWAY,),
}
"""From status to status; what was carried out or lapsed too soon is taken up again as underway."""


class StatusCannotFollow(Failure):
    """A decision cannot go from its status to the one that is told."""

    template = N_("Decision {number} cannot take this step: {reason}.")
    cure = N_("Look at what was told of it last; take it up again as underway where that was too soon.")


class StepOutOfTime(Failure):
    """A step lies in the future, or before what was told before."""

    template = N_("The day {on} cannot be right: {reason}.")
    cure = N_("Give the day on which it was so.")


def report_on_decision(
    *, decision: Decision, status: str, on: date, note: str, by: Actor, at: datetime
) -> DecisionStep:
    """Say that a decision is underway, was carried out or is no longer needed.

    Parameters
    ----------
    note
        What was done, or why it is no longer needed.

    Raises
    ------
    StatusCannotFollow
        When the status does not follow, nothing is told, or a later decision took its place.
    StepOutOfTime
        When the day is in the future, before the decision or before the last step.
    """
    with transaction.atomic():
        take_turn()
        if decision.replaced_by.exists():
            raise StatusCannotFollow(
                number=decision.number, reason=N_("a later decision took its place, so that one counts")
            )
        last = decision.steps.first()
        if status not in DECISION_STEPS[status_of(decision)]:
            raise StatusCannotFollow(
                number=decision.number, reason=N_("that does not follow from where it stands")
            )
        if not note.strip():
            raise StatusCannotFollow(number=decision.number, reason=N_("it is not said what was done"))
        _check_day(decision, last, on, timezone.localdate(at))
        step = DecisionStep(decision=decision, status=status, on=on, note=note.strip())
        return append_row(step, action="decision.report", by=by, at=at)


def _check_day(decision: Decision, last: DecisionStep | None, on: date, today: date) -> None:
    if on > today:
        raise StepOutOfTime(on=on, reason=N_("it is still to come"))
    if on < decision.on:
        raise StepOutOfTime(on=on, reason=N_("it lies before the decision"))
    if last is not None and on < last.on:
        raise StepOutOfTime(on=on, reason=N_("it lies before what was told last"))
