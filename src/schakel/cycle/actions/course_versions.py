# SPDX-License-Identifier: EUPL-1.2
"""Keeping the running version of the course, whole, the first time that it is seen."""

import hashlib
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from schakel.cycle.models import CourseVersion
from schakel.cycle.queries.course_text import COURSE_FILE, read_course_text
from schakel.cycle.queries.course_versions import course_of_version, latest_version, versions_of
from schakel.koers.compare import compare_courses
from schakel.koers.course import CourseFile
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.recording import Actor, append_row


class NoCourseFile(Failure):
    """A folder without a course."""

    template = N_("There is no course.yaml in {folder}.")
    cure = N_("Give the folder of the course.")


def digest_of_course(text: str) -> str:
    """Return the SHA-256 of the text of a course."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_running_text(folder: Path) -> str:
    """Return the text of the course in a folder; raises NoCourseFile."""
    path = folder / COURSE_FILE
    if not path.is_file():
        raise NoCourseFile(folder=folder)
    return path.read_text(encoding="utf-8-sig")


def find_version(course: str, text: str) -> CourseVersion | None:
    """Return the version with this text, else one that says the same in another layout."""
    rows = list(versions_of(course))
    digest = digest_of_course(text)
    exact = next((version for version in rows if version.content_sha256 == digest), None)
    if exact is not None:
        return exact
    wanted = read_course_text(text)
    same = (v for v in reversed(rows) if compare_courses(course_of_version(v), wanted).is_empty)
    return next(same, None)


def keep_course_version(
    *, folder: Path, valid_from: date | None = None, by: Actor, at: datetime
) -> CourseVersion:
    """Keep the course of a folder as a version, and return it; a version that is known is not kept again.

    Parameters
    ----------
    valid_from
        Its first day; by default the first day of its period, or today where an earlier version is known.

    Raises
    ------
    NoCourseFile, CourseTextNotValid
        When there is no course in the folder that can be read.
    """
    text = read_running_text(folder)
    course = read_course_text(text)
    with transaction.atomic():
        take_turn()
        known = find_version(course.id, text)
        if known is not None:
            return known
        version = CourseVersion(
            course=course.id,
            version_name=course.version[:40],
            content=text,
            content_sha256=digest_of_course(text),
            valid_from=valid_from or first_day(course, at),
        )
        return append_row(version, action="course.keep", by=by, at=at)


def first_day(course: CourseFile, at: datetime) -> date:
    """Return from when a version holds that was put in place outside Schakel."""
    latest = latest_version(course.id)
    today = timezone.localdate(at)
    if latest is None:
        return date(course.period.from_year, 1, 1)
    return max(today, latest.valid_from)
