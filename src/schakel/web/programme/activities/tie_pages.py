# SPDX-License-Identifier: EUPL-1.2
"""What an activity on its own strengthens; change or take back a tie."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.programme.actions import causes
from schakel.programme.models import Activity, Initiative, Strengthening
from schakel.web.programme.activities.below_initiative import METHODS, fill_below, is_removal, remove_below
from schakel.web.programme.activities.forms import StrengtheningForm
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import fill_in, now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of


@require_http_methods(METHODS)
@page
def strengthen_with_activity(request: HttpRequest, reading: Reading, activity: str) -> HttpResponse:
    """Say what an activity strengthens."""
    found = get_object_or_404(Activity, code=activity)
    names = course_names(reading)
    form = StrengtheningForm(request.POST or None, names=names)

    def act(values: dict[str, Any], version: int | None) -> Strengthening:
        return causes.add_strengthening(
            activity=found, **values, elements=list(names.elements), by=actor_of(request), at=now()
        )

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("What does it strengthen, and how?"),
        done=lambda made: reading.url("activity", found.code),
        context={
            "programme_page": "activities",
            "back": reading.url("activity", found.code),
            "back_name": found.title,
        },
    )


@require_http_methods(METHODS)
@page
def change_tie(request: HttpRequest, reading: Reading, initiative: str, pk: int) -> HttpResponse:
    """Name the cause of a tie of an initiative or one of its activities, or take the tie back."""
    of = get_object_or_404(Initiative, code=initiative)
    ours = Strengthening.objects.filter(Q(initiative=of) | Q(activity__initiative=of))
    found = get_object_or_404(ours, pk=pk)
    if is_removal(request):
        return remove_below(
            request, reading, of, lambda **given: causes.remove_strengthening(strengthening=found, **given)
        )
    names = course_names(reading)
    initial = {name: getattr(found, name) for name in ("cause", "mechanism", "strength")}
    form = StrengtheningForm(request.POST or None, names=names, element=found.element, initial=initial)

    def act(values: dict[str, Any], version: int | None) -> Strengthening:
        return causes.change_strengthening(
            strengthening=found, **values, expected_version=version, by=actor_of(request), at=now()
        )

    title = _("How does it strengthen %(element)s?") % {"element": names.element(found.element)}
    return fill_below(request, reading, of, form, act, title, found)
