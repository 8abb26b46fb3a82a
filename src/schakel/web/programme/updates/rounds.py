# SPDX-License-Identifier: EUPL-1.2
"""Bijwerkrondes: who sent an update, who needs a reminder, and what leads wait for."""

import secrets
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import Failure
from schakel.programme.actions.updates import (
    answer_need,
    give_reminder,
    make_update_link,
    open_update_round,
)
from schakel.programme.models import Initiative, Need, UpdateRound
from schakel.programme.queries.completeness import (
    initiative_completeness,
)
from schakel.programme.queries.updates import (
    RoundLine,
    newest_round,
    open_needs,
    punctuality_of_partners,
    round_lines,
)
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.showing import show_programme
from schakel.web.programme.updates.forms import NeedAnswerForm, ReminderForm, RoundForm
from schakel.web.programme.updates.tables import (
    completeness_table,
    partners_table,
    punctuality_table,
    round_table,
)
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

LINK_DAYS = 365


@require_safe
@page
def show_rounds(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the round of now: what came, what is overdue, who keeps up, what leads need."""
    today = timezone.localdate()
    rounds = list(UpdateRound.objects.all()[:12])
    wanted = request.GET.get("round")
    chosen = next((r for r in rounds if r.code == wanted), None) or newest_round(today)
    lines = round_lines(chosen, today) if chosen else ()
    needs = list(open_needs()[:100])
    completeness = initiative_completeness(today)
    tables = [
        round_table(reading, lines),
        punctuality_table(reading, punctuality_of_partners(today)),
        completeness_table(reading, completeness),
        partners_table(reading, completeness),
    ]
    context = {
        "programme_page": "update-rounds",
        "rounds": rounds,
        "chosen": chosen,
        "answer": _answer(lines),
        "needs": needs,
        "waiting": [line for line in lines if line.state in ("overdue", "waiting")],
    }
    return show_programme(request, reading, "web/programme/updates_rounds.html", context, tables=tables)


def _answer(lines: tuple[RoundLine, ...]) -> str:
    n_sent = sum(line.state in ("sent", "late") for line in lines)
    n_overdue = sum(line.state == "overdue" for line in lines)
    text = ngettext(
        "%(sent)s of %(all)s initiative sent an update.",
        "%(sent)s of %(all)s initiatives sent an update.",
        len(lines),
    ) % {"sent": n_sent, "all": len(lines)}
    if n_overdue:
        text += " " + ngettext("%(n)s is overdue.", "%(n)s are overdue.", n_overdue) % {"n": n_overdue}
    return text


@require_http_methods(["GET", "HEAD", "POST"])
@page
def open_round(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Open a new round."""

    def act(cleaned: dict[str, Any], version: int | None) -> UpdateRound:
        code = slugify(cleaned["title"])[:20].strip("-") or cleaned["opens_on"].isoformat()
        return open_update_round(code=code, **cleaned, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        RoundForm(request.POST or None, today=timezone.localdate()),
        act,
        title=_("Open a round of updates"),
        done=lambda made: reading.url("update-rounds"),
        context={"programme_page": "update-rounds", "back": reading.url("update-rounds")},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@page
def make_link(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Make the one link of a lead and show it once."""
    found = get_object_or_404(Initiative, code=initiative)
    context: dict[str, Any] = {"programme_page": "update-rounds", "initiative": found, "days": LINK_DAYS}
    if request.method == "POST":
        secret = secrets.token_urlsafe(24)
        expires_on = timezone.localdate() + timedelta(LINK_DAYS)
        try:
            link = make_update_link(
                initiative=found, secret=secret, expires_on=expires_on, by=actor_of(request), at=now()
            )
        except Failure as failure:
            context["problem"] = explain_failure(failure, reading.language)
        else:
            address = request.build_absolute_uri(reverse("update-by-link", args=(secret,)))
            context |= {"address": address, "link": link}
    return show_programme(request, reading, "web/programme/updates_link.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def remind(request: HttpRequest, reading: Reading, code: str, initiative: str) -> HttpResponse:
    """Record that a lead was reminded."""
    update_round = get_object_or_404(UpdateRound, code=code)
    found = get_object_or_404(Initiative, code=initiative)

    def act(cleaned: dict[str, Any], version: int | None) -> object:
        return give_reminder(
            update_round=update_round,
            initiative=found,
            on=timezone.localdate(),
            channel=cleaned["channel"],
            by=actor_of(request),
            at=now(),
        )

    return fill_in(
        request,
        reading,
        ReminderForm(request.POST or None),
        act,
        title=_("%(name)s was reminded") % {"name": found.name},
        done=lambda made: reading.url("update-rounds"),
        context={"programme_page": "update-rounds", "back": reading.url("update-rounds")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def reply_to_need(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Answer what a lead asked for."""
    need = get_object_or_404(Need.objects.select_related("initiative", "asked_of"), pk=pk)

    def act(cleaned: dict[str, Any], version: int | None) -> object:
        return answer_need(need=need, **cleaned, expected_version=version, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        NeedAnswerForm(request.POST or None),
        act,
        title=_("Answer %(name)s") % {"name": need.initiative.name},
        done=lambda made: reading.url("update-rounds"),
        record=need,
        context={"intro": need.text, "programme_page": "update-rounds", "back": reading.url("update-rounds")},
    )
