# SPDX-License-Identifier: EUPL-1.2
"""What the lead of an initiative may write: its milestones, outputs, lessons and what it strengthens."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import Failure
from schakel.programme.actions import causes, lessons, milestones, outputs
from schakel.programme.models import Initiative, Lesson, Milestone, Output, Strengthening
from schakel.programme.models.record import Record
from schakel.web.language import page_language
from schakel.web.programme.activities.forms import (
    LessonForm,
    MilestoneForm,
    OutputForm,
    StrengtheningForm,
)
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import fill_in, now, sent_version
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

METHODS = ("GET", "POST")
Act = Callable[[dict[str, Any], int | None], Any]


def fill_below(
    request: HttpRequest,
    reading: Reading,
    initiative: Initiative,
    form: forms.Form,
    act: Act,
    title: str,
    record: Record | None = None,
) -> HttpResponse:
    """Show a form of an initiative, act, and go back to the sheet of the initiative."""
    back = {"back": reading.url("initiative", initiative.code), "back_name": initiative.name}
    return fill_in(
        request,
        reading,
        form,
        act,
        title=title,
        done=lambda made: f"{reading.url('initiative', initiative.code)}#activities",
        record=record,
        template="web/programme/activities_form.html",
        context={"programme_page": "initiatives", "may_remove": record is not None} | back,
    )


def remove_below(
    request: HttpRequest, reading: Reading, initiative: Initiative, remove: Callable[..., None]
) -> HttpResponse:
    """Remove what the form is about, and say so; a refusal is told and nothing changes."""
    try:
        remove(by=actor_of(request), at=now(), expected_version=sent_version(request))
    except Failure as failure:
        messages.error(request, explain_failure(failure, page_language()))
    else:
        messages.success(request, _("Removed."))
    return HttpResponseRedirect(f"{reading.url('initiative', initiative.code)}#activities")


def is_removal(request: HttpRequest) -> bool:
    """Say whether the button for removing was pressed."""
    return request.method == "POST" and "remove" in request.POST


@require_http_methods(METHODS)
@page
def agree_milestone(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Agree a milestone."""
    of = get_object_or_404(Initiative, code=initiative)
    form = MilestoneForm(request.POST or None, initiative=of)

    def act(values: dict[str, Any], version: int | None) -> Milestone:
        return milestones.agree_milestone(initiative=of, **values, by=actor_of(request), at=now())

    return fill_below(request, reading, of, form, act, _("Agree a milestone"))


@require_http_methods(METHODS)
@page
def change_milestone(request: HttpRequest, reading: Reading, initiative: str, pk: int) -> HttpResponse:
    """Change, move or reach a milestone."""
    of = get_object_or_404(Initiative, code=initiative)
    found = get_object_or_404(Milestone, initiative=of, pk=pk)
    if is_removal(request):
        return remove_below(
            request, reading, of, lambda **given: milestones.remove_milestone(milestone=found, **given)
        )
    initial = {name: getattr(found, name) for name in ("title", "due_on", "done_on", "activity")}
    form = MilestoneForm(
        request.POST or None, initiative=of, milestone=found, initial=initial | {"reason": found.note}
    )

    def act(values: dict[str, Any], version: int | None) -> Milestone:
        return milestones.change_milestone(
            milestone=found,
            **values,
            today=timezone.localdate(),
            expected_version=version,
            by=actor_of(request),
            at=now(),
        )

    return fill_below(request, reading, of, form, act, found.title, found)


@require_http_methods(METHODS)
@page
def add_output(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Record what was made or done."""
    of = get_object_or_404(Initiative, code=initiative)
    form = OutputForm(request.POST or None, names=course_names(reading), initiative=of)

    def act(values: dict[str, Any], version: int | None) -> Output:
        return outputs.add_output(
            initiative=of, **values, today=timezone.localdate(), by=actor_of(request), at=now()
        )

    return fill_below(request, reading, of, form, act, _("Record what was made or done"))


@require_http_methods(METHODS)
@page
def change_output(request: HttpRequest, reading: Reading, initiative: str, pk: int) -> HttpResponse:
    """Change an output."""
    of = get_object_or_404(Initiative, code=initiative)
    found = get_object_or_404(Output.objects.select_related("initiative"), initiative=of, pk=pk)
    if is_removal(request):
        return remove_below(
            request, reading, of, lambda **given: outputs.remove_output(output=found, **given)
        )
    names = ("title", "kind", "amount", "unit", "on", "place", "activity", "source")
    form = OutputForm(
        request.POST or None,
        names=course_names(reading),
        initiative=of,
        initial={name: getattr(found, name) for name in names},
    )

    def act(values: dict[str, Any], version: int | None) -> Output:
        return outputs.change_output(
            output=found,
            changes=values,
            today=timezone.localdate(),
            expected_version=version,
            by=actor_of(request),
            at=now(),
        )

    return fill_below(request, reading, of, form, act, found.title, found)


@require_http_methods(METHODS)
@page
def add_lesson(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Write down a lesson of an initiative."""
    of = get_object_or_404(Initiative, code=initiative)
    form = LessonForm(
        request.POST or None,
        names=course_names(reading),
        initiative=of,
        initial={"on": timezone.localdate()},
    )

    def act(values: dict[str, Any], version: int | None) -> Lesson:
        return lessons.add_lesson(
            initiative=of, **values, today=timezone.localdate(), by=actor_of(request), at=now()
        )

    return fill_below(request, reading, of, form, act, _("Write down a lesson"))


@require_http_methods(METHODS)
@page
def change_lesson(request: HttpRequest, reading: Reading, initiative: str, pk: int) -> HttpResponse:
    """Change a lesson of an initiative."""
    of = get_object_or_404(Initiative, code=initiative)
    found = get_object_or_404(Lesson, initiative=of, pk=pk)
    if is_removal(request):
        return remove_below(
            request, reading, of, lambda **given: lessons.remove_lesson(lesson=found, **given)
        )
    initial = {name: getattr(found, name) for name in ("text", "element", "on", "source")}
    form = LessonForm(request.POST or None, names=course_names(reading), initiative=of, initial=initial)

    def act(values: dict[str, Any], version: int | None) -> Lesson:
        return lessons.change_lesson(
            lesson=found,
            changes=values,
            today=timezone.localdate(),
            expected_version=version,
            by=actor_of(request),
            at=now(),
        )

    return fill_below(request, reading, of, form, act, _("Change the lesson"), found)


@require_http_methods(METHODS)
@page
def strengthen(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Say what an initiative, or one of its activities, strengthens."""
    of = get_object_or_404(Initiative, code=initiative)
    names = course_names(reading)
    form = StrengtheningForm(
        request.POST or None, names=names, initiative=of, initial={"element": request.GET.get("element")}
    )

    def act(values: dict[str, Any], version: int | None) -> Strengthening:
        activity = values.pop("activity")
        thing = {"activity": activity} if activity else {"initiative": of}
        return causes.add_strengthening(
            **thing, **values, elements=list(names.elements), by=actor_of(request), at=now()
        )

    return fill_below(request, reading, of, form, act, _("What does it strengthen, and how?"))
