# SPDX-License-Identifier: EUPL-1.2
"""The forms about a seat: add it, say what happens to it, correct it, remove it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.programme.actions.seats import (
    add_seat,
    change_seat,
    end_seat,
    fill_seat,
    hand_over_seat,
    remove_seat,
    vacate_seat,
)
from schakel.programme.models import Seat
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.partners.finding import own_or_404, partner_or_404
from schakel.web.programme.partners.forms import EmptyForm, SeatChangeForm, SeatForm
from schakel.web.programme.partners.sheet import own_pages
from schakel.web.programme.partners.words import body_words
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

STEPS: dict[str, Callable[..., Seat]] = {
    "hand_over": hand_over_seat,
    "vacate": vacate_seat,
    "fill": fill_seat,
    "end": end_seat,
}
DAY_OF_STEP = {"hand_over": "last_day", "vacate": "last_day", "fill": "on", "end": "ends_on"}


@require_http_methods(["GET", "POST"])
@page
def new_seat(request: HttpRequest, reading: Reading, partner: str) -> HttpResponse:
    """Give a partner a seat."""
    record = partner_or_404(partner)

    def act(values: dict[str, Any], version: int | None) -> Seat:
        return add_seat(partner=record, **values, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        SeatForm(request.POST or None),
        act,
        title=_("Add a seat of %(name)s") % {"name": record.name},
        done=lambda seat: reading.url("partner", record.code) + "#seats",
        context={"programme_page": "partners", **own_pages(record, reading)},
    )


@require_http_methods(["GET", "POST"])
@page
def change_holder(request: HttpRequest, reading: Reading, partner: str, pk: int) -> HttpResponse:
    """Hand a seat over, make it vacant, fill or end it."""
    seat = own_or_404(Seat, pk=pk, partner__code=partner)
    form = SeatChangeForm(request.POST or None, is_vacant=seat.is_vacant)

    def act(values: dict[str, Any], version: int | None) -> Seat:
        step = values["step"]
        return STEPS[step](
            seat=seat,
            expected_version=version,
            by=actor_of(request),
            at=now(),
            **{DAY_OF_STEP[step]: values["on"]},
        )

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("What happens to this seat?"),
        done=lambda changed: reading.url("partner", partner) + "#seats",
        record=seat,
        template="web/programme/partners_seat.html",
        context={
            "programme_page": "partners",
            "seat": seat,
            "p": seat.partner,
            "intro": f"{seat.role}, {body_words(seat.body)}",
            **own_pages(seat.partner, reading),
        },
    )


@require_http_methods(["GET", "POST"])
@page
def correct_seat(request: HttpRequest, reading: Reading, partner: str, pk: int) -> HttpResponse:
    """Correct what is written about a seat."""
    seat = own_or_404(Seat, pk=pk, partner__code=partner)
    form = SeatForm(request.POST or None)
    form.initial = {name: getattr(seat, name) for name in form.fields}

    def act(values: dict[str, Any], version: int | None) -> Seat:
        return change_seat(
            seat=seat, expected_version=version, changes=values, by=actor_of(request), at=now()
        )

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Correct this seat"),
        done=lambda changed: reading.url("partner", partner) + "#seats",
        record=seat,
        context={"programme_page": "partners", **own_pages(seat.partner, reading)},
    )


@require_http_methods(["GET", "POST"])
@page
def remove_wrong_seat(request: HttpRequest, reading: Reading, partner: str, pk: int) -> HttpResponse:
    """Ask whether a seat was entered by mistake, and remove it."""
    seat = own_or_404(Seat, pk=pk, partner__code=partner)

    def act(values: dict[str, Any], version: int | None) -> None:
        remove_seat(seat=seat, expected_version=version, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        EmptyForm(request.POST if request.method == "POST" else None),
        act,
        title=_("Was this seat entered by mistake?"),
        done=lambda nothing: reading.url("partner", partner) + "#seats",
        said=_("Removed."),
        record=seat,
        context={
            "programme_page": "partners",
            "intro": f"{seat.role}, {body_words(seat.body)}",
            "submit": _("Remove"),
            **own_pages(seat.partner, reading),
        },
    )
