# SPDX-License-Identifier: EUPL-1.2
"""Answer a survey with a link: on a phone, without an account, once."""

from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from schakel.cycle.actions.answering import InvitationUnusable, give_answer, open_invitation
from schakel.cycle.models import Survey
from schakel.documents.failures_in_words import explain_failure
from schakel.koers.failures import Failure
from schakel.koers.framework import load_framework
from schakel.koers.label import Language
from schakel.web.accounts.limiting import limited
from schakel.web.cycle.dialogue.answer_form import AnswerForm
from schakel.web.cycle.dialogue.finding import element_names
from schakel.web.programme.editing import now
from schakel.web.reading import Reading, page
from schakel.web.strategic_course import course_folder

THANKS = "bedankt"
SAID = {
    "answered": "web/cycle/dialogue_answer_used.html",
    "over": "web/cycle/dialogue_answer_over.html",
    "early": "web/cycle/dialogue_answer_early.html",
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@limited("update_link")
@page
def answer_survey(request: HttpRequest, reading: Reading, token: str) -> HttpResponse:
    """Show the questions, and keep the answer apart from the link it came with."""
    try:
        survey = open_invitation(token, timezone.localdate()).survey
    except InvitationUnusable as failure:
        return _cannot(request, reading, failure)
    sent = request.POST if request.method == "POST" else None
    form = AnswerForm(sent, elements=_questions(reading, survey))
    if request.method == "POST" and form.is_valid():
        try:
            give_answer(token=token, scores=form.scores(), remarks=form.remarks(), at=now())
        except InvitationUnusable as failure:
            return _cannot(request, reading, failure)
        except Failure as failure:
            form.add_error(None, explain_failure(failure, reading.language))
        else:
            return HttpResponseRedirect(f"{request.path}?{THANKS}")
    context = {"reading": reading, "dossier": reading.dossier, "survey": survey, "form": form}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "web/cycle/dialogue_answer.html", context, status=status)


def _cannot(request: HttpRequest, reading: Reading, failure: InvitationUnusable) -> HttpResponse:
    """Say in a friendly way why a link cannot be used; right after an answer, thank for it."""
    context = {
        "reading": reading,
        "dossier": reading.dossier,
        "sentence": explain_failure(failure, reading.language),
    }
    if failure.why == "answered" and THANKS in request.GET:
        return render(request, "web/cycle/dialogue_answer_thanks.html", context)
    template = SAID.get(failure.why, "web/failure.html")
    status = HTTPStatus.GONE if failure.why in SAID else HTTPStatus.NOT_FOUND
    return render(request, template, context, status=status)


def _questions(reading: Reading, survey: Survey) -> dict[str, tuple[str, str]]:
    """Return name and plain question of each element that is asked."""
    folder = course_folder(Path(settings.SCHAKEL_COURSES), reading.dossier.course_id)
    asked = _framework_questions(folder, reading.language) if folder else {}
    names = element_names(reading)
    return {code: (names.get(code, code), asked.get(code, "")) for code in survey.elements}


@lru_cache(maxsize=8)
def _framework_questions(folder: Path, language: Language) -> dict[str, str]:
    return {e.code: e.question.in_language(language) for e in load_framework(folder).elements}
