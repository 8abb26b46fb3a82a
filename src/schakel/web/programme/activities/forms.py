# SPDX-License-Identifier: EUPL-1.2
"""The forms of activities, milestones, outputs, lessons, causes, ties and proposals."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from schakel.programme.models import Activity, Initiative, Milestone
from schakel.web.programme.activities import choices, words
from schakel.web.programme.course_names import CourseNames


class ActivityForm(forms.Form):
    """Plan or change an activity; without ``initiative`` the form asks for it."""

    def __init__(
        self, *args: Any, names: CourseNames, initiative: Initiative | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.names = names
        fields: dict[str, forms.Field] = {
            "title": choices.line_field(_("What is done"), required=True, longest=200),
            "serves": choices.course_field(names, _("Which action of the course does it carry out")),
            "goals": choices.ticks_field(_("Which goals of the course does it serve"), names.goals),
            "role": choices.choice_field(_("What the programme does in it"), words.role_choices()),
            "owner": choices.partner_field(_("Who does it")),
            "place": choices.choice_field(_("Where"), names.places.items()),
            "starts_on": choices.day_field(_("Starts on")),
            "ends_on": choices.day_field(_("Ends on")),
            "planned_hours": choices.hours_field(_("Hours planned")),
            "spent_hours": choices.hours_field(_("Hours spent")),
            "planned_eur": choices.euros_field(
                _("Money planned, in euros"), hint=_("What was really spent comes from the ledger.")
            ),
            "description": choices.long_field(_("What it is about")),
            "source": choices.line_field(_("Where this is written"), longest=500),
        }
        if initiative is None:
            self.fields["initiative"] = choices.initiative_field(_("Part of which initiative"))
        self.fields.update(fields)
        self.order_fields(["title", "initiative"])

    def clean(self) -> dict[str, Any]:
        """Return the values with the line and the action apart."""
        values = super().clean() or {}
        values |= choices.as_line_and_action(values.pop("serves", ""), self.names)
        return values


def activity_values(activity: Activity) -> dict[str, Any]:
    """Return what the form of an activity starts with."""
    names = (
        "title initiative goals role owner place starts_on ends_on planned_hours spent_hours planned_eur "
        "description source"
    )
    found = {name: getattr(activity, name) for name in names.split()}
    return found | {"serves": choices.as_course_value(activity.line, activity.action)}


class StepForm(forms.Form):
    """Start, finish or cancel an activity."""

    def __init__(self, *args: Any, step: str, **options: Any) -> None:
        super().__init__(*args, **options)
        if step == "cancel":
            self.fields["reason"] = choices.long_field(_("Why is it cancelled"), required=True)
        else:
            self.fields["on"] = choices.day_field(_("On which day"), required=True)
        if step == "finish":
            self.fields["spent_hours"] = choices.hours_field(_("Hours spent"))


class MilestoneForm(forms.Form):
    """Agree a milestone, or change one: a later date has a reason."""

    def __init__(
        self, *args: Any, initiative: Initiative, milestone: Milestone | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["title"] = choices.line_field(_("What will be ready"), required=True, longest=200)
        if milestone is not None:
            self.fields["done_on"] = choices.day_field(_("Reached on"), hint=_("Leave open until it is so."))
        self.fields["due_on"] = choices.day_field(_("Date agreed"), required=True)
        if milestone is not None:
            self.fields["reason"] = choices.line_field(
                _("Why the date moved"), hint=_("Needed only when you change the date agreed.")
            )
        self.fields["activity"] = choices.activity_field(initiative)


class OutputForm(forms.Form):
    """Record what was made or done."""

    def __init__(self, *args: Any, names: CourseNames, initiative: Initiative, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = {
            "title": choices.line_field(_("What was made or done"), required=True, longest=200),
            "kind": choices.choice_field(_("What kind"), words.output_kind_choices(), required=True),
            "amount": choices.amount_field(_("How many"), hint=_("Leave open where it was not counted.")),
            "unit": choices.line_field(
                _("Of what"), hint=_("For instance: firms, pupils, visitors."), longest=60
            ),
            "on": choices.day_field(_("On which day")),
            "place": choices.choice_field(_("Where"), names.places.items()),
            "activity": choices.activity_field(initiative),
            "source": choices.line_field(_("Where this is written"), longest=500),
        }
        self.fields.update(fields)


class LessonForm(forms.Form):
    """Write down a lesson."""

    def __init__(
        self, *args: Any, names: CourseNames, initiative: Initiative | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["text"] = choices.long_field(
            _("What was learnt"),
            required=True,
            hint=_("What would you do again, and what would you tell whoever starts the same tomorrow?"),
        )
        if initiative is None:
            self.fields["initiative"] = choices.initiative_field(_("From which initiative"))
        self.fields["element"] = choices.choice_field(
            _("About which element of the ecosystem"), names.elements.items()
        )
        self.fields["on"] = choices.day_field(_("When"))
        self.fields["source"] = choices.line_field(_("Where this is written"), longest=500)


class CauseForm(forms.Form):
    """Name a cause of a weak link."""

    def __init__(self, *args: Any, names: CourseNames, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = {
            "element": choices.choice_field(_("Which element"), names.elements.items(), required=True),
            "statement": choices.line_field(_("Why it is weak, in one sentence"), required=True),
            "status": choices.choice_field(
                _("How well this is known"), words.cause_status_choices(), required=True
            ),
            "evidence": choices.long_field(
                _("What supports it"), hint=_("Needed once the cause is more than supposed.")
            ),
            "challenge_owner": choices.partner_field(_("Who owns this challenge")),
            "source": choices.line_field(_("Where this is written"), longest=500),
        }
        self.fields.update(fields)


class StrengtheningForm(forms.Form):
    """Say what an initiative or activity strengthens, and how."""

    def __init__(
        self,
        *args: Any,
        names: CourseNames,
        initiative: Initiative | None = None,
        element: str = "",
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        if not element:
            self.fields["element"] = choices.choice_field(
                _("Which element of the ecosystem"), names.elements.items(), required=True
            )
        cause = choices.CauseField(
            names,
            label=_("Which cause does it take away"),
            required=False,
            empty_label=_("not known yet"),
            help_text=_("A cause of the same element. Without one it stays flagged."),
        )
        if element:
            cause.queryset = cause.queryset.filter(element=element)  # type: ignore[union-attr]
        self.fields["cause"] = cause
        self.fields["mechanism"] = choices.line_field(_("How does it do that, in one sentence"), longest=400)
        self.fields["strength"] = choices.choice_field(
            _("How sure"), [(c, words.strength_of_tie_words(c)) for c in ("yes", "possibly")], required=True
        )
        if initiative is not None and not element:
            self.fields["activity"] = choices.activity_field(initiative)


class ProposalForm(forms.Form):
    """Put forward a new topic, or judge it (``is_judging``): the four conditions of the admission test."""

    def __init__(
        self, *args: Any, names: CourseNames, partners: Any = None, is_judging: bool = False, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        why = _("Why, in one sentence")
        fields: dict[str, forms.Field] = {
            "title": choices.line_field(_("The topic, in a few words"), required=True, longest=200),
            "description": choices.long_field(_("What should be done")),
            "proposer": choices.partner_field(_("Which organisation proposes it")),
            "supra_regional": _asked(words.condition_words("supra_regional")),
            "supra_regional_why": choices.line_field(why),
            "manufacturing": _asked(words.condition_words("manufacturing")),
            "manufacturing_why": choices.line_field(why),
            "element": choices.choice_field(words.condition_words("weak_link"), names.elements.items()),
            "cause": choices.CauseField(
                names,
                label=words.condition_words("cause"),
                required=False,
                empty_label=_("not named"),
                help_text=_("A cause of the same element. Is it not in the list? Ask to have it added."),
            ),
        }
        self.fields.update(fields)
        if partners is not None:
            self.fields["proposer"].queryset = partners  # type: ignore[attr-defined]
        if is_judging:
            for name in ("title", "description", "proposer"):
                del self.fields[name]
            self.fields["initiative"] = choices.initiative_field(
                _("Which initiative takes it up"),
                hint=_("When it is admitted. Leave open to start a new initiative in the stage of sowing."),
            )


def _asked(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=words.answer_choices(), widget=forms.RadioSelect)
