# SPDX-License-Identifier: EUPL-1.2
"""The forms of a draft: its name and day, its changes each with a reason, and what old items go on as."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from schakel.cycle.models import Assumption, CourseChangeKind
from schakel.cycle.queries.course_items import GOALS, FieldKind
from schakel.programme.models import ContextSignal, Lesson
from schakel.web.cycle.recalibration import words
from schakel.web.programme.activities import choices

NOWHERE = "-"


class DraftForm(forms.Form):
    """Name, first day and reason of a new version."""

    def __init__(self, *args: Any, first_day: date, is_new: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = {
            "version_name": choices.line_field(
                _("Name of the new version"),
                required=True,
                hint=_("For example its years: 2026-2029."),
                longest=40,
            ),
            "valid_from": choices.day_field(_("Holds from"), required=True),
            "reason": choices.long_field(
                _("Why the course is recalibrated"), hint=_("Two or three sentences; they open the new text.")
            ),
        }
        if is_new:
            hint = _("In the address of its page; small letters, digits and dashes.")
            fields = {
                "code": forms.SlugField(label=_("Short name"), max_length=40, help_text=hint),
                **fields,
            }
        self.fields.update(fields)


class ChangeForm(forms.Form):
    """One change: only the fields that its kind needs, then the reason and what it rests on."""

    def __init__(
        self,
        *args: Any,
        kind: str,
        list_name: str,
        lines: Mapping[str, str] | None = None,
        field: str = "",
        field_kind: FieldKind | None = None,
        is_new: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = {}
        if kind == CourseChangeKind.ADD:
            fields |= _new_item(list_name, lines or {}, is_new)
        if kind in (CourseChangeKind.ADD, CourseChangeKind.REWORD):
            fields |= _labels()
        if field_kind is FieldKind.WORDS:
            fields |= _labels(required=False)
        elif field_kind is not None:
            fields["value"] = _value(field_kind)
        self.fields.update(fields | _because())


def _new_item(list_name: str, lines: Mapping[str, str], is_new: bool) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    if lines and is_new:
        fields["parent"] = forms.ChoiceField(label=_("In which main line"), choices=list(lines.items()))
    if is_new:
        hint = _("The code of an action begins with that of its line.") if lines else ""
        fields["code"] = choices.line_field(_("Code"), required=True, longest=60, hint=hint)
    if list_name == GOALS:
        fields["value"] = forms.ChoiceField(label=_("At which level"), choices=words.level_names())
    return fields


def _labels(*, required: bool = True) -> dict[str, forms.Field]:
    return {
        "label_nl": choices.line_field(_("In Dutch"), required=required),
        "label_en": choices.line_field(_("In English"), required=required),
    }


def _value(kind: FieldKind) -> forms.Field:
    label, hint = _("New value"), words.hint_of(kind)
    if kind is FieldKind.DAY:
        return choices.day_field(label, hint=hint)
    if kind is FieldKind.LEVEL:
        return forms.ChoiceField(label=label, choices=words.level_names())
    return choices.line_field(label, hint=hint)


def _because() -> dict[str, forms.Field]:
    return {
        "reason": choices.line_field(
            _("Why"),
            required=True,
            hint=_("What changed outside, what was learnt, or what no longer holds."),
            longest=500,
        ),
        "signal": _one_of(
            ContextSignal.objects.order_by("-on", "pk"), _("Because of this signal from outside")
        ),
        "lesson": _one_of(Lesson.objects.order_by("-on", "pk"), _("Because of this lesson")),
        "assumption": _one_of(Assumption.objects.order_by("statement"), _("Because of this assumption")),
    }


def _one_of(rows: Any, label: str) -> "forms.ModelChoiceField[Any]":
    return forms.ModelChoiceField(rows, label=label, required=False, empty_label=_("none"))


class MappingForm(forms.Form):
    """What an old item goes on as."""

    def __init__(self, *args: Any, items: Iterable[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["goes_on"] = forms.MultipleChoiceField(
            label=_("Goes on as"),
            required=False,
            choices=[*items, (NOWHERE, _("nothing: it ends"))],
            widget=forms.CheckboxSelectMultiple,
            help_text=_("Tick several when it is split. Tick nothing to leave it open."),
        )
        self.fields["note"] = choices.line_field(_("Remark"))

    def clean_goes_on(self) -> list[str]:
        """Return what was ticked; ending and going on at once is refused."""
        ticked: list[str] = self.cleaned_data["goes_on"]
        if NOWHERE in ticked and len(ticked) > 1:
            raise forms.ValidationError(_("It cannot end and go on at once."))
        return ticked
