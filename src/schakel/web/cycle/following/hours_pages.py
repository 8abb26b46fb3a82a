# SPDX-License-Identifier: EUPL-1.2
"""Board > Hours of the bureau: what they went to, beside the plan; write them down in two clicks."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from schakel.cycle.actions import bureau_hours
from schakel.cycle.models import BureauEffort
from schakel.cycle.queries.bureau import bureau_years, read_bureau_year, usual_lines
from schakel.documents.cycle_pictures.bureau_hours import draw_bureau_hours
from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import Failure
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.following.bureau_answers import hours_words, year_sentences
from schakel.web.cycle.following.bureau_forms import (
    USUAL,
    HoursForm,
    as_entry,
    role_name,
    usual_value,
)
from schakel.web.cycle.following.bureau_tables import (
    drawn_year,
    line_columns,
    role_table,
    task_name,
    task_table,
)
from schakel.web.cycle.showing import show_board
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import now, sent_version
from schakel.web.programme.listing import make_listing
from schakel.web.programme.showing import Picture
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of, visitor_of

ENTRY = ("GET", "HEAD", "POST")
YEAR = "jaar"


def year_of(request: HttpRequest, today: date) -> int:
    """Return the year that the address asks for, else this year."""
    wanted = request.GET.get(YEAR, "")
    return int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) == 4 else today.year


@require_safe
@page
def show_hours(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the hours of a year by task and role; the lines themselves to the bureau and the board."""
    today = timezone.localdate()
    chosen = year_of(request, today)
    tasks, visitor = course_names(reading).tasks, visitor_of(request)
    found = read_bureau_year(chosen, tuple(tasks))
    tables = [task_table(reading, found, tasks), role_table(reading, found)]
    may_write = visitor.may("bureau-line-new", "write")
    listing = None
    if visitor.may("bureau-hours", "read_closed"):
        listing = make_listing(
            request,
            BureauEffort.objects.filter(on__year=chosen).select_related("activity"),
            line_columns(reading, tasks, may_correct=may_write),
            name="lines",
            caption=_("What was written down, the newest first"),
        )
        tables.append(listing.table)
    context = {
        "following_page": "bureau-hours",
        "year": chosen,
        "years": bureau_years(today),
        "sentences": year_sentences(found, tasks, reading),
        "found": found,
        "listing": listing,
        "usual": _usual(reading, today, tasks) if may_write else [],
        "may_write": may_write,
    }
    has_picture = bool(found.n_lines) or found.total.planned is not None
    return show_board(
        request,
        reading,
        "web/cycle/following_hours.html",
        context,
        page="following",
        tables=tables,
        pictures=[Picture("hours", drawn_year(found, tasks), draw_bureau_hours)] if has_picture else [],
    )


def _usual(reading: Reading, today: date, tasks: Any) -> list[dict[str, str]]:
    """Return the lines that are written down often, of tasks that the course has, as choices."""
    return [
        {
            "value": usual_value(line),
            "hours": hours_words(line.hours, reading),
            "task": task_name(line.task, tasks),
            "role": role_name(line.role),
        }
        for line in usual_lines(today)
        if line.task in tasks
    ]


@require_http_methods(ENTRY)
@page
def add_line(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Write down hours; a choice among the usual lines needs nothing else."""
    tasks = course_names(reading).tasks
    sent: Any = as_entry(request.POST) if USUAL in request.POST else request.POST or None
    form = HoursForm(sent, tasks=tasks, initial={"on": timezone.localdate()})

    def act(values: dict[str, Any], version: int | None) -> BureauEffort:
        return bureau_hours.log_hours(**values, by=actor_of(request), at=now())

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="following",
        title=_("Write down hours"),
        done=lambda made: _list(reading, made.on.year),
        said=_("Written down."),
        context={"back": reading.url("bureau-hours"), "back_name": _("Hours of the bureau")},
    )


@require_http_methods(ENTRY)
@page
def correct_line(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Correct a line."""
    found = get_object_or_404(BureauEffort.objects.select_related("activity"), pk=pk)
    initial = {name: getattr(found, name) for name in ("on", "task", "role", "hours", "what", "activity")}

    def act(values: dict[str, Any], version: int | None) -> BureauEffort:
        return bureau_hours.correct_hours(
            entry=found, changes=values, expected_version=version, by=actor_of(request), at=now()
        )

    return fill_in_board(
        request,
        reading,
        HoursForm(request.POST or None, tasks=course_names(reading).tasks, initial=initial),
        act,
        page="following",
        title=_("Correct the hours"),
        done=lambda made: _list(reading, made.on.year),
        record=found,
        template="web/cycle/following_line.html",
        context={
            "back": _list(reading, found.on.year),
            "back_name": _("Hours of the bureau"),
            "remove": reading.url("bureau-line-remove", pk),
        },
    )


@require_POST
@page
def remove_line(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Remove a line that was entered by mistake."""
    found = get_object_or_404(BureauEffort, pk=pk)
    try:
        bureau_hours.remove_hours(
            entry=found, expected_version=sent_version(request), by=actor_of(request), at=now()
        )
    except Failure as failure:
        messages.error(request, explain_failure(failure, reading.language))
        return HttpResponseRedirect(reading.url("bureau-line", pk))
    messages.success(request, _("Removed."))
    return HttpResponseRedirect(_list(reading, found.on.year))


def _list(reading: Reading, year: int) -> str:
    return f"{reading.url('bureau-hours')}?{YEAR}={year}"
