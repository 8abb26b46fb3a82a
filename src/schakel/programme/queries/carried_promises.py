# SPDX-License-Identifier: EUPL-1.2
"""Promises that came along: results, commitments and money of what an initiative was before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from schakel.programme.models import Commitment, EntryKind
from schakel.programme.queries.claims import ClaimState
from schakel.programme.queries.commitments import Amounts, Statement, amounts_of
from schakel.programme.queries.ledger import Flow, steps_by
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
    origin = {step.from_code: step for step in ancestry}
    if not origin:
        return ()
    place = {code: i for i, code in enumerate(origin)}
    found = [*_results(origin), *_commitments(origin, today), *_money(origin)]
    return tuple(sorted(found, key=lambda p: (place[p.from_code], p.sort, p.title, p.step)))


def _results(origin: Mapping[str, LineageStep]) -> list[CarriedPromise]:
    found = []
    for claim in claim_states(claims_with_names().filter(initiative__code__in=list(origin))):
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


def _commitments(origin: Mapping[str, LineageStep], today: date) -> list[CarriedPromise]:
    found = []
    for state in states_of(Commitment.objects.filter(initiative__code__in=list(origin)), today):
        row = state.commitment
        if row.initiative is not None:
            step, amount = _how_far(state)
            title = f"{row.partner.name}: {row.title}"
            came_from = origin[row.initiative.code]
            found.append(
                CarriedPromise(
                    came_from.from_code,
                    came_from.from_name,
                    "commitment",
                    row.partner.code,
                    title,
                    step,
                    amount,
                    amount,
                    row.unit,
                    row.invented,
                )
            )
    return found


def _how_far(state: CommitmentState) -> tuple[str, Decimal | None]:
    if state.n_deliveries:
        return "delivered", state.delivered
    return ("confirmed", state.confirmed) if state.is_confirmed else ("promised", state.promised)


def _money(origin: Mapping[str, LineageStep]) -> list[CarriedPromise]:
    """Return what was granted to and spent by each, per funding programme."""
    flows = money_flows(current_entries().filter(initiative__code__in=list(origin)))
    if not flows:
        return []
    names = dict(FundingProgramme.objects.values_list("code", "name"))
    marked = {(f.initiative, f.programme): f.invented for f in flows}
    found = []
    for key, steps in steps_by(
        flows, lambda f: (f.initiative, f.programme), {f.stream for f in flows}
    ).items():
        code, programme = key
        for step, amount in ((EntryKind.GRANTED, steps.granted_net), (EntryKind.SPENT, steps.spent)):
            if amount is not None:
                name = origin[code].from_name
                title = names.get(programme, programme)
                found.append(
                    CarriedPromise(
                        code, name, "money", programme, title, step.value, amount, amount, "EUR", marked[key]
                    )
                )
    return found
