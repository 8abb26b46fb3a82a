# SPDX-License-Identifier: EUPL-1.2
"""Invite to a survey: links that are shown once, with the mail to copy; and withdraw a link."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schakel.cycle.actions.surveys import NewLink, invite, withdraw_invitation
from schakel.cycle.models import Survey, SurveyInvitation
from schakel.documents import formats
from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import Failure
from schakel.programme.recording import Actor
from schakel.web.cycle.dialogue.finding import survey_or_404
from schakel.web.cycle.dialogue.survey_forms import InviteForm
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.showing import show_board
from schakel.web.programme.editing import now
from schakel.web.programme.partners.forms import EmptyForm
from schakel.web.programme.partners.words import helix_words
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

METHODS = ("GET", "HEAD", "POST")
BYTES_OF_A_LINK = 24


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A link that is shown this once, and for whom it is."""

    for_whom: str
    address: str


@never_cache
@require_http_methods(METHODS)
@page
def make_links(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Make links and show them once, with a mail to copy."""
    survey = survey_or_404(pk)
    form = InviteForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"cycle": survey.cycle, "years": [], "topic": "surveys", "survey": survey}
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                links = _make_links(request, survey, form.cleaned_data, actor_of(request))
            except Failure as failure:
                form.add_error(None, explain_failure(failure, reading.language))
            else:
                context |= {"links": links, "mail": _mail(survey, links, reading)}
        status = 422 if form.errors else 200
    context["form"] = form
    response = show_board(request, reading, "web/cycle/dialogue_invite.html", context, page="dialogue")
    response.status_code = status
    return response


def _make_links(request: HttpRequest, survey: Survey, values: dict[str, Any], by: Actor) -> list[ShownLink]:
    """Make the links: those of a strand first, then one for each organisation."""
    helix = values["helix"]
    links = [NewLink(_token(), helix) for _k in range(values["n"] or 0)]
    links += [NewLink(_token(), partner=partner) for partner in values["partners"]]
    invite(survey=survey, links=links, by=by, at=now())
    return [
        ShownLink(helix_words(helix) if link.partner is None else link.partner.name, _address(request, link))
        for link in links
    ]


def _token() -> str:
    return secrets.token_urlsafe(BYTES_OF_A_LINK)


def _address(request: HttpRequest, link: NewLink) -> str:
    return request.build_absolute_uri(reverse("survey-answer", args=(link.token,)))


def _mail(survey: Survey, links: list[ShownLink], reading: Reading) -> str:
    """Return the text of a mail; with one link it stands in it, with more the place for it."""
    address = links[0].address if len(links) == 1 else _("[paste one link here]")
    parts = [
        _("Subject: %(title)s") % {"title": survey.title},
        "",
        survey.introduction
        or _(
            "How do you see our region? We ask a score from 1 to 10 for %(n)s parts of it. It takes a few "
            "minutes."
        )
        % {"n": len(survey.elements)},
        "",
        address,
        "",
        _(
            "The link works once, until %(day)s. Your answer is kept without your name or organisation, and "
            "groups of fewer than %(n)s are never shown."
        )
        % {"day": formats.day(survey.closes_on, reading.language), "n": survey.minimum_group},
    ]
    return "\n".join(parts)


@require_http_methods(METHODS)
@page
def withdraw(request: HttpRequest, reading: Reading, pk: int, invitation: int) -> HttpResponse:
    """Withdraw a link that was not used."""
    survey = survey_or_404(pk)
    found = SurveyInvitation.objects.filter(pk=invitation, survey=survey).first()
    if found is None:
        raise Http404

    def act(values: dict[str, Any], version: int | None) -> SurveyInvitation:
        return withdraw_invitation(invitation=found, by=actor_of(request), at=now())

    return fill_in_board(
        request,
        reading,
        EmptyForm(request.POST if request.method == "POST" else None),
        act,
        page="dialogue",
        title=_("Withdraw this link?"),
        done=lambda withdrawn: reading.url("survey", pk),
        said=_("Withdrawn; the link no longer works."),
        context={"back": reading.url("survey", pk), "back_name": survey.title, "submit": _("Withdraw")},
    )
