# SPDX-License-Identifier: EUPL-1.2
"""From source to spent: does each programme reconcile, what is promised twice over, and who pays for what."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from schakel.programme.models import FundingProgramme
from schakel.programme.queries.ledger import ZERO, Flow, Steps, steps_by, steps_of

PAIRS = (("pledged", "received"), ("received", "granted"), ("granted", "spent"))
MOST_ENDS = 8


@dataclass(frozen=True, slots=True)
class Gap:
    """The difference between two steps that follow each other.

    ``state`` is "even", "open" (the later step is still smaller), "over" (the later step is larger than
    the one before, which cannot be) or "unknown" (one of both has no line in the ledger).
    """

    upper: str
    lower: str
    difference_eur: Decimal | None
    state: str


@dataclass(frozen=True, slots=True)
class ProgrammeAccount:
    """A funding programme with what the ledger says about it."""

    code: str
    name: str
    stream: str
    budget_eur: Decimal | None
    rate_eur_per_inhabitant: Decimal | None
    starts_on: date | None
    ends_on: date | None
    invented: bool
    steps: Steps
    gaps: tuple[Gap, ...]

    @property
    def available_eur(self) -> Decimal | None:
        """What came in and was not granted yet; below zero when more was granted than came in."""
        return self.gaps[1].difference_eur

    @property
    def is_overcommitted(self) -> bool:
        """Whether more was granted than came in."""
        return self.gaps[1].state == "over"


@dataclass(frozen=True, slots=True)
class MoneyWarning:
    """A later step that is larger than the one before; ``initiative`` is "" for a programme as a whole.

    ``kind`` is "received_over_pledged", "granted_over_received" or "spent_over_granted".
    """

    kind: str
    programme: str
    initiative: str
    initiative_name: str
    excess_eur: Decimal


def reconcile(flows: Iterable[Flow]) -> tuple[ProgrammeAccount, ...]:
    """Return each programme with its amounts by step and the difference between the steps.

    Should be: pledged >= received >= granted >= spent, each less what was returned.
    """
    parts: dict[str, list[Flow]] = {}
    for flow in flows:
        parts.setdefault(flow.programme, []).append(flow)
    return tuple(
        _account(programme, parts.get(programme.code, ()))
        for programme in FundingProgramme.objects.order_by("kind", "name", "pk")
    )


def _account(programme: FundingProgramme, flows: Iterable[Flow]) -> ProgrammeAccount:
    steps = steps_of(flows, {programme.kind})
    return ProgrammeAccount(
        code=programme.code,
        name=programme.name,
        stream=programme.kind,
        budget_eur=programme.budget_eur,
        rate_eur_per_inhabitant=programme.rate_eur_per_inhabitant,
        starts_on=programme.starts_on,
        ends_on=programme.ends_on,
        invented=programme.invented,
        steps=steps,
        gaps=gaps_of(steps),
    )


def gaps_of(steps: Steps) -> tuple[Gap, ...]:
    """Return the differences between the steps, in the order of the money."""
    net = {
        "pledged": steps.pledged,
        "received": steps.received_net,
        "granted": steps.granted_net,
        "spent": steps.spent,
    }
    return tuple(_gap(upper, lower, net[upper], net[lower]) for upper, lower in PAIRS)


def _gap(upper: str, lower: str, more: Decimal | None, less: Decimal | None) -> Gap:
    if more is None or less is None:
        return Gap(upper, lower, None, "unknown")
    difference = more - less
    state = "even" if difference == 0 else "open" if difference > 0 else "over"
    return Gap(upper, lower, difference, state)


def money_warnings(accounts: Iterable[ProgrammeAccount], flows: Iterable[Flow]) -> tuple[MoneyWarning, ...]:
    """Return every step that is larger than the one before: of programmes, then of single initiatives."""
    found = [
        MoneyWarning(f"{gap.lower}_over_{gap.upper}", account.code, "", "", -(gap.difference_eur or ZERO))
        for account in accounts
        for gap in account.gaps
        if gap.state == "over"
    ]
    parts: dict[tuple[str, str, str, str], list[Flow]] = {}
    for flow in flows:
        if flow.initiative:
            key = (flow.programme, flow.initiative, flow.initiative_name, flow.stream)
            parts.setdefault(key, []).append(flow)
    for (programme, code, name, stream), part in sorted(parts.items()):
        gap = gaps_of(steps_of(part, {stream}))[2]
        if gap.state == "over":
            excess = -(gap.difference_eur or ZERO)
            found.append(MoneyWarning("spent_over_granted", programme, code, name, excess))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class FlowEnd:
    """Where money comes from or goes to.

    ``kind`` is "municipality", "payer", "initiative", "whole" (nobody or nothing is named) or "rest"
    (``n`` smaller ones together).
    """

    kind: str
    code: str
    name: str
    amount_eur: Decimal
    spent_eur: Decimal | None = None
    n: int = 1


@dataclass(frozen=True, slots=True)
class FlowBlock:
    """A programme between those who pay it and those whom it pays.

    ``is_received``: the sources are what came in; otherwise what was promised, since nothing came in yet.
    """

    code: str
    name: str
    stream: str
    stream_name: str
    is_received: bool
    invented: bool
    sources: tuple[FlowEnd, ...]
    targets: tuple[FlowEnd, ...]


def flow_blocks(
    accounts: Iterable[ProgrammeAccount], flows: Sequence[Flow], most: int = MOST_ENDS
) -> tuple[FlowBlock, ...]:
    """Return the programmes through which money flows, with their largest sources and initiatives."""
    blocks = []
    for account in accounts:
        own = [f for f in flows if f.programme == account.code]
        is_received = account.steps.received is not None
        sources = _sources(own, is_received, account.stream)
        targets = _targets(own, account.stream)
        if sources or targets:
            blocks.append(
                FlowBlock(
                    account.code,
                    account.name,
                    account.stream,
                    account.stream,
                    is_received,
                    account.invented or any(f.invented for f in own),
                    _largest(sources, most),
                    _largest(targets, most),
                )
            )
    return tuple(blocks)


def source_of(flow: Flow) -> tuple[str, str, str]:
    """Return where a flow comes from: the kind of source, its code and its name."""
    if flow.municipality:
        return ("municipality", flow.municipality, flow.municipality)
    return ("payer", flow.payer, flow.payer_name) if flow.payer else ("whole", "", "")


def _sources(flows: Iterable[Flow], is_received: bool, stream: str) -> list[FlowEnd]:
    wanted = ("received", "returned_to_payer") if is_received else ("pledged",)
    parts = steps_by((f for f in flows if f.step in wanted), source_of, {stream})
    ends = [
        FlowEnd(*source, (steps.received_net if is_received else steps.pledged) or ZERO)
        for source, steps in parts.items()
    ]
    return [end for end in ends if end.amount_eur > 0]


def _targets(flows: Iterable[Flow], stream: str) -> list[FlowEnd]:
    out = (f for f in flows if f.step in ("granted", "spent", "returned_by_initiative"))
    parts = steps_by(out, lambda f: (f.initiative, f.initiative_name), {stream})
    ends = []
    for (code, name), steps in parts.items():
        kind = "initiative" if code else "whole"
        amount = steps.granted_net if steps.granted_net is not None else steps.spent
        ends.append(FlowEnd(kind, code, name, amount or ZERO, steps.spent))
    return [end for end in ends if end.amount_eur > 0]


def _largest(ends: Collection[FlowEnd], most: int) -> tuple[FlowEnd, ...]:
    """Return the largest ends; the smaller ones together as one."""
    ordered = sorted(ends, key=lambda e: (-e.amount_eur, e.name, e.code))
    if len(ordered) <= most:
        return tuple(ordered)
    kept, rest = ordered[: most - 1], ordered[most - 1 :]
    spent = [e.spent_eur for e in rest if e.spent_eur is not None]
    together = FlowEnd(
        "rest",
        "",
        "",
        sum((e.amount_eur for e in rest), ZERO),
        sum(spent, ZERO) if spent else None,
        len(rest),
    )
    return (*kept, together)
