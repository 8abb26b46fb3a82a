# SPDX-License-Identifier: EUPL-1.2
"""Note a deviation, change it, put it before the board, settle it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.cycle.actions import deviations
from schakel.cycle.models import Deviation
from schakel.cycle.queries.escalation import Escalation
from schakel.documents.sentences.escalations import case_sentence
from schakel.programme.models import Initiative
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.following.asking import delivery_for, title_of
from schakel.web.cycle.following.deviation_pages import find_deviation
from schakel.web.cycle.following.forms import DeviationForm, EscalateForm, SettleForm
from schakel.web.programme.editing import now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

LONGEST_WHAT = 300
ENTRY = ("GET", "HEAD", "POST")


@require_http_methods(ENTRY)
@page
def note_new(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Note a deviation: from what asked for attention, or by hand."""
    found = get_object_or_404(Initiative, code=initiative)
    asked = _asked(request, initiative)
    form = DeviationForm(request.POST or None, initial=_suggested(reading, asked))

    def act(values: dict[str, Any], version: int | None) -> Deviation:
        return deviations.note_deviation(
            initiative=found, rule=asked.rule if asked else "", **values, by=actor_of(request), at=now()
        )

    intro = _("What asks for attention: %(what)s.") % {"what": title_of(asked, reading)} if asked else ""
    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="following",
        title=_("A deviation of %(name)s") % {"name": found.name},
        done=lambda made: reading.url("deviation", initiative, made.pk),
        context={
            "intro": intro,
            "submit": _("Note it"),
            "back": reading.url("following"),
            "back_name": _("Delivery"),
        },
    )


def _asked(request: HttpRequest, initiative: str) -> Escalation | None:
    """Return what asked for it by the address, where that still asks."""
    rule, kind = request.GET.get("regel", ""), request.GET.get("soort", "")
    if not rule:
        return None
    rows = delivery_for(request, timezone.localdate()).of(initiative)
    return next((e for e in rows if (e.rule, e.kind) == (rule, kind)), None)


def _suggested(reading: Reading, asked: Escalation | None) -> dict[str, Any]:
    if asked is None:
        return {"since": timezone.localdate(), "proposal_kind": "adjust"}
    told = " ".join(case_sentence(asked.rule, case, reading.language) for case in asked.cases)
    return {"what": told[:LONGEST_WHAT], "kind": asked.kind, "since": asked.since, "proposal_kind": "adjust"}


@require_http_methods(ENTRY)
@page
def change(request: HttpRequest, reading: Reading, initiative: str, pk: int) -> HttpResponse:
    """Change what was noted."""
    found = find_deviation(request, initiative, pk)
    initial = {name: getattr(found, name) for name in deviations.CHANGEABLE}

    def act(values: dict[str, Any], version: int | None) -> Deviation:
        return deviations.change_deviation(
            deviation=found, changes=values, expected_version=version, by=actor_of(request), at=now()
        )

    return fill_in_board(
        request,
        reading,
        DeviationForm(request.POST or None, initial=initial),
        act,
        page="following",
        title=_("Change the deviation"),
        done=lambda made: reading.url("deviation", initiative, pk),
        record=found,
        context=_back(reading, found),
    )


@require_http_methods(ENTRY)
@page
def escalate(request: HttpRequest, reading: Reading, initiative: str, pk: int) -> HttpResponse:
    """Put a deviation before the board."""
    found = find_deviation(request, initiative, pk)

    def act(values: dict[str, Any], version: int | None) -> Deviation:
        return deviations.escalate_deviation(deviation=found, **values, by=actor_of(request), at=now())

    return fill_in_board(
        request,
        reading,
        EscalateForm(request.POST or None),
        act,
        page="following",
        title=_("Put the deviation before the board"),
        done=lambda made: reading.url("deviation", initiative, pk),
        said=_("It waits for a meeting of the board."),
        context=_back(reading, found) | {"intro": found.what, "submit": _("Put it before the board")},
    )


@require_http_methods(ENTRY)
@page
def settle(request: HttpRequest, reading: Reading, initiative: str, pk: int) -> HttpResponse:
    """Settle a deviation outside a meeting."""
    found = find_deviation(request, initiative, pk)

    def act(values: dict[str, Any], version: int | None) -> Deviation:
        return deviations.settle_deviation(
            deviation=found, **values, expected_version=version, by=actor_of(request), at=now()
        )

    return fill_in_board(
        request,
        reading,
        SettleForm(request.POST or None),
        act,
        page="following",
        title=_("Settle the deviation"),
        done=lambda made: reading.url("deviation", initiative, pk),
        record=found,
        context=_back(reading, found) | {"intro": found.what, "submit": _("Settle it")},
    )


def _back(reading: Reading, deviation: Deviation) -> dict[str, str]:
    return {
        "back": reading.url("deviation", deviation.initiative.code, deviation.pk),
        "back_name": _("The deviation"),
    }
