# SPDX-License-Identifier: EUPL-1.2
"""Agree, move and reach a milestone: the first date stays, a later one has a reason."""

from datetime import date, datetime
from typing import Any

from schakel.koers.failures import N_, Failure
from schakel.programme.actions.entry_rules import OfAnotherInitiative, check_happened, need_reason
from schakel.programme.models import Activity, Initiative, Milestone
from schakel.programme.recording import Actor, add_record, change_record, remove_record


class AlreadyReached(Failure):
    """The date of a milestone that was reached is moved."""

    template = N_("“{name}” was reached already; its date does not move any more.")
    cure = N_("Take away the day on which it was reached first, if that was a mistake.")


def agree_milestone(
    *,
    initiative: Initiative,
    title: str,
    due_on: date,
    by: Actor,
    at: datetime,
    activity: Activity | None = None,
    note: str = "",
    source: str = "",
) -> Milestone:
    """Agree a milestone; the date is its first date for good.

    Raises
    ------
    OfAnotherInitiative
        When the activity is not one of the initiative.
    """
    _check_activity(activity, initiative)
    milestone = Milestone(
        initiative=initiative,
        activity=activity,
        title=title,
        first_due_on=due_on,
        due_on=due_on,
        note=note,
        source=source,
    )
    return add_record(milestone, action="milestone.agree", by=by, at=at)


def move_milestone(
    *,
    milestone: Milestone,
    due_on: date,
    reason: str,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Milestone:
    """Move the date of a milestone that is not reached yet; the reason becomes its note.

    Raises
    ------
    ReasonNeeded
        Without a reason.
    AlreadyReached
        When it was reached.
    """
    if milestone.done_on is not None:
        raise AlreadyReached(name=milestone.title)
    changes = {"due_on": due_on, "note": need_reason(reason)}
    return change_record(
        milestone, action="milestone.move", expected_version=expected_version, by=by, at=at, changes=changes
    )


def reach_milestone(
    *,
    milestone: Milestone,
    done_on: date | None,
    today: date,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Milestone:
    """Say on which day a milestone was reached; ``None`` takes a mistake back.

    Raises
    ------
    NotYetHappened
        When the day lies after ``today``.
    """
    check_happened(done_on, today)
    return change_record(
        milestone,
        action="milestone.reach",
        expected_version=expected_version,
        by=by,
        at=at,
        changes={"done_on": done_on},
    )


def change_milestone(
    *,
    milestone: Milestone,
    title: str,
    due_on: date,
    done_on: date | None,
    reason: str,
    today: date,
    by: Actor,
    at: datetime,
    activity: Activity | None = None,
    expected_version: int | None = None,
) -> Milestone:
    """Change a milestone in one go: its title, its date (with a reason) and the day it was reached.

    Raises
    ------
    ReasonNeeded
        When the date moves and the reason is empty or the one of an earlier move.
    AlreadyReached
        When the date of a reached milestone moves, unless the day is taken back at the same time.
    """
    check_happened(done_on, today)
    _check_activity(activity, milestone.initiative)
    changes: dict[str, Any] = {"title": title, "done_on": done_on, "activity": activity}
    if due_on != milestone.due_on:
        if milestone.done_on is not None and done_on is not None:
            raise AlreadyReached(name=milestone.title)
        need_reason("" if reason.strip() == milestone.note else reason)
        changes["due_on"] = due_on
    changes["note"] = reason.strip()
    return change_record(
        milestone, action="milestone.change", expected_version=expected_version, by=by, at=at, changes=changes
    )


def remove_milestone(
    *, milestone: Milestone, by: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Remove a milestone that was entered by mistake; the audit chain keeps what it said."""
    remove_record(milestone, action="milestone.remove", expected_version=expected_version, by=by, at=at)


def _check_activity(activity: Activity | None, initiative: Initiative) -> None:
    if activity is not None and activity.initiative_id != initiative.pk:
        raise OfAnotherInitiative(name=activity.title)
