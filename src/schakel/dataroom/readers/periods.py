# SPDX-License-Identifier: EUPL-1.2
"""Years and region labels as publishers write them."""

import re
from dataclasses import dataclass

_YEAR = re.compile(r"((?:1[89]|20)\d\d)(?:JJ00|\.0)?(?:\s+([^\W\d_]+))?\s*(\*{0,2})")
_CODE = re.compile(r"(GM|CR|PV|LD|NL|WK|BU|AM|RE)\d+|[A-Z]{2}[A-Z0-9]{0,3}(_[A-Z0-9]{1,6})?")
_KIND = re.compile(r"^(.*\S)\s*\((CR|PV|LD|GA|GM|RP|AM|RE)\)$")
_WHOLE_NETHERLANDS = frozenset({"NL00", "NL01"})
_MONTHS = (
    r"januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    r"january|february|march|may|june|july|august|october"
)


@dataclass(frozen=True, slots=True)
class Period:
    """A year, the month it is measured in where the source says so, and its provisional mark."""

    year: int
    month: str = ""
    mark: str = ""


def read_period(text: str) -> Period | None:
    """Read ``2012``, ``2012*``, ``2008 december**`` or ``2024JJ00``; None where it is no year.

    A quarter, a month key (``2024MM03``) or a span is no year and gives None.
    """
    match = _YEAR.fullmatch(text.strip())
    if not match:
        return None
    month = (match[2] or "").lower()
    if month and not re.fullmatch(_MONTHS, month):
        return None
    return Period(int(match[1]), month, match[3])


def is_region_code(text: str) -> bool:
    """Return whether a text is a code (``GM0363``, ``CR23``, ``NL329``) and not a name."""
    return bool(_CODE.fullmatch(text.strip()))


def clean_region_code(text: str) -> str:
    """Take the padding off a code and write the whole country as ``NL`` (CBS: NL00, NL01)."""
    code = text.strip()
    return "NL" if code in _WHOLE_NETHERLANDS else code


def split_region_label(text: str) -> tuple[str, str]:
    """Part ``Noord-Friesland (CR)`` into its name and kind; other brackets belong to the name."""
    plain = " ".join(text.split())
    match = _KIND.match(plain)
    return (match[1], match[2]) if match else (plain, "")
