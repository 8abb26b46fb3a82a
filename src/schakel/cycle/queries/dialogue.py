# SPDX-License-Identifier: EUPL-1.2
"""Where the conversation about each weak link stands: owners, who was heard, what was agreed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from schakel.cycle.models import (
    Agreement,
    AgreementStatus,
    ChallengeOwner,
    CycleYear,
    Heard,
    OwnerAnswer,
)
from schakel.cycle.queries.years import chosen_links
from schakel.cycle.sight import FULL, PUBLIC, Sight, visible_agreements


class LinkStep(StrEnum):
    """What is to be done next for a weak link."""

    ASK_OWNER = "ask_owner"
    AWAIT_ANSWER = "await_answer"
    TALK = "talk"
    AGREE = "agree"
    TAKE_UP = "take_up"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class HeardIn:
    """An organisation was heard in a conversation; its title is empty where the conversation is closed."""

    partner_code: str
    partner_name: str
    talk_pk: int
    on: date
    title: str
    invented: bool


@dataclass(frozen=True, slots=True)
class LinkState:
    """An element in a year of the cycle.

    ``owners`` accepted, ``asked`` have not answered, ``declined`` said no. ``agreements`` leaves out what
    was dropped, and what was agreed in a conversation of which the reader may not see the report:
    ``n_closed`` of those stand, and ``n_closed_loose`` of them became nothing yet.
    """

    element: str
    owners: tuple[ChallengeOwner, ...]
    asked: tuple[ChallengeOwner, ...]
    declined: tuple[ChallengeOwner, ...]
    heard: tuple[HeardIn, ...]
    agreements: tuple[Agreement, ...]
    dropped: tuple[Agreement, ...]
    n_closed: int = 0
    n_closed_loose: int = 0

    @property
    def is_agreed(self) -> bool:
        """Whether something was agreed and not dropped, also where the reader may not see what."""
        return bool(self.agreements or self.n_closed)

    @property
    def unheard_owners(self) -> tuple[ChallengeOwner, ...]:
        """Owners that were in no conversation about the element this year."""
        present = {h.partner_code for h in self.heard}
        return tuple(owner for owner in self.owners if owner.partner.code not in present)

    @property
    def is_heard(self) -> bool:
        """Whether there is an owner and each of them was heard."""
        return bool(self.owners) and not self.unheard_owners

    @property
    def not_taken_up(self) -> tuple[Agreement, ...]:
        """Open agreements that are no activity and no proposal yet."""
        return tuple(a for a in self.agreements if a.status == AgreementStatus.OPEN and not taken_up(a))

    @property
    def next_step(self) -> LinkStep:
        """What is to be done next."""
        if not self.owners:
            return LinkStep.AWAIT_ANSWER if self.asked else LinkStep.ASK_OWNER
        if self.unheard_owners:
            return LinkStep.TALK
        if not self.is_agreed:
            return LinkStep.AGREE
        return LinkStep.TAKE_UP if self.not_taken_up or self.n_closed_loose else LinkStep.NOTHING


def taken_up(agreement: Agreement) -> bool:
    """Say whether an agreement became an activity or a proposal."""
    return agreement.activity_id is not None or agreement.proposal_id is not None


def is_late(agreement: Agreement, today: date) -> bool:
    """Say whether the day of an open agreement has passed."""
    return agreement.status == AgreementStatus.OPEN and agreement.due_on < today


def link_states(cycle: CycleYear, sight: Sight = PUBLIC) -> tuple[LinkState, ...]:
    """Return the state of each link that the board chose this year; none before it adopted a diagnosis."""
    return element_states(cycle, list(chosen_links(cycle).values_list("element", flat=True)), sight)


def element_states(cycle: CycleYear, elements: Sequence[str], sight: Sight = PUBLIC) -> tuple[LinkState, ...]:
    """Return the state of each element in a year, in the order given; four questions to the database."""
    asked: dict[str, list[ChallengeOwner]] = defaultdict(list)
    for owner in cycle.challenge_owners.select_related("partner").order_by("pk"):
        asked[owner.element].append(owner)
    agreed: dict[str, list[Agreement]] = defaultdict(list)
    for agreement in agreements_of(cycle, FULL):
        agreed[agreement.element].append(agreement)
    heard = _heard(cycle)
    return tuple(_state(e, asked[e], heard.get(e, []), agreed[e], sight) for e in dict.fromkeys(elements))


def agreements_of(cycle: CycleYear, sight: Sight = PUBLIC) -> Sequence[Agreement]:
    """Return the agreements of a year that may be seen, by the day they are due."""
    rows = visible_agreements(sight).filter(cycle=cycle)
    rows = rows.select_related("owner", "cause", "activity", "proposal", "talk")
    return list(rows.order_by("due_on", "pk"))


def _state(
    element: str,
    asked: list[ChallengeOwner],
    heard: list[HeardIn],
    agreed: list[Agreement],
    sight: Sight,
) -> LinkState:
    def answered(answer: str) -> tuple[ChallengeOwner, ...]:
        return tuple(owner for owner in asked if owner.answer == answer)

    told = [a for a in agreed if sight.closed or a.talk is None or not a.talk.is_confidential]
    closed = [a for a in agreed if a not in told and a.status != AgreementStatus.DROPPED]
    return LinkState(
        element,
        answered(OwnerAnswer.ACCEPTED),
        answered(OwnerAnswer.ASKED),
        answered(OwnerAnswer.DECLINED),
        tuple(heard),
        tuple(a for a in told if a.status != AgreementStatus.DROPPED),
        tuple(a for a in told if a.status == AgreementStatus.DROPPED),
        len(closed),
        sum(a.status == AgreementStatus.OPEN and not taken_up(a) for a in closed),
    )


def _heard(cycle: CycleYear) -> dict[str, list[HeardIn]]:
    """Return by element who was heard in the conversations of a year, newest first."""
    found: dict[str, list[HeardIn]] = defaultdict(list)
    rows = Heard.objects.filter(talk__cycle=cycle).select_related("partner", "talk")
    for row in rows.order_by("-talk__on", "-talk__pk", "partner__name", "pk"):
        talk = row.talk
        told = HeardIn(
            row.partner.code,
            row.partner.name,
            talk.pk,
            talk.on,
            "" if talk.is_confidential else talk.title,
            talk.invented or row.invented,
        )
        for element in talk.elements:
            if told not in found[element]:
                found[element].append(told)
    return found
