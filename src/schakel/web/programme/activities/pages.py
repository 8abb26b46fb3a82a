# SPDX-License-Identifier: EUPL-1.2
"""Activities: the list, the sheet of one, and where the effort goes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schakel.documents.programme_pictures.activity_roles import (
    RoleCount,
    RolesByYear,
    draw_activity_roles,
)
from schakel.programme.actions.activities import ACTIVITY_STEPS
from schakel.programme.queries.activities import (
    Effort,
    count_activities,
    effort_by,
    effort_in_total,
    gaps_of,
    list_activities,
    ties_of,
)
from schakel.programme.queries.milestones import list_milestones, stand_of
from schakel.web.programme.activities import tables, words
from schakel.web.programme.activities.filters import activity_filters
from schakel.web.programme.course_names import course_names
from schakel.web.programme.listing import make_listing
from schakel.web.programme.showing import Picture, show_programme
from schakel.web.reading import Reading, page

STEPS = {"running": "start", "done": "finish", "cancelled": "cancel"}


@require_safe
@page
def show_activities(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show every activity, and how many of them are aimed at nothing."""
    names = course_names(reading)
    listing = make_listing(
        request,
        list_activities(),
        tables.activity_columns(reading, names),
        name="activities",
        caption=_("Activities"),
        filters=activity_filters(names),
    )
    context = {"programme_page": "activities", "counts": count_activities(), "listing": listing}
    return show_programme(
        request, reading, "web/programme/activities_list.html", context, tables=[listing.table]
    )


@require_safe
@page
def show_activity(request: HttpRequest, reading: Reading, activity: str) -> HttpResponse:
    """Show one activity: what it is for, where it stands, what came of it."""
    found = get_object_or_404(
        list_activities().prefetch_related("strengthenings__cause", "initiative__strengthenings__cause"),
        code=activity,
    )
    names = course_names(reading)
    today = timezone.localdate()
    ties = ties_of(found)
    standings = [stand_of(m, today) for m in list_milestones().filter(activity=found)]
    outputs = list(found.outputs.select_related("initiative"))
    shown = [tables.milestone_table(standings, reading, with_initiative=False)] if standings else []
    shown += [tables.output_table(outputs, reading, with_initiative=False)] if outputs else []
    context = {
        "programme_page": "activities",
        "activity": found,
        "ties": [{"tie": tie, "element": names.element(tie.element)} for tie in ties],
        "inherited": bool(ties) and ties[0].activity_id is None,
        "gaps": [words.gap_words(gap) for gap in gaps_of(found)],
        "status": words.activity_status_words(found.status),
        "role": words.role_words(found.role),
        "goals": [names.goals.get(goal, goal) for goal in found.goals],
        "action": names.actions.get(found.action, found.action),
        "line": names.lines.get(found.line, found.line),
        "place": names.place(found.place),
        "steps": [STEPS[to] for to in STEPS if to in ACTIVITY_STEPS[found.status]],
    }
    return show_programme(request, reading, "web/programme/activities_sheet.html", context, tables=shown)


@require_safe
@page
def show_effort(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the effort by role and year, by line and by action."""
    names = course_names(reading)
    by_role = effort_by("role")
    shown = [
        tables.effort_table("roles", _("Effort by role"), by_role, reading, words.role_words),
        tables.effort_table(
            "lines", _("Effort by line"), effort_by("line"), reading, lambda c: names.lines.get(c, c)
        ),
        tables.effort_table(
            "actions",
            _("Effort by action"),
            effort_by("action"),
            reading,
            lambda c: f"{c} {names.actions.get(c, '')}",
        ),
    ]
    data = _roles_by_year(by_role)
    pictures = [Picture("activity-roles", data, draw_activity_roles)] if data.counts else []
    context = {
        "programme_page": "activities",
        "total": effort_in_total(by_role),
        "without_role": sum(e.n for e in by_role if not e.code),
    }
    return show_programme(
        request, reading, "web/programme/activities_effort.html", context, tables=shown, pictures=pictures
    )


def _roles_by_year(efforts: tuple[Effort, ...]) -> RolesByYear:
    present = {e.code for e in efforts}
    order = [code for code in (*words.ROLES, "") if code in present]
    counts = tuple(RoleCount(e.year, words.role_words(e.code), e.n) for e in efforts if e.year is not None)
    return RolesByYear(tuple(words.role_words(code) for code in order), counts)
