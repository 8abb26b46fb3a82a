# SPDX-License-Identifier: EUPL-1.2
"""Can we still do this: the hours that activities ask of each partner beside the hours it promised."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from schakel.programme.models import Activity, ActivityStatus, Commitment, CommitmentKind, InitiativeRelation
from schakel.programme.queries.commitments import states_of
from schakel.programme.queries.coverage import Amount, add_up


@dataclass(frozen=True, slots=True)
class Capacity:
    """The hours of a partner; ``code`` is empty for activities that nobody owns.

    Attributes
    ----------
    promised_hours
        In commitments whose last day has not passed.
    planned_hours
        Of the activities that it owns and that are planned or run.
    verdict
        "over": more planned than promised, whatever the unknown hours are; "fits"; "unknown".
    """

    code: str
    name: str
    promised_hours: Amount
    planned_hours: Amount
    verdict: str


def read_capacity(today: date) -> tuple[Capacity, ...]:
    """Return the hours of each partner that promised some or owns activities, those over first."""
    names: dict[str, str] = {"": ""}
    promised: dict[str, list[Decimal | None]] = defaultdict(list)
    planned: dict[str, list[Decimal | None]] = defaultdict(list)
    holding = Commitment.objects.filter(Q(due_on__isnull=True) | Q(due_on__gte=today))
    for state in states_of(holding.filter(kind=CommitmentKind.HOURS), today):
        partner = state.commitment.partner
        names[partner.code] = partner.name
        promised[partner.code].append(state.promised)
    for code, name, hours in (
        Activity.objects.filter(status__in=(ActivityStatus.PLANNED, ActivityStatus.RUNNING))
        .exclude(initiative__relation=InitiativeRelation.EXTERNAL)
        .order_by()
        .values_list("owner__code", "owner__name", "planned_hours")
    ):
        names[code or ""] = name or ""
        planned[code or ""].append(hours)
    found = [_capacity(code, names[code], promised[code], planned[code]) for code in {*promised, *planned}]
    order = {"over": 0, "unknown": 1, "fits": 2}
    return tuple(sorted(found, key=lambda c: (not c.code, order[c.verdict], c.name, c.code)))


def _capacity(
    code: str, name: str, promised: list[Decimal | None], planned: list[Decimal | None]
) -> Capacity:
    given, asked = add_up(promised), add_up(planned)
    return Capacity(code, name, given, asked, _verdict(given, asked))


def _verdict(promised: Amount, planned: Amount) -> str:
    """Compare; an unknown promise may be large, unknown planned hours may be many."""
    if promised.known is None or promised.n_unknown:
        return "unknown"
    if planned.known is not None and planned.known > promised.known:
        return "over"
    return "unknown" if planned.n_unknown else "fits"
