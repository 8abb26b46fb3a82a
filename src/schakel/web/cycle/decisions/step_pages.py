# SPDX-License-Identifier: EUPL-1.2
"""Say what came of a decision: the programme office, the board, and the partner that owns it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.cycle.actions.decision_steps import report_on_decision
from schakel.cycle.models import Decision, DecisionStep
from schakel.cycle.queries.decisions import status_of
from schakel.cycle.sight import visible_decisions
from schakel.web.cycle.decisions.forms import ReportForm
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.seeing import sight_of
from schakel.web.programme.editing import now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

METHODS = ("GET", "HEAD", "POST")


@require_http_methods(METHODS)
@page
def report(request: HttpRequest, reading: Reading, number: str) -> HttpResponse:
    """Say what came of a decision."""
    found = get_object_or_404(visible_decisions(sight_of(request)), number=number)
    return _report(request, reading, found)


@require_http_methods(METHODS)
@page
def report_own(request: HttpRequest, reading: Reading, partner: str, number: str) -> HttpResponse:
    """Say what came of a decision that a partner owns itself."""
    found = get_object_or_404(visible_decisions(sight_of(request)), number=number, owner__code=partner)
    return _report(request, reading, found)


def _report(request: HttpRequest, reading: Reading, decision: Decision) -> HttpResponse:
    wanted = request.GET.get("status", "")
    form = ReportForm(
        request.POST or None,
        standing=status_of(decision),
        initial={"on": timezone.localdate(), "status": wanted or None},
    )

    def act(values: dict[str, Any], version: int | None) -> DecisionStep:
        return report_on_decision(decision=decision, **values, by=actor_of(request), at=now())

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="decisions",
        title=_("What came of decision %(number)s?") % {"number": decision.number},
        done=lambda step: reading.url("decision", decision.number),
        said=_("Recorded. What was told before stays."),
        context={
            "intro": decision.text,
            "back": reading.url("decision", decision.number),
            "back_name": _("Decision %(number)s") % {"number": decision.number},
        },
    )
