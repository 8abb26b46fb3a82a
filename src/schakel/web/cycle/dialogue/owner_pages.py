# SPDX-License-Identifier: EUPL-1.2
"""Ask an organisation to own the challenge of an element, and record its answer."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.cycle.actions.challenge_owners import ask_owner, record_answer, take_back_question
from schakel.cycle.models import ChallengeOwner
from schakel.programme.models import Partner
from schakel.web.cycle.dialogue.finding import (
    cycle_or_404,
    element_names,
    element_or_404,
    keeping_year,
    owner_or_404,
)
from schakel.web.cycle.editing import fill_in_board
from schakel.web.programme.editing import now
from schakel.web.programme.partners.fields import day_field, partner_field, text_field
from schakel.web.programme.partners.forms import EmptyForm
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

METHODS = ("GET", "HEAD", "POST")


class AskOwnerForm(forms.Form):
    """Who is asked, since when, and which function would answer for it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "partner": partner_field(_("Which organisation"), required=True),
            "role": text_field(_("Which function would answer for it"), 80, hint=_("A function, no name.")),
            "asked_on": day_field(_("Asked on"), required=True),
            "note": text_field(_("What was asked"), 300),
        }


class OwnerAnswerForm(forms.Form):
    """What the organisation said."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        answers = [
            ("accepted", _("yes, it is challenge owner")),
            ("declined", _("no")),
            ("asked", _("no answer yet")),
        ]
        self.fields |= {
            "answer": forms.ChoiceField(label=_("The answer"), choices=answers, widget=forms.RadioSelect),
            "answered_on": day_field(_("Answered on"), hint=_("Today when you leave it empty.")),
            "role": text_field(_("Which function answers for it"), 80, hint=_("A function, no name.")),
            "note": text_field(_("In a few words"), 300),
        }


@require_http_methods(METHODS)
@page
def ask(request: HttpRequest, reading: Reading, element: str) -> HttpResponse:
    """Ask an organisation to own the challenge."""
    name, cycle = element_or_404(reading, element), cycle_or_404(request)
    chosen = Partner.objects.filter(code=request.GET.get("partner", "")).first()
    initial = {"asked_on": timezone.localdate(), "partner": chosen}

    def act(values: dict[str, Any], version: int | None) -> ChallengeOwner:
        return ask_owner(
            cycle=cycle,
            element=element,
            elements=list(element_names(reading)),
            **values,
            by=actor_of(request),
            at=now(),
        )

    return fill_in_board(
        request,
        reading,
        AskOwnerForm(request.POST or None, initial=initial),
        act,
        page="dialogue",
        title=_("Who owns the challenge of %(element)s?") % {"element": name.lower()},
        done=lambda made: keeping_year(reading.url("dialogue-element", element), request),
        context=_around(request, reading, element, name)
        | {"intro": _("A challenge owner is an organisation that feels the problem and can do something.")},
    )


@require_http_methods(METHODS)
@page
def answer(request: HttpRequest, reading: Reading, element: str, partner: str) -> HttpResponse:
    """Record what an organisation said; the organisation may do that itself."""
    name, cycle = element_or_404(reading, element), cycle_or_404(request)
    owner = owner_or_404(cycle, element, partner)
    initial = {n: getattr(owner, n) for n in ("answer", "answered_on", "role", "note")}

    def act(values: dict[str, Any], version: int | None) -> ChallengeOwner:
        return record_answer(owner=owner, **values, expected_version=version, by=actor_of(request), at=now())

    return fill_in_board(
        request,
        reading,
        OwnerAnswerForm(request.POST or None, initial=initial),
        act,
        page="dialogue",
        title=_("What did %(name)s say?") % {"name": owner.partner.name},
        done=lambda made: keeping_year(reading.url("dialogue-element", element), request),
        record=owner,
        context=_around(request, reading, element, name),
    )


@require_http_methods(METHODS)
@page
def take_back(request: HttpRequest, reading: Reading, element: str, partner: str) -> HttpResponse:
    """Remove a question that was asked by mistake."""
    name, cycle = element_or_404(reading, element), cycle_or_404(request)
    owner = owner_or_404(cycle, element, partner)

    def act(values: dict[str, Any], version: int | None) -> None:
        take_back_question(owner=owner, by=actor_of(request), at=now())

    return fill_in_board(
        request,
        reading,
        EmptyForm(request.POST if request.method == "POST" else None),
        act,
        page="dialogue",
        title=_("Was %(name)s not asked after all?") % {"name": owner.partner.name},
        done=lambda nothing: keeping_year(reading.url("dialogue-element", element), request),
        said=_("Removed."),
        context=_around(request, reading, element, name) | {"submit": _("Remove")},
    )


def _around(request: HttpRequest, reading: Reading, element: str, name: str) -> dict[str, Any]:
    back = keeping_year(reading.url("dialogue-element", element), request)
    return {"back": back, "back_name": name}
