# SPDX-License-Identifier: EUPL-1.2
"""Elicited investment beside own money: per step and investor apart, every euro counted once.

Own money is what was granted to initiatives and firms from the programmes of ``OWN_KINDS`` (less what they
gave back); where a programme has no grants in the ledger, what was spent stands in for it. Other grants
and the money of partners are not own money. Without own money the ratio is unknown.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from schakel.programme.models import ClaimKind, EntryKind, FundingKind
from schakel.programme.queries.claim_sums import Bracket, add_up, counted
from schakel.programme.queries.claims import STEPS, ClaimState, StepState
from schakel.programme.queries.ledger import RETURNED_BY_INITIATIVE, Flow
from schakel.programme.queries.suspected_doubles import suspected_groups

OWN_KINDS = (FundingKind.CONTRIBUTION, FundingKind.SCHEME, FundingKind.DEAL)
INVESTORS = ("public", "private")
GRANTED, SPENT, MIXED = "granted", "spent", "mixed"


@dataclass(frozen=True, slots=True)
class OwnMoney:
    """Own money of a programme or initiative; None is unknown. ``streams`` names its parts by kind."""

    amount_eur: Decimal | None = None
    basis: str = ""
    streams: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Ratio:
    """Euros elicited for each own euro, between bounds."""

    low: Decimal
    high: Decimal
    is_at_least: bool


@dataclass(frozen=True, slots=True)
class LeverageRow:
    """Elicited investment of one programme or initiative, or of all together (``key`` empty).

    ``n_left_out`` are the claims that are not in it, since no own money stands against them.
    """

    key: str
    name: str
    own: OwnMoney
    sums: tuple[tuple[Bracket, ...], ...]
    n_left_out: int = 0

    def elicited(self, investor: str, step: str) -> Bracket:
        """Return what was elicited from public or private investors at one step."""
        return self.sums[INVESTORS.index(investor)][STEPS.index(step)]

    def ratio(self, investor: str, step: str) -> Ratio | None:
        """Return euros elicited for each own euro; None where either is unknown or there is no own money."""
        found = self.elicited(investor, step)
        if not self.own.amount_eur or found.low is None or found.high is None:
            return None
        return Ratio(found.low / self.own.amount_eur, found.high / self.own.amount_eur, found.is_at_least)


def own_money(flows: Iterable[Flow], of: str) -> dict[str, OwnMoney]:
    """Return own money by programme (``of="programme"``), by initiative, or in all (``of="all"``, key "")."""
    own = [flow for flow in flows if flow.stream in OWN_KINDS]
    with_grants = {flow.programme for flow in own if flow.step == EntryKind.GRANTED}
    parts: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    bases: dict[str, set[str]] = defaultdict(set)
    for flow in own:
        key = {"programme": flow.programme, "initiative": flow.initiative}.get(of, "")
        signed = _signed(flow, with_grants)
        if signed is not None and (key or of == "all"):
            parts[key][flow.stream] += signed
            bases[key].add(GRANTED if flow.programme in with_grants else SPENT)
    return {
        key: OwnMoney(
            sum(streams.values(), Decimal(0)),
            MIXED if len(bases[key]) > 1 else next(iter(bases[key])),
            tuple(sorted(streams.items())),
        )
        for key, streams in parts.items()
    }


def _signed(flow: Flow, with_grants: set[str]) -> Decimal | None:
    """Return what a flow adds to own money, or None where it is not about that."""
    if flow.programme not in with_grants:
        return flow.amount_eur if flow.step == EntryKind.SPENT else None
    if flow.step == EntryKind.GRANTED:
        return flow.amount_eur
    return -flow.amount_eur if flow.step == RETURNED_BY_INITIATIVE else None


def leverage_rows(states: Iterable[ClaimState], flows: Iterable[Flow], of: str) -> tuple[LeverageRow, ...]:
    """Return elicited investment beside own money for each programme or each initiative.

    Parameters
    ----------
    states
        All claims, so that doubles are found.
    of
        "programme" or "initiative".
    """
    money = own_money(flows, of)
    names: dict[str, str] = {}
    groups: dict[str, dict[tuple[str, str], list[StepState]]] = defaultdict(lambda: defaultdict(list))
    for step, claims in _counted_investment(states).items():
        for claim in claims:
            key = getattr(claim, of)
            if key:
                names[key] = getattr(claim, f"{of}_name")
                groups[key][claim.investor, step].append(claim.at(step))
    return tuple(
        LeverageRow(key, names[key], money.get(key, OwnMoney()), _sums(groups[key]))
        for key in sorted(groups, key=lambda k: (names[k], k))
    )


def total_leverage(states: Iterable[ClaimState], flows: Iterable[Flow]) -> LeverageRow:
    """Return elicited investment beside all own money.

    Only claims of programmes and initiatives that own money went to are in it, unless the ledger has no
    own money at all. The lower bound takes every suspected double as one euro, the upper bound as two.
    """
    money, everything = list(flows), list(states)
    paid = {of: own_money(money, of) for of in ("programme", "initiative", "all")}
    known = [s for s in everything if not paid["all"] or _has_own_money(s, paid)]
    group = suspected_groups(known)
    found: dict[tuple[str, str], list[StepState]] = defaultdict(list)
    lowest: dict[tuple[str, str], dict[int, Decimal]] = defaultdict(dict)
    for step, claims in _counted_investment(known).items():
        for claim in claims:
            said, name = claim.at(step), (claim.investor, step)
            found[name].append(said)
            if said.low is not None:
                once = lowest[name].get(group[claim.id], Decimal(0))
                lowest[name][group[claim.id]] = max(once, said.low)
    sums = _sums(found)
    bounded = tuple(
        tuple(
            replace(total, low=sum(lowest[investor, step].values(), Decimal(0)))
            if total.low is not None
            else total
            for step, total in zip(STEPS, sums[i], strict=True)
        )
        for i, investor in enumerate(INVESTORS)
    )
    n_left_out = sum(s.kind == ClaimKind.INVESTMENT and s.is_own for s in everything if s not in known)
    return LeverageRow("", "", paid["all"].get("", OwnMoney()), bounded, n_left_out)


def _has_own_money(claim: ClaimState, paid: Mapping[str, Mapping[str, OwnMoney]]) -> bool:
    of = "programme" if claim.programme else "initiative"
    return getattr(claim, of) in paid[of]


def _counted_investment(states: Iterable[ClaimState]) -> dict[str, tuple[ClaimState, ...]]:
    return counted([s for s in states if s.kind == ClaimKind.INVESTMENT])


def _sums(found: Mapping[tuple[str, str], list[StepState]]) -> tuple[tuple[Bracket, ...], ...]:
    return tuple(tuple(add_up(found.get((investor, step), ())) for step in STEPS) for investor in INVESTORS)
