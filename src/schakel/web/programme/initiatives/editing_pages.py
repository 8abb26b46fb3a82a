# SPDX-License-Identifier: EUPL-1.2
"""Add an initiative, and change what is written about one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.programme.actions.initiatives import change_initiative, start_initiative
from schakel.programme.models import Initiative
from schakel.web.programme.course_names import course_names
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.initiatives.finding import initiative_or_404
from schakel.web.programme.initiatives.forms import (
    InitiativeForm,
    LeadForm,
    NewInitiativeForm,
    values_of,
)
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of, visitor_of


@require_http_methods(["GET", "HEAD", "POST"])
@page
def add_initiative(request: HttpRequest, reading: Reading) -> HttpResponse:
    """Put an initiative or structure in the register."""
    form = NewInitiativeForm(request.POST or None, names=course_names(reading))

    def act(values: dict[str, Any], version: int | None) -> Initiative:
        details = {name: value for name, value in values.items() if name in InitiativeForm.base_fields}
        kind, relation = details.pop("kind"), details.pop("relation")
        return start_initiative(
            name=values["name"],
            kind=kind,
            relation=relation,
            former_names=values["former_names"],
            details=details,
            by=actor_of(request),
            at=now(),
        )

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Add an initiative or structure"),
        done=lambda initiative: reading.url("initiative", initiative.code),
        context={
            "programme_page": "initiatives",
            "back": reading.url("initiatives"),
            "back_name": _("All initiatives"),
            "intro": _("Only the name, the sort and whose it is are needed; the rest can come later."),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def edit_initiative(request: HttpRequest, reading: Reading, initiative: str) -> HttpResponse:
    """Change what is written about an initiative; its lead sees the few fields that are theirs."""
    found = initiative_or_404(initiative)
    may_all = visitor_of(request).may("initiative-stage", "write", {"initiative": found.code})
    kind = InitiativeForm if may_all else LeadForm
    form = kind(request.POST or None, initial=values_of(found, kind), names=course_names(reading))

    def act(values: dict[str, Any], version: int | None) -> Initiative:
        return change_initiative(
            initiative=found, changes=values, expected_version=version, by=actor_of(request), at=now()
        )

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Change %(name)s") % {"name": found.name},
        done=lambda changed: reading.url("initiative", changed.code),
        record=found,
        context={
            "programme_page": "initiatives",
            "back": reading.url("initiative", found.code),
            "back_name": found.name,
        },
    )
