# SPDX-License-Identifier: EUPL-1.2
"""Assumptions of the course: named, touched by signals from outside, and judged again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from schakel.cycle.models import Assumption, AssumptionStatus, AssumptionTouch
from schakel.koers.failures import N_, Failure
from schakel.programme.actions.entry_rules import need_reason
from schakel.programme.models import ContextSignal
from schakel.programme.recording import Actor, add_record, change_record, remove_record

WORDS = ("statement", "course_code", "section", "source")


class SaidBefore(Failure):
    """An assumption is judged as it was, with the same words."""

    template = N_("This judgement and its reason are the same as before.")
    cure = N_("Say in the reason why the new signal does not change the judgement.")


class TouchedAlready(Failure):
    """A signal is linked to the same assumption a second time."""

    template = N_("“{signal}” is linked to this assumption already.")
    cure = N_("Remove that link first when it is not right.")


def add_assumption(
    *,
    code: str,
    statement: str,
    by: Actor,
    at: datetime,
    course_code: str = "",
    section: str = "",
    source: str = "",
) -> Assumption:
    """Name what the course takes for granted; it holds until it is judged otherwise.

    Parameters
    ----------
    course_code
        The line, action, goal or point of the watch list that rests on it.
    """
    row = Assumption(
        code=code, statement=statement.strip(), course_code=course_code, section=section, source=source
    )
    return add_record(row, action="assumption.add", by=by, at=at)


def change_assumption(
    *,
    assumption: Assumption,
    changes: Mapping[str, Any],
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Assumption:
    """Change the words of an assumption or where it stands in the course; not its judgement."""
    kept = {name: value for name, value in changes.items() if name in WORDS}
    return change_record(
        assumption, action="assumption.change", expected_version=expected_version, by=by, at=at, changes=kept
    )


def touch_assumption(
    *,
    assumption: Assumption,
    signal: ContextSignal,
    effect: str,
    by: Actor,
    at: datetime,
    note: str = "",
) -> AssumptionTouch:
    """Link a signal from outside that supports an assumption, or goes against it.

    Raises
    ------
    TouchedAlready
        When it is linked already.
    """
    if AssumptionTouch.objects.filter(assumption=assumption, signal=signal).exists():
        raise TouchedAlready(signal=signal.title)
    row = AssumptionTouch(assumption=assumption, signal=signal, effect=effect, note=note.strip())
    return add_record(row, action="assumption.touch", by=by, at=at)


def untouch_assumption(
    *, touch: AssumptionTouch, by: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Take a link away that was made by mistake."""
    remove_record(touch, action="assumption.untouch", expected_version=expected_version, by=by, at=at)


def judge_assumption(
    *,
    assumption: Assumption,
    status: AssumptionStatus,
    reason: str,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Assumption:
    """Judge whether an assumption holds, is doubted or no longer holds.

    Raises
    ------
    ReasonNeeded
        When it is not said why.
    SaidBefore
        When nothing is different from the last judgement.
    """
    said = need_reason(reason)
    if (assumption.status, assumption.status_reason) == (status, said):
        raise SaidBefore
    return change_record(
        assumption,
        action="assumption.judge",
        expected_version=expected_version,
        by=by,
        at=at,
        changes={"status": status, "status_reason": said},
    )
