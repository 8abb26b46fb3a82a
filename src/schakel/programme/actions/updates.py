# SPDX-License-Identifier: EUPL-1.2
"""The five-minute update: rounds, the one link of a lead, sending an update, reminders, needs and risks."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.koers.failures import N_, Failure
from schakel.programme.actions.entry_rules import need_reason
from schakel.programme.actions.milestones import AlreadyReached
from schakel.programme.models import (
    Contact,
    Initiative,
    InitiativeRelation,
    Light,
    Milestone,
    Need,
    Partner,
    ProgressUpdate,
    Reminder,
    Risk,
    Stage,
    UpdateLink,
    UpdateRound,
)
from schakel.programme.recording import Actor, add_record, append_row, change_record

LONGEST_LINK_DAYS = 400


class LinkUnusable(Failure):
    """The link of a lead does not exist, was withdrawn or is too old."""

    template = N_("This link cannot be used: {reason}.")
    cure = N_("Ask the programme office for a new link; it takes a minute.")


class LightWithoutReason(Failure):
    """A light is amber or red and nobody can see why."""

    template = N_("Say in a few words why {light} is not green.")
    cure = N_("A colour without a reason helps nobody further.")


class UpdateNotPossible(Failure):
    """The update itself cannot be right."""

    template = N_("This update cannot be sent: {reason}.")
    cure = N_("Change it and send it again; your text is still here.")


@dataclass(frozen=True, slots=True)
class MilestoneChange:
    """What the lead says of a milestone: reached on a day, or moved to another day."""

    milestone_id: int
    done_on: date | None = None
    due_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewRisk:
    """A risk that the lead names; likelihood and effect from 1 to 3."""

    text: str
    likelihood: int
    effect: int
    measure: str = ""


@dataclass(frozen=True, slots=True)
class NewNeed:
    """What the lead needs, and of whom."""

    text: str
    asked_of: Partner | None = None


@dataclass(frozen=True, slots=True)
class UpdateAnswers:
    """The answers of the five-minute form. ``spent_eur`` is all that was spent since the start."""

    quality: str
    time: str
    money: str
    quality_reason: str = ""
    time_reason: str = ""
    money_reason: str = ""
    spent_eur: Decimal | None = None
    summary: str = ""
    milestones: Sequence[MilestoneChange] = ()
    risk: NewRisk | None = None
    need: NewNeed | None = None


def open_update_round(
    *, code: str, title: str, opens_on: date, due_on: date, by: Actor, at: datetime
) -> UpdateRound:
    """Open a round of updates; raises UpdateNotPossible when it would end before it opens."""
    if due_on < opens_on:
        raise UpdateNotPossible(reason=N_("the round ends before it opens"))
    record = UpdateRound(code=code, title=title, opens_on=opens_on, due_on=due_on)
    return add_record(record, action="update.open_round", by=by, at=at)


def fingerprint_of(secret: str) -> str:
    """Return what is kept of a link."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make_update_link(
    *,
    initiative: Initiative,
    secret: str,
    expires_on: date,
    contact: Contact | None = None,
    by: Actor,
    at: datetime,
) -> UpdateLink:
    """Make the one link of a lead; earlier links of the same initiative are withdrawn.

    Parameters
    ----------
    secret
        The unguessable part of the address; only its fingerprint is kept.
    expires_on
        At most 400 days ahead.
    """
    if initiative.relation == InitiativeRelation.EXTERNAL:
        raise UpdateNotPossible(reason=N_("an initiative of others does not report here"))
    if not timezone.localdate(at) < expires_on <= timezone.localdate(at) + timedelta(LONGEST_LINK_DAYS):
        raise UpdateNotPossible(reason=N_("a link lasts at least a day and at most 400 days"))
    with transaction.atomic():
        for earlier in UpdateLink.objects.filter(initiative=initiative, revoked_on=None):
            revoke_update_link(link=earlier, by=by, at=at)
        link = UpdateLink(
            initiative=initiative, contact=contact, fingerprint=fingerprint_of(secret), expires_on=expires_on
        )
        return add_record(link, action="update.make_link", by=by, at=at)


def revoke_update_link(*, link: UpdateLink, by: Actor, at: datetime) -> UpdateLink:
    """Withdraw a link; it stops working at once."""
    return change_record(
        link,
        action="update.revoke_link",
        expected_version=None,
        by=by,
        at=at,
        changes={"revoked_on": timezone.localdate(at)},
    )


def open_update_link(secret: str, today: date) -> UpdateLink:
    """Return the link with this secret; raises LinkUnusable when it cannot be used today."""
    links = UpdateLink.objects.select_related("initiative", "initiative__owner")
    link = links.filter(fingerprint=fingerprint_of(secret)).first()
    if link is None:
        raise LinkUnusable(reason=N_("it is not known"))
    if link.revoked_on is not None:
        raise LinkUnusable(reason=N_("it was withdrawn or replaced by a newer one"))
    if link.expires_on < today:
        raise LinkUnusable(reason=N_("its time is over"))
    ended = link.initiative.stage in (Stage.MERGED, Stage.STOPPED)
    if ended or link.initiative.relation == InitiativeRelation.EXTERNAL:
        raise LinkUnusable(reason=N_("the initiative does not report any more"))
    return link


def send_update(
    *,
    initiative: Initiative,
    answers: UpdateAnswers,
    on: date,
    update_round: UpdateRound | None = None,
    by: Actor,
    at: datetime,
) -> ProgressUpdate:
    """Save an update with its milestones, risk and need, as a whole or not at all.

    Raises
    ------
    LightWithoutReason
        When a light is not green and its reason is empty.
    UpdateNotPossible
        When a day lies in the future, an amount is below zero, or a milestone is of another initiative.
    WrongEntry
        When a field is wrong.
    """
    _check_lights(answers)
    if on > timezone.localdate(at):
        raise UpdateNotPossible(reason=N_("its day lies in the future"))
    if answers.spent_eur is not None and answers.spent_eur < 0:
        raise UpdateNotPossible(reason=N_("an amount below zero was spent"))
    with transaction.atomic():
        changes = [_change_milestone(initiative, change, by, at) for change in answers.milestones]
        update = ProgressUpdate(
            initiative=initiative,
            round=update_round,
            on=on,
            quality=answers.quality,
            quality_reason=answers.quality_reason,
            time=answers.time,
            time_reason=answers.time_reason,
            money=answers.money,
            money_reason=answers.money_reason,
            spent_eur=answers.spent_eur,
            summary=answers.summary,
            milestone_changes=changes,
        )
        append_row(update, action="update.send", by=by, at=at)
        if answers.risk is not None:
            name_risk(initiative=initiative, risk=answers.risk, by=by, at=at)
        if answers.need is not None:
            ask_for_help(initiative=initiative, need=answers.need, on=on, by=by, at=at)
    return update


def _check_lights(answers: UpdateAnswers) -> None:
    lights = (
        (N_("quality"), answers.quality, answers.quality_reason),
        (N_("time"), answers.time, answers.time_reason),
        (N_("money"), answers.money, answers.money_reason),
    )
    for name, light, reason in lights:
        if light != Light.GREEN and not reason.strip():
            raise LightWithoutReason(light=name)


def _change_milestone(
    initiative: Initiative, change: MilestoneChange, by: Actor, at: datetime
) -> dict[str, Any]:
    milestone = Milestone.objects.filter(pk=change.milestone_id, initiative=initiative).first()
    if milestone is None:
        raise UpdateNotPossible(reason=N_("a milestone belongs to another initiative"))
    if change.done_on is not None and change.done_on > timezone.localdate(at):
        raise UpdateNotPossible(reason=N_("a milestone is reached on a day that has yet to come"))
    if change.due_on is not None and change.due_on != milestone.due_on:
        if milestone.done_on is not None:
            raise AlreadyReached(name=milestone.title)
        need_reason(change.note)
    changes: dict[str, Any] = {}
    if change.done_on is not None:
        changes["done_on"] = change.done_on
    if change.due_on is not None:
        changes["due_on"] = change.due_on
    if change.note:
        changes["note"] = change.note
    before = milestone.due_on
    changed = change_record(
        milestone, action="milestone.update", expected_version=None, by=by, at=at, changes=changes
    )
    return {
        "milestone": changed.pk,
        "title": changed.title,
        "done_on": None if changed.done_on is None else changed.done_on.isoformat(),
        "due_on": changed.due_on.isoformat(),
        "moved_from": before.isoformat() if before != changed.due_on else None,
    }


def name_risk(*, initiative: Initiative, risk: NewRisk, by: Actor, at: datetime) -> Risk:
    """Record a risk."""
    record = Risk(
        initiative=initiative,
        text=risk.text,
        likelihood=risk.likelihood,
        effect=risk.effect,
        measure=risk.measure,
    )
    return add_record(record, action="risk.name", by=by, at=at)


def ask_for_help(*, initiative: Initiative, need: NewNeed, on: date, by: Actor, at: datetime) -> Need:
    """Record what a lead needs."""
    record = Need(initiative=initiative, text=need.text, asked_of=need.asked_of, asked_on=on)
    return add_record(record, action="need.ask", by=by, at=at)


def answer_need(
    *, need: Need, status: str, answer: str, expected_version: int | None = None, by: Actor, at: datetime
) -> Need:
    """Answer a need as met or declined; raises UpdateNotPossible without words."""
    if not answer.strip():
        raise UpdateNotPossible(reason=N_("an answer without words is none"))
    changes = {"status": status, "answer": answer.strip()}
    return change_record(
        need, action="need.answer", expected_version=expected_version, by=by, at=at, changes=changes
    )


def close_risk(
    *, risk: Risk, on: date, measure: str, expected_version: int | None = None, by: Actor, at: datetime
) -> Risk:
    """Close a risk with what was done about it."""
    changes = {"closed_on": on, "measure": measure}
    return change_record(
        risk, action="risk.close", expected_version=expected_version, by=by, at=at, changes=changes
    )


def give_reminder(
    *,
    update_round: UpdateRound,
    initiative: Initiative,
    on: date,
    channel: str,
    by: Actor,
    at: datetime,
) -> Reminder:
    """Record that a lead was reminded, and how."""
    row = Reminder(round=update_round, initiative=initiative, on=on, channel=channel)
    return append_row(row, action="update.remind", by=by, at=at)
