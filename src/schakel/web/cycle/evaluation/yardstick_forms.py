# SPDX-License-Identifier: EUPL-1.2
"""The forms of yardsticks: proposing one, and entering or correcting a value."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from schakel.cycle.queries.automatic_readings import codes_for
from schakel.documents.cycle_papers.evaluation_words import automatic_words
from schakel.documents.messages import words
from schakel.documents.sentences.names import upper_first
from schakel.programme.models import Initiative
from schakel.web.programme.activities import choices
from schakel.web.reading import Reading

WRITTEN = (
    "title",
    "initiative",
    "automatic",
    "unit",
    "direction",
    "baseline",
    "baseline_on",
    "target",
    "due_on",
    "how_measured",
    "source",
)


class YardstickForm(forms.Form):
    """How a criterion is measured, from where to where, before when."""

    def __init__(
        self, *args: Any, reading: Reading, criterion: str, hubs: Iterable[str] = (), **options: Any
    ) -> None:
        super().__init__(*args, **options)
        say = words(reading.language)
        items = {item.code: reading.text(item.label) for item in reading.dossier.picture}
        computed = [(c, upper_first(automatic_words(c, say, items))) for c in codes_for(criterion)]
        fields: dict[str, forms.Field] = {
            "title": choices.line_field(_("What is measured"), required=True, longest=200),
            "automatic": forms.ChoiceField(
                label=_("Does Schakel compute it?"),
                required=False,
                choices=[("", _("no, its value is entered with a source")), *computed],
                help_text=_("A computed value is never typed."),
            ),
            "initiative": choices.initiative_field(
                _("The success of which hub or campus"), hint=_("Only when it is about one of them.")
            ),
            "unit": choices.line_field(_("Counted in"), longest=60, hint=_("Such as: firms, students, %.")),
            "direction": forms.ChoiceField(
                label=_("Which way is good?"),
                choices=[("+", _("more is better")), ("-", _("less is better"))],
                widget=forms.RadioSelect,
                initial="+",
            ),
            "baseline": choices.amount_field(_("Where it starts")),
            "baseline_on": choices.day_field(_("On which day that was")),
            "target": choices.amount_field(
                _("Target"), hint=_("Leave it open when it is not agreed: then nothing is said about it.")
            ),
            "due_on": choices.day_field(_("To be reached before")),
            "how_measured": choices.line_field(_("How it is measured")),
            "source": choices.line_field(_("Where this is written"), longest=500),
        }
        self.fields.update({name: fields[name] for name in WRITTEN})
        codes = list(hubs)
        if codes:
            field = self.fields["initiative"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Initiative.objects.filter(code__in=codes).order_by("name", "pk")


class ReadingForm(forms.Form):
    """A value of a yardstick on a day, with its source."""

    def __init__(self, *args: Any, unit: str, correcting: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        hint = (
            _("Leave it empty to take the value back.") if correcting else _("Leave it empty if not known.")
        )
        fields: dict[str, forms.Field] = {
            "on": choices.day_field(_("On which day"), required=True),
            "value": choices.amount_field(
                _("Value (%(unit)s)") % {"unit": unit} if unit else _("Value"), hint=hint
            ),
            "source": choices.line_field(_("Where this is written"), required=True, longest=500),
            "note": choices.line_field(
                _("Why it is corrected") if correcting else _("Remark"), required=correcting
            ),
        }
        self.fields.update(fields)


def initial_of(record: Any, names: Iterable[str]) -> Mapping[str, Any]:
    """Return what a form opens with."""
    return {name: getattr(record, name) for name in names}
