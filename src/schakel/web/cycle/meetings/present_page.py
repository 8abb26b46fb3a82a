# SPDX-License-Identifier: EUPL-1.2
"""A meeting on the screen of the room: one item at a time, very large, without a menu."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.cycle.queries.agenda import agenda_of
from schakel.cycle.queries.time_budget import takes_time
from schakel.web.cycle.meetings.finding import meeting_or_404
from schakel.web.cycle.meetings.showing_items import show_lines
from schakel.web.cycle.meetings.words import clock, when_words
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import show_board
from schakel.web.reading import Reading, page

CHOSEN = "punt"


@require_safe
@page
def present_meeting(request: HttpRequest, reading: Reading, meeting: str) -> HttpResponse:
    """Show the first screen, or the item that the address asks for (``?punt=3``: the third one shown)."""
    found = meeting_or_404(request, meeting)
    agenda = agenda_of(found, sight_of(request))
    lines = [
        line
        for line in show_lines(request, reading, agenda, timezone.localdate())
        if takes_time(line.line.item)
    ]
    wanted = request.GET.get(CHOSEN, "")
    place = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else 0
    place = min(place, len(lines))
    shown = lines[place - 1] if place else None
    context = {
        "m": found,
        "when": when_words(found, reading.language),
        "lines": lines,
        "shown": shown,
        "place": place,
        "n": len(lines),
        "previous": place - 1 if place else None,
        "following": place + 1 if place < len(lines) else None,
        "until": clock(shown.line.slot.ends_at) if shown else "",
    }
    return show_board(request, reading, "web/cycle/meetings_present.html", context, page="meetings")
