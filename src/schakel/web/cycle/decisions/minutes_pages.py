# SPDX-License-Identifier: EUPL-1.2
"""The minutes of a meeting: to read, and as PDF and Word."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.cycle.models import Meeting, MeetingState
from schakel.cycle.queries.minutes import minutes_content
from schakel.cycle.sight import visible_meetings
from schakel.documents.cycle_papers.minutes_paper import minutes_paper
from schakel.documents.messages import words
from schakel.web.cycle.decisions.files import send_paper, whose
from schakel.web.cycle.meetings.words import item_kind_words, presence_words
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import show_board
from schakel.web.programme.partners.words import body_words
from schakel.web.reading import Reading, page

WITH_MINUTES = (MeetingState.IN_SESSION, MeetingState.CLOSED, MeetingState.ADOPTED)


def _find(request: HttpRequest, code: str) -> Meeting:
    rows = visible_meetings(sight_of(request)).select_related("chair")
    return get_object_or_404(rows, code=code, state__in=WITH_MINUTES)


@require_safe
@page
def show_minutes(request: HttpRequest, reading: Reading, meeting: str) -> HttpResponse:
    """Show the minutes, as far as the reader may see them."""
    found, sight = _find(request, meeting), sight_of(request)
    minutes = minutes_content(found, sight)
    context = {
        "m": minutes,
        "c": minutes.content,
        "body": body_words(minutes.content.body),
        "presences": [(p, presence_words(p.presence)) for p in minutes.content.presences],
        "items": [(i, item_kind_words(i.kind)) for i in minutes.content.items],
    }
    return show_board(request, reading, "web/cycle/decisions_minutes.html", context, page="meetings")


@require_safe
@page
def send_minutes(request: HttpRequest, reading: Reading, meeting: str, form: str) -> HttpResponse:
    """Send the minutes as PDF or Word."""
    if form not in ("pdf", "docx"):
        raise Http404
    found, today = _find(request, meeting), timezone.localdate()
    minutes = minutes_content(found, sight_of(request))
    paper = minutes_paper(minutes, whose=whose(reading), made_on=today, say=words(reading.language))
    return send_paper(reading, paper, form, f"verslag-{found.code}", today)
