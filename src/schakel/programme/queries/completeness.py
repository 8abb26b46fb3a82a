# SPDX-License-Identifier: EUPL-1.2
"""How complete what is known of each initiative is, and of all initiatives of a partner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q

from schakel.programme.models import (
    Activity,
    Claim,
    Funding,
    Initiative,
    InitiativeRelation,
    Milestone,
    Responsibility,
    Stage,
    Strengthening,
)
from schakel.programme.transitions import ENDED

FACTS = ("owner", "accountable", "stage", "cause", "money", "continuation", "plan", "result")
"""What should be known of every initiative, in the order in which pages name it."""


@dataclass(frozen=True, slots=True)
class InitiativeCompleteness:
    """Which facts are known of an initiative; ``missing`` holds the others, in the order of FACTS."""

    code: str
    name: str
    owner_code: str | None
    owner_name: str | None
    missing: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of the facts that is known (0 to 1)."""
        return 1 - len(self.missing) / len(FACTS)


@dataclass(frozen=True, slots=True)
class PartnerCompleteness:
    """The initiatives of an owner and the share of their facts that is known (0 to 1)."""

    code: str | None
    name: str | None
    n_initiatives: int
    share: float


def initiative_completeness(today: date) -> tuple[InitiativeCompleteness, ...]:
    """Return for each initiative that has not ended and is not of others which facts are known.

    A fact counts when somebody recorded it, also when the answer is that nothing is arranged; "not
    known" counts as missing.
    """
    of_this = Q(initiative=OuterRef("pk"))
    accountable = Responsibility.objects.filter(
        Q(until=None) | Q(until__gt=today),
        subject="initiative",
        subject_code=OuterRef("code"),
        role="accountable",
    )
    rows = (
        Initiative.objects.exclude(relation=InitiativeRelation.EXTERNAL)
        .exclude(stage__in=ENDED)
        .select_related("owner")
        .annotate(
            has_accountable=Exists(accountable),
            has_cause=Exists(Strengthening.objects.filter(of_this).exclude(cause=None)),
            has_money=Exists(Funding.objects.filter(of_this)),
            has_milestone=Exists(Milestone.objects.filter(of_this)),
            has_activity=Exists(Activity.objects.filter(of_this)),
            has_result=Exists(Claim.objects.filter(of_this)),
        )
        .order_by("name", "pk")
    )
    return tuple(_completeness(row) for row in rows)


def _completeness(row: Initiative) -> InitiativeCompleteness:
    known = {
        "owner": row.owner_id is not None,
        "accountable": getattr(row, "has_accountable", False),
        "stage": row.stage != Stage.UNKNOWN,
        "cause": getattr(row, "has_cause", False),
        "money": getattr(row, "has_money", False),
        "continuation": row.continuity != "unknown",
        "plan": getattr(row, "has_milestone", False) or getattr(row, "has_activity", False),
        "result": getattr(row, "has_result", False),
    }
    return InitiativeCompleteness(
        row.code,
        row.name,
        row.owner.code if row.owner else None,
        row.owner.name if row.owner else None,
        tuple(fact for fact in FACTS if not known[fact]),
    )


def partner_completeness(rows: Sequence[InitiativeCompleteness]) -> tuple[PartnerCompleteness, ...]:
    """Return the completeness by owner, the most complete first; without an owner comes last."""
    shares: dict[tuple[str | None, str | None], list[float]] = {}
    for row in rows:
        shares.setdefault((row.owner_code, row.owner_name), []).append(row.share)
    found = [
        PartnerCompleteness(code, name, len(each), sum(each) / len(each))
        for (code, name), each in shares.items()
    ]
    return tuple(sorted(found, key=lambda p: (p.code is None, -p.share, p.name or "")))
