# SPDX-License-Identifier: EUPL-1.2
"""The goals of a partner itself, and what each stands beside in the course."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.programme.actions.partners import (
    add_partner_goal,
    align_goal,
    change_alignment,
    change_partner_goal,
    remove_alignment,
    remove_partner_goal,
)
from schakel.programme.models import GoalAlignment, PartnerGoal
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.partners.finding import own_or_404, partner_or_404
from schakel.web.programme.partners.forms import AlignmentForm, EmptyForm, GoalForm
from schakel.web.programme.partners.sheet import own_pages
from schakel.web.programme.partners.sheet_tables import course_words
from schakel.web.programme.partners.words import fit_words
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of


@require_http_methods(["GET", "POST"])
@page
def new_goal(request: HttpRequest, reading: Reading, partner: str) -> HttpResponse:
    """Add a goal of a partner, and what it stands beside in the course."""
    record = partner_or_404(partner)
    form = GoalForm(request.POST or None, names=course_names(reading))

    def act(values: dict[str, Any], version: int | None) -> PartnerGoal:
        code, fit = values.pop("course_code"), values.pop("fit")
        by, at = actor_of(request), now()
        goal = add_partner_goal(partner=record, **values, by=by, at=at)
        if code:
            align_goal(goal=goal, course_code=code, fit=fit, by=by, at=at)
        return goal

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Add a goal of %(name)s") % {"name": record.name},
        done=lambda goal: reading.url("partner", record.code) + "#goals",
        context={"programme_page": "partners", **own_pages(record, reading)},
    )


@require_http_methods(["GET", "POST"])
@page
def edit_goal(request: HttpRequest, reading: Reading, partner: str, pk: int) -> HttpResponse:
    """Change a goal, and see and add what it stands beside."""
    goal = own_or_404(PartnerGoal, pk=pk, partner__code=partner)
    names = course_names(reading)
    form = GoalForm(request.POST or None)
    form.initial = {name: getattr(goal, name) for name in form.fields}

    def act(values: dict[str, Any], version: int | None) -> PartnerGoal:
        return change_partner_goal(
            goal=goal, expected_version=version, changes=values, by=actor_of(request), at=now()
        )

    beside = [
        (alignment.pk, course_words(alignment.course_code, names), fit_words(alignment.fit), alignment.note)
        for alignment in goal.alignments.order_by("course_code")
    ]
    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Change this goal"),
        done=lambda changed: reading.url("partner", partner) + "#goals",
        record=goal,
        template="web/programme/partners_goal.html",
        context={
            "programme_page": "partners",
            "goal": goal,
            "beside": beside,
            "p": goal.partner,
            **own_pages(goal.partner, reading),
        },
    )


@require_http_methods(["GET", "POST"])
@page
def remove_goal(request: HttpRequest, reading: Reading, partner: str, pk: int) -> HttpResponse:
    """Ask whether a goal may go, and remove it."""
    goal = own_or_404(PartnerGoal, pk=pk, partner__code=partner)

    def act(values: dict[str, Any], version: int | None) -> None:
        remove_partner_goal(goal=goal, expected_version=version, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        EmptyForm(request.POST if request.method == "POST" else None),
        act,
        title=_("Remove this goal?"),
        done=lambda nothing: reading.url("partner", partner) + "#goals",
        said=_("Removed."),
        record=goal,
        context={
            "programme_page": "partners",
            "intro": goal.statement,
            "submit": _("Remove"),
            **own_pages(goal.partner, reading),
        },
    )


@require_http_methods(["GET", "POST"])
@page
def align(request: HttpRequest, reading: Reading, partner: str, pk: int) -> HttpResponse:
    """Put a goal beside a part of the course."""
    goal = own_or_404(PartnerGoal, pk=pk, partner__code=partner)
    form = AlignmentForm(request.POST or None, names=course_names(reading))

    def act(values: dict[str, Any], version: int | None) -> GoalAlignment:
        return align_goal(goal=goal, **values, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Put this goal beside the course"),
        done=lambda made: reading.url("partner-goal", partner, goal.pk),
        context={
            "programme_page": "partners",
            "intro": goal.statement,
            **own_pages(goal.partner, reading),
        },
    )


@require_http_methods(["GET", "POST"])
@page
def edit_alignment(request: HttpRequest, reading: Reading, partner: str, pk: int) -> HttpResponse:
    """Change how far a goal and a part of the course coincide."""
    alignment = own_or_404(GoalAlignment, pk=pk, goal__partner__code=partner)
    form = AlignmentForm(request.POST or None)
    form.initial = {"fit": alignment.fit, "note": alignment.note}

    def act(values: dict[str, Any], version: int | None) -> GoalAlignment:
        return change_alignment(
            alignment=alignment, expected_version=version, changes=values, by=actor_of(request), at=now()
        )

    beside = course_words(alignment.course_code, course_names(reading))
    return fill_in(
        request,
        reading,
        form,
        act,
        title=beside,
        done=lambda changed: reading.url("partner-goal", partner, alignment.goal_id),
        record=alignment,
        context={
            "programme_page": "partners",
            "intro": alignment.goal.statement,
            **own_pages(alignment.goal.partner, reading),
        },
    )


@require_http_methods(["GET", "POST"])
@page
def remove_goal_alignment(request: HttpRequest, reading: Reading, partner: str, pk: int) -> HttpResponse:
    """Ask whether an alignment may go, and remove it."""
    alignment = own_or_404(GoalAlignment, pk=pk, goal__partner__code=partner)
    goal = alignment.goal

    def act(values: dict[str, Any], version: int | None) -> None:
        remove_alignment(alignment=alignment, expected_version=version, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        EmptyForm(request.POST if request.method == "POST" else None),
        act,
        title=_("No longer beside the course?"),
        done=lambda nothing: reading.url("partner-goal", partner, goal.pk),
        said=_("Removed."),
        record=alignment,
        context={
            "programme_page": "partners",
            "intro": course_words(alignment.course_code, course_names(reading)),
            "submit": _("Remove"),
            **own_pages(goal.partner, reading),
        },
    )
