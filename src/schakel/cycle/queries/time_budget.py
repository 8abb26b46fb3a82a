# SPDX-License-Identifier: EUPL-1.2
"""The minutes of a meeting: how long it is, what its items ask, and when each of them starts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import time

from schakel.cycle.models import AgendaItem, ItemState, Meeting

MINUTES_OF_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class TimeBudget:
    """The minutes of a meeting: what it has and what its items ask; ``n_unknown`` have no minutes."""

    minutes: int
    asked: int
    n_unknown: int

    @property
    def left(self) -> int:
        """How many minutes are left; negative when there are too few."""
        return self.minutes - self.asked

    @property
    def is_over(self) -> bool:
        """Whether the known minutes alone are more than the meeting has."""
        return self.left < 0


@dataclass(frozen=True, slots=True)
class Slot:
    """When an item starts and ends by plan; unknown after an item without minutes. ``is_over``: too late."""

    starts_at: time | None
    ends_at: time | None
    is_over: bool


def minutes_between(starts_at: time, ends_at: time) -> int:
    """Return the whole minutes from one time of a day to a later one."""
    return _minute_of(ends_at) - _minute_of(starts_at)


def takes_time(item: AgendaItem) -> bool:
    """Say whether an item has a place in the time of its meeting: all but those withdrawn."""
    return item.state != ItemState.WITHDRAWN


def budget_of(meeting: Meeting, items: Iterable[AgendaItem]) -> TimeBudget:
    """Return the time budget of a meeting with these items."""
    known = [item.minutes for item in items if takes_time(item)]
    return TimeBudget(
        minutes=minutes_between(meeting.starts_at, meeting.ends_at),
        asked=sum(m for m in known if m is not None),
        n_unknown=sum(m is None for m in known),
    )


def slots_of(starts_at: time, ends_at: time, minutes: Sequence[int | None]) -> tuple[Slot, ...]:
    """Return when each item starts and ends, in their order.

    Parameters
    ----------
    minutes
        The minutes of each item; ``None`` where they are not known.
    """
    slots: list[Slot] = []
    begin: int | None = _minute_of(starts_at)
    last = _minute_of(ends_at)
    for length in minutes:
        end = None if begin is None or length is None else begin + length
        is_over = (end is not None and end > last) or (begin is not None and begin >= last)
        slots.append(Slot(_time_of(begin), _time_of(end), is_over))
        begin = end
    return tuple(slots)


def _minute_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _time_of(minute: int | None) -> time | None:
    """Return the time of a minute of the day; unknown past midnight, since a meeting ends on its day."""
    if minute is None or minute >= MINUTES_OF_A_DAY:
        return None
    return time(minute // 60, minute % 60)
