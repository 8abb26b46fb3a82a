# SPDX-License-Identifier: EUPL-1.2
"""The page of an agenda item: what is asked, its options and papers, and what is known about it."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.cycle.actions.meeting_rules import LIVE_ITEMS
from schakel.cycle.models import ItemState, MeetingState
from schakel.cycle.queries.agenda import line_of
from schakel.cycle.queries.meetings import AHEAD, OPEN
from schakel.web.cycle.meetings.finding import item_or_404, source_of, source_url
from schakel.web.cycle.meetings.showing_items import show_line
from schakel.web.cycle.meetings.source_words import fact_lines, source_title
from schakel.web.cycle.meetings.words import when_words
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import show_board
from schakel.web.programme.partners.words import body_words
from schakel.web.reading import Reading, page


@require_safe
@page
def show_item(request: HttpRequest, reading: Reading, item: int) -> HttpResponse:
    """Show an item with everything that hangs on it and may be seen."""
    found = item_or_404(request, item)
    line = line_of(found, sight_of(request))
    shown = show_line(request, reading, line, timezone.localdate())
    source = source_of(request, reading, found.source_kind, found.source_key)
    url = "" if source is None else source_url(request, reading, source)
    meeting = found.meeting
    is_open = meeting is None or meeting.state in OPEN
    context = {
        "i": found,
        "shown": shown,
        "line": line,
        "meeting": meeting,
        "when": "" if meeting is None else when_words(meeting, reading.language),
        "body": body_words(found.body),
        "source_title": "" if source is None else source_title(source, reading.language),
        "source_url": url,
        "facts": fact_lines(source, reading.language) if source is not None and url else [],
        "may_change": is_open and found.state in LIVE_ITEMS,
        "waits": found.state == ItemState.BACKLOG,
        "is_ahead": meeting is None or meeting.state in AHEAD,
        "in_session": meeting is not None and meeting.state == MeetingState.IN_SESSION,
        "papers_open": meeting is None or meeting.state != MeetingState.ADOPTED,
    }
    return show_board(request, reading, "web/cycle/meetings_item.html", context, page="meetings")
