# SPDX-License-Identifier: EUPL-1.2
"""Agree who does what before when against which cause, take it up in the programme, and settle it."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.cycle.actions.open_year import check_year_open, in_turn
from schakel.cycle.models import Agreement, AgreementStatus, CycleYear, Talk
from schakel.koers.failures import N_, Failure
from schakel.programme.actions.activities import plan_activity
from schakel.programme.actions.causes import CauseOfAnotherElement, add_strengthening
from schakel.programme.actions.entry_rules import check_happened, need_reason
from schakel.programme.actions.proposals import submit_proposal
from schakel.programme.auditing import take_turn
from schakel.programme.models import Activity, Cause, Partner, Proposal, Strengthening
from schakel.programme.recording import Actor, add_record, change_record

AGREEMENT_FIELDS = ("text", "owner", "due_on", "cause", "talk")
CHANGES_LATER = frozenset({"owner", "due_on"})
"""Who does it and before when may change after the year was closed; what was agreed then may not."""


class DueInThePast(Failure):
    """Something was agreed for a day that is over."""

    template = N_("The day before which it must be done is over.")
    cure = N_("Choose a day from today on.")


class TalkOfAnotherYear(Failure):
    """The conversation belongs to another year than the agreement."""

    template = N_("The conversation belongs to another year.")
    cure = N_("Choose a conversation of this year, or none.")


class AgreementSettled(Failure):
    """The agreement was settled already."""

    template = N_("“{name}” was settled already.")
    cure = N_("Make a new agreement when there is more to do.")


class TakenUpAlready(Failure):
    """The agreement already became an activity or a proposal."""

    template = N_("“{name}” was taken up already.")
    cure = N_("Look at the activity or the proposal that it became.")


@in_turn
def make_agreement(
    *,
    cycle: CycleYear,
    element: str,
    cause: Cause,
    text: str,
    owner: Partner,
    due_on: date,
    talk: Talk | None = None,
    by: Actor,
    at: datetime,
) -> Agreement:
    """Agree who does what before when; the cause is one of the element.

    Raises
    ------
    YearIsClosed, CauseOfAnotherElement, DueInThePast, TalkOfAnotherYear
        When it cannot be right.
    WrongEntry
        When a field is wrong.
    """
    check_year_open(cycle)
    _check(cycle, element, cause, talk)
    if due_on < timezone.localdate(at):
        raise DueInThePast
    record = Agreement(
        cycle=cycle, element=element, cause=cause, text=text, owner=owner, due_on=due_on, talk=talk
    )
    return add_record(record, action="agreement.make", by=by, at=at)


@in_turn
def change_agreement(
    *,
    agreement: Agreement,
    changes: Mapping[str, Any],
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Agreement:
    """Change an agreement that is still open, its element excepted.

    Raises
    ------
    YearIsClosed
        When its year is closed and more than who and before when would change.
    AgreementSettled, CauseOfAnotherElement, DueInThePast, TalkOfAnotherYear
        When it was settled, or the new values cannot be right.
    """
    _check_open(agreement)
    allowed = {name: value for name, value in changes.items() if name in AGREEMENT_FIELDS}
    if any(getattr(agreement, name) != allowed[name] for name in allowed.keys() - CHANGES_LATER):
        check_year_open(agreement.cycle)
    _check(
        agreement.cycle,
        agreement.element,
        allowed.get("cause", agreement.cause),
        allowed.get("talk", agreement.talk),
    )
    due_on = allowed.get("due_on", agreement.due_on)
    if due_on != agreement.due_on and due_on < timezone.localdate(at):
        raise DueInThePast
    return change_record(
        agreement, action="agreement.change", expected_version=expected_version, by=by, at=at, changes=allowed
    )


@in_turn
def settle_agreement(
    *,
    agreement: Agreement,
    status: str,
    outcome: str,
    on: date | None = None,
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Agreement:
    """Say that an agreement was kept, or is dropped and why; also after its year was closed.

    Raises
    ------
    AgreementSettled, ReasonNeeded, NotYetHappened
        When it was settled before, is dropped without a reason, or the day has yet to come.
    """
    _check_open(agreement)
    told = need_reason(outcome) if status == AgreementStatus.DROPPED else outcome.strip()
    today = timezone.localdate(at)
    check_happened(on, today)
    changes = {"status": status, "outcome": told, "settled_on": on or today}
    return change_record(
        agreement, action="agreement.settle", expected_version=expected_version, by=by, at=at, changes=changes
    )


def take_up_in_activity(
    *,
    agreement: Agreement,
    activity: Activity,
    elements: Collection[str],
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Agreement:
    """Say that an activity that is there already takes the agreement up, and removes its cause.

    Raises
    ------
    AgreementSettled, TakenUpAlready
        When it was settled, or became something else before.
    """
    with transaction.atomic():
        take_turn()
        current = _not_taken_up(agreement)
        _aim(activity, current, elements, by, at)
        return _become(current, expected_version, by, at, activity=activity)


def start_activity_from(
    *,
    agreement: Agreement,
    elements: Collection[str],
    details: Mapping[str, Any] | None = None,
    mechanism: str = "",
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Agreement:
    """Plan a new activity from the agreement in one step: its text, owner, element and cause go along.

    Parameters
    ----------
    details
        Other fields of the activity, as :func:`schakel.programme.actions.activities.plan_activity` takes
        them; ``title`` and ``owner`` here go before those of the agreement.
    mechanism
        How the activity takes the cause away, in one sentence.
    """
    known: dict[str, Any] = {"title": agreement.text[:200], "owner": agreement.owner}
    known |= dict(details or {})
    with transaction.atomic():
        take_turn()
        current = _not_taken_up(agreement)
        activity = plan_activity(**known, by=by, at=at)
        _aim(activity, current, elements, by, at, mechanism)
        return _become(current, expected_version, by, at, activity=activity)


def propose_from(
    *,
    agreement: Agreement,
    details: Mapping[str, Any] | None = None,
    expected_version: int | None = None,
    by: Actor,
    at: datetime,
) -> Agreement:
    """Put the agreement forward as a new topic, for the admission test of the course."""
    known: dict[str, Any] = {"title": agreement.text[:200], "proposer": agreement.owner}
    known |= dict(details or {}) | {"element": agreement.element, "cause": agreement.cause}
    with transaction.atomic():
        take_turn()
        current = _not_taken_up(agreement)
        proposal = submit_proposal(**known, by=by, at=at)
        return _become(current, expected_version, by, at, proposal=proposal)


def _check(cycle: CycleYear, element: str, cause: Cause, talk: Talk | None) -> None:
    if cause.element != element:
        raise CauseOfAnotherElement(cause=cause.statement)
    if talk is not None and talk.cycle_id != cycle.pk:
        raise TalkOfAnotherYear


def _check_open(agreement: Agreement) -> None:
    if not Agreement.objects.filter(pk=agreement.pk, status=AgreementStatus.OPEN).exists():
        raise AgreementSettled(name=agreement.text)


def _not_taken_up(agreement: Agreement) -> Agreement:
    """Return the agreement as it is now, locked; raises when it is settled or became something already."""
    rows = Agreement.objects.select_for_update(of=("self",)).select_related("cause", "owner")
    current = rows.get(pk=agreement.pk)
    _check_open(current)
    if current.activity_id is not None or current.proposal_id is not None:
        raise TakenUpAlready(name=current.text)
    return current


def _aim(
    activity: Activity,
    agreement: Agreement,
    elements: Collection[str],
    by: Actor,
    at: datetime,
    mechanism: str = "",
) -> None:
    """Let the activity strengthen the element by removing the cause, unless it says so already."""
    tie: dict[str, Any] = {"activity": activity, "element": agreement.element, "cause": agreement.cause}
    if not Strengthening.objects.filter(**tie).exists():
        add_strengthening(**tie, elements=elements, mechanism=mechanism, by=by, at=at)


def _become(
    agreement: Agreement,
    expected_version: int | None,
    by: Actor,
    at: datetime,
    activity: Activity | None = None,
    proposal: Proposal | None = None,
) -> Agreement:
    changes: dict[str, Any] = {"activity": activity} if proposal is None else {"proposal": proposal}
    return change_record(
        agreement,
        action="agreement.take_up",
        expected_version=expected_version,
        by=by,
        at=at,
        changes=changes,
    )
