# SPDX-License-Identifier: EUPL-1.2
"""Say what changes in the course, and why: choose an item, then how it changes, then fill in only that."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from schakel.cycle.actions import drafts
from schakel.cycle.models import CourseChange, CourseChangeKind, CourseDraft
from schakel.cycle.queries.course_editing import apply_changes
from schakel.cycle.queries.course_items import ACTIONS, COURSE, FIELDS, LINES, FieldKind, items_of, split_item
from schakel.cycle.queries.course_text import plain_course
from schakel.cycle.queries.course_values import as_written
from schakel.cycle.queries.draft_course import draft_course
from schakel.documents.failures_in_words import explain_failure
from schakel.koers.course import CourseFile
from schakel.koers.failures import Failure
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.recalibration import words
from schakel.web.cycle.recalibration.finding import find_change, find_open_draft, folder_of
from schakel.web.cycle.recalibration.forms import ChangeForm
from schakel.web.cycle.showing import show_board
from schakel.web.programme.editing import now, sent_version
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

METHODS = ("GET", "POST")
BECAUSE = ("signal", "lesson", "assumption")


@require_http_methods(METHODS)
@page
def new_change(request: HttpRequest, reading: Reading, draft: str) -> HttpResponse:
    """Add a change: without a kind in the address the reader first chooses what, and how."""
    found = find_open_draft(reading, draft)
    kind, item, field = (request.GET.get(name, "") for name in ("soort", "wat", "veld"))
    if kind not in CourseChangeKind.values:
        return _choose(request, reading, found, item)
    change = CourseChange(draft=found, kind=kind, item=item, field=field)
    current = _current(found, change)
    form = _form(request, reading, change, current, _initial(request, change, current))

    def act(values: dict[str, Any], version: int | None) -> CourseChange:
        return drafts.add_change(
            draft=found,
            kind=kind,
            **_as_change(change, values),
            folder=folder_of(reading),
            by=actor_of(request),
            at=now(),
        )

    return _fill_in(request, reading, form, act, change)


@require_http_methods(METHODS)
@page
def edit_change(request: HttpRequest, reading: Reading, draft: str, change: int) -> HttpResponse:
    """Change what a change says."""
    found = find_open_draft(reading, draft)
    own = find_change(found, change)
    names = ("label_nl", "label_en", "value", "reason", *BECAUSE)
    form = _form(request, reading, own, None, {name: getattr(own, name) for name in names})

    def act(values: dict[str, Any], version: int | None) -> CourseChange:
        return drafts.edit_change(
            change=own,
            expected_version=version,
            changes=_plain(values),
            folder=folder_of(reading),
            by=actor_of(request),
            at=now(),
        )

    return _fill_in(request, reading, form, act, own)


@require_POST
@page
def remove_change(request: HttpRequest, reading: Reading, draft: str, change: int) -> HttpResponse:
    """Take a change out of the draft."""
    found = find_open_draft(reading, draft)
    try:
        drafts.remove_change(
            change=find_change(found, change),
            expected_version=sent_version(request),
            by=actor_of(request),
            at=now(),
        )
    except Failure as failure:
        messages.error(request, explain_failure(failure, reading.language))
    else:
        messages.success(request, _("The change is taken out of the draft."))
    return HttpResponseRedirect(reading.url("course-draft", found.code))


def _fill_in(
    request: HttpRequest, reading: Reading, form: ChangeForm, act: Any, change: CourseChange
) -> HttpResponse:
    is_new = change.pk is None
    context = {
        "back": reading.url("course-draft", change.draft.code),
        "back_name": change.draft.version_name,
        "change": None if is_new else change,
        "now": _now_words(reading, change),
    }
    return fill_in_board(
        request,
        reading,
        form,
        act,
        page="course-versions",
        title=_title(reading, change),
        done=lambda made: f"{reading.url('course-draft', change.draft.code)}#changes",
        said=_("The change is in the draft."),
        record=None if is_new else change,
        template="web/cycle/recalibration_change.html",
        context=context,
    )


def _title(reading: Reading, change: CourseChange) -> str:
    list_name, code = split_item(change.item)
    if change.kind == CourseChangeKind.ADD and not code:
        return _("Add %(what)s") % {"what": words.list_names().get(list_name, list_name)}
    name = words.item_title(change.item, reading.language)
    titles = {
        CourseChangeKind.ADD: _("%(item)s is new"),
        CourseChangeKind.REWORD: _("%(item)s says it differently"),
        CourseChangeKind.REMOVE: _("%(item)s goes"),
        CourseChangeKind.FIELD: _("%(item)s: another value for “%(field)s”"),
    }
    field = words.field_name(change.field, reading.language) if change.field else ""
    return titles[CourseChangeKind(change.kind)] % {"item": name, "field": field}


def _now_words(reading: Reading, change: CourseChange) -> str:
    """Return what the item says now."""
    item = items_of(_course(change.draft)).get(change.item)
    return reading.text(item.label) if item else ""


def _course(draft: CourseDraft) -> CourseFile:
    made = draft_course(draft)
    return made.new or made.old


def _form(
    request: HttpRequest,
    reading: Reading,
    change: CourseChange,
    current: object,
    initial: dict[str, Any],
) -> ChangeForm:
    """Return the form that a change needs; a wrong list, item or field has no page."""
    list_name, _code = split_item(change.item)
    is_add = change.kind == CourseChangeKind.ADD
    if list_name not in FIELDS or (is_add and list_name == COURSE):
        raise Http404
    kind = FIELDS[list_name].get(change.field) if change.kind == CourseChangeKind.FIELD else None
    if change.kind == CourseChangeKind.FIELD and kind is None:
        raise Http404
    lines = _lines(reading, change.draft) if is_add and list_name == ACTIONS else {}
    return ChangeForm(
        request.POST or None,
        kind=change.kind,
        list_name=list_name,
        lines=lines,
        field=change.field,
        field_kind=kind,
        is_new=change.pk is None,
        initial=initial,
    )


def _lines(reading: Reading, draft: CourseDraft) -> dict[str, str]:
    items = items_of(_course(draft)).values()
    return {i.name: f"{i.code}. {reading.text(i.label)}" for i in items if i.list_name == LINES}


def _as_change(change: CourseChange, values: dict[str, Any]) -> dict[str, Any]:
    """Return what is filled in as the fields of a change."""
    made = _plain(values) | {"field": change.field}
    list_name, code = split_item(change.item)
    if change.kind == CourseChangeKind.ADD:
        made["item"] = f"{list_name}:{made.pop('code', code)}"
        made["field"] = "level" if "value" in values else ""
    else:
        made["item"] = change.item
    return made


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return what is filled in, a day as the file of the course writes it."""
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}


def _current(draft: CourseDraft, change: CourseChange) -> object:
    """Return what the field or the words of an item hold in the draft now, as the file writes it."""
    applied = apply_changes(draft.based_on.content, draft.version_name, list(draft.changes.all()))
    data: Any = plain_course(applied.text)
    list_name, code = split_item(change.item)
    if list_name == ACTIONS:
        rows = [action for line in data.get(LINES, []) for action in line.get(ACTIONS, [])]
    else:
        rows = [] if list_name == COURSE else data.get(list_name, [])
    if list_name != COURSE:
        data = next((row for row in rows if row["code"] == code), {})
    for step in (change.field or "label").split("."):
        data = data.get(step) if isinstance(data, dict) else None
    return data


def _initial(request: HttpRequest, change: CourseChange, current: object) -> dict[str, Any]:
    initial: dict[str, Any] = {name: request.GET.get(name) for name in BECAUSE}
    initial["parent"] = request.GET.get("lijn", "")
    if isinstance(current, dict) and "nl" in current:
        return initial | {"label_nl": current["nl"], "label_en": current["en"]}
    kind = FIELDS.get(split_item(change.item)[0], {}).get(change.field, FieldKind.TEXT)
    return initial | {"value": as_written(kind, current)}


def _choose(request: HttpRequest, reading: Reading, draft: CourseDraft, item: str) -> HttpResponse:
    """Show what can be changed: the whole course, or the ways in which one item can change."""
    items = items_of(_course(draft))
    chosen = items.get(item)
    if item and chosen is None:
        raise Http404
    groups: dict[str, list[dict[str, str]]] = {}
    for each in items.values():
        list_name = LINES if each.list_name == ACTIONS else each.list_name
        entry = {"item": each.name, "name": words.item_title(each.name, reading.language)}
        groups.setdefault(words.list_title(list_name), []).append(entry | {"title": reading.text(each.label)})
    context = {
        "d": draft,
        "chosen": chosen,
        "chosen_name": words.item_name(item, reading.language) if chosen else "",
        "fields": [
            {"field": f, "name": words.field_name(f, reading.language)}
            for f in FIELDS.get(split_item(item)[0], {})
        ],
        "groups": groups.items(),
        "lists": words.list_names().items(),
        "because": "".join(f"&{n}={request.GET[n]}" for n in BECAUSE if request.GET.get(n, "").isdigit()),
    }
    return show_board(
        request, reading, "web/cycle/recalibration_choose.html", context, page="course-versions"
    )
