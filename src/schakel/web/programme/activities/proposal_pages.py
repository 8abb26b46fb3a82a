# SPDX-License-Identifier: EUPL-1.2
"""New topics: put them forward, see what the admission test says, and judge."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.programme.actions import proposals
from schakel.programme.models import Partner, Proposal
from schakel.programme.queries.proposals import (
    AdmissionTest,
    count_proposals,
    examine_proposal,
    list_proposals,
)
from schakel.web.models.accounts import Role
from schakel.web.programme.activities import words
from schakel.web.programme.activities.cause_pages import weak_elements
from schakel.web.programme.activities.forms import ProposalForm
from schakel.web.programme.activities.tables import day_cell, invented_words
from schakel.web.programme.course_names import CourseNames, course_names
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.listing import ListColumn, make_listing
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of, refuse, visitor_of
from schakel.web.tables.table import Cell, text_cell

METHODS = ("GET", "POST")
TONES = {"admitted": "good", "refused": "bad"}


@dataclass(frozen=True, slots=True)
class ShownCondition:
    """A condition as the page tells it."""

    question: str
    answer: str
    tone: str
    why: str
    reason: str
    remedy: str


def show_conditions(test: AdmissionTest, names: CourseNames) -> list[ShownCondition]:
    """Return the conditions in words: the answer, the reason and what would change it."""
    tones = {"yes": "good", "no": "bad", "unknown": "unknown"}
    return [
        ShownCondition(
            words.condition_words(c.code),
            words.answer_words(c.answer),
            tones[c.answer],
            names.element(c.why) if c.code == "weak_link" else c.why,
            words.reason_words(c.reason) if c.reason else "",
            words.remedy_words(c.reason),
        )
        for c in test.conditions
    ]


@require_safe
@page
def show_proposals(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show the proposals with their outcome and reasons."""
    names = course_names(reading)

    def reasons(p: Proposal) -> Cell:
        return text_cell(" ".join(words.reason_words(code) for code in p.reasons) or "–")

    columns = [
        ListColumn(
            "title",
            _("Topic"),
            lambda p: Cell(p.title, p.title, reading.url("proposal", p.pk), "", invented_words(p.invented)),
            "title",
        ),
        ListColumn("proposer", _("Proposed by"), lambda p: text_cell(p.proposer.name if p.proposer else "–")),
        ListColumn(
            "element", _("Weak link"), lambda p: text_cell(names.element(p.element) or "–"), "element"
        ),
        ListColumn(
            "outcome",
            _("Outcome"),
            lambda p: text_cell(words.outcome_words(p.outcome), "", TONES.get(p.outcome, "unknown")),
            "outcome",
        ),
        ListColumn("reasons", _("Because"), reasons),
        ListColumn(
            "decided_on",
            _("Decided on"),
            lambda p: Cell("–", None) if p.decided_on is None else day_cell(p.decided_on, reading),
            "decided_on",
        ),
    ]
    listing = make_listing(
        request, list_proposals(), columns, name="proposals", caption=_("Proposals for new topics")
    )
    context = {"programme_page": "activities", "listing": listing, "counts": count_proposals()}
    return show_programme(
        request, reading, "web/programme/activities_proposals.html", context, tables=[listing.table]
    )


@require_safe
@page
def show_proposal(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Show one proposal: the outcome, each condition, and what would change it."""
    proposal = get_object_or_404(list_proposals(), pk=pk)
    names = course_names(reading)
    test = examine_proposal(proposal)
    outcome = proposal.outcome if proposal.outcome != "open" else test.outcome.value
    context = {
        "programme_page": "activities",
        "proposal": proposal,
        "conditions": show_conditions(test, names),
        "outcome": words.outcome_words(outcome),
        "outcome_code": outcome,
        "n_unknown": len(test.unknown),
        "remedies": [words.remedy_words(reason) for reason in test.reasons],
        "is_weak": proposal.element in weak_elements(reading) if proposal.element else None,
        "element": names.element(proposal.element),
        "cause_status": words.cause_status_words(proposal.cause.status) if proposal.cause else "",
        "is_mine": proposal.created_by == actor_of(request).key,
    }
    return show_programme(request, reading, "web/programme/activities_proposal.html", context)


@require_http_methods(METHODS)
@page
def submit(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Put forward a new topic."""
    partners = _own_partners(request)
    initial = {"supra_regional": "unknown", "manufacturing": "unknown"}
    form = ProposalForm(
        request.POST or None,
        names=course_names(reading),
        partners=partners,
        initial=initial | {"proposer": partners.first() if partners is not None else None},
    )

    def act(values: dict[str, Any], version: int | None) -> Proposal:
        return proposals.submit_proposal(**values, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Put forward a new topic"),
        done=lambda made: reading.url("proposal", made.pk),
        said=_("Thank you. The programme office puts it to the admission test."),
        context=_around(reading)
        | {
            "intro": _("Four questions. Not known yet is a good answer; it is looked into together."),
            "submit": _("Put forward"),
        },
    )


def _own_partners(request: HttpRequest) -> Any:
    """Return the organisations that somebody may propose for; everybody's for the programme office."""
    visitor = visitor_of(request)
    if Role.BUREAU in visitor.roles:
        return None
    codes = visitor.partners.get(Role.PARTNER, frozenset())
    return Partner.objects.filter(code__in=codes).order_by("name", "pk")


@require_http_methods(METHODS)
@page
def change(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Change an open proposal: whoever submitted it, and the programme office."""
    proposal = get_object_or_404(Proposal, pk=pk)
    if Role.BUREAU not in visitor_of(request).roles and proposal.created_by != actor_of(request).key:
        return refuse(request)
    form = ProposalForm(
        request.POST or None,
        names=course_names(reading),
        partners=_own_partners(request),
        initial={name: getattr(proposal, name) for name in proposals.PROPOSAL_FIELDS},
    )

    def act(values: dict[str, Any], version: int | None) -> Proposal:
        return proposals.change_proposal(
            proposal=proposal, changes=values, expected_version=version, by=actor_of(request), at=now()
        )

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Change: %(name)s") % {"name": proposal.title},
        done=lambda made: reading.url("proposal", made.pk),
        record=proposal,
        context=_around(reading),
    )


@require_http_methods(METHODS)
@page
def judge(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Judge a proposal by the admission test."""
    proposal = get_object_or_404(Proposal, pk=pk)
    form = ProposalForm(
        request.POST or None,
        names=course_names(reading),
        is_judging=True,
        initial={name: getattr(proposal, name) for name in proposals.PROPOSAL_FIELDS},
    )

    def act(values: dict[str, Any], version: int | None) -> Proposal:
        taking = values.pop("initiative")
        return proposals.judge_proposal(
            proposal=proposal,
            answers=values,
            initiative=taking,
            reason=_("Admitted by the admission test"),
            today=timezone.localdate(),
            expected_version=version,
            by=actor_of(request),
            at=now(),
        )

    intro = _(
        "Admitted only when all four answers are yes. One no refuses it, with its reasons. As long as an "
        "answer is not known and none is no, it cannot be decided."
    )
    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Judge: %(name)s") % {"name": proposal.title},
        done=lambda made: reading.url("proposal", made.pk),
        said=_("Judged."),
        record=proposal,
        context=_around(reading) | {"intro": intro, "submit": _("Judge")},
    )


def _around(reading: Reading) -> dict[str, str]:
    return {"programme_page": "activities", "back": reading.url("proposals"), "back_name": _("New topics")}
