# SPDX-License-Identifier: EUPL-1.2
"""The forms of meetings: the meeting itself, who was there, and what was agreed."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import Failure
from schakel.programme.actions.events import (
    add_event,
    agree_follow_up,
    change_event,
    change_follow_up,
    record_attendance,
    remove_attendance,
)
from schakel.programme.models import Attendance, Event, FollowUp, Partner
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.network.events import event_or_404
from schakel.web.programme.network.forms import AttendanceForm, EventForm, FollowUpForm
from schakel.web.programme.partners.finding import own_or_404
from schakel.web.programme.partners.forms import EmptyForm
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of


@require_http_methods(["GET", "POST"])
@page
def new_event(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Add a meeting."""
    form = EventForm(request.POST or None, names=course_names(reading), initial={"on": timezone.localdate()})

    def act(values: dict[str, Any], version: int | None) -> Event:
        return add_event(**values, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Add a meeting"),
        done=lambda event: reading.url("event", event.pk),
        context={
            "programme_page": "network",
            "back": reading.url("events"),
            "back_name": _("All meetings"),
        },
    )


@require_http_methods(["GET", "POST"])
@page
def edit_event(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Change a meeting."""
    event = event_or_404(pk)
    form = EventForm(request.POST or None, names=course_names(reading))
    form.initial = {name: getattr(event, name) for name in form.fields}

    def act(values: dict[str, Any], version: int | None) -> Event:
        return change_event(
            event=event, expected_version=version, changes=values, by=actor_of(request), at=now()
        )

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Change this meeting"),
        done=lambda changed: reading.url("event", changed.pk),
        record=event,
        context=_way_back(event, reading),
    )


@require_http_methods(["GET", "POST"])
@page
def enter_attendance(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Note who was there."""
    event = event_or_404(pk)

    def act(values: dict[str, Any], version: int | None) -> list[Attendance]:
        return record_attendance(event=event, people=values["lines"], by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        AttendanceForm(request.POST or None),
        act,
        title=_("Who was there?"),
        done=lambda recorded: reading.url("event", event.pk),
        template="web/programme/network_attendance.html",
        context={
            "intro": event.title,
            "known_names": list(Partner.objects.order_by("name").values_list("name", flat=True)[:500]),
            **_way_back(event, reading),
        },
    )


@require_http_methods(["GET", "POST"])
@page
def take_back_attendance(request: HttpRequest, reading: Reading, pk: int, attendance: int) -> HttpResponse:
    """Ask whether an organisation was not there after all, and remove it."""
    record = own_or_404(Attendance, pk=attendance, event_id=pk)
    event = record.event

    def act(values: dict[str, Any], version: int | None) -> None:
        remove_attendance(attendance=record, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        EmptyForm(request.POST if request.method == "POST" else None),
        act,
        title=_("Was %(name)s not there?") % {"name": record.partner.name},
        done=lambda nothing: reading.url("event", event.pk),
        said=_("Removed."),
        context={"intro": event.title, "submit": _("Remove"), **_way_back(event, reading)},
    )


@require_http_methods(["GET", "POST"])
@page
def new_follow_up(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Note what was agreed at a meeting."""
    event = event_or_404(pk)
    form = FollowUpForm(request.POST or None, is_new=True, initial={"initiative": event.initiative_id})

    def act(values: dict[str, Any], version: int | None) -> FollowUp:
        return agree_follow_up(event=event, **values, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("What was agreed?"),
        done=lambda agreed: reading.url("event", event.pk) + "#follow-ups",
        context={"intro": event.title, **_way_back(event, reading)},
    )


@require_http_methods(["GET", "POST"])
@page
def edit_follow_up(request: HttpRequest, reading: Reading, pk: int, follow_up: int) -> HttpResponse:
    """Change what was agreed, or note that it was done."""
    record = _follow_up_or_404(pk, follow_up)
    form = FollowUpForm(request.POST or None, is_new=False)
    form.initial = {name: getattr(record, name) for name in form.fields}

    def act(values: dict[str, Any], version: int | None) -> FollowUp:
        return change_follow_up(
            follow_up=record, expected_version=version, changes=values, by=actor_of(request), at=now()
        )

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("What became of it?"),
        done=lambda changed: reading.url("event", pk) + "#follow-ups",
        record=record,
        context={"intro": record.text, **_way_back(record.event, reading)},
    )


@require_POST
@page
def mark_done(request: HttpRequest, reading: Reading, pk: int, follow_up: int) -> HttpResponse:
    """Note with one click that something was done today."""
    record = _follow_up_or_404(pk, follow_up)
    today = timezone.localdate()
    try:
        change_follow_up(
            follow_up=record,
            expected_version=None,
            changes={"done_on": today},
            by=actor_of(request),
            at=now(),
        )
    except Failure as failure:
        messages.error(request, explain_failure(failure, reading.language))
    else:
        messages.success(request, _("Noted as done today."))
    return HttpResponseRedirect(reading.url("event", pk) + "#follow-ups")


def _follow_up_or_404(event: int, pk: int) -> FollowUp:
    found = FollowUp.objects.select_related("event").filter(pk=pk, event_id=event).first()
    if found is None:
        raise Http404
    return found


def _way_back(event: Event, reading: Reading) -> dict[str, str]:
    return {
        "programme_page": "network",
        "back": reading.url("event", event.pk),
        "back_name": event.title,
    }
