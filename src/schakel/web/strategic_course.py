# SPDX-License-Identifier: EUPL-1.2
"""The strategic course as the pages read it: from its folder, once."""

import re
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from schakel.koers.course import Course
from schakel.koers.failures import Failure
from schakel.koers.reading import read_course
from schakel.web.reading import Reading


def open_course(reading: Reading) -> Course | None:
    """Return the course of the measurement, or nothing where its folder is not here or not right."""
    return _find(Path(settings.SCHAKEL_COURSES), reading.dossier.course_id)


@lru_cache(maxsize=4)
def course_folder(courses: Path, course_id: str) -> Path | None:
    """Return the folder of a course: the one with its name, else the one whose file has its id."""
    if (courses / course_id / "course.yaml").is_file():
        return courses / course_id
    wanted = re.compile(rf"^id:\s*[\"']?{re.escape(course_id)}[\"']?\s*$", re.MULTILINE)
    files = sorted(courses.glob("*/course.yaml"))
    return next((f.parent for f in files if wanted.search(f.read_text(encoding="utf-8"))), None)


@lru_cache(maxsize=4)
def _find(folder: Path, course_id: str) -> Course | None:
    path = course_folder(folder, course_id)
    if path is None:
        return None
    try:
        return read_course(path)
    except Failure:
        return None


def line_names(reading: Reading) -> dict[str, str]:
    """Return the name of each main line by code."""
    course = open_course(reading)
    return {line.code: f"{line.code}. {reading.text(line.label)}" for line in course.lines} if course else {}


def strength_words(strength: str) -> str:
    """Return how firmly the course says that a line strengthens an element."""
    words = {"yes": _("yes"), "possibly": _("possibly"), "implicit": _("implicitly"), "no": _("no")}
    return words.get(strength, strength)
