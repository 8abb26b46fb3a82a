# SPDX-License-Identifier: EUPL-1.2
"""Answer a survey with a link: once for each link, and nothing that is kept leads from answer to link.

What is kept. The invitation keeps the day on which it was used. The answer keeps the strand of the helix,
scores and remarks; its key is drawn at random and its moment is the same for every answer: the day on which
the survey opened. So an answer cannot be laid beside an invitation, also not on a day with one answer. The
audit chain gets one line for each answer, of the survey: without content, link, address or clock time.

What remains. Who holds the server itself can still see traces outside these columns: the order in which rows
were written, the number of the transaction (PostgreSQL), copies of the database from before and after an
answer, and the log of the web server in front, which may hold the links that were opened. These are
never shown by Schakel. With one link for each organisation, its strand narrows down who may have answered;
that is what the smallest group is for.
"""

from collections.abc import Mapping
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from schakel.cycle.actions.surveys import fingerprint_of, is_over
from schakel.cycle.models import Survey, SurveyAnswer, SurveyInvitation
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import append_audit_entry, take_turn
from schakel.programme.recording import Actor, check_entry

ANSWERER = Actor("survey", "survey link")
"""Who answers, in the audit chain: anybody with a link, from nowhere in particular."""
LOWEST, HIGHEST = 1, 10
LONGEST_REMARK = 1_000


class InvitationUnusable(Failure):
    """The link of a survey does not exist, was used or withdrawn, or it is not the time for it.

    ``why`` is "unknown", "withdrawn", "answered", "early" or "over".
    """

    template = N_("This link cannot be used: {reason}.")
    cure = N_("Ask the programme office when you think this is not right.")

    def __init__(self, why: str, reason: str) -> None:
        super().__init__(reason=reason)
        self.why = why


class NothingAnswered(Failure):
    """Not one question was answered."""

    template = N_("No question was answered yet.")
    cure = N_("Choose a score, or that you do not know, for at least one.")


class WrongScore(Failure):
    """A score outside 1 to 10, or for an element that was not asked."""

    template = N_("This score cannot be right: {found}.")
    cure = N_("Choose a score from 1 to 10, or that you do not know.")


def open_invitation(token: str, today: date) -> SurveyInvitation:
    """Return the invitation with this link; raises InvitationUnusable when it cannot be used today."""
    rows = SurveyInvitation.objects.select_related("survey")
    invitation = rows.filter(fingerprint=fingerprint_of(token)).first()
    if invitation is None:
        raise InvitationUnusable("unknown", N_("it is not known"))
    _check_usable(invitation, today)
    return invitation


def _check_usable(invitation: SurveyInvitation, today: date) -> None:
    if invitation.answered_on is not None:
        raise InvitationUnusable("answered", N_("it was used, and the answer was received"))
    if invitation.withdrawn_on is not None:
        raise InvitationUnusable("withdrawn", N_("it was withdrawn"))
    if is_over(invitation.survey, today):
        raise InvitationUnusable("over", N_("the survey is over"))
    if invitation.survey.opens_on > today:
        raise InvitationUnusable("early", N_("the survey has not begun"))


def give_answer(
    *, token: str, scores: Mapping[str, int | None], remarks: Mapping[str, str], at: datetime
) -> Survey:
    """Save an answer and mark its link as used, both or neither.

    Parameters
    ----------
    scores
        By element from 1 to 10; ``None`` for "do not know"; what was skipped is not in it.
    remarks
        By element; empty ones are left out.

    Returns
    -------
    Survey
        The survey, and not the answer: nothing may lead to it.

    Raises
    ------
    InvitationUnusable
        When the link cannot be used, or was used a moment ago.
    NothingAnswered, WrongScore, WrongEntry
        When the answer cannot be right; the link can still be used.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        take_turn()
        rows = SurveyInvitation.objects.select_for_update(of=("self",)).select_related("survey")
        invitation = rows.filter(fingerprint=fingerprint_of(token)).first()
        if invitation is None:
            raise InvitationUnusable("unknown", N_("it is not known"))
        _check_usable(invitation, today)
        survey = invitation.survey
        _save_answer(survey, invitation.helix, scores, remarks)
        midnight = _midnight(today)
        invitation.answered_on = today
        invitation.changed_at, invitation.changed_by = midnight, ANSWERER.key
        invitation.version += 1
        invitation.save(force_update=True)
        append_audit_entry(by=ANSWERER, at=midnight, action="survey.answer", of=survey)
    return survey


def _save_answer(
    survey: Survey, helix: str, scores: Mapping[str, int | None], remarks: Mapping[str, str]
) -> None:
    _check_scores(survey, scores)
    told = {e: remarks[e].strip()[:LONGEST_REMARK] for e in survey.elements if remarks.get(e, "").strip()}
    answer = SurveyAnswer(
        survey=survey,
        helix=helix,
        scores={element: scores[element] for element in survey.elements if element in scores},
        remarks=told,
        recorded_at=_midnight(survey.opens_on),
        recorded_by=ANSWERER.key,
        invented=survey.invented,
    )
    check_entry(answer)
    answer.save(force_insert=True)


def _check_scores(survey: Survey, scores: Mapping[str, int | None]) -> None:
    if not scores:
        raise NothingAnswered
    for element, score in scores.items():
        if element not in survey.elements or (score is not None and not LOWEST <= score <= HIGHEST):
            raise WrongScore(found=f"{element}: {score}")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
