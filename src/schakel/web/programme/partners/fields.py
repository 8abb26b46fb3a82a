# SPDX-License-Identifier: EUPL-1.2
"""Fields of the forms of partners: days, amounts in any unit, an organisation, a part of the course."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from schakel.programme.models import Initiative, Partner
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.money.fields import EurosField


class AmountField(EurosField):
    """An amount in any unit, written as people do: "12.500", "640", "7,5"."""

    def to_python(self, value: Any) -> Decimal | None:
        """Return the amount."""
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(_("Write a number, such as 640 or 12.500,50, without its unit.")) from error


def day_field(label: str, *, required: bool = False, hint: str = "") -> forms.DateField:
    """Return a field for a day, with the picker of the browser."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=hint, widget=widget)


def text_field(label: str, longest: int, *, required: bool = False, hint: str = "") -> forms.CharField:
    """Return a field for one line."""
    return forms.CharField(label=label, max_length=longest, required=required, help_text=hint)


def source_field() -> forms.CharField:
    """Return the field for where something is written."""
    return text_field(_("Where this is written"), 500, hint=_("A web address, or a document with its date."))


def partner_field(label: str, *, required: bool = False, hint: str = "") -> "forms.ModelChoiceField[Partner]":
    """Return a field for an organisation."""
    return forms.ModelChoiceField(
        Partner.objects.order_by("name", "pk"), label=label, required=required, help_text=hint
    )


def initiative_field(label: str, *, hint: str = "") -> "forms.ModelChoiceField[Initiative]":
    """Return a field for an initiative, which may be none."""
    return forms.ModelChoiceField(
        Initiative.objects.order_by("name", "pk"),
        label=label,
        required=False,
        help_text=hint,
        empty_label=_("none"),
    )


def choice_field(
    label: str, choices: list[tuple[str, Any]], *, empty: str = "", hint: str = ""
) -> forms.ChoiceField:
    """Return a field for one code; with ``empty`` it may be left open."""
    first = [("", empty)] if empty else []
    return forms.ChoiceField(label=label, choices=[*first, *choices], required=not empty, help_text=hint)


def place_choices(names: CourseNames) -> list[tuple[str, str]]:
    """Return the municipalities of the region."""
    return list(names.places.items())


def line_and_action_choices(names: CourseNames) -> list[tuple[str, Any]]:
    """Return the lines of the course with the actions of each."""
    return [
        (
            f"{line}. {name}",
            [
                (line, _("the line as a whole")),
                *((a, f"{a} {t}") for a, t in names.actions.items() if names.line_of_action[a] == line),
            ],
        )
        for line, name in names.lines.items()
    ]


def course_choices(names: CourseNames) -> list[tuple[str, Any]]:
    """Return the goals, lines and actions of the course, that a goal of a partner may stand beside."""
    return [(_("Goals of the course"), list(names.goals.items())), *line_and_action_choices(names)]


def line_and_action(code: str, names: CourseNames) -> dict[str, str]:
    """Return the line and the action that a choice stands for."""
    if code in names.line_of_action:
        return {"line": names.line_of_action[code], "action": code}
    return {"line": code, "action": ""}
