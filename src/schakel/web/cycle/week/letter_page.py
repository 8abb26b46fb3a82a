# SPDX-License-Identifier: EUPL-1.2
"""A mail that the week asks for: read it, change it, copy it, or put it in the outbox."""

from typing import Any
from urllib.parse import quote, urlencode

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from schakel.cycle.actions.outbox import put_in_outbox
from schakel.cycle.models import OutboxMessage
from schakel.web.cycle.editing import fill_in_board
from schakel.web.cycle.week.week_letters import KEPT, WeekLetter, addresses_of, find_letter
from schakel.web.programme.editing import now
from schakel.web.reading import Reading, page
from schakel.web.rights.asking import actor_of

LONGEST_LINK = 1800


class LetterForm(forms.Form):
    """The mail as it will be sent."""

    def __init__(self, *args: Any, addresses: list[tuple[str, str]], **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["to"] = forms.EmailField(label=_("To"), max_length=254)
        if addresses:
            told = "; ".join(f"{address} ({function})" for address, function in addresses)
            self.fields["to"].help_text = _("Known: %(addresses)s") % {"addresses": told}
        self.fields["subject"] = forms.CharField(label=_("Subject"), max_length=200)
        self.fields["text"] = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 14}))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def write_letter(request: HttpRequest, reading: Reading, kind: str, key: str) -> HttpResponse:
    """Show the mail; sending the form puts it in the outbox."""
    today = timezone.localdate()
    found = find_letter(request, reading, kind, key, today)
    addresses = addresses_of(found.partner, today)
    first = {
        "to": addresses[0][0] if addresses else "",
        "subject": found.letter.subject,
        "text": found.letter.text,
    }
    form = LetterForm(request.POST or None, initial=first, addresses=addresses)

    query = urlencode({"subject": first["subject"], "body": first["text"]}, quote_via=quote)
    mailto = f"mailto:{first['to']}?{query}"
    return fill_in_board(
        request,
        reading,
        form,
        lambda values, version: _put(request, found, values),
        page="week",
        title=found.letter.subject,
        done=lambda message: reading.url("outbox-message", message.pk),
        said=_("The mail waits in the outbox."),
        template="web/cycle/week_letter.html",
        context={
            "back": reading.url("week"),
            "back_name": _("Week of the bureau"),
            "submit": _("Put it in the outbox"),
            "mailto": mailto if len(mailto) <= LONGEST_LINK else "",
            "sends_mail": settings.SCHAKEL_SENDS_MAIL,
        },
    )


def _put(request: HttpRequest, found: WeekLetter, values: dict[str, Any]) -> OutboxMessage:
    """Let the mail wait; the same mail to the same address on the same day waits once."""
    moment = now()
    return put_in_outbox(
        key=f"{found.key}:{values['to']}"[:120],
        occasion=found.occasion,
        to=values["to"],
        subject=values["subject"],
        text=values["text"],
        not_before=moment,
        keep_until=timezone.localdate(moment) + KEPT,
        by=actor_of(request),
        at=moment,
    )
