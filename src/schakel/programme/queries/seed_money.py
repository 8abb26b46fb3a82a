# SPDX-License-Identifier: EUPL-1.2
"""Seed money, which is lent to an idea until a day of decision: go on, or stop."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import Min, OuterRef, QuerySet, Subquery

from schakel.programme.models import EntryKind, LedgerEntry, StageChange


class SeedState(StrEnum):
    """Where the decision on seed money stands on a day."""

    WITHOUT_DATE = "without_date"
    OVERDUE = "overdue"
    COMING = "coming"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class SeedMoney:
    """One line of seed money; ``decided_on`` is the first step of its initiative after the money."""

    pk: int
    initiative_code: str
    initiative_name: str
    programme_name: str
    amount_eur: Decimal
    on: date
    decision_due_on: date | None
    decided_on: date | None
    description: str
    state: SeedState
    invented: bool


def list_seed_money(today: date) -> tuple[SeedMoney, ...]:
    """Return the seed money that was granted or spent, what waits for a decision first.

    Lines that were corrected are left out, as are withdrawn ones (an amount of zero). A decision is a
    step in the life of the initiative on or after the day of the money.
    """
    found = [_seed(entry, today) for entry in _entries()]
    order = list(SeedState)
    return tuple(sorted(found, key=lambda s: (order.index(s.state), s.decision_due_on or s.on, s.pk)))


def _entries() -> QuerySet[LedgerEntry, Any]:
    steps = (
        StageChange.objects.filter(initiative=OuterRef("initiative_id"), on__gte=OuterRef("on"))
        .exclude(from_stage="unknown")
        .order_by()
        .values("initiative")
        .annotate(first=Min("on"))
        .values("first")
    )
    return (
        LedgerEntry.objects.filter(purpose="seed", kind__in=(EntryKind.GRANTED, EntryKind.SPENT))
        .filter(corrected_by__isnull=True, amount_eur__gt=0)
        .annotate(decided=Subquery(steps[:1]))
        .values_list(
            "pk",
            "initiative__code",
            "initiative__name",
            "programme__name",
            "amount_eur",
            "on",
            "decision_due_on",
            "decided",
            "description",
            "invented",
        )
    )


def _seed(row: tuple[Any, ...], today: date) -> SeedMoney:
    pk, code, name, programme, amount_eur, on, due_on, decided, description, invented = row
    state = _state(due_on, decided, today)
    return SeedMoney(
        pk, code or "", name or "", programme, amount_eur, on, due_on, decided, description, state, invented
    )


def _state(due_on: date | None, decided_on: date | None, today: date) -> SeedState:
    if decided_on is not None:
        return SeedState.DECIDED
    if due_on is None:
        return SeedState.WITHOUT_DATE
    return SeedState.OVERDUE if due_on < today else SeedState.COMING
