# SPDX-License-Identifier: EUPL-1.2
"""Milestones: which were reached, are coming or overdue, and how far they slipped."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

from django.db.models import QuerySet

from schakel.programme.models import Initiative, Milestone

COMING_DAYS = 90


class MilestoneState(StrEnum):
    """Where a milestone stands on a day."""

    OVERDUE = "overdue"
    COMING = "coming"
    LATER = "later"
    REACHED = "reached"


@dataclass(frozen=True, slots=True)
class MilestoneStanding:
    """A milestone on a day.

    Attributes
    ----------
    slip_days
        Days between the first date and the day it was reached; for one that is open the date that
        counts now, or today where that has passed. Negative is earlier than agreed.
    overdue_days
        Days since its date, for one that is open; ``None`` where it is not overdue.
    """

    pk: int
    initiative_code: str
    initiative_name: str
    activity_code: str
    activity_title: str
    title: str
    first_due_on: date
    due_on: date
    done_on: date | None
    note: str
    state: MilestoneState
    slip_days: int
    overdue_days: int | None
    invented: bool

    @property
    def was_moved(self) -> bool:
        """Whether its date was ever moved."""
        return self.due_on != self.first_due_on


@dataclass(frozen=True, slots=True)
class MilestoneCounts:
    """How many milestones stand where; ``median_slip_days`` is of those reached, ``None`` without any."""

    n: int
    n_overdue: int
    n_coming: int
    n_moved: int
    n_reached: int
    n_reached_on_time: int
    median_slip_days: float | None


def stand_of(milestone: Milestone, today: date) -> MilestoneStanding:
    """Return where a milestone stands on a day."""
    until = milestone.done_on or max(milestone.due_on, today)
    overdue = milestone.done_on is None and milestone.due_on < today
    activity = milestone.activity
    return MilestoneStanding(
        milestone.pk,
        milestone.initiative.code,
        milestone.initiative.name,
        "" if activity is None else activity.code,
        "" if activity is None else activity.title,
        milestone.title,
        milestone.first_due_on,
        milestone.due_on,
        milestone.done_on,
        milestone.note,
        _state(milestone, today),
        (until - milestone.first_due_on).days,
        (today - milestone.due_on).days if overdue else None,
        milestone.invented,
    )


def _state(milestone: Milestone, today: date) -> MilestoneState:
    if milestone.done_on is not None:
        return MilestoneState.REACHED
    if milestone.due_on < today:
        return MilestoneState.OVERDUE
    soon = milestone.due_on <= today + timedelta(days=COMING_DAYS)
    return MilestoneState.COMING if soon else MilestoneState.LATER


def list_milestones(initiative: Initiative | None = None) -> QuerySet[Milestone]:
    """Return the milestones of one initiative or of all, in the order of their dates."""
    found = Milestone.objects.select_related("initiative", "activity").order_by("due_on", "pk")
    return found if initiative is None else found.filter(initiative=initiative)


def in_state(milestones: QuerySet[Milestone], state: MilestoneState, today: date) -> QuerySet[Milestone]:
    """Keep the milestones that stand somewhere on a day."""
    if state is MilestoneState.REACHED:
        return milestones.filter(done_on__isnull=False)
    still_open = milestones.filter(done_on__isnull=True)
    if state is MilestoneState.OVERDUE:
        return still_open.filter(due_on__lt=today)
    horizon = today + timedelta(days=COMING_DAYS)
    if state is MilestoneState.COMING:
        return still_open.filter(due_on__gte=today, due_on__lte=horizon)
    return still_open.filter(due_on__gt=horizon)


def count_milestones(standings: Iterable[MilestoneStanding]) -> MilestoneCounts:
    """Count milestones by where they stand; on time is on or before the first date."""
    rows = list(standings)
    reached = [row.slip_days for row in rows if row.state is MilestoneState.REACHED]
    return MilestoneCounts(
        len(rows),
        sum(row.state is MilestoneState.OVERDUE for row in rows),
        sum(row.state is MilestoneState.COMING for row in rows),
        sum(row.was_moved for row in rows),
        len(reached),
        sum(slip <= 0 for slip in reached),
        float(median(reached)) if reached else None,
    )
