# SPDX-License-Identifier: EUPL-1.2
"""A process that writes to the register and says what was confirmed, until it is killed."""

import sys
from datetime import UTC, date, datetime
from itertools import count

import django

django.setup()

from django.db import transaction  # noqa: E402

from schakel.programme.models import FundingProgramme, LedgerEntry  # noqa: E402
from schakel.programme.recording import Actor, add_record, append_row, change_record  # noqa: E402


def main() -> None:
    name = sys.argv[1]
    by, at = Actor(name), datetime.now(UTC)
    programme = FundingProgramme(code=name, name=name, kind="grant")
    programme = add_record(programme, action="money.open", by=by, at=at)
    for number in count():
        reference = f"{name}-{number}"
        with transaction.atomic():
            entry = LedgerEntry(
                kind="pledged",
                programme=programme,
                amount_eur="1.00",
                on=date(2031, 1, 1),
                reference=reference,
            )
            append_row(entry, action="ledger.add", by=by, at=at)
            change_record(
                programme,
                action="money.change",
                expected_version=None,
                by=by,
                at=at,
                changes={"summary": reference},
            )
        sys.stdout.write(f"{reference}\n")
        sys.stdout.flush()


main()
