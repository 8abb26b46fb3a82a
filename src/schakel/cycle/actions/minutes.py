# SPDX-License-Identifier: EUPL-1.2
"""Adopt the minutes of a meeting in a later one: from then on they are kept as they were read."""

from datetime import datetime

from django.db import transaction

from schakel.cycle.models import AdoptedMinutes, Decision, Meeting, MeetingState
from schakel.cycle.queries.minutes import as_data, content_of, digest_of
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.recording import Actor, append_row, change_record


class MinutesNotPossible(Failure):
    """Minutes cannot be adopted like this."""

    template = N_("The minutes of “{meeting}” cannot be adopted: {reason}.")
    cure = N_(
        "Adopt the minutes of a closed meeting, in a later meeting of the same body that is in session."
    )


def adopt_minutes(*, decision: Decision, meeting: Meeting, by: Actor, at: datetime) -> AdoptedMinutes:
    """Keep the minutes of a meeting as they stand, whole, with their SHA-256.

    Parameters
    ----------
    decision
        The decision of the later meeting that adopts them.

    Raises
    ------
    MinutesNotPossible
        When the meeting is not closed, or is adopted by a meeting that is not in session, is not later or
        is of another body.
    """
    with transaction.atomic():
        take_turn()
        current = Meeting.objects.get(pk=meeting.pk)
        later = Meeting.objects.get(pk=decision.meeting_id)
        _check_possible(current, later)
        content = as_data(content_of(current))
        row = AdoptedMinutes(
            meeting=current,
            adopted_in=later,
            decision=decision,
            content=content,
            sha256=digest_of(content),
        )
        append_row(row, action="minutes.adopt", by=by, at=at)
        change_record(
            current,
            action="meeting.adopt_minutes",
            expected_version=None,
            by=by,
            at=at,
            changes={"state": MeetingState.ADOPTED.value},
        )
    return row


def _check_possible(meeting: Meeting, later: Meeting) -> None:
    def refuse(reason: str) -> MinutesNotPossible:
        return MinutesNotPossible(meeting=meeting.title, reason=reason)

    if meeting.state == MeetingState.ADOPTED:
        raise refuse(N_("they were adopted before"))
    if meeting.state != MeetingState.CLOSED:
        raise refuse(N_("the meeting is not closed"))
    if later.state != MeetingState.IN_SESSION:
        raise refuse(N_("the meeting that adopts them is not in session"))
    if (later.on, later.starts_at) <= (meeting.on, meeting.starts_at):
        raise refuse(N_("the meeting that adopts them is not later"))
    if later.body != meeting.body:
        raise refuse(N_("the meeting that adopts them is of another body"))
