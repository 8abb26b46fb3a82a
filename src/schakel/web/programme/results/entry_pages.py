# SPDX-License-Identifier: EUPL-1.2
"""Entering results and what is said about them: by the bureau, and by a lead for its own initiative."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.programme.actions.claims import (
    change_claim,
    correct_statement,
    register_claim,
    say_same_result,
    state_result,
    withdraw_statement,
)
from schakel.programme.models import Claim, ClaimStatement, ClaimStep, Initiative
from schakel.programme.queries.claims import STEPS
from schakel.programme.uploads import store_evidence
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.results.amounts import amount_words
from schakel.web.programme.results.forms import (
    CLAIM_FIELDS,
    ClaimForm,
    CorrectionForm,
    SameResultForm,
    StatementForm,
    WithdrawalForm,
)
from schakel.web.programme.results.words import step_words
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

STEPS_OF_LEADS = tuple(step for step in STEPS if step != ClaimStep.VERIFIED)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def add_result(request: HttpRequest, reading: Reading, initiative: str = "") -> HttpResponse:
    """Register a result; a lead for its own initiative."""
    fixed = get_object_or_404(Initiative, code=initiative) if initiative else None
    form = ClaimForm(request.POST or None, names=course_names(reading), fixed=fixed)

    def act(values: dict[str, Any], version: int | None) -> Claim:
        given = values if fixed is None else values | {"initiative": fixed}
        return register_claim(**given, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Register a result"),
        done=lambda claim: reading.url("result", claim=claim.code),
        said=_("Registered. Now enter what was said about it."),
        context={
            "programme_page": "results",
            "back": reading.url("initiative", initiative=fixed.code) if fixed else reading.url("results"),
            "back_name": fixed.name if fixed else _("Results"),
            "intro": _("Amounts follow after this, each with its date, source and evidence."),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def edit_result(request: HttpRequest, reading: Reading, claim: str) -> HttpResponse:
    """Change what a result is about, never what was said about it."""
    record = get_object_or_404(Claim, code=claim)
    initial = {name: getattr(record, name) for name in CLAIM_FIELDS}
    form = ClaimForm(request.POST or None, names=course_names(reading), initial=initial)

    def act(values: dict[str, Any], version: int | None) -> Claim:
        return change_claim(record, expected_version=version, changes=values, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Change “%(name)s”") % {"name": record.title},
        done=lambda claim: reading.url("result", claim=claim.code),
        record=record,
        context=_back(record, reading),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def add_statement(request: HttpRequest, reading: Reading, claim: str, initiative: str = "") -> HttpResponse:
    """Enter what somebody said about a result; a lead enters no verification."""
    record = _claim(claim, initiative)
    steps = STEPS_OF_LEADS if initiative else STEPS
    form = StatementForm(request.POST or None, request.FILES or None, claim=record, steps=steps)

    def act(values: dict[str, Any], version: int | None) -> ClaimStatement:
        moment, actor = now(), actor_of(request)
        given = values | {"evidence": None}
        is_public = given.pop("is_public")
        with transaction.atomic():
            if sent := values["evidence"]:
                given["evidence"] = store_evidence(
                    name=sent.name,
                    content=sent.read(),
                    description=record.title,
                    by=actor,
                    at=moment,
                    folder=Path(settings.SCHAKEL_HOME),
                    is_public=is_public,
                )
            return state_result(claim=record, **given, by=actor, at=moment)

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("What was said about “%(name)s”") % {"name": record.title},
        done=lambda _statement: reading.url("result", claim=record.code),
        context=_back(record, reading)
        | {
            "intro": _(
                "A promise needs a source; a realised result also how it was counted; a verified one "
                "evidence, and another than the claimant who found it."
            )
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def correct_said(
    request: HttpRequest, reading: Reading, claim: str, pk: int, initiative: str = ""
) -> HttpResponse:
    """Correct a typing error in a statement."""
    record = _claim(claim, initiative)
    statement = _statement(record, pk, initiative)
    names = ("amount", "on", "only_year", "source", "evidence_url")
    form = CorrectionForm(request.POST or None, initial={n: getattr(statement, n) for n in names})
    page_name = "initiative-statement-withdraw" if initiative else "statement-withdraw"
    about = {"initiative": initiative} if initiative else {}
    return fill_in(
        request,
        reading,
        form,
        lambda values, version: correct_statement(statement, **values, by=actor_of(request), at=now()),
        title=_("Correct a typing error"),
        done=lambda _statement: reading.url("result", claim=record.code),
        template="web/programme/results_correct.html",
        context=_back(record, reading)
        | {
            "withdraw": reading.url(page_name, claim=record.code, pk=pk, **about),
            "intro": _("“%(step)s”, entered as %(amount)s. The error stays visible in the history.")
            % {
                "step": step_words(statement.step),
                "amount": amount_words(statement.amount, record.unit, reading.language),
            },
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def take_back(
    request: HttpRequest, reading: Reading, claim: str, pk: int, initiative: str = ""
) -> HttpResponse:
    """Take a statement back that was entered by mistake."""
    record = _claim(claim, initiative)
    statement = _statement(record, pk, initiative)
    return fill_in(
        request,
        reading,
        WithdrawalForm(request.POST or None),
        lambda values, version: withdraw_statement(statement, **values, by=actor_of(request), at=now()),
        title=_("Take a statement back"),
        done=lambda _statement: reading.url("result", claim=record.code),
        context=_back(record, reading),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def say_same(request: HttpRequest, reading: Reading, claim: str) -> HttpResponse:
    """Say that two claims are about the same result."""
    record = get_object_or_404(Claim, code=claim)
    form = SameResultForm(request.POST or None, claim=record, initial={"other": record.same_as})
    return fill_in(
        request,
        reading,
        form,
        lambda values, version: say_same_result(
            record, values["other"], by=actor_of(request), at=now(), expected_version=version
        ),
        title=_("Is “%(name)s” the same result as another?") % {"name": record.title},
        done=lambda claim: reading.url("result", claim=claim.code),
        record=record,
        context=_back(record, reading),
    )


def _claim(code: str, initiative: str) -> Claim:
    """Return a claim; under the address of an initiative only one of that initiative."""
    found = Claim.objects.select_related("initiative__owner", "programme__initiative", "claimed_by")
    return get_object_or_404(found.filter(initiative__code=initiative) if initiative else found, code=code)


def _statement(claim: Claim, pk: int, initiative: str) -> ClaimStatement:
    """Return a statement of a claim; a lead reaches no verification."""
    found = ClaimStatement.objects.filter(claim=claim)
    return get_object_or_404(found.exclude(step=ClaimStep.VERIFIED) if initiative else found, pk=pk)


def _back(claim: Claim, reading: Reading) -> dict[str, str]:
    return {
        "programme_page": "results",
        "back": reading.url("result", claim=claim.code),
        "back_name": claim.title,
    }
