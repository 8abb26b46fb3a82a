# SPDX-License-Identifier: EUPL-1.2
"""The form of the yearly self-assessment: five statements, two open questions, three minutes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from schakel.cycle.queries.assessments import QUESTIONS, SCORES
from schakel.documents.messages import words
from schakel.koers.label import Language
from schakel.web.programme.activities import choices

OPEN = ""


class AssessmentForm(forms.Form):
    """How a partner judges its own part; each statement may be left open."""

    def __init__(self, *args: Any, language: Language, on_behalf: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        say = words(language)
        for code, text in QUESTIONS.items():
            self.fields[code] = forms.TypedChoiceField(
                label=say(text),
                required=False,
                coerce=int,
                empty_value=None,
                choices=[*((n, str(n)) for n in SCORES), (OPEN, _("no answer"))],
                widget=forms.RadioSelect,
            )
        self.fields["did"] = choices.long_field(_("What did you do for the others this year?"))
        self.fields["needs"] = choices.long_field(_("What do you need to do your part?"))
        if on_behalf:
            self.fields["on"] = choices.day_field(_("Answered on"), required=True)
            self.fields["source"] = choices.line_field(
                _("Where the partner gave this answer"),
                required=True,
                longest=500,
                hint=_("You fill this in for another: name the conversation or the letter."),
            )

    def scores(self) -> dict[str, int | None]:
        """Return the scores by question."""
        return {code: self.cleaned_data[code] for code in QUESTIONS}

    def statements(self) -> list[forms.BoundField]:
        """Return the fields of the statements."""
        return [self[code] for code in QUESTIONS]

    def others(self) -> list[forms.BoundField]:
        """Return the other fields."""
        return [field for field in self if field.name not in QUESTIONS]
