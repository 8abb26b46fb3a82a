# SPDX-License-Identifier: EUPL-1.2
"""Record a decision of a meeting: numbered, with an owner and a date, and with what it changes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from schakel.cycle.actions.effect_parts import Asked
from schakel.cycle.actions.effects import EFFECTS
from schakel.cycle.actions.invented_meetings import check_leaves_real_alone
from schakel.cycle.models import AgendaItem, Decision, DecisionEffect, ItemState, Meeting, MeetingState
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.models import Partner
from schakel.programme.recording import Actor, append_row

DECIDABLE = (ItemState.SCHEDULED, ItemState.HANDLED)


class NotInSession(Failure):
    """A decision outside a meeting that is in session."""

    template = N_("A decision about “{item}” cannot be recorded now: {reason}.")
    cure = N_("Record it while the meeting is in session, under its agenda item.")


class DecisionIncomplete(Failure):
    """A decision without what every decision has."""

    template = N_("There is no decision without its text, its owner and its date: {missing}.")
    cure = N_("Fill that in; nothing was recorded yet.")


class DueBeforeDecided(Failure):
    """A decision would have to be carried out before it was taken."""

    template = N_("The date {due_on} lies before the meeting of {on}.")
    cure = N_("Give the day before which it is carried out.")


class LessConfidential(Failure):
    """A decision about a confidential item would be public."""

    template = N_("“{item}” is confidential, so a decision about it is confidential too.")
    cure = N_("Leave the decision confidential, or make the agenda item public first.")


class ReplacedBefore(Failure):
    """A decision that was replaced would be replaced once more."""

    template = N_("Decision {number} was replaced already.")
    cure = N_("Replace the decision that took its place.")


def record_decision(
    *,
    item: AgendaItem,
    text: str,
    owner: Partner | None,
    due_on: date | None,
    effect: str = DecisionEffect.NONE,
    effect_on: str = "",
    details: Mapping[str, Any] | None = None,
    reason: str = "",
    is_confidential: bool | None = None,
    replaces: Decision | None = None,
    by: Actor,
    at: datetime,
) -> Decision:
    """Record a decision, and change what it changes; when that is not possible nothing is recorded.

    Its number is the year of the meeting and the next serial number of that year.

    Parameters
    ----------
    effect, effect_on, details
        What it changes by itself; the modules ``effects_on_*`` say what each effect needs.
    is_confidential
        As its agenda item when ``None``; never less than that.
    replaces
        The earlier decision whose place it takes.

    Raises
    ------
    NotInSession, DecisionIncomplete, DueBeforeDecided, LessConfidential, ReplacedBefore
        See each.
    EffectIncomplete, EffectSubjectUnknown
        When the effect lacks something; every effect may also raise the failures of its own action.
    RealRecordUntouched
        When the meeting is invented, and what it would change is real.
    """
    with transaction.atomic():
        take_turn()
        current = AgendaItem.objects.select_related("meeting").get(pk=item.pk)
        meeting = _meeting_in_session(current)
        answering, before = _checked(text, owner, due_on)
        asked = Asked(
            item=current,
            on=meeting.on,
            text=text.strip(),
            reason=reason.strip(),
            owner=answering,
            is_confidential=_closed(current, is_confidential),
            effect_on=str(effect_on).strip(),
            details=details or {},
        )
        _check_due(meeting, before)
        _check_replaced(replaces)
        subject = EFFECTS[effect].find(asked)
        check_leaves_real_alone(meeting, effect, subject)
        decision = Decision(
            number=next_number(meeting.on.year),
            meeting=meeting,
            item=current,
            text=asked.text,
            reason=asked.reason,
            on=meeting.on,
            owner=asked.owner,
            due_on=before,
            is_confidential=asked.is_confidential,
            effect=effect,
            effect_on=subject.key,
            effect_name=subject.name,
            effect_details=subject.details,
            replaces=replaces,
        )
        append_row(decision, action="decision.record", by=by, at=at)
        EFFECTS[effect].act(asked, subject, decision, by, at)
    return decision


def next_number(year: int) -> str:
    """Return the number of the next decision of a year; asked while it is our turn to write."""
    taken = Decision.objects.filter(number__startswith=f"{year}-").values_list("number", flat=True)
    last = max((int(number.partition("-")[2]) for number in taken), default=0)
    return f"{year}-{last + 1:03d}"


def _meeting_in_session(item: AgendaItem) -> Meeting:
    meeting = item.meeting
    if meeting is None:
        raise NotInSession(item=item.title, reason=N_("it waits for a meeting"))
    if meeting.state != MeetingState.IN_SESSION:
        raise NotInSession(item=item.title, reason=N_("its meeting is not in session"))
    if item.state not in DECIDABLE:
        raise NotInSession(item=item.title, reason=N_("it was carried over or withdrawn"))
    return meeting


def _checked(text: str, owner: Partner | None, due_on: date | None) -> tuple[Partner, date]:
    if not text.strip():
        raise DecisionIncomplete(missing=N_("the text is missing"))
    if owner is None:
        raise DecisionIncomplete(missing=N_("the owner is missing"))
    if due_on is None:
        raise DecisionIncomplete(missing=N_("the date is missing"))
    return owner, due_on


def _closed(item: AgendaItem, wanted: bool | None) -> bool:
    if wanted is None:
        return item.is_confidential
    if item.is_confidential and not wanted:
        raise LessConfidential(item=item.title)
    return wanted


def _check_due(meeting: Meeting, due_on: date) -> None:
    if due_on < meeting.on:
        raise DueBeforeDecided(due_on=due_on, on=meeting.on)


def _check_replaced(replaces: Decision | None) -> None:
    if replaces is not None and replaces.replaced_by.exists():
        raise ReplacedBefore(number=replaces.number)
