# SPDX-License-Identifier: EUPL-1.2
"""The meetings: the one that comes, the last one that was held, and the list of all."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from schakel.cycle.models import CycleYear, Meeting, MeetingState
from schakel.cycle.sight import HELD, Sight, visible_decisions, visible_items, visible_meetings
from schakel.programme.models import Body

AHEAD = (MeetingState.DRAFT, MeetingState.CONVENED)
OPEN = (*AHEAD, MeetingState.IN_SESSION)


def listed_meetings(sight: Sight, cycle: CycleYear | None = None) -> QuerySet[Meeting]:
    """Return the meetings that may be seen, newest first, each with its numbers of items and decisions.

    Returns
    -------
    QuerySet
        With ``n_items`` and ``n_decisions``: those that the reader may see.
    """
    found = visible_meetings(sight).select_related("cycle", "chair")
    if cycle is not None:
        found = found.filter(cycle=cycle)
    items = visible_items(sight).values("pk")
    decisions = visible_decisions(sight).values("pk")
    return found.annotate(
        n_items=Count("items", filter=Q(items__in=items), distinct=True),
        n_decisions=Count("decisions", filter=Q(decisions__in=decisions), distinct=True),
    ).order_by("-on", "-starts_at", "-pk")


def next_meeting(sight: Sight, today: date, body: str = Body.BOARD) -> Meeting | None:
    """Return the meeting that is in session, or else the first one to come; a draft for who may see it."""
    found = visible_meetings(sight).filter(body=body, state__in=OPEN).select_related("cycle", "chair")
    in_session = found.filter(state=MeetingState.IN_SESSION).order_by("-on", "-pk").first()
    return in_session or found.filter(on__gte=today).order_by("on", "starts_at", "pk").first()


def last_meeting(sight: Sight, body: str = Body.BOARD, before: Meeting | None = None) -> Meeting | None:
    """Return the last meeting that was held, or the last one before another."""
    found = visible_meetings(sight).filter(body=body, state__in=HELD)
    if before is not None:
        found = found.exclude(pk=before.pk).filter(on__lte=before.on)
    return found.order_by("-on", "-starts_at", "-pk").first()


def meetings_that_can_take(sight: Sight) -> QuerySet[Meeting]:
    """Return the meetings on whose agenda something can still be put, the first one first."""
    return visible_meetings(sight).filter(state__in=OPEN).order_by("on", "starts_at", "pk")
