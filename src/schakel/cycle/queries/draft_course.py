# SPDX-License-Identifier: EUPL-1.2
"""The course as a draft would make it: its text, what is wrong with it, why each thing differs."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from schakel.cycle.models import CourseChange, CourseDraft
from schakel.cycle.queries.course_editing import Applied, Made, apply_changes
from schakel.cycle.queries.course_items import COURSE, ItemName
from schakel.cycle.queries.course_text import COURSE_FILE, locate, read_course_text
from schakel.koers.agreement import agreement_problems
from schakel.koers.check import sort_problems
from schakel.koers.compare import CourseDifference, compare_courses
from schakel.koers.course import CourseFile
from schakel.koers.entries import validate_entry
from schakel.koers.failures import N_, Failure
from schakel.koers.framework import FRAMEWORK_FILE, FrameworkNotValid, load_framework
from schakel.koers.located_yaml import LocatedYaml, read_located_yaml
from schakel.koers.register import Register
from schakel.koers.sources import Sources

OWN_DIFFERENCES = frozenset({(COURSE, "version")})
"""Differences that the draft itself stands for: the name of the version."""


class ChangeWithoutEffect(Failure):
    """A change that leaves the course as it was."""

    template = N_("The change of {item} changes nothing.")
    cure = N_("Withdraw it, or look which other change undoes it.")


class NothingChanges(Failure):
    """A draft without a change."""

    template = N_("The draft changes nothing yet.")
    cure = N_("Add a change with its reason first.")


class DifferenceWithoutReason(Failure):
    """A difference that no change stands for."""

    template = N_("Without a reason something changes in {item}.")
    cure = N_("Add a change with its reason for it.")


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """Something that stands in the way; ``change`` is the change that it is about, where there is one."""

    failure: Failure
    change: CourseChange | None = None


@dataclass(frozen=True, slots=True)
class DraftCourse:
    """What a draft makes of the course.

    Attributes
    ----------
    old, new
        The course before and after; ``new`` is ``None`` where the changes make no course.
    text
        The new ``course.yaml``.
    difference
        Between the two; ``None`` where there is no new course.
    reasons
        The changes that make each difference, by item and field (an empty field: the whole item).
    problems
        What must be solved before the draft can be adopted.
    elsewhere
        What must be changed in the other files of the folder when this version is put in place.
    """

    old: CourseFile
    new: CourseFile | None
    text: str
    difference: CourseDifference | None
    reasons: Mapping[Made, tuple[CourseChange, ...]]
    problems: tuple[DraftProblem, ...]
    elsewhere: tuple[Failure, ...]

    @property
    def is_right(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.problems


def draft_course(draft: CourseDraft, folder: Path | None = None) -> DraftCourse:
    """Return what the changes of a draft make of the version that it is based on.

    Parameters
    ----------
    folder
        The course folder, against whose other files the new course is held; without one only the course
        itself is judged.
    """
    changes = tuple(draft.changes.select_related("signal", "lesson", "assumption"))
    return build_course(draft.based_on.content, draft.version_name, changes, folder)


def build_course(
    text: str, version_name: str, changes: Sequence[CourseChange], folder: Path | None = None
) -> DraftCourse:
    """Return what changes make of the text of a course; see :func:`draft_course`."""
    old = read_course_text(text)
    applied = apply_changes(text, version_name, changes)
    problems = [DraftProblem(failure, changes[place]) for place, failure in applied.failures.items()]
    if not changes:
        problems.append(DraftProblem(NothingChanges()))
    located = locate(applied.text)
    new, found = validate_entry(located, CourseFile)
    own, elsewhere = _agreement(new, applied.text, folder)
    problems += [_about(problem, located, changes) for problem in (*found, *own)]
    difference = None if new is None else compare_courses(old, new)
    reasons: dict[Made, tuple[CourseChange, ...]] = {}
    if difference is not None:
        reasons = explain_difference(difference, applied, changes)
        problems += _unexplained(reasons)
        problems += _without_effect(reasons, applied, changes)
    return DraftCourse(old, new, applied.text, difference, reasons, tuple(problems), elsewhere)


def _about(problem: Failure, located: LocatedYaml, changes: Sequence[CourseChange]) -> DraftProblem:
    """Return a problem of the new text with the last change of the item in which it stands."""
    steps = [
        int(step) if step.isdigit() else step
        for step in re.findall(r"\w+", str(problem.details.get("where", "")))
    ]
    codes = [
        (steps[n - 1], located.value_at((*steps[: n + 1], "code")))
        for n, step in enumerate(steps)
        if isinstance(step, int)
    ]
    names = [f"{list_name}:{code}" for list_name, code in codes if code is not None]
    item = names[-1] if names else COURSE
    return DraftProblem(problem, next((c for c in reversed(changes) if c.item == item), None))


def differences_of(difference: CourseDifference) -> tuple[Made, ...]:
    """Return every difference as item and field, that of the draft itself left out."""
    whole = ((item, "") for item in (*difference.removed, *difference.added))
    parts = ((change.item, change.field) for change in difference.changed)
    return tuple(made for made in (*whole, *parts) if made not in OWN_DIFFERENCES)


def explain_difference(
    difference: CourseDifference, applied: Applied, changes: Sequence[CourseChange]
) -> dict[Made, tuple[CourseChange, ...]]:
    """Return for each difference the changes that make it, in their order."""
    new = frozenset(difference.added)
    return {
        made: tuple(
            changes[place] for place in sorted(applied.made) if _makes(applied.made[place], made, new)
        )
        for made in differences_of(difference)
    }


def _makes(said: set[Made], made: Made, new: frozenset[str]) -> bool:
    """Say whether a change makes this difference: a number has parts, and what is new has values."""
    item, name = made
    if made in said:
        return True
    own = [field for other, field in said if other == item]
    if not name:
        return item in new and bool(own)
    return any(field and name.startswith(f"{field}.") for field in own)


def _unexplained(reasons: Mapping[Made, tuple[CourseChange, ...]]) -> list[DraftProblem]:
    return [
        DraftProblem(DifferenceWithoutReason(item=ItemName(item)))
        for (item, _), changes in reasons.items()
        if not any(change.reason.strip() for change in changes)
    ]


def _without_effect(
    reasons: Mapping[Made, tuple[CourseChange, ...]], applied: Applied, changes: Sequence[CourseChange]
) -> list[DraftProblem]:
    effective = {id(change) for found in reasons.values() for change in found}
    idle = [changes[place] for place in sorted(applied.made) if id(changes[place]) not in effective]
    return [DraftProblem(ChangeWithoutEffect(item=ItemName(change.item)), change) for change in idle]


def _agreement(
    course: CourseFile | None, text: str, folder: Path | None
) -> tuple[tuple[Failure, ...], tuple[Failure, ...]]:
    """Return what does not agree within the new course, and what in the other files of the folder."""
    if course is None:
        return (), ()
    located = {COURSE_FILE: locate(text)}
    register, sources, elements = None, None, None
    if folder is not None:
        located |= {name: read_located_yaml(folder / name) for name in ("register.yaml", "sources.yaml")}
        register, _ = validate_entry(located["register.yaml"], Register)
        sources, _ = validate_entry(located["sources.yaml"], Sources)
        elements = _elements(folder)
    found = sort_problems(
        agreement_problems(
            course=course, register=register, sources=sources, located=located, element_codes=elements
        )
    )
    own = tuple(p for p in found if p.file.endswith(COURSE_FILE))
    return own, tuple(p for p in found if p not in own)


def _elements(folder: Path) -> tuple[str, ...] | None:
    if not (folder / FRAMEWORK_FILE).is_file():
        return None
    try:
        return load_framework(folder).element_codes
    except FrameworkNotValid:
        return None
