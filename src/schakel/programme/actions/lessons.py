# SPDX-License-Identifier: EUPL-1.2
"""Write down what was learnt, so that another can find it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from schakel.programme.actions.entry_rules import check_happened
from schakel.programme.models import Initiative, Lesson
from schakel.programme.recording import Actor, add_record, change_record, remove_record


def add_lesson(
    *,
    text: str,
    today: date,
    by: Actor,
    at: datetime,
    initiative: Initiative | None = None,
    element: str = "",
    on: date | None = None,
    source: str = "",
) -> Lesson:
    """Write down a lesson, of an initiative or in general; raises NotYetHappened for a later day."""
    check_happened(on, today)
    lesson = Lesson(text=text.strip(), initiative=initiative, element=element, on=on, source=source)
    return add_record(lesson, action="lesson.add", by=by, at=at)


def change_lesson(
    *,
    lesson: Lesson,
    changes: Mapping[str, Any],
    today: date,
    by: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Lesson:
    """Change a lesson."""
    check_happened(changes.get("on"), today)
    return change_record(
        lesson, action="lesson.change", expected_version=expected_version, by=by, at=at, changes=changes
    )


def remove_lesson(*, lesson: Lesson, by: Actor, at: datetime, expected_version: int | None = None) -> None:
    """Remove a lesson that was entered by mistake."""
    remove_record(lesson, action="lesson.remove", expected_version=expected_version, by=by, at=at)
