# SPDX-License-Identifier: EUPL-1.2
"""The forms of a survey: its questions and days, who is invited, and closing it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from schakel.cycle.actions.surveys import MOST_LINKS_AT_ONCE
from schakel.cycle.models.perceptions import SMALLEST_GROUP
from schakel.programme.models import Helix, Partner
from schakel.web.programme.partners.fields import choice_field, day_field, text_field
from schakel.web.programme.partners.words import choices_of, helix_words

LARGEST_MINIMUM = 50


class SurveyForm(forms.Form):
    """A survey."""

    def __init__(
        self, *args: Any, elements: Mapping[str, str], is_sent: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "title": text_field(_("What is it called"), 120, required=True),
            "introduction": forms.CharField(
                label=_("What those invited read first"),
                required=False,
                widget=forms.Textarea(attrs={"rows": 4}),
            ),
            "opens_on": day_field(_("Open from"), required=True),
            "closes_on": day_field(_("Open until and including"), required=True),
        }
        if not is_sent:
            self.fields |= {
                "elements": forms.MultipleChoiceField(
                    label=_("About which elements"),
                    choices=list(elements.items()),
                    widget=forms.CheckboxSelectMultiple,
                    help_text=_("Each is one question, with a score from 1 to 10."),
                ),
                "minimum_group": forms.IntegerField(
                    label=_("Smallest group that is shown"),
                    min_value=SMALLEST_GROUP,
                    max_value=LARGEST_MINIMUM,
                    help_text=_(
                        "Groups with fewer scores stay hidden. This cannot change once a link was made."
                    ),
                ),
            }


class InviteForm(forms.Form):
    """Who gets a link: organisations by name, or a number of links for a strand."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "helix": choice_field(
                _("Links for a strand"), choices_of(Helix.values, helix_words), empty=_("none")
            ),
            "n": forms.IntegerField(
                label=_("How many links"), required=False, min_value=1, max_value=MOST_LINKS_AT_ONCE
            ),
            "partners": forms.ModelMultipleChoiceField(
                Partner.objects.order_by("name", "pk"),
                label=_("Or one link for each of these organisations"),
                required=False,
                help_text=_(
                    "It is kept that the organisation was invited and on which day its link was used."
                ),
            ),
        }

    def clean(self) -> dict[str, Any]:
        """Check that one of both ways was chosen."""
        values = super().clean() or {}
        if bool(values.get("helix")) != bool(values.get("n")):
            raise ValidationError(_("Choose a strand and how many links."))
        if not values.get("helix") and not values.get("partners"):
            raise ValidationError(_("Choose a strand with a number, or organisations."))
        if len(values.get("partners") or ()) > MOST_LINKS_AT_ONCE:
            raise ValidationError(_("At most %(n)s organisations at a time.") % {"n": MOST_LINKS_AT_ONCE})
        return values
