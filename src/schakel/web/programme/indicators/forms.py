# SPDX-License-Identifier: EUPL-1.2
"""Forms for the definition sheet, targets, values and periods."""

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _

from schakel.programme.models import Indicator, IndicatorValue, Partner, ReportingPeriod
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.indicators.fields import WrittenNumberField
from schakel.web.programme.indicators.words import (
    direction_words,
    frequency_words,
    level_words,
    semantics_words,
)
from schakel.web.programme.updates.forms import DayInput

MEANING = ("meaning", "unit", "time_semantics", "direction")


def _choices(codes: tuple[str, ...], words: Any) -> list[tuple[str, str]]:
    return [(code, words(code)) for code in codes]


class IndicatorForm(forms.Form):
    """The definition sheet."""

    def __init__(self, data: Any, names: CourseNames, indicator: Indicator | None = None) -> None:
        start = {} if indicator is None else {f: getattr(indicator, f) for f in _SHEET}
        super().__init__(data, initial=start)
        self._add_meaning()
        self.fields["decimals"] = forms.IntegerField(label=_("Decimals"), min_value=0, max_value=4, initial=0)
        self.fields["source"] = forms.CharField(label=_("Source"), max_length=500, required=False)
        self.fields["collected_how"] = forms.CharField(
            label=_("How it is collected"), required=False, widget=forms.Textarea(attrs={"rows": 2})
        )
        frequencies = _choices(("year", "half", "quarter"), frequency_words)
        self.fields["frequency"] = forms.ChoiceField(label=_("How often"), choices=frequencies)
        self.fields["owner"] = forms.ModelChoiceField(
            Partner.objects.order_by("name"), label=_("Who supplies it"), required=False
        )
        self.fields["goal"] = forms.ChoiceField(
            label=_("Goal of the course"), choices=[("", "–"), *names.goals.items()], required=False
        )
        self.fields["element"] = forms.ChoiceField(
            label=_("Element of the ecosystem"), choices=[("", "–"), *names.elements.items()], required=False
        )
        self.fields["known_issues"] = forms.CharField(
            label=_("Known issues"), required=False, widget=forms.Textarea(attrs={"rows": 2})
        )
        if indicator is not None:
            for name in MEANING:
                del self.fields[name]

    def _add_meaning(self) -> None:
        self.fields["title"] = forms.CharField(label=_("Name"), max_length=200)
        levels = _choices(("effort", "result", "impact"), level_words)
        self.fields["level"] = forms.ChoiceField(label=_("Level"), choices=levels)
        self.fields["meaning"] = forms.CharField(
            label=_("What is counted exactly"),
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("So that another person counts the same: what belongs to it and what does not."),
        )
        self.fields["unit"] = forms.CharField(label=_("Unit"), max_length=60)
        semantics = _choices(("flow", "stock", "ratio", "index"), semantics_words)
        self.fields["time_semantics"] = forms.ChoiceField(label=_("How periods combine"), choices=semantics)
        directions = _choices(("higher", "lower", "target"), direction_words)
        self.fields["direction"] = forms.ChoiceField(label=_("Which way is good"), choices=directions)

    def values(self) -> dict[str, Any]:
        """Return the fields of a new indicator, with a code made from its name."""
        return self.cleaned_data | {"code": slugify(self.cleaned_data["title"])[:60].strip("-")}


_SHEET = (
    "title",
    "level",
    "decimals",
    "source",
    "collected_how",
    "frequency",
    "owner",
    "goal",
    "element",
    "known_issues",
)


class DefinitionForm(forms.Form):
    """A change of what an indicator means."""

    def __init__(self, data: Any, indicator: Indicator) -> None:
        super().__init__(data, initial={name: getattr(indicator, name) for name in MEANING})
        self.fields["meaning"] = forms.CharField(
            label=_("What is counted exactly"), widget=forms.Textarea(attrs={"rows": 3})
        )
        self.fields["unit"] = forms.CharField(label=_("Unit"), max_length=60)
        semantics = _choices(("flow", "stock", "ratio", "index"), semantics_words)
        self.fields["time_semantics"] = forms.ChoiceField(label=_("How periods combine"), choices=semantics)
        directions = _choices(("higher", "lower", "target"), direction_words)
        self.fields["direction"] = forms.ChoiceField(label=_("Which way is good"), choices=directions)
        self.fields["what"] = forms.CharField(label=_("What changes"), max_length=500)
        self.fields["why"] = forms.CharField(label=_("Why"), max_length=500)
        self.fields["breaks_series"] = forms.TypedChoiceField(
            label=_("May values of before and after be compared?"),
            choices=[("no", _("yes, they may")), ("yes", _("no, the series breaks"))],
            coerce=lambda code: code == "yes",
            widget=forms.RadioSelect,
        )


class TargetForm(forms.Form):
    """A baseline or target."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        kinds = [("baseline", _("start")), ("target", _("target"))]
        self.fields["kind"] = forms.ChoiceField(label=_("What"), choices=kinds)
        self.fields["year"] = forms.IntegerField(label=_("Year"), min_value=1990, max_value=2100)
        self.fields["value"] = WrittenNumberField(label=_("Value"))
        self.fields["agreed_by"] = forms.CharField(
            label=_("Agreed by (which meeting or document)"), max_length=200, required=False
        )
        self.fields["source"] = forms.CharField(label=_("Source"), max_length=500, required=False)


class ValueForm(forms.Form):
    """The value of a period: one number, or for a ratio its two parts; with ``value`` another of that one."""

    def __init__(self, data: Any, indicator: Indicator, value: IndicatorValue | None = None) -> None:
        names = ("value", "numerator", "denominator", "source", "note", "is_provisional")
        super().__init__(data, initial={} if value is None else {n: getattr(value, n) for n in names})
        if value is None:
            self.fields["period"] = forms.ModelChoiceField(
                ReportingPeriod.objects.order_by("-starts_on"), label=_("Period"), empty_label=None
            )
        numbers = {"value": _("Value, in %(unit)s") % {"unit": indicator.unit}}
        if indicator.time_semantics == "ratio":
            numbers = {"numerator": _("Numerator"), "denominator": _("Denominator")}
        for name, label in numbers.items():
            self.fields[name] = WrittenNumberField(label=label, required=False)
        self.fields["source"] = forms.CharField(label=_("Source"), max_length=500, required=False)
        self.fields["note"] = forms.CharField(label=_("Remark"), max_length=500, required=False)
        self.fields["is_provisional"] = forms.BooleanField(label=_("It is provisional"), required=False)

    def around(self) -> dict[str, Any]:
        """Return what is said around the numbers."""
        return {n: self.cleaned_data[n] for n in ("note", "source", "is_provisional")}

    def amounts(self) -> dict[str, Any]:
        """Return the numbers by name."""
        return {n: self.cleaned_data.get(n) for n in ("value", "numerator", "denominator")}


class CommentForm(forms.Form):
    """A comment with a step."""

    def __init__(self, data: Any = None, *, is_required: bool = False) -> None:
        super().__init__(data)
        self.fields["comment"] = forms.CharField(
            label=_("Comment"), max_length=500, required=is_required, widget=forms.Textarea(attrs={"rows": 3})
        )


class PeriodForm(forms.Form):
    """A new period."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["code"] = forms.SlugField(
            label=_("Period"), max_length=12, help_text=_("Such as 2025 or 2025-H1.")
        )
        labels = {"starts_on": _("From"), "ends_on": _("Up to and including"), "due_on": _("Values due on")}
        for name, label in labels.items():
            self.fields[name] = forms.DateField(label=label, widget=DayInput())


class ClosePeriodForm(forms.Form):
    """Closing a period by decision."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["decided_by"] = forms.CharField(
            label=_("Which meeting decided (name and date)"), max_length=200
        )


class ReopenPeriodForm(forms.Form):
    """Opening a closed period as an exception."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["asked_by"] = forms.CharField(label=_("Who asks (role and organisation)"), max_length=200)
        self.fields["reason"] = forms.CharField(label=_("Why"), max_length=500)
        self.fields["until"] = forms.DateField(label=_("Until and including"), widget=DayInput())
