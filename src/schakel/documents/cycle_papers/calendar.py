# SPDX-License-Identifier: EUPL-1.2
"""A calendar that others put beside their own (iCalendar, RFC 5545): each date keeps its name for good."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDuration

from schakel.cycle.queries.calendar_entries import CalendarEntry
from schakel.documents.cycle_papers.phase_words import date_kinds, phase_name
from schakel.documents.messages import Words

MAKER = "-//Schakel//Schakel//NL"
LONGEST_TITLE = 160
ASK_AGAIN = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """A date as a calendar shows it; ``name`` never changes, so that it is shown once.

    Without ``starts_at`` it takes whole days, ``until`` included.
    """

    name: str
    title: str
    on: date
    until: date | None = None
    starts_at: time | None = None
    ends_at: time | None = None
    where: str = ""
    text: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    is_cancelled: bool = False


def write_feed(
    events: Iterable[FeedEvent], *, title: str, domain: str, zone: ZoneInfo, at: datetime
) -> bytes:
    """Return a calendar file.

    Parameters
    ----------
    events, title
        What it holds, and what the calendar is called.
    domain
        The name of the site, for the names of the dates.
    zone
        The zone in which times are given; its rules travel with the file.
    at
        When the file is made.
    """
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", zone.key)
    calendar.add("refresh-interval", vDuration(ASK_AGAIN), parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(_event(event, domain, zone, at))
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _event(event: FeedEvent, domain: str, zone: ZoneInfo, at: datetime) -> Event:
    made = Event()
    made.add("uid", f"{event.name}@{domain}")
    made.add("dtstamp", at.astimezone(UTC))
    made.add("summary", _short(event.title))
    if event.starts_at is None:
        made.add("dtstart", event.on)
        made.add("dtend", (event.until or event.on) + timedelta(1))
        made.add("transp", "TRANSPARENT")
    else:
        made.add("dtstart", datetime.combine(event.on, event.starts_at, zone))
        made.add("dtend", datetime.combine(event.until or event.on, event.ends_at or event.starts_at, zone))
    for name, value in (("location", event.where), ("description", event.text), ("url", event.url)):
        if value:
            made.add(name, value)
    if event.categories:
        made.add("categories", list(event.categories))
    if event.is_cancelled:
        made.add("status", "CANCELLED")
    return made


def _short(title: str) -> str:
    words = " ".join(title.split())
    return words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1].rstrip() + "…"


def feed_events(
    entries: Iterable[CalendarEntry],
    *,
    address_of: Callable[[CalendarEntry], str],
    places: Mapping[str, str],
    say: Words,
) -> tuple[FeedEvent, ...]:
    """Return the dates of the year as a calendar shows them.

    Parameters
    ----------
    entries, say
        What is shown, in which language.
    address_of
        Gives the whole address of the page of a date, or nothing.
    places
        Names of municipalities by code.
    """
    kinds = date_kinds(say)
    return tuple(
        FeedEvent(
            f"{entry.kind}-{entry.key}",
            entry_title(entry, kinds[entry.kind], say),
            entry.on,
            entry.until,
            entry.starts_at,
            entry.ends_at,
            entry.where,
            _text(entry, places, say),
            address_of(entry),
            (kinds[entry.kind],),
            entry.is_cancelled,
        )
        for entry in entries
    )


def entry_title(entry: CalendarEntry, kind: str, say: Words) -> str:
    """Return a date as one line: what it is and of what."""
    if entry.kind == "phase":
        return say("Phase {phase}, {year}", phase=phase_name(entry.title, say), year=entry.about)
    if entry.kind in ("meeting", "talk", "gathering", "event", "other"):
        return entry.title
    return f"{kind}: {entry.title}"


def feed_title(region: str, say: Words) -> str:
    """Return what the calendar of a region is called."""
    return say("Calendar of {region}", region=region)


def _text(entry: CalendarEntry, places: Mapping[str, str], say: Words) -> str:
    lines = []
    if entry.about and entry.kind != "phase":
        lines.append(entry.about)
    if entry.municipality:
        lines.append(places.get(entry.municipality, entry.municipality))
    if entry.needs:
        lines.append(say("Needed for this: {needs}", needs=entry.needs))
    if entry.invented:
        lines.append(say("Invented, for the demonstration year."))
    return "\n".join(lines)
