# SPDX-License-Identifier: EUPL-1.2
"""Numbers, shares, intervals and dates as a Dutch or an English reader expects them.

Everywhere: ``None`` and NaN are shown as "niet bekend" / "not known", never as an empty place
or zero. Shares and probabilities come in as 0 to 1.
"""

import math
from collections.abc import Iterable
from datetime import date

from babel.dates import format_date, format_skeleton
from babel.lists import format_list
from babel.numbers import format_decimal

from schakel.diagnosis.dossier import Interval

LOCALES = {"nl": "nl_NL", "en": "en_GB"}
UNKNOWN = {"nl": "niet bekend", "en": "not known"}
_TO = {"nl": "tot", "en": "to"}
_MINUS = "−"


def locale_of(language: str) -> str:
    """Return the locale name of a language code."""
    return LOCALES[language]


def is_known(value: float | None) -> bool:
    """Tell whether a value is a real number."""
    return value is not None and math.isfinite(value)


def number(value: float | None, language: str, decimals: int = 1) -> str:
    """Format with a fixed number of decimals: 1234.5 is "1.234,5" (nl) and "1,234.5" (en)."""
    if value is None or not math.isfinite(value):
        return UNKNOWN[language]
    pattern = "#,##0" + ("." + "0" * decimals if decimals > 0 else "")
    text = format_decimal(value, format=pattern, locale=LOCALES[language])
    if text.startswith("-"):
        text = _MINUS + text[1:]
    return text.removeprefix(_MINUS) if not any(c in "123456789" for c in text) else text


def plain_number(value: float | None, language: str) -> str:
    """Format with only the decimals that matter: at most four significant figures below 1,000."""
    if value is None or not math.isfinite(value):
        return UNKNOWN[language]
    size = abs(value)
    decimals = 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 1 else 3
    while decimals and math.isclose(round(value, decimals), round(value, decimals - 1), abs_tol=1e-12):
        decimals -= 1
    return number(value, language, decimals)


def signed(value: float | None, language: str, decimals: int = 1) -> str:
    """Format a difference with its sign: "+1,2", "−0,3", "0,0"."""
    text = number(value, language, decimals)
    has_digit = any(c in "123456789" for c in text)
    return f"+{text}" if value is not None and math.isfinite(value) and value > 0 and has_digit else text


def percent(share: float | None, language: str, decimals: int = 0) -> str:
    """Format a share (0 to 1) as a percentage: "15,6%"."""
    if share is None or not math.isfinite(share):
        return UNKNOWN[language]
    return f"{number(100 * share, language, decimals)}%"


def probability(share: float | None, language: str) -> str:
    """Format a probability without claiming certainty: never 0% or 100% unless it is exactly so."""
    if share is None or not math.isfinite(share):
        return UNKNOWN[language]
    text = percent(share, language)
    if share > 0 and text == "0%":
        return f"{'minder dan' if language == 'nl' else 'less than'} 1%"
    if share < 1 and text == "100%":
        return f"{'meer dan' if language == 'nl' else 'more than'} 99%"
    return text


def short_probability(share: float | None, language: str) -> str:
    """Format a probability where there is little room: "<1%", ">99%"."""
    text = percent(share, language)
    if share and text == "0%":
        return "<1%"
    return ">99%" if share and share < 1 and text == "100%" else text


def span(low: float | None, high: float | None, language: str, decimals: int = 0) -> str:
    """Format bounds: "27–35"; with words when a bound is negative; unknown when both are."""
    if not is_known(low) and not is_known(high):
        return UNKNOWN[language]
    first, last = number(low, language, decimals), number(high, language, decimals)
    if (low is not None and low < 0) or not (is_known(low) and is_known(high)):
        return f"{first} {_TO[language]} {last}"
    return f"{first}–{last}"


def interval(value: Interval, language: str, decimals: int = 0) -> str:
    """Format a value with its bounds: "31 (27–35)"; only the bounds when the value is unknown."""
    if not is_known(value.value):
        if is_known(value.low) or is_known(value.high):
            return span(value.low, value.high, language, decimals)
        return UNKNOWN[language]
    middle = number(value.value, language, decimals)
    if not is_known(value.low) or not is_known(value.high):
        return middle
    return f"{middle} ({span(value.low, value.high, language, decimals)})"


def bracket(
    value: float | None, low: float | None, high: float | None, language: str, decimals: int = 1
) -> str:
    """Format a figure, or the bounds between which a suppressed figure lies."""
    return interval(
        Interval(value, low, high) if not is_known(value) else Interval(value), language, decimals
    )


def year(period: int | None, language: str) -> str:
    """Format a year without grouping."""
    return UNKNOWN[language] if period is None else str(period)


def day(text: str | date | None, language: str) -> str:
    """Format an ISO date ("2025-11-03", "2025-11" or "2025"); other text is returned as it is."""
    if text is None or text == "":
        return UNKNOWN[language]
    if isinstance(text, date):
        return format_date(text, "long", locale=LOCALES[language])
    parts = text[:10].split("-")
    if not all(p.isdigit() for p in parts) or len(parts[0]) != 4:
        return text
    try:
        if len(parts) == 3:
            return format_date(date.fromisoformat(text[:10]), "long", locale=LOCALES[language])
        if len(parts) == 2:
            return format_skeleton("yMMMM", date(int(parts[0]), int(parts[1]), 1), locale=LOCALES[language])
    except ValueError:
        return text
    return parts[0]


def enumeration(words: Iterable[str], language: str) -> str:
    """Join words as a sentence does: "a, b en c" / "a, b and c"."""
    return format_list(list(words), locale="en_GB" if language == "en" else "nl_NL")


def ordinal_words(count: int, language: str) -> str:
    """Write small counts as words, as running text does."""
    words = {
        "nl": ("geen", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien"),
        "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    }[language]
    return words[count] if 0 <= count < len(words) else number(count, language, 0)
