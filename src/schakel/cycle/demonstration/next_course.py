# SPDX-License-Identifier: EUPL-1.2
"""The invented draft of the next course: one item reworded, one new, and one that goes on in it."""

from datetime import timedelta
from typing import Any

from schakel.cycle.actions.course_versions import keep_course_version
from schakel.cycle.actions.drafts import add_change, begin_draft, map_item
from schakel.cycle.demonstration.stage import CycleStage
from schakel.cycle.models import CourseDraft, CourseVersion
from schakel.koers.course import MainLine
from schakel.programme.loading import COURSE_LOADER

ON = -13


def keep_running_course(stage: CycleStage) -> CourseVersion:
    """Keep the course that runs as a version; like a measurement it is real, whoever keeps it."""
    return keep_course_version(folder=stage.folder, by=COURSE_LOADER, at=stage.scene.at)


def draft_next_course(stage: CycleStage, version: CourseVersion) -> None:
    """Draft a next version with its reasons, and say what goes on as what."""
    row = stage.data["draft"]
    day = max(stage.day(row["days"]), version.valid_from + timedelta(1))
    draft = begin_draft(
        code=row["code"],
        version_name=row["version_name"],
        based_on=version,
        valid_from=day,
        reason=row["reason"],
        **stage.who(ON),
    )
    line = next((line for line in stage.course.lines if len(line.actions) > 1), stage.course.lines[0])
    _change(stage, draft, line)


def _change(stage: CycleStage, draft: CourseDraft, line: MainLine) -> None:
    row, old = stage.data["draft"], f"lines:{line.code}"
    new = f"actions:{line.code}{row['add']['code']}"
    doubted = stage.kept("assumptions", "interest")
    _add(stage, draft, "reword", old, row["reword"], assumption=doubted)
    _add(stage, draft, "add", new, row["add"], parent=old)
    if line.actions:
        gone = f"actions:{line.actions[0].code}"
        _add(stage, draft, "remove", gone, row["remove"])
        map_item(draft=draft, old_item=gone, new_items=(new,), note=row["remove"]["note"], **stage.who(ON))


def _add(stage: CycleStage, draft: CourseDraft, kind: str, item: str, row: Any, **more: Any) -> None:
    labels = {f"label_{language}": row[language] for language in ("nl", "en") if language in row}
    add_change(draft=draft, kind=kind, item=item, reason=row["reason"], **labels, **more, **stage.who(ON))
