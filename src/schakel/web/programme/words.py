# SPDX-License-Identifier: EUPL-1.2
"""Amounts, and the addresses of pictures, as pages of the programme show them."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from schakel.documents import formats
from schakel.documents.formats import UNKNOWN
from schakel.koers.label import Language
from schakel.web.programme.showing import Picture, open_drawing

CENT = Decimal("0.01")


def money_words(value: Decimal | float | int | None, language: Language, decimals: int = 0) -> str:
    """Return an amount as "€ 10.000" (nl) or "€10,000" (en); cents only where they are not zero."""
    if value is None or value == "":
        return UNKNOWN[language]
    amount = Decimal(value).quantize(CENT)
    if amount != amount.to_integral_value():
        decimals = 2
    figure = formats.number(float(abs(amount)), language, decimals)
    sign = "-" if amount < 0 else ""
    return f"{sign}€\u00a0{figure}" if language == "nl" else f"{sign}€{figure}"


def drawn_sources(
    picture: Picture, request: HttpRequest, language: Language, *, small: bool = False
) -> dict[str, Any]:
    """Return the addresses, size and text alternative of a picture of the programme."""
    found: dict[str, Any] = {}
    for width in ("phone",) if small else ("phone", "desktop"):
        drawing = open_drawing(picture, width, language)
        query = {k: v for k, v in request.GET.items() if k not in ("file", "picture", "page", "sort")}
        query |= {"picture": f"{picture.name}.{width}", "v": drawing.fingerprint, "lang": language}
        found[width] = {
            "url": f"{request.path}?{urlencode(query)}",
            "width": drawing.width,
            "height": drawing.height,
        }
        drawn = drawing.drawn
        found |= {"alt": drawn.alt, "title": drawn.title, "how": drawn.how}
    return found
