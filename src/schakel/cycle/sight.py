# SPDX-License-Identifier: EUPL-1.2
"""Which rows of the meetings a reader may see: the one place where that is decided.

Every page, export, search and calendar asks here. A confidential item, and every option, paper, decision,
step and action that hangs on it, is for those with ``closed`` sight only; a meeting that is a draft for those
with ``drafts``; what waits in the backlog, and what is entered while a meeting is in session, for ``closed``.
"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from schakel.cycle.models import (
    ActionPoint,
    AgendaItem,
    Agreement,
    Decision,
    DecisionStep,
    ItemState,
    Meeting,
    MeetingState,
    Paper,
    Talk,
)

HELD = (MeetingState.CLOSED, MeetingState.ADOPTED)


@dataclass(frozen=True, slots=True)
class Sight:
    """What somebody may see: ``drafts`` for the bureau, ``closed`` for the bureau and the board."""

    drafts: bool = False
    closed: bool = False


PUBLIC = Sight()
"""What anybody may see: also what a calendar or an export without a session gets."""
BOARD_SIGHT = Sight(closed=True)
FULL = Sight(drafts=True, closed=True)
"""For rules and gates, which must see everything."""


def visible_meetings(sight: Sight) -> QuerySet[Meeting]:
    """Return the meetings that may be seen."""
    found = Meeting.objects.all()
    return found if sight.drafts else found.filter(_announced())


def _announced(path: str = "") -> Q:
    """Return the condition that a meeting is no draft, and was not cancelled as one."""
    return ~Q(**{f"{path}state": MeetingState.DRAFT}) & Q(**{f"{path}convened_at__isnull": False})


def visible_items(sight: Sight) -> QuerySet[AgendaItem]:
    """Return the agenda items that may be seen, those of the backlog too where that is allowed."""
    found = AgendaItem.objects.all()
    if not sight.drafts:
        found = found.filter(Q(meeting__isnull=True) | _announced("meeting__"))
    if not sight.closed:
        found = found.filter(is_confidential=False, meeting__isnull=False).exclude(state=ItemState.WITHDRAWN)
    return found


def visible_papers(sight: Sight) -> QuerySet[Paper]:
    """Return the papers that may be seen."""
    found = Paper.objects.filter(item__in=visible_items(sight))
    return found if sight.closed else found.filter(is_public=True)


def visible_decisions(sight: Sight) -> QuerySet[Decision]:
    """Return the decisions that may be seen: for everybody those of meetings that are over."""
    found = Decision.objects.all()
    if sight.closed:
        return found
    return found.filter(is_confidential=False, item__is_confidential=False, meeting__state__in=HELD)


def visible_steps(sight: Sight) -> QuerySet[DecisionStep]:
    """Return the steps of the decisions that may be seen."""
    return DecisionStep.objects.filter(decision__in=visible_decisions(sight))


def visible_actions(sight: Sight) -> QuerySet[ActionPoint]:
    """Return the action points that may be seen: for everybody those of meetings that are over."""
    found = ActionPoint.objects.all()
    if sight.closed:
        return found
    open_item = Q(item__isnull=True) | Q(item__is_confidential=False)
    open_decision = Q(decision__isnull=True) | Q(
        decision__is_confidential=False, decision__item__is_confidential=False
    )
    over = Q(meeting__isnull=True) | Q(meeting__state__in=HELD)
    return found.filter(open_item, open_decision, over, is_confidential=False)


def visible_talks(sight: Sight) -> QuerySet[Talk]:
    """Return the talks whose report may be seen; that the others took place may always be told."""
    found = Talk.objects.all()
    return found if sight.closed else found.filter(is_confidential=False)


def visible_agreements(sight: Sight) -> QuerySet[Agreement]:
    """Return the agreements that may be seen: those of a confidential talk stay with its report."""
    found = Agreement.objects.all()
    return found if sight.closed else found.filter(Q(talk__isnull=True) | Q(talk__is_confidential=False))


def may_read_notes(sight: Sight, meeting: Meeting) -> bool:
    """Say whether the report of the discussion may be read: for everybody once the minutes are adopted."""
    return sight.closed or meeting.state == MeetingState.ADOPTED
