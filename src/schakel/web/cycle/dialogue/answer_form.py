# SPDX-License-Identifier: EUPL-1.2
"""The questions of a survey as those invited see them: a score from 1 to 10 for each, and a remark."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from schakel.cycle.actions.answering import HIGHEST, LONGEST_REMARK, LOWEST

UNKNOWN = "unknown"


class AnswerForm(forms.Form):
    """A score and a remark for each element; what is skipped is not in the answer.

    Parameters
    ----------
    elements
        Name and plain question of each element that is asked, by its code.
    """

    def __init__(self, *args: Any, elements: Mapping[str, tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.elements = elements
        scores = [(str(score), str(score)) for score in range(LOWEST, HIGHEST + 1)]
        for code, (name, question) in elements.items():
            self.fields[f"score_{code}"] = forms.ChoiceField(
                label=question or name,
                choices=[*scores, (UNKNOWN, _("I do not know"))],
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"remark_{code}"] = forms.CharField(
                label=_("Anything to add about %(element)s?") % {"element": name.lower()},
                required=False,
                max_length=LONGEST_REMARK,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def questions(self) -> list[tuple[str, Any, Any]]:
        """The name of each element with its two fields."""
        return [
            (name, self[f"score_{code}"], self[f"remark_{code}"])
            for code, (name, _question) in self.elements.items()
        ]

    def scores(self) -> dict[str, int | None]:
        """Return the scores by element; ``None`` for "do not know"."""
        given = {code: self.cleaned_data[f"score_{code}"] for code in self.elements}
        return {code: None if s == UNKNOWN else int(s) for code, s in given.items() if s}

    def remarks(self) -> dict[str, str]:
        """Return the remarks by element."""
        return {code: self.cleaned_data[f"remark_{code}"] for code in self.elements}
