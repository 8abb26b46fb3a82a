# SPDX-License-Identifier: EUPL-1.2
"""Ask an organisation to own the challenge behind an element this year, and record what it said."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone

from schakel.cycle.actions.open_year import check_year_open, in_turn
from schakel.cycle.models import ChallengeOwner, CycleYear, OwnerAnswer
from schakel.koers.failures import N_, Failure
from schakel.programme.actions.causes import UnknownElement
from schakel.programme.actions.entry_rules import check_happened, check_order
from schakel.programme.models import Partner
from schakel.programme.recording import Actor, add_record, change_record, remove_record


class AskedAlready(Failure):
    """The organisation was asked for this element in this year before."""

    template = N_("“{name}” was asked for this element already.")
    cure = N_("Record its answer with the question that is there.")


class AnsweredAlready(Failure):
    """A question that was answered would be taken back as if it had never been asked."""

    template = N_("“{name}” answered already, so the question stays.")
    cure = N_("Change its answer instead.")


@in_turn
def ask_owner(
    *,
    cycle: CycleYear,
    element: str,
    elements: Collection[str],
    partner: Partner,
    role: str = "",
    asked_on: date | None = None,
    note: str = "",
    by: Actor,
    at: datetime,
) -> ChallengeOwner:
    """Ask an organisation to own the challenge behind an element.

    Parameters
    ----------
    elements
        The codes of the elements of the course.
    role
        The function that would answer for it, never a name.
    asked_on
        Today when empty.

    Raises
    ------
    YearIsClosed, UnknownElement, NotYetHappened, AskedAlready
        When the year is closed, the element is not of the course, the day has yet to come, or it was asked.
    """
    check_year_open(cycle)
    if element not in elements:
        raise UnknownElement(element=element, known=list(elements))
    today = timezone.localdate(at)
    check_happened(asked_on, today)
    if ChallengeOwner.objects.filter(cycle=cycle, element=element, partner=partner).exists():
        raise AskedAlready(name=partner.name)
    record = ChallengeOwner(
        cycle=cycle, element=element, partner=partner, role=role, asked_on=asked_on or today, note=note
    )
    return add_record(record, action="challenge_owner.ask", by=by, at=at)


@in_turn
def record_answer(
    *,
    owner: ChallengeOwner,
    answer: str,
    answered_on: date | None = None,
    role: str | None = None,
    note: str | None = None,
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> ChallengeOwner:
    """Record that the organisation accepts or declines; back to "asked" takes its answer back.

    Raises
    ------
    YearIsClosed, NotYetHappened, EndsBeforeStart
        When the year is closed, the day has yet to come, or lies before the question.
    """
    check_year_open(owner.cycle)
    today = timezone.localdate(at)
    day = None if answer == OwnerAnswer.ASKED else answered_on or today
    check_happened(day, today)
    check_order(owner.asked_on, day)
    changes: dict[str, object] = {"answer": answer, "answered_on": day}
    changes |= {name: value for name, value in (("role", role), ("note", note)) if value is not None}
    return change_record(
        owner,
        action="challenge_owner.answer",
        expected_version=expected_version,
        by=by,
        at=at,
        changes=changes,
    )


@in_turn
def take_back_question(
    *, owner: ChallengeOwner, expected_version: int | None = None, by: Actor, at: datetime
) -> None:
    """Remove a question that was asked by mistake; raises AnsweredAlready once there is an answer."""
    check_year_open(owner.cycle)
    if owner.answer != OwnerAnswer.ASKED:
        raise AnsweredAlready(name=owner.partner.name)
    remove_record(owner, action="challenge_owner.take_back", expected_version=expected_version, by=by, at=at)
