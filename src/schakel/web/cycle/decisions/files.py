# SPDX-License-Identifier: EUPL-1.2
"""The lists of decisions and action points, and minutes, as files: Word, PDF and dates for a calendar."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.cycle.models import ActionPoint
from schakel.cycle.queries.decisions import decision_years, decisions_with_standing
from schakel.cycle.sight import visible_actions
from schakel.documents.cycle_papers.calendar import FeedEvent, write_feed
from schakel.documents.cycle_papers.decision_list import (
    ListedAction,
    ListedDecision,
    Scope,
    action_list_paper,
    decision_list_paper,
)
from schakel.documents.cycle_papers.paper import Paper
from schakel.documents.cycle_papers.paper_docx import paper_docx
from schakel.documents.cycle_papers.paper_pdf import paper_pdf
from schakel.documents.messages import words
from schakel.web.cycle.decisions.filters import ALL_YEARS, YEAR, decision_filters, with_year
from schakel.web.cycle.seeing import sight_of
from schakel.web.reading import Reading, page

MOST_ROWS = 5000
FILE_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar; charset=utf-8",
}


@require_safe
@page
def send_decisions(request: HttpRequest, reading: Reading, form: str) -> HttpResponse:
    """Send the decisions that were chosen, one row each; as dates those that are still open."""
    sight, today = sight_of(request), timezone.localdate()
    years = decision_years(sight)
    with_year(request, years)
    chosen = decision_filters(years, sight)(request.GET, queryset=decisions_with_standing(sight, today))
    rows = list(chosen.qs.order_by("on", "number")[:MOST_ROWS])
    if form == "ics":
        return send_dates(
            request, reading, _due_decisions(request, reading, rows), _("Decisions"), "besluiten"
        )
    listed = tuple(_listed(d, today) for d in rows)
    scope = Scope(whose(reading), today, _chosen_words(chosen))
    paper = decision_list_paper(listed, scope, words(reading.language))
    return send_paper(reading, paper, form, "besluitenlijst", today)


def whose(reading: Reading) -> str:
    """Return whose papers these are."""
    return reading.text(reading.dossier.region.label)


def _listed(d: Any, today: date) -> ListedDecision:
    days_late = (today - d.due_on).days if d.is_late else 0
    closed = d.is_confidential or d.item.is_confidential
    return ListedDecision(d.number, d.on, d.text, d.owner.name, d.due_on, d.standing, days_late, closed)


def _chosen_words(chosen: Any) -> str:
    """Return what was chosen in the filter, as a paper tells it."""
    form = chosen.form
    told = []
    for name in form.fields:
        value = form.data.get(name)
        if not value or value == ALL_YEARS:
            continue
        field = form.fields[name]
        shown = {str(k): str(v) for k, v in getattr(field, "choices", ()) or ()}.get(value, value)
        told.append(shown if name == YEAR else f"{str(field.label).lower()}: {shown}")
    return "; ".join(told)


def _due_decisions(request: HttpRequest, reading: Reading, rows: Iterable[Any]) -> list[FeedEvent]:
    return [
        FeedEvent(
            name=f"decision-{d.number}",
            title=_("Decision %(number)s: %(text)s") % {"number": d.number, "text": d.text},
            on=d.due_on,
            text=f"{d.owner.name}\n{d.text}",
            url=request.build_absolute_uri(reading.url("decision", d.number)),
            categories=(_("Decision carried out"),),
        )
        for d in rows
        if d.standing in ("open", "underway")
    ]


@require_safe
@page
def send_actions(request: HttpRequest, reading: Reading, form: str) -> HttpResponse:
    """Send the action points, open ones first; as dates those that are still open."""
    today = timezone.localdate()
    found = visible_actions(sight_of(request)).select_related("owner", "meeting", "decision")
    rows = sorted(found[:MOST_ROWS], key=lambda a: (state_of(a) != "open", a.due_on, a.pk))
    if form == "ics":
        return send_dates(
            request, reading, _due_actions(request, reading, rows), _("Action points"), "actiepunten"
        )
    listed = tuple(_listed_action(a, today) for a in rows)
    paper = action_list_paper(listed, Scope(whose(reading), today), words(reading.language))
    return send_paper(reading, paper, form, "actielijst", today)


def state_of(action: ActionPoint) -> str:
    """Return where an action point stands."""
    if action.dropped_on is not None:
        return "dropped"
    return "open" if action.done_on is None else "done"


def _listed_action(a: ActionPoint, today: date) -> ListedAction:
    state = state_of(a)
    days_late = max(0, (today - a.due_on).days) if state == "open" else 0
    promised_in = a.decision.number if a.decision else a.meeting.title if a.meeting else ""
    return ListedAction(
        a.pk, a.text, a.owner.name, a.due_on, state, days_late, promised_in, a.is_confidential
    )


def _due_actions(request: HttpRequest, reading: Reading, rows: Iterable[ActionPoint]) -> list[FeedEvent]:
    return [
        FeedEvent(
            name=f"action-{a.pk}",
            title=_("Action point: %(text)s") % {"text": a.text},
            on=a.due_on,
            text=a.owner.name,
            url=request.build_absolute_uri(reading.url("action-point", a.pk)),
            categories=(_("Action point due"),),
        )
        for a in rows
        if state_of(a) == "open"
    ]


def send_dates(
    request: HttpRequest, reading: Reading, events: list[FeedEvent], title: str, name: str
) -> HttpResponse:
    """Send dates for a calendar."""
    zone = ZoneInfo(timezone.get_current_timezone_name())
    full = f"{whose(reading)}: {title}"
    content = write_feed(events, title=full, domain=request.get_host(), zone=zone, at=timezone.now())
    return send_bytes(reading, content, "ics", name, timezone.localdate())


def send_paper(reading: Reading, paper: Paper, form: str, name: str, today: date) -> HttpResponse:
    """Send a paper as PDF or Word."""
    if form == "pdf":
        return send_bytes(reading, paper_pdf(paper, today), form, name, today)
    if form == "docx":
        return send_bytes(reading, paper_docx(paper, today), form, name, today)
    raise Http404


def send_bytes(reading: Reading, content: bytes, form: str, name: str, today: date) -> HttpResponse:
    """Send a file that is for this reader only."""
    response = HttpResponse(content, content_type=FILE_TYPES[form])
    file_name = f"{reading.dossier.course_id}-{name}-{today}.{form}"
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
