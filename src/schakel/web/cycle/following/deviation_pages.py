# SPDX-License-Identifier: EUPL-1.2
"""The deviations: all of them, and one with its cause, proposal and what became of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.cycle.actions.deviations import waits_for_a_meeting
from schakel.cycle.escalation_rules import UnknownRule
from schakel.cycle.models import Deviation
from schakel.cycle.queries.deviations import (
    count_deviations,
    decision_of,
    item_of,
    visible_deviations,
)
from schakel.documents.sentences.escalations import rule_name
from schakel.web.cycle.following.answers import deviations_sentence
from schakel.web.cycle.following.asking import own_initiatives
from schakel.web.cycle.following.tables import DeviationFilter, deviation_columns
from schakel.web.cycle.following.words import kind_words, proposal_words, state_words
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import show_board
from schakel.web.programme.listing import make_listing
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import visitor_of

NEWEST_FIRST = ("shown_state", "-since", "-pk")


@require_safe
@page
def list_deviations(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show every deviation that the reader may see."""
    found = visible_deviations(sight_of(request), own_initiatives(request))
    listing = make_listing(
        request,
        found.order_by("settled_on", "since", "pk"),
        deviation_columns(reading),
        name="deviations",
        caption=_("Deviations, with cause and proposal"),
        filters=DeviationFilter,
    )
    counts = count_deviations(found.order_by())
    context = {
        "following_page": "deviations",
        "listing": listing,
        "counts": counts,
        "answer": deviations_sentence(counts, reading),
    }
    return show_board(
        request,
        reading,
        "web/cycle/following_deviations.html",
        context,
        page="following",
        tables=[listing.table],
    )


@require_safe
@page
def show_deviation(request: HttpRequest, reading: Reading, initiative: str, pk: int) -> HttpResponse:
    """Show one deviation."""
    sight = sight_of(request)
    found = find_deviation(request, initiative, pk)
    item = item_of(found, sight)
    visitor = visitor_of(request)
    shown_state: str = found.shown_state  # type: ignore[attr-defined]
    is_open = found.state != "settled"
    waits = waits_for_a_meeting(found.item) if sight.closed else shown_state == "escalated"
    context = {
        "following_page": "deviations",
        "deviation": found,
        "state": shown_state,
        "state_words": state_words(shown_state),
        "kind": kind_words(found.kind),
        "proposal_kind": proposal_words(found.proposal_kind),
        "rule": _rule(found, reading),
        "item": item,
        "decision": decision_of(found, sight),
        "waits": waits,
        "may_edit": is_open and visitor.may("deviation-edit", "write", {"initiative": initiative}),
        "may_escalate": is_open and not waits and visitor.may("deviation-escalate", "write"),
        "may_settle": is_open and not waits and visitor.may("deviation-settle", "write"),
    }
    return show_board(request, reading, "web/cycle/following_deviation.html", context, page="following")


def find_deviation(request: HttpRequest, initiative: str, pk: int) -> Deviation:
    """Return a deviation of an initiative that the reader may see; raises Http404."""
    rows = visible_deviations(sight_of(request), own_initiatives(request)).select_related(
        "initiative", "owner", "cycle", "item"
    )
    found = rows.filter(initiative__code=initiative, pk=pk).first()
    if found is None:
        raise Http404
    return found


def _rule(deviation: Deviation, reading: Reading) -> str:
    """Return the rule that asked for it; as it is written where it no longer exists."""
    if not deviation.rule:
        return ""
    try:
        return rule_name(deviation.rule, reading.language)
    except UnknownRule:
        return deviation.rule
