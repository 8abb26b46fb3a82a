# SPDX-License-Identifier: EUPL-1.2
"""The forms of meetings, attendance, follow-ups and introductions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from schakel.programme.models import Partner
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.network.attendance_lines import read_lines
from schakel.web.programme.partners.fields import (
    choice_field,
    day_field,
    initiative_field,
    partner_field,
    place_choices,
    source_field,
    text_field,
)


class EventForm(forms.Form):
    """A meeting, visit or gathering."""

    def __init__(self, *args: Any, names: CourseNames, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "title": text_field(_("What is it called"), 200, required=True),
            "on": day_field(_("On which day"), required=True),
            "topic": text_field(_("What is it about"), 200),
            "place": choice_field(
                _("Municipality"), place_choices(names), empty=_("outside the region, or not known")
            ),
            "venue": text_field(_("Where exactly"), 120),
            "organiser": partner_field(_("Organised by")),
            "initiative": initiative_field(_("Part of which initiative")),
            "report": forms.CharField(
                label=_("What was said and found"),
                required=False,
                widget=forms.Textarea,
                help_text=_("No names of people. What was agreed stands below the meeting, each by itself."),
            ),
            "source": source_field(),
        }


class AttendanceForm(forms.Form):
    """Who was there: a line for each organisation."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lines"] = forms.CharField(
            label=_("Organisations, each on a line of its own"),
            widget=forms.Textarea,
            help_text=_(
                "Write the number of people behind the name, such as “Example College; 3”, or only the "
                "name. Lines copied from a spreadsheet work as well. Who is noted already stays."
            ),
        )

    def clean_lines(self) -> dict[Partner, int | None]:
        """Return the number of people by organisation."""
        read = read_lines(self.cleaned_data["lines"], Partner.objects.all())
        if read.problems:
            raise ValidationError(read.problems)
        return read.people


class FollowUpForm(forms.Form):
    """What was agreed; on a change also when it was done."""

    def __init__(self, *args: Any, is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "text": text_field(_("What was agreed"), 300, required=True),
            "owner": partner_field(
                _("Who does it"), hint=_("Without an owner nobody can be asked what became of it.")
            ),
            "due_on": day_field(_("Before which day")),
            "initiative": initiative_field(_("For which initiative")),
        }
        if not is_new:
            self.fields["done_on"] = day_field(_("Done on"))


class ConnectionForm(forms.Form):
    """Two partners that were brought together."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "first": partner_field(_("Organisation"), required=True),
            "second": partner_field(_("Brought together with"), required=True),
            "on": day_field(_("On which day"), required=True),
            "reason": text_field(_("Why"), 300, required=True),
        }


class ConnectionResultForm(forms.Form):
    """What came of an introduction."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "result": text_field(
                _("What came of it"), 300, hint=_("Also when it is: nothing. Leave empty when not known yet.")
            ),
            "initiative": initiative_field(_("It led to this initiative")),
            "on": day_field(_("On which day"), required=True),
            "reason": text_field(_("Why"), 300, required=True),
        }
