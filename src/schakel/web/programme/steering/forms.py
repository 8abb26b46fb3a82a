# SPDX-License-Identifier: EUPL-1.2
"""The choices that a reader of the steering pages has; a wrong one in the address is ignored."""

from collections.abc import Iterable
from typing import Self

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from schakel.programme.models import InitiativeKind, Stage
from schakel.web.programme.initiatives.words import kind_words, stage_words

Choices = Iterable[tuple[str, str]]


class Chooser(forms.Form):
    """A form of drop-down lists in the address."""

    @classmethod
    def asked(cls, request: HttpRequest, **offered: Choices) -> Self:
        """Return the form with what the address asks for."""
        return cls(request.GET, auto_id="choose_%s", **offered)  # type: ignore[arg-type]

    def offer(self, name: str, label: str, choices: Choices, all_of_them: str = "") -> None:
        """Add a list; the first choice is the one without a value."""
        first = [("", all_of_them)] if all_of_them else []
        self.fields[name] = forms.ChoiceField(label=label, choices=[*first, *choices], required=False)

    def chosen(self, name: str) -> str:
        """Return a choice; empty where none or a wrong one was made."""
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class AimForm(Chooser):
    """What counts as work, and in what effort is measured."""

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.offer(
            "ended",
            _("What counts"),
            [("", _("what is planned or runs now")), ("yes", _("also what is done"))],
        )
        self.offer(
            "effort",
            _("Effort in"),
            [
                ("", _("initiatives and activities")),
                ("hours", _("planned hours")),
                ("money", _("money granted")),
            ],
        )


class ElementForm(Chooser):
    """The element that the network is about."""

    def __init__(self, *args: object, elements: Choices, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.offer("element", _("Element"), elements, _("all elements"))


class PortfolioForm(Chooser):
    """Which initiatives of the portfolio are shown."""

    def __init__(
        self, *args: object, lines: Choices, places: Choices, alarms: Choices, **options: object
    ) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.offer("stage", _("Stage"), [(s, stage_words(s)) for s in Stage.values], _("all stages"))
        self.offer("kind", _("Kind"), [(k, kind_words(k)) for k in InitiativeKind.values], _("all kinds"))
        self.offer("line", _("Line"), lines, _("all lines"))
        self.offer("place", _("Municipality"), places, _("all municipalities"))
        self.offer("alarm", _("Alarm"), alarms, _("with and without an alarm"))
