# SPDX-License-Identifier: EUPL-1.2
"""YAML that remembers on which line each value stands.

Course files use a plain part of YAML: mappings with text keys, lists, texts, whole and
decimal numbers, ``true``/``false``, dates, and ``null``. What surprises people is left out:
``no`` and ``off`` are texts, ``012`` and ``12:30`` are texts, a key may stand only once,
anchors and tags are refused. Nothing in a file can run code or blow up memory.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

from schakel.koers.problems import (
    AnchorRefused,
    DuplicateKey,
    FileMissing,
    FileUnreadable,
    KeyNotAText,
    NestedTooDeep,
    NotADayThatExists,
    NotUnicode,
    NotYaml,
    Problem,
    SecondDocument,
    TagRefused,
    YamlFeatureRefused,
    shown,
)

Scalar = str | int | float | bool | date | None
YamlValue = Scalar | tuple["YamlValue", ...] | dict[str, "YamlValue"]
YamlPath = tuple[str | int, ...]

LARGEST_FILE_BYTES = 2_000_000
DEEPEST_NESTING = 30
LONGEST_NUMBER = 40
_SECOND_TIME = -1
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS: dict[str, Scalar] = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class LocatedYaml:
    """The content of a file, and the line of each value and key.

    ``data`` is plain Python (lists are tuples); ``lines`` gives, for each path such as
    ``("lines", 0, "label")``, the line (from 1) where its key or list item starts.
    With a ``problem`` of syntax ``data`` is None.
    """

    file: str
    data: YamlValue
    lines: dict[YamlPath, int]
    problems: tuple[Problem, ...] = ()

    def line_of(self, path: YamlPath) -> int:
        """Return the line of the path, or of the nearest part of it that exists."""
        for length in range(len(path), -1, -1):
            line = self.lines.get(path[:length])
            if line is not None:
                return line
        return 1

    def value_at(self, path: YamlPath) -> YamlValue:
        """Return the value at the path, or None where there is none."""
        value = self.data
        for step in path:
            value = _step_into(value, step)
        return value


def _step_into(value: YamlValue, step: str | int) -> YamlValue:
    if isinstance(value, dict) and isinstance(step, str):
        return value.get(step)
    if isinstance(value, tuple) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


def write_path(path: YamlPath, whole: str = "") -> str:
    """Return a path as people read it, ``lines[0].actions[2].label``; ``whole`` for the empty path."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.lstrip(".") or whole


class _ReadingStopped(Exception):  # noqa: N818
    """Carries the problem that makes reading on senseless."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(slots=True)
class _Builder:
    """Builds plain values from YAML events and notes their lines."""

    file: str
    events: Iterator[yaml.Event]
    lines: dict[YamlPath, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def document(self) -> YamlValue:
        """Return the only document of the stream."""
        next(self.events)
        start = next(self.events)
        if isinstance(start, yaml.StreamEndEvent):
            self.lines[()] = 1
            return None
        value = self.value(next(self.events), ())
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self.refusal(SecondDocument, after, "---", "1")
        return value

    def value(self, event: yaml.Event, path: YamlPath) -> YamlValue:
        """Return the value that starts with this event."""
        self.lines.setdefault(path, _line(event))
        if len(path) > DEEPEST_NESTING:
            raise self.refusal(NestedTooDeep, event, str(len(path)), str(DEEPEST_NESTING))
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self.refusal(AnchorRefused, event, f"&{event.anchor}", "a value")  # type: ignore[attr-defined]
        if getattr(event, "tag", None) not in (None, "!"):
            raise self.refusal(TagRefused, event, event.tag, "a value")  # type: ignore[attr-defined]
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return tuple(self.items(path))
        return self.mapping(path)

    def items(self, path: YamlPath) -> Iterator[YamlValue]:
        """Yield the items of a list until it ends."""
        number = 0
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self.value(event, (*path, number))
            number += 1

    def mapping(self, path: YamlPath) -> dict[str, YamlValue]:
        """Return a mapping; a key that stands twice is a problem and the first one counts."""
        found: dict[str, YamlValue] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            if not isinstance(event, yaml.ScalarEvent) or event.anchor or event.tag not in (None, "!"):
                raise self.refusal(KeyNotAText, event, type(event).__name__, "name: value")
            key, line = event.value, _line(event)
            if key in found:
                self.note_duplicate(key, path, line)
                self.value(next(self.events), (*path, key, _SECOND_TIME))
                continue
            self.lines[(*path, key)] = line
            found[key] = self.value(next(self.events), (*path, key))
        return found

    def note_duplicate(self, key: str, path: YamlPath, line: int) -> None:
        """Collect the problem of a key that stands twice."""
        details = {"file": self.file, "line": line, "where": write_path(path, self.file), "found": shown(key)}
        first = self.lines.get((*path, key), line)
        self.problems.append(DuplicateKey(**details, expected="each key once", first_line=first))

    def scalar(self, event: yaml.ScalarEvent, path: YamlPath) -> Scalar:
        """Return a text, number, date, truth value or null from an unquoted or quoted scalar."""
        text: str = event.value
        if event.style or not event.implicit[0]:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if len(text) <= LONGEST_NUMBER and _WHOLE.fullmatch(text):
            return int(text)
        if len(text) <= LONGEST_NUMBER and _DECIMAL.fullmatch(text):
            return float(text)
        if _DATE.fullmatch(text):
            return self.day(text, path, _line(event))
        return text

    def day(self, text: str, path: YamlPath, line: int) -> date | str:
        """Return the date, or the text with a problem where the calendar has no such day."""
        try:
            return date.fromisoformat(text)
        except ValueError:
            details = {"file": self.file, "line": line, "where": write_path(path, self.file), "found": text}
            self.problems.append(NotADayThatExists(**details, expected="2022-01-31"))
            return text

    def refusal(
        self, kind: type[YamlFeatureRefused], event: yaml.Event, found: str, expected: str
    ) -> _ReadingStopped:
        """Return the exception for a YAML feature that course files do not use."""
        return _ReadingStopped(
            kind(file=self.file, line=_line(event), where="", found=found, expected=expected)
        )


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 1


def read_located_yaml(path: Path, *, shown_as: str | None = None) -> LocatedYaml:
    """Read a YAML file with the line of each value.

    Parameters
    ----------
    path
        The file.
    shown_as
        How messages name the file; by default its name with its folder's name.

    Returns
    -------
    LocatedYaml
        ``data`` is None where the file is missing, unreadable, not UTF-8 or not YAML; the
        ``problems`` then say why. Nothing in a file makes this function raise.
    """
    file = shown_as or f"{path.parent.name}/{path.name}"
    if not path.is_file():
        missing = FileMissing(file=file, line=1, where="", found="no file", expected=path.name)
        return LocatedYaml(file, None, {(): 1}, (missing,))
    try:
        if (size := path.stat().st_size) > LARGEST_FILE_BYTES:
            raise OSError(f"{size} bytes")
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        limit = f"{LARGEST_FILE_BYTES // 1_000_000} MB"
        unreadable = FileUnreadable(file=file, line=1, where="", found=reason, expected=limit)
        return LocatedYaml(file, None, {(): 1}, (unreadable,))
    return parse_located_yaml(content, file=file)


def parse_located_yaml(content: bytes, *, file: str) -> LocatedYaml:
    """Parse the bytes of a YAML file; see :func:`read_located_yaml`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"byte {content[error.start]:#04x}"
        problem: Problem = NotUnicode(file=file, line=line, where="", found=found, expected="UTF-8")
        return LocatedYaml(file, None, {(): 1}, (problem,))
    builder = _Builder(file, iter(()))
    try:
        builder.events = yaml.parse(text, Loader=_LOADER)
        data = builder.document()
    except _ReadingStopped as stop:
        problem = stop.problem
    except yaml.YAMLError as error:
        problem = _syntax_problem(error, file, text)
    else:
        return LocatedYaml(file, data, builder.lines, tuple(builder.problems))
    return LocatedYaml(file, None, {(): 1}, (*builder.problems, problem))


def _syntax_problem(error: yaml.YAMLError, file: str, text: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    before = text.count("\n", 0, getattr(error, "position", 0) or 0)
    line = (before if mark is None else mark.line) + 1
    rows = text.splitlines()
    row = rows[line - 1].strip() if 0 < line <= len(rows) else ""
    reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "unreadable text"
    found = f"“{shown(row)}”" if row else "the end of the file"
    return NotYaml(file=file, line=line, where="", found=found, expected=f"YAML ({reason})")
