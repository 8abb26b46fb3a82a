# SPDX-License-Identifier: EUPL-1.2
"""A number as people write it in their own language, with up to four decimals."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from schakel.web.language import page_language

MOST_WHOLE_DIGITS = 14
MARKS = {"nl": (".", ","), "en": (",", ".")}
"""The mark between thousands and the decimal mark of each language."""


class WrittenNumberField(forms.Field):
    """A number: "12.500" is twelve thousand five hundred in Dutch, and twelve and a half in English.

    The mark of the other language is read as a decimal mark where it cannot stand between thousands.
    """

    def __init__(self, *, may_be_negative: bool = True, **options: Any) -> None:
        super().__init__(**options)
        self.may_be_negative = may_be_negative
        self.widget.attrs |= {"inputmode": "decimal", "maxlength": "30"}

    def to_python(self, value: Any) -> Decimal | None:
        """Return the number; raises ValidationError for what is none, or could be two."""
        plain = re.sub(r"\s", "", str(value or ""))
        if not plain:
            return None
        thousands, mark = (re.escape(sign) for sign in MARKS[page_language()])
        whole = rf"-?(?:\d{{1,3}}(?:{thousands}\d{{3}})+|\d+)"
        if re.fullmatch(rf"{whole}(?:{mark}\d{{1,4}})?", plain, re.ASCII):
            plain = re.sub(thousands, "", plain)
        elif not re.fullmatch(rf"-?\d+{thousands}(?:\d{{1,2}}|\d{{4}})", plain, re.ASCII):
            raise ValidationError(_("Write a number, such as 640 or 12.500,50, without its unit."))
        number = Decimal(plain.replace(",", "."))
        is_too_large = abs(number) >= Decimal(10) ** MOST_WHOLE_DIGITS
        if is_too_large or (number < 0 and not self.may_be_negative):
            raise ValidationError(_("Write a number, such as 640 or 12.500,50, without its unit."))
        return number

    def prepare_value(self, value: Any) -> Any:
        """Return a number as the reader would write it, without marks between thousands."""
        if not isinstance(value, Decimal):
            return value
        return f"{value.normalize():f}".replace(".", MARKS[page_language()][1])
