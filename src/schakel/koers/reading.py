# SPDX-License-Identifier: EUPL-1.2
"""Reading a course folder into one frozen course."""

import hashlib
from pathlib import Path

from schakel.koers.check import COURSE_FILES, read_course_files
from schakel.koers.course import Course
from schakel.koers.failures import N_, Failure
from schakel.koers.problems import Problem


class CourseNotValid(Failure):
    """A course folder with something wrong in it; ``problems`` says everything at once."""

    template = N_("Problems in the course folder {folder}: {count}. The first is in {file}, line {line}.")
    cure = N_("Run “schakel koers check {folder}” for the whole list.")

    def __init__(self, folder: Path, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        super().__init__(folder=folder, count=len(problems), file=first.file, line=first.line)
        self.problems = problems


def read_course(folder: Path) -> Course:
    """Read and check a course folder.

    Parameters
    ----------
    folder
        Holds ``course.yaml``, ``register.yaml`` and ``sources.yaml`` (and ``framework.yaml``,
        which :func:`schakel.koers.framework.load_framework` reads).

    Raises
    ------
    CourseNotValid
        With every problem that :func:`schakel.koers.check.check_course` finds in these files.
    """
    files = read_course_files(folder)
    problems = files.problems()
    if files.course is None or files.register is None or files.sources is None or problems:
        raise CourseNotValid(folder, problems)
    parts = {
        name: getattr(file, name)
        for file in (files.course, files.register, files.sources)
        for name in type(file).model_fields
    }
    return Course.model_construct(**parts, content_sha256=_sha256(folder))


def _sha256(folder: Path) -> str:
    content = hashlib.sha256()
    for name in COURSE_FILES:
        content.update((folder / name).read_bytes())
    return content.hexdigest()
