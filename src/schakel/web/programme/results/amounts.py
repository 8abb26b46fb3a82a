# SPDX-License-Identifier: EUPL-1.2
"""Amounts of results as people read them: with their unit, as bounds, "at least", or not known."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schakel.documents import formats
from schakel.koers.label import Language
from schakel.programme.queries.claim_sums import Bracket
from schakel.programme.queries.claims import ClaimState, StepState
from schakel.programme.queries.leverage import Ratio
from schakel.web.programme.words import money_words
from schakel.web.tables.table import Cell

EUR = "EUR"
NOTHING = "–"


def amount_words(value: Decimal | None, unit: str, language: Language) -> str:
    """Return an amount with its unit; unknown is said in words."""
    if value is None:
        return formats.UNKNOWN[language]
    if unit == EUR:
        return money_words(value, language)
    return f"{formats.plain_number(float(value), language)} {unit}".strip()


def range_words(low: Decimal | None, high: Decimal | None, unit: str, language: Language) -> str:
    """Return bounds with their unit; one amount where both are the same."""
    if low is None or low == high:
        return amount_words(low, unit, language)
    first = amount_words(low, EUR if unit == EUR else "", language)
    return _("%(low)s to %(high)s") % {"low": first, "high": amount_words(high, unit, language)}


def step_in_words(step: StepState, unit: str, language: Language) -> str:
    """Return what is said at a step; a dash when nothing is."""
    return range_words(step.low, step.high, unit, language) if step.versions else NOTHING


def step_cell(claim: ClaimState, step: str, language: Language) -> Cell:
    """Return the cell of a step: its amount, or its bounds with the remark that versions differ."""
    said = claim.at(step)
    text = step_in_words(said, claim.unit, language)
    if not said.versions:
        return Cell(text)
    if said.is_contested:
        return Cell(text, f"{said.low}–{said.high}", detail=_("versions contradict each other"), tone="mild")
    if said.low is None:
        return Cell(text, tone="unknown")
    return Cell(text, float(said.low))


def bracket_words(total: Bracket, unit: str, language: Language) -> str:
    """Return a sum: bounds where versions differ, "at least" where amounts are missing."""
    if not total.n_claims:
        return NOTHING
    text = range_words(total.low, total.high, unit, language)
    return _("at least %(amount)s") % {"amount": text} if total.is_at_least else text


def bracket_cell(total: Bracket, unit: str, language: Language) -> Cell:
    """Return the cell of a sum."""
    text = bracket_words(total, unit, language)
    if total.low is None:
        return Cell(text, tone="unknown" if total.n_claims else "")
    exact = total.low == total.high and not total.is_at_least
    return Cell(text, float(total.low) if exact else text)


def age_words(claim: ClaimState, today: date, language: Language) -> str:
    """Return how old a promise is: in days, or in years where only the year is known."""
    days, promise = claim.days_since_promise(today), claim.promise
    if days is None or promise is None:
        return formats.UNKNOWN[language]
    if promise.only_year:
        years = today.year - promise.on.year
        return ngettext("about one year", "about %(n)s years", years) % {"n": years}
    told = {"n": formats.number(days, language, 0)}
    return ngettext("one day", "%(n)s days", days) % told


def ratio_words(ratio: Ratio | None, language: Language) -> str:
    """Return euros for each own euro; unknown is said in words."""
    if ratio is None:
        return formats.UNKNOWN[language]
    low, high = (f"€ {n}" if language == "nl" else f"€{n}" for n in _two(ratio, language))
    text = low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}
    return _("at least %(amount)s") % {"amount": text} if ratio.is_at_least else text


def _two(ratio: Ratio, language: Language) -> tuple[str, str]:
    low = formats.number(float(ratio.low), language, 2)
    return low, formats.number(float(ratio.high), language, 2)
