# SPDX-License-Identifier: EUPL-1.2
"""The forms of decisions, what came of them, and action points."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from schakel.cycle.actions.decision_steps import DECISION_STEPS
from schakel.cycle.models import AgendaItem, Decision, DecisionStatus
from schakel.web.cycle.decisions.effect_fields import CYCLE, SUBJECT, TOLD, effect_fields
from schakel.web.cycle.decisions.words import standing_words
from schakel.web.programme.activities.choices import day_field, line_field, long_field, partner_field
from schakel.web.programme.course_names import CourseNames


class ReplacedField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A field for an earlier decision, by number and text."""

    def label_from_instance(self, decision: Decision) -> str:
        """Return the number and the start of the text."""
        return f"{decision.number} {decision.text[:90]}"


class DecisionForm(forms.Form):
    """Record a decision: what every decision has, and what its effect needs."""

    def __init__(
        self,
        *args: Any,
        item: AgendaItem,
        effect: str,
        names: CourseNames,
        earlier: QuerySet[Decision],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        owner = partner_field(
            _("Who carries it out"), required=True, hint=_("An organisation; it answers for this decision.")
        )
        owner.empty_label = _("choose")
        self.fields["text"] = long_field(
            _("What is decided"), required=True, hint=_("One sentence that holds without the discussion.")
        )
        self.fields["owner"] = owner
        self.fields["due_on"] = day_field(_("Carried out before"), required=True)
        self.fields.update(effect_fields(effect, item, names))
        told = self.fields.pop(TOLD, None)
        self.fields["reason"] = long_field(_("Why"))
        if told is not None:
            self.fields[TOLD] = told
        if not item.is_confidential:
            self.fields["is_confidential"] = forms.BooleanField(
                label=_("Confidential: for the programme office and the board only"), required=False
            )
        self.fields["replaces"] = ReplacedField(
            earlier,
            label=_("Takes the place of an earlier decision"),
            required=False,
            empty_label=_("no"),
        )
        for name in (SUBJECT, CYCLE):
            if name in self.fields and not self.initial.get(name):
                self.initial[name] = only_choice(self.fields[name])


def only_choice(field: forms.Field) -> str:
    """Return the one thing that can be chosen; nothing where there are more."""
    codes = [str(code) for code, _name in getattr(field, "choices", ()) if code]
    return codes[0] if len(codes) == 1 else ""


class ReportForm(forms.Form):
    """Say what came of a decision."""

    def __init__(self, *args: Any, standing: str, **options: Any) -> None:
        super().__init__(*args, **options)
        steps = DECISION_STEPS[standing]
        self.fields["status"] = forms.ChoiceField(
            label=_("Where it stands now"),
            choices=[(s, standing_words(s)) for s in steps],
            widget=forms.RadioSelect,
        )
        self.fields["note"] = line_field(
            _("What was done, or why it is no longer needed"),
            longest=500,
            hint=_("May be left empty for what was simply carried out."),
        )
        self.fields["on"] = day_field(_("On which day"), required=True)

    def clean(self) -> dict[str, Any]:
        """Ask for words, but for what was simply carried out."""
        values = super().clean() or {}
        if not values.get("note"):
            if values.get("status") == DecisionStatus.EXECUTED:
                values["note"] = _("Carried out as decided.")
            elif "status" in values:
                self.add_error("note", _("Say what was done, or why it is no longer needed."))
        return values


class ActionForm(forms.Form):
    """Note or change an action point; ``may_close`` asks whether it is confidential."""

    def __init__(self, *args: Any, may_close: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        owner = partner_field(_("Who does it"), required=True)
        owner.empty_label = _("choose")
        self.fields["text"] = line_field(_("What is done"), required=True)
        self.fields["owner"] = owner
        self.fields["due_on"] = day_field(_("Before"), required=True)
        if may_close:
            self.fields["is_confidential"] = forms.BooleanField(
                label=_("Confidential: for the programme office and the board only"), required=False
            )


class DoneForm(forms.Form):
    """Mark an action point as done."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["result"] = line_field(_("What came of it"))
        self.fields["on"] = day_field(_("On which day"), required=True)


class DropForm(forms.Form):
    """Drop an action point."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"] = line_field(_("Why it is no longer needed"), required=True)
        self.fields["on"] = day_field(_("On which day"), required=True)
