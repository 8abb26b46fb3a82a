# SPDX-License-Identifier: EUPL-1.2
"""Loading the register of a course: everything in one transaction, as often as one likes."""

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from schakel.koers.course import Course
from schakel.programme.auditing import append_audit_entry
from schakel.programme.loading.money import load_money
from schakel.programme.loading.organisations import load_partners, load_responsibilities
from schakel.programme.loading.report import LoadReport
from schakel.programme.loading.results import load_claims, load_recommendations
from schakel.programme.loading.structures import load_initiatives
from schakel.programme.loading.writing import ACTION, RegisterWriter
from schakel.programme.models.audit import AuditEntry
from schakel.programme.models.record import Origin
from schakel.programme.recording import Actor

COURSE_LOADER = Actor("course-loader", "command", Origin.COURSE)
LOADER_VERSION = 1
"""Goes up when the loader itself fills in more, so that an unchanged register is loaded once more."""


def load_register(course: Course, *, by: Actor = COURSE_LOADER, at: datetime) -> LoadReport:
    """Load the register of a course into the database.

    New rows are added. A record is changed only where nobody but the loader ever wrote it: what the
    programme office changed, entered or removed is left alone and reported. Nothing is ever removed.
    Lines of the ledger and statements about claims are added once. Text fields that hold one language
    get the Dutch label.

    Parameters
    ----------
    course
        A course that was read and checked.
    by
        Who loads; its ``key`` recognises what was loaded before.
    at
        The moment.

    Returns
    -------
    LoadReport
        The number of rows added, changed, kept and left alone by table.

    Raises
    ------
    CannotLoad
        Where a row cannot be saved; nothing is loaded then.
    """
    with transaction.atomic():
        writer = RegisterWriter(by, at)
        partners = load_partners(course, writer)
        initiatives = load_initiatives(course, partners, writer)
        programmes = load_money(course, partners, initiatives, writer)
        load_claims(course, partners, initiatives, programmes, writer)
        load_recommendations(course, partners, writer)
        load_responsibilities(course, partners, writer)
        report = LoadReport(course.id, course.content_sha256, writer.tables, tuple(writer.left_alone))
        if report.added or report.changed or not _is_loaded(course):
            append_audit_entry(
                by=by,
                at=at,
                action=ACTION,
                details={
                    "loaded": [course.id, course.content_sha256, LOADER_VERSION],
                    "tables": {table: asdict(count) for table, count in report.tables.items()},
                },
            )
    return report


def load_register_when_changed(
    course: Course, *, by: Actor = COURSE_LOADER, at: datetime
) -> LoadReport | None:
    """Load the register, or return None where exactly this course was loaded last."""
    return None if _is_loaded(course) else load_register(course, by=by, at=at)


def _is_loaded(course: Course) -> bool:
    """Whether the last load was of exactly this course by this loader."""
    last = AuditEntry.objects.filter(action=ACTION, object_type="").order_by("-number").first()
    wanted = [course.id, course.content_sha256, LOADER_VERSION]
    return last is not None and last.details.get("loaded") == wanted
