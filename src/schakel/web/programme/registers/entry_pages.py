# SPDX-License-Identifier: EUPL-1.2
"""Add to the small registers and change them; match a question with an offer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from schakel.programme.actions import challenges
from schakel.programme.models import Challenge
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.registers.forms import CustomerForm, MatchForm
from schakel.web.programme.registers.kinds import REGISTERS, register_name, register_titles
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

METHODS = ("GET", "POST")


@require_http_methods(METHODS)
@page
def write(request: HttpRequest, reading: Reading, register: str, pk: int | None = None) -> HttpResponse:
    """Add a record to a register, or change one."""
    kind = REGISTERS[register]
    record = None if pk is None else get_object_or_404(kind.model, pk=pk)
    initial = None if record is None else {name: getattr(record, name) for name in kind.fields}
    form = kind.form(request.POST or None, names=course_names(reading), initial=initial)

    def act(values: dict[str, Any], version: int | None) -> Any:
        who = {"by": actor_of(request), "at": now(), "expected_version": version}
        return kind.write(record, values, timezone.localdate(), **who)

    return fill_in(
        request,
        reading,
        form,
        act,
        title=register_titles(register)[record is not None],
        done=lambda saved: reading.url(kind.page),
        record=record,
        context=_around(reading, register),
    )


@require_http_methods(METHODS)
@page
def match(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Match a question with an offer."""
    found = get_object_or_404(Challenge, pk=pk)
    form = MatchForm(request.POST or None, challenge=found, initial={"other": request.GET.get("with")})

    def act(values: dict[str, Any], version: int | None) -> Challenge:
        pair = {found.side: found, values["other"].side: values["other"]}
        return challenges.match_challenge(**pair, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Match: %(name)s") % {"name": found.title},
        done=lambda saved: reading.url("challenges"),
        context=_around(reading, "challenge"),
    )


@require_POST
@page
def unmatch(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Take a match away."""
    challenges.unmatch_challenge(
        challenge=get_object_or_404(Challenge, pk=pk), by=actor_of(request), at=now()
    )
    messages.success(request, _("The match was taken away."))
    return HttpResponseRedirect(reading.url("challenges"))


@require_http_methods(METHODS)
@page
def first_customer(request: HttpRequest, reading: Reading, pk: int) -> HttpResponse:
    """Say on which day somebody became the first customer."""
    found = get_object_or_404(Challenge, pk=pk)
    form = CustomerForm(request.POST or None, initial={"on": timezone.localdate()})

    def act(values: dict[str, Any], version: int | None) -> Challenge:
        return challenges.record_first_customer(
            challenge=found, **values, today=timezone.localdate(), by=actor_of(request), at=now()
        )

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("First customer: %(name)s") % {"name": found.title},
        done=lambda saved: reading.url("challenges"),
        context=_around(reading, "challenge"),
    )


def _around(reading: Reading, register: str) -> dict[str, str]:
    return {
        "programme_page": "registers",
        "back": reading.url(REGISTERS[register].page),
        "back_name": register_name(register),
    }
