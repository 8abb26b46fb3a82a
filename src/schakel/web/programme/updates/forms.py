# SPDX-License-Identifier: EUPL-1.2
"""The five-minute form and the small forms around it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.koers.label import Language
from schakel.programme.actions.updates import MilestoneChange, NewNeed, NewRisk, UpdateAnswers
from schakel.programme.models import Initiative, Milestone, Partner, ProgressUpdate
from schakel.web.programme.money.fields import EurosField
from schakel.web.programme.updates.words import channel_words, light_names, light_subject, size_words

SUBJECTS = ("quality", "time", "money")


class DayInput(forms.DateInput):
    """A day with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class UpdateForm(forms.Form):
    """How an initiative stands: three lights with a reason, money, milestones, a risk and a need.

    Opens with the answers of the last time, so that only what changed has to be touched.
    """

    def __init__(
        self,
        data: Any,
        initiative: Initiative,
        milestones: Sequence[Milestone],
        last: ProgressUpdate | None,
        language: Language,
    ) -> None:
        super().__init__(data)
        self.milestones = milestones
        self._add_lights(last)
        self._add_money(last)
        for milestone in milestones:
            self._add_milestone(milestone, language)
        self._add_risk_and_need()

    def _add_lights(self, last: ProgressUpdate | None) -> None:
        for subject in SUBJECTS:
            self.fields[subject] = forms.ChoiceField(
                label=light_subject(subject),
                choices=list(light_names().items()),
                widget=forms.RadioSelect,
                initial=getattr(last, subject, None),
                error_messages={"required": _("Choose one of the three.")},
            )
            self.fields[f"{subject}_reason"] = forms.CharField(
                label=_("Why? (only when it does not go well)"),
                max_length=300,
                required=False,
                initial=getattr(last, f"{subject}_reason", ""),
            )
        self.fields["summary"] = forms.CharField(
            label=_("What happened, in a few sentences"),
            required=False,
            max_length=2_000,
            widget=forms.Textarea(attrs={"rows": 4}),
        )

    def _add_money(self, last: ProgressUpdate | None) -> None:
        self.fields["spent_eur"] = EurosField(
            label=_("Spent since the start, in euros"),
            required=False,
            initial=getattr(last, "spent_eur", None),
            help_text=_("All money together, to this day. Leave it empty when it is not known."),
        )

    def _add_milestone(self, milestone: Milestone, language: Language) -> None:
        day = formats.day(milestone.due_on, language)
        self.fields[f"done_{milestone.pk}"] = forms.DateField(
            label=_("%(title)s (%(day)s): reached on") % {"title": milestone.title, "day": day},
            required=False,
            widget=DayInput(),
        )
        self.fields[f"due_{milestone.pk}"] = forms.DateField(
            label=_("or moved to"), required=False, widget=DayInput()
        )
        self.fields[f"note_{milestone.pk}"] = forms.CharField(
            label=_("because"), required=False, max_length=300
        )

    def _add_risk_and_need(self) -> None:
        sizes = [("", "–"), *((n, size_words(n)) for n in (1, 2, 3))]
        self.fields["risk"] = forms.CharField(label=_("What may go wrong?"), required=False, max_length=300)
        for name, label in (("likelihood", _("How likely?")), ("effect", _("How bad?"))):
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=sizes, coerce=int, empty_value=None, required=False
            )
        self.fields["measure"] = forms.CharField(
            label=_("What do you do about it?"), required=False, max_length=300
        )
        self.fields["need"] = forms.CharField(label=_("What do you need?"), required=False, max_length=300)
        self.fields["asked_of"] = forms.ModelChoiceField(
            Partner.objects.filter(relation="partner", left_on=None).order_by("name"),
            label=_("Of whom?"),
            required=False,
            empty_label=_("the programme office"),
        )

    def clean(self) -> dict[str, Any]:
        """Check what belongs together."""
        found: dict[str, Any] = super().clean() or {}
        for subject in SUBJECTS:
            is_green = found.get(subject) in (None, "green")
            if not is_green and not str(found.get(f"{subject}_reason", "")).strip():
                self.add_error(f"{subject}_reason", _("Say in a few words why."))
        if found.get("risk") and not (found.get("likelihood") and found.get("effect")):
            self.add_error("likelihood", _("Say how likely and how bad it is."))
        for milestone in self.milestones:
            if found.get(f"due_{milestone.pk}") and not found.get(f"note_{milestone.pk}"):
                self.add_error(f"note_{milestone.pk}", _("Say why it moves."))
        return found

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields under the headings of the page."""
        lights = [self[n] for s in SUBJECTS for n in (s, f"{s}_reason")]
        milestones = [self[f"{n}_{m.pk}"] for m in self.milestones for n in ("done", "due", "note")]
        groups = [
            (_("How does it go?"), [*lights, self["summary"]]),
            (_("Money"), [self["spent_eur"]]),
            (_("Milestones"), milestones),
            (_("Risk"), [self[n] for n in ("risk", "likelihood", "effect", "measure")]),
            (_("What do you need?"), [self["need"], self["asked_of"]]),
        ]
        return [(heading, fields) for heading, fields in groups if fields]

    def answers(self) -> UpdateAnswers:
        """Return what was filled in, for the action."""
        found = self.cleaned_data
        risk = NewRisk(found["risk"], found["likelihood"], found["effect"], found["measure"])
        return UpdateAnswers(
            **{name: found[name] for s in SUBJECTS for name in (s, f"{s}_reason")},
            spent_eur=found["spent_eur"],
            summary=found["summary"],
            milestones=[c for m in self.milestones if (c := self._change_of(m)) is not None],
            risk=risk if found["risk"] else None,
            need=NewNeed(found["need"], found["asked_of"]) if found["need"] else None,
        )

    def _change_of(self, milestone: Milestone) -> MilestoneChange | None:
        done, due, note = (self.cleaned_data[f"{n}_{milestone.pk}"] for n in ("done", "due", "note"))
        return MilestoneChange(milestone.pk, done, due, note) if done or due or note else None


class RoundForm(forms.Form):
    """A new round of updates."""

    title = forms.CharField(max_length=120)
    opens_on = forms.DateField(widget=DayInput())
    due_on = forms.DateField(widget=DayInput())

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        labels = {
            "title": _("What is the round called?"),
            "opens_on": _("Opens on"),
            "due_on": _("Updates are due on"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["opens_on"].initial = today
        self.fields["due_on"].initial = today + timedelta(14)


class ReminderForm(forms.Form):
    """How a lead was reminded."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        choices = [(c, channel_words(c)) for c in ("mail", "call", "talk")]
        self.fields["channel"] = forms.ChoiceField(label=_("How?"), choices=choices)


class NeedAnswerForm(forms.Form):
    """The answer to what a lead asked for."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["status"] = forms.ChoiceField(
            label=_("Is it met?"),
            choices=[("met", _("yes, it is arranged")), ("declined", _("no, it is not possible"))],
            widget=forms.RadioSelect,
        )
        self.fields["answer"] = forms.CharField(label=_("The answer in a sentence"), max_length=300)
