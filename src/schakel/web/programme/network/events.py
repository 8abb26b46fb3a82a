# SPDX-License-Identifier: EUPL-1.2
"""The meetings: the list with what is still open, and the page of one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from schakel.documents import formats
from schakel.koers.label import Language
from schakel.programme.models import Event
from schakel.programme.queries.events import (
    EventSheet,
    EventYear,
    FollowUps,
    event_sheet,
    event_year,
    listed_events,
    open_follow_ups,
)
from schakel.web.programme.course_names import CourseNames, course_names
from schakel.web.programme.listing import ListColumn, make_listing
from schakel.web.programme.network import event_tables
from schakel.web.programme.network.words import FEWEST_SHOWN, mix_words, people_words
from schakel.web.programme.partners.cells import count_cell, day_cell, marked, or_dash
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import visitor_of
from schakel.web.tables.table import Cell

MOST_OPEN = 50


@require_safe
@page
def show_events(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the meetings, newest first, and what was agreed and is not done yet."""
    today = timezone.localdate()
    names = course_names(reading)
    exactly = visitor_of(request).may("event-attendance")
    listing = make_listing(
        request,
        listed_events(),
        _columns(reading, names, exactly=exactly),
        name="events",
        caption=_("Meetings"),
    )
    year = event_year(today.year, today)
    may_edit = visitor_of(request).may("follow-up", "write")
    waiting = list(open_follow_ups()[:MOST_OPEN])
    table = event_tables.follow_ups_table(waiting, reading, today, with_event=True, may_edit=may_edit)
    context = {
        "programme_page": "network",
        "listing": listing,
        "sentences": _year_sentences(year, reading.language) if listing.n_rows else [],
        "waiting": waiting,
    }
    return show_programme(
        request, reading, "web/programme/network_events.html", context, tables=[listing.table, table]
    )


@require_safe
@page
def show_event(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Show a meeting: who was there, what was agreed and done."""
    event = event_or_404(pk)
    today = timezone.localdate()
    visitor = visitor_of(request)
    exactly = visitor.may("event-attendance")
    sheet = event_sheet(event, today)
    context = {
        "programme_page": "network",
        "e": event,
        "sheet": sheet,
        "place": course_names(reading).place(event.place),
        "sentences": _event_sentences(sheet, reading.language, exactly=exactly),
        "is_ahead": event.on > today,
    }
    tables = [
        event_tables.attendance_table(
            sheet, reading, with_people=exactly, may_edit=visitor.may("attendance-remove", "write")
        ),
        event_tables.follow_ups_table(
            sheet.follow_ups, reading, today, may_edit=visitor.may("follow-up", "write")
        ),
    ]
    return show_programme(request, reading, "web/programme/network_event.html", context, tables=tables)


def event_or_404(pk: int) -> Event:
    """Return a meeting with its organiser and initiative."""
    found = Event.objects.select_related("organiser", "initiative").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _columns(reading: Reading, names: CourseNames, *, exactly: bool) -> list[ListColumn]:
    language = reading.language

    def people(event: Any) -> Cell:
        shown = event.n_people if exactly or (event.n_people or 0) >= FEWEST_SHOWN else None
        text = people_words(event.n_people, language, exactly=exactly)
        return Cell(text, shown, tone="unknown" if event.n_people is None else "")

    def agreed(event: Any) -> Cell:
        if not event.n_agreed:
            return Cell("–", None)
        told = _("%(done)s of %(all)s") % {"done": event.n_done or 0, "all": event.n_agreed}
        return Cell(told, (event.n_done or 0) / event.n_agreed)

    return [
        ListColumn(
            "title",
            _("Meeting"),
            lambda e: marked(e.title, invented=e.invented, link=reading.url("event", e.pk)),
            "title",
        ),
        ListColumn("on", _("Day"), lambda e: day_cell(e.on, language), "on"),
        ListColumn("place", _("Municipality"), lambda e: or_dash(names.place(e.place)), "place"),
        ListColumn(
            "organisations",
            _("Organisations"),
            lambda e: count_cell(e.n_organisations, language),
            "n_organisations",
            numeric=True,
        ),
        ListColumn("people", _("People"), people, numeric=True),
        ListColumn("agreed", _("Agreed and done"), agreed, numeric=True),
    ]


def _year_sentences(year: EventYear, language: Language) -> list[str]:
    if not year.n:
        return [_("In %(year)s no meeting is recorded yet.") % {"year": year.year}]
    n_organisations = sum(year.helix_mix.values())
    found = [
        ngettext(
            "In %(year)s there was %(n)s meeting, with %(mix)s.",
            "In %(year)s there were %(n)s meetings, with %(mix)s.",
            year.n,
        )
        % {
            "year": year.year,
            "n": formats.number(year.n, language, 0),
            "mix": mix_words(year.helix_mix, language) if n_organisations else _("attendance not recorded"),
        }
    ]
    return [*found, *_follow_up_sentences(year.follow_ups, language)]


def _event_sentences(sheet: EventSheet, language: Language, *, exactly: bool) -> list[str]:
    n = len(sheet.attendances)
    found = []
    if n:
        told = ngettext("%(n)s organisation was there", "%(n)s organisations were there", n) % {
            "n": formats.number(n, language, 0)
        }
        mix = mix_words(sheet.helix_mix, language)
        people = people_words(sheet.people, language, exactly=exactly)
        found.append(
            _("%(told)s: %(mix)s. People: %(people)s.") % {"told": told, "mix": mix, "people": people}
        )
    return [*found, *_follow_up_sentences(sheet.summary, language)]


def _follow_up_sentences(counted: FollowUps, language: Language) -> list[str]:
    if counted.rate is None:
        return []
    told = ngettext(
        "Of %(n)s thing that was agreed, %(share)s was done.",
        "Of %(n)s things that were agreed, %(share)s was done.",
        counted.n,
    ) % {
        "n": formats.number(counted.n, language, 0),
        "share": formats.percent(counted.rate, language),
    }
    if counted.n_late:
        told += " " + ngettext(
            "Of %(n)s the day has passed.", "Of %(n)s the day has passed.", counted.n_late
        ) % {"n": formats.number(counted.n_late, language, 0)}
    return [told]
