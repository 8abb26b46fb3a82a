# SPDX-License-Identifier: EUPL-1.2
"""The invented conversation: owners of challenges, talks, agreements and what became of them, surveys."""

import secrets
from typing import Any

from schakel.cycle.actions.agreements import (
    make_agreement,
    propose_from,
    settle_agreement,
    start_activity_from,
    take_up_in_activity,
)
from schakel.cycle.actions.answering import HIGHEST, give_answer
from schakel.cycle.actions.challenge_owners import ask_owner, record_answer
from schakel.cycle.actions.surveys import NewLink, close_survey, invite, make_survey
from schakel.cycle.actions.talks import HeardChoice, record_talk
from schakel.cycle.demonstration.stage import LAST, CycleStage
from schakel.cycle.models import Agreement, Survey
from schakel.programme.demonstration.scene import Row

SPREAD = 4
ONE_IN = 8
"""One in so many scores is "do not know", and one in so many answers has a remark."""
REMARK = "Voorbeeldopmerking bij een verzonnen antwoord."


def ask_owners(stage: CycleStage, which: str) -> None:
    """Ask organisations to own the challenges; one declines, and one has not answered."""
    for row in stage.data["owners"][which]:
        link = stage.link(which, row["link"])
        if link is None:
            continue
        owner = ask_owner(
            cycle=stage.years[which],
            element=link.element,
            elements=stage.elements,
            partner=stage.scene.partner(row["partner"]),
            role=row.get("role", ""),
            asked_on=stage.day(row["asked"]),
            note=row.get("note", ""),
            **stage.who(row["asked"]),
        )
        if "answered" in row:
            record_answer(owner=owner, answer=row["answer"], **stage.who(row["answered"]))


def hold_talks(stage: CycleStage, which: str) -> None:
    """Hold the conversations; the report of some is confidential."""
    for row in stage.data["talks"][which]:
        links = [link for key in row["links"] if (link := stage.link(which, key))]
        if not links:
            continue
        talk = record_talk(
            cycle=stage.years[which],
            title=row["title"],
            on=stage.day(row["on"]),
            elements=[link.element for link in links],
            known_elements=stage.elements,
            heard=[HeardChoice(stage.scene.partner(key), role) for key, role in row["heard"]],
            form=row.get("form", "talk"),
            report=row.get("report", ""),
            is_confidential=row.get("is_confidential", False),
            **stage.who(row["on"]),
        )
        stage.keep("talks", row, talk)


def agree(stage: CycleStage, which: str) -> None:
    """Make the agreements, and settle those that were kept or dropped."""
    for row in stage.data["agreements"][which]:
        link = stage.link(which, row["link"])
        if link is None:
            continue
        agreement = make_agreement(
            cycle=stage.years[which],
            element=link.element,
            cause=link.cause,
            text=row["text"],
            owner=stage.scene.partner(row["owner"]),
            due_on=stage.day(row["due"]),
            talk=stage.kept("talks", row["talk"]),
            **stage.who(row["on"]),
        )
        stage.keep("agreements", row, agreement)


def take_up_agreements(stage: CycleStage, which: str) -> None:
    """Let agreements become activities or a proposal; one is kept as it is, and one is dropped."""
    for row in stage.data["agreements"][which]:
        agreement = stage.kept("agreements", row["key"])
        if agreement is not None:
            _take_up(stage, row, agreement)


def _take_up(stage: CycleStage, row: Row, agreement: Agreement) -> None:
    for status in ("kept", "dropped"):
        if status in row:
            who = stage.who(row[status])
            settle_agreement(agreement=agreement, status=status, outcome=row["outcome"], **who)
            return
    who = stage.who(row["taken_up"])
    if "proposal" in row:
        propose_from(agreement=agreement, **who)
    elif "into" in row:
        activity = stage.kept("activities", row["into"])
        take_up_in_activity(agreement=agreement, activity=activity, elements=stage.elements, **who)
    else:
        details: dict[str, Any] = stage.scene.fields(row["activity"])
        start_activity_from(agreement=agreement, elements=stage.elements, details=details, **who)


def ask_everybody(stage: CycleStage, which: str) -> None:
    """Hold the survey of a year; that of last year is closed, that of this year runs."""
    row = stage.data["surveys"][which]
    elements = [link.element for link in stage.links[which]]
    if not elements:
        return
    opened = row["opens"]
    survey = make_survey(
        cycle=stage.years[which],
        title=row["title"],
        elements=elements,
        known_elements=stage.elements,
        opens_on=stage.day(opened),
        closes_on=stage.day(row["closes"]),
        introduction=row["introduction"],
        minimum_group=row["minimum_group"],
        **stage.who(opened - 1),
    )
    tokens = _invite(stage, survey, row["answered"], opened)
    _invite(stage, survey, row.get("unanswered", {}), opened)
    for number, token in enumerate(tokens):
        _answer(stage, survey, token, row["lowest"], opened + number % SPREAD)
    if which == LAST:
        close_survey(survey=survey, **stage.who(row["closes"]))


def _invite(stage: CycleStage, survey: Survey, wanted: Row, day: int) -> list[str]:
    """Make links that nobody can guess; return their tokens."""
    links = [NewLink(secrets.token_urlsafe(24), helix) for helix, n in wanted.items() for _ in range(n)]
    if links:
        invite(survey=survey, links=links, **stage.who(day))
    return [link.token for link in links]


def _answer(stage: CycleStage, survey: Survey, token: str, lowest: int, day: int) -> None:
    chance = stage.scene.chance
    scores = {
        element: None if chance.randrange(ONE_IN) == 0 else min(lowest + chance.randint(0, SPREAD), HIGHEST)
        for element in survey.elements
    }
    remarks = {survey.elements[0]: REMARK} if chance.randrange(ONE_IN) == 0 else {}
    give_answer(token=token, scores=scores, remarks=remarks, at=stage.moment(day))
