# SPDX-License-Identifier: EUPL-1.2
"""Activities: what they strengthen, which are aimed at nothing, and the effort they take."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from schakel.programme.models import Activity, ActivityStatus, InitiativeRelation, Strengthening
from schakel.programme.queries.exact_sums import exact_sum

Grouping = Literal["role", "line", "action"]


class Gap(StrEnum):
    """What an activity lacks to be aimed at something."""

    NO_ELEMENT = "no_element"
    NO_CAUSE = "no_cause"
    NO_GOAL = "no_goal"


def list_activities() -> QuerySet[Activity]:
    """Return every activity with its initiative, its owner and what both say they strengthen."""
    found = Activity.objects.select_related("initiative", "owner")
    return found.prefetch_related("strengthenings", "initiative__strengthenings")


def ties_of(activity: Activity) -> tuple[Strengthening, ...]:
    """Return what an activity strengthens; one that does not say so has that from its initiative."""
    own = tuple(activity.strengthenings.all())
    if own or activity.initiative is None:
        return own
    return tuple(activity.initiative.strengthenings.all())


def gaps_of(activity: Activity) -> tuple[Gap, ...]:
    """Return what an activity lacks to be aimed at something; a cancelled or outside one lacks nothing."""
    initiative = activity.initiative
    outside = initiative is not None and initiative.relation == InitiativeRelation.EXTERNAL
    if outside or activity.status == ActivityStatus.CANCELLED:
        return ()
    ties = ties_of(activity)
    found = []
    if not ties:
        found.append(Gap.NO_ELEMENT)
    elif all(tie.cause_id is None for tie in ties):
        found.append(Gap.NO_CAUSE)
    if not activity.goals:
        found.append(Gap.NO_GOAL)
    return tuple(found)


def with_gap(activities: QuerySet[Activity], gap: Gap | None = None) -> QuerySet[Activity]:
    """Keep the activities that lack something, or one thing in particular, as :func:`gaps_of` tells it."""
    own = Strengthening.objects.filter(activity=OuterRef("pk"))
    above = Strengthening.objects.filter(initiative=OuterRef("initiative_id"))
    has_tie = Q(Exists(own)) | Q(Exists(above))
    has_cause = Q(Exists(own.filter(cause__isnull=False))) | (
        ~Q(Exists(own)) & Q(Exists(above.filter(cause__isnull=False)))
    )
    lacks = {
        Gap.NO_ELEMENT: ~has_tie,
        Gap.NO_CAUSE: has_tie & ~has_cause,
        Gap.NO_GOAL: Q(goals=[]),
    }
    wanted = lacks[gap] if gap else lacks[Gap.NO_GOAL] | ~has_cause
    counted = Q(initiative__isnull=True) | ~Q(initiative__relation=InitiativeRelation.EXTERNAL)
    return activities.filter(wanted & counted).exclude(status=ActivityStatus.CANCELLED)


def strengthening_element(activities: QuerySet[Activity], element: str) -> QuerySet[Activity]:
    """Keep the activities that strengthen an element, themselves or through their initiative."""
    ties = Strengthening.objects.filter(element=element)
    own = Exists(ties.filter(activity=OuterRef("pk")))
    says_something = Exists(Strengthening.objects.filter(activity=OuterRef("pk")))
    above = Exists(ties.filter(initiative=OuterRef("initiative_id")))
    return activities.filter(own | (~says_something & above))


@dataclass(frozen=True, slots=True)
class ActivityCounts:
    """How many activities there are, by status, and how many of those not cancelled lack something."""

    n: int
    by_status: tuple[tuple[str, int], ...]
    n_orphans: int

    def of(self, status: str) -> int:
        """Return the number with a status."""
        return dict(self.by_status).get(status, 0)


def count_activities() -> ActivityCounts:
    """Return how many activities there are and how many lack an element, a cause or a goal."""
    counts = dict(Activity.objects.order_by().values_list("status").annotate(n=Count("pk")))
    n_orphans = with_gap(Activity.objects.order_by()).count()
    return ActivityCounts(sum(counts.values()), tuple(sorted(counts.items())), n_orphans)


@dataclass(frozen=True, slots=True)
class Effort:
    """Hours and money of the activities with one code (a role, line or action) that start in one year.

    ``year`` is ``None`` where no start is known, ``code`` empty where none is given. A total is ``None``
    where no activity has a number; ``n_*`` tell of how many activities the total is.
    """

    code: str
    year: int | None
    n: int
    planned_hours: Decimal | None
    n_planned_hours: int
    spent_hours: Decimal | None
    n_spent_hours: int
    planned_eur: Decimal | None
    n_planned_eur: int


def effort_by(grouping: Grouping) -> tuple[Effort, ...]:
    """Return the effort of the activities that were not cancelled by code and year, the newest first.

    An activity of several years counts once, in the year it starts; one of a structure of others never.
    """
    rows = (
        Activity.objects.exclude(status=ActivityStatus.CANCELLED)
        .exclude(initiative__relation=InitiativeRelation.EXTERNAL)
        .order_by("starts_on__year", grouping)
        .values_list(grouping, "starts_on__year")
        .annotate(
            n=Count("pk"),
            planned_hours_total=exact_sum("planned_hours", 1),
            n_planned_hours=Count("planned_hours"),
            spent_hours_total=exact_sum("spent_hours", 1),
            n_spent_hours=Count("spent_hours"),
            planned_eur_total=exact_sum("planned_eur", 2),
            n_planned_eur=Count("planned_eur"),
        )
    )
    found = [Effort(*row) for row in rows]
    return tuple(sorted(found, key=lambda e: (e.year is None, -(e.year or 0), not e.code, e.code)))


def effort_in_total(efforts: tuple[Effort, ...]) -> Effort:
    """Add efforts together: unknown only where every part is."""
    return Effort(
        "",
        None,
        sum(e.n for e in efforts),
        _sum(tuple(e.planned_hours for e in efforts)),
        sum(e.n_planned_hours for e in efforts),
        _sum(tuple(e.spent_hours for e in efforts)),
        sum(e.n_spent_hours for e in efforts),
        _sum(tuple(e.planned_eur for e in efforts)),
        sum(e.n_planned_eur for e in efforts),
    )


def _sum(amounts: tuple[Decimal | None, ...]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None
