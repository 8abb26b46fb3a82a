# SPDX-License-Identifier: EUPL-1.2
"""The forms of partners: the organisation itself, its goals, seats and contacts."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from schakel.programme.actions.contacts import latest_keeping_day
from schakel.programme.models import Body, Fit, Helix, PartnerRelation
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.partners.fields import (
    choice_field,
    course_choices,
    day_field,
    place_choices,
    source_field,
    text_field,
)
from schakel.web.programme.partners.words import (
    body_words,
    choices_of,
    fit_words,
    helix_words,
    partner_relation_words,
)


class PartnerForm(forms.Form):
    """An organisation."""

    def __init__(self, *args: Any, names: CourseNames, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "name": text_field(_("Name of the organisation"), 200, required=True),
            "short_name": text_field(_("Short name"), 60),
            "helix": choice_field(_("Strand"), choices_of(Helix.values, helix_words)),
            "relation": choice_field(
                _("How it stands to the collaboration"),
                choices_of(PartnerRelation.values, partner_relation_words),
            ),
            "municipality": choice_field(
                _("Municipality"), place_choices(names), empty=_("outside the region, or not known")
            ),
            "is_manufacturer": forms.NullBooleanField(
                label=_("Makes things itself"),
                required=False,
                widget=forms.Select(choices=[("", _("not known")), ("true", _("yes")), ("false", _("no"))]),
            ),
            "website": forms.URLField(label=_("Website"), required=False, assume_scheme="https"),
            "summary": forms.CharField(
                label=_("What it is and does"),
                required=False,
                widget=forms.Textarea,
                help_text=_("Two or three sentences. No names of people."),
            ),
            "joined_on": day_field(_("Partner since"), hint=_("Leave empty when it is not known.")),
            "left_on": day_field(_("Partner until")),
            "source": source_field(),
        }


class LeaveForm(forms.Form):
    """The day on which a partner leaves."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["left_on"] = day_field(_("Last day as a partner"), required=True)


class GoalForm(forms.Form):
    """A goal of a partner itself; on a new one also what it stands beside."""

    def __init__(self, *args: Any, names: CourseNames | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "statement": text_field(
                _("The goal, in one sentence"), 300, required=True, hint=_("In your own words.")
            ),
            "source": source_field(),
            "section": text_field(_("Section or page"), 60),
        }
        if names is not None:
            self.fields |= {
                "course_code": choice_field(
                    _("Stands beside which part of the course"),
                    course_choices(names),
                    empty=_("none, or not yet"),
                ),
                "fit": choice_field(_("How far are they the same"), choices_of(Fit.values, fit_words)),
            }


class AlignmentForm(forms.Form):
    """A goal of a partner beside a part of the course."""

    def __init__(self, *args: Any, names: CourseNames | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        if names is not None:
            self.fields["course_code"] = choice_field(_("Part of the course"), course_choices(names))
        self.fields |= {
            "fit": choice_field(_("How far are they the same"), choices_of(Fit.values, fit_words)),
            "note": text_field(_("Remark"), 300),
        }


class SeatForm(forms.Form):
    """A seat at a table, by role."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "body": choice_field(_("Board or group"), choices_of(Body.values, body_words)),
            "role": text_field(
                _("Role"), 80, required=True, hint=_("Such as chair or member. Never the name of a person.")
            ),
            "starts_on": day_field(_("First day"), hint=_("Leave empty when it is not known.")),
            "ends_on": day_field(_("Last day"), hint=_("Leave empty as long as the seat is held.")),
            "is_vacant": forms.BooleanField(label=_("Nobody holds it now"), required=False),
            "note": text_field(_("Remark"), 300),
            "source": source_field(),
        }


class SeatChangeForm(forms.Form):
    """What happens to a seat, and when."""

    def __init__(self, *args: Any, is_vacant: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        steps = [("end", _("the seat ends"))]
        if is_vacant:
            steps.insert(0, ("fill", _("somebody takes the seat from this day on")))
        else:
            steps.insert(0, ("hand_over", _("somebody else takes the seat the day after")))
            steps.insert(1, ("vacate", _("the seat becomes vacant the day after")))
        self.fields |= {
            "step": forms.ChoiceField(label=_("What happens to it"), choices=steps, widget=forms.RadioSelect),
            "on": day_field(
                _("On which day"),
                required=True,
                hint=_("The last day of the present holder, if there is one."),
            ),
        }


class ContactForm(forms.Form):
    """A way to reach a function at a partner."""

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "function": text_field(
                _("Function"),
                120,
                required=True,
                hint=_("Such as secretariat or programme manager. Not the name of a person."),
            ),
            "email": forms.EmailField(
                label=_("E-mail address"),
                required=False,
                help_text=_("An address of the function is better than one of a person."),
            ),
            "telephone": text_field(_("Telephone"), 30),
            "purpose": text_field(
                _("What it is kept for"), 200, required=True, hint=_("Such as inviting to meetings.")
            ),
            "keep_until": day_field(
                _("Keep until"), required=True, hint=_("Three years ahead at most; then it is removed.")
            ),
        }
        self.fields["keep_until"].widget.attrs |= {
            "min": today.isoformat(),
            "max": latest_keeping_day(today).isoformat(),
        }


class EmptyForm(forms.Form):
    """Nothing to fill in: only a button to confirm."""
