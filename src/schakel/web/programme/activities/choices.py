# SPDX-License-Identifier: EUPL-1.2
"""Fields that the forms of activities are made of: codes of the course, dates and amounts."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from schakel.programme.models import Activity, Cause, Initiative, Partner
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.money.fields import EurosField
from schakel.web.programme.partners.fields import AmountField

LINE = "line:"
TENTH = Decimal("0.1")


def day_field(label: str, *, required: bool = False, hint: str = "") -> forms.DateField:
    """Return a field for a day; every browser gets its own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=hint, widget=widget)


class HoursField(AmountField):
    """A number of hours with at most one decimal."""

    def to_python(self, value: Any) -> Decimal | None:
        """Return the hours."""
        hours = super().to_python(value)
        if hours is None:
            return None
        rounded = hours.quantize(TENTH)
        if rounded != hours:
            raise ValidationError(_("Hours have at most one decimal."))
        return rounded


def hours_field(label: str) -> HoursField:
    """Return a field for hours."""
    return HoursField(label=label, required=False)


def amount_field(label: str, *, hint: str = "") -> AmountField:
    """Return a field for a count, written as people do."""
    return AmountField(label=label, required=False, help_text=hint)


def euros_field(label: str, *, hint: str = "") -> EurosField:
    """Return a field for euros, written as people do."""
    return EurosField(label=label, required=False, help_text=hint)


def long_field(label: str, *, required: bool = False, hint: str = "") -> forms.CharField:
    """Return a field for a few sentences."""
    return forms.CharField(
        label=label, required=required, help_text=hint, widget=forms.Textarea(attrs={"rows": 4})
    )


def line_field(label: str, *, required: bool = False, hint: str = "", longest: int = 300) -> forms.CharField:
    """Return a field for one line of text."""
    return forms.CharField(label=label, required=required, help_text=hint, max_length=longest)


def choice_field(
    label: str, choices: Iterable[tuple[str, str]], *, required: bool = False, hint: str = ""
) -> forms.ChoiceField:
    """Return a field for one code; an optional one may stay open."""
    first = [] if required else [("", _("not known"))]
    return forms.ChoiceField(label=label, required=required, help_text=hint, choices=[*first, *choices])


def partner_field(label: str, *, required: bool = False, hint: str = "") -> "forms.ModelChoiceField[Partner]":
    """Return a field for an organisation."""
    return forms.ModelChoiceField(
        Partner.objects.order_by("name", "pk"),
        label=label,
        required=required,
        help_text=hint,
        empty_label=_("not known"),
    )


def initiative_field(label: str, *, hint: str = "") -> "forms.ModelChoiceField[Initiative]":
    """Return a field for an initiative."""
    return forms.ModelChoiceField(
        Initiative.objects.order_by("name", "pk"),
        label=label,
        required=False,
        help_text=hint,
        empty_label=_("none"),
    )


def activity_field(initiative: Initiative) -> "forms.ModelChoiceField[Activity]":
    """Return a field for an activity of one initiative."""
    return forms.ModelChoiceField(
        Activity.objects.filter(initiative=initiative).order_by("title", "pk"),
        label=_("Part of which activity"),
        required=False,
        empty_label=_("of the initiative as a whole"),
    )


class CauseField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A field for a cause, shown under its element."""

    def __init__(self, names: CourseNames, **options: Any) -> None:
        self.names = names
        super().__init__(Cause.objects.order_by("element", "pk"), **options)

    def label_from_instance(self, cause: Cause) -> str:
        """Return the element and the cause."""
        return f"{self.names.element(cause.element)}: {cause.statement}"


def course_field(names: CourseNames, label: str, *, hint: str = "") -> forms.ChoiceField:
    """Return a field for an action of the course, or a line where no action fits."""
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for line, name in names.lines.items():
        actions = [
            (code, f"{code} {action}")
            for code, action in names.actions.items()
            if names.line_of_action[code] == line
        ]
        whole = (f"{LINE}{line}", _("the line as a whole: %(line)s") % {"line": name})
        groups.append((f"{line}. {name}", [*actions, whole]))
    choices = [("", _("not known")), *groups]
    return forms.ChoiceField(label=label, required=False, help_text=hint, choices=choices)


def as_line_and_action(value: str, names: CourseNames) -> dict[str, str]:
    """Return the line and the action that a course field stands for."""
    if value.startswith(LINE):
        return {"line": value.removeprefix(LINE), "action": ""}
    return {"line": names.line_of_action.get(value, ""), "action": value}


def as_course_value(line: str, action: str) -> str:
    """Return the value of a course field for a line and an action."""
    return action or (f"{LINE}{line}" if line else "")


def ticks_field(label: str, names: Mapping[str, str], *, hint: str = "") -> forms.MultipleChoiceField:
    """Return a field with a tick for each code."""
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        help_text=hint,
        choices=list(names.items()),
        widget=forms.CheckboxSelectMultiple,
    )
