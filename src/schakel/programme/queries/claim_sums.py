# SPDX-License-Identifier: EUPL-1.2
"""Claims added up: per step apart, every result once, and as bounds where the versions differ.

A sum never mixes steps, kinds, units or public with private money. A claim that is said to be about the
same result as another counts once, at the claim with the most evidence; results of external initiatives
never count.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from schakel.programme.models import ClaimMethod
from schakel.programme.queries.claims import STEPS, ClaimState, StepState

METHODS_BY_STRENGTH = (
    ClaimMethod.UNKNOWN,
    ClaimMethod.STATED,
    ClaimMethod.COUNTED,
    ClaimMethod.REGISTER,
    ClaimMethod.INDEPENDENT,
)


@dataclass(frozen=True, slots=True)
class Bracket:
    """A sum between bounds; both are None when no amount is known, and "at least" with ``n_unknown``."""

    low: Decimal | None = None
    high: Decimal | None = None
    n_known: int = 0
    n_unknown: int = 0
    n_contested: int = 0

    @property
    def is_at_least(self) -> bool:
        """Whether amounts are missing, so that the sum may be more."""
        return self.low is not None and self.n_unknown > 0

    @property
    def n_claims(self) -> int:
        """How many results it is about."""
        return self.n_known + self.n_unknown


@dataclass(frozen=True, slots=True)
class Split:
    """The results of one group: of one kind and unit, with a sum for each step in the order of ``STEPS``."""

    key: str
    kind: str
    unit: str
    investor: str
    sums: tuple[Bracket, ...]

    def at(self, step: str) -> Bracket:
        """Return the sum at one step."""
        return self.sums[STEPS.index(step)]


@dataclass(frozen=True, slots=True)
class ResultsOverview:
    """What became of what was promised; every result counted once, those of external initiatives not.

    Attributes
    ----------
    n_results
        Results of which anything is said.
    n_promised, n_came_back, n_verified
        Those promised or expected; those of them of which somebody said what they became; those of
        them that another verified.
    n_unpromised
        Results reported without a promise beforehand.
    n_contested
        Claims of which the versions differ.
    never_back
        Promises older than two years without a word about what became of them, oldest first.
    """

    n_results: int
    n_promised: int
    n_came_back: int
    n_verified: int
    n_unpromised: int
    n_contested: int
    n_external: int
    n_doubles: int
    never_back: tuple[ClaimState, ...]


def roots(states: Iterable[ClaimState]) -> dict[int, int]:
    """Return for each claim the claim that stands for its result, following ``same_as``."""
    points_at = {s.id: s.same_as for s in states}
    found = {}
    for claim in points_at:
        seen, here = {claim}, claim
        while (there := points_at.get(here)) is not None and there not in seen:
            seen.add(there)
            here = there
        found[claim] = here
    return found


def results(states: Iterable[ClaimState]) -> dict[int, list[ClaimState]]:
    """Return the claims of each result that counts here, by the claim that stands for it."""
    known = list(states)
    root = roots(known)
    found: dict[int, list[ClaimState]] = defaultdict(list)
    for state in known:
        if state.is_own:
            found[root[state.id]].append(state)
    return dict(found)


def counted(states: Iterable[ClaimState]) -> dict[str, tuple[ClaimState, ...]]:
    """Return per step the claims that count: of each result the one with the most evidence."""
    found: dict[str, list[ClaimState]] = {step: [] for step in STEPS}
    for claims in results(states).values():
        for step in STEPS:
            speaking = [c for c in claims if c.at(step).versions]
            if len(speaking) == 1:
                found[step].append(speaking[0])
            elif speaking:
                found[step].append(min(speaking, key=_weakness(step)))
    return {step: tuple(claims) for step, claims in found.items()}


def _weakness(step: str) -> Callable[[ClaimState], tuple[int, int, bool, str]]:
    def weakness(claim: ClaimState) -> tuple[int, int, bool, str]:
        strength = max(METHODS_BY_STRENGTH.index(ClaimMethod(v.method)) for v in claim.at(step).versions)
        return -STEPS.index(claim.reached), -strength, claim.same_as is not None, claim.code

    return weakness


def add_up(steps: Iterable[StepState]) -> Bracket:
    """Add the bounds of claims at one step; without any known amount the sum is unknown, not zero."""
    spoken = [s for s in steps if s.versions]
    known = [s for s in spoken if s.amounts]
    if not known:
        return Bracket(n_unknown=len(spoken))
    return Bracket(
        low=sum((s.amounts[0] for s in known), Decimal(0)),
        high=sum((s.amounts[-1] for s in known), Decimal(0)),
        n_known=len(known),
        n_unknown=len(spoken) - len(known),
        n_contested=sum(s.is_contested for s in known),
    )


def _lines(claim: ClaimState) -> Sequence[str]:
    return claim.lines or ("",)


GROUPINGS: Mapping[str, Callable[[ClaimState], Sequence[str]]] = {
    "kind": lambda claim: (claim.kind,),
    "level": lambda claim: (claim.level,),
    "line": _lines,
    "place": lambda claim: (claim.place,),
    "programme": lambda claim: (claim.programme,),
    "initiative": lambda claim: (claim.initiative,),
}
"""How results may be grouped; a result of an initiative with two lines stands at both of them."""


def split_results(states: Iterable[ClaimState], by: str) -> tuple[Split, ...]:
    """Return the claimed and the verified results for each group, kind and unit.

    Parameters
    ----------
    states
        All claims, so that doubles are found.
    by
        A key of ``GROUPINGS``; the key of a group is empty where it is not known.
    """
    groups: dict[tuple[str, str, str, str], dict[str, list[StepState]]] = {}
    for step, claims in counted(states).items():
        for claim in claims:
            for key in GROUPINGS[by](claim):
                group = groups.setdefault((key, claim.kind, claim.unit, claim.investor), {})
                group.setdefault(step, []).append(claim.at(step))
    return tuple(
        Split(*name, sums=tuple(add_up(group.get(step, ())) for step in STEPS))
        for name, group in sorted(groups.items())
    )


def overview(states: Iterable[ClaimState], today: date) -> ResultsOverview:
    """Return what became of what was promised."""
    known = list(states)
    found = results(known)
    told = [{s.step for c in claims for s in c.steps if s.versions} for claims in found.values()]
    promised = [steps for steps in told if steps & {STEPS[0], STEPS[1]}]
    never = [
        min(claims, key=lambda c: (c.promised_on or today, c.code))
        for claims in found.values()
        if any(c.never_came_back(today) for c in claims) and not any(c.came_back for c in claims)
    ]
    return ResultsOverview(
        n_results=sum(bool(steps) for steps in told),
        n_promised=len(promised),
        n_came_back=sum(bool(steps & {STEPS[2], STEPS[3]}) for steps in promised),
        n_verified=sum(STEPS[3] in steps for steps in promised),
        n_unpromised=sum(bool(steps) for steps in told) - len(promised),
        n_contested=sum(c.is_contested for c in known if c.is_own),
        n_external=sum(not c.is_own for c in known),
        n_doubles=sum(len(claims) - 1 for claims in found.values()),
        never_back=tuple(sorted(never, key=lambda c: (c.promised_on or today, c.code))),
    )
