# SPDX-License-Identifier: EUPL-1.2
"""The forms for a result and for what is said about it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from schakel.programme.models import (
    Claim,
    ClaimKind,
    ClaimMethod,
    FundingProgramme,
    ImpactLevel,
    Initiative,
    Partner,
)
from schakel.programme.queries.claims import STEPS
from schakel.web.programme.course_names import CourseNames
from schakel.web.programme.results.words import (
    investor_words,
    kind_words,
    level_words,
    method_words,
    step_words,
)

CLAIM_FIELDS = (
    "title",
    "kind",
    "unit",
    "level",
    "initiative",
    "programme",
    "claimed_by",
    "place",
    "goal",
    "investor",
    "note",
    "source",
)
NONE = ("", "–")


class ClaimForm(forms.Form):
    """What is claimed; the amounts follow as statements."""

    title = forms.CharField(max_length=200)
    kind = forms.ChoiceField()
    unit = forms.CharField(max_length=40, required=False)
    investor = forms.ChoiceField(required=False)
    initiative = forms.ModelChoiceField(Initiative.objects.all(), required=False, empty_label="–")
    programme = forms.ModelChoiceField(FundingProgramme.objects.all(), required=False, empty_label="–")
    claimed_by = forms.ModelChoiceField(Partner.objects.all(), required=False, empty_label="–")
    level = forms.ChoiceField()
    place = forms.ChoiceField(required=False)
    goal = forms.ChoiceField(required=False)
    note = forms.CharField(required=False, widget=forms.Textarea)

    def __init__(
        self, *args: Any, names: CourseNames, fixed: Initiative | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        _say(
            self,
            {
                "title": (_("What was promised or brought about"), ""),
                "kind": (_("Kind of result"), _("A brand or campaign brings reach, never jobs or firms.")),
                "unit": (
                    _("What is counted"),
                    _("Such as jobs, firms or people. An investment is in euros."),
                ),
                "investor": (_("Investor"), _("Only for an elicited investment: whose money is it?")),
                "initiative": (_("Initiative"), _("Fill in the initiative, the source of money, or both.")),
                "programme": (_("Source of money"), ""),
                "claimed_by": (_("Who claims it"), _("This party can never verify the result itself.")),
                "level": (_("Level of impact"), ""),
                "place": (_("Municipality"), _("Empty for the region as a whole.")),
                "goal": (_("Goal of the course"), ""),
                "note": (_("Remark"), ""),
            },
        )
        _choose(self, "kind", [(k, kind_words(k)) for k in ClaimKind.values])
        _choose(self, "investor", [NONE, *((k, investor_words(k)) for k in ("private", "public"))])
        _choose(self, "level", [(k, level_words(k)) for k in ImpactLevel.values])
        _choose(self, "place", [NONE, *names.places.items()])
        _choose(self, "goal", [NONE, *names.goals.items()])
        if fixed is not None:
            del self.fields["initiative"]


class StatementForm(forms.Form):
    """What somebody said about a result, with the evidence."""

    step = forms.ChoiceField()
    amount = forms.DecimalField(max_digits=16, decimal_places=2, min_value=0, required=False)
    on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    only_year = forms.BooleanField(required=False)
    stated_by = forms.CharField(max_length=200, required=False)
    method = forms.ChoiceField()
    source = forms.CharField(max_length=500)
    evidence_url = forms.URLField(max_length=500, required=False, assume_scheme="https")
    evidence = forms.FileField(required=False)
    is_public = forms.BooleanField(required=False)
    note = forms.CharField(max_length=500, required=False)

    def __init__(self, *args: Any, claim: Claim, steps: tuple[str, ...] = STEPS, **options: Any) -> None:
        super().__init__(*args, **options)
        unit = "€" if claim.kind == ClaimKind.INVESTMENT else claim.unit
        _say(
            self,
            {
                "step": (_("How far"), ""),
                "amount": (
                    _("Amount in %(unit)s") % {"unit": unit},
                    _("Leave empty when it is not known; that is no zero."),
                ),
                "on": (_("Said on"), _("Choose 1 January when only the year is known.")),
                "only_year": (_("Only the year is known"), ""),
                "stated_by": (_("Who said it"), _("An organisation or office, not a person.")),
                "method": (_("How the amount was found"), ""),
                "source": (_("Source"), _("The document, report or page in which it stands.")),
                "evidence_url": (_("Address of the evidence"), ""),
                "evidence": (_("Or a file with the evidence"), _("PDF, picture, spreadsheet or text.")),
                "is_public": (_("Everybody may open this file"), ""),
                "note": (_("Remark"), ""),
            },
        )
        _choose(self, "step", [(s, step_words(s)) for s in steps])
        _choose(self, "method", [(m, method_words(m)) for m in ClaimMethod.values])


class CorrectionForm(forms.Form):
    """A typing error in a statement; who said it, at which step and how stay as they are."""

    amount = forms.DecimalField(max_digits=16, decimal_places=2, min_value=0)
    on = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    only_year = forms.BooleanField(required=False)
    source = forms.CharField(max_length=500)
    evidence_url = forms.URLField(max_length=500, required=False, assume_scheme="https")
    reason = forms.CharField(max_length=500)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say(
            self,
            {
                "amount": (_("Amount"), ""),
                "on": (_("Said on"), ""),
                "only_year": (_("Only the year is known"), ""),
                "source": (_("Source"), ""),
                "evidence_url": (_("Address of the evidence"), ""),
                "reason": (_("What was wrong"), _("Such as: a nought too many.")),
            },
        )


class WithdrawalForm(forms.Form):
    """A statement that was entered by mistake."""

    reason = forms.CharField(max_length=500)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say(self, {"reason": (_("Why it is taken back"), _("It stays visible and no longer counts."))})


class SameResultForm(forms.Form):
    """The result that this one is the same as."""

    other = forms.ModelChoiceField(Claim.objects.none(), required=False, empty_label="–")

    def __init__(self, *args: Any, claim: Claim, **options: Any) -> None:
        super().__init__(*args, **options)
        alike = Claim.objects.filter(kind=claim.kind, unit=claim.unit, investor=claim.investor)
        field = self.fields["other"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = alike.exclude(pk=claim.pk)
        hint = _("They then count once. Leave empty when it stands on its own.")
        _say(self, {"other": (_("The same result as"), hint)})


def _say(form: forms.Form, words: dict[str, tuple[str, str]]) -> None:
    for name, (label, hint) in words.items():
        form.fields[name].label, form.fields[name].help_text = label, hint


def _choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
