# SPDX-License-Identifier: EUPL-1.2
"""Which organisations might own the challenge behind an element: those that already do something about it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from schakel.cycle.models import ChallengeOwner, CycleYear, OwnerAnswer
from schakel.programme.models import ActivityStatus, Cause, Partner, Raci, Responsibility, Strengthening
from schakel.programme.transitions import ENDED

WEIGHTS = {
    "owned_before": 4,
    "accountable": 4,
    "cause": 3,
    "responsible": 2,
    "activity": 2,
    "initiative": 1,
}
"""How much each reason counts; the order of a suggestion, never shown as a score."""


@dataclass(frozen=True, slots=True)
class OwnerSuggestion:
    """An organisation with why it is suggested: the codes of ``WEIGHTS``, the heaviest first."""

    partner_pk: int
    partner_code: str
    partner_name: str
    reasons: tuple[str, ...]
    invented: bool


def suggest_owners(cycle: CycleYear, element: str, today: date, most: int = 8) -> tuple[OwnerSuggestion, ...]:
    """Return organisations that are tied to an element and were not asked for it this year.

    Reasons: it owned the challenge in an earlier year, answers for the element or is responsible for it,
    owns a cause, or owns an activity or initiative that strengthens it and is not over. An organisation
    that has left is never suggested.
    """
    reasons: dict[int, set[str]] = defaultdict(set)
    for reason, keys in _reasons(cycle, element, today).items():
        for pk in keys:
            reasons[pk].add(reason)
    known = ChallengeOwner.objects.filter(cycle=cycle, element=element).values_list("partner", flat=True)
    gone = Q(left_on__isnull=False) & Q(left_on__lte=today)
    partners = Partner.objects.filter(pk__in=set(reasons) - set(known)).exclude(gone)
    found = [
        OwnerSuggestion(p.pk, p.code, p.name, _heaviest_first(reasons[p.pk]), p.invented) for p in partners
    ]
    return tuple(sorted(found, key=lambda s: (-_weight(s.reasons), s.partner_name))[:most])


def _reasons(cycle: CycleYear, element: str, today: date) -> dict[str, set[int]]:
    owned = ChallengeOwner.objects.filter(
        element=element, answer=OwnerAnswer.ACCEPTED, cycle__year__lt=cycle.year
    )
    causes = Cause.objects.filter(element=element, challenge_owner__isnull=False)
    found: dict[str, set[int]] = {
        "owned_before": set(owned.values_list("partner", flat=True)),
        "cause": {pk for pk in causes.values_list("challenge_owner", flat=True) if pk is not None},
        "accountable": set(),
        "responsible": set(),
        "activity": set(),
        "initiative": set(),
    }
    held = Responsibility.objects.filter(subject="element", subject_code=element)
    held = held.filter(Q(until=None) | Q(until__gt=today)).filter(Q(since=None) | Q(since__lte=today))
    for partner, role in held.values_list("partner", "role"):
        if role in (Raci.ACCOUNTABLE, Raci.RESPONSIBLE):
            found[str(role)].add(partner)
    ties = Strengthening.objects.filter(element=element).select_related("activity", "initiative")
    for tie in ties:
        _add_doer(tie, found)
    return found


def _add_doer(tie: Strengthening, found: dict[str, set[int]]) -> None:
    activity, initiative = tie.activity, tie.initiative
    if activity is not None and activity.status != ActivityStatus.CANCELLED and activity.owner_id:
        found["activity"].add(activity.owner_id)
    if initiative is not None and initiative.stage not in ENDED and initiative.owner_id:
        found["initiative"].add(initiative.owner_id)


def _heaviest_first(reasons: set[str]) -> tuple[str, ...]:
    return tuple(reason for reason in WEIGHTS if reason in reasons)


def _weight(reasons: tuple[str, ...]) -> int:
    return sum(WEIGHTS[reason] for reason in reasons)
