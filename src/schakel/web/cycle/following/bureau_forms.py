# SPDX-License-Identifier: EUPL-1.2
"""The forms of the bureau: hours of a day, a line of the plan, what it has, and what may still fit."""

from collections.abc import Mapping
from typing import Any

from babel.dates import get_month_names
from django import forms
from django.utils.translation import gettext as _

from schakel.cycle.queries.bureau import UsualLine
from schakel.documents.formats import locale_of
from schakel.koers.label import Language
from schakel.programme.models import Activity, ActivityStatus
from schakel.web.programme.activities import choices
from schakel.web.programme.activities.words import role_choices, role_words

USUAL = "gewoon"
BETWEEN = "|"


def task_choices(tasks: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the tasks of the bureau with their names."""
    return [(code, f"{code}. {name}") for code, name in tasks.items()]


def role_name(role: str) -> str:
    """Return what the bureau does, with a capital."""
    words = role_words(role)
    return words[:1].upper() + words[1:]


class HoursForm(forms.Form):
    """The hours that went to a task on a day."""

    def __init__(self, *args: Any, tasks: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = {
            "on": choices.day_field(_("Day"), required=True),
            "task": choices.choice_field(_("Task"), task_choices(tasks), required=True),
            "role": choices.choice_field(_("What was done"), role_choices(), required=True),
            "hours": choices.HoursField(label=_("Hours"), help_text=_("Such as 4 or 1,5.")),
            "what": choices.line_field(
                _("About what"), hint=_("Not who: hours are never kept by person."), longest=200
            ),
            "activity": forms.ModelChoiceField(
                Activity.objects.filter(status__in=(ActivityStatus.PLANNED, ActivityStatus.RUNNING)).order_by(
                    "title", "pk"
                ),
                label=_("For which activity"),
                required=False,
                empty_label=_("none"),
            ),
        }
        self.fields.update(fields)


def usual_value(line: UsualLine) -> str:
    """Return a usual line as the value of a choice."""
    return BETWEEN.join((line.task, line.role, str(line.hours)))


def as_entry(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a choice among usual lines stands for, as the form of hours expects it."""
    parts = str(sent.get(USUAL, "")).split(BETWEEN)
    task, role, hours = parts if len(parts) == 3 else ("", "", "")
    return {"on": sent.get("on", ""), "task": task, "role": role, "hours": hours.replace(".", ",")}


class PlanForm(forms.Form):
    """Hours of a year for a task."""

    def __init__(self, *args: Any, tasks: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = {
            "task": choices.choice_field(_("Task"), task_choices(tasks), required=True),
            "role": choices.choice_field(_("As what"), role_choices()),
            "hours": choices.HoursField(label=_("Hours in the year")),
            "what": choices.line_field(_("For what"), longest=200),
        }
        self.fields.update(fields)


class CapacityForm(forms.Form):
    """What the bureau has in a year."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        hours = choices.hours_field(_("Hours in the year"))
        hours.help_text = _("Of everybody together; left empty, it is not known.")
        fields: dict[str, forms.Field] = {
            "hours": hours,
            "seed_money_eur": choices.euros_field(
                _("Seed money in the year"),
                hint=_("To explore and start things; left empty, it is not known."),
            ),
            "note": choices.line_field(_("Where this follows from")),
        }
        self.fields.update(fields)


class WishForm(forms.Form):
    """What somebody would like the bureau to do: read only, nothing is kept."""

    def __init__(self, *args: Any, language: Language, **options: Any) -> None:
        super().__init__(*args, **({"auto_id": "wens_%s"} | options))
        months = get_month_names("wide", locale=locale_of(language))
        fields: dict[str, forms.Field] = {
            "uren": choices.hours_field(_("Hours")),
            "euro": choices.euros_field(_("Euros of seed money")),
            "maand": forms.TypedChoiceField(
                label=_("From which month"), choices=[(n, months[n]) for n in range(1, 13)], coerce=int
            ),
        }
        self.fields.update(fields)
