# SPDX-License-Identifier: EUPL-1.2
"""Take the demonstration year away in one step: every invented row and its history, all of it or nothing."""

from datetime import datetime

from django.db import connection, transaction

from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import append_audit_entry
from schakel.programme.demonstration.invented_rows import (
    DemonstrationReport,
    RealRow,
    count_invented,
    invented_histories,
    invented_models,
    invented_rows,
    real_rows_pointing_at_invented,
)
from schakel.programme.demonstration.scene import DEMONSTRATOR

MOST_NAMED = 20


class NoDemonstration(Failure):
    """There is no demonstration year to take away."""

    template = N_("There is no demonstration year in the register.")
    cure = N_("Nothing needs to be done; “schakel demo-year” adds one.")


class RealRowsHang(Failure):
    """Real rows point at invented ones; ``rows`` names them."""

    template = N_("The demonstration year cannot be taken away, since real rows point at it: {rows}.")
    cure = N_("Remove these rows or let them point elsewhere first; nothing was removed yet.")

    def __init__(self, rows: tuple[RealRow, ...]) -> None:
        told = "; ".join(f"{row.table} {row.key} “{row.name}” → “{row.points_at}”" for row in rows)
        super().__init__(rows=told)
        self.found = rows


def remove_demonstration_year(*, at: datetime) -> DemonstrationReport:
    """Delete every invented row, with its history; the audit chain keeps what was done and still holds.

    The rows go in one transaction, at whose end the database itself checks that nothing points at what
    is gone. Append-only tables let invented rows go and no others (``sealing``).

    Raises
    ------
    NoDemonstration
        When there is nothing to take away.
    RealRowsHang
        When real rows point at invented ones; then nothing is removed.
    """
    with transaction.atomic():
        counts = count_invented()
        if not counts:
            raise NoDemonstration
        hanging = real_rows_pointing_at_invented(MOST_NAMED)
        if hanging:
            raise RealRowsHang(tuple(hanging))
        for model in (*invented_histories(), *invented_models()):
            rows = invented_rows(model)
            rows._raw_delete(rows.db)
        connection.check_constraints()
        append_audit_entry(
            by=DEMONSTRATOR, at=at, action="demonstration.remove", details={"rows": sum(counts.values())}
        )
    return DemonstrationReport(counts)
