# SPDX-License-Identifier: EUPL-1.2
"""The forms of the small registers."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from schakel.programme.models import Challenge
from schakel.web.programme.activities import choices
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.registers import words


class RecommendationForm(forms.Form):
    """A recommendation of a report, and what was done with it."""

    def __init__(self, *args: Any, names: CourseNames, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = {
            "report": choices.line_field(_("In which report"), required=True, longest=200),
            "on": choices.day_field(_("Date of the report")),
            "text": choices.long_field(_("What it recommends, in own words"), required=True),
            "owner": choices.partner_field(_("Who should act on it")),
            "status": choices.choice_field(
                _("What was done with it"), words.recommendation_choices(), required=True
            ),
            "what_was_done": choices.long_field(
                _("What was done, or why not"), hint=_("Needed once something was done or it was declined.")
            ),
            "source": choices.line_field(_("Where this is written"), longest=500),
        }
        self.fields.update(fields)


class SignalForm(forms.Form):
    """A change outside, and the assumption that it bears on."""

    def __init__(self, *args: Any, names: CourseNames, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = {
            "title": choices.line_field(_("What changed"), required=True, longest=200),
            "on": choices.day_field(_("Since when"), required=True),
            "kind": choices.choice_field(_("What kind of change"), words.signal_choices(), required=True),
            "assumption": choices.line_field(_("Which assumption of the course does it bear on")),
            "contradicts": forms.BooleanField(label=_("It contradicts that assumption"), required=False),
            "meaning": choices.long_field(_("What it means for the course")),
            "source": choices.line_field(_("Where this is written"), longest=500),
        }
        self.fields.update(fields)


class AgendaSubjectForm(forms.Form):
    """A subject that is put on the agenda of others."""

    def __init__(self, *args: Any, names: CourseNames, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = {
            "subject": choices.line_field(_("Subject"), required=True, longest=200),
            "addressee": choices.line_field(
                _("Who is asked (a body, not a person)"), required=True, longest=200
            ),
            "ask": choices.line_field(_("What is asked of them"), required=True),
            "owner": choices.partner_field(_("Who asks it")),
            "status": choices.choice_field(_("Stands"), words.subject_choices(), required=True),
            "raised_on": choices.day_field(_("Raised on")),
            "outcome": choices.line_field(
                _("What came of it"), hint=_("Needed once it was taken up or declined.")
            ),
            "source": choices.line_field(_("Where this is written"), longest=500),
        }
        self.fields.update(fields)


class ServiceForm(forms.Form):
    """Advice or support for firms."""

    def __init__(self, *args: Any, names: CourseNames, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = {
            "title": choices.line_field(_("What firms can get"), required=True, longest=200),
            "provider": choices.partner_field(_("From whom"), required=True),
            "topic": choices.line_field(
                _("Topic"), required=True, hint=_("One or two words that others use too."), longest=80
            ),
            "places": choices.ticks_field(
                _("For firms in"), names.places, hint=_("Tick all for the whole region; none is not known.")
            ),
            "firm_stage": choices.choice_field(
                _("For which firms"), words.firm_stage_choices(), required=True
            ),
            "tier": forms.TypedChoiceField(
                label=_("First door, or specialist behind it"), choices=words.tier_choices(), coerce=int
            ),
            "initiative": choices.initiative_field(_("Part of which initiative")),
            "source": choices.line_field(_("Where this is written"), longest=500),
        }
        self.fields.update(fields)


class ThemesField(forms.CharField):
    """Themes in one line, with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        """Return themes as one line."""
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Return the themes of a line."""
        return [theme.strip() for theme in super().clean(value).split(",") if theme.strip()]


class ChallengeForm(forms.Form):
    """A plan to buy, or an innovation on offer."""

    def __init__(self, *args: Any, names: CourseNames, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = {
            "title": choices.line_field(_("What is asked or offered"), required=True, longest=200),
            "side": choices.choice_field(
                _("Does the organisation ask or offer"), words.side_choices(), required=True
            ),
            "partner": choices.partner_field(_("Which organisation"), required=True),
            "themes": ThemesField(
                label=_("Themes"), help_text=_("Separate them with commas; a match is made on these.")
            ),
            "budget_eur": choices.euros_field(_("Budget in euros")),
            "wanted_on": choices.day_field(_("Wanted by")),
            "note": choices.long_field(_("Remarks")),
            "source": choices.line_field(_("Where this is written"), longest=500),
        }
        self.fields.update(fields)


class MatchForm(forms.Form):
    """Choose the other side of a match."""

    def __init__(self, *args: Any, challenge: Challenge, **options: Any) -> None:
        super().__init__(*args, **options)
        other = "offer" if challenge.side == "ask" else "ask"
        found = Challenge.objects.filter(side=other, matched_with__isnull=True)
        self.fields["other"] = forms.ModelChoiceField(
            found.exclude(partner=challenge.partner_id).select_related("partner"), label=_("Match with")
        )


class CustomerForm(forms.Form):
    """Say when somebody became the first customer."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"] = choices.day_field(_("Bought for the first time on"), required=True)


class ServiceSearch(forms.Form):
    """Find who helps: place, topic, stage of the firm and line of support."""

    def __init__(self, *args: Any, names: CourseNames, **options: Any) -> None:
        super().__init__(*args, **options)
        anywhere = [("", _("all"))]
        self.fields["place"] = forms.ChoiceField(
            label=_("Place"), required=False, choices=[*anywhere, *names.places.items()]
        )
        self.fields["topic"] = forms.CharField(label=_("Topic"), required=False, max_length=80)
        self.fields["firm_stage"] = forms.ChoiceField(
            label=_("Firm"), required=False, choices=[*anywhere, *words.firm_stage_choices()[1:]]
        )
        self.fields["tier"] = forms.TypedChoiceField(
            label=_("Line of support"),
            required=False,
            choices=[*anywhere, *words.tier_choices()],
            coerce=int,
            empty_value=None,
        )


class LessonSearch(forms.Form):
    """Find a lesson."""

    def __init__(self, *args: Any, names: CourseNames, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["words"] = forms.CharField(label=_("Words"), required=False, max_length=100)
        self.fields["element"] = forms.ChoiceField(
            label=_("Element"), required=False, choices=[("", _("all")), *names.elements.items()]
        )
