# SPDX-License-Identifier: EUPL-1.2
"""Whether the parts of a course agree: codes once, references that exist, dates in order."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schakel.koers.course import CourseFile
from schakel.koers.entries import Entry
from schakel.koers.failures import N_
from schakel.koers.located_yaml import LocatedYaml, YamlPath, write_path
from schakel.koers.problems import Problem, nearest_name, shown
from schakel.koers.region import Region
from schakel.koers.register import Register, plain_name
from schakel.koers.sources import Sources


class DuplicateCode(Problem):
    """A code that stands twice in one list."""

    template = N_("{file}, line {line}: {where}: the code “{found}” is already used on line {first_line}.")
    cure = N_("Expected another code: codes of one list are different.")


class DuplicateName(Problem):
    """A name or alias that leads to two initiatives."""

    template = N_(
        "{file}, line {line}: the name “{found}” already belongs to “{other}” on line {first_line}."
    )
    cure = N_("Expected each name at one initiative: keep it where it belongs.")


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


class CertaintyDisagrees(Problem):
    """A date that is present although unknown, or absent although known."""

    template = N_("{file}, line {line}: {where}: found {found} together with certainty “{certainty}”.")
    cure = N_("Expected {expected}.")


class CodeOutsideLine(Problem):
    """An action whose code does not start with the code of its line."""

    template = N_("{file}, line {line}: {where}: found the code “{found}” in line {expected}.")
    cure = N_("Expected a code that starts with “{expected}”, such as “{expected}a”.")


class LineageInCircle(Problem):
    """Initiatives that succeed each other in a circle."""

    template = N_("{file}, line {line}: {where}: “{found}” leads back to itself.")
    cure = N_("Expected a chain that ends: {expected}.")


@dataclass(frozen=True, slots=True)
class _Reporter:
    """Makes problems with the file and line of a path."""

    located: LocatedYaml

    def __call__(
        self, kind: type[Problem], path: YamlPath, found: object, expected: str, **more: object
    ) -> Problem:
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


def agreement_problems(
    *,
    course: CourseFile | None,
    register: Register | None,
    sources: Sources | None,
    located: Mapping[str, LocatedYaml],
    element_codes: Sequence[str] | None,
) -> tuple[Problem, ...]:
    """Return what does not agree within and between the files that could be read.

    Parameters
    ----------
    course, register, sources
        The models; None where a file could not be read, and its references are then not judged.
    located
        The files with their lines, by file name.
    element_codes
        The elements that the framework declares; None leaves references to elements unjudged.
    """
    found: list[Problem] = []
    if course is not None:
        report = _Reporter(located["course.yaml"])
        found += _duplicate_codes(course, report)
        found += _course_references(course, register, report, element_codes)
        found += _order_in_time(course, report)
        found += _region_problems(course.region, report)
    if register is not None:
        report = _Reporter(located["register.yaml"])
        found += _duplicate_codes(register, report)
        found += _register_problems(register, report)
        if course is not None:
            found += _register_references(register, course, report)
    if sources is not None:
        report = _Reporter(located["sources.yaml"])
        found += _duplicate_codes(sources, report)
        if element_codes is not None:
            found += _unknown(_paths(sources, "elements"), element_codes, report)
    return tuple(found)


def _walk(entry: object, path: YamlPath = ()) -> Iterator[tuple[YamlPath, Entry]]:
    """Yield every entry inside an entry with its path."""
    if isinstance(entry, Entry):
        yield path, entry
        for name in type(entry).model_fields:
            yield from _walk(getattr(entry, name), (*path, name))
    elif isinstance(entry, tuple):
        for number, item in enumerate(entry):
            yield from _walk(item, (*path, number))


def _paths(entry: Entry, field: str, within: str | None = None) -> Iterator[tuple[YamlPath, str]]:
    """Yield path and code for each reference in a field, wherever it occurs."""
    for path, part in _walk(entry):
        if field not in type(part).model_fields or (within and within not in path):
            continue
        value = getattr(part, field)
        if isinstance(value, str):
            yield (*path, field), value
        elif isinstance(value, tuple):
            yield from (((*path, field, n), v) for n, v in enumerate(value) if isinstance(v, str))


def _unknown(
    references: Iterable[tuple[YamlPath, str]], known: Iterable[str], report: _Reporter
) -> Iterator[Problem]:
    codes = tuple(known)
    for path, code in references:
        if code not in codes:
            yield report.unknown(path, code, codes)


def _duplicate_codes(file: Entry, report: _Reporter) -> Iterator[Problem]:
    """Yield codes that stand twice in one list; actions are one list over all lines."""
    first: dict[tuple[Any, ...], YamlPath] = {}
    for path, part in _walk(file):
        code = getattr(part, "code", None)
        if code is None or not path or not isinstance(path[-1], int):
            continue
        scope = ("actions",) if "actions" in path else path[:-1]
        if (*scope, code) in first:
            line = report.located.line_of((*first[*scope, code], "code"))
            yield report(DuplicateCode, (*path, "code"), code, "a code that is not used yet", first_line=line)
        first.setdefault((*scope, code), path)


def _course_references(
    course: CourseFile, register: Register | None, report: _Reporter, element_codes: Sequence[str] | None
) -> Iterator[Problem]:
    action_codes = tuple(a.code for line in course.lines for a in line.actions)
    yield from _unknown(_paths(course, "section"), (s.code for s in course.sections), report)
    yield from _unknown(_paths(course, "cross_cutting"), (c.code for c in course.cross_cutting), report)
    yield from _unknown(_paths(course, "through"), action_codes, report)
    yield from _unknown(_paths(course, "outputs", within="lines"), (o.code for o in course.outputs), report)
    if register is not None:
        codes = tuple(i.code for i in register.initiatives)
        yield from _unknown(_paths(course, "initiatives"), codes, report)
    if element_codes is not None:
        yield from _unknown(_paths(course, "element"), element_codes, report)
    for n, line in enumerate(course.lines):
        for m, action in enumerate(line.actions):
            if not action.code.startswith(line.code):
                yield report(CodeOutsideLine, ("lines", n, "actions", m, "code"), action.code, line.code)


def _order_in_time(course: CourseFile, report: _Reporter) -> Iterator[Problem]:
    period = course.period
    if period.until_year < period.from_year:
        yield report(DatesReversed, ("period", "until_year"), period.until_year, str(period.from_year))
    for n, goal in enumerate(course.goals):
        baseline = goal.baseline.year if goal.baseline else None
        target = goal.target.year if goal.target else None
        if baseline and target and target <= baseline:
            yield report(DatesReversed, ("goals", n, "target", "year"), target, str(baseline))


def _region_problems(region: Region, report: _Reporter) -> Iterator[Problem]:
    members = tuple(m.code for m in region.members)
    known = tuple(v.code for v in region.variants)
    if region.default_variant not in known:
        yield report.unknown(("region", "default_variant"), region.default_variant, known)
    for n, variant in enumerate(region.variants):
        references = (
            (("region", "variants", n, "members", m), code) for m, code in enumerate(variant.members)
        )
        yield from _unknown(references, members, report)
    for n, member in enumerate(region.members):
        path: YamlPath = ("region", "members", n)
        start, end = member.valid_from or member.not_before, member.valid_to
        if start and end and end <= start:
            yield report(DatesReversed, (*path, "valid_to"), end, start.isoformat())
        if (member.valid_from is None) != (member.certainty == "unknown"):
            expected = "valid_from" if member.valid_from is None else "certainty: day, year"
            more = {"certainty": member.certainty}
            yield report(CertaintyDisagrees, (*path, "certainty"), member.valid_from, expected, **more)


def _register_references(register: Register, course: CourseFile, report: _Reporter) -> Iterator[Problem]:
    actions = tuple(a.code for line in course.lines for a in line.actions)
    yield from _unknown(_paths(register, "sections"), (s.code for s in course.sections), report)
    yield from _unknown(_paths(register, "lines"), (line.code for line in course.lines), report)
    yield from _unknown(_paths(register, "actions"), actions, report)
    yield from _unknown(_paths(register, "cross_cutting"), (c.code for c in course.cross_cutting), report)
    yield from _unknown(_paths(register, "place"), (m.code for m in course.region.members), report)


def _register_problems(register: Register, report: _Reporter) -> Iterator[Problem]:
    codes = tuple(i.code for i in register.initiatives)
    yield from _unknown(_paths(register, "other"), codes, report)
    owners: dict[str, tuple[int, YamlPath]] = {}
    for n, initiative in enumerate(register.initiatives):
        path: YamlPath = ("initiatives", n)
        started, ended = initiative.started_year, initiative.ended_year
        if started and ended and ended < started:
            yield report(DatesReversed, (*path, "ended_year"), ended, str(started))
        places = [
            (*path, "name"),
            *((*path, "aliases", m) for m in range(len(initiative.aliases))),
            (*path, "code"),
        ]
        for place, name in zip(places, initiative.names, strict=True):
            owner, first = owners.setdefault(plain_name(name), (n, place))
            if owner != n:
                more = {
                    "other": register.initiatives[owner].name,
                    "first_line": report.located.line_of(first),
                }
                yield report(DuplicateName, place, name, "a name that is not used yet", **more)
    yield from _circles(register, report)


def _circles(register: Register, report: _Reporter) -> Iterator[Problem]:
    """Yield initiatives whose succession, or whose whole, leads back to themselves."""
    for kinds in (("part_of",), ("renamed_to", "merged_into", "succeeded_by")):
        step = {i.code: [s.other for s in i.lineage if s.kind in kinds] for i in register.initiatives}
        for n, initiative in enumerate(register.initiatives):
            reached, queue = set(), list(step[initiative.code])
            while queue:
                code = queue.pop()
                if code not in reached:
                    reached.add(code)
                    queue += step.get(code, [])
            if initiative.code in reached:
                yield report(
                    LineageInCircle, ("initiatives", n, "lineage"), initiative.code, ", ".join(kinds)
                )
