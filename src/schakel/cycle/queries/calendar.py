# SPDX-License-Identifier: EUPL-1.2
"""Every date of the year in one calendar, read where it is kept; nothing confidential for others."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, time

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from schakel.cycle.models import (
    AgreementStatus,
    CalendarDate,
    MeetingState,
    Phase,
    Survey,
)
from schakel.cycle.queries import calendar_of_programme as of_programme
from schakel.cycle.queries.calendar_entries import CalendarEntry, Source
from schakel.cycle.queries.decisions import open_decisions
from schakel.cycle.sight import (
    Sight,
    visible_actions,
    visible_agreements,
    visible_meetings,
    visible_talks,
)

BEFORE_ITS_END = (MeetingState.DRAFT, MeetingState.CONVENED, MeetingState.IN_SESSION)


def calendar_days(
    first: date, last: date, sight: Sight, kinds: Collection[str] = (), municipality: str = ""
) -> tuple[CalendarEntry, ...]:
    """Return what happens, or is due, from the first to the last day, in the order of time.

    Parameters
    ----------
    kinds
        Codes of :data:`KINDS`; all of them when empty.
    municipality
        Leaves out what is for another municipality only.
    """
    wanted = frozenset(kinds) or frozenset(KINDS)
    sources = {KINDS[kind]: None for kind in KINDS if kind in wanted}
    found = [
        entry
        for source in sources
        for entry in source(first, last, sight)
        if entry.kind in wanted and (not municipality or entry.municipality in ("", municipality))
    ]
    return tuple(sorted(found, key=lambda e: (e.on, e.starts_at or time.min, e.kind, e.title, e.key)))


def _phases(first: date, last: date, sight: Sight) -> Iterator[CalendarEntry]:
    rows = Phase.objects.filter(starts_on__lte=last, ends_on__gte=first).select_related("cycle")
    for p in rows:
        days = (p.started_on or p.starts_on, p.ended_on or p.ends_on)
        yield CalendarEntry(
            "phase",
            f"{p.cycle.year}-{p.kind}",
            p.kind,
            days[0],
            max(days),
            page="phase",
            args=(p.cycle.year, p.kind),
            about=str(p.cycle.year),
            invented=p.invented,
        )


def _meetings(first: date, last: date, sight: Sight) -> Iterator[CalendarEntry]:
    within = Q(on__range=(first, last)) | Q(papers_due_on__range=(first, last))
    for m in visible_meetings(sight).filter(within):
        if first <= m.on <= last:
            yield CalendarEntry(
                "meeting",
                m.code,
                m.title,
                m.on,
                starts_at=m.starts_at,
                ends_at=m.ends_at,
                page="meeting",
                args=(m.code,),
                where=m.venue,
                invented=m.invented,
                is_cancelled=m.state == MeetingState.CANCELLED,
            )
        due_on = m.papers_due_on
        if due_on is not None and first <= due_on <= last and m.state in BEFORE_ITS_END:
            yield CalendarEntry(
                "papers", m.code, m.title, due_on, page="meeting", args=(m.code,), invented=m.invented
            )


def _talks(first: date, last: date, sight: Sight) -> Iterator[CalendarEntry]:
    for t in visible_talks(sight).filter(on__range=(first, last)):
        yield CalendarEntry("talk", str(t.pk), t.title, t.on, page="talk", args=(t.pk,), invented=t.invented)


def _surveys(first: date, last: date, sight: Sight) -> Iterator[CalendarEntry]:
    for s in Survey.objects.filter(closes_on__range=(first, last), closed_on__isnull=True):
        yield CalendarEntry(
            "survey", str(s.pk), s.title, s.closes_on, page="survey", args=(s.pk,), invented=s.invented
        )


def _decisions(first: date, last: date, sight: Sight) -> Iterator[CalendarEntry]:
    for d in open_decisions(sight, first).filter(due_on__range=(first, last)).select_related("owner"):
        yield CalendarEntry(
            "decision",
            d.number,
            f"{d.number} {d.text}",
            d.due_on,
            page="decision",
            args=(d.number,),
            about=d.owner.name,
            invented=d.invented,
        )


def _actions(first: date, last: date, sight: Sight) -> Iterator[CalendarEntry]:
    rows = visible_actions(sight).filter(
        due_on__range=(first, last), done_on__isnull=True, dropped_on__isnull=True
    )
    for a in rows.select_related("owner"):
        yield CalendarEntry(
            "action",
            str(a.pk),
            a.text,
            a.due_on,
            page="action-point",
            args=(a.pk,),
            about=a.owner.name,
            invented=a.invented,
        )


def _agreements(first: date, last: date, sight: Sight) -> Iterator[CalendarEntry]:
    rows = visible_agreements(sight).filter(due_on__range=(first, last), status=AgreementStatus.OPEN)
    for a in rows.select_related("owner"):
        yield CalendarEntry(
            "agreement",
            str(a.pk),
            a.text,
            a.due_on,
            page="agreements",
            about=a.owner.name,
            invented=a.invented,
        )


def _dates(first: date, last: date, sight: Sight) -> Iterator[CalendarEntry]:
    for d in (
        visible_dates(sight).alias(last=Coalesce(F("until"), F("on"))).filter(on__lte=last, last__gte=first)
    ):
        yield CalendarEntry(
            d.kind,
            str(d.pk),
            d.title,
            d.on,
            d.until,
            page="calendar-date",
            args=(d.pk,),
            municipality=d.municipality,
            needs=d.needs,
            invented=d.invented,
        )


def visible_dates(sight: Sight) -> QuerySet[CalendarDate]:
    """Return the dates from outside that may be seen."""
    found = CalendarDate.objects.all()
    return found if sight.closed else found.filter(is_public=True)


KINDS: Mapping[str, Source] = {
    "phase": _phases,
    "meeting": _meetings,
    "papers": _meetings,
    "talk": _talks,
    "survey": _surveys,
    "round": of_programme.rounds,
    "period": of_programme.periods,
    "milestone": of_programme.milestones,
    "decision": _decisions,
    "action": _actions,
    "agreement": _agreements,
    "fund_ends": of_programme.sources_of_money,
    "grant_ends": of_programme.money_of_initiatives,
    "grant_decision": of_programme.money_of_initiatives,
    "gathering": of_programme.gatherings,
    "council": _dates,
    "funding": _dates,
    "publication": _dates,
    "event": _dates,
    "deadline": _dates,
    "other": _dates,
}
"""Where the dates of each kind are read."""
