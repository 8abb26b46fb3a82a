# SPDX-License-Identifier: EUPL-1.2
"""What waits for a meeting: the items of no agenda, those that must be dealt with first on top."""

from datetime import date

from django.db.models import F, Q, QuerySet

from schakel.cycle.models import AgendaItem, ItemState
from schakel.cycle.queries.meetings import OPEN
from schakel.cycle.sight import Sight, visible_items

STILL_OPEN = Q(state=ItemState.BACKLOG) | Q(state=ItemState.SCHEDULED, meeting__state__in=OPEN)
"""The items that wait, or are on the agenda of a meeting that is not over."""


def waiting_items(sight: Sight, body: str = "") -> QuerySet[AgendaItem]:
    """Return the items that wait for a meeting, of one body or of all; the earliest wanted day first."""
    found = visible_items(sight).filter(state=ItemState.BACKLOG).select_related("presenter", "carried_from")
    if body:
        found = found.filter(body=body)
    return found.order_by(F("wanted_before").asc(nulls_last=True), "created_at", "pk")


def is_pressing(item: AgendaItem, next_on: date | None) -> bool:
    """Say whether an item should be on the agenda of the next meeting, by the day it is wanted before."""
    return item.wanted_before is not None and (next_on is None or item.wanted_before <= next_on)


def open_items_about(kind: str, key: str, sight: Sight) -> list[AgendaItem]:
    """Return the items about this that wait or are on a coming agenda, so that nothing is put twice.

    Also those that the reader may not see yet, such as on a draft; but for who has no closed sight not one
    that is confidential: not even that there is one may be told.
    """
    found = AgendaItem.objects.filter(STILL_OPEN, source_kind=kind, source_key=key)
    if not sight.closed:
        found = found.filter(is_confidential=False)
    return list(found.select_related("meeting").order_by("pk"))
