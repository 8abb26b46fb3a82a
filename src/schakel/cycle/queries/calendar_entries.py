# SPDX-License-Identifier: EUPL-1.2
"""A date in the calendar, wherever it is kept."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time

from schakel.cycle.sight import Sight


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A date: ``kind`` and ``key`` name it for good, ``page`` with ``args`` is where it is kept.

    ``title`` of a phase is its code. ``about`` is the organisation, initiative or meeting it belongs to;
    ``municipality`` a code, empty for what concerns all; ``needs`` what that date asks for.
    """

    kind: str
    key: str
    title: str
    on: date
    until: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    page: str = ""
    args: tuple[str | int, ...] = ()
    about: str = ""
    where: str = ""
    municipality: str = ""
    needs: str = ""
    invented: bool = False
    is_cancelled: bool = False

    @property
    def last(self) -> date:
        """Its last day."""
        return self.until or self.on


Source = Callable[[date, date, Sight], Iterator[CalendarEntry]]
"""Reads the dates between two days that somebody may see."""
