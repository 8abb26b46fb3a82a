# SPDX-License-Identifier: EUPL-1.2
"""The meetings: the list of all, and the page of one with its agenda."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from schakel.cycle.models import CycleYear, MeetingState
from schakel.cycle.queries.agenda import Agenda, agenda_of
from schakel.cycle.queries.meetings import AHEAD, OPEN, listed_meetings, next_meeting
from schakel.documents import formats
from schakel.koers.label import Language
from schakel.web.cycle.meetings.finding import meeting_or_404
from schakel.web.cycle.meetings.showing_items import show_lines
from schakel.web.cycle.meetings.tables import agenda_table, meeting_columns, presence_table
from schakel.web.cycle.meetings.words import meeting_state_words, when_words
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import show_board
from schakel.web.programme.listing import make_listing
from schakel.web.programme.partners.words import body_words
from schakel.web.reading import Reading, page


@require_safe
@page
def show_meetings(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the meetings, newest first; with ``?cyclus=`` those of one year of the cycle."""
    sight, today = sight_of(request), timezone.localdate()
    wanted = request.GET.get("cyclus", "")
    years = list(CycleYear.objects.order_by("-year"))
    cycle = next((y for y in years if str(y.year) == wanted), None)
    listing = make_listing(
        request,
        listed_meetings(sight, cycle),
        meeting_columns(reading),
        name="meetings",
        caption=_("Board meetings"),
    )
    coming = next_meeting(sight, today)
    context = {
        "listing": listing,
        "coming": coming,
        "when": when_words(coming, reading.language) if coming else "",
        "years": years,
        "cycle": cycle,
    }
    return show_board(
        request,
        reading,
        "web/cycle/meetings_list.html",
        context,
        page="meetings",
        tables=[listing.table],
    )


@require_safe
@page
def show_meeting(request: HttpRequest, reading: Reading, meeting: str) -> HttpResponse:
    """Show a meeting: when and where, its agenda with times, and what was decided."""
    found = meeting_or_404(request, meeting)
    sight, today = sight_of(request), timezone.localdate()
    agenda = agenda_of(found, sight)
    context = {
        "m": found,
        "agenda": agenda,
        "lines": show_lines(request, reading, agenda, today),
        "state": meeting_state_words(found.state),
        "body": body_words(found.body),
        "when": when_words(found, reading.language),
        "sentences": meeting_sentences(agenda, reading.language),
        "budget_words": budget_words(agenda, reading.language) if sight.drafts else "",
        "is_ahead": found.state in AHEAD,
        "is_open": found.state in OPEN,
        "may_reopen": found.closed_at is not None and timezone.localdate(found.closed_at) == today,
        "may_open_today": found.on <= today,
    }
    tables = [agenda_table(reading, agenda), presence_table(reading, agenda)]
    return show_board(
        request, reading, "web/cycle/meetings_one.html", context, page="meetings", tables=tables
    )


def meeting_sentences(agenda: Agenda, language: Language) -> list[str]:
    """Return what a reader needs to know first of a meeting."""
    state = agenda.meeting.state
    n_asked, n_decided = len(agenda.to_decide), sum(len(line.decisions) for line in agenda.lines)
    if state == MeetingState.CANCELLED:
        return [_("This meeting does not take place.")]
    if state in (MeetingState.CLOSED, MeetingState.ADOPTED):
        told = ngettext("%(n)s decision was taken.", "%(n)s decisions were taken.", n_decided)
        first = (
            told % {"n": formats.number(n_decided, language, 0)} if n_decided else _("Nothing was decided.")
        )
        adopted = (
            _("The minutes are adopted.")
            if state == MeetingState.ADOPTED
            else _("The minutes wait for the next meeting, which adopts them.")
        )
        return [first, adopted]
    if not agenda.lines:
        return [_("There are no items on the agenda yet that can be read here.")]
    asked = ngettext("%(n)s decision is asked.", "%(n)s decisions are asked.", n_asked)
    found = [asked % {"n": formats.number(n_asked, language, 0)} if n_asked else _("No decision is asked.")]
    missing = agenda.n_missing_papers
    if missing:
        told = ngettext("%(n)s paper is not there yet.", "%(n)s papers are not there yet.", missing)
        found.append(told % {"n": formats.number(missing, language, 0)})
    return found


def budget_words(agenda: Agenda, language: Language) -> str:
    """Return whether the agenda fits in the meeting, for who prepares it."""
    budget = agenda.budget
    numbers = {
        "asked": formats.number(budget.asked, language, 0),
        "minutes": formats.number(budget.minutes, language, 0),
        "left": formats.number(abs(budget.left), language, 0),
        "unknown": formats.number(budget.n_unknown, language, 0),
    }
    if budget.is_over:
        return _("%(asked)s of %(minutes)s minutes: %(left)s too many.") % numbers
    if budget.n_unknown:
        told = ngettext(
            "%(asked)s of %(minutes)s minutes, and %(unknown)s item has no minutes yet.",
            "%(asked)s of %(minutes)s minutes, and %(unknown)s items have no minutes yet.",
            budget.n_unknown,
        )
        return told % numbers
    return _("%(asked)s of %(minutes)s minutes: %(left)s left.") % numbers
