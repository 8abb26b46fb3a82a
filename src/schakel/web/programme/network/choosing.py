# SPDX-License-Identifier: EUPL-1.2
"""What a reader chooses on the page of the network: the year, and what counts as a tie."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class NetworkChoice:
    """The year, and whether meetings and outside organisations count."""

    year: int
    with_events: bool
    with_external: bool


class NetworkForm(forms.Form):
    """The choices, in the address of the page."""

    def __init__(self, *args: Any, years: range, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "of": forms.ChoiceField(
                label=_("Year"), choices=[(str(y), str(y)) for y in reversed(years)], required=False
            ),
            "ties": forms.ChoiceField(
                label=_("A tie is"),
                choices=[
                    ("", _("taking part in the same initiative")),
                    ("met", _("also meeting at the same event")),
                ],
                required=False,
            ),
            "who": forms.ChoiceField(
                label=_("Show"),
                choices=[
                    ("", _("the collaboration")),
                    ("all", _("also outside organisations and initiatives")),
                ],
                required=False,
            ),
        }


def choose(request: HttpRequest, years: range, default_year: int) -> tuple[NetworkForm, NetworkChoice]:
    """Return the form and what was chosen; a wrong choice in the address is ignored."""
    form = NetworkForm({"of": str(default_year), **request.GET.dict()}, years=years, auto_id="choose_%s")
    form.is_valid()
    chosen = form.cleaned_data
    year = int(chosen.get("of") or default_year)
    return form, NetworkChoice(year, chosen.get("ties") == "met", chosen.get("who") == "all")
