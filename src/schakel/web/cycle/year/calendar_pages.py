# SPDX-License-Identifier: EUPL-1.2
"""Board > Calendar: every date by month, and the file that others put beside their own calendar."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.cycle.queries.calendar import KINDS, calendar_days
from schakel.cycle.queries.calendar_entries import CalendarEntry
from schakel.cycle.sight import PUBLIC
from schakel.documents import formats
from schakel.documents.cycle_papers.calendar import feed_events, feed_title, write_feed
from schakel.documents.cycle_papers.phase_words import date_kinds
from schakel.documents.messages import words
from schakel.koers.label import Language
from schakel.programme.queries.months import months_later
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import show_board
from schakel.web.cycle.year.tables import dates_table, title_words
from schakel.web.programme.course_names import course_names
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import visitor_of
from schakel.web.rights.visitor import NOBODY

MONTHS_SHOWN = 12
DAYS_BACK, DAYS_AHEAD = 92, 550
FEED_TYPE = "text/calendar; charset=utf-8"
KEPT_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Choice:
    """What a reader chose to see."""

    kinds: tuple[str, ...]
    municipality: str

    @property
    def query(self) -> str:
        """The choice as the end of an address."""
        chosen = [("kind", kind) for kind in self.kinds]
        if self.municipality:
            chosen.append(("gemeente", self.municipality))
        return urlencode(chosen)


@dataclass(frozen=True, slots=True)
class ShownDate:
    """A date on the page, with the address where it is kept."""

    entry: CalendarEntry
    day: str
    kind: str
    title: str
    place: str
    url: str


@require_safe
@page
def show_calendar(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show twelve months from the one that is asked for, this one to begin with."""
    today = timezone.localdate()
    first, choice = _first_month(request, today), _choice(request)
    last = months_later(first, MONTHS_SHOWN) - timedelta(1)
    entries = calendar_days(first, last, sight_of(request), choice.kinds, choice.municipality)
    places = dict(course_names(reading).places)
    shown = [_shown(request, reading, entry, places) for entry in entries]
    context = {
        "sentences": _sentences(reading, shown, today),
        "months": _months(reading, shown),
        "kinds": date_kinds(words(reading.language)),
        "places": places,
        "choice": choice,
        "earlier": f"{months_later(first, -MONTHS_SHOWN):%Y-%m}",
        "later": f"{months_later(first, MONTHS_SHOWN):%Y-%m}",
        "from_month": request.GET.get("van", ""),
        "feed": _feed_address(request, reading, choice),
    }
    tables = [dates_table(reading, [(s.entry, s.url) for s in shown], places)]
    return show_board(
        request, reading, "web/cycle/year_calendar.html", context, page="calendar", tables=tables
    )


def _choice(request: HttpRequest) -> Choice:
    asked = [kind for kind in request.GET.getlist("kind") if kind in KINDS]
    return Choice(tuple(dict.fromkeys(asked)), request.GET.get("gemeente", "")[:12])


def _first_month(request: HttpRequest, today: date) -> date:
    """Return the first day of the month that is asked for (``?van=2026-05``), else of this month."""
    try:
        asked = date.fromisoformat(f"{request.GET.get('van', '')}-01")
    except ValueError:
        return today.replace(day=1)
    return asked if 2000 <= asked.year < 2200 else today.replace(day=1)


def _shown(request: HttpRequest, reading: Reading, entry: CalendarEntry, places: dict[str, str]) -> ShownDate:
    return ShownDate(
        entry,
        _day(reading, entry),
        date_kinds(words(reading.language))[entry.kind],
        title_words(reading, entry),
        places.get(entry.municipality, entry.municipality),
        address_of(request, reading, entry),
    )


def _day(reading: Reading, entry: CalendarEntry) -> str:
    day = formats.day(entry.on, reading.language)
    if entry.until and entry.until != entry.on:
        return _("%(first)s until %(last)s") % {
            "first": day,
            "last": formats.day(entry.until, reading.language),
        }
    if entry.starts_at and entry.ends_at:
        return f"{day}, {entry.starts_at:%H:%M}–{entry.ends_at:%H:%M}"
    return day


def address_of(request: HttpRequest, reading: Reading, entry: CalendarEntry) -> str:
    """Return the address of the page of a date, where the reader may open it."""
    if not entry.page or not visitor_of(request).may(entry.page):
        return ""
    return reading.url(entry.page, *entry.args)


def _sentences(reading: Reading, shown: Sequence[ShownDate], today: date) -> list[str]:
    """Return what comes next."""
    coming = [s for s in shown if s.entry.on >= today and not s.entry.is_cancelled]
    if not shown:
        return [_("There is no date in these months.")]
    if not coming:
        return [_("There is no date to come in these months.")]
    first = coming[0]
    n_days = (first.entry.on - today).days
    when = _("today") if n_days == 0 else formats.day(first.entry.on, reading.language)
    return [_("The next date is %(day)s: %(what)s.") % {"day": when, "what": first.title.rstrip(".")}]


def _months(reading: Reading, shown: Sequence[ShownDate]) -> list[tuple[str, list[ShownDate]]]:
    months = groupby(shown, key=lambda s: f"{s.entry.on:%Y-%m}")
    return [(formats.day(month, reading.language), list(dates)) for month, dates in months]


def _feed_address(request: HttpRequest, reading: Reading, choice: Choice) -> str:
    query = "&".join(part for part in (f"taal={reading.language}", choice.query) if part)
    return request.build_absolute_uri(f"{reading.url('calendar-feed')}?{query}")


@require_safe
@page
def send_feed(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Send the calendar as others put it beside their own: what is public, whoever asks."""
    language: Language = "en" if request.GET.get("taal") == "en" else "nl"
    told = replace(reading, language=language)
    today, choice = timezone.localdate(), _choice(request)
    entries = calendar_days(
        today - timedelta(DAYS_BACK),
        today + timedelta(DAYS_AHEAD),
        PUBLIC,
        choice.kinds,
        choice.municipality,
    )
    say = words(language)
    events = feed_events(
        entries,
        address_of=lambda entry: _whole_address(request, told, entry),
        places=course_names(told).places,
        say=say,
    )
    region = told.text(told.dossier.region.label)
    content = write_feed(
        events,
        title=feed_title(region, say),
        domain=request.get_host().partition(":")[0],
        zone=ZoneInfo(settings.TIME_ZONE),
        at=timezone.now(),
    )
    response = HttpResponse(content, content_type=FEED_TYPE)
    response.headers["Content-Disposition"] = f'inline; filename="{told.dossier.course_id}-kalender.ics"'
    patch_cache_control(response, private=True, max_age=KEPT_SECONDS)
    return response


def _whole_address(request: HttpRequest, reading: Reading, entry: CalendarEntry) -> str:
    """Return the address of the page of a date that is open to everybody."""
    if not entry.page or not NOBODY.may(entry.page):
        return ""
    return request.build_absolute_uri(reading.url(entry.page, *entry.args))
