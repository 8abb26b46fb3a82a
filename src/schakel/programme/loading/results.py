# SPDX-License-Identifier: EUPL-1.2
"""Loading claims with their statements, version beside version, and recommendations."""

from schakel.koers.course import Course
from schakel.koers.register_claims import Claim as Entry
from schakel.programme.loading.money import Programmes
from schakel.programme.loading.organisations import Partners, in_dutch
from schakel.programme.loading.structures import Initiatives
from schakel.programme.loading.writing import RegisterWriter
from schakel.programme.models.claims import Claim, ClaimStatement
from schakel.programme.models.registers import Recommendation


def load_claims(
    course: Course,
    partners: Partners,
    initiatives: Initiatives,
    programmes: Programmes,
    writer: RegisterWriter,
) -> None:
    """Put every claim with what was said about it; a claim comes after the one it is the same as."""
    entries = {entry.code: entry for entry in course.claims}
    claims: dict[str, Claim | None] = {}

    def put(entry: Entry) -> Claim | None:
        if entry.code in claims:
            return claims[entry.code]
        same_as = put(entries[entry.same_as]) if entry.same_as else None
        claim = claims[entry.code] = writer.put(
            Claim,
            {"code": entry.code},
            {
                "title": entry.label.nl,
                "kind": entry.kind,
                "unit": entry.unit,
                "level": entry.level,
                "initiative": initiatives[entry.initiative] if entry.initiative else None,
                "programme": programmes[entry.programme] if entry.programme else None,
                "claimed_by": partners[entry.claimed_by] if entry.claimed_by else None,
                "goal": entry.goal or "",
                "place": entry.place or "",
                "investor": entry.investor or "",
                "same_as": same_as,
                "note": in_dutch(entry.note),
                "source": entry.source or "",
            },
        )
        return claim

    for entry in course.claims:
        _load_statements(entry, put(entry), writer)


def _load_statements(entry: Entry, claim: Claim | None, writer: RegisterWriter) -> None:
    for said in entry.statements:
        writer.append(
            ClaimStatement,
            {
                "claim": claim,
                "step": said.step,
                "on": said.day,
                "stated_by": said.stated_by or "",
                "amount": said.amount,
            },
            {
                "only_year": said.is_year_only,
                "method": said.method,
                "evidence_url": said.evidence_url or "",
                "note": in_dutch(said.note),
                "source": said.source or entry.source or "",
            },
        )


def load_recommendations(course: Course, partners: Partners, writer: RegisterWriter) -> None:
    """Put what advisers recommended."""
    for entry in course.recommendations:
        writer.put(
            Recommendation,
            {"report": entry.report, "text": entry.label.nl},
            {
                "on": entry.on,
                "owner": partners[entry.owner] if entry.owner else None,
                "status": entry.status,
                "what_was_done": in_dutch(entry.what_was_done),
                "source": entry.source or "",
            },
        )
