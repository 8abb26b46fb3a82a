# SPDX-License-Identifier: EUPL-1.2
"""Add an agenda item and change it: its text, place, carrying over, withdrawal, confidentiality, notes."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.cycle.actions.agenda import (
    add_agenda_item,
    change_agenda_item,
    set_confidential,
    write_notes,
)
from schakel.cycle.actions.agenda_steps import carry_item, place_item, schedule_item, withdraw_item
from schakel.cycle.models import AgendaItem, Meeting
from schakel.cycle.queries.meetings import meetings_that_can_take
from schakel.cycle.sight import visible_items
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.meetings.finding import item_or_404
from schakel.web.cycle.meetings.forms import (
    CarryForm,
    ConfidentialForm,
    FullItemForm,
    ItemForm,
    NotesForm,
    PlaceForm,
    WithdrawForm,
)
from schakel.web.cycle.seeing import sight_of
from schakel.web.programme.editing import now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of, visitor_of

METHODS = ("GET", "POST")
ITEM_FIELDS = (
    "title",
    "kind",
    "asked",
    "explanation",
    "wanted_before",
    "minutes",
    "presenter",
    "presenter_role",
    "source",
)


@require_http_methods(METHODS)
@page
def add_item(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Put a subject forward; the programme office may put it on an agenda at once (``?vergadering=``)."""
    is_office = visitor_of(request).may("agenda-item-edit", "write")
    meeting = _asked_meeting(request) if is_office else None
    form = (
        FullItemForm(request.POST or None, with_body=meeting is None)
        if is_office
        else ItemForm(request.POST or None)
    )

    def act(values: dict[str, Any], version: int | None) -> AgendaItem:
        return add_agenda_item(**values, meeting=meeting, by=actor_of(request), at=now())

    def done(item: AgendaItem) -> str:
        if meeting is not None:
            return reading.url("meeting", meeting.code)
        may_see = visible_items(sight_of(request)).filter(pk=item.pk).exists()
        return reading.url("agenda-item", item.pk) if may_see else reading.url("board")

    back = reading.url("meeting", meeting.code) if meeting else reading.url("board")
    intro = _("The programme office sees it, and puts it on the agenda of a meeting.")
    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="meetings",
        title=_("Add an item to “%(name)s”") % {"name": meeting.title}
        if meeting
        else _("Put a subject forward for a meeting"),
        done=done,
        said="" if meeting else _("It waits for a meeting; the programme office sees it."),
        context={
            "back": back,
            "back_name": meeting.title if meeting else _("Board"),
            "intro": "" if meeting else intro,
        },
    )


def _asked_meeting(request: HttpRequest) -> Meeting | None:
    code = request.GET.get("vergadering", "")
    if not code:
        return None
    found = meetings_that_can_take(sight_of(request)).filter(code=code).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(METHODS)
@page
def edit_item(request: HttpRequest, reading: Reading, item: int) -> HttpResponse:
    """Change what is written about an item."""
    found = item_or_404(request, item)
    waits = found.meeting is None
    initial = {name: getattr(found, name) for name in (*ITEM_FIELDS, "body")}
    form = FullItemForm(request.POST or None, with_body=waits, is_new=False, initial=initial)

    def act(values: dict[str, Any], version: int | None) -> AgendaItem:
        return change_agenda_item(
            item=found, expected_version=version, changes=values, by=actor_of(request), at=now()
        )

    return _fill(request, reading, found, form, act, _("Change “%(name)s”"))


@require_http_methods(METHODS)
@page
def give_place(request: HttpRequest, reading: Reading, item: int) -> HttpResponse:
    """Put an item that waits on an agenda, or give one that is on an agenda another place."""
    found = item_or_404(request, item)
    meetings = list(meetings_that_can_take(sight_of(request)))
    n_places = None if found.meeting is None else found.meeting.items.count()
    form = PlaceForm(
        request.POST or None,
        meetings=meetings,
        n_places=n_places,
        initial={"position": found.position},
    )

    def act(values: dict[str, Any], version: int | None) -> AgendaItem:
        if n_places is not None:
            place_item(item=found, position=values["position"], by=actor_of(request), at=now())
            return found
        target = next(m for m in meetings if m.code == values["meeting"])
        return schedule_item(
            item=found, meeting=target, expected_version=version, by=actor_of(request), at=now()
        )

    title = _("Put “%(name)s” on an agenda") if n_places is None else _("Move “%(name)s” to another place")
    return _fill(request, reading, found, form, act, title, to_meeting=True)


@require_http_methods(METHODS)
@page
def carry_over(request: HttpRequest, reading: Reading, item: int) -> HttpResponse:
    """Carry an item over to a later meeting, while this one is in session."""
    found = item_or_404(request, item)
    others = [m for m in meetings_that_can_take(sight_of(request)) if m.pk != found.meeting_id]
    form = CarryForm(request.POST or None, meetings=others)

    def act(values: dict[str, Any], version: int | None) -> AgendaItem:
        target = next((m for m in others if m.code == values["meeting"]), None)
        carry_item(item=found, to=target, expected_version=version, by=actor_of(request), at=now())
        return found

    return _fill(request, reading, found, form, act, _("Carry “%(name)s” over"), to_meeting=True)


@require_http_methods(METHODS)
@page
def withdraw_one(request: HttpRequest, reading: Reading, item: int) -> HttpResponse:
    """Withdraw an item, with the reason."""
    found = item_or_404(request, item)

    def act(values: dict[str, Any], version: int | None) -> AgendaItem:
        return withdraw_item(
            item=found,
            reason=values["reason"],
            expected_version=version,
            by=actor_of(request),
            at=now(),
        )

    return _fill(request, reading, found, WithdrawForm(request.POST or None), act, _("Withdraw “%(name)s”"))


@require_http_methods(METHODS)
@page
def close_off(request: HttpRequest, reading: Reading, item: int) -> HttpResponse:
    """Make an item confidential with its ground, or public."""
    found = item_or_404(request, item)
    initial = {name: getattr(found, name) for name in ("is_confidential", "confidential_ground")}

    def act(values: dict[str, Any], version: int | None) -> AgendaItem:
        return set_confidential(
            item=found,
            is_confidential=values["is_confidential"],
            ground=values["confidential_ground"],
            expected_version=version,
            by=actor_of(request),
            at=now(),
        )

    form = ConfidentialForm(request.POST or None, initial=initial)
    return _fill(request, reading, found, form, act, _("Who may read “%(name)s”?"))


@require_http_methods(METHODS)
@page
def note_discussion(request: HttpRequest, reading: Reading, item: int) -> HttpResponse:
    """Write the report of the discussion, while the meeting is in session."""
    found = item_or_404(request, item)

    def act(values: dict[str, Any], version: int | None) -> AgendaItem:
        return write_notes(
            item=found, notes=values["notes"], expected_version=version, by=actor_of(request), at=now()
        )

    form = NotesForm(request.POST or None, initial={"notes": found.notes})
    return _fill(request, reading, found, form, act, _("Report of the discussion: %(name)s"), to_meeting=True)


def _fill(
    request: HttpRequest,
    reading: Reading,
    item: AgendaItem,
    form: Any,
    act: Any,
    title: str,
    *,
    to_meeting: bool = False,
) -> HttpResponse:
    """Show a form about an item; afterwards go to its page, or to its place on the agenda."""

    def done(result: AgendaItem) -> str:
        if to_meeting and result.meeting is not None:
            return f"{reading.url('meeting', result.meeting.code)}#item-{result.pk}"
        return reading.url("agenda-item", result.pk)

    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="meetings",
        title=title % {"name": item.title},
        done=done,
        record=item,
        context={"back": reading.url("agenda-item", item.pk), "back_name": item.title},
    )
