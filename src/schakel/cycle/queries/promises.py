# SPDX-License-Identifier: EUPL-1.2
"""Every promise that is still open: decisions, action points and agreements, until each is closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from schakel.cycle.models import ActionPoint, Agreement, AgreementStatus
from schakel.cycle.queries.decisions import open_decisions
from schakel.cycle.queries.years import open_year
from schakel.cycle.sight import Sight, visible_actions, visible_agreements

DECISION, ACTION, AGREEMENT = "decision", "action", "agreement"
KINDS = (DECISION, ACTION, AGREEMENT)


@dataclass(frozen=True, slots=True)
class Promise:
    """Who does what before when, and since when that stands.

    Attributes
    ----------
    kind, key
        "decision" with its number, "action" or "agreement" with its key.
    days_late
        Days since ``due_on``; 0 while it has not passed.
    promised_on, year
        When it was promised, and the year of the cycle, or else the calendar year, in which that was.
    carried_from
        That year, where it lies before the year that runs now; else ``None``.
    meeting_code, meeting
        The meeting in which it was promised; empty when it was none.
    """

    kind: str
    key: str
    text: str
    owner_code: str
    owner: str
    due_on: date
    days_late: int
    status: str
    promised_on: date
    year: int
    carried_from: int | None
    meeting_code: str = ""
    meeting: str = ""
    is_confidential: bool = False
    invented: bool = False

    @property
    def is_late(self) -> bool:
        """Whether its date has passed."""
        return self.days_late > 0


def open_promises(sight: Sight, today: date) -> tuple[Promise, ...]:
    """Return every open promise that may be seen: late ones first, then the first date first.

    Nothing leaves the list by growing old: only carrying out, dropping or replacing it does that.
    """
    current = open_year()
    running = current.year if current else today.year
    found = [
        *(_of_decision(d, today, running) for d in open_decisions(sight, today)),
        *(_of_action(a, today, running) for a in open_actions(sight)),
        *(_of_agreement(a, today, running) for a in open_agreements(sight)),
    ]
    return tuple(sorted(found, key=lambda p: (p.due_on, KINDS.index(p.kind), p.key)))


def open_actions(sight: Sight) -> QuerySet[ActionPoint]:
    """Return the action points that are neither done nor dropped."""
    found = visible_actions(sight).filter(done_on__isnull=True, dropped_on__isnull=True)
    return found.select_related("owner", "meeting__cycle", "decision", "item")


def open_agreements(sight: Sight) -> QuerySet[Agreement]:
    """Return the agreements that still stand; those of a confidential talk for who may read its report."""
    found = visible_agreements(sight).filter(status=AgreementStatus.OPEN)
    return found.select_related("owner", "cycle", "talk")


@dataclass(frozen=True, slots=True)
class OwnerPromises:
    """The open promises of one organisation."""

    owner_code: str
    owner: str
    promises: tuple[Promise, ...]

    @property
    def n_late(self) -> int:
        """How many are late."""
        return sum(1 for p in self.promises if p.is_late)


def promises_by_owner(promises: Iterable[Promise]) -> tuple[OwnerPromises, ...]:
    """Return the promises by organisation: most late first, then by name."""
    by: dict[tuple[str, str], list[Promise]] = {}
    for promise in promises:
        by.setdefault((promise.owner_code, promise.owner), []).append(promise)
    found = [OwnerPromises(code, name, tuple(rows)) for (code, name), rows in by.items()]
    return tuple(sorted(found, key=lambda o: (-o.n_late, o.owner.casefold(), o.owner_code)))


def _of_decision(d: Any, today: date, running: int) -> Promise:
    year = d.meeting.cycle.year if d.meeting.cycle else d.on.year
    return Promise(
        kind=DECISION,
        key=d.number,
        text=d.text,
        owner_code=d.owner.code,
        owner=d.owner.name,
        due_on=d.due_on,
        days_late=_days_late(d.due_on, today),
        status=d.standing,
        promised_on=d.on,
        year=year,
        carried_from=_carried(year, running),
        meeting_code=d.meeting.code,
        meeting=d.meeting.title,
        is_confidential=d.is_confidential or d.item.is_confidential,
        invented=d.invented,
    )


def _of_action(a: ActionPoint, today: date, running: int) -> Promise:
    promised_on = a.meeting.on if a.meeting else timezone.localdate(a.created_at)
    cycle = a.meeting.cycle if a.meeting else None
    year = cycle.year if cycle else promised_on.year
    return Promise(
        kind=ACTION,
        key=str(a.pk),
        text=a.text,
        owner_code=a.owner.code,
        owner=a.owner.name,
        due_on=a.due_on,
        days_late=_days_late(a.due_on, today),
        status="open",
        promised_on=promised_on,
        year=year,
        carried_from=_carried(year, running),
        meeting_code=a.meeting.code if a.meeting else "",
        meeting=a.meeting.title if a.meeting else "",
        is_confidential=a.is_confidential or bool(a.item and a.item.is_confidential),
        invented=a.invented,
    )


def _of_agreement(a: Agreement, today: date, running: int) -> Promise:
    promised_on = a.talk.on if a.talk else timezone.localdate(a.created_at)
    return Promise(
        kind=AGREEMENT,
        key=str(a.pk),
        text=a.text,
        owner_code=a.owner.code,
        owner=a.owner.name,
        due_on=a.due_on,
        days_late=_days_late(a.due_on, today),
        status=a.status,
        promised_on=promised_on,
        year=a.cycle.year,
        carried_from=_carried(a.cycle.year, running),
        is_confidential=bool(a.talk and a.talk.is_confidential),
        invented=a.invented,
    )


def _days_late(due_on: date, today: date) -> int:
    return max(0, (today - due_on).days)


def _carried(year: int, running: int) -> int | None:
    return year if year < running else None
