# SPDX-License-Identifier: EUPL-1.2
"""The forms about one initiative as a whole: new, change, and what its lead may change."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from schakel.programme.models import Initiative, InitiativeKind, InitiativeRelation, Partner
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.initiatives.words import kind_words, relation_words

LISTS = ("lines", "actions", "tags", "target_groups")


class DayInput(forms.DateInput):
    """The browser's own field for a date."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class WordsField(forms.CharField):
    """Words with commas between them, as a list."""

    def clean(self, value: Any) -> list[str]:
        """Return each word once, in the order in which it was typed."""
        text = str(super().clean(value) or "")
        return list(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))

    def prepare_value(self, value: Any) -> Any:
        """Return a list as words with commas."""
        return ", ".join(value) if isinstance(value, list) else value


class LeadForm(forms.Form):
    """What the lead of an initiative may change of it."""

    summary = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 5}))
    target_groups = WordsField(required=False, max_length=300)
    website = forms.URLField(required=False, assume_scheme="https")

    def __init__(self, *given: Any, names: CourseNames, **named: Any) -> None:
        super().__init__(*given, **named)
        self.names = names
        self._say("summary", _("What is it, in a few sentences?"))
        self._say("target_groups", _("For whom"), _("With commas between them, such as: SMEs, students"))
        self._say("website", _("Website"))

    def _say(self, name: str, label: str, hint: str = "") -> None:
        self.fields[name].label, self.fields[name].help_text = label, hint


class InitiativeForm(LeadForm):
    """Everything about an initiative that has no action of its own."""

    kind = forms.ChoiceField()
    relation = forms.ChoiceField(widget=forms.RadioSelect)
    place = forms.ChoiceField(required=False)
    owner = forms.ModelChoiceField(Partner.objects.none(), required=False)
    lines = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    actions = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    tags = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    started_year = forms.IntegerField(required=False, min_value=1900, max_value=2200)
    started_on = forms.DateField(required=False, widget=DayInput)
    ended_year = forms.IntegerField(required=False, min_value=1900, max_value=2200)
    ended_on = forms.DateField(required=False, widget=DayInput)
    source = forms.CharField(required=False, max_length=500)
    note = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))

    field_order: tuple[str, ...] = (
        "kind",
        "relation",
        "summary",
        "place",
        "owner",
        "lines",
        "actions",
        "tags",
        "target_groups",
        "started_year",
        "started_on",
        "ended_year",
        "ended_on",
        "website",
        "source",
        "note",
    )

    def __init__(self, *given: Any, names: CourseNames, **named: Any) -> None:
        super().__init__(*given, names=names, **named)
        self._say("kind", _("Sort"))
        self._say(
            "relation",
            _("Whose is it?"),
            _("What is of others is shown as a link and never counted as a result."),
        )
        self._say("place", _("Place"), _("Empty: the region as a whole, or outside it."))
        self._say("owner", _("Owner"), _("The organisation that it belongs to."))
        self._say("lines", _("Lines that it serves"))
        self._say("actions", _("Actions that it serves"))
        self._say("tags", _("Themes"))
        self._say("started_year", _("Year in which it started"), _("Leave empty what is not known."))
        self._say("started_on", _("Date on which it started"))
        self._say("ended_year", _("Year in which it ended"))
        self._say("ended_on", _("Date on which it ended"))
        self._say("source", _("Source"), _("Where others can check this: a page or document."))
        self._say("note", _("Remark"))
        self._choose()

    def _choose(self) -> None:
        self._offer("kind", {"": "–"} | {k: kind_words(k) for k in InitiativeKind.values})
        self._offer("relation", {r: relation_words(r) for r in InitiativeRelation.values})
        self._offer("place", {"": "–", **self.names.places})
        self._offer("lines", {c: f"{c}. {name}" for c, name in self.names.lines.items()})
        self._offer("actions", {c: f"{c} {name}" for c, name in self.names.actions.items()})
        self._offer("tags", self.names.tags)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset, owner.empty_label = Partner.objects.order_by("name"), _("not known")

    def _offer(self, name: str, choices: Mapping[str, str]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices.items())


class NewInitiativeForm(InitiativeForm):
    """An initiative that is not in the register yet."""

    name = forms.CharField(max_length=200)
    former_names = WordsField(required=False, max_length=500)
    field_order = ("name", "former_names", *InitiativeForm.field_order)

    def __init__(self, *given: Any, names: CourseNames, **named: Any) -> None:
        super().__init__(*given, names=names, **named)
        self._say("name", _("Name"))
        self._say(
            "former_names",
            _("Other names, also former ones"),
            _("With commas between them; it is then found under each of them."),
        )


def values_of(initiative: Initiative, form: type[LeadForm]) -> dict[str, Any]:
    """Return what a form holds before anybody changes it."""
    return {name: getattr(initiative, name) for name in form.base_fields if hasattr(initiative, name)}
