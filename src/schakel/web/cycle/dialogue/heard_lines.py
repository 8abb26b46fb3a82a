# SPDX-License-Identifier: EUPL-1.2
"""Who was heard as people write it: a line for each organisation, with a function behind it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from schakel.cycle.actions.talks import HeardChoice
from schakel.cycle.models import Heard
from schakel.programme.models import Partner

_BETWEEN = re.compile(r"\s*[;\t]\s*")
LONGEST_ROLE = 80


@dataclass(slots=True)
class ReadHeard:
    """Who was heard, and what could not be read, in words."""

    heard: list[HeardChoice] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def read_heard(text: str, partners: Iterable[Partner]) -> ReadHeard:
    """Read lines such as "University; dean"; names, short names and codes are known, in any capitals."""
    known: dict[str, set[Partner]] = {}
    for partner in partners:
        for name in {partner.name, partner.short_name, partner.code} - {""}:
            known.setdefault(_plain(name), set()).add(partner)
    read = ReadHeard()
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            _read_line(read, number, line.strip(), known)
    return read


def _read_line(read: ReadHeard, number: int, line: str, known: dict[str, set[Partner]]) -> None:
    name, *rest = _BETWEEN.split(line, maxsplit=1)
    role = rest[0].strip() if rest else ""
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
    elif len(role) > LONGEST_ROLE:
        read.problems.append(_("Line %(number)s: the function is too long.") % told)
    elif (choice := HeardChoice(next(iter(found)), role)) not in read.heard:
        read.heard.append(choice)


def heard_text(rows: Iterable[Heard]) -> str:
    """Return who was heard as the lines that a form shows."""
    return "\n".join(f"{row.partner.name}; {row.role}" if row.role else row.partner.name for row in rows)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
