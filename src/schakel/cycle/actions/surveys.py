# SPDX-License-Identifier: EUPL-1.2
"""Make a survey of perceived scores, invite with links, and close it; once closed it stays closed.

Results appear when nobody can answer any more. Were they shown before, or were a survey opened again, then
the difference between two looks would be one person's answer.
"""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.cycle.actions.open_year import check_year_open, in_turn
from schakel.cycle.models import CycleYear, Survey, SurveyInvitation
from schakel.koers.failures import N_, Failure
from schakel.programme.actions.causes import UnknownElement
from schakel.programme.actions.entry_rules import EndsBeforeStart
from schakel.programme.auditing import take_turn
from schakel.programme.models import Partner
from schakel.programme.recording import Actor, add_record, change_record

MOST_LINKS_AT_ONCE = 50
SURVEY_FIELDS = ("title", "introduction", "elements", "opens_on", "closes_on", "minimum_group")
FIXED_ONCE_INVITED = ("elements", "minimum_group")


class SurveyAboutNothing(Failure):
    """A survey without an element to ask about."""

    template = N_("The survey asks about no element.")
    cure = N_("Choose at least one element.")


class SurveyIsOver(Failure):
    """The survey is over: nobody can answer any more."""

    template = N_("“{name}” is over; it stays closed.")
    cure = N_("Make a new survey to ask again.")


class SurveyWasSent(Failure):
    """What was promised to those invited would change."""

    template = N_("“{name}” was sent already, so its questions and its smallest group stay as they are.")
    cure = N_("Make a new survey to ask something else.")


class TooManyLinks(Failure):
    """More links at once than anybody copies by hand, or none."""

    template = N_("Make between 1 and {most} links at a time.")
    cure = N_("Make them in several times.")


class InvitationUsed(Failure):
    """The invitation was answered, so it cannot be withdrawn."""

    template = N_("This invitation was answered already.")
    cure = N_("The answer counts; nobody can see which one it is.")


def is_over(survey: Survey, today: date) -> bool:
    """Say whether nobody can answer any more."""
    return survey.closed_on is not None or survey.closes_on < today


def is_open(survey: Survey, today: date) -> bool:
    """Say whether it can be answered today."""
    return survey.opens_on <= today and not is_over(survey, today)


def fingerprint_of(token: str) -> str:
    """Return what is kept of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


@in_turn
def make_survey(
    *,
    cycle: CycleYear,
    title: str,
    elements: Sequence[str],
    known_elements: Collection[str],
    opens_on: date,
    closes_on: date,
    introduction: str = "",
    minimum_group: int = 5,
    by: Actor,
    at: datetime,
) -> Survey:
    """Make a survey about elements of the ecosystem.

    Parameters
    ----------
    known_elements
        The codes of the elements of the course.
    minimum_group
        Groups with fewer answers are never shown; at least three.

    Raises
    ------
    YearIsClosed, SurveyAboutNothing, UnknownElement, EndsBeforeStart, WrongEntry
        When it cannot be right.
    """
    check_year_open(cycle)
    _check(elements, known_elements, opens_on, closes_on)
    survey = Survey(
        cycle=cycle,
        title=title,
        elements=list(elements),
        opens_on=opens_on,
        closes_on=closes_on,
        introduction=introduction,
        minimum_group=minimum_group,
    )
    return add_record(survey, action="survey.make", by=by, at=at)


def change_survey(
    *,
    survey: Survey,
    changes: Mapping[str, Any],
    known_elements: Collection[str],
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Survey:
    """Change a survey that is not over; its questions and smallest group only before anybody is invited.

    Raises
    ------
    SurveyIsOver, SurveyWasSent
        When it is over, or what those invited were promised would change.
    """
    new = {name: changes.get(name, getattr(survey, name)) for name in SURVEY_FIELDS}
    new["elements"] = list(new["elements"])
    with transaction.atomic():
        take_turn()
        current = Survey.objects.select_for_update().get(pk=survey.pk)
        if is_over(current, timezone.localdate(at)):
            raise SurveyIsOver(name=current.title)
        _check(new["elements"], known_elements, new["opens_on"], new["closes_on"])
        is_other = any(new[name] != getattr(current, name) for name in FIXED_ONCE_INVITED)
        if is_other and current.invitations.exists():
            raise SurveyWasSent(name=current.title)
        return change_record(
            current, action="survey.change", expected_version=expected_version, by=by, at=at, changes=new
        )


@in_turn
def close_survey(*, survey: Survey, expected_version: int | None = None, by: Actor, at: datetime) -> Survey:
    """Close a survey before its last day; raises SurveyIsOver when that has passed."""
    today = timezone.localdate(at)
    current = Survey.objects.get(pk=survey.pk)
    if is_over(current, today):
        raise SurveyIsOver(name=current.title)
    return change_record(
        current,
        action="survey.close",
        expected_version=expected_version,
        by=by,
        at=at,
        changes={"closed_on": today},
    )


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link to be made: for an organisation, or for a strand of the helix without noting for whom.

    ``token`` is the unguessable part of the address; only its fingerprint is kept.
    """

    token: str
    helix: str = ""
    partner: Partner | None = None


def invite(
    *, survey: Survey, links: Sequence[NewLink], by: Actor, at: datetime
) -> tuple[SurveyInvitation, ...]:
    """Make links, all or none; the answer of an organisation counts in its own strand.

    Raises
    ------
    SurveyIsOver, TooManyLinks
        When it is over, or there are none or more than fifty.
    """
    if not 1 <= len(links) <= MOST_LINKS_AT_ONCE:
        raise TooManyLinks(most=MOST_LINKS_AT_ONCE)
    with transaction.atomic():
        take_turn()
        current = Survey.objects.get(pk=survey.pk)
        if is_over(current, timezone.localdate(at)):
            raise SurveyIsOver(name=current.title)
        return tuple(_invite(current, link, by, at) for link in links)


def withdraw_invitation(
    *, invitation: SurveyInvitation, expected_version: int | None = None, by: Actor, at: datetime
) -> SurveyInvitation:
    """Withdraw a link that was not used; it stops working at once."""
    with transaction.atomic():
        take_turn()
        current = SurveyInvitation.objects.select_for_update().get(pk=invitation.pk)
        if current.answered_on is not None:
            raise InvitationUsed
        return change_record(
            current,
            action="survey.withdraw_invitation",
            expected_version=expected_version,
            by=by,
            at=at,
            changes={"withdrawn_on": timezone.localdate(at)},
        )


def _check(elements: Sequence[str], known: Collection[str], opens_on: date, closes_on: date) -> None:
    if not elements:
        raise SurveyAboutNothing
    for element in elements:
        if element not in known:
            raise UnknownElement(element=element, known=list(known))
    if closes_on < opens_on:
        raise EndsBeforeStart


def _invite(survey: Survey, link: NewLink, by: Actor, at: datetime) -> SurveyInvitation:
    record = SurveyInvitation(
        survey=survey,
        helix=link.helix if link.partner is None else link.partner.helix,
        partner=link.partner,
        fingerprint=fingerprint_of(link.token),
    )
    return add_record(record, action="survey.invite", by=by, at=at)
