# SPDX-License-Identifier: EUPL-1.2
"""Loading funding programmes, their ledger lines, and which initiative is paid from which."""

from collections.abc import Mapping

from schakel.koers.course import Course
from schakel.koers.register_money import LedgerLine
from schakel.programme.loading.organisations import Partners, in_dutch
from schakel.programme.loading.structures import Initiatives
from schakel.programme.loading.writing import RegisterWriter
from schakel.programme.models.money import Funding, FundingProgramme, LedgerEntry

Programmes = Mapping[str, FundingProgramme | None]


def load_money(
    course: Course, partners: Partners, initiatives: Initiatives, writer: RegisterWriter
) -> Programmes:
    """Put every funding programme with its ledger, and return the programmes by code."""
    programmes: dict[str, FundingProgramme | None] = {}
    for entry in course.funding:
        programme = programmes[entry.code] = writer.put(
            FundingProgramme,
            {"code": entry.code},
            {
                "name": entry.name,
                "kind": entry.kind,
                "budget_eur": entry.budget_eur,
                "rate_eur_per_inhabitant": entry.rate_eur_per_inhabitant,
                "starts_on": entry.starts_on,
                "ends_on": entry.ends_on,
                "initiative": initiatives[entry.initiative] if entry.initiative else None,
                "summary": in_dutch(entry.label),
                "source": entry.source or "",
            },
        )
        if programme is not None:
            for line in entry.entries:
                _load_line(line, programme, entry.source or "", partners, initiatives, writer)
    _load_fundings(course, initiatives, programmes, writer)
    return programmes


def _load_line(
    line: LedgerLine,
    programme: FundingProgramme,
    source: str,
    partners: Partners,
    initiatives: Initiatives,
    writer: RegisterWriter,
) -> None:
    writer.append(
        LedgerEntry,
        {"reference": line.reference},
        {
            "kind": line.kind,
            "programme": programme,
            "amount_eur": line.amount_eur,
            "on": line.day,
            "only_year": line.is_year_only,
            "payer": partners[line.payer] if line.payer else None,
            "payee": partners[line.payee] if line.payee else None,
            "initiative": initiatives[line.initiative] if line.initiative else None,
            "municipality": line.municipality or "",
            "line": line.line or "",
            "purpose": line.purpose or "",
            "description": in_dutch(line.description),
            "source": line.source or source,
        },
    )


def _load_fundings(
    course: Course, initiatives: Initiatives, programmes: Programmes, writer: RegisterWriter
) -> None:
    for entry in course.initiatives:
        for paid in entry.paid_from:
            writer.put(
                Funding,
                {"initiative": initiatives[entry.code], "programme": programmes[paid.programme]},
                {
                    "starts_on": paid.starts_on,
                    "ends_on": paid.ends_on,
                    "is_structural": paid.is_structural,
                    "note": in_dutch(paid.note),
                    "source": paid.source or entry.source or "",
                },
            )
