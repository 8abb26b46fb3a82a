# SPDX-License-Identifier: EUPL-1.2
"""Plan and change an activity and take its steps: the office anywhere, a lead below the initiative."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.programme.actions import activities as acts
from schakel.programme.models import Activity, Initiative
from schakel.programme.recording import Actor
from schakel.web.programme.activities.forms import ActivityForm, StepForm, activity_values
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import fill_in, now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

METHODS = ("GET", "POST")


def find_initiative(code: str | None) -> Initiative | None:
    """Return the initiative in the address, if there is one there."""
    return None if code is None else get_object_or_404(Initiative, code=code)


def find_activity(code: str, initiative: Initiative | None) -> Activity:
    """Return an activity; with an initiative in the address, only one of its own."""
    found = Activity.objects.select_related("initiative")
    if initiative is not None:
        found = found.filter(initiative=initiative)
    return get_object_or_404(found, code=code)


@require_http_methods(METHODS)
@page
def plan(request: HttpRequest, reading: Reading, initiative: str | None = None) -> HttpResponse:
    """Plan an activity."""
    of = find_initiative(initiative)
    form = ActivityForm(request.POST or None, names=course_names(reading), initiative=of)
    del form.fields["spent_hours"]

    def act(values: dict[str, Any], version: int | None) -> Activity:
        if of is not None:
            values["initiative"] = of
        return acts.plan_activity(**values, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Plan an activity"),
        done=lambda made: reading.url("activity", made.code),
        context={"programme_page": "activities"} | _back(reading, of, None),
    )


@require_http_methods(METHODS)
@page
def change(
    request: HttpRequest, reading: Reading, activity: str, initiative: str | None = None
) -> HttpResponse:
    """Change an activity."""
    of = find_initiative(initiative)
    found = find_activity(activity, of)
    form = ActivityForm(
        request.POST or None, initial=activity_values(found), names=course_names(reading), initiative=of
    )

    def act(values: dict[str, Any], version: int | None) -> Activity:
        return acts.change_activity(
            activity=found, changes=values, expected_version=version, by=actor_of(request), at=now()
        )

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Change: %(name)s") % {"name": found.title},
        done=lambda changed: reading.url("activity", changed.code),
        record=found,
        context={"programme_page": "activities"} | _back(reading, of, found),
    )


@require_http_methods(METHODS)
@page
def take_step(
    request: HttpRequest, reading: Reading, activity: str, step: str, initiative: str | None = None
) -> HttpResponse:
    """Start, finish or cancel an activity."""
    titles = {
        "start": _("Start: %(name)s"),
        "finish": _("Finish: %(name)s"),
        "cancel": _("Cancel: %(name)s"),
    }
    if step not in titles:
        raise Http404
    of = find_initiative(initiative)
    found = find_activity(activity, of)
    form = StepForm(request.POST or None, step=step, initial={"on": timezone.localdate()})

    def act(values: dict[str, Any], version: int | None) -> Activity:
        return _step(step, found, values, version, actor_of(request), now())

    return fill_in(
        request,
        reading,
        form,
        act,
        title=titles[step] % {"name": found.title},
        done=lambda changed: reading.url("activity", changed.code),
        record=found,
        context={"programme_page": "activities"} | _back(reading, of, found),
    )


def _step(
    step: str, activity: Activity, values: dict[str, Any], version: int | None, by: Actor, at: datetime
) -> Activity:
    given = {"activity": activity, "expected_version": version, "by": by, "at": at, **values}
    if step == "cancel":
        return acts.cancel_activity(**given)
    given["today"] = timezone.localdate(at)
    return acts.start_activity(**given) if step == "start" else acts.finish_activity(**given)


def _back(reading: Reading, initiative: Initiative | None, activity: Activity | None) -> dict[str, str]:
    if activity is not None:
        return {"back": reading.url("activity", activity.code), "back_name": activity.title}
    if initiative is not None:
        return {"back": reading.url("initiative", initiative.code), "back_name": initiative.name}
    return {"back": reading.url("activities"), "back_name": _("Activities")}
