# SPDX-License-Identifier: EUPL-1.2
"""Loading initiatives with their names, lineage, partners, elements and links."""

from collections.abc import Iterator, Mapping
from typing import Any

from schakel.koers.course import Course
from schakel.koers.register import Initiative as Entry
from schakel.koers.register import plain_name
from schakel.programme.loading.organisations import Partners, in_dutch
from schakel.programme.loading.writing import RegisterWriter
from schakel.programme.models.activities import Strengthening
from schakel.programme.models.initiatives import (
    Initiative,
    InitiativeLink,
    InitiativeName,
    Lineage,
    Participation,
)

Initiatives = Mapping[str, Initiative | None]


def load_initiatives(course: Course, partners: Partners, writer: RegisterWriter) -> Initiatives:
    """Put every initiative with what hangs on it, and return the initiatives by code."""
    initiatives = {
        entry.code: writer.put(Initiative, {"code": entry.code}, _initiative_values(entry, partners))
        for entry in course.initiatives
    }
    for entry in course.initiatives:
        initiative = initiatives[entry.code]
        if initiative is not None:
            for plain, name in _names(entry):
                writer.put(InitiativeName, {"plain": plain}, {"initiative": initiative, "name": name})
        _load_ties(entry, initiatives, partners, writer)
    return initiatives


def _initiative_values(entry: Entry, partners: Partners) -> dict[str, Any]:
    continuity = entry.continuity
    note = in_dutch(continuity.note) if continuity else ""
    source = continuity.source if continuity else None
    return {
        "name": entry.name,
        "kind": entry.type,
        "relation": entry.relation,
        "summary": entry.label.nl,
        "place": entry.place or "",
        "lines": list(entry.lines),
        "actions": list(entry.actions),
        "tags": list(entry.cross_cutting),
        "target_groups": list(entry.target_groups),
        "course_sections": list(entry.sections),
        "owner": partners[entry.owner] if entry.owner else None,
        "started_year": entry.started_year,
        "ended_year": entry.ended_year,
        "continuity": continuity.state if continuity else "unknown",
        "continuity_note": f"{note} ({source})" if note and source else note,
        "website": entry.website or "",
        "source": entry.source or "",
        "note": in_dutch(entry.note),
    }


def _names(entry: Entry) -> Iterator[tuple[str, str]]:
    """Yield each name once, with its plain spelling."""
    seen: set[str] = set()
    for name in (entry.name, *entry.aliases):
        plain = plain_name(name)
        if plain not in seen:
            seen.add(plain)
            yield plain, name


def _load_ties(entry: Entry, initiatives: Initiatives, partners: Partners, writer: RegisterWriter) -> None:
    initiative = initiatives[entry.code]
    for step in entry.lineage:
        writer.put(
            Lineage,
            {"initiative": initiative, "other": initiatives[step.other], "kind": step.kind},
            {"year": step.year, "note": in_dutch(step.note), "source": entry.source or ""},
        )
    for link in entry.links:
        writer.put(
            InitiativeLink,
            {"first": initiative, "second": initiatives[link.other], "kind": link.kind},
            {"note": in_dutch(link.note), "source": link.source or entry.source or ""},
        )
    for participant in entry.participants:
        writer.put(
            Participation,
            {
                "initiative": initiative,
                "partner": partners[participant.partner],
                "role": participant.role,
            },
            {
                "starts_on": participant.starts_on,
                "ends_on": participant.ends_on,
                "note": in_dutch(participant.note),
                "source": participant.source or entry.source or "",
            },
        )
    for tie in entry.elements:
        writer.put(
            Strengthening,
            {"initiative": initiative, "element": tie.element},
            {"strength": tie.strength, "mechanism": in_dutch(tie.mechanism), "source": tie.source or ""},
        )
