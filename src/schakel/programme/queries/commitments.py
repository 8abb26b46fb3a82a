# SPDX-License-Identifier: EUPL-1.2
"""How far each commitment is, and totals of each kind; kinds and units are never added together.

A statement that was corrected does not count; its correction does. Of promises and confirmations the
newest counts, deliveries add up; one that was corrected to zero was never said. Without any promise left,
nothing is promised (zero). An amount that is not known stays unknown: then the share that was
delivered is not known either. Without any statement of delivery nothing is known about delivery, which
is not the same as nothing delivered.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet

from schakel.programme.models import Commitment, CommitmentEntry, CommitmentStep

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a commitment is.

    Attributes
    ----------
    kind, unit, line, partner
        What is brought in, counted in what, for which line ("" for none), by which partner (its code).
    promised, confirmed
        The newest amount; ``None`` where there is none or it is not known.
    is_confirmed
        Whether there is a confirmation at all.
    delivered
        The sum of what was delivered; ``None`` where nothing was reported or an amount is not known.
    reported
        The sum of the known deliveries, also where another one is not known.
    n_deliveries, n_unknown_deliveries
        How many deliveries there are, and of how many the amount is not known.
    share
        Delivered of promised; ``None`` where one of the two is not known, or nothing was promised.
    over
        What was delivered on top of the promise, zero or more; ``None`` where not known.
    is_late
        Whether the day has passed and less was delivered than promised, or nothing is reported.
    """

    kind: str
    unit: str
    line: str
    partner: str
    promised: Decimal | None
    confirmed: Decimal | None
    is_confirmed: bool
    delivered: Decimal | None
    reported: Decimal
    n_deliveries: int
    n_unknown_deliveries: int
    share: Decimal | None
    over: Decimal | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class CommitmentState(Standing):
    """One commitment with how far it is."""

    commitment: Commitment


class Statement(NamedTuple):
    """What counts of a statement about a commitment."""

    on: date
    pk: int
    step: str
    amount: Decimal | None
    corrects_id: int | None

    @property
    def is_withdrawal(self) -> bool:
        """Whether it takes another statement back: a correction to zero."""
        return self.corrects_id is not None and self.amount == ZERO


@dataclass(frozen=True, slots=True)
class CommitmentTotal:
    """The commitments of one kind in one unit together.

    Attributes
    ----------
    promised, confirmed
        Sum of the known amounts; ``None`` where no amount is known.
    delivered
        Sum of the known deliveries; ``None`` where no delivery is reported.
    n_promised_unknown, n_delivered_unknown, n_unreported
        Of how many commitments the amount promised or delivered is not known, or no delivery is reported.
    share
        Delivered of promised; ``None`` where an amount is not known or no delivery is reported at all.
        Commitments without a report add nothing to what was delivered.
    over
        What was delivered on top of single promises; it does not make up for others.
    """

    kind: str
    unit: str
    n: int
    promised: Decimal | None
    confirmed: Decimal | None
    delivered: Decimal | None
    n_promised_unknown: int
    n_delivered_unknown: int
    n_unreported: int
    n_late: int
    share: Decimal | None
    over: Decimal


@dataclass(frozen=True, slots=True)
class CommitmentOverview:
    """All commitments together: how many, and the totals by kind, by line and by partner."""

    n: int
    n_late: int
    totals: tuple[CommitmentTotal, ...]
    by_line: Mapping[str, list[CommitmentTotal]]
    by_partner: Mapping[str, list[CommitmentTotal]]


def commitments_with_entries(queryset: QuerySet[Commitment] | None = None) -> QuerySet[Commitment]:
    """Return commitments with what :func:`state_of` needs, in two queries."""
    chosen = Commitment.objects.all() if queryset is None else queryset
    entries = CommitmentEntry.objects.select_related("corrected_by", "evidence")
    return chosen.select_related("partner", "initiative").prefetch_related(Prefetch("entries", entries))


def counting_entries(commitment: Commitment) -> list[CommitmentEntry]:
    """Return the statements that were not corrected, oldest first."""
    entries = {entry.pk: entry for entry in commitment.entries.all()}
    return [entries[s.pk] for s in _counting(_statement(entry) for entry in entries.values())]


def state_of(commitment: Commitment, today: date) -> CommitmentState:
    """Return how far a commitment is on a day."""
    statements = [_statement(entry) for entry in commitment.entries.all()]
    amounts = amounts_of(statements, commitment.due_on, today)
    return CommitmentState(
        kind=commitment.kind,
        unit=commitment.unit,
        line=commitment.line,
        partner=commitment.partner.code,
        commitment=commitment,
        **amounts,
    )


def states_of(queryset: QuerySet[Commitment] | None, today: date) -> list[CommitmentState]:
    """Return how far each commitment of a list is."""
    return [state_of(commitment, today) for commitment in commitments_with_entries(queryset)]


def standings(today: date) -> list[Standing]:
    """Return how far every commitment is, for totals, in two queries."""
    statements: dict[int, list[Statement]] = {}
    rows = CommitmentEntry.objects.values_list(
        "commitment_id", "on", "pk", "step", "amount", "corrects_id"
    ).order_by()
    for commitment, on, pk, step, amount, corrects_id in rows:
        statements.setdefault(commitment, []).append(Statement(on, pk, step, amount, corrects_id))
    commitments = Commitment.objects.values_list("pk", "kind", "unit", "line", "partner__code", "due_on")
    return [
        Standing(kind, unit, line, partner, **amounts_of(statements.get(pk, ()), due_on, today))
        for pk, kind, unit, line, partner, due_on in commitments.order_by("pk")
    ]


def _statement(entry: CommitmentEntry) -> Statement:
    return Statement(entry.on, entry.pk, entry.step, entry.amount, entry.corrects_id)


def _counting(statements: Iterable[Statement]) -> list[Statement]:
    """Return the statements that were not corrected, oldest first."""
    everything = sorted(statements)
    replaced = {s.corrects_id for s in everything if s.corrects_id is not None}
    return [s for s in everything if s.pk not in replaced]


def amounts_of(statements: Iterable[Statement], due_on: date | None, today: date) -> dict[str, Any]:
    """Return the amounts of a commitment from what was said about it."""
    left = _counting(statements)
    counting = [s for s in left if not s.is_withdrawal]
    is_withdrawn = any(s.is_withdrawal and s.step == CommitmentStep.PROMISED for s in left)
    promised = [s for s in counting if s.step == CommitmentStep.PROMISED]
    confirmed = [s for s in counting if s.step == CommitmentStep.CONFIRMED]
    deliveries = [s.amount for s in counting if s.step == CommitmentStep.DELIVERED]
    known = [amount for amount in deliveries if amount is not None]
    reported = sum(known, ZERO)
    delivered = reported if deliveries and len(known) == len(deliveries) else None
    promise = promised[-1].amount if promised else ZERO if is_withdrawn else None
    is_due = due_on is not None and due_on < today
    short = not deliveries or (delivered is not None and promise is not None and delivered < promise)
    return {
        "promised": promise,
        "confirmed": confirmed[-1].amount if confirmed else None,
        "is_confirmed": bool(confirmed),
        "delivered": delivered,
        "reported": reported,
        "n_deliveries": len(deliveries),
        "n_unknown_deliveries": len(deliveries) - len(known),
        "share": share_of(delivered, promise),
        "over": _over(delivered, promise),
        "is_late": is_due and short and promise != ZERO,
    }


def commitment_overview(states: Iterable[Standing]) -> CommitmentOverview:
    """Return all commitments together."""
    everything = list(states)
    return CommitmentOverview(
        n=len(everything),
        n_late=sum(standing.is_late for standing in everything),
        totals=tuple(totals_by_kind(everything)),
        by_line=totals_by(everything, lambda standing: standing.line),
        by_partner=totals_by(everything, lambda standing: standing.partner),
    )


def totals_by_kind(states: Iterable[Standing]) -> list[CommitmentTotal]:
    """Return a total for each kind and unit, in that order."""
    groups = totals_by(states, lambda state: "")
    return groups.get("", [])


def totals_by(
    states: Iterable[Standing], group: Callable[[Standing], str]
) -> dict[str, list[CommitmentTotal]]:
    """Return totals for each group (a line, a partner), kind and unit.

    Parameters
    ----------
    group
        Gives the code of the group; empty where a commitment belongs to none.
    """
    found: dict[str, dict[tuple[str, str], list[Standing]]] = {}
    for state in states:
        key = (state.kind, state.unit)
        found.setdefault(group(state), {}).setdefault(key, []).append(state)
    return {
        code: [_total(kind, unit, found[code][kind, unit]) for kind, unit in sorted(found[code])]
        for code in sorted(found)
    }


def share_of(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """Return a part of a whole; unknown where one of the two is, or the whole is nothing."""
    return None if part is None or not whole else part / whole


def _over(delivered: Decimal | None, promised: Decimal | None) -> Decimal | None:
    return None if delivered is None or promised is None else max(delivered - promised, ZERO)


def _total(kind: str, unit: str, states: list[Standing]) -> CommitmentTotal:
    promised = _known_sum(s.promised for s in states)
    has_report = any(s.n_deliveries > s.n_unknown_deliveries for s in states)
    delivered = sum((s.reported for s in states), ZERO) if has_report else None
    n_promised_unknown = sum(s.promised is None for s in states)
    n_delivered_unknown = sum(s.n_unknown_deliveries > 0 for s in states)
    is_known = not n_promised_unknown and not n_delivered_unknown
    return CommitmentTotal(
        kind=kind,
        unit=unit,
        n=len(states),
        promised=promised,
        confirmed=_known_sum(s.confirmed for s in states),
        delivered=delivered,
        n_promised_unknown=n_promised_unknown,
        n_delivered_unknown=n_delivered_unknown,
        n_unreported=sum(not s.n_deliveries for s in states),
        n_late=sum(s.is_late for s in states),
        share=share_of(delivered, promised) if is_known else None,
        over=sum((s.over or ZERO for s in states), ZERO),
    )


def _known_sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if known else None
