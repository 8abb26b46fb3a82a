# SPDX-License-Identifier: EUPL-1.2
"""What we put on the agenda of others: where it stands, what waits longest, and who was asked how much.

The register itself is that of the programme; this only reads it.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from schakel.programme.models import AgendaSubject

RAISED, ANSWERED = "raised", ("taken", "declined")


@dataclass(frozen=True, slots=True)
class WaitingSubject:
    """A subject that was raised and got no answer yet."""

    pk: int
    subject: str
    addressee: str
    ask: str
    raised_on: date
    days: int
    invented: bool


@dataclass(frozen=True, slots=True)
class Addressee:
    """A body that was asked: how many subjects, how many of those it answered, and how many it took up."""

    name: str
    n: int
    n_answered: int
    n_taken: int


@dataclass(frozen=True, slots=True)
class Lobby:
    """The subjects together; ``waiting`` the longest first, ``incomplete`` without an outcome they need."""

    n: int
    n_planned: int
    n_taken: int
    n_declined: int
    waiting: tuple[WaitingSubject, ...]
    addressees: tuple[Addressee, ...]
    incomplete: tuple[int, ...]


def read_lobby(today: date) -> Lobby:
    """Return how the subjects that are raised elsewhere stand, in one query."""
    rows = list(AgendaSubject.objects.order_by("raised_on", "pk"))
    counts = Counter(row.status for row in rows)
    waiting = [
        WaitingSubject(
            r.pk, r.subject, r.addressee, r.ask, r.raised_on, (today - r.raised_on).days, r.invented
        )
        for r in rows
        if r.status == RAISED and r.raised_on is not None
    ]
    return Lobby(
        len(rows),
        counts["planned"],
        counts["taken"],
        counts["declined"],
        tuple(sorted(waiting, key=lambda w: (-w.days, w.pk))),
        _addressees(rows),
        tuple(r.pk for r in rows if not r.addressee or (r.status in ANSWERED and not r.outcome)),
    )


def _addressees(rows: list[AgendaSubject]) -> tuple[Addressee, ...]:
    """Return each body that was asked, those that answered least first."""
    groups: dict[str, list[AgendaSubject]] = {}
    for row in rows:
        if row.status != "planned":
            groups.setdefault(row.addressee, []).append(row)
    found = [
        Addressee(
            name,
            len(asked),
            sum(r.status in ANSWERED for r in asked),
            sum(r.status == "taken" for r in asked),
        )
        for name, asked in groups.items()
    ]
    return tuple(sorted(found, key=lambda a: (a.n_answered - a.n, a.name)))
