# SPDX-License-Identifier: EUPL-1.2
"""Attendance as people write it: a line for each organisation, with the number of people if counted."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from schakel.programme.models import Partner

_LINE = re.compile(r"^(?P<name>.*?)\s*(?:[;\t,:]\s*(?P<people>\d{1,4}))?\s*$")


@dataclass(slots=True)
class ReadLines:
    """What was read: people by organisation, and what could not be read, in words."""

    people: dict[Partner, int | None] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_lines(text: str, partners: Iterable[Partner]) -> ReadLines:
    """Read lines such as "University; 3"; names, short names and codes are known, whatever their capitals."""
    known: dict[str, set[Partner]] = {}
    for partner in partners:
        for name in {partner.name, partner.short_name, partner.code} - {""}:
            known.setdefault(_plain(name), set()).add(partner)
    read = ReadLines()
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            _read_line(read, number, line.strip(), known)
    return read


def _read_line(read: ReadLines, number: int, line: str, known: dict[str, set[Partner]]) -> None:
    match = _LINE.match(line)
    name, people = (match["name"], match["people"]) if match else (line, None)
    if _plain(line) in known:
        name, people = line, None
    found = known.get(_plain(name), set())
    told = {"number": number, "name": name}
    if not found:
        read.problems.append(
            _("Line %(number)s: no organisation is called “%(name)s”. Add it first, or correct the name.")
            % told
        )
    elif len(found) > 1:
        read.problems.append(
            _("Line %(number)s: several organisations are called “%(name)s”. Write the full name.") % told
        )
    elif (partner := next(iter(found))) in read.people:
        read.problems.append(_("Line %(number)s: “%(name)s” stands here twice.") % told)
    else:
        read.people[partner] = None if people is None else int(people)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
