# SPDX-License-Identifier: EUPL-1.2
"""The course, version, draft or change that an address names, and the folder of the running course."""

from pathlib import Path

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404

from schakel.cycle.actions.course_versions import find_version, read_running_text
from schakel.cycle.models import CourseChange, CourseDraft, CourseVersion
from schakel.cycle.queries.course_text import read_course_text
from schakel.koers.course import CourseFile
from schakel.koers.failures import Failure
from schakel.web.reading import Reading
from schakel.web.strategic_course import course_folder


def folder_of(reading: Reading) -> Path | None:
    """Return the folder of the running course, where it is on this machine."""
    return course_folder(Path(settings.SCHAKEL_COURSES), reading.dossier.course_id)


def running_course(reading: Reading) -> tuple[CourseFile, CourseVersion | None] | None:
    """Return the running course with the version that it is kept as; ``None`` where it cannot be read."""
    folder = folder_of(reading)
    if folder is None:
        return None
    try:
        text = read_running_text(folder)
        course = read_course_text(text)
    except Failure:
        return None
    return course, find_version(course.id, text)


def find_draft(reading: Reading, code: str) -> CourseDraft:
    """Return a draft of the course that is being read."""
    rows = CourseDraft.objects.select_related("based_on", "adopted")
    return get_object_or_404(rows, code=code, based_on__course=reading.dossier.course_id)


def find_open_draft(reading: Reading, code: str) -> CourseDraft:
    """Return a draft that can still be changed."""
    draft = find_draft(reading, code)
    if draft.adopted_id is not None:
        raise Http404
    return draft


def find_change(draft: CourseDraft, pk: int) -> CourseChange:
    """Return a change of a draft."""
    return get_object_or_404(CourseChange, pk=pk, draft=draft)
