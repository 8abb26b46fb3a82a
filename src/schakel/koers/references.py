# SPDX-License-Identifier: EUPL-1.2
"""References between the parts of a course: walking over its entries, and judging codes and dates."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from schakel.koers.entries import Entry
from schakel.koers.failures import N_
from schakel.koers.located_yaml import LocatedYaml, YamlPath, write_path
from schakel.koers.problems import Problem, nearest_name, shown


class DuplicateCode(Problem):
    """A code that stands twice in one list."""

    template = N_("{file}, line {line}: {where}: the code “{found}” is already used on line {first_line}.")
    cure = N_("Expected another code: codes of one list are different.")


class UnknownReference(Problem):
    """A code that refers to something that is not declared."""

    template = N_("{file}, line {line}: {where}: nothing is declared with the code “{found}”.")
    cure = N_("Expected one of: {expected}.")


class UnknownReferenceLooksLike(UnknownReference):
    """A code that is probably a misspelling."""

    cure = N_("Expected “{nearest}”? Declared are: {expected}.")


class DatesReversed(Problem):
    """An end that is not after its beginning."""

    template = N_("{file}, line {line}: {where}: found {found}, which is not after the beginning.")
    cure = N_("Expected something after {expected}.")


@dataclass(frozen=True, slots=True)
class Reporter:
    """Makes problems with the file and line of a path."""

    located: LocatedYaml

    def __call__(
        self, kind: type[Problem], path: YamlPath, found: object, expected: str, **more: object
    ) -> Problem:
        """Return a problem of this kind at a path of the file."""
        line, where = self.located.line_of(path), write_path(path, self.located.file)
        return kind(
            file=self.located.file, line=line, where=where, found=shown(found), expected=expected, **more
        )

    def unknown(self, path: YamlPath, found: str, known: Iterable[str]) -> Problem:
        """Return the problem of a reference to something undeclared."""
        codes = tuple(known)
        nearest = nearest_name(found, codes)
        kind = UnknownReferenceLooksLike if nearest else UnknownReference
        return self(kind, path, found, ", ".join(codes) or "—", nearest=nearest or "")


def walk(entry: object, path: YamlPath = ()) -> Iterator[tuple[YamlPath, Entry]]:
    """Yield every entry inside an entry with its path."""
    if isinstance(entry, Entry):
        yield path, entry
        for name in type(entry).model_fields:
            yield from walk(getattr(entry, name), (*path, name))
    elif isinstance(entry, tuple):
        for number, item in enumerate(entry):
            yield from walk(item, (*path, number))


def paths(entry: Entry, field: str, within: str | None = None) -> Iterator[tuple[YamlPath, str]]:
    """Yield path and code for each reference in a field, wherever it occurs."""
    for path, part in walk(entry):
        if field not in type(part).model_fields or (within and within not in path):
            continue
        value = getattr(part, field)
        if isinstance(value, str):
            yield (*path, field), value
        elif isinstance(value, tuple):
            yield from (((*path, field, n), v) for n, v in enumerate(value) if isinstance(v, str))


def unknown_references(
    references: Iterable[tuple[YamlPath, str]], known: Iterable[str], report: Reporter
) -> Iterator[Problem]:
    """Yield a problem for each reference to a code that is not known."""
    codes = tuple(known)
    for path, code in references:
        if code not in codes:
            yield report.unknown(path, code, codes)


def duplicate_codes(file: Entry, report: Reporter) -> Iterator[Problem]:
    """Yield codes that stand twice in one list; actions are one list over all lines."""
    first: dict[tuple[Any, ...], YamlPath] = {}
    for path, part in walk(file):
        code = getattr(part, "code", None)
        if code is None or not path or not isinstance(path[-1], int):
            continue
        scope = ("actions",) if "actions" in path else path[:-1]
        if (*scope, code) in first:
            line = report.located.line_of((*first[*scope, code], "code"))
            yield report(DuplicateCode, (*path, "code"), code, "a code that is not used yet", first_line=line)
        first.setdefault((*scope, code), path)
