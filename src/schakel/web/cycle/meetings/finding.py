# SPDX-License-Identifier: EUPL-1.2
"""Find the meeting, item, option or paper of an address, for who may see it; and who may go where."""

from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch

from schakel.cycle.models import AgendaItem, AgendaOption, Meeting, Paper
from schakel.cycle.queries.sources import Place, Source, resolve
from schakel.cycle.sight import visible_items, visible_meetings, visible_papers
from schakel.web.cycle.meetings.known_names import known_names
from schakel.web.cycle.seeing import sight_of
from schakel.web.models.accounts import Role
from schakel.web.reading import Reading
from schakel.web.rights.asking import visitor_of


def meeting_or_404(request: HttpRequest, code: str) -> Meeting:
    """Return a meeting that the reader may see."""
    rows = visible_meetings(sight_of(request)).select_related("cycle", "chair")
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    return found


def item_or_404(request: HttpRequest, pk: int) -> AgendaItem:
    """Return an agenda item that the reader may see, with its meeting."""
    rows = visible_items(sight_of(request)).select_related("meeting", "presenter", "carried_from__meeting")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def option_or_404(request: HttpRequest, item: int, pk: int) -> AgendaOption:
    """Return an option of an item that the reader may see."""
    found = AgendaOption.objects.filter(item=item_or_404(request, item), pk=pk).first()
    if found is None:
        raise Http404
    return found


def paper_or_404(request: HttpRequest, item: int, pk: int) -> Paper:
    """Return a paper of an item that the reader may see."""
    rows = visible_papers(sight_of(request)).select_related("item__meeting", "owner")
    found = rows.filter(item=item, pk=pk).first()
    if found is None:
        raise Http404
    return found


def source_of(request: HttpRequest, reading: Reading, kind: str, key: str) -> Source | None:
    """Return what an item comes from, as far as the reader may see it."""
    own = visitor_of(request).initiatives.get(Role.LEAD, frozenset())
    return resolve(kind, key, known=known_names(reading, kind), sight=sight_of(request), own=own)


def source_url(request: HttpRequest, reading: Reading, source: Source) -> str:
    """Return the address of what an item comes from; empty where the reader may not go there."""
    return _url(request, reading, source.page, source.args, source.detail)


def url_of_place(request: HttpRequest, reading: Reading, place: Place) -> str:
    """Return the address of a page; empty where the reader may not go there."""
    return _url(request, reading, place.page, place.args, place.detail)


def _url(request: HttpRequest, reading: Reading, name: str, args: tuple[str | int, ...], detail: str) -> str:
    if not visitor_of(request).may(name):
        return ""
    try:
        address = reading.url(name, *args)
    except NoReverseMatch:
        return ""
    return f"{address}#alarm-{detail}" if detail else address
