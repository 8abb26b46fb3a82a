# SPDX-License-Identifier: EUPL-1.2
"""Everything the papers of a meeting tell: its agenda, what moved, what deviates, and what came of before."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from schakel.cycle.models import Decision, Deviation, DeviationState, Meeting
from schakel.cycle.queries.agenda import Agenda, agenda_of
from schakel.cycle.queries.decisions import ENDED, REPLACED, decisions_with_standing
from schakel.cycle.queries.deviations import visible_deviations
from schakel.cycle.queries.meetings import last_meeting
from schakel.cycle.queries.moved import Moved, moved_since
from schakel.cycle.sight import Sight


@dataclass(frozen=True, slots=True)
class BoardPack:
    """What the papers of a meeting tell one kind of reader.

    Attributes
    ----------
    for_members
        Whether confidential items are in it.
    before
        The meeting before it; ``None`` where none was held.
    moved
        What moved since then; ``None`` where none was held.
    previous
        The decisions of that meeting, and older ones that are not carried out yet, with their standing.
    """

    agenda: Agenda
    for_members: bool
    before: Meeting | None
    moved: Moved | None
    deviations: tuple[Deviation, ...]
    previous: tuple[Decision, ...]

    @property
    def meeting(self) -> Meeting:
        """The meeting."""
        return self.agenda.meeting


def board_pack(meeting: Meeting, sight: Sight, today: date) -> BoardPack:
    """Return the papers of a meeting that may be seen; ``today`` counts up to the day of the meeting."""
    until = min(today, meeting.on)
    before = last_meeting(sight, meeting.body, before=meeting)
    since = before.on if before is not None else None
    return BoardPack(
        agenda=agenda_of(meeting, sight),
        for_members=sight.closed,
        before=before,
        moved=None if since is None else moved_since(since, until, sight),
        deviations=tuple(_open_deviations(sight)),
        previous=tuple(_previous(meeting, before, sight, today)),
    )


def _open_deviations(sight: Sight) -> list[Deviation]:
    rows = visible_deviations(sight).exclude(state=DeviationState.SETTLED)
    return list(rows.order_by("since", "pk"))


def _previous(meeting: Meeting, before: Meeting | None, sight: Sight, today: date) -> list[Decision]:
    rows = decisions_with_standing(sight, today).filter(meeting__body=meeting.body).exclude(meeting=meeting)
    of_before = Q(meeting=before) if before is not None else Q(pk__in=[])
    still_open = ~Q(standing__in=[*ENDED, REPLACED])
    return list(rows.filter(of_before | still_open, on__lte=meeting.on).order_by("on", "number"))
