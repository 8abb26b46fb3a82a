# SPDX-License-Identifier: EUPL-1.2
"""Claims that may be about the same euro: the same amount, place, year and investor at two programmes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from schakel.programme.models import ClaimKind
from schakel.programme.queries.claim_sums import roots
from schakel.programme.queries.claims import ClaimState

Trait = tuple[str, str, str, Decimal, int]


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Two claims on elicited investment that look like one, and what is the same; people decide."""

    first: ClaimState
    second: ClaimState
    amount: Decimal
    year: int
    place: str
    investor: str


def suspected_doubles(states: Iterable[ClaimState]) -> tuple[Suspicion, ...]:
    """Return pairs of claims on investment that look like the same euro and are not yet said to be.

    Every claim of a group that looks the same is paired with the first one of it, by code.
    """
    known = list(states)
    root = roots(known)
    alike: dict[Trait, list[ClaimState]] = defaultdict(list)
    for claim in sorted(known, key=lambda c: c.code):
        if claim.kind == ClaimKind.INVESTMENT and claim.is_own:
            for trait in _traits(claim):
                alike[trait].append(claim)
    found: dict[tuple[int, int], Suspicion] = {}
    for (_, place, investor, amount, year), (first, *others) in sorted(alike.items()):
        for other in others:
            if root[first.id] != root[other.id] and _is_elsewhere(first, other):
                suspicion = Suspicion(first, other, amount, year, place, investor)
                found.setdefault((first.id, other.id), suspicion)
    return tuple(found.values())


def suspected_groups(states: Iterable[ClaimState]) -> dict[int, int]:
    """Return for every claim the one that stands for it when all suspicions would be right."""
    known = list(states)
    root = roots(known)
    parent = {r: r for r in root.values()}

    def top(claim: int) -> int:
        while parent[claim] != claim:
            claim = parent[claim]
        return claim

    for suspicion in suspected_doubles(known):
        first, second = top(root[suspicion.first.id]), top(root[suspicion.second.id])
        parent[max(first, second)] = min(first, second)
    return {claim: top(r) for claim, r in root.items()}


def _traits(claim: ClaimState) -> set[Trait]:
    return {
        (claim.unit, claim.place, claim.investor, said.amount, said.on.year)
        for step in claim.steps
        for said in step.versions
        if said.amount
    }


def _is_elsewhere(first: ClaimState, second: ClaimState) -> bool:
    return (first.programme, first.initiative) != (second.programme, second.initiative)
