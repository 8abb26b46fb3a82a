# SPDX-License-Identifier: EUPL-1.2
"""The course that holds in a year of the cycle: its criteria, actions and watch list."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from schakel.cycle.models import CourseVersion, CycleYear
from schakel.cycle.queries.course_text import COURSE_FILE, CourseTextNotValid, read_course_text
from schakel.cycle.queries.years import adoption_of
from schakel.koers.course import CourseFile


def course_of_year(cycle: CycleYear, course: str = "") -> CourseFile | None:
    """Return the course of a year: the stored version that holds on its last day, else that of the folder.

    Parameters
    ----------
    course
        The id of the course, where no version is stored and no diagnosis is adopted yet.

    Returns
    -------
    CourseFile or None
        ``None`` where neither a version nor a folder can be read.
    """
    versions = CourseVersion.objects.order_by("-valid_from", "-pk")
    version = versions.filter(valid_from__lte=cycle.ends_on).first() or versions.last()
    if version is not None:
        return _read(version.content)
    adoption = adoption_of(cycle) if not course else None
    wanted = course or (adoption.measurement.course if adoption else "")
    return _read(_text_of_folder(str(getattr(settings, "SCHAKEL_COURSES", "")), wanted))


def _read(text: str) -> CourseFile | None:
    if not text:
        return None
    try:
        return read_course_text(text)
    except CourseTextNotValid:
        return None


@lru_cache(maxsize=4)
def _text_of_folder(courses: str, course: str) -> str:
    """Return the text of the course with this id, or of the only one where no id is known."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(courses).glob(f"*/{COURSE_FILE}"))]
    found = {read.id: text for text in texts if (read := _read(text)) is not None}
    if not course and len(found) == 1:
        return next(iter(found.values()))
    return found.get(course, "")
