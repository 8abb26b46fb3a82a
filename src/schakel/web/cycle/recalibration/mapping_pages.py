# SPDX-License-Identifier: EUPL-1.2
"""Say what an old line, action or goal goes on as in the new version."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.cycle.actions import drafts
from schakel.cycle.queries.course_items import ACTIONS, LINES, MAPPED_LISTS, items_of, split_item
from schakel.cycle.queries.draft_course import DraftCourse, draft_course
from schakel.cycle.queries.hanging import what_hangs
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.recalibration import words
from schakel.web.cycle.recalibration.finding import find_open_draft
from schakel.web.cycle.recalibration.forms import NOWHERE, MappingForm
from schakel.web.programme.editing import now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of


@require_http_methods(("GET", "POST"))
@page
def map_item(request: HttpRequest, reading: Reading, draft: str, item: str) -> HttpResponse:
    """Choose what an old item goes on as."""
    found = find_open_draft(reading, draft)
    made = draft_course(found)
    old = items_of(made.old).get(item)
    list_name, _code = split_item(item)
    if old is None or list_name not in MAPPED_LISTS:
        raise Http404
    options = _options(reading, made, list_name)
    said = list(found.mappings.filter(old_item=item))
    ticked = [row.new_item or NOWHERE for row in said] or [i for i, _name in options if i == item]
    initial = {"goes_on": ticked, "note": said[0].note if said else ""}
    form = MappingForm(request.POST or None, items=options, initial=initial)

    def act(values: dict[str, Any], version: int | None) -> None:
        who: dict[str, Any] = {"draft": found, "old_item": item, "by": actor_of(request), "at": now()}
        chosen = values["goes_on"]
        if not chosen:
            return drafts.unmap_item(**who)
        drafts.map_item(new_items=tuple(c for c in chosen if c != NOWHERE), note=values["note"], **who)
        return None

    hanging = next((h for h in what_hangs(found, made) if h.item == item), None)
    hangs = words.hanging_words(hanging, reading.language) if hanging else ""
    title = _("What does %(item)s go on as?") % {"item": words.item_name(item, reading.language)}
    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="course-versions",
        title=title,
        done=lambda made: f"{reading.url('course-draft', found.code)}#mapping",
        context={
            "back": reading.url("course-draft", found.code),
            "back_name": found.version_name,
            "intro": f"“{reading.text(old.label)}”"
            + (f" – {_('hanging on it: %(what)s') % {'what': hangs}}" if hangs else ""),
        },
    )


def _options(reading: Reading, made: DraftCourse, list_name: str) -> list[tuple[str, str]]:
    """Return what an item of a list can go on as: lines and actions as each other, goals as goals."""
    family = (LINES, ACTIONS) if list_name in (LINES, ACTIONS) else (list_name,)
    return [
        (i.name, f"{words.item_title(i.name, reading.language)}: {reading.text(i.label)}")
        for i in items_of(made.new or made.old).values()
        if i.list_name in family
    ]
