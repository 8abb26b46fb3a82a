# SPDX-License-Identifier: EUPL-1.2
"""Meetings with who was there, what was agreed and done, and the introductions that were made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum

from schakel.programme.models import Attendance, Connection, Event, FollowUp, Helix, Partner
from schakel.programme.queries.coalition import count_by_helix


@dataclass(frozen=True, slots=True)
class FollowUps:
    """What came of what was agreed.

    Attributes
    ----------
    rate
        Done of all that was agreed; ``None`` where nothing was agreed.
    n_late
        Not done while the day has passed.
    n_undated, n_without_owner
        Not done, without a day or without an owner: nobody can be asked.
    """

    n: int
    n_done: int
    n_late: int
    n_undated: int
    n_without_owner: int
    rate: float | None


@dataclass(frozen=True, slots=True)
class EventSheet:
    """A meeting with its attendance.

    Attributes
    ----------
    helix_mix
        Number of organisations by strand.
    people
        The sum of what was counted; ``None`` where nothing was counted.
    n_uncounted
        Organisations of which the number of people is not known.
    first_timers
        Keys of the organisations that were at no earlier meeting.
    """

    event: Event
    attendances: tuple[Attendance, ...]
    helix_mix: dict[str, int]
    people: int | None
    n_uncounted: int
    first_timers: frozenset[int]
    follow_ups: tuple[FollowUp, ...]
    summary: FollowUps


@dataclass(frozen=True, slots=True)
class EventYear:
    """The meetings of a year: how many, how many different organisations by strand, follow-ups."""

    year: int
    n: int
    helix_mix: dict[str, int]
    follow_ups: FollowUps


@dataclass(frozen=True, slots=True)
class Connections:
    """The introductions, and of how many it is known what came of them."""

    n: int
    n_with_result: int
    n_into_initiative: int


def listed_events() -> QuerySet[Event]:
    """Return the meetings with counts, for a list: organisations, people, agreed and done."""

    def counted(rows: QuerySet[Attendance] | QuerySet[FollowUp]) -> Subquery:
        return Subquery(rows.order_by().values("event").annotate(n=Count("pk")).values("n"))

    attendances = Attendance.objects.filter(event=OuterRef("pk"))
    follow_ups = FollowUp.objects.filter(event=OuterRef("pk"))
    people = attendances.order_by().values("event").annotate(n=Sum("people")).values("n")
    return Event.objects.select_related("organiser", "initiative").annotate(
        n_organisations=counted(attendances),
        n_people=Subquery(people),
        n_agreed=counted(follow_ups),
        n_done=counted(follow_ups.filter(done_on__isnull=False)),
    )


def event_sheet(event: Event, today: date) -> EventSheet:
    """Return a meeting with its attendance and follow-ups, in three queries."""
    attendances = tuple(
        event.attendances.select_related("partner").order_by("partner__helix", "partner__name", "pk")
    )
    counted = [a.people for a in attendances if a.people is not None]
    earlier = Attendance.objects.filter(
        Q(event__on__lt=event.on), partner__in=[a.partner_id for a in attendances]
    ).values_list("partner_id", flat=True)
    follow_ups = tuple(event.follow_ups.select_related("owner", "initiative"))
    return EventSheet(
        event=event,
        attendances=attendances,
        helix_mix=count_by_helix(a.partner for a in attendances),
        people=sum(counted) if counted else None,
        n_uncounted=len(attendances) - len(counted),
        first_timers=frozenset(a.partner_id for a in attendances) - frozenset(earlier),
        follow_ups=follow_ups,
        summary=count_follow_ups(follow_ups, today),
    )


def count_follow_ups(follow_ups: Iterable[FollowUp], today: date) -> FollowUps:
    """Count what was agreed and what came of it."""
    rows = list(follow_ups)
    still_open = [row for row in rows if row.done_on is None]
    return FollowUps(
        n=len(rows),
        n_done=len(rows) - len(still_open),
        n_late=sum(row.due_on is not None and row.due_on < today for row in still_open),
        n_undated=sum(row.due_on is None for row in still_open),
        n_without_owner=sum(row.owner_id is None for row in still_open),
        rate=(len(rows) - len(still_open)) / len(rows) if rows else None,
    )


def event_year(year: int, today: date) -> EventYear:
    """Return the meetings of a year together, in three queries."""
    there = Partner.objects.filter(attendances__event__on__year=year).order_by()
    counted = dict(there.values_list("helix").annotate(n=Count("pk", distinct=True)))
    return EventYear(
        year=year,
        n=Event.objects.filter(on__year=year).count(),
        helix_mix={strand: counted.get(strand, 0) for strand in Helix.values},
        follow_ups=_counted_follow_ups(FollowUp.objects.filter(event__on__year=year), today),
    )


def _counted_follow_ups(rows: QuerySet[FollowUp], today: date) -> FollowUps:
    """Count as :func:`count_follow_ups` does, in the database."""
    still_open = Q(done_on__isnull=True)
    counted = rows.order_by().aggregate(
        n=Count("pk"),
        n_done=Count("pk", filter=~still_open),
        n_late=Count("pk", filter=still_open & Q(due_on__lt=today)),
        n_undated=Count("pk", filter=still_open & Q(due_on__isnull=True)),
        n_without_owner=Count("pk", filter=still_open & Q(owner__isnull=True)),
    )
    return FollowUps(**counted, rate=counted["n_done"] / counted["n"] if counted["n"] else None)


def open_follow_ups() -> QuerySet[FollowUp]:
    """Return what was agreed and not done yet; what is due first comes first."""
    return FollowUp.objects.filter(done_on__isnull=True).select_related("event", "owner", "initiative")


def count_connections(queryset: QuerySet[Connection]) -> Connections:
    """Count introductions and what came of them."""
    counted = queryset.aggregate(
        n=Count("pk"),
        n_with_result=Count("pk", filter=~Q(result="")),
        n_into_initiative=Count("pk", filter=Q(initiative__isnull=False)),
    )
    return Connections(**counted)
