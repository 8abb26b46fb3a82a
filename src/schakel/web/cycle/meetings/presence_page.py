# SPDX-License-Identifier: EUPL-1.2
"""Note who was there, by seat."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.cycle.actions.presence import Noted, held_seats, note_presence
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.meetings.finding import meeting_or_404
from schakel.web.cycle.meetings.forms import PresenceForm
from schakel.web.programme.editing import now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of


@require_http_methods(["GET", "POST"])
@page
def note_who_was_there(request: HttpRequest, reading: Reading, meeting: str) -> HttpResponse:
    """Note for each seat whether it was there; the seats are those held on the day of the meeting."""
    found = meeting_or_404(request, meeting)
    seats = held_seats(found.body, found.on)
    known = {p.seat_id: p for p in found.presences.all()}
    initial = {f"seat_{pk}": p.presence for pk, p in known.items()}
    initial |= {f"deputy_{pk}": p.deputy for pk, p in known.items()}
    names = [(seat.pk, f"{seat.partner.name}, {seat.role}") for seat in seats]
    form = PresenceForm(request.POST or None, seats=names, initial=initial)

    def act(values: dict[str, Any], version: int | None) -> Any:
        noted = {
            seat: Noted(chosen, values[f"deputy_{seat.pk}"])
            if (chosen := values[f"seat_{seat.pk}"])
            else None
            for seat in seats
        }
        return note_presence(meeting=found, noted=noted, by=actor_of(request), at=now())

    intro = "" if seats else _("Nobody holds a seat at this table on that day. Register the seats first.")
    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="meetings",
        title=_("Who was there?"),
        done=lambda presences: f"{reading.url('meeting', found.code)}#presence",
        context={
            "back": reading.url("meeting", found.code),
            "back_name": found.title,
            "intro": intro,
        },
    )
