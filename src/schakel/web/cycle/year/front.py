# SPDX-License-Identifier: EUPL-1.2
"""The year on the front page: today's phase, what is missing, and the next dates."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from schakel.cycle.queries.calendar import calendar_days
from schakel.cycle.queries.year_state import year_state
from schakel.cycle.queries.years import shown_year
from schakel.documents import formats
from schakel.documents.cycle_pictures.year_wheel import draw_small_wheel
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.year.answers import year_sentences
from schakel.web.cycle.year.calendar_pages import address_of
from schakel.web.cycle.year.gates import gate_lines, names_of
from schakel.web.cycle.year.tables import title_words
from schakel.web.cycle.year.wheel import wheel_of
from schakel.web.programme.showing import Picture
from schakel.web.reading import Reading

NEXT_KINDS = ("meeting", "papers", "survey", "round", "period", "council", "deadline")
DAYS_AHEAD, MOST_DATES = 120, 4


def year_on_front(request: HttpRequest, reading: Reading) -> dict[str, Any]:
    """Return what the front page tells of the year; nothing where no year was opened yet."""
    cycle = shown_year()
    if cycle is None:
        return {}
    sight, today = sight_of(request), timezone.localdate()
    state = year_state(cycle, today, all_gates=False)
    missing = [a for a in state.missing if not a.waits_for]
    coming = calendar_days(today, today + timedelta(DAYS_AHEAD), sight, NEXT_KINDS)
    coming = tuple(e for e in coming if e.on >= today and not e.is_cancelled)[:MOST_DATES]
    wheel = wheel_of(cycle, state, sight, today, with_meetings=False)
    return {
        "cycle": cycle,
        "sentence": year_sentences(reading, state, None, sight)[0],
        "missing": gate_lines(request, reading, missing, names_of(reading, missing, sight)),
        "dates": [
            {
                "day": formats.day(e.on, reading.language),
                "title": title_words(reading, e),
                "url": address_of(request, reading, e),
            }
            for e in coming
        ],
        "wheel": Picture("year", wheel, draw_small_wheel) if state.phases else None,
    }
