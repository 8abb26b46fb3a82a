# SPDX-License-Identifier: EUPL-1.2
"""A partner says how it did its part this year; a second answer takes the place of the first."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from schakel.cycle.actions.open_year import check_year_open, in_turn
from schakel.cycle.models import CycleYear, PartnerAssessment
from schakel.cycle.queries.assessments import QUESTIONS, SCORES, answer_of
from schakel.koers.failures import N_, Failure
from schakel.programme.actions.entry_rules import check_happened
from schakel.programme.auditing import take_turn
from schakel.programme.models import Partner
from schakel.programme.queries.coalition import partners_on
from schakel.programme.recording import Actor, append_row


class NotAPartner(Failure):
    """An organisation that is no partner of the collaboration on the day."""

    template = N_("“{name}” is no partner of the collaboration on that day.")
    cure = N_("Only partners judge their own part.")


class WrongScores(Failure):
    """A question that is not asked, or a score outside 1 to 5."""

    template = N_("The answer to “{question}” cannot be {found}.")
    cure = N_("Choose 1 to 5, or leave the question open.")


class NothingSaid(Failure):
    """An answer in which nothing is said."""

    template = N_("Nothing was answered.")
    cure = N_("Answer at least one question, or write a sentence.")


class OnBehalfOf(Failure):
    """An answer that somebody else enters, without saying where the partner gave it."""

    template = N_("It is not said where the partner gave this answer.")
    cure = N_("Name the conversation or letter in which it was given.")


@in_turn
def assess_self(
    *,
    cycle: CycleYear,
    partner: Partner,
    on: date,
    scores: Mapping[str, int | None],
    today: date,
    by: Actor,
    at: datetime,
    did: str = "",
    needs: str = "",
    source: str = "",
    on_behalf: bool = False,
) -> PartnerAssessment:
    """Write down how a partner judges its own part.

    Parameters
    ----------
    scores
        By question from 1 to 5; ``None`` or absent for no answer.
    on_behalf
        Entered by the programme office; ``source`` then says where the partner gave the answer.

    Raises
    ------
    YearIsClosed, NotAPartner, WrongScores, NothingSaid, OnBehalfOf, NotYetHappened
        See each.
    """
    check_happened(on, today)
    check_year_open(cycle)
    if not partners_on(on).filter(pk=partner.pk).exists():
        raise NotAPartner(name=partner.name)
    kept = {question: score for question, score in scores.items() if score is not None}
    _check(kept)
    if not (kept or did.strip() or needs.strip()):
        raise NothingSaid
    if on_behalf and not source.strip():
        raise OnBehalfOf
    with transaction.atomic():
        take_turn()
        row = PartnerAssessment(
            cycle=cycle,
            partner=partner,
            on=on,
            scores={question: kept.get(question) for question in QUESTIONS},
            did=did.strip(),
            needs=needs.strip(),
            source=source.strip(),
            corrects=answer_of(cycle, partner),
        )
        return append_row(row, action="assessment.add", by=by, at=at)


def _check(scores: Mapping[str, int]) -> None:
    for question, score in scores.items():
        if question not in QUESTIONS or type(score) is not int or score not in SCORES:
            raise WrongScores(question=question, found=score)
