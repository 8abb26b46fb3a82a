# SPDX-License-Identifier: EUPL-1.2
"""The forms of agreements: make, change, settle, and take up as an activity or a proposal."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from schakel.cycle.models import Agreement, CycleYear, Talk
from schakel.programme.models import Activity, ActivityStatus
from schakel.web.cycle.dialogue.words import talk_form_words
from schakel.web.programme.activities.choices import CauseField, as_line_and_action, course_field
from schakel.web.programme.activities.words import answer_choices, condition_words, role_words
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.partners.fields import (
    choice_field,
    day_field,
    initiative_field,
    partner_field,
    text_field,
)

ROLES = ("connect", "initiate", "programme", "agenda", "facilitate")
NEW, EXISTING, PROPOSAL = "nieuw", "bestaand", "voorstel"
WAYS = (NEW, EXISTING, PROPOSAL)


class TalkChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A field for a conversation of the year; of a closed one only day and form are shown."""

    def label_from_instance(self, talk: Talk) -> str:
        """Return the day and what it is called."""
        return f"{talk.on}: {talk_form_words(talk.form) if talk.is_confidential else talk.title}"


class AgreementForm(forms.Form):
    """What was agreed, for one element."""

    def __init__(
        self, *args: Any, names: CourseNames, cycle: CycleYear, element: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        cause = CauseField(
            names,
            label=_("Which cause does it take away"),
            help_text=_("Without a cause it is no agreement. Not in the list? Name the cause first."),
        )
        cause.queryset = cause.queryset.filter(element=element)  # type: ignore[union-attr]
        talk = TalkChoice(
            Talk.objects.filter(cycle=cycle),
            label=_("Agreed in which conversation"),
            required=False,
            empty_label=_("none"),
        )
        self.fields |= {
            "text": text_field(_("What was agreed"), 300, required=True),
            "owner": partner_field(_("Who does it"), required=True),
            "due_on": day_field(_("Before which day"), required=True),
            "cause": cause,
            "talk": talk,
        }


class SettleForm(forms.Form):
    """What became of an agreement."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        statuses = [("kept", _("kept: it was done")), ("dropped", _("dropped: it will not be done"))]
        self.fields |= {
            "status": forms.ChoiceField(
                label=_("What became of it"), choices=statuses, widget=forms.RadioSelect
            ),
            "outcome": text_field(_("In a few words"), 300, hint=_("Needed when it is dropped: say why.")),
            "on": day_field(_("On which day"), hint=_("Today when you leave it empty.")),
        }


class NewActivityForm(forms.Form):
    """The rest of a new activity; text, owner, element and cause come from the agreement."""

    def __init__(self, *args: Any, names: CourseNames, **options: Any) -> None:
        super().__init__(*args, **options)
        self.names = names
        self.fields |= {
            "title": text_field(_("What is it called"), 200, required=True),
            "mechanism": text_field(_("How does it take the cause away, in one sentence"), 400),
            "course": course_field(names, _("Which action of the course")),
            "role": choice_field(
                _("What does the programme do in it"),
                [(r, role_words(r)) for r in ROLES],
                empty=_("not known"),
            ),
            "initiative": initiative_field(_("Part of which initiative")),
            "starts_on": day_field(_("Starts on")),
            "ends_on": day_field(_("Ends on")),
        }

    def details(self) -> dict[str, Any]:
        """Return the fields of the activity."""
        values = {k: v for k, v in self.cleaned_data.items() if k not in ("course", "mechanism")}
        return values | as_line_and_action(self.cleaned_data["course"], self.names)


class ExistingActivityForm(forms.Form):
    """An activity that is there already and takes the agreement up."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Activity.objects.filter(status__in=(ActivityStatus.PLANNED, ActivityStatus.RUNNING))
        self.fields["activity"] = forms.ModelChoiceField(
            rows.order_by("title", "pk"),
            label=_("Which activity takes it up"),
            help_text=_("It is then noted that this activity takes the cause away."),
        )


class ProposalFromForm(forms.Form):
    """The answers of the admission test as the proposer sees them."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "title": text_field(_("The topic, in a few words"), 200, required=True),
            "description": forms.CharField(
                label=_("What should be done"), required=False, widget=forms.Textarea(attrs={"rows": 4})
            ),
        }
        for condition in ("supra_regional", "manufacturing"):
            self.fields[condition] = forms.ChoiceField(
                label=condition_words(condition), choices=answer_choices(), widget=forms.RadioSelect
            )
            self.fields[f"{condition}_why"] = text_field(_("Why, in one sentence"), 300)


def take_up_form(
    how: str, data: Any, agreement: Agreement, names: CourseNames
) -> NewActivityForm | ExistingActivityForm | ProposalFromForm:
    """Return the form of one way to take an agreement up."""
    title = agreement.text[:200]
    if how == NEW:
        return NewActivityForm(data, names=names, initial={"title": title})
    if how == EXISTING:
        return ExistingActivityForm(data)
    return ProposalFromForm(
        data, initial={"title": title, "supra_regional": "unknown", "manufacturing": "unknown"}
    )
