# SPDX-License-Identifier: EUPL-1.2
"""The forms of commitments: promise, change, say what was confirmed or delivered, correct."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.programme.actions.commitments import (
    change_commitment,
    correct_entry,
    make_commitment,
    record_step,
)
from schakel.programme.models import Commitment, CommitmentEntry
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.partners.commitment_forms import (
    CommitmentForm,
    CorrectionForm,
    StepForm,
    commitment_values,
)
from schakel.web.programme.partners.finding import own_or_404, partner_or_404
from schakel.web.programme.partners.sheet import own_pages
from schakel.web.programme.partners.words import commitment_step_words
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of


@require_http_methods(["GET", "POST"])
@page
def new_commitment(request: HttpRequest, reading: Reading, partner: str) -> HttpResponse:
    """Note what a partner promises."""
    record = partner_or_404(partner)
    form = CommitmentForm(
        request.POST or None,
        names=course_names(reading),
        is_new=True,
        initial={"promised_on": timezone.localdate()},
    )

    def act(values: dict[str, Any], version: int | None) -> Commitment:
        return make_commitment(partner=record, **values, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("What does %(name)s bring in?") % {"name": record.name},
        done=lambda made: reading.url("commitment", record.code, made.code),
        context={"programme_page": "partners", **own_pages(record, reading)},
    )


@require_http_methods(["GET", "POST"])
@page
def edit_commitment(request: HttpRequest, reading: Reading, partner: str, commitment: str) -> HttpResponse:
    """Change what a commitment is about."""
    record = own_or_404(Commitment, code=commitment, partner__code=partner)
    form = CommitmentForm(request.POST or None, names=course_names(reading), is_new=False)
    form.initial = commitment_values(record)

    def act(values: dict[str, Any], version: int | None) -> Commitment:
        return change_commitment(
            commitment=record, expected_version=version, changes=values, by=actor_of(request), at=now()
        )

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Change this commitment"),
        done=lambda changed: reading.url("commitment", partner, changed.code),
        record=record,
        context={"programme_page": "partners", **_way_back(record, reading)},
    )


@require_http_methods(["GET", "POST"])
@page
def new_entry(request: HttpRequest, reading: Reading, partner: str, commitment: str) -> HttpResponse:
    """Say what was delivered, confirmed or promised anew."""
    record = own_or_404(Commitment, code=commitment, partner__code=partner)
    form = StepForm(request.POST or None, unit=record.unit, initial={"on": timezone.localdate()})

    def act(values: dict[str, Any], version: int | None) -> CommitmentEntry:
        return record_step(commitment=record, **values, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("What became of it?"),
        done=lambda entry: reading.url("commitment", partner, record.code),
        context={"programme_page": "partners", "intro": record.title, **_way_back(record, reading)},
    )


@require_http_methods(["GET", "POST"])
@page
def correct(request: HttpRequest, reading: Reading, partner: str, commitment: str, pk: int) -> HttpResponse:
    """Replace a wrong statement by a right one."""
    entry = own_or_404(CommitmentEntry, pk=pk, commitment__code=commitment, commitment__partner__code=partner)
    record = entry.commitment
    form = CorrectionForm(
        request.POST or None,
        unit=record.unit,
        initial={"amount": entry.amount, "on": entry.on, "source": entry.source},
    )

    def act(values: dict[str, Any], version: int | None) -> CommitmentEntry:
        return correct_entry(entry=entry, **values, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Correct: %(step)s") % {"step": commitment_step_words(entry.step)},
        done=lambda made: reading.url("commitment", partner, commitment),
        said=_("Corrected. The wrong line stays readable and no longer counts."),
        context={"programme_page": "partners", "intro": record.title, **_way_back(record, reading)},
    )


def _way_back(commitment: Commitment, reading: Reading) -> dict[str, str]:
    address = reading.url("commitment", commitment.partner.code, commitment.code)
    return own_pages(commitment.partner, reading) | {"back": address, "back_name": commitment.title}
