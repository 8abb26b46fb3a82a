# SPDX-License-Identifier: EUPL-1.2
"""Whether a register agrees with itself and with its course: codes, names, references and dates."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from schakel.koers.course import CourseFile
from schakel.koers.failures import N_
from schakel.koers.located_yaml import YamlPath
from schakel.koers.problems import Problem
from schakel.koers.references import (
    DatesReversed,
    DuplicateCode,
    Reporter,
    duplicate_codes,
    paths,
    unknown_references,
    walk,
)
from schakel.koers.register import Register, plain_name
from schakel.koers.register_claim_rules import claim_problems
from schakel.koers.register_fields import Dated


class DuplicateName(Problem):
    """A name or alias that leads to two initiatives."""

    template = N_(
        "{file}, line {line}: the name “{found}” already belongs to “{other}” on line {first_line}."
    )
    cure = N_("Expected each name at one initiative: keep it where it belongs.")


class LineageInCircle(Problem):
    """Initiatives that succeed each other in a circle."""

    template = N_("{file}, line {line}: {where}: “{found}” leads back to itself.")
    cure = N_("Expected a chain that ends: {expected}.")


class DayOrYear(Problem):
    """Something dated that has neither a day nor a year, or both."""

    template = N_("{file}, line {line}: {where}: found {found} for “on” and “year”.")
    cure = N_("Expected one of the two: {expected}.")


class SameTwice(Problem):
    """The same partner in the same role twice, or another row that stands twice."""

    template = N_("{file}, line {line}: {where}: the same stands on line {first_line}: {found}.")
    cure = N_("Expected each once: remove one of them.")


class LinkToItself(Problem):
    """An initiative that is linked to itself."""

    template = N_("{file}, line {line}: {where}: “{found}” points at itself.")
    cure = N_("Expected another initiative.")


PAIRS_IN_TIME = (
    ("starts_on", "ends_on"),
    ("joined_on", "left_on"),
    ("since", "until"),
    ("since_year", "until_year"),
)


def register_problems(
    register: Register, course: CourseFile | None, element_codes: Sequence[str] | None, report: Reporter
) -> Iterator[Problem]:
    """Yield what does not agree within a register, and with the course where that could be read.

    Parameters
    ----------
    register
        The register.
    course
        The course; None leaves references to lines, actions, goals and municipalities unjudged.
    element_codes
        The elements that the framework declares; None leaves references to elements unjudged.
    report
        Makes problems with the line in ``register.yaml``.
    """
    yield from duplicate_codes(register, report)
    yield from _references_within(register, report)
    yield from _names_and_years(register, report)
    yield from _circles(register, report)
    yield from _order_in_time(register, report)
    yield from _twice(register, report)
    yield from claim_problems(register, report)
    if element_codes is not None:
        yield from unknown_references(paths(register, "element"), element_codes, report)
    if course is not None:
        yield from _references_to_course(register, course, report)
        yield from _subjects(register, course, element_codes, report)


def _references_within(register: Register, report: Reporter) -> Iterator[Problem]:
    known: dict[tuple[str, ...], Iterable[str]] = {
        ("other", "initiative"): (i.code for i in register.initiatives),
        ("partner", "owner", "payer", "payee", "claimed_by"): (p.code for p in register.partners),
        ("programme",): (f.code for f in register.funding),
        ("same_as",): (c.code for c in register.claims),
        ("target_groups",): (t.code for t in register.target_groups),
    }
    for fields, codes in known.items():
        declared = tuple(codes)
        for field in fields:
            yield from unknown_references(paths(register, field), declared, report)
    for n, initiative in enumerate(register.initiatives):
        for field in ("lineage", "links"):
            for m, step in enumerate(getattr(initiative, field)):
                if step.other == initiative.code and field == "links":
                    path: YamlPath = ("initiatives", n, field, m, "other")
                    yield report(LinkToItself, path, step.other, "another initiative")


def _references_to_course(register: Register, course: CourseFile, report: Reporter) -> Iterator[Problem]:
    actions = tuple(a.code for line in course.lines for a in line.actions)
    yield from unknown_references(paths(register, "sections"), (s.code for s in course.sections), report)
    yield from unknown_references(paths(register, "lines"), (line.code for line in course.lines), report)
    yield from unknown_references(paths(register, "actions"), actions, report)
    yield from unknown_references(
        paths(register, "cross_cutting"), (c.code for c in course.cross_cutting), report
    )
    yield from unknown_references(paths(register, "line"), (line.code for line in course.lines), report)
    yield from unknown_references(paths(register, "goal"), (g.code for g in course.goals), report)
    for field in ("place", "municipality"):
        yield from unknown_references(paths(register, field), (m.code for m in course.region.members), report)


def _subjects(
    register: Register, course: CourseFile, element_codes: Sequence[str] | None, report: Reporter
) -> Iterator[Problem]:
    """Yield responsibilities for something that is not declared."""
    known: dict[str, Sequence[str] | None] = {
        "action": tuple(a.code for line in course.lines for a in line.actions),
        "goal": tuple(g.code for g in course.goals),
        "line": tuple(line.code for line in course.lines),
        "element": element_codes,
        "initiative": tuple(i.code for i in register.initiatives),
    }
    for n, duty in enumerate(register.responsibilities):
        codes = known[duty.subject]
        if codes is not None and duty.subject_code not in codes:
            yield report.unknown(("responsibilities", n, "subject_code"), duty.subject_code, codes)


def _names_and_years(register: Register, report: Reporter) -> Iterator[Problem]:
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


def _circles(register: Register, report: Reporter) -> Iterator[Problem]:
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


def _order_in_time(register: Register, report: Reporter) -> Iterator[Problem]:
    """Yield ends before their beginning, and what is dated by neither a day nor a year, or by both."""
    for path, part in walk(register):
        for start_field, end_field in PAIRS_IN_TIME:
            start: date | int | None = getattr(part, start_field, None)
            end: date | int | None = getattr(part, end_field, None)
            if start is not None and end is not None and str(end) < str(start):
                yield report(DatesReversed, (*path, end_field), end, str(start))
        if isinstance(part, Dated) and (part.on is None) == (part.year is None):
            both = "—" if part.on is None else f"{part.on}, {part.year}"
            yield report(DayOrYear, path, both, "on, year")


def _twice(register: Register, report: Reporter) -> Iterator[Problem]:
    """Yield rows that stand twice: references of the ledger, partners in a role, links, seats."""
    first: dict[str, YamlPath] = {}
    for n, programme in enumerate(register.funding):
        for m, entry in enumerate(programme.entries):
            path: YamlPath = ("funding", n, "entries", m, "reference")
            known = first.setdefault(entry.reference, path)
            if known != path:
                line = report.located.line_of(known)
                expected = "a code that is not used yet"
                yield report(DuplicateCode, path, entry.reference, expected, first_line=line)
    for kind, key, path in _rows(register):
        known = first.setdefault(f"{kind} {key}", path)
        if known != path:
            line = report.located.line_of(known)
            yield report(SameTwice, path, ", ".join(map(str, key)), "each once", first_line=line)


def _rows(register: Register) -> Iterator[tuple[str, tuple[object, ...], YamlPath]]:
    """Yield every row without a code: its kind, what makes it that row, and its path."""
    for n, initiative in enumerate(register.initiatives):
        named = initiative.code
        keys: dict[str, list[tuple[object, ...]]] = {
            "participants": [(named, p.partner, p.role) for p in initiative.participants],
            "elements": [(named, e.element) for e in initiative.elements],
            "links": [(named, link.other, link.kind) for link in initiative.links],
            "lineage": [(named, step.other, step.kind) for step in initiative.lineage],
            "paid_from": [(named, paid.programme) for paid in initiative.paid_from],
        }
        for field, found in keys.items():
            yield from ((field, key, ("initiatives", n, field, m)) for m, key in enumerate(found))
    for n, partner in enumerate(register.partners):
        for m, seat in enumerate(partner.seats):
            yield "seat", (partner.code, seat.body, seat.role), ("partners", n, "seats", m)
    for n, duty in enumerate(register.responsibilities):
        role = (duty.subject, duty.subject_code, duty.role, duty.partner)
        yield "responsibility", role, ("responsibilities", n)
    for n, claim in enumerate(register.claims):
        for m, said in enumerate(claim.statements):
            version = (claim.code, said.step, said.day, said.stated_by or "—", said.amount)
            yield "statement", version, ("claims", n, "statements", m)
