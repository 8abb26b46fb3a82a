# SPDX-License-Identifier: EUPL-1.2
"""Add an organisation, change it, and let it leave."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.programme.actions.partners import add_partner, change_partner, leave_partnership
from schakel.programme.models import Partner
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.partners.finding import partner_or_404
from schakel.web.programme.partners.forms import LeaveForm, PartnerForm
from schakel.web.programme.partners.sheet import own_pages
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of


@require_http_methods(["GET", "POST"])
@page
def new_partner(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Add an organisation."""
    form = PartnerForm(request.POST or None, names=course_names(reading), initial={"relation": "partner"})

    def act(values: dict[str, Any], version: int | None) -> Partner:
        return add_partner(**values, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Add an organisation"),
        done=lambda partner: reading.url("partner", partner.code),
        context={
            "programme_page": "partners",
            "back": reading.url("partners"),
            "back_name": _("All partners"),
            "submit": _("Add"),
        },
    )


@require_http_methods(["GET", "POST"])
@page
def edit_partner(request: HttpRequest, reading: Reading, partner: str) -> HttpResponse:
    """Change what is written about an organisation."""
    record = partner_or_404(partner)
    form = PartnerForm(request.POST or None, names=course_names(reading))
    form.initial = {name: getattr(record, name) for name in form.fields}

    def act(values: dict[str, Any], version: int | None) -> Partner:
        return change_partner(
            partner=record, expected_version=version, changes=values, by=actor_of(request), at=now()
        )

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Change %(name)s") % {"name": record.name},
        done=lambda changed: reading.url("partner", changed.code),
        record=record,
        context={"programme_page": "partners", **own_pages(record, reading)},
    )


@require_http_methods(["GET", "POST"])
@page
def leave(request: HttpRequest, reading: Reading, partner: str) -> HttpResponse:
    """Note that a partner leaves the collaboration."""
    record = partner_or_404(partner)

    def act(values: dict[str, Any], version: int | None) -> Partner:
        return leave_partnership(
            partner=record,
            left_on=values["left_on"],
            expected_version=version,
            by=actor_of(request),
            at=now(),
        )

    return fill_in(
        request,
        reading,
        LeaveForm(request.POST or None),
        act,
        title=_("%(name)s leaves the collaboration") % {"name": record.name},
        done=lambda left: reading.url("partner", left.code),
        record=record,
        context={
            "programme_page": "partners",
            "intro": _("Its seats end on the same day. What it brought in stays visible."),
            **own_pages(record, reading),
        },
    )
