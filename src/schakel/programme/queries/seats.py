# SPDX-License-Identifier: EUPL-1.2
"""The tables and who sits at them by role: seats of a day, vacancies with their age, turnover of a year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from schakel.programme.models import Body, Partner, Seat


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat on a day; ``vacant_days`` is ``None`` where it is held or the first day is not known."""

    seat: Seat
    is_vacant: bool
    vacant_days: int | None
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class BodySeats:
    """The seats at one table.

    Attributes
    ----------
    n_begun, n_ended
        Seats that somebody took or gave up in the year.
    n_handed_over
        How many of those that were taken follow an earlier holder of the same partner and role.
    """

    body: str
    lines: tuple[SeatLine, ...]
    n_vacant: int
    n_begun: int
    n_ended: int
    n_handed_over: int


def seats_on(today: date, partner: Partner | None = None) -> list[SeatLine]:
    """Return the seats of a day, of everybody or of one partner, in one query."""
    held = Seat.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today), Q(ends_on__isnull=True) | Q(ends_on__gte=today)
    )
    chosen = held if partner is None else held.filter(partner=partner)
    return [_line(seat, today) for seat in chosen.select_related("partner")]


def bodies(today: date, year: int) -> list[BodySeats]:
    """Return every table that has or had a seat, in the order of :class:`Body`, in one query.

    Parameters
    ----------
    today
        The day of which the seats are shown.
    year
        The year of which the turnover is counted.
    """
    everything = list(Seat.objects.select_related("partner").order_by("role", "partner__name", "pk"))
    return [
        _body(body, [s for s in everything if s.body == body], today, year)
        for body in Body.values
        if any(s.body == body for s in everything)
    ]


def _body(body: str, seats: list[Seat], today: date, year: int) -> BodySeats:
    lines = tuple(_line(seat, today) for seat in seats if _covers(seat, today))
    held = [seat for seat in seats if not seat.is_vacant]
    begun = [seat for seat in held if seat.starts_on is not None and seat.starts_on.year == year]
    return BodySeats(
        body=body,
        lines=lines,
        n_vacant=sum(line.is_vacant for line in lines),
        n_begun=len(begun),
        n_ended=sum(seat.ends_on is not None and seat.ends_on.year == year for seat in held),
        n_handed_over=_n_following(begun, held),
    )


def _n_following(begun: Iterable[Seat], held: Iterable[Seat]) -> int:
    """Return how many stretches begin after an earlier one of the same partner and role ended."""
    first_end: dict[tuple[int, str], date] = {}
    for seat in held:
        if seat.ends_on is not None:
            key = (seat.partner_id, seat.role)
            first_end[key] = min(seat.ends_on, first_end.get(key, seat.ends_on))
    ends = [(first_end.get((seat.partner_id, seat.role)), seat.starts_on) for seat in begun]
    return sum(end is not None and start is not None and end < start for end, start in ends)


def _covers(seat: Seat, today: date) -> bool:
    begun = seat.starts_on is None or seat.starts_on <= today
    return begun and (seat.ends_on is None or seat.ends_on >= today)


def _line(seat: Seat, today: date) -> SeatLine:
    age = None
    if seat.is_vacant and seat.starts_on is not None:
        age = (today - seat.starts_on).days
    return SeatLine(seat, seat.is_vacant, age, seat.ends_on)
