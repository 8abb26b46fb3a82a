# SPDX-License-Identifier: EUPL-1.2
"""Whether the parts of a course agree: codes once, references that exist, dates in order."""

from collections.abc import Iterator, Mapping, Sequence

from schakel.koers.course import CourseFile
from schakel.koers.failures import N_
from schakel.koers.located_yaml import LocatedYaml, YamlPath
from schakel.koers.problems import Problem
from schakel.koers.references import DatesReversed, Reporter, duplicate_codes, paths, unknown_references
from schakel.koers.region import Region
from schakel.koers.register import Register
from schakel.koers.register_agreement import register_problems
from schakel.koers.sources import Sources


class CertaintyDisagrees(Problem):
    """A date that is present although unknown, or absent although known."""

    template = N_("{file}, line {line}: {where}: found {found} together with certainty “{certainty}”.")
    cure = N_("Expected {expected}.")


class CodeOutsideLine(Problem):
    """An action whose code does not start with the code of its line."""

    template = N_("{file}, line {line}: {where}: found the code “{found}” in line {expected}.")
    cure = N_("Expected a code that starts with “{expected}”, such as “{expected}a”.")


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
        report = Reporter(located["course.yaml"])
        found += duplicate_codes(course, report)
        found += _course_references(course, register, report, element_codes)
        found += _order_in_time(course, report)
        found += _region_problems(course.region, report)
    if register is not None:
        report = Reporter(located["register.yaml"])
        found += register_problems(register, course, element_codes, report)
    if sources is not None:
        report = Reporter(located["sources.yaml"])
        found += duplicate_codes(sources, report)
        if element_codes is not None:
            found += unknown_references(paths(sources, "elements"), element_codes, report)
    return tuple(found)


def _course_references(
    course: CourseFile, register: Register | None, report: Reporter, element_codes: Sequence[str] | None
) -> Iterator[Problem]:
    action_codes = tuple(a.code for line in course.lines for a in line.actions)
    yield from unknown_references(paths(course, "section"), (s.code for s in course.sections), report)
    yield from unknown_references(
        paths(course, "cross_cutting"), (c.code for c in course.cross_cutting), report
    )
    yield from unknown_references(paths(course, "through"), action_codes, report)
    yield from unknown_references(
        paths(course, "outputs", within="lines"), (o.code for o in course.outputs), report
    )
    if register is not None:
        codes = tuple(i.code for i in register.initiatives)
        yield from unknown_references(paths(course, "initiatives"), codes, report)
    if element_codes is not None:
        yield from unknown_references(paths(course, "element"), element_codes, report)
    for n, line in enumerate(course.lines):
        for m, action in enumerate(line.actions):
            if not action.code.startswith(line.code):
                yield report(CodeOutsideLine, ("lines", n, "actions", m, "code"), action.code, line.code)


def _order_in_time(course: CourseFile, report: Reporter) -> Iterator[Problem]:
    period = course.period
    if period.until_year < period.from_year:
        yield report(DatesReversed, ("period", "until_year"), period.until_year, str(period.from_year))
    for n, goal in enumerate(course.goals):
        baseline = goal.baseline.year if goal.baseline else None
        target = goal.target.year if goal.target else None
        if baseline and target and target <= baseline:
            yield report(DatesReversed, ("goals", n, "target", "year"), target, str(baseline))


def _region_problems(region: Region, report: Reporter) -> Iterator[Problem]:
    members = tuple(m.code for m in region.members)
    known = tuple(v.code for v in region.variants)
    if region.default_variant not in known:
        yield report.unknown(("region", "default_variant"), region.default_variant, known)
    for n, variant in enumerate(region.variants):
        references = (
            (("region", "variants", n, "members", m), code) for m, code in enumerate(variant.members)
        )
        yield from unknown_references(references, members, report)
    for n, member in enumerate(region.members):
        path: YamlPath = ("region", "members", n)
        start, end = member.valid_from or member.not_before, member.valid_to
        if start and end and end <= start:
            yield report(DatesReversed, (*path, "valid_to"), end, start.isoformat())
        if (member.valid_from is None) != (member.certainty == "unknown"):
            expected = "valid_from" if member.valid_from is None else "certainty: day, year"
            more = {"certainty": member.certainty}
            yield report(CertaintyDisagrees, (*path, "certainty"), member.valid_from, expected, **more)
