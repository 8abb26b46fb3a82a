# SPDX-License-Identifier: EUPL-1.2
"""Record a decision under its agenda item: first what it changes, then what it says."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.cycle.actions.deciding import record_decision
from schakel.cycle.models import AgendaItem, Decision, DecisionEffect, MeetingState, SourceKind
from schakel.cycle.sight import visible_decisions, visible_items
from schakel.web.cycle.decisions.effect_fields import SUBJECT, effect_details
from schakel.web.cycle.decisions.forms import DecisionForm
from schakel.web.cycle.decisions.suggesting import effect_choices, suggested_effects, suggested_subject
from schakel.web.cycle.decisions.words import effect_words
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import show_board
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of, visitor_of

EFFECT = "effect"
TEMPLATE = "web/cycle/decisions_new.html"


@require_http_methods(["GET", "HEAD", "POST"])
@page
def new_decision(request: HttpRequest, reading: Reading, item: int) -> HttpResponse:
    """Ask what the decision changes where the agenda item suggests it, then record it."""
    found = get_object_or_404(
        visible_items(sight_of(request)).select_related("meeting"), pk=item, meeting__isnull=False
    )
    suggested = suggested_effects(found)
    wanted = request.GET.get(EFFECT, "" if suggested else DecisionEffect.NONE.value)
    if wanted not in DecisionEffect.values:
        return _choose(request, reading, found)
    return _record(request, reading, found, wanted)


def _choose(request: HttpRequest, reading: Reading, item: AgendaItem) -> HttpResponse:
    if request.method == "POST":
        raise Http404
    choices = effect_choices(item)
    context = _around(request, reading, item) | {
        "title": _("Decide: %(title)s") % {"title": item.title},
        "suggested": [(c.effect, effect_words(c.effect)) for c in choices if c.is_suggested],
        "others": [(c.effect, effect_words(c.effect)) for c in choices if not c.is_suggested],
    }
    return show_board(request, reading, "web/cycle/decisions_effect.html", context, page="meetings")


def _record(request: HttpRequest, reading: Reading, item: AgendaItem, effect: str) -> HttpResponse:
    sight = sight_of(request)
    earlier = visible_decisions(sight).filter(replaced_by__isnull=True).order_by("-on", "-number")
    form = DecisionForm(
        request.POST or None,
        item=item,
        effect=effect,
        names=course_names(reading),
        earlier=earlier,
        initial=_initial(item, effect),
    )

    def act(values: dict[str, Any], version: int | None) -> Decision:
        return record_decision(
            item=item,
            text=values["text"],
            owner=values["owner"],
            due_on=values["due_on"],
            reason=values["reason"],
            is_confidential=values.get("is_confidential", item.is_confidential),
            replaces=values["replaces"],
            effect=effect,
            effect_on=values.get(SUBJECT, ""),
            details=effect_details(effect, values),
            by=actor_of(request),
            at=now(),
        )

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="meetings",
        title=_("Decide: %(title)s") % {"title": item.title},
        done=lambda made: reading.url("decision", made.number),
        said=_("Recorded."),
        template=TEMPLATE,
        context=_around(request, reading, item) | _about(item, effect),
    )


def _about(item: AgendaItem, effect: str) -> dict[str, Any]:
    changes = effect != DecisionEffect.NONE
    return {
        "effect": effect_words(effect) if changes else "",
        "is_telling": item.is_confidential and changes,
        "submit": _("Record the decision"),
    }


def _initial(item: AgendaItem, effect: str) -> dict[str, Any]:
    """Return what is known already: the advised option, and what the item is about."""
    advised = item.options.filter(is_advised=True).values_list("title", flat=True).first()
    found: dict[str, Any] = {"text": advised or "", SUBJECT: suggested_subject(item, effect)}
    if effect == DecisionEffect.START_INITIATIVE and item.source_kind == SourceKind.PROPOSAL:
        found["name"] = item.source_title
    if effect == DecisionEffect.ADOPT_MINUTES:
        found["due_on"] = item.meeting.on if item.meeting else None
    if item.source_kind == SourceKind.DECISION:
        found["replaces"] = Decision.objects.filter(number=item.source_key).first()
    return found


def _around(request: HttpRequest, reading: Reading, item: AgendaItem) -> dict[str, Any]:
    meeting = item.meeting
    is_open = meeting is not None and meeting.state == MeetingState.IN_SESSION
    around: dict[str, Any] = {"item": item, "meeting": meeting, "is_in_session": is_open}
    if visitor_of(request).may("agenda-item"):
        around |= {"back": reading.url("agenda-item", item.pk), "back_name": item.title}
    return around
