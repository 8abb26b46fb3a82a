# SPDX-License-Identifier: EUPL-1.2
"""What was said about the results of initiatives, and what of it is evidence: the one rule for all.

Evidence is a realised or verified result of which the amount is known and more than nothing, or an adopted
value of an indicator. What was corrected or superseded does not count. Gates, alarms and checks ask this.
What an initiative showed under an earlier name (lineage "renamed") is its own; what a merged one showed is
not. Nothing that was invented for the demonstration year is evidence of an initiative that is real.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from schakel.programme.models import (
    ClaimStatement,
    ClaimStep,
    IndicatorValue,
    Initiative,
    Lineage,
    LineageKind,
    ValueState,
)
from schakel.programme.queries.claims import CURRENT, ClaimState
from schakel.programme.queries.indicators import counting_values

INDICATOR = "indicator"
RANK = {
    ClaimStep.PROMISED: 0,
    ClaimStep.EXPECTED: 1,
    INDICATOR: 2,
    ClaimStep.REALISED: 3,
    ClaimStep.VERIFIED: 4,
}
SHOWING_STEPS = frozenset({ClaimStep.REALISED, ClaimStep.VERIFIED})
KNOWN_VALUE = Q(value__isnull=False) | Q(numerator__isnull=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A result or indicator value; ``step`` is a step of a claim or "indicator", ``code`` of the thing.

    ``method`` is how a result was found; empty for an indicator.
    """

    step: str
    code: str
    title: str
    amount: Decimal | None
    unit: str
    on: date
    method: str = ""
    invented: bool = False

    @property
    def is_enough(self) -> bool:
        """Whether it is evidence, and opens a gate that asks for it."""
        if self.step == INDICATOR:
            return True
        return self.step in SHOWING_STEPS and self.amount is not None and self.amount > 0

    def may_be_of(self, *, is_invented: bool) -> bool:
        """Say whether it counts for an initiative; what was invented never does for one that is real."""
        return is_invented or not self.invented

    @property
    def reference(self) -> str:
        """What a stage change keeps: "result:<code>:<step>" or "indicator:<code>"."""
        if self.step == INDICATOR:
            return f"indicator:{self.code}"
        return f"result:{self.code}:{self.step}"


def best_evidence(initiatives: Iterable[int], on: date) -> Mapping[int, Evidence]:
    """Return for each initiative, by key, the best that was known on a day; absent where nothing was."""
    found = {pk: best_of(said) for pk, said in said_of(initiatives, on).items()}
    return {pk: best for pk, best in found.items() if best is not None}


def best_of(said: Iterable[Evidence]) -> Evidence | None:
    """Return the best of what was said; a result without an amount, or of nothing, is left out."""
    known = [e for e in said if e.step == INDICATOR or (e.amount is not None and e.amount > 0)]
    return max(known, key=lambda e: (RANK[e.step], e.on, e.code), default=None)


def said_of(initiatives: Iterable[int], on: date | None = None) -> dict[int, list[Evidence]]:
    """Return everything that was said or adopted of each initiative, by key, in four queries.

    Parameters
    ----------
    on
        Only what was known on that day; everything when left out.
    """
    keys = set(initiatives)
    owners = {pk: {pk} for pk in keys}
    renamed = Lineage.objects.filter(kind=LineageKind.RENAMED, other__in=keys)
    for earlier, now in renamed.values_list("initiative_id", "other_id"):
        owners.setdefault(earlier, set()).add(now)
    invented = set(Initiative.objects.filter(pk__in=keys, invented=True).values_list("pk", flat=True))
    found: dict[int, list[Evidence]] = {pk: [] for pk in keys}
    for pk, evidence in (*_results(owners, on), *_values(owners, on)):
        for owner in owners[pk]:
            if evidence.may_be_of(is_invented=owner in invented):
                found[owner].append(evidence)
    return found


def adopted_values() -> QuerySet[IndicatorValue]:
    """Return the values of indicators that are evidence."""
    return counting_values().filter(KNOWN_VALUE)


def evidence_in_claims(claims: Iterable[ClaimState], on: date) -> list[Evidence]:
    """Return what claims that were read already say on a day."""
    return [
        Evidence(
            step.step,
            claim.code,
            claim.title,
            said.amount,
            claim.unit,
            said.on,
            said.method,
            said.invented or claim.is_invented_itself,
        )
        for claim in claims
        for step in claim.steps
        for said in (*step.versions, *step.earlier)
        if said.on <= on
    ]


def evidence_in_values(values: Iterable[IndicatorValue], on: date) -> list[Evidence]:
    """Return what values that were read already, all of them, say on a day.

    The rule of :func:`adopted_values`; pass them with ``indicator`` and ``period`` selected.
    """
    given = list(values)
    superseded = {v.supersedes_id for v in given if v.state == ValueState.ADOPTED}
    return [
        Evidence(
            INDICATOR,
            v.indicator.code,
            v.indicator.title,
            v.value,
            v.indicator.unit,
            v.period.ends_on,
            invented=v.invented,
        )
        for v in given
        if v.state == ValueState.ADOPTED
        and v.pk not in superseded
        and (v.value is not None or v.numerator is not None)
        and v.period.ends_on <= on
    ]


def _results(keys: Iterable[int], on: date | None) -> list[tuple[int, Evidence]]:
    statements = ClaimStatement.objects.filter(CURRENT, claim__initiative__in=list(keys))
    if on is not None:
        statements = statements.filter(on__lte=on)
    columns = ("claim__initiative_id", "invented", "claim__invented")
    told = ("step", "claim__code", "claim__title", "amount", "claim__unit", "on", "method")
    rows = statements.order_by("pk").values_list(*columns, *told)
    return [(pk, Evidence(*(*rest, said or claimed))) for pk, said, claimed, *rest in rows]


def _values(keys: Iterable[int], on: date | None) -> list[tuple[int, Evidence]]:
    values = adopted_values().filter(initiative__in=list(keys))
    if on is not None:
        values = values.filter(period__ends_on__lte=on)
    told = ("indicator__code", "indicator__title", "value", "indicator__unit", "period__ends_on")
    rows = values.order_by("pk").values_list("initiative_id", "invented", *told)
    return [(pk, Evidence(*(INDICATOR, *rest, "", made_up))) for pk, made_up, *rest in rows]
