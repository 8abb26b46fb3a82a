# SPDX-License-Identifier: EUPL-1.2
"""Put something on the agenda in one step, from the page on which it stands."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from schakel.cycle.actions.agenda import add_agenda_item
from schakel.cycle.actions.deviations import escalate_deviation
from schakel.cycle.models import AgendaItem, Deviation, SourceKind
from schakel.cycle.queries.backlog import open_items_about
from schakel.cycle.queries.sources import Source, is_public
from schakel.cycle.sight import FULL, Sight, visible_items
from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import Failure
from schakel.web.cycle.meetings.finding import source_of, source_url
from schakel.web.cycle.meetings.known_names import known_names
from schakel.web.cycle.meetings.source_words import source_question, source_title
from schakel.web.cycle.seeing import sight_of
from schakel.web.programme.editing import now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of


@require_POST
@page
def put_on_agenda(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Let something wait for a meeting of the board, and go back; what waits already is not put twice.

    What comes from something that is not public is confidential, until the programme office opens it.
    """
    sight = sight_of(request)
    kind, key = request.POST.get("source_kind", ""), request.POST.get("source_key", "")
    source = source_of(request, reading, kind, key)
    if source is None or not source_url(request, reading, source):
        raise Http404
    closed = not is_public(source.kind, source.key, known_names(reading, source.kind))
    waiting = open_items_about(source.kind, source.key, FULL if closed else sight)
    if waiting:
        _tell(request, reading, sight, waiting[0], _("There is an item about this already"))
        return HttpResponseRedirect(_back(request, reading))
    try:
        item = _put(request, reading, source, closed=closed)
    except Failure as failure:
        messages.error(request, explain_failure(failure, reading.language))
        return HttpResponseRedirect(_back(request, reading))
    _tell(request, reading, sight, item, _("It waits for a meeting of the board now"))
    return HttpResponseRedirect(_back(request, reading))


def _put(request: HttpRequest, reading: Reading, source: Source, *, closed: bool) -> AgendaItem:
    """Make the item; a deviation waits for the board from then on."""
    how: dict[str, Any] = {
        "is_confidential": closed,
        "confidential_ground": _("It comes from something that is not public") if closed else "",
        "by": actor_of(request),
        "at": now(),
    }
    if source.kind == SourceKind.DEVIATION:
        deviation = Deviation.objects.get(pk=source.key)
        escalate_deviation(deviation=deviation, **how)
        return AgendaItem.objects.select_related("meeting").get(deviations=deviation)
    title = source_title(source, reading.language)
    return add_agenda_item(
        title=title,
        kind=source.suggested_kind,
        asked=source_question(source),
        source_kind=source.kind,
        source_key=source.key,
        source_title=title,
        **how,
    )


def _tell(request: HttpRequest, reading: Reading, sight: Sight, item: AgendaItem, told: str) -> None:
    """Say what became of it; with a link for who may see the item, and its meeting where it has one."""
    if not visible_items(sight).filter(pk=item.pk).exists():
        messages.success(request, _("%(told)s. The programme office sees it.") % {"told": told})
        return
    link = format_html('<a href="{}">{}</a>', reading.url("agenda-item", item.pk), item.title)
    where = f" ({item.meeting.title})" if item.meeting is not None else ""
    messages.success(request, format_html("{}: {}{}.", told, link, where))


def _back(request: HttpRequest, reading: Reading) -> str:
    """Return the page that the reader came from, on this site only."""
    wanted = request.POST.get("back", "")
    is_here = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_here and wanted.startswith("/") else reading.url("board")
