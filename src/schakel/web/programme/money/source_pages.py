# SPDX-License-Identifier: EUPL-1.2
"""Open and change a source of money."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.programme.actions.money import change_funding_programme, open_funding_programme
from schakel.programme.models import FundingProgramme
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.money.forms import SourceForm
from schakel.web.programme.money.pages import HERE
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of


@require_http_methods(["GET", "HEAD", "POST"])
@page
def open_source(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Open a source of money."""

    def act(data: dict[str, Any], version: int | None) -> FundingProgramme:
        return open_funding_programme(**data, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        SourceForm(request.POST or None),
        act,
        title=_("A new source of money"),
        done=lambda source: reading.url("money-source", source.code),
        context=HERE | {"back": reading.url("money"), "back_name": _("Money")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def change_source(request: HttpRequest, reading: Reading, source: str) -> HttpResponse:
    """Change a source of money."""
    programme = get_object_or_404(FundingProgramme, code=source)
    initial = {name: getattr(programme, name) for name in SourceForm().fields}

    def act(data: dict[str, Any], version: int | None) -> FundingProgramme:
        return change_funding_programme(
            programme=programme, changes=data, expected_version=version, by=actor_of(request), at=now()
        )

    return fill_in(
        request,
        reading,
        SourceForm(request.POST or None, initial=initial),
        act,
        title=_("Change: %(name)s") % {"name": programme.name},
        done=lambda changed: reading.url("money-source", changed.code),
        record=programme,
        context=HERE | {"back": reading.url("money-source", source), "back_name": programme.name},
    )
