# SPDX-License-Identifier: EUPL-1.2
"""The form of a conversation: when, about what, who was heard, and what was said."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from schakel.cycle.actions.talks import HeardChoice
from schakel.cycle.models import Talk
from schakel.programme.models import Event, Partner
from schakel.web.cycle.dialogue.heard_lines import heard_text, read_heard
from schakel.web.cycle.dialogue.words import talk_form_choices
from schakel.web.programme.partners.fields import choice_field, day_field, text_field

MOST_EVENTS = 200


class TalkForm(forms.Form):
    """A conversation."""

    def __init__(self, *args: Any, elements: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "title": text_field(_("What is it called"), 200, required=True),
            "on": day_field(_("On which day"), required=True),
            "form": choice_field(_("How was it held"), talk_form_choices()),
            "elements": forms.MultipleChoiceField(
                label=_("About which elements"),
                choices=list(elements.items()),
                widget=forms.CheckboxSelectMultiple,
            ),
            "heard": forms.CharField(
                label=_("Who was heard"),
                widget=forms.Textarea(attrs={"rows": 4}),
                help_text=_(
                    "Each organisation on a line of its own, with the function behind it, such as “Example "
                    "College; director”. No names of people."
                ),
            ),
            "report": forms.CharField(
                label=_("What was said"),
                required=False,
                widget=forms.Textarea(attrs={"rows": 8}),
                help_text=_("No names of people. What was agreed stands apart, each with its cause."),
            ),
            "is_confidential": forms.BooleanField(
                label=_("The report is confidential"),
                required=False,
                help_text=_(
                    "Then only the bureau and the board read its title and report. That the conversation "
                    "was held, and with which organisations, everybody can see."
                ),
            ),
            "event": forms.ModelChoiceField(
                Event.objects.filter(pk__in=_newest_events()).order_by("-on", "pk"),
                label=_("Part of which meeting of the network"),
                required=False,
                empty_label=_("none"),
            ),
        }

    def clean_heard(self) -> list[HeardChoice]:
        """Return who was heard."""
        read = read_heard(self.cleaned_data["heard"], Partner.objects.all())
        if read.problems:
            raise ValidationError(read.problems)
        return read.heard


def _newest_events() -> list[int]:
    return list(Event.objects.order_by("-on", "pk").values_list("pk", flat=True)[:MOST_EVENTS])


def talk_values(talk: Talk) -> dict[str, Any]:
    """Return what the form shows of a conversation that is there."""
    names = ("title", "on", "form", "elements", "report", "is_confidential", "event")
    values = {name: getattr(talk, name) for name in names}
    return values | {"heard": heard_text(talk.heard.select_related("partner"))}
