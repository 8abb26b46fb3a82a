# SPDX-License-Identifier: EUPL-1.2
"""How well the results of an initiative are shown: none, stated, counted or verified."""

from collections.abc import Iterable

from django.db.models import Q

from schakel.programme.models import (
    ClaimMethod,
    ClaimStatement,
    ClaimStep,
    IndicatorValue,
    Initiative,
    ValueState,
)
from schakel.programme.queries.claims import CURRENT

NONE, STATED, COUNTED, VERIFIED = LEVELS = ("none", "stated", "counted", "verified")
"""From weak to strong.

- ``none``: nothing is said, or only that there was nothing;
- ``stated``: promised, expected, or realised as the claimant states it;
- ``counted``: realised and counted, or an adopted value of an indicator;
- ``verified``: verified by another.
"""
COUNTING_METHODS = frozenset({ClaimMethod.COUNTED, ClaimMethod.REGISTER, ClaimMethod.INDEPENDENT})
SOMETHING = Q(amount__isnull=True) | Q(amount__gt=0)


def evidence_levels(initiatives: Iterable[Initiative]) -> dict[int, str]:
    """Return the level of evidence of each initiative by its key, in two queries."""
    keys = [i.pk for i in initiatives]
    found = dict.fromkeys(keys, 0)
    said = ClaimStatement.objects.filter(CURRENT, SOMETHING, claim__initiative__in=keys)
    for key, step, method in said.values_list("claim__initiative", "step", "method").distinct():
        found[key] = max(found[key], LEVELS.index(_level(step, method)))
    adopted = IndicatorValue.objects.filter(initiative__in=keys, state=ValueState.ADOPTED)
    for key in adopted.values_list("initiative", flat=True).distinct():
        found[key] = max(found[key], LEVELS.index(COUNTED))
    return {key: LEVELS[level] for key, level in found.items()}


def evidence_level(initiative: Initiative) -> str:
    """Return the level of evidence of one initiative."""
    return evidence_levels([initiative])[initiative.pk]


def has_evidence(initiative: Initiative) -> bool:
    """Say whether an initiative may pass a gate that asks for evidence.

    That is a realised or verified result of more than nothing, or an adopted value of an indicator;
    promises and expectations are no evidence.
    """
    realised = ClaimStatement.objects.filter(
        CURRENT,
        SOMETHING,
        claim__initiative=initiative,
        step__in=(ClaimStep.REALISED, ClaimStep.VERIFIED),
    )
    adopted = IndicatorValue.objects.filter(initiative=initiative, state=ValueState.ADOPTED)
    return realised.exists() or adopted.exists()


def _level(step: str, method: str) -> str:
    if step == ClaimStep.VERIFIED:
        return VERIFIED
    return COUNTED if step == ClaimStep.REALISED and method in COUNTING_METHODS else STATED
