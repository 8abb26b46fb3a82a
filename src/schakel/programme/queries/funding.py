# SPDX-License-Identifier: EUPL-1.2
"""Until when each initiative is paid, what it has left, and which decisions on money are due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from schakel.programme.models import (
    Continuity,
    Funding,
    Initiative,
    InitiativeRelation,
)
from schakel.programme.queries.ledger import Flow, Steps, steps_of
from schakel.programme.queries.seed_money import SeedState, list_seed_money
from schakel.programme.transitions import ENDED

WARN_MONTHS = 12
SOON_DAYS = 90


@dataclass(frozen=True, slots=True)
class MoneyUntil:
    """Until when an initiative is paid.

    ``state`` is "structural" (has no end), "ended", "soon" (ends within twelve months), "later",
    "open" (one of its sources has no end date, ``until_on`` is the last one known) or "none" (no source
    is recorded). ``is_cliff``: ends within twelve months, or ended, and what comes after is not arranged.
    """

    initiative: str
    name: str
    stage: str
    continuity: str
    continuity_note: str
    sources: tuple[str, ...]
    starts_on: date | None
    until_on: date | None
    months_left: int | None
    state: str
    is_cliff: bool
    invented: bool


def running_initiatives() -> QuerySet[Initiative]:
    """Return the initiatives of our own and of partners that have not ended."""
    return Initiative.objects.exclude(stage__in=ENDED).exclude(relation=InitiativeRelation.EXTERNAL)


def money_until(today: date, initiatives: QuerySet[Initiative] | None = None) -> tuple[MoneyUntil, ...]:
    """Return until when each initiative is paid, first those whose money ends first.

    Parameters
    ----------
    initiatives
        A selection; all running ones when left out.
    """
    chosen = running_initiatives() if initiatives is None else initiatives
    paid: dict[int, list[Funding]] = {}
    fundings = Funding.objects.filter(initiative__in=chosen.order_by().values("pk"))
    for row in fundings.select_related("programme").order_by("starts_on", "pk"):
        paid.setdefault(row.initiative_id, []).append(row)
    found = [until_of(i, paid.get(i.pk, []), today) for i in chosen.only(*_TOLD)]
    order = {"ended": 0, "soon": 0, "later": 0, "open": 1, "structural": 2, "none": 3}
    return tuple(sorted(found, key=lambda m: (order[m.state], m.until_on or date.max, m.name)))


_TOLD = ("code", "name", "stage", "continuity", "continuity_note", "invented")


def until_of(initiative: Initiative, fundings: list[Funding], today: date) -> MoneyUntil:
    """Return until when one initiative is paid, from all its fundings with their programmes."""
    ends = [f.ends_on for f in fundings if f.ends_on is not None]
    starts = [f.starts_on for f in fundings if f.starts_on is not None]
    last = max(ends, default=None)
    state = _state(fundings, last, today)
    uncovered = initiative.continuity != Continuity.ARRANGED and initiative.stage not in ENDED
    return MoneyUntil(
        initiative=initiative.code,
        name=initiative.name,
        stage=initiative.stage,
        continuity=initiative.continuity,
        continuity_note=initiative.continuity_note,
        sources=tuple(dict.fromkeys(f.programme.name for f in fundings)),
        starts_on=min(starts, default=None),
        until_on=None if state == "structural" else last,
        months_left=months_between(today, last) if last and state in ("ended", "soon", "later") else None,
        state=state,
        is_cliff=state in ("ended", "soon") and uncovered,
        invented=initiative.invented,
    )


def _state(fundings: list[Funding], last: date | None, today: date) -> str:
    if not fundings:
        return "none"
    endless = [f for f in fundings if f.ends_on is None]
    if any(f.is_structural for f in endless):
        return "structural"
    if endless or last is None:
        return "open"
    if last < today:
        return "ended"
    return "soon" if months_between(today, last) < WARN_MONTHS else "later"


def months_between(first: date, last: date) -> int:
    """Return the whole months from one day to a later one; below zero when it is earlier."""
    if last < first:
        return -months_between(last, first)
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - 1 if last.day < first.day else months


@dataclass(frozen=True, slots=True)
class SourceOfInitiative:
    """What an initiative has from one programme."""

    programme: str
    name: str
    stream: str
    steps: Steps
    invented: bool


def initiative_sources(flows: Iterable[Flow], initiative: str) -> tuple[SourceOfInitiative, ...]:
    """Return the amounts of an initiative, each programme by itself."""
    parts: dict[tuple[str, str, str], list[Flow]] = {}
    for flow in flows:
        if flow.initiative == initiative:
            parts.setdefault((flow.stream, flow.programme_name, flow.programme), []).append(flow)
    return tuple(
        SourceOfInitiative(code, name, stream, steps_of(part, {stream}), any(f.invented for f in part))
        for (stream, name, code), part in sorted(parts.items())
    )


@dataclass(frozen=True, slots=True)
class DecisionDue:
    """A decision that belongs to money: go on or stop after seed money, or a following grant.

    ``kind`` is "seed" or "funding". ``state`` is "missing" (no date was agreed), "overdue", "soon" (within
    ninety days), "later" or "decided" (a step of the initiative was recorded after the money was given).
    """

    kind: str
    initiative: str
    initiative_name: str
    programme: str
    amount_eur: Decimal | None
    due_on: date | None
    decided_on: date | None
    state: str
    invented: bool


def decisions_due(today: date) -> tuple[DecisionDue, ...]:
    """Return the decisions on seed money and on funding, the most pressing first."""
    found = [*_seed_decisions(today), *_funding_decisions(today)]
    order = {"missing": 0, "overdue": 1, "soon": 2, "later": 3, "decided": 4}
    return tuple(sorted(found, key=lambda d: (order[d.state], d.due_on or date.max, d.initiative_name)))


def _seed_decisions(today: date) -> list[DecisionDue]:
    return [
        DecisionDue(
            "seed",
            seed.initiative_code,
            seed.initiative_name,
            seed.programme_name,
            seed.amount_eur,
            seed.decision_due_on,
            seed.decided_on,
            "decided" if seed.state == SeedState.DECIDED else _due_state(seed.decision_due_on, today),
            seed.invented,
        )
        for seed in list_seed_money(today)
    ]


def _funding_decisions(today: date) -> list[DecisionDue]:
    rows = Funding.objects.filter(decision_due_on__isnull=False, initiative__in=running_initiatives())
    return [
        DecisionDue("funding", code, name, programme, None, due_on, None, _due_state(due_on, today), invented)
        for code, name, programme, due_on, invented in rows.values_list(
            "initiative__code", "initiative__name", "programme__name", "decision_due_on", "invented"
        )
    ]


def _due_state(due: date | None, today: date) -> str:
    if due is None:
        return "missing"
    if due < today:
        return "overdue"
    return "soon" if due <= today + timedelta(days=SOON_DAYS) else "later"
