# SPDX-License-Identifier: EUPL-1.2
"""Promises that came along: results, commitments and money of what an initiative was before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from schakel.programme.models import Claim, Commitment, EntryKind
from schakel.programme.queries.claims import ClaimState, few_claim_states
from schakel.programme.queries.commitments import Statement, amounts_of
from schakel.programme.queries.ledger import Flow, current_entries, money_flows, steps_by
from schakel.programme.queries.lineage import LineageStep


@dataclass(frozen=True, slots=True)
class CarriedPromise:
    """Something that was promised to or by an earlier initiative, as it stands there.

    ``sort`` is "result", "commitment" or "money"; ``code`` that of the result, the partner or the funding
    programme; ``step`` a step of a result, of a commitment, or of the ledger. ``high`` differs from
    ``amount`` where versions differ. What is not known is ``None``.
    """

    from_code: str
    from_name: str
    sort: str
    code: str
    title: str
    step: str
    amount: Decimal | None
    high: Decimal | None
    unit: str
    invented: bool


def carried_promises(ancestry: Iterable[LineageStep], today: date) -> tuple[CarriedPromise, ...]:
    """Return what earlier initiatives bring along, those of the nearest first; no query without any."""
    steps = tuple(ancestry)
    if not steps:
        return ()
    codes = [step.from_code for step in steps]
    return carried_from(
        steps,
        few_claim_states(Claim.objects.filter(initiative__code__in=codes)),
        money_flows(current_entries().filter(initiative__code__in=codes)),
        today,
    )


def carried_from(
    ancestry: Iterable[LineageStep], claims: Iterable[ClaimState], flows: Iterable[Flow], today: date
) -> tuple[CarriedPromise, ...]:
    """Return the same out of claims and flows that were read already, also of other initiatives."""
    origin = {step.from_code: step for step in ancestry}
    if not origin:
        return ()
    place = {code: i for i, code in enumerate(origin)}
    found = [*_results(origin, claims), *_commitments(origin, today), *_money(origin, flows)]
    return tuple(sorted(found, key=lambda p: (place[p.from_code], p.sort, p.title, p.step)))


def _results(origin: Mapping[str, LineageStep], claims: Iterable[ClaimState]) -> list[CarriedPromise]:
    found = []
    for claim in claims:
        if claim.initiative in origin:
            step = claim.reached
            state = claim.at(step) if step else None
            found.append(
                CarriedPromise(
                    claim.initiative,
                    origin[claim.initiative].from_name,
                    "result",
                    claim.code,
                    claim.title,
                    step,
                    state.low if state is not None else None,
                    state.high if state is not None else None,
                    claim.unit,
                    claim.invented,
                )
            )
    return found


_COMMITMENT = ("initiative__code", "partner__code", "partner__name", "title", "unit", "invented", "due_on")
_ENTRY = ("on", "pk", "step", "amount", "corrects_id")


def _commitments(origin: Mapping[str, LineageStep], today: date) -> list[CarriedPromise]:
    """Return the commitments with how far they are, in one query with their entries."""
    rows = Commitment.objects.filter(initiative__code__in=list(origin))
    said: dict[tuple[Any, ...], list[Statement]] = {}
    for row in rows.values_list("pk", *_COMMITMENT, *(f"entries__{name}" for name in _ENTRY)):
        of, entry = row[: -len(_ENTRY)], Statement(*row[-len(_ENTRY) :])
        said.setdefault(of, []).extend([entry] if entry.pk is not None else [])
    found = []
    for (_, code, partner, partner_name, title, unit, invented, due_on), statements in said.items():
        step, amount = _how_far(amounts_of(statements, due_on, today))
        name, told = origin[code].from_name, f"{partner_name}: {title}"
        found.append(
            CarriedPromise(code, name, "commitment", partner, told, step, amount, amount, unit, invented)
        )
    return found


def _how_far(amounts: Mapping[str, Any]) -> tuple[str, Decimal | None]:
    if amounts["n_deliveries"]:
        return "delivered", amounts["delivered"]
    if amounts["is_confirmed"]:
        return "confirmed", amounts["confirmed"]
    return "promised", amounts["promised"]


def _money(origin: Mapping[str, LineageStep], flows: Iterable[Flow]) -> list[CarriedPromise]:
    """Return what was granted to and spent by each, per funding programme."""
    own = [f for f in flows if f.initiative in origin]
    parts = steps_by(own, lambda f: (f.initiative, f.programme), {f.stream for f in own})
    about = {(f.initiative, f.programme): (f.programme_name, f.invented) for f in own}
    found = []
    for key, steps in parts.items():
        code, programme = key
        title, invented = about[key]
        for step, amount in ((EntryKind.GRANTED, steps.granted_net), (EntryKind.SPENT, steps.spent)):
            if amount is not None:
                name = origin[code].from_name
                found.append(
                    CarriedPromise(
                        code, name, "money", programme, title, step.value, amount, amount, "EUR", invented
                    )
                )
    return found
