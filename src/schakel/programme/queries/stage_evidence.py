# SPDX-License-Identifier: EUPL-1.2
"""The best evidence of what an initiative brought: a verified or realised result, or an adopted value."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from schakel.programme.models import (
    ClaimStatement,
    ClaimStep,
    IndicatorValue,
    Lineage,
    LineageKind,
    ValueState,
)
from schakel.programme.queries.claims import CURRENT

RANK = {
    ClaimStep.PROMISED: 0,
    ClaimStep.EXPECTED: 1,
    "indicator": 2,
    ClaimStep.REALISED: 3,
    ClaimStep.VERIFIED: 4,
}
OPENS_THE_GATE = frozenset({"indicator", ClaimStep.REALISED, ClaimStep.VERIFIED})


@dataclass(frozen=True, slots=True)
class Evidence:
    """A result or indicator value; ``step`` is a step of a claim or "indicator", ``code`` of the thing."""

    step: str
    code: str
    title: str
    amount: Decimal | None
    unit: str
    on: date

    @property
    def is_enough(self) -> bool:
        """Whether it opens a gate that asks for evidence."""
        return self.step in OPENS_THE_GATE

    @property
    def reference(self) -> str:
        """What a stage change keeps: "result:<code>:<step>" or "indicator:<code>"."""
        if self.step == "indicator":
            return f"indicator:{self.code}"
        return f"result:{self.code}:{self.step}"


def best_evidence(initiatives: Iterable[int], on: date) -> Mapping[int, Evidence]:
    """Return for each initiative, by key, the best that was known on a day; absent where nothing was.

    What an initiative showed under an earlier name (lineage "renamed") is its own; what a merged one
    showed is not. Corrected statements and superseded values do not count; an amount must be known and,
    for a result, more than zero.
    """
    keys = set(initiatives)
    owners = {pk: {pk} for pk in keys}
    renamed = Lineage.objects.filter(kind=LineageKind.RENAMED, other__in=keys)
    for earlier, now in renamed.values_list("initiative_id", "other_id"):
        owners.setdefault(earlier, set()).add(now)
    found: dict[int, Evidence] = {}
    for pk, evidence in (*_results(owners, on), *_values(owners, on)):
        for owner in owners[pk]:
            known = found.get(owner)
            if known is None or _order(evidence) > _order(known):
                found[owner] = evidence
    return found


def _order(evidence: Evidence) -> tuple[int, date, str]:
    return RANK[evidence.step], evidence.on, evidence.code


def _results(keys: Iterable[int], on: date) -> list[tuple[int, Evidence]]:
    statements = ClaimStatement.objects.filter(
        CURRENT, claim__initiative__in=list(keys), amount__gt=0, on__lte=on
    )
    columns = ("claim__initiative_id", "step", "claim__code", "claim__title", "amount", "claim__unit", "on")
    return [(pk, Evidence(*rest)) for pk, *rest in statements.order_by("pk").values_list(*columns)]


def _values(keys: Iterable[int], on: date) -> list[tuple[int, Evidence]]:
    values = IndicatorValue.objects.filter(
        initiative__in=list(keys), state=ValueState.ADOPTED, superseded_by=None, period__ends_on__lte=on
    ).exclude(value=None, numerator=None)
    columns = (
        "initiative_id",
        "indicator__code",
        "indicator__title",
        "value",
        "indicator__unit",
        "period__ends_on",
    )
    rows = values.order_by("pk").values_list(*columns)
    return [(pk, Evidence("indicator", code, *rest)) for pk, code, *rest in rows]
