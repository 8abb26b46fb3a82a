# SPDX-License-Identifier: EUPL-1.2
"""Open a year of the cycle with its five phases, and change what it says of itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone

from schakel.cycle.models import CycleYear, Phase
from schakel.cycle.queries.year_state import is_in_evaluation
from schakel.cycle.transitions import PHASES
from schakel.koers.failures import N_, Failure
from schakel.programme.auditing import take_turn
from schakel.programme.queries.months import months_later
from schakel.programme.recording import Actor, add_record, change_record

PHASE_MONTHS = (2, 2, 2, 4, 2)
"""How the months of a year are divided over its phases unless somebody plans otherwise."""
SHORTEST_YEAR_DAYS = 60
EARLIEST_YEAR, LATEST_YEAR = 2000, 2199


class AnotherYearOpen(Failure):
    """A year is open that has not come to its evaluation."""

    template = N_("The year {year} is still open, and its evaluation has not started.")
    cure = N_("Start the evaluation of {year} or close it first; then open the next year.")


class YearNotPossible(Failure):
    """The year itself, or its days, cannot be right."""

    template = N_("The year {year} cannot be like this: {reason}.")
    cure = N_("Change what is named here; nothing was changed yet.")


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day of something."""

    first: date
    last: date


def default_phases(starts_on: date, ends_on: date) -> dict[str, Days]:
    """Divide a year over its phases: by whole months where it has twelve, else in the same proportions."""
    total = sum(PHASE_MONTHS)
    n_days = (ends_on - starts_on).days + 1
    is_whole = ends_on == months_later(starts_on, total) - timedelta(1)
    starts, passed = [], 0
    for months in PHASE_MONTHS:
        later = starts_on + timedelta(n_days * passed // total)
        starts.append(months_later(starts_on, passed) if is_whole else later)
        passed += months
    ends = [*(day - timedelta(1) for day in starts[1:]), ends_on]
    return {kind: Days(*pair) for kind, pair in zip(PHASES, zip(starts, ends, strict=True), strict=True)}


def open_year_of(
    *,
    year: int,
    criteria: Sequence[str],
    by: Actor,
    at: datetime,
    starts_on: date | None = None,
    ends_on: date | None = None,
    phases: Mapping[str, Days] | None = None,
    focus: str = "",
) -> CycleYear:
    """Open a year with its five phases.

    Parameters
    ----------
    criteria
        The codes of the criteria of satisfaction of the course: each asks for a judgement before the year
        can be closed.
    starts_on, ends_on
        Its days; the calendar year where they are not given.
    phases
        The planned days of every phase; divided over the year where they are not given.

    Raises
    ------
    AnotherYearOpen
        When another year is open that has not come to its evaluation.
    YearNotPossible
        When the year is there already, or its days are not in order.
    """
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise YearNotPossible(year=str(year), reason=N_("it is not a year of this century or the next"))
    first, last = starts_on or date(year, 1, 1), ends_on or date(year, 12, 31)
    planned = _planned(year, Days(first, last), phases)
    with transaction.atomic():
        take_turn()
        _check_others(year)
        cycle = add_record(
            CycleYear(
                year=year,
                starts_on=first,
                ends_on=last,
                opened_on=timezone.localdate(at),
                focus=focus.strip(),
                criteria=list(dict.fromkeys(criteria)),
            ),
            action="year.open",
            by=by,
            at=at,
        )
        for kind, days in planned.items():
            phase = Phase(cycle=cycle, kind=kind, starts_on=days.first, ends_on=days.last)
            add_record(phase, action="phase.add", by=by, at=at)
    return cycle


def _planned(year: int, days: Days, phases: Mapping[str, Days] | None) -> dict[str, Days]:
    if (days.last - days.first).days < SHORTEST_YEAR_DAYS:
        raise YearNotPossible(year=str(year), reason=N_("it is too short to hold five phases"))
    if not days.first.year <= year <= days.last.year:
        raise YearNotPossible(
            year=str(year), reason=N_("none of its days falls in the year it is named after")
        )
    if phases is None:
        return default_phases(days.first, days.last)
    if set(phases) != set(PHASES):
        raise YearNotPossible(year=str(year), reason=N_("every phase needs its days"))
    planned = {str(kind): phases[kind] for kind in PHASES}
    if not are_in_order(tuple(planned.values()), days):
        raise YearNotPossible(year=str(year), reason=N_("the days of the phases are not in order"))
    return planned


def are_in_order(phases: Sequence[Days], year: Days) -> bool:
    """Say whether phases follow each other; they may overlap, and run on after the year has ended."""
    return (
        all(days.first <= days.last for days in phases)
        and all(a.first <= b.first and a.last <= b.last for a, b in pairwise(phases))
        and all(year.first <= days.first <= year.last for days in phases)
    )


def _check_others(year: int) -> None:
    if CycleYear.objects.filter(year=year).exists():
        raise YearNotPossible(year=str(year), reason=N_("it is there already"))
    for other in CycleYear.objects.filter(closed_on__isnull=True).order_by("year"):
        if not is_in_evaluation(other):
            raise AnotherYearOpen(year=str(other.year))
        if year < other.year:
            raise YearNotPossible(year=str(year), reason=N_("a later year is open"))


def change_year(
    *, cycle: CycleYear, focus: str, expected_version: int | None, by: Actor, at: datetime
) -> CycleYear:
    """Change what the year is about; raises YearNotPossible when it is closed."""
    if CycleYear.objects.filter(pk=cycle.pk, closed_on__isnull=False).exists():
        raise YearNotPossible(year=str(cycle.year), reason=N_("it is closed"))
    changes: dict[str, Any] = {"focus": focus.strip()}
    return change_record(
        cycle, action="year.change", expected_version=expected_version, by=by, at=at, changes=changes
    )
