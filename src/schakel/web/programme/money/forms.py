# SPDX-License-Identifier: EUPL-1.2
"""The forms of money; a line of the ledger asks only what its kind needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from schakel.programme.models import FundingProgramme, Initiative, LedgerEntry, Partner
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.indicators.fields import WrittenNumberField
from schakel.web.programme.money.fields import DayField, DayOrYearField, EurosField
from schakel.web.programme.money.words import purpose_words, stream_choices

COMES_IN = ("pledged", "received")
PURPOSES = ("activity", "seed", "bureau", "award", "building", "other")


class SourceForm(forms.Form):
    """A source of money."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "name": forms.CharField(label=_("Name"), max_length=200),
            "kind": forms.ChoiceField(
                label=_("Kind of money"),
                choices=stream_choices(),
                help_text=_("Kinds are kept apart everywhere: they are never added together unnoticed."),
            ),
            "budget_eur": EurosField(label=_("Budget in euros"), required=False),
            "rate_eur_per_inhabitant": WrittenNumberField(
                label=_("Euros for each inhabitant and year"),
                may_be_negative=False,
                required=False,
                help_text=_(
                    "Only for a contribution of the municipalities; it is checked with public figures."
                ),
            ),
            "starts_on": DayField(label=_("Runs from")),
            "ends_on": DayField(label=_("Runs until")),
            "initiative": forms.ModelChoiceField(
                Initiative.objects.order_by("name"),
                label=_("Is itself this initiative"),
                empty_label="–",
                required=False,
                help_text=_("For a scheme that also stands in the register of initiatives."),
            ),
            "summary": forms.CharField(label=_("What it is for"), widget=forms.Textarea, required=False),
            "source": forms.CharField(
                label=_("Where this is written"),
                max_length=500,
                required=False,
                help_text=_("A web address, or a document with its date."),
            ),
        }


class EntryForm(forms.Form):
    """A line of the ledger of one kind; the fields of other kinds are left out."""

    def __init__(self, *args: Any, kind: str, names: CourseNames, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = {
            "programme": forms.ModelChoiceField(
                FundingProgramme.objects.order_by("kind", "name"),
                label=_("Source of money"),
                empty_label="–",
            ),
            "amount_eur": EurosField(label=_("Amount in euros")),
            "on": DayOrYearField(label=_("Date"), help_text=_("A date such as 6-5-2025, or only a year.")),
        }
        fields |= _incoming(names) if kind in COMES_IN else _outgoing(names, kind)
        fields |= _wording()
        self.fields |= fields


class CorrectionForm(EntryForm):
    """A line that replaces another one; says why."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["reference"]
        self.fields["why"] = forms.CharField(
            label=_("Why is it corrected?"),
            max_length=150,
            help_text=_("Everybody can read this beside the line."),
        )


class WithdrawalForm(forms.Form):
    """Take a line out of every total."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["why"] = forms.CharField(
            label=_("Why does it not count?"),
            max_length=150,
            help_text=_("Everybody can read this beside the line."),
        )


class FundingForm(forms.Form):
    """For how long an initiative is paid from a source."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields |= {
            "programme": forms.ModelChoiceField(
                FundingProgramme.objects.order_by("kind", "name"),
                label=_("Source of money"),
                empty_label="–",
            ),
            "starts_on": DayField(label=_("Paid from")),
            "ends_on": DayField(label=_("Paid until"), help_text=_("Leave it empty when it is not known.")),
            "is_structural": forms.BooleanField(
                label=_("Permanent money"),
                required=False,
                help_text=_("It has no end: somebody has taken it into its yearly budget."),
            ),
            "decision_due_on": DayField(label=_("When is decided about what comes after")),
            "note": forms.CharField(label=_("Remark"), max_length=300, required=False),
            "source": forms.CharField(label=_("Where this is written"), max_length=500, required=False),
        }


def initial_of(entry: LedgerEntry) -> dict[str, Any]:
    """Return the values of a line for its form."""
    names = ("programme", "amount_eur", "payer", "payee", "initiative", "municipality", "line", "purpose")
    more = ("decision_due_on", "description", "source")
    return {name: getattr(entry, name) for name in (*names, *more)} | {"on": (entry.on, entry.only_year)}


def values_of(data: dict[str, Any]) -> dict[str, Any]:
    """Return the cleaned values of a form as the fields of a line; an empty choice becomes an empty text."""
    values = {name: value for name, value in data.items() if name != "why"}
    values["on"], values["only_year"] = values["on"]
    return values


def _incoming(names: CourseNames) -> dict[str, forms.Field]:
    return {
        "municipality": forms.ChoiceField(
            label=_("From which municipality"),
            choices=[("", _("not a municipality")), *names.places.items()],
            required=False,
        ),
        "payer": forms.ModelChoiceField(
            Partner.objects.order_by("name"),
            label=_("From which organisation"),
            empty_label="–",
            required=False,
            help_text=_("Needed when it does not come from a municipality."),
        ),
    }


def _outgoing(names: CourseNames, kind: str) -> dict[str, forms.Field]:
    initiative = forms.ModelChoiceField(
        Initiative.objects.order_by("name"),
        label=_("Initiative"),
        empty_label="–",
        required=kind != "returned",
    )
    fields: dict[str, forms.Field] = {"initiative": initiative}
    if kind == "returned":
        initiative.label = _("Returned by which initiative")
        initiative.help_text = _("Leave it empty when the source gives money back to who paid it.")
        return fields | _incoming(names)
    return fields | {
        "payee": forms.ModelChoiceField(
            Partner.objects.order_by("name"), label=_("Paid to"), required=False, empty_label="–"
        ),
        "municipality": forms.ChoiceField(
            label=_("Where it lands"),
            choices=[("", _("the region as a whole")), *names.places.items()],
            required=False,
        ),
        "line": forms.ChoiceField(
            label=_("Line of the course"),
            choices=[("", "–"), *((code, f"{code}. {name}") for code, name in names.lines.items())],
            required=False,
        ),
        "purpose": forms.ChoiceField(
            label=_("What for"),
            choices=[("", "–"), *((code, purpose_words(code)) for code in PURPOSES)],
            required=False,
        ),
        "decision_due_on": DayField(
            label=_("Day on which is decided to go on or stop"), help_text=_("Needed for seed money.")
        ),
    }


def _wording() -> dict[str, forms.Field]:
    return {
        "description": forms.CharField(
            label=_("Description"),
            max_length=300,
            required=False,
            help_text=_("Everybody can read this; no names of persons."),
        ),
        "source": forms.CharField(
            label=_("Where this is written"),
            max_length=500,
            required=False,
            help_text=_("A web address, or a document with its date."),
        ),
        "reference": forms.CharField(
            label=_("Reference"),
            max_length=80,
            required=False,
            help_text=_("The number of the decision or invoice; made when empty. The same one counts once."),
        ),
    }
