# SPDX-License-Identifier: EUPL-1.2
"""The versions of the course: from when until when each held, and what differs between two, with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from schakel.cycle.models import CourseChange, CourseDraft, CourseVersion
from schakel.cycle.queries.course_editing import Made, apply_changes
from schakel.cycle.queries.course_text import read_course_text
from schakel.cycle.queries.draft_course import differences_of, explain_difference
from schakel.koers.compare import CourseDifference, compare_courses
from schakel.koers.course import CourseFile


@dataclass(frozen=True, slots=True)
class VersionSpan:
    """A version with its last day; ``until`` is ``None`` for the last one."""

    version: CourseVersion
    until: date | None

    def holds_on(self, day: date) -> bool:
        """Say whether it holds on a day."""
        return self.version.valid_from <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class ExplainedDifference:
    """What differs between two versions; ``reasons`` gives the changes that made each difference."""

    old: CourseFile
    new: CourseFile
    difference: CourseDifference
    reasons: dict[Made, tuple[CourseChange, ...]]


def versions_of(course: str) -> QuerySet[CourseVersion]:
    """Return the versions of a course, oldest first; their decision with them."""
    rows = CourseVersion.objects.filter(course=course).select_related("decision", "decision__item")
    return rows.order_by("valid_from", "pk")


def version_spans(versions: Sequence[CourseVersion]) -> tuple[VersionSpan, ...]:
    """Return versions, oldest first, each with its last day: the day before the next one begins."""
    ends = [*(later.valid_from - timedelta(days=1) for later in versions[1:]), None]
    return tuple(VersionSpan(v, end) for v, end in zip(versions, ends[: len(versions)], strict=True))


def latest_version(course: str) -> CourseVersion | None:
    """Return the version that begins last."""
    return versions_of(course).last()


def version_on(versions: Sequence[CourseVersion], day: date) -> CourseVersion | None:
    """Return the version that holds on a day; before the first one began, that first one."""
    begun = [v for v in versions if v.valid_from <= day]
    return begun[-1] if begun else next(iter(versions), None)


def course_of_version(version: CourseVersion) -> CourseFile:
    """Return the course that a version holds."""
    return read_course_text(version.content)


def explain_versions(old: CourseVersion, new: CourseVersion) -> ExplainedDifference:
    """Return the difference between two versions, with the reasons given in the drafts between them.

    A version without a draft was put in place outside Schakel; its differences have no reasons.
    """
    before, after = course_of_version(old), course_of_version(new)
    difference = compare_courses(before, after)
    reasons: dict[Made, tuple[CourseChange, ...]] = {made: () for made in differences_of(difference)}
    for draft in _drafts_between(old, new):
        changes = tuple(draft.changes.all())
        applied = apply_changes(draft.based_on.content, draft.version_name, changes)
        for made, found in explain_difference(difference, applied, changes).items():
            reasons[made] = (*reasons[made], *found)
    return ExplainedDifference(before, after, difference, reasons)


def _drafts_between(old: CourseVersion, new: CourseVersion) -> list[CourseDraft]:
    """Return the drafts that were adopted after one version up to another, oldest first."""
    rows = CourseDraft.objects.filter(adopted__course=new.course, adopted__valid_from__lte=new.valid_from)
    rows = rows.filter(adopted__valid_from__gt=old.valid_from).select_related("based_on")
    related = ("changes__signal", "changes__lesson", "changes__assumption")
    return list(rows.order_by("adopted__valid_from", "pk").prefetch_related("changes", *related))


def open_drafts(course: str) -> QuerySet[CourseDraft]:
    """Return the drafts that were not adopted yet."""
    return CourseDraft.objects.filter(based_on__course=course, adopted__isnull=True).select_related(
        "based_on"
    )
