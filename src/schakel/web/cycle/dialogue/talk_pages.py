# SPDX-License-Identifier: EUPL-1.2
"""The conversations of a year: the list, the page of one, and its form."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from schakel.cycle.actions.talks import change_talk, record_talk
from schakel.cycle.models import ChallengeOwner, CycleYear, Heard, OwnerAnswer, Talk
from schakel.cycle.sight import visible_agreements, visible_talks
from schakel.web.cycle.dialogue.finding import (
    cycle_or_404,
    element_names,
    keeping_year,
    known_years,
    may_read_report,
    talk_or_404,
)
from schakel.web.cycle.dialogue.tables import agreements_table
from schakel.web.cycle.dialogue.talk_forms import TalkForm, talk_values
from schakel.web.cycle.dialogue.words import talk_form_words
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import cycle_of, show_board
from schakel.web.programme.editing import now
from schakel.web.programme.listing import ListColumn, make_listing
from schakel.web.programme.partners.cells import day_cell
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of, visitor_of
from schakel.web.tables.table import Cell, text_cell

METHODS = ("GET", "HEAD", "POST")


@require_safe
@page
def show_talks(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the conversations of a year, newest first; of a closed one not what it was called."""
    cycle = cycle_of(request)
    rows = _talks_of(cycle)
    readable = set(visible_talks(sight_of(request)).filter(pk__in=rows).values_list("pk", flat=True))
    names = element_names(reading)
    listing = make_listing(
        request, rows, _columns(reading, names, readable), name="talks", caption=_("Conversations")
    )
    n_heard = Heard.objects.filter(talk__in=rows).values("partner").distinct().count()
    context = {
        "cycle": cycle,
        "years": known_years(cycle),
        "topic": "talks",
        "listing": listing,
        "answer": _answer(listing.n_rows, n_heard),
    }
    return show_board(
        request, reading, "web/cycle/dialogue_talks.html", context, page="dialogue", tables=[listing.table]
    )


def _talks_of(cycle: CycleYear | None) -> QuerySet[Talk]:
    rows = Talk.objects.filter(cycle=cycle) if cycle else Talk.objects.none()
    return rows.prefetch_related("heard__partner")


def _answer(n: int, n_heard: int) -> str:
    if not n:
        return _("No conversation is recorded yet for this year.")
    told = ngettext("%(n)s conversation was held", "%(n)s conversations were held", n) % {"n": n}
    heard = ngettext("%(n)s organisation was heard", "%(n)s organisations were heard", n_heard)
    return _("%(told)s; %(heard)s.") % {"told": told, "heard": heard % {"n": n_heard}}


def _columns(reading: Reading, names: Mapping[str, str], readable: set[int]) -> list[ListColumn]:
    def title(talk: Talk) -> Cell:
        shown = talk.title if talk.pk in readable else _("closed conversation")
        told = [_("confidential")] if talk.is_confidential else []
        told += [_("invented")] if talk.invented else []
        return Cell(shown, shown, reading.url("talk", talk.pk), detail=" · ".join(told))

    def elements(talk: Talk) -> Cell:
        return text_cell(", ".join(names.get(e, e) for e in talk.elements))

    def heard(talk: Talk) -> Cell:
        return text_cell(", ".join(dict.fromkeys(h.partner.name for h in talk.heard.all())))

    return [
        ListColumn("title", _("Conversation"), title),
        ListColumn("on", _("Day"), lambda t: day_cell(t.on, reading.language), "on"),
        ListColumn("form", _("How"), lambda t: text_cell(talk_form_words(t.form)), "form"),
        ListColumn("elements", _("About"), elements),
        ListColumn("heard", _("Heard"), heard),
    ]


@require_safe
@page
def show_talk(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Show a conversation: who was heard and what was agreed; title and report where they may be read."""
    talk = talk_or_404(pk)
    is_readable = may_read_report(sight_of(request), talk)
    names = element_names(reading)
    today = timezone.localdate()
    may_settle = visitor_of(request).may("agreement-settle", "write")
    agreed = list(
        visible_agreements(sight_of(request))
        .filter(talk=talk)
        .select_related("owner", "cause", "activity", "proposal")
    )
    tables = [agreements_table(reading, agreed, names, today, may_settle=may_settle)]
    context = {
        "cycle": talk.cycle,
        "years": [],
        "topic": "talks",
        "talk": talk,
        "is_readable": is_readable,
        "title": talk.title if is_readable else _("Closed conversation"),
        "form": talk_form_words(talk.form),
        "elements": [(e, names.get(e, e)) for e in talk.elements],
        "heard": list(talk.heard.select_related("partner").order_by("partner__name", "pk")),
        "has_agreements": bool(agreed),
    }
    return show_board(
        request, reading, "web/cycle/dialogue_talk.html", context, page="dialogue", tables=tables
    )


@require_http_methods(METHODS)
@page
def new_talk(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Record a conversation that was held."""
    cycle, names = cycle_or_404(request), element_names(reading)
    element = request.GET.get("element", "")
    initial = {"on": timezone.localdate(), "elements": [element], "form": "talk"}
    initial["heard"] = _owner_lines(cycle, element)

    def act(values: dict[str, Any], version: int | None) -> Talk:
        return record_talk(cycle=cycle, **values, known_elements=list(names), by=actor_of(request), at=now())

    return fill_in_board(
        request,
        reading,
        TalkForm(request.POST or None, elements=names, initial=initial),
        act,
        page="dialogue",
        title=_("Record a conversation"),
        done=lambda made: reading.url("talk", made.pk),
        context={"back": keeping_year(reading.url("talks"), request), "back_name": _("Conversations")},
    )


def _owner_lines(cycle: CycleYear, element: str) -> str:
    """Return the challenge owners of an element as lines: they are who the talk is with."""
    owners = ChallengeOwner.objects.filter(cycle=cycle, element=element, answer=OwnerAnswer.ACCEPTED)
    rows = owners.select_related("partner").order_by("pk")
    return "\n".join(f"{o.partner.name}; {o.role}" if o.role else o.partner.name for o in rows)


@require_http_methods(METHODS)
@page
def edit_talk(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Change a conversation."""
    talk, names = talk_or_404(pk), element_names(reading)
    if not may_read_report(sight_of(request), talk):
        raise PermissionDenied

    def act(values: dict[str, Any], version: int | None) -> Talk:
        heard = values.pop("heard")
        return change_talk(
            talk=talk,
            changes=values,
            heard=heard,
            known_elements=list(names),
            expected_version=version,
            by=actor_of(request),
            at=now(),
        )

    return fill_in_board(
        request,
        reading,
        TalkForm(request.POST or None, elements=names, initial=talk_values(talk)),
        act,
        page="dialogue",
        title=_("Change this conversation"),
        done=lambda changed: reading.url("talk", changed.pk),
        record=talk,
        context={"back": reading.url("talk", pk), "back_name": talk.title},
    )
