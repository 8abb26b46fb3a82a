# SPDX-License-Identifier: EUPL-1.2
"""The text of a course file: read from its YAML, and written again so that it reads back the same."""

import re
from datetime import date
from functools import lru_cache
from typing import Any

import yaml

from schakel.koers.course import CourseFile
from schakel.koers.entries import validate_entry
from schakel.koers.failures import N_, Failure
from schakel.koers.located_yaml import LocatedYaml, YamlValue, parse_located_yaml
from schakel.koers.problems import Problem

COURSE_FILE = "course.yaml"
WIDTH = 110
_LOOKS_LIKE_SOMETHING_ELSE = re.compile(r"[-+.]?[0-9].*|~|null|true|false", re.DOTALL)


class CourseTextNotValid(Failure):
    """The text of a course that cannot be read; ``problems`` says everything at once."""

    template = N_("The course cannot be read. {problems}")
    cure = N_("Run “schakel koers check” on its folder.")

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems="; ".join(str(p) for p in problems))
        self.problems = problems


def locate(text: str) -> LocatedYaml:
    """Return the content of a course text with its lines."""
    return parse_located_yaml(text.encode(), file=COURSE_FILE)


@lru_cache(maxsize=32)
def read_course_text(text: str) -> CourseFile:
    """Return the course that a text holds.

    Raises
    ------
    CourseTextNotValid
        When the text is not YAML, or not that of a course.
    """
    course, problems = validate_entry(locate(text), CourseFile)
    if course is None or problems:
        raise CourseTextNotValid(problems)
    return course


def plain_course(text: str) -> dict[str, Any]:
    """Return the content of a course text as dictionaries and lists that may be changed."""
    made = _loosen(locate(text).data)
    return made if isinstance(made, dict) else {}


def _loosen(value: YamlValue) -> Any:
    if isinstance(value, dict):
        return {key: _loosen(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [_loosen(part) for part in value]
    return value


class _Writer(yaml.SafeDumper):
    """Writes texts between quotes where the reader would take them for a number, a day or a truth value."""

    def ignore_aliases(self, data: Any) -> bool:
        """Write every value in full: the reader refuses anchors."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists below their name."""
        super().increase_indent(flow, False)


def _write_text(writer: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _LOOKS_LIKE_SOMETHING_ELSE.fullmatch(text) else None
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _write_day(writer: yaml.SafeDumper, day: date) -> yaml.ScalarNode:
    return writer.represent_scalar("tag:yaml.org,2002:timestamp", day.isoformat())


_Writer.add_representer(str, _write_text)
_Writer.add_representer(date, _write_day)


def write_course(data: dict[str, Any]) -> str:
    """Return the text of a course: the same content always gives the same text."""
    written: str = yaml.dump(data, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=WIDTH)
    return written
