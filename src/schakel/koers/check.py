# SPDX-License-Identifier: EUPL-1.2
"""Checking a course folder: every problem at once, each with its file, line, found and expected."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from schakel.koers.agreement import agreement_problems
from schakel.koers.course import CourseFile
from schakel.koers.entries import validate_entry
from schakel.koers.framework import FRAMEWORK_FILE, FrameworkNotValid, load_framework
from schakel.koers.located_yaml import LocatedYaml, read_located_yaml
from schakel.koers.problems import Problem
from schakel.koers.register import Register
from schakel.koers.sources import Sources

COURSE_FILES = ("course.yaml", "register.yaml", "sources.yaml")


@dataclass(frozen=True, slots=True)
class CourseFiles:
    """The files of a course folder as read: the model (None where it cannot be made) and the lines."""

    course: CourseFile | None
    register: Register | None
    sources: Sources | None
    located: dict[str, LocatedYaml]
    model_problems: tuple[Problem, ...]

    def problems(self, element_codes: Sequence[str] | None = None) -> tuple[Problem, ...]:
        """Return the problems of each file and of the files together; see :func:`check_course`."""
        together = agreement_problems(
            course=self.course,
            register=self.register,
            sources=self.sources,
            located=self.located,
            element_codes=element_codes,
        )
        return sort_problems((*self.model_problems, *together))


def read_course_files(folder: Path) -> CourseFiles:
    """Read the three files of the room ``koers`` in a course folder, right or wrong."""
    located = {name: read_located_yaml(folder / name) for name in COURSE_FILES}
    course, course_problems = validate_entry(located["course.yaml"], CourseFile)
    register, register_problems = validate_entry(located["register.yaml"], Register)
    sources, sources_problems = validate_entry(located["sources.yaml"], Sources)
    found = (*course_problems, *register_problems, *sources_problems)
    return CourseFiles(course, register, sources, located, found)


def check_course(folder: Path) -> tuple[Problem, ...]:
    """Return everything that is wrong in a course folder, in the order of its files and lines.

    Parameters
    ----------
    folder
        The course folder: ``course.yaml``, ``register.yaml``, ``sources.yaml``, ``framework.yaml``.

    Returns
    -------
    tuple of Problem
        Empty when all is well. Each problem has ``file``, ``line``, ``found`` and ``expected``:
        unreadable or invalid YAML, unknown or missing keys, values of the wrong kind, labels
        without Dutch or English, codes that stand twice, references to what does not exist,
        dates in the wrong order. Nothing in a file makes this function raise.
    """
    framework_problems: tuple[Problem, ...] = ()
    try:
        codes: tuple[str, ...] | None = load_framework(folder).element_codes
    except FrameworkNotValid as refusal:
        framework_problems = refusal.problems
        codes = _element_codes(read_located_yaml(folder / FRAMEWORK_FILE))
    return sort_problems((*read_course_files(folder).problems(codes), *framework_problems))


def sort_problems(found: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return problems by file and line, each sentence once."""
    unique = {(problem.file, problem.line, str(problem)): problem for problem in found}
    return tuple(unique[key] for key in sorted(unique))


def _element_codes(framework: LocatedYaml) -> tuple[str, ...] | None:
    """Return the codes of the elements that framework.yaml declares, None where it declares none."""
    codes = tuple(_codes(framework.value_at(("elements",))))
    return codes or None


def _codes(elements: object) -> Iterator[str]:
    for element in elements if isinstance(elements, tuple) else ():
        code = element.get("code") if isinstance(element, dict) else None
        if isinstance(code, str):
            yield code
