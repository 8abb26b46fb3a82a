# SPDX-License-Identifier: EUPL-1.2
"""The admission test of a new topic (section 7 of the course): its conditions, and what they add up to."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, QuerySet
from django.utils import timezone

from schakel.programme.models import Answer, Proposal


class Outcome(StrEnum):
    """What the conditions add up to; UNDECIDED is never treated as ADMITTED."""

    ADMITTED = "admitted"
    REFUSED = "refused"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition and its answer; ``reason`` is a code, empty where the condition is met.

    Reasons: ``supra_regional.no``, ``supra_regional.unknown``, ``manufacturing.no``,
    ``manufacturing.unknown``, ``weak_link.missing``, ``cause.missing``, ``cause.other_element``.
    """

    code: str
    answer: str
    why: str
    reason: str

    @property
    def is_met(self) -> bool:
        """Whether the condition is met."""
        return self.answer == Answer.YES


@dataclass(frozen=True, slots=True)
class AdmissionTest:
    """The conditions in their order, and what follows from them together."""

    conditions: tuple[Condition, ...]

    @property
    def outcome(self) -> Outcome:
        """ADMITTED when all are met; REFUSED when one is not; else something is not known yet."""
        answers = {condition.answer for condition in self.conditions}
        if Answer.NO in answers:
            return Outcome.REFUSED
        return Outcome.UNDECIDED if Answer.UNKNOWN in answers else Outcome.ADMITTED

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reason of every condition that is not met, the unknown ones too."""
        return tuple(condition.reason for condition in self.conditions if condition.reason)

    @property
    def unknown(self) -> tuple[Condition, ...]:
        """The conditions of which the answer is not known."""
        return tuple(c for c in self.conditions if c.answer == Answer.UNKNOWN)


def examine_proposal(proposal: Proposal) -> AdmissionTest:
    """Put a proposal to the test: of supra-regional importance, touches manufacturing, names link and cause.

    A weak link or cause that is not named is a condition that is not met: the proposal itself says it.
    """
    return AdmissionTest(
        (
            _asked("supra_regional", proposal.supra_regional, proposal.supra_regional_why),
            _asked("manufacturing", proposal.manufacturing, proposal.manufacturing_why),
            _named("weak_link", proposal.element, "" if proposal.element else "missing"),
            _named(
                "cause", "" if proposal.cause is None else proposal.cause.statement, _cause_problem(proposal)
            ),
        )
    )


def _asked(code: str, answer: str, why: str) -> Condition:
    return Condition(code, answer, why, "" if answer == Answer.YES else f"{code}.{answer}")


def _named(code: str, name: str, problem: str) -> Condition:
    return Condition(code, Answer.NO if problem else Answer.YES, name, f"{code}.{problem}" if problem else "")


def _cause_problem(proposal: Proposal) -> str:
    if proposal.cause is None:
        return "missing"
    return "other_element" if proposal.cause.element != proposal.element else ""


@dataclass(frozen=True, slots=True)
class ProposalCounts:
    """How many proposals stand where; ``oldest_open_on`` is the day the oldest open one came in."""

    n_open: int
    n_admitted: int
    n_refused: int
    oldest_open_on: date | None


def list_proposals() -> QuerySet[Proposal]:
    """Return every proposal, the newest first, with what a list shows."""
    return Proposal.objects.select_related("proposer", "cause", "initiative")


def count_proposals() -> ProposalCounts:
    """Return how many proposals are open, admitted and refused."""
    counts = dict(Proposal.objects.order_by().values_list("outcome").annotate(n=Count("pk")))
    oldest = Proposal.objects.filter(outcome="open").order_by("created_at").first()
    return ProposalCounts(
        counts.get("open", 0),
        counts.get("admitted", 0),
        counts.get("refused", 0),
        None if oldest is None else timezone.localdate(oldest.created_at),
    )
