# SPDX-License-Identifier: EUPL-1.2
"""Business contacts of a partner: for the programme office and the partner itself only."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from schakel.programme.actions.contacts import add_contact, change_contact, remove_contact
from schakel.programme.models import Contact
from schakel.web.programme.editing import fill_in, now
from schakel.web.programme.partners.finding import own_or_404, partner_or_404
from schakel.web.programme.partners.forms import ContactForm, EmptyForm
from schakel.web.programme.partners.sheet import own_pages
from schakel.web.programme.showing import show_programme
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of


@require_safe
@page
def show_contacts(request: HttpRequest, reading: Reading, partner: str) -> HttpResponse:
    """Show the contacts of a partner, with their purpose and last day."""
    record = partner_or_404(partner)
    context = {
        "programme_page": "partners",
        "p": record,
        "contacts": record.contacts.filter(keep_until__gte=timezone.localdate()),
    }
    return show_programme(request, reading, "web/programme/partners_contacts.html", context)


@require_http_methods(["GET", "POST"])
@page
def new_contact(request: HttpRequest, reading: Reading, partner: str) -> HttpResponse:
    """Keep a way to reach a function at a partner."""
    record = partner_or_404(partner)

    def act(values: dict[str, Any], version: int | None) -> Contact:
        return add_contact(partner=record, **values, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        ContactForm(request.POST or None, today=timezone.localdate()),
        act,
        title=_("Keep a contact at %(name)s") % {"name": record.name},
        done=lambda kept: reading.url("partner-contacts", record.code),
        context={"programme_page": "partners", **own_pages(record, reading)},
    )


@require_http_methods(["GET", "POST"])
@page
def edit_contact(request: HttpRequest, reading: Reading, partner: str, pk: int) -> HttpResponse:
    """Change a contact, or keep it longer."""
    contact = own_or_404(Contact, pk=pk, partner__code=partner)
    form = ContactForm(request.POST or None, today=timezone.localdate())
    form.initial = {name: getattr(contact, name) for name in form.fields}

    def act(values: dict[str, Any], version: int | None) -> Contact:
        return change_contact(
            contact=contact, expected_version=version, changes=values, by=actor_of(request), at=now()
        )

    return fill_in(
        request,
        reading,
        form,
        act,
        title=_("Change this contact"),
        done=lambda changed: reading.url("partner-contacts", partner),
        record=contact,
        context={"programme_page": "partners", **own_pages(contact.partner, reading)},
    )


@require_http_methods(["GET", "POST"])
@page
def forget_contact(request: HttpRequest, reading: Reading, partner: str, pk: int) -> HttpResponse:
    """Ask whether a contact may go, and remove it."""
    contact = own_or_404(Contact, pk=pk, partner__code=partner)

    def act(values: dict[str, Any], version: int | None) -> None:
        remove_contact(contact=contact, expected_version=version, by=actor_of(request), at=now())

    return fill_in(
        request,
        reading,
        EmptyForm(request.POST if request.method == "POST" else None),
        act,
        title=_("Remove this contact?"),
        done=lambda nothing: reading.url("partner-contacts", partner),
        said=_("Removed; nothing of it is kept."),
        record=contact,
        context={
            "programme_page": "partners",
            "intro": contact.function,
            "submit": _("Remove"),
            **own_pages(contact.partner, reading),
        },
    )
