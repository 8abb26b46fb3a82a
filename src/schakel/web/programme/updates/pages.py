# SPDX-License-Identifier: EUPL-1.2
"""Bijwerken: a lead says in five minutes how an initiative stands, with an account or with one link."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schakel.documents.failures_in_words import explain_failure
from schakel.programme.actions.updates import LinkUnusable, UpdateAnswers, open_update_link, send_update
from schakel.programme.models import Initiative, InitiativeRelation, Milestone, ProgressUpdate
from schakel.programme.models.record import Origin
from schakel.programme.queries.updates import newest_round
from schakel.programme.recording import Actor
from schakel.web.accounts.limiting import limited
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.updates.forms import UpdateForm
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of


@require_http_methods(["GET", "HEAD", "POST"])
@page
def update_initiative(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Let somebody with an account say how an initiative stands."""
    found = get_object_or_404(
        Initiative.objects.exclude(relation=InitiativeRelation.EXTERNAL), code=initiative
    )
    by = actor_of(request)
    return _ask(
        request,
        reading,
        found,
        Actor(by.key, by.channel, Origin.UPDATE),
        lambda update: reading.url("initiative", initiative),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("update_link")
@page
def update_by_link(request: HttpRequest, reading: Reading, secret: str) -> HttpResponse:
    """Let a lead say with the one link how an initiative stands; no account is needed."""
    try:
        link = open_update_link(secret, timezone.localdate())
    except LinkUnusable as failure:
        sentence = explain_failure(failure, reading.language)
        return render(request, "web/failure.html", {"sentence": sentence}, status=HTTPStatus.NOT_FOUND)
    channel = f"web {request.META.get('REMOTE_ADDR', '')}".strip()
    by = Actor(f"link:{link.pk}", channel, Origin.UPDATE)
    if request.GET.get("sent"):
        update = ProgressUpdate.objects.filter(initiative=link.initiative, recorded_by=by.key).first()
        context = {"reading": reading, "dossier": reading.dossier, "update": update, "link": link}
        return render(request, "web/programme/updates_thanks.html", context)
    return _ask(request, reading, link.initiative, by, lambda update: f"{request.path}?sent=1")


def _ask(
    request: HttpRequest,
    reading: Reading,
    initiative: Initiative,
    by: Actor,
    done: Callable[[Any], str],
) -> HttpResponse:
    today = timezone.localdate()
    milestones = Milestone.objects.filter(initiative=initiative, done_on=None).order_by("due_on")[:6]
    last = ProgressUpdate.objects.filter(initiative=initiative).first()
    form = UpdateForm(request.POST or None, initiative, list(milestones), last, reading.language)
    update_round = newest_round(today)

    def act(cleaned: dict[str, Any], version: int | None) -> ProgressUpdate:
        answers: UpdateAnswers = form.answers()
        return send_update(
            initiative=initiative, answers=answers, on=today, update_round=update_round, by=by, at=now()
        )

    context = {"initiative": initiative, "last": last, "update_round": update_round}
    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("How does %(name)s stand?") % {"name": initiative.name},
        done=done,
        said=_("Thank you, your update has been received."),
        template="web/programme/updates_form.html",
        context=context,
    )
