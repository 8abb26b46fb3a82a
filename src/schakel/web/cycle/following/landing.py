# SPDX-License-Identifier: EUPL-1.2
"""Board > Delivery: which initiatives ask for attention, why, since when, and whether somebody took it up."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from schakel.cycle.queries.deviations import count_deviations, visible_deviations
from schakel.cycle.queries.escalation import Unjudged
from schakel.cycle.queries.light_history import LightHistory, read_light_history
from schakel.cycle.queries.lobby import read_lobby
from schakel.documents.cycle_pictures.lights import LightRow, LightRows, draw_lights
from schakel.documents.sentences.escalations import missing_fact, rule_name
from schakel.programme.queries.updates import newest_round, round_lines
from schakel.web.cycle.following.answers import (
    delivery_sentences,
    deviations_sentence,
    round_sentence,
)
from schakel.web.cycle.following.asking import delivery_for, groups_of, own_initiatives
from schakel.web.cycle.following.tables import addressee_table, asking_table, lights_table
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import show_board
from schakel.web.programme.showing import Picture
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import visitor_of

GROUPS_A_PAGE = 10
MOST_DRAWN = 30
MOST_WAITING = 5


@require_safe
@page
def show_following(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show what asks for attention, the round of now, the lights, the deviations and the lobby."""
    today, sight = timezone.localdate(), sight_of(request)
    delivery = delivery_for(request, today)
    only_open = sight.closed and request.GET.get("open") == "1"
    chosen = [e for e in delivery.escalations if not (only_open and e.is_taken_up)]
    here = Paginator(groups_of(request, reading, chosen), GROUPS_A_PAGE).get_page(request.GET.get("page"))
    history, lobby = _history(request, today), read_lobby(today)
    counts = count_deviations(visible_deviations(sight, own_initiatives(request)))
    tables = [
        asking_table(reading, chosen, sight),
        lights_table(reading, history),
        addressee_table(reading, lobby),
    ]
    context = {
        "following_page": "following",
        "sentences": delivery_sentences(delivery, sight),
        "delivery": delivery,
        "only_open": only_open,
        "groups": here.object_list,
        "listing": {"page": here},
        "deviations": deviations_sentence(counts, reading),
        "lobby": lobby,
        "waiting": lobby.waiting[:MOST_WAITING],
        "unjudged": _unjudged(reading, delivery.unjudged),
        "history": history,
        "n_not_drawn": max(len(history.strips) - MOST_DRAWN, 0),
        **_round(request, today),
    }
    pictures = [Picture("lights", _drawn(history), draw_lights)] if history.strips else []
    return show_board(
        request,
        reading,
        "web/cycle/following.html",
        context,
        page="following",
        tables=tables,
        pictures=pictures,
    )


def _history(request: HttpRequest, today: date) -> LightHistory:
    """Return the lights; that something never sent an update is for who may see who answered."""
    history = read_light_history(today)
    if visitor_of(request).may("update-rounds"):
        return history
    return replace(history, strips=tuple(s for s in history.strips if s.now is not None))


def _round(request: HttpRequest, today: date) -> dict[str, Any]:
    """Return the state of the newest round, for who may see who answered."""
    if not visitor_of(request).may("update-rounds"):
        return {}
    newest = newest_round(today)
    if newest is None:
        return {"may_see_round": True}
    return {
        "may_see_round": True,
        "round": newest,
        "round_sentence": round_sentence(round_lines(newest, today)),
    }


def _drawn(history: LightHistory) -> LightRows:
    rows = tuple(
        LightRow(s.name, tuple(light or "" for light in s.worst)) for s in history.strips[:MOST_DRAWN]
    )
    return LightRows(history.rounds, rows)


def _unjudged(reading: Reading, found: tuple[Unjudged, ...]) -> list[dict[str, Any]]:
    """Return what cannot be judged, by rule and by what is missing."""
    groups: dict[tuple[str, str], list[str]] = {}
    for case in found:
        groups.setdefault((case.rule, case.missing), []).append(case.name)
    return [
        {
            "name": rule_name(rule, reading.language),
            "missing": missing_fact(missing, reading.language),
            "names": names,
        }
        for (rule, missing), names in groups.items()
    ]
