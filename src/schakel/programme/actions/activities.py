# SPDX-License-Identifier: EUPL-1.2
"""Plan, change, start, finish and cancel an activity."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.text import slugify

from schakel.koers.failures import N_, Failure
from schakel.programme.actions.entry_rules import check_happened, check_order, check_sizes, need_reason
from schakel.programme.models import Activity, ActivityStatus, Initiative, Partner
from schakel.programme.recording import Actor, add_record, change_record

ACTIVITY_STEPS: Mapping[str, frozenset[str]] = {
    ActivityStatus.PLANNED: frozenset(
        {ActivityStatus.RUNNING, ActivityStatus.DONE, ActivityStatus.CANCELLED}
    ),
    ActivityStatus.RUNNING: frozenset({ActivityStatus.DONE, ActivityStatus.CANCELLED}),
    ActivityStatus.DONE: frozenset({ActivityStatus.RUNNING}),
    ActivityStatus.CANCELLED: frozenset({ActivityStatus.RUNNING}),
}
"""From status to the statuses that may follow; what ended is taken up again by starting it."""

LONGEST_CODE = 50
RESERVED_CODES = frozenset({"nieuw", "inzet"})
"""Words that addresses of pages use where the code of an activity stands."""


class StepNotPossible(Failure):
    """An activity cannot go from its status to the one asked for."""

    template = N_("“{name}” cannot take this step from where it stands.")
    cure = N_("Look at its status; what was done or cancelled is taken up again by starting it.")


class StepsHaveTheirOwnVerb(Failure):
    """The status was changed as if it were a field."""

    template = N_("The status of an activity changes by starting, finishing or cancelling it.")
    cure = N_("Use that step, so that its date and reason are kept.")


def plan_activity(
    *,
    title: str,
    by: Actor,
    at: datetime,
    code: str = "",
    initiative: Initiative | None = None,
    line: str = "",
    action: str = "",
    goals: Sequence[str] = (),
    role: str = "",
    owner: Partner | None = None,
    place: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
    planned_hours: Decimal | None = None,
    planned_eur: Decimal | None = None,
    description: str = "",
    source: str = "",
) -> Activity:
    """Plan an activity; without a code it gets one made from its title.

    Raises
    ------
    EndsBeforeStart, NegativeAmount
        When the dates or amounts cannot be right.
    WrongEntry
        When a field is wrong, or the code is taken.
    """
    check_order(starts_on, ends_on)
    check_sizes(planned_hours, planned_eur)
    activity = Activity(
        code=code or free_code(title),
        title=title,
        initiative=initiative,
        line=line,
        action=action,
        goals=list(goals),
        role=role,
        owner=owner,
        place=place,
        starts_on=starts_on,
        ends_on=ends_on,
        planned_hours=planned_hours,
        planned_eur=planned_eur,
        description=description,
        source=source,
    )
    return add_record(activity, action="activity.plan", by=by, at=at)


def change_activity(
    *,
    activity: Activity,
    changes: Mapping[str, Any],
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Activity:
    """Change fields of an activity, its status and code excepted.

    Raises
    ------
    StepsHaveTheirOwnVerb
        When the changes hold the status.
    """
    if "status" in changes:
        raise StepsHaveTheirOwnVerb
    new = {**{name: getattr(activity, name) for name in _CHECKED}, **changes}
    check_order(new["starts_on"], new["ends_on"])
    check_sizes(new["planned_hours"], new["spent_hours"], new["planned_eur"])
    if "goals" in changes:
        changes = {**changes, "goals": list(changes["goals"])}
    return change_record(
        activity, action="activity.change", expected_version=expected_version, by=by, at=at, changes=changes
    )


_CHECKED = ("starts_on", "ends_on", "planned_hours", "spent_hours", "planned_eur")


def start_activity(
    *,
    activity: Activity,
    on: date,
    today: date,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Activity:
    """Start an activity, or take up again what ended; a first start replaces the planned date."""
    check_happened(on, today)
    changes: dict[str, Any] = {}
    if activity.status == ActivityStatus.PLANNED:
        changes["starts_on"] = on
        check_order(on, activity.ends_on)
    elif activity.status == ActivityStatus.DONE:
        changes["ends_on"] = None
    return _step(activity, ActivityStatus.RUNNING, "activity.start", changes, expected_version, by, at)


def finish_activity(
    *,
    activity: Activity,
    on: date,
    today: date,
    by: Actor,
    at: datetime,
    spent_hours: Decimal | None = None,
    expected_version: int | None = None,
) -> Activity:
    """Finish an activity at a day, with the hours it took where they are known."""
    check_happened(on, today)
    check_order(activity.starts_on, on)
    check_sizes(spent_hours)
    changes: dict[str, Any] = {"ends_on": on}
    if spent_hours is not None:
        changes["spent_hours"] = spent_hours
    return _step(activity, ActivityStatus.DONE, "activity.finish", changes, expected_version, by, at)


def cancel_activity(
    *, activity: Activity, reason: str, by: Actor, at: datetime, expected_version: int | None = None
) -> Activity:
    """Cancel an activity; the reason becomes the last paragraph of its description."""
    told = need_reason(reason)
    changes = {"description": f"{activity.description}\n\n{told}".strip()}
    return _step(activity, ActivityStatus.CANCELLED, "activity.cancel", changes, expected_version, by, at)


def _step(
    activity: Activity,
    to: ActivityStatus,
    action: str,
    changes: Mapping[str, Any],
    expected_version: int | None,
    by: Actor,
    at: datetime,
) -> Activity:
    if to not in ACTIVITY_STEPS[activity.status]:
        raise StepNotPossible(name=activity.title)
    return change_record(
        activity,
        action=action,
        expected_version=activity.version if expected_version is None else expected_version,
        by=by,
        at=at,
        changes={"status": to.value, **changes},
    )


def free_code(title: str) -> str:
    """Return a code made from a title that no activity has yet."""
    stem = slugify(title)[:LONGEST_CODE].strip("-") or "activity"
    taken = set(Activity.objects.filter(code__startswith=stem).values_list("code", flat=True))
    taken |= RESERVED_CODES
    number, code = 1, stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code
