# SPDX-License-Identifier: EUPL-1.2
"""What waits for a meeting."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.cycle.queries.backlog import is_pressing, waiting_items
from schakel.cycle.queries.meetings import next_meeting
from schakel.programme.models import Body
from schakel.web.cycle.meetings.tables import backlog_columns
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import show_board
from schakel.web.programme.listing import make_listing
from schakel.web.programme.partners.words import body_words
from schakel.web.reading import Reading, page

MOST_PRESSING = 10


@require_safe
@page
def show_backlog(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show what waits, what must be dealt with first on top; ``?tafel=`` chooses one table."""
    sight = sight_of(request)
    wanted = request.GET.get("tafel", "")
    body = wanted if wanted in Body.values else ""
    listing = make_listing(
        request,
        waiting_items(sight, body),
        backlog_columns(reading),
        name="backlog",
        caption=_("Waiting for a meeting"),
    )
    coming = next_meeting(sight, timezone.localdate(), body or Body.BOARD)
    first = waiting_items(sight, body)[:MOST_PRESSING]
    context = {
        "listing": listing,
        "pressing": [i for i in first if is_pressing(i, coming.on if coming else None)],
        "coming": coming,
        "bodies": [(code, body_words(code)) for code in Body.values],
        "body": body,
    }
    return show_board(
        request,
        reading,
        "web/cycle/meetings_backlog.html",
        context,
        page="meetings",
        tables=[listing.table],
    )
