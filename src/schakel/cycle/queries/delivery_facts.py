# SPDX-License-Identifier: EUPL-1.2
"""What the rules of following delivery are judged on, each table read once for all initiatives.

Followed is what is ours or of partners and runs, or is not known to have ended.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import CharField, Count, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import TruncDate

from schakel.cycle.escalation_rules import find_rule
from schakel.programme.models import (
    Claim,
    Commitment,
    Funding,
    Initiative,
    Milestone,
    Need,
    ProgressUpdate,
    Risk,
    Stage,
    UpdateRound,
)
from schakel.programme.queries.claims import ClaimState, claim_states
from schakel.programme.queries.commitments import CommitmentState, states_of
from schakel.programme.queries.funding import running_initiatives
from schakel.programme.queries.ledger import current_entries
from schakel.programme.queries.seed_money import SeedMoney, list_seed_money


class Told(NamedTuple):
    """An update as far as rules need it."""

    initiative: int
    on: date
    quality: str
    quality_reason: str
    time: str
    time_reason: str
    money: str
    money_reason: str
    spent_eur: Decimal | None


class Booked(NamedTuple):
    """A line of the ledger that holds, of an initiative."""

    initiative: int
    on: date
    kind: str
    amount_eur: Decimal


class Matter(NamedTuple):
    """An open risk or need; ``on`` is the day on which it was entered or asked."""

    sort: str
    pk: int
    initiative: int
    text: str
    size: int
    measure: str
    on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What was read, by the key of the initiative; of the claims and the seed money by its code."""

    initiatives: tuple[Initiative, ...]
    updates: Mapping[int, list[Told]]
    milestones: Mapping[int, list[Milestone]]
    booked: Mapping[int, list[Booked]]
    claims: Mapping[str, list[ClaimState]]
    commitments: Mapping[int, list[CommitmentState]]
    fundings: Mapping[int, list[Funding]]
    matters: Mapping[int, list[Matter]]
    seed: Mapping[str, list[SeedMoney]]


def followed_initiatives() -> QuerySet[Initiative]:
    """Return the initiatives that are followed: those that run, and those not known to have ended."""
    over = Q(stage=Stage.UNKNOWN) & (Q(ended_year__isnull=False) | Q(ended_on__isnull=False))
    return running_initiatives().exclude(over)


def read_facts(today: date) -> Facts:
    """Read everything, in eleven queries whatever the number of initiatives."""
    chosen = followed_initiatives().order_by().values("pk")
    updates = ProgressUpdate.objects.filter(initiative__in=chosen).order_by("on", "pk")
    booked = current_entries().filter(initiative__in=chosen, amount_eur__gt=0).order_by("on", "pk")
    due = Commitment.objects.filter(initiative__in=chosen, due_on__lt=today)
    fundings = Funding.objects.filter(initiative__in=chosen).select_related("programme").order_by("pk")
    return Facts(
        initiatives=_initiatives(today),
        updates=_by(map(Told._make, updates.values_list("initiative_id", *Told._fields[1:])), "initiative"),
        milestones=_by(_milestones(chosen), "initiative_id"),
        booked=_by(map(Booked._make, booked.values_list("initiative_id", *Booked._fields[1:])), "initiative"),
        claims=_by(claim_states(Claim.objects.filter(initiative__in=chosen)), "initiative"),
        commitments=_commitments(states_of(due, today)),
        fundings=_by(fundings, "initiative_id"),
        matters=_by(_matters(chosen), "initiative"),
        seed=_by(list_seed_money(today), "initiative_code"),
    )


def _by(rows: Any, name: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def _initiatives(today: date) -> tuple[Initiative, ...]:
    """Return the followed initiatives with their first step, and the last round that ended for each."""
    over = today - timedelta(days=find_rule("no_update").limit)
    ended = (
        UpdateRound.objects.filter(due_on__lt=over)
        .filter(Q(invented=False) | Q(invented=OuterRef("invented")))
        .order_by("-due_on", "-pk")
    )
    told = {f"round_{name}": Subquery(ended.values(name)[:1]) for name in ("title", "opens_on", "due_on")}
    found = (
        followed_initiatives().select_related("owner").annotate(first_step=Min("stage_changes__on"), **told)
    )
    return tuple(found.order_by("name", "pk"))


def _milestones(chosen: Any) -> QuerySet[Milestone]:
    """Return the milestones that are not reached: how many other dates each got, and since when too many."""
    limit = find_rule("milestone_moved").limit
    other = (
        Milestone.history.model.objects.filter(id=OuterRef("pk")).exclude(due_on=F("first_due_on")).order_by()
    )
    n_dates = other.values("id").annotate(n=Count("due_on", distinct=True)).values("n")
    first_set = other.values("due_on").annotate(first=Min("changed_at")).order_by("first").values("first")
    return (
        Milestone.objects.filter(initiative__in=chosen, done_on__isnull=True)
        .select_related("initiative", "activity")
        .annotate(
            n_dates=Subquery(n_dates[:1], output_field=IntegerField()),
            moved_at=Subquery(first_set[limit - 1 : limit]),
        )
        .order_by("due_on", "pk")
    )


def _matters(chosen: Any) -> list[Matter]:
    """Return the open risks and needs, in one query for both."""
    risks = Risk.objects.filter(initiative__in=chosen, closed_on=None).order_by()
    needs = Need.objects.filter(initiative__in=chosen, status="open").order_by()
    rows = (
        risks.annotate(size=F("likelihood") * F("effect"), day=TruncDate("created_at"))
        .values_list(Value("risk", CharField()), "pk", "initiative_id", "text", "size", "measure", "day")
        .union(
            needs.values_list(
                Value("need", CharField()),
                "pk",
                "initiative_id",
                "text",
                Value(0, IntegerField()),
                Value("", CharField()),
                "asked_on",
            ),
            all=True,
        )
    )
    return sorted((Matter._make(row) for row in rows), key=lambda m: (m.sort, m.on, m.pk))


def _commitments(states: list[CommitmentState]) -> dict[int, list[CommitmentState]]:
    found: dict[int, list[CommitmentState]] = defaultdict(list)
    for state in states:
        key = state.commitment.initiative_id
        if key is not None and state.is_late:
            found[key].append(state)
    return found


def moved_at(milestone: Milestone) -> datetime | None:
    """Return when a milestone of :func:`read_facts` was moved once too often."""
    found: datetime | None = getattr(milestone, "moved_at", None)
    return found
