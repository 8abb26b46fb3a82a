# SPDX-License-Identifier: EUPL-1.2
"""What the wheel of the year is drawn from."""

from datetime import date

from schakel.cycle.models import CycleYear, MeetingState
from schakel.cycle.queries.year_state import YearState
from schakel.cycle.sight import Sight, visible_meetings
from schakel.documents.cycle_pictures.year_wheel import WheelMeeting, WheelPhase, YearWheel


def wheel_of(
    cycle: CycleYear, state: YearState, sight: Sight, today: date, *, with_meetings: bool = True
) -> YearWheel:
    """Return the phases on the days they were planned or really had, and the meetings that may be seen."""
    phases = tuple(
        WheelPhase(
            p.phase.kind,
            p.phase.started_on or p.phase.starts_on,
            max(p.phase.ended_on or p.phase.ends_on, p.phase.started_on or p.phase.starts_on),
            p.standing,
            p.is_late,
        )
        for p in state.phases
    )
    meetings = _meetings(cycle, sight) if with_meetings else ()
    return YearWheel(cycle.year, cycle.starts_on, cycle.ends_on, today, phases, meetings)


def _meetings(cycle: CycleYear, sight: Sight) -> tuple[WheelMeeting, ...]:
    found = visible_meetings(sight).filter(on__range=(cycle.starts_on, cycle.ends_on))
    held = found.exclude(state=MeetingState.CANCELLED).order_by("on", "starts_at", "pk")
    return tuple(WheelMeeting(*row) for row in held.values_list("on", "title"))
