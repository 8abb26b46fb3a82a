# SPDX-License-Identifier: EUPL-1.2
"""Add, change and remove the options of an item."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from schakel.cycle.actions.agenda_options import add_option, change_option, remove_option
from schakel.cycle.models import AgendaItem, AgendaOption
from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import Failure
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.meetings.finding import item_or_404, option_or_404
from schakel.web.cycle.meetings.forms import OptionForm
from schakel.web.language import page_language
from schakel.web.programme.editing import now, sent_version
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

METHODS = ("GET", "POST")
FIELDS = ("title", "consequence", "evidence", "is_advised")


@require_http_methods(METHODS)
@page
def add_one(request: HttpRequest, reading: Reading, item: int) -> HttpResponse:
    """Add an option to an item."""
    found = item_or_404(request, item)

    def act(values: dict[str, Any], version: int | None) -> AgendaOption:
        return add_option(item=found, **values, by=actor_of(request), at=now())

    return fill_in_board(
        request,
        reading,
        OptionForm(request.POST or None),
        act,
        page="meetings",
        title=_("Add an option: %(name)s") % {"name": found.title},
        done=lambda option: reading.url("agenda-item", found.pk),
        context=_back(reading, found),
    )


@require_http_methods(METHODS)
@page
def edit_one(request: HttpRequest, reading: Reading, item: int, option: int) -> HttpResponse:
    """Change an option."""
    found = option_or_404(request, item, option)
    form = OptionForm(request.POST or None, initial={name: getattr(found, name) for name in FIELDS})

    def act(values: dict[str, Any], version: int | None) -> AgendaOption:
        return change_option(option=found, expected_version=version, **values, by=actor_of(request), at=now())

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="meetings",
        title=_("Change the option “%(name)s”") % {"name": found.title},
        done=lambda option: reading.url("agenda-item", found.item_id),
        record=found,
        context=_back(reading, found.item),
    )


@require_POST
@page
def remove_one(request: HttpRequest, reading: Reading, item: int, option: int) -> HttpResponse:
    """Remove an option."""
    found = option_or_404(request, item, option)
    try:
        remove_option(option=found, expected_version=sent_version(request), by=actor_of(request), at=now())
    except Failure as failure:
        messages.error(request, explain_failure(failure, page_language()))
    else:
        messages.success(request, _("Removed."))
    return HttpResponseRedirect(reading.url("agenda-item", item))


def _back(reading: Reading, item: AgendaItem) -> dict[str, Any]:
    return {"back": reading.url("agenda-item", item.pk), "back_name": item.title}
