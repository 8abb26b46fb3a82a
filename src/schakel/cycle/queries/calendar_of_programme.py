# SPDX-License-Identifier: EUPL-1.2
"""Dates of the programme for the calendar: rounds, periods, milestones, money and gatherings."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from schakel.cycle.queries.calendar_entries import CalendarEntry
from schakel.cycle.sight import Sight
from schakel.programme.models import (
    Event,
    Funding,
    FundingProgramme,
    Milestone,
    ReportingPeriod,
    UpdateRound,
)


def rounds(first: date, last: date, sight: Sight) -> Iterator[CalendarEntry]:
    """Yield: rounds of updates that are due."""
    for r in UpdateRound.objects.filter(due_on__range=(first, last)):
        yield CalendarEntry("round", r.code, r.title, r.due_on, page="update-rounds", invented=r.invented)


def periods(first: date, last: date, sight: Sight) -> Iterator[CalendarEntry]:
    """Yield: reporting periods that are due."""
    for p in ReportingPeriod.objects.filter(due_on__range=(first, last), is_closed=False):
        yield CalendarEntry(
            "period", p.code, p.code, p.due_on, page="period", args=(p.code,), invented=p.invented
        )


def milestones(first: date, last: date, sight: Sight) -> Iterator[CalendarEntry]:
    """Yield: milestones that are not reached."""
    rows = Milestone.objects.filter(due_on__range=(first, last), done_on__isnull=True)
    for m in rows.select_related("initiative"):
        yield CalendarEntry(
            "milestone",
            str(m.pk),
            m.title,
            m.due_on,
            page="initiative",
            args=(m.initiative.code,),
            about=m.initiative.name,
            invented=m.invented,
        )


def sources_of_money(first: date, last: date, sight: Sight) -> Iterator[CalendarEntry]:
    """Yield: sources of money that end."""
    for p in FundingProgramme.objects.filter(ends_on__range=(first, last)):
        if p.ends_on is not None:
            yield CalendarEntry(
                "fund_ends",
                p.code,
                p.name,
                p.ends_on,
                page="money-source",
                args=(p.code,),
                invented=p.invented,
            )


def money_of_initiatives(first: date, last: date, sight: Sight) -> Iterator[CalendarEntry]:
    """Yield: money of initiatives that ends, or on which a decision is needed."""
    within = Q(ends_on__range=(first, last)) | Q(decision_due_on__range=(first, last))
    for f in Funding.objects.filter(within).select_related("initiative", "programme"):
        for kind, on in (("grant_ends", f.ends_on), ("grant_decision", f.decision_due_on)):
            if on is not None and first <= on <= last:
                yield CalendarEntry(
                    kind,
                    str(f.pk),
                    f.initiative.name,
                    on,
                    page="initiative-funding",
                    args=(f.initiative.code,),
                    about=f.programme.name,
                    invented=f.invented,
                )


def gatherings(first: date, last: date, sight: Sight) -> Iterator[CalendarEntry]:
    """Yield: gatherings."""
    for e in Event.objects.filter(on__range=(first, last)).select_related("organiser"):
        yield CalendarEntry(
            "gathering",
            str(e.pk),
            e.title,
            e.on,
            page="event",
            args=(e.pk,),
            about=e.organiser.name if e.organiser else "",
            where=e.venue,
            invented=e.invented,
        )
