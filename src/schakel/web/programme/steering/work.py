# SPDX-License-Identifier: EUPL-1.2
"""What is done beside what is weak, read again only when the register changed."""

from dataclasses import dataclass
from datetime import date

from schakel.programme.models import (
    Activity,
    Cause,
    Claim,
    Commitment,
    CommitmentEntry,
    FundingProgramme,
    Initiative,
    LedgerEntry,
    Partner,
    Strengthening,
)
from schakel.programme.queries.capacity import Capacity, read_capacity
from schakel.programme.queries.coverage import (
    Matrix,
    Orphan,
    actions_without_work,
    build_matrix,
    find_orphans,
)
from schakel.programme.queries.effort import read_efforts
from schakel.web.programme.kept import kept
from schakel.web.programme.steering.diagnosis import Aim
from schakel.web.reading import Reading

OF_WORK = (Activity, Cause, Claim, FundingProgramme, Initiative, LedgerEntry, Partner, Strengthening)
OF_CAPACITY = (Activity, Commitment, CommitmentEntry, Initiative, Partner)


@dataclass(frozen=True, slots=True)
class Work:
    """The coverage matrix, what serves nothing, and the actions of the course for which nothing is done."""

    matrix: Matrix
    orphans: tuple[Orphan, ...]
    open_actions: tuple[str, ...]


def open_work(reading: Reading, aim: Aim, *, with_ended: bool) -> Work:
    """Return what is done for each element of the measurement that is read."""

    def look() -> Work:
        efforts = read_efforts(aim.names.line_of_action, with_ended=with_ended)
        return Work(
            build_matrix(efforts, reading.dossier.coverage, aim.weaknesses),
            find_orphans(efforts),
            tuple(actions_without_work(efforts, list(aim.names.actions))),
        )

    return kept(("work", reading.stored.id, with_ended), OF_WORK, look)


def open_capacity(today: date) -> tuple[Capacity, ...]:
    """Return the hours that each partner promised beside those that are planned."""
    return kept(("capacity", today), OF_CAPACITY, lambda: read_capacity(today))
