# SPDX-License-Identifier: EUPL-1.2
"""What the codes of the course are called: lines, actions, elements, goals and municipalities."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from schakel.koers.course import Course
from schakel.koers.framework import load_framework
from schakel.koers.label import Language
from schakel.web.reading import Reading
from schakel.web.strategic_course import course_folder, open_course


@dataclass(frozen=True, slots=True)
class CourseNames:
    """Names by code in the language of the reader, each in the order of the course.

    Attributes
    ----------
    lines, actions, elements, goals, places, tags, target_groups
        Name by code. ``places`` are the municipalities of the region today.
    line_of_action
        The line of each action.
    criteria, tasks
        The criteria of satisfaction, and the tasks of the bureau.
    """

    lines: Mapping[str, str]
    actions: Mapping[str, str]
    elements: Mapping[str, str]
    goals: Mapping[str, str]
    places: Mapping[str, str]
    tags: Mapping[str, str]
    target_groups: Mapping[str, str]
    line_of_action: Mapping[str, str]
    criteria: Mapping[str, str]
    tasks: Mapping[str, str]

    def place(self, code: str) -> str:
        """Return the name of a municipality; an unknown code stays as it is."""
        return self.places.get(code, code)

    def element(self, code: str) -> str:
        """Return the name of an element of the ecosystem."""
        return self.elements.get(code, code)


EMPTY = CourseNames({}, {}, {}, {}, {}, {}, {}, {}, {}, {})


def course_names(reading: Reading) -> CourseNames:
    """Return the names of the course of the measurement; none where its folder is not here."""
    course = open_course(reading)
    folder = course_folder(Path(settings.SCHAKEL_COURSES), reading.dossier.course_id)
    return EMPTY if course is None or folder is None else _names(folder, course, reading.language)


@lru_cache(maxsize=8)
def _elements(folder: Path, language: Language) -> dict[str, str]:
    return {e.code: e.label.in_language(language) for e in load_framework(folder).elements}


def _names(folder: Path, course: Course, language: Language) -> CourseNames:
    return CourseNames(
        lines={line.code: line.label.in_language(language) for line in course.lines},
        actions={a.code: a.label.in_language(language) for line in course.lines for a in line.actions},
        elements=_elements(folder, language),
        goals={g.code: g.label.in_language(language) for g in course.goals},
        places={m.code: m.name for m in course.region.members},
        tags={t.code: t.label.in_language(language) for t in course.cross_cutting},
        target_groups={t.code: t.label.in_language(language) for t in course.target_groups},
        line_of_action={a.code: line.code for line in course.lines for a in line.actions},
        criteria={c.code: c.label.in_language(language) for c in course.criteria},
        tasks={t.code: t.label.in_language(language) for t in course.tasks},
    )
