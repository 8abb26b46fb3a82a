# SPDX-License-Identifier: EUPL-1.2
"""Until when each initiative is paid, and the money of one initiative."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.documents.programme_pictures.money_until import UntilPicture, draw_money_until
from schakel.programme.actions.money import change_funding, pay_initiative
from schakel.programme.models import Funding, Initiative
from schakel.programme.queries.funding import money_until
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.money.answers import until_answer
from schakel.web.programme.money.check_tables import until_table
from schakel.web.programme.money.forms import FundingForm
from schakel.web.programme.money.initiative_money import read_initiative_money, told_money
from schakel.web.programme.money.pages import HERE
from schakel.web.programme.showing import Picture, show_programme
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of


@require_safe
@page
def show_until(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Show all running initiatives by the end of their money."""
    today = timezone.localdate()
    rows = money_until(today)
    context = HERE | {"answer": until_answer(rows, reading.language), "rows": rows}
    picture = Picture("money-until", UntilPicture(today, rows), draw_money_until)
    return show_programme(
        request,
        reading,
        "web/programme/money_until.html",
        context,
        tables=[until_table(reading, rows)],
        pictures=[picture],
    )


@require_safe
@page
def show_initiative_money(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Show who pays an initiative, how much and until when."""
    found = get_object_or_404(Initiative, code=initiative)
    part = told_money(reading, read_initiative_money(found), timezone.localdate())
    context = HERE | {"initiative": found, "part": part}
    return show_programme(
        request, reading, "web/programme/money_funding.html", context, tables=part["tables"]
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def add_funding(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Record from which source and until when an initiative is paid."""
    found = get_object_or_404(Initiative, code=initiative)

    def act(data: dict[str, Any], version: int | None) -> Funding:
        return pay_initiative(initiative=found, **data, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        FundingForm(request.POST or None),
        act,
        title=_("Who pays %(name)s, and until when?") % {"name": found.name},
        done=lambda funding: reading.url("initiative-funding", initiative),
        context=_back(reading, found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def edit_funding(request: HttpRequest, reading: Reading, initiative: str, pk: int) -> HttpResponse:
    """Change for how long, or from which source, an initiative is paid."""
    funding = get_object_or_404(
        Funding.objects.select_related("initiative", "programme"), pk=pk, initiative__code=initiative
    )
    initial = {name: getattr(funding, name) for name in FundingForm().fields}

    def act(data: dict[str, Any], version: int | None) -> Funding:
        return change_funding(
            funding=funding, changes=data, expected_version=version, by=actor_of(request), at=now()
        )

    return fill_in(
        request,
        reading,
        FundingForm(request.POST or None, initial=initial),
        act,
        title=_("Who pays %(name)s, and until when?") % {"name": funding.initiative.name},
        done=lambda changed: reading.url("initiative-funding", initiative),
        record=funding,
        context=_back(reading, funding.initiative),
    )


def _back(reading: Reading, initiative: Initiative) -> dict[str, Any]:
    return HERE | {"back": reading.url("initiative-funding", initiative.code), "back_name": initiative.name}
