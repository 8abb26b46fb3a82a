# SPDX-License-Identifier: EUPL-1.2
"""The forms of the year: opening it, planning a phase, starting and ending one, and dates from outside."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from schakel.cycle.actions.years import EARLIEST_YEAR, LATEST_YEAR
from schakel.cycle.models import CalendarKind
from schakel.documents.cycle_papers.phase_words import date_kinds
from schakel.documents.messages import words
from schakel.web.language import page_language
from schakel.web.programme.activities import choices
from schakel.web.programme.course_names import CourseNames


class YearForm(forms.Form):
    """A year that is opened."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = {
            "year": forms.IntegerField(
                label=_("Year"),
                min_value=EARLIEST_YEAR,
                max_value=LATEST_YEAR,
                help_text=_("The calendar year in which it runs; its diagnosis may be of the year before."),
            ),
            "starts_on": choices.day_field(_("Starts on"), hint=_("1 January when left empty.")),
            "ends_on": choices.day_field(_("Ends on"), hint=_("31 December when left empty.")),
            "focus": choices.line_field(_("What this year is about"), hint=_("One sentence.")),
        }
        self.fields.update(fields)


class FocusForm(forms.Form):
    """What a year is about."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["focus"] = choices.line_field(_("What this year is about"), hint=_("One sentence."))


class PlanForm(forms.Form):
    """The planned days and the owner of a phase."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = {
            "starts_on": choices.day_field(_("Starts on"), required=True),
            "ends_on": choices.day_field(
                _("Ends on"),
                required=True,
                hint=_("Phases follow each other and may overlap; the last may run on after the year."),
            ),
            "owner": choices.partner_field(_("Which organisation owns it")),
            "owner_role": choices.line_field(
                _("In which role"), hint=_("A function, never a name."), longest=80
            ),
            "note": choices.line_field(_("Remark")),
        }
        self.fields.update(fields)


class DayForm(forms.Form):
    """The day on which a phase started or ended."""

    def __init__(self, *args: Any, label: str, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["on"] = today
        self.fields["on"] = choices.day_field(label, required=True)


class DateForm(forms.Form):
    """A date from outside."""

    def __init__(self, *args: Any, names: CourseNames, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = date_kinds(words(page_language()))
        fields: dict[str, forms.Field] = {
            "title": choices.line_field(_("What happens"), required=True, longest=200),
            "kind": choices.choice_field(
                _("Kind"), [(kind, kinds[kind]) for kind in CalendarKind.values], required=True
            ),
            "on": choices.day_field(_("Day"), required=True),
            "until": choices.day_field(_("Until"), hint=_("Only when it takes more than one day.")),
            "municipality": forms.ChoiceField(
                label=_("Of which municipality"),
                required=False,
                choices=[("", _("of none, or of all")), *names.places.items()],
            ),
            "needs": choices.line_field(
                _("What that date needs from us"), hint=_("Such as a text for the budget, two weeks before.")
            ),
            "is_public": forms.BooleanField(label=_("Everybody may see it"), required=False, initial=True),
            "source": choices.line_field(_("Where this is written"), longest=500),
        }
        self.fields.update(fields)
