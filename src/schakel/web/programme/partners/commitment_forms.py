# SPDX-License-Identifier: EUPL-1.2
"""The forms of commitments: what is promised, the next statement about it, a correction."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from schakel.programme.models import Commitment, CommitmentKind, CommitmentStep
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.partners.fields import (
    AmountField,
    choice_field,
    day_field,
    initiative_field,
    line_and_action,
    line_and_action_choices,
    source_field,
    text_field,
)
from schakel.web.programme.partners.words import (
    choices_of,
    commitment_kind_words,
    commitment_step_words,
    unit_words,
)


class CommitmentForm(forms.Form):
    """What a commitment is about; a new one also asks what is promised and when."""

    def __init__(self, *args: Any, names: CourseNames, is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = names
        if is_new:
            self.fields |= {
                "kind": choice_field(
                    _("What is brought in"), choices_of(CommitmentKind.values, commitment_kind_words)
                ),
            }
        self.fields["title"] = text_field(
            _("In a few words"), 200, required=True, hint=_("Such as: two teachers one day a week.")
        )
        if is_new:
            self.fields |= {
                "amount": AmountField(
                    label=_("How much"),
                    required=False,
                    help_text=_("A number. Leave empty when it is not known yet."),
                ),
                "unit": text_field(
                    _("Counted in"),
                    40,
                    hint=_("Only for space, equipment and network. Money is in euros, time in hours."),
                ),
                "promised_on": day_field(_("Promised on"), required=True),
            }
        self.fields |= {
            "due_on": day_field(_("Delivered before")),
            "starts_on": day_field(_("Starts on")),
            "initiative": initiative_field(_("For which initiative")),
            "course": choice_field(
                _("For which line or action"), line_and_action_choices(names), empty=_("none named")
            ),
            "note": text_field(_("Remark"), 300),
            "source": source_field(),
        }

    def clean(self) -> dict[str, Any]:
        """Return the values with the line and the action apart."""
        values = super().clean() or {}
        return values | line_and_action(values.pop("course", ""), self.names)


def commitment_values(commitment: Commitment) -> dict[str, Any]:
    """Return what the form of a commitment starts with."""
    names = ("title", "due_on", "starts_on", "initiative", "note", "source")
    found = {name: getattr(commitment, name) for name in names}
    return found | {"course": commitment.action or commitment.line}


class StepForm(forms.Form):
    """The next statement about a commitment."""

    def __init__(self, *args: Any, unit: str, **options: Any) -> None:
        super().__init__(*args, **options)
        steps = choices_of(reversed(CommitmentStep.values), commitment_step_words)
        self.fields |= {
            "step": forms.ChoiceField(
                label=_("What is it about"),
                choices=steps,
                widget=forms.RadioSelect,
                help_text=_(
                    "Deliveries add up: give only what was delivered this time. Of promises and "
                    "confirmations the newest counts: give the whole amount."
                ),
            ),
            **_statement_fields(unit),
        }


class CorrectionForm(forms.Form):
    """A right statement instead of a wrong one."""

    def __init__(self, *args: Any, unit: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= _statement_fields(unit)
        self.fields["note"].required = True
        self.fields["note"].label = _("What was wrong")
        self.fields["amount"].help_text = _("The right number; 0 withdraws the statement.")


def _statement_fields(unit: str) -> dict[str, forms.Field]:
    return {
        "amount": AmountField(
            label=_("How much, in %(unit)s") % {"unit": unit_words(unit)},
            required=False,
            help_text=_("Leave empty when it is not known."),
        ),
        "on": day_field(_("On which day"), required=True),
        "note": text_field(_("Remark"), 300),
        "source": source_field(),
    }
