# SPDX-License-Identifier: EUPL-1.2
"""Fields filled in the way people write: amounts in euros, and a date of which only the year is known."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.web.language import page_language

_AMOUNT = re.compile(r"\d{1,14}(?:[.,]\d{1,2})?")
_DAY = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")


class EurosField(forms.Field):
    """An amount as people write it: "10.000", "€ 1,250.50", "1250,5"; becomes a Decimal in cents.

    A point or comma is a decimal mark only where one or two figures follow it at the end.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.widget.attrs |= {"inputmode": "decimal", "maxlength": "30"}

    def to_python(self, value: Any) -> Decimal | None:
        """Return the amount."""
        text = str(value or "").strip()
        if not text:
            return None
        plain = re.sub(r"[€\s]|EUR", "", text, flags=re.IGNORECASE)
        without = re.sub(r"(?<=\d)[.,](?=\d{3}(?:[.,]|$))", "", plain)
        if not _AMOUNT.fullmatch(without):
            raise ValidationError(_("Write an amount in euros, such as 12.500 or 12.500,50."))
        return Decimal(without.replace(",", ".")).quantize(Decimal("0.01"))

    def prepare_value(self, value: Any) -> Any:
        """Return the amount as the reader would write it."""
        if not isinstance(value, Decimal):
            return value
        decimals = 0 if value == value.to_integral_value() else 2
        return formats.number(float(value), page_language(), decimals)


class DayOrYearField(forms.Field):
    """A date ("2031-05-06" or "6-5-2031"), or a year where no more is known; becomes (date, only year)."""

    def to_python(self, value: Any) -> tuple[date, bool] | None:
        """Return the date, and whether only its year is known."""
        text = str(value or "").strip()
        if not text:
            return None
        if re.fullmatch(r"\d{4}", text):
            return _year(int(text)), True
        try:
            if match := _DAY.fullmatch(text):
                return date(int(match[3]), int(match[2]), int(match[1])), False
            return date.fromisoformat(text), False
        except ValueError as error:
            raise ValidationError(_("Write a date such as 6-5-2025, or only a year.")) from error

    def prepare_value(self, value: Any) -> Any:
        """Return the date as it may be written."""
        if not isinstance(value, tuple):
            return value
        day, only_year = value
        return str(day.year) if only_year else f"{day.day}-{day.month}-{day.year}"


def _year(year: int) -> date:
    if year < date.min.year:
        raise ValidationError(_("Write a date such as 6-5-2025, or only a year."))
    return date(year, 1, 1)


class DayField(forms.DateField):
    """A date with the picker of the browser."""

    def __init__(self, **options: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, required=False, **options)
