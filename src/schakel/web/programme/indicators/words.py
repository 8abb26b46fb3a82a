# SPDX-License-Identifier: EUPL-1.2
"""Words for indicators: level, time semantics, direction and the state of a value."""

from decimal import Decimal

from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.koers.label import Language
from schakel.programme.models import Indicator


def level_words(code: str) -> str:
    """Return the level of an indicator."""
    return {"effort": _("effort"), "result": _("result"), "impact": _("impact")}[code]


def semantics_words(code: str) -> str:
    """Return how values of periods combine."""
    return {
        "flow": _("amount in the period; periods add up"),
        "stock": _("state at the end; the last one counts"),
        "ratio": _("ratio; numerators and denominators add up"),
        "index": _("index or rank; does not add up"),
    }[code]


def direction_words(code: str) -> str:
    """Return which way is good."""
    return {
        "higher": _("higher is better"),
        "lower": _("lower is better"),
        "target": _("on the target is best"),
    }[code]


def frequency_words(code: str) -> str:
    """Return how often a value is asked."""
    return {"year": _("every year"), "half": _("every half year"), "quarter": _("every quarter")}[code]


def state_words(code: str) -> str:
    """Return where a value is in its approval."""
    return {
        "concept": _("draft"),
        "submitted": _("submitted"),
        "returned": _("returned"),
        "adopted": _("adopted"),
    }[code]


def total_reason_words(reason: str) -> str:
    """Return why there is no total."""
    return {
        "": "",
        "missing": _("a part is not known"),
        "index": _("values of this kind do not add up"),
        "break": _("the definition changed in between"),
    }[reason]


def amount_words(indicator: Indicator, amount: Decimal | None, language: Language) -> str:
    """Return an amount with the decimals and unit of its indicator; a ratio as a percentage."""
    if amount is None:
        return _("not known")
    if indicator.time_semantics == "ratio" and indicator.unit in ("%", "procent", "per cent"):
        return formats.percent(float(amount), language, indicator.decimals)
    return f"{formats.number(float(amount), language, indicator.decimals)} {indicator.unit}"
