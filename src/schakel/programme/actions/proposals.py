# SPDX-License-Identifier: EUPL-1.2
"""Put forward a new topic, and judge it by the admission test: admitted or refused, with reasons."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from schakel.koers.failures import N_, Failure
from schakel.programme.actions.initiatives import start_initiative
from schakel.programme.actions.stages import move_to_stage
from schakel.programme.auditing import take_turn
from schakel.programme.models import (
    Answer,
    Cause,
    Initiative,
    Partner,
    Proposal,
    Stage,
    Strengthening,
)
from schakel.programme.queries.proposals import Outcome, examine_proposal
from schakel.programme.recording import Actor, ChangedMeanwhile, add_record, change_record

PROPOSAL_FIELDS = (
    "title",
    "description",
    "proposer",
    "supra_regional",
    "supra_regional_why",
    "manufacturing",
    "manufacturing_why",
    "element",
    "cause",
)


class NotYetDecidable(Failure):
    """A condition of the admission test has no answer yet, and none is answered with no."""

    template = N_("The admission test cannot be decided yet: {n} of its conditions have no answer.")
    cure = N_("Find the answers first; what is not known does not count as yes.")

    def __init__(self, conditions: tuple[str, ...]) -> None:
        super().__init__(n=len(conditions))
        self.conditions = conditions


class JudgedAlready(Failure):
    """The proposal was judged before."""

    template = N_("“{name}” was judged already.")
    cure = N_("Submit it again as a new proposal when something has changed.")


class ProposerCannotJudge(Failure):
    """Whoever submitted the proposal wants to judge it."""

    template = N_("Whoever submitted a proposal does not judge it.")
    cure = N_("Ask a colleague at the programme office.")


def submit_proposal(
    *,
    title: str,
    by: Actor,
    at: datetime,
    description: str = "",
    proposer: Partner | None = None,
    supra_regional: str = Answer.UNKNOWN,
    supra_regional_why: str = "",
    manufacturing: str = Answer.UNKNOWN,
    manufacturing_why: str = "",
    element: str = "",
    cause: Cause | None = None,
    source: str = "",
) -> Proposal:
    """Put forward a new topic with the proposer's own answers; unknown is a good answer here."""
    proposal = Proposal(
        title=title,
        description=description,
        proposer=proposer,
        supra_regional=supra_regional,
        supra_regional_why=supra_regional_why,
        manufacturing=manufacturing,
        manufacturing_why=manufacturing_why,
        element=element,
        cause=cause,
        source=source,
    )
    return add_record(proposal, action="proposal.submit", by=by, at=at)


def change_proposal(
    *,
    proposal: Proposal,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Proposal:
    """Change a proposal that is still open; raises JudgedAlready afterwards."""
    if proposal.outcome != "open":
        raise JudgedAlready(name=proposal.title)
    allowed = {name: value for name, value in changes.items() if name in PROPOSAL_FIELDS}
    return change_record(
        proposal, action="proposal.change", expected_version=expected_version, by=by, at=at, changes=allowed
    )


def judge_proposal(
    *,
    proposal: Proposal,
    by: Actor,
    at: datetime,
    today: date,
    answers: Mapping[str, Any] | None = None,
    initiative: Initiative | None = None,
    reason: str = "admission test",
    expected_version: int | None = None,
) -> Proposal:
    """Judge a proposal by the admission test.

    Parameters
    ----------
    answers
        Where the judge answers a condition otherwise than the proposer did; the history keeps both.
    initiative
        An existing initiative that takes the topic up; without it an admitted proposal becomes a new
        initiative in the stage of sowing. Either then strengthens the element by removing the cause.
    reason
        What the first step in the life of a new initiative gives as its reason.

    Returns
    -------
    Proposal
        Admitted, or refused with the reason of every condition that is not met.

    Raises
    ------
    NotYetDecidable
        When no condition is answered with no and at least one has no answer; nothing is changed then.
    JudgedAlready, ProposerCannotJudge, ChangedMeanwhile
        When it was judged before, by whoever submitted it, or on an older version.
    """
    with transaction.atomic():
        take_turn()
        current = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if current.outcome != "open":
            raise JudgedAlready(name=current.title)
        if current.created_by == by.key:
            raise ProposerCannotJudge
        if expected_version is not None and current.version != expected_version:
            theirs = {name: getattr(current, name) for name in answers or {}}
            raise ChangedMeanwhile(str(current), current.version, theirs)
        if answers:
            current = change_proposal(proposal=current, changes=answers, by=by, at=at)
        test = examine_proposal(current)
        if test.outcome is Outcome.UNDECIDED:
            raise NotYetDecidable(tuple(condition.code for condition in test.unknown))
        changes: dict[str, Any] = {"outcome": test.outcome.value, "decided_on": today}
        if test.outcome is Outcome.REFUSED:
            changes["reasons"] = list(test.reasons)
        else:
            changes["initiative"] = initiative or _sow(current, reason, by, at, today)
            _aim(changes["initiative"], current, by, at)
        action = "proposal.admit" if test.outcome is Outcome.ADMITTED else "proposal.refuse"
        return change_record(
            current, action=action, expected_version=current.version, by=by, at=at, changes=changes
        )


def _sow(proposal: Proposal, reason: str, by: Actor, at: datetime, today: date) -> Initiative:
    """Make the initiative of an admitted proposal, in the stage of sowing."""
    known = {"summary": proposal.description, "owner": proposal.proposer, "started_on": today}
    made = start_initiative(name=proposal.title, kind="project", relation="own", by=by, at=at, details=known)
    move_to_stage(initiative=made, to=Stage.SOWING, on=today, reason=reason, by=by, at=at)
    return Initiative.objects.get(pk=made.pk)


def _aim(initiative: Initiative, proposal: Proposal, by: Actor, at: datetime) -> None:
    """Say that the initiative of an admitted proposal strengthens the element that it named."""
    tie = {"initiative": initiative, "element": proposal.element, "cause": proposal.cause}
    if not Strengthening.objects.filter(**tie).exists():
        add_record(Strengthening(**tie), action="strengthening.add", by=by, at=at)
