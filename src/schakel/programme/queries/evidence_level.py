# SPDX-License-Identifier: EUPL-1.2
"""How well the results of an initiative are shown: none, promised, stated, counted or verified.

What is evidence, is decided in ``stage_evidence``; from ``stated`` upwards there is.
"""

from collections.abc import Iterable

from schakel.programme.models import ClaimMethod, ClaimStep, Initiative
from schakel.programme.queries.stage_evidence import INDICATOR, Evidence, said_of

NONE, PROMISED, STATED, COUNTED, VERIFIED = LEVELS = ("none", "promised", "stated", "counted", "verified")
"""From weak to strong.

- ``none``: nothing is said, or only that there was nothing;
- ``promised``: promised or expected, or realised but not how much;
- ``stated``: realised as the claimant states it;
- ``counted``: realised and counted, or an adopted value of an indicator;
- ``verified``: verified by another.
"""
SHOWN_LEVELS = frozenset({STATED, COUNTED, VERIFIED})
COUNTING_METHODS = frozenset({ClaimMethod.COUNTED, ClaimMethod.REGISTER, ClaimMethod.INDEPENDENT})


def evidence_levels(initiatives: Iterable[Initiative]) -> dict[int, str]:
    """Return the level of evidence of each initiative by its key, in four queries."""
    said = said_of(i.pk for i in initiatives)
    return {key: level_of(found) for key, found in said.items()}


def evidence_level(initiative: Initiative) -> str:
    """Return the level of evidence of one initiative."""
    return evidence_levels([initiative])[initiative.pk]


def has_evidence(initiative: Initiative) -> bool:
    """Say whether an initiative may pass a gate that asks for evidence."""
    return evidence_level(initiative) in SHOWN_LEVELS


def level_of(said: Iterable[Evidence]) -> str:
    """Return the level of everything that was said of one initiative."""
    return max((_level(evidence) for evidence in said), key=LEVELS.index, default=NONE)


def _level(evidence: Evidence) -> str:
    if not evidence.is_enough:
        return NONE if evidence.amount is not None and evidence.amount <= 0 else PROMISED
    if evidence.step == ClaimStep.VERIFIED:
        return VERIFIED
    return COUNTED if evidence.step == INDICATOR or evidence.method in COUNTING_METHODS else STATED
