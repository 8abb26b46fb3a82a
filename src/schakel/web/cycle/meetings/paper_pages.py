# SPDX-License-Identifier: EUPL-1.2
"""The papers of an item: expected, received as a link or a file, removed when they do not come."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from schakel.cycle.actions.papers import change_paper, expect_paper, receive_paper, remove_paper
from schakel.cycle.models import AgendaItem, Paper
from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import Failure
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.meetings.finding import item_or_404, paper_or_404
from schakel.web.cycle.meetings.forms import PaperForm, ReceiveForm
from schakel.web.language import page_language
from schakel.web.programme.editing import now, sent_version
from schakel.web.reading import Reading, home, page
from schakel.web.rights.asking import actor_of

METHODS = ("GET", "POST")
FIELDS = ("title", "owner", "due_on", "is_public")


@require_http_methods(METHODS)
@page
def expect_one(request: HttpRequest, reading: Reading, item: int) -> HttpResponse:
    """Note that a paper is expected."""
    found = item_or_404(request, item)
    form = PaperForm(request.POST or None, initial={"is_public": not found.is_confidential})

    def act(values: dict[str, Any], version: int | None) -> Paper:
        return expect_paper(item=found, **values, by=actor_of(request), at=now())

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="meetings",
        title=_("Which paper comes with “%(name)s”?") % {"name": found.title},
        done=lambda paper: reading.url("paper-receive", found.pk, paper.pk),
        said=_("It is expected now. When it is there already, give its link or file here."),
        context=_back(reading, found),
    )


@require_http_methods(METHODS)
@page
def edit_one(request: HttpRequest, reading: Reading, item: int, paper: int) -> HttpResponse:
    """Change what is written about a paper, and who may read it."""
    found = paper_or_404(request, item, paper)
    form = PaperForm(request.POST or None, initial={name: getattr(found, name) for name in FIELDS})

    def act(values: dict[str, Any], version: int | None) -> Paper:
        return change_paper(paper=found, expected_version=version, **values, by=actor_of(request), at=now())

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="meetings",
        title=_("Change “%(name)s”") % {"name": found.title},
        done=lambda paper: reading.url("agenda-item", found.item_id),
        record=found,
        context=_back(reading, found.item),
    )


@require_http_methods(METHODS)
@page
def receive_one(request: HttpRequest, reading: Reading, item: int, paper: int) -> HttpResponse:
    """Receive a paper, or a newer version of it."""
    found = paper_or_404(request, item, paper)
    form = ReceiveForm(request.POST or None, request.FILES or None, initial={"link": found.link})

    def act(values: dict[str, Any], version: int | None) -> Paper:
        file = values["file"]
        return receive_paper(
            paper=found,
            expected_version=version,
            link=values["link"],
            name=file.name if file else "",
            content=file.read() if file else None,
            folder=home(),
            by=actor_of(request),
            at=now(),
        )

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="meetings",
        title=_("The paper “%(name)s”") % {"name": found.title},
        done=lambda paper: reading.url("agenda-item", found.item_id),
        record=found,
        context=_back(reading, found.item),
    )


@require_POST
@page
def remove_one(request: HttpRequest, reading: Reading, item: int, paper: int) -> HttpResponse:
    """Remove a paper that was expected and does not come."""
    found = paper_or_404(request, item, paper)
    try:
        remove_paper(paper=found, expected_version=sent_version(request), by=actor_of(request), at=now())
    except Failure as failure:
        messages.error(request, explain_failure(failure, page_language()))
    else:
        messages.success(request, _("Removed."))
    return HttpResponseRedirect(reading.url("agenda-item", item))


def _back(reading: Reading, item: AgendaItem) -> dict[str, Any]:
    return {"back": reading.url("agenda-item", item.pk), "back_name": item.title}
