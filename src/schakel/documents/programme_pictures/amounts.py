# SPDX-License-Identifier: EUPL-1.2
"""Amounts of money as pictures write them: whole, or short where there is little room."""

from decimal import Decimal

from schakel.documents.formats import UNKNOWN, number
from schakel.documents.messages import Words

MILLION = Decimal(1_000_000)


def euros(amount: Decimal | None, say: Words) -> str:
    """Return an amount as "€ 12.500" (nl) or "€12,500" (en); cents only where they are not zero."""
    if amount is None:
        return UNKNOWN[say.language]
    whole = amount == amount.to_integral_value()
    text = number(float(abs(amount)), say.language, 0 if whole else 2)
    return _with_sign(text, amount, say.language)


def short_euros(amount: Decimal | None, say: Words) -> str:
    """Return an amount with at most three figures: "€ 3,46 mln", "€ 12.500"."""
    if amount is None or abs(amount) < MILLION:
        return euros(None if amount is None else amount.quantize(Decimal(1)), say)
    size = abs(amount) / MILLION
    decimals = 2 if size < 10 else 1 if size < 100 else 0
    text = number(float(size), say.language, decimals)
    return _with_sign(say("{n} million", n=text), amount, say.language)


def _with_sign(text: str, amount: Decimal, language: str) -> str:
    sign = "−" if amount < 0 else ""
    return f"{sign}€ {text}" if language == "nl" else f"{sign}€{text}"
