# SPDX-License-Identifier: EUPL-1.2
"""Loading partners, their seats and who answers for what."""

from collections.abc import Mapping
from datetime import date

from schakel.koers.course import Course
from schakel.koers.label import Label
from schakel.programme.loading.writing import RegisterWriter
from schakel.programme.models.partners import Partner, Responsibility, Seat

Partners = Mapping[str, Partner | None]


def in_dutch(label: Label | None) -> str:
    """Return the text of a field that holds one language: the Dutch one."""
    return "" if label is None else label.nl


def load_partners(course: Course, writer: RegisterWriter) -> Partners:
    """Put every partner with its seats, and return the partners by code."""
    partners: dict[str, Partner | None] = {}
    for entry in course.partners:
        partner = partners[entry.code] = writer.put(
            Partner,
            {"code": entry.code},
            {
                "name": entry.name,
                "short_name": entry.short_name or "",
                "helix": entry.helix,
                "relation": entry.relation,
                "municipality": entry.municipality or "",
                "is_manufacturer": entry.is_manufacturer,
                "website": entry.website or "",
                "summary": in_dutch(entry.label),
                "joined_on": entry.joined_on,
                "left_on": entry.left_on,
                "source": entry.source or "",
            },
        )
        for seat in entry.seats:
            writer.put(
                Seat,
                {"partner": partner, "body": seat.body, "role": seat.role},
                {
                    "starts_on": date(seat.since_year, 1, 1) if seat.since_year else None,
                    "ends_on": date(seat.until_year, 12, 31) if seat.until_year else None,
                    "note": in_dutch(seat.note),
                    "source": seat.source or entry.source or "",
                },
            )
    return partners


def load_responsibilities(course: Course, partners: Partners, writer: RegisterWriter) -> None:
    """Put who answers for what."""
    for entry in course.responsibilities:
        writer.put(
            Responsibility,
            {
                "partner": partners[entry.partner],
                "subject": entry.subject,
                "subject_code": entry.subject_code,
                "role": entry.role,
            },
            {"since": entry.since, "until": entry.until, "source": entry.source or ""},
        )
