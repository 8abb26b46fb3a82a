# SPDX-License-Identifier: EUPL-1.2
"""The stages of an initiative through time: history, time in the present stage, and its age."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from schakel.programme.models import Initiative, Stage, StageChange


@dataclass(frozen=True, slots=True)
class StageStep:
    """A stage from a day until the next step, with why it came; ``until`` ``None``: still."""

    stage: str
    since: date
    until: date | None
    n_days: int
    reason: str
    lesson: str
    decided_by: str
    evidence: str
    into_code: str
    into_name: str


@dataclass(frozen=True, slots=True)
class Age:
    """How old something is: in days where the dates are known, else the difference of the years."""

    n_days: int | None
    n_years: int


def stage_history(changes: Iterable[StageChange], today: date) -> tuple[StageStep, ...]:
    """Return the stages in order; pass the changes of one initiative with ``into`` selected."""
    rows = sorted(changes, key=lambda c: (c.on, c.pk))
    steps = []
    for row, following in zip_longest(rows, rows[1:]):
        until = following.on if following is not None else None
        steps.append(
            StageStep(
                row.to_stage,
                row.on,
                until,
                ((until or today) - row.on).days,
                row.reason,
                row.lesson,
                row.decided_by,
                row.evidence,
                row.into.code if row.into is not None else "",
                row.into.name if row.into is not None else "",
            )
        )
    return tuple(steps)


def stage_since(initiative: Initiative) -> date | None:
    """Return since when an initiative has its present stage; ``None`` when nobody recorded it.

    Extending the preparation does not start it anew. Uses ``stage_changes``, prefetched or not.
    """
    since = None
    for change in sorted(initiative.stage_changes.all(), key=lambda c: (c.on, c.pk)):
        if change.from_stage != change.to_stage or since is None:
            since = change.on if change.to_stage == initiative.stage else None
    return since


def time_in_stage(initiative: Initiative, today: date) -> int | None:
    """Return how many days an initiative has its present stage; ``None`` when that is not known."""
    since = stage_since(initiative)
    return None if since is None else (today - since).days


def age_of(initiative: Initiative, today: date) -> Age | None:
    """Return the age until today, or until its end; ``None`` when the start is not known.

    An end that lies ahead does not count yet; what was made permanent lives on.
    """
    start_on = initiative.started_on
    start_year = start_on.year if start_on is not None else initiative.started_year
    end_on = today if _goes_on(initiative, today) else initiative.ended_on
    end_year = end_on.year if end_on is not None else initiative.ended_year
    if start_year is None or end_year is None or end_year < start_year:
        return None
    if start_on is None or end_on is None:
        return Age(None, end_year - start_year)
    n_days = (end_on - start_on).days
    return Age(n_days, n_days * 4 // 1461)


def _goes_on(initiative: Initiative, today: date) -> bool:
    if initiative.ended_on is not None:
        return initiative.ended_on > today
    if initiative.ended_year is not None:
        return initiative.ended_year > today.year
    return initiative.stage not in (Stage.MERGED, Stage.STOPPED)


def overdue_preparations(today: date) -> list[Initiative]:
    """Return what is still being prepared after the date at which that would end, oldest first."""
    late = Initiative.objects.filter(stage=Stage.QUARTERMASTER, exit_on__lt=today)
    return list(late.order_by("exit_on", "name", "pk"))
