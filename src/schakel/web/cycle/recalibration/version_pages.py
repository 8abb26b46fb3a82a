# SPDX-License-Identifier: EUPL-1.2
"""How the course changed: its versions, what differs between any two with the reason, and each version."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from schakel.cycle.actions.course_versions import keep_course_version
from schakel.cycle.models import CourseDraft, CourseVersion
from schakel.cycle.queries.course_items import items_of
from schakel.cycle.queries.course_mapping import course_lineage, work_under
from schakel.cycle.queries.course_skeleton import ItemPassage, passages_of
from schakel.cycle.queries.course_versions import (
    course_of_version,
    explain_versions,
    open_drafts,
    version_spans,
    versions_of,
)
from schakel.cycle.queries.draft_course import draft_course
from schakel.documents.messages import words
from schakel.documents.sentences.course_changes import ChangeSentence, difference_sentences
from schakel.web.cycle.recalibration.finding import folder_of, running_course
from schakel.web.cycle.recalibration.parts import mapping_picture, shown_lists, visible_numbers
from schakel.web.cycle.recalibration.tables import difference_table, mapping_table, version_table
from schakel.web.cycle.seeing import sight_of
from schakel.web.cycle.showing import show_board
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of, visitor_of


@require_safe
@page
def show_versions(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the versions of the course and what differs between two of them."""
    spans = version_spans(list(versions_of(reading.dossier.course_id)))
    versions = [span.version for span in spans]
    today = timezone.localdate()
    numbers = visible_numbers([v.decision_id for v in versions], sight_of(request))
    running = running_course(reading)
    pair = _pair(request, versions)
    sentences = _sentences(*pair, reading) if pair else ()
    tables = [version_table(spans, numbers, reading)]
    if pair:
        caption = _("From %(old)s to %(new)s") % {"old": pair[0].version_name, "new": pair[1].version_name}
        tables.append(difference_table(sentences, caption, reading))
    may_see_drafts = visitor_of(request).may("course-draft")
    context = {
        "n": len(spans),
        "versions": versions,
        "holding": next((s for s in spans if s.holds_on(today)), None),
        "coming": [s for s in spans if s.version.valid_from > today],
        "drafts": list(open_drafts(reading.dossier.course_id)) if may_see_drafts else [],
        "running": running[0] if running else None,
        "running_unknown": running is not None and running[1] is None,
        "pair": pair,
        "sentences": sentences,
    }
    return show_board(
        request,
        reading,
        "web/cycle/recalibration_versions.html",
        context,
        page="course-versions",
        tables=tables,
    )


def _pair(request: HttpRequest, versions: list[CourseVersion]) -> tuple[CourseVersion, CourseVersion] | None:
    """Return the two versions that are compared, the older first: those of the address, else the last two."""
    if len(versions) < 2:
        return None
    by_key = {str(v.pk): v for v in versions}
    old = by_key.get(request.GET.get("van", ""), versions[-2])
    new = by_key.get(request.GET.get("naar", ""), versions[-1])
    if old == new:
        return versions[-2], versions[-1]
    return (old, new) if versions.index(old) < versions.index(new) else (new, old)


def _sentences(old: CourseVersion, new: CourseVersion, reading: Reading) -> tuple[ChangeSentence, ...]:
    told = explain_versions(old, new)
    say = words(reading.language)
    names = course_names(reading).elements
    return difference_sentences(told.old, told.new, told.difference, told.reasons, say, names)


@require_safe
@page
def show_version(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Show a version with the work under its lines, and how it differs from the one before."""
    lineage = course_lineage(reading.dossier.course_id)
    version = next((v for v in lineage.versions if v.pk == pk), None)
    if version is None:
        raise Http404
    place = lineage.versions.index(version)
    previous = lineage.versions[place - 1] if place else None
    draft = CourseDraft.objects.filter(adopted=version).select_related("based_on").first()
    made = draft_course(draft) if draft else None
    passages = passages_of(draft, made) if draft and made else _plain_passages(version)
    tables, pictures = [], []
    if previous is not None:
        caption = _("What changed since %(old)s") % {"old": previous.version_name}
        tables.append(difference_table(_sentences(previous, version, reading), caption, reading))
    if draft and made:
        tables.append(mapping_table(passages, {}, reading))
        pictures = [p for p in (mapping_picture(draft, made, reading),) if p]
    still_there = tuple(p for p in passages if p.state != "gone")
    context = _about(request, reading, version, lineage.versions) | {
        "previous": previous,
        "draft": draft,
        "n_differences": len(tables[0].rows) if previous is not None else 0,
        "lists": shown_lists(still_there, (), reading, work_under(lineage, version)),
    }
    return show_board(
        request,
        reading,
        "web/cycle/recalibration_version.html",
        context,
        page="course-versions",
        tables=tables,
        pictures=pictures,
    )


def _about(
    request: HttpRequest, reading: Reading, version: CourseVersion, versions: Sequence[CourseVersion]
) -> dict[str, Any]:
    """Return from when until when a version holds, by which decision, and whether it is in use."""
    running = running_course(reading)
    numbers = visible_numbers([version.decision_id], sight_of(request))
    return {
        "v": version,
        "span": next(s for s in version_spans(versions) if s.version.pk == version.pk),
        "decision": numbers.get(version.decision_id or 0, ""),
        "is_running": bool(running and running[1] and running[1].pk == version.pk),
    }


def _plain_passages(version: CourseVersion) -> tuple[ItemPassage, ...]:
    """Return the items of a version that was not made from a draft."""
    items = items_of(course_of_version(version)).values()
    return tuple(ItemPassage(i.name, i.label, "same", (i.name,), (), ()) for i in items)


@require_POST
@page
def keep_version(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Keep the running course as a version."""
    folder = folder_of(reading)
    if folder is None:
        raise Http404
    keep_course_version(folder=folder, by=actor_of(request), at=now())
    messages.success(request, _("The running course is kept as a version."))
    return HttpResponseRedirect(reading.url("course-versions"))


def find_version_of(reading: Reading, pk: int) -> CourseVersion:
    """Return a version of the course that is being read."""
    return get_object_or_404(CourseVersion, pk=pk, course=reading.dossier.course_id)
