# SPDX-License-Identifier: EUPL-1.2
"""The codes of partners in words: strands, relations, tables, fit of goals, commitments."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from schakel.documents import formats
from schakel.documents.formats import UNKNOWN
from schakel.koers.label import Language
from schakel.web.programme.words import money_words


def helix_words(code: str) -> str:
    """Return a strand of the helix."""
    words = {
        "business": _("business"),
        "knowledge": _("education and knowledge"),
        "government": _("government"),
        "other": _("others"),
    }
    return words.get(code, code)


def partner_relation_words(code: str) -> str:
    """Return how an organisation stands to the collaboration."""
    words = {
        "partner": _("partner"),
        "candidate": _("candidate partner"),
        "external": _("outside organisation"),
    }
    return words.get(code, code)


def body_words(code: str) -> str:
    """Return a table at which partners sit."""
    words = {
        "board": _("programme board"),
        "administrators": _("meeting of administrators"),
        "programme_team": _("programme team"),
        "bureau": _("programme office"),
        "acquisition": _("acquisition group"),
        "steering": _("steering group"),
        "theme": _("theme group"),
    }
    return words.get(code, code)


def fit_words(code: str) -> str:
    """Return how far a partner's goal and the course coincide."""
    words = {
        "same": _("the same"),
        "partly": _("partly"),
        "conflict": _("in each other's way"),
    }
    return words.get(code, code)


def commitment_kind_words(code: str) -> str:
    """Return what is brought in."""
    words = {
        "money": _("money"),
        "hours": _("hours"),
        "asset": _("space or equipment"),
        "network": _("network and introductions"),
        "purchase": _("purchase as first customer"),
    }
    return words.get(code, code)


def commitment_step_words(code: str) -> str:
    """Return how far a commitment is."""
    words = {"promised": _("committed"), "confirmed": _("confirmed"), "delivered": _("delivered")}
    return words.get(code, code)


def unit_words(unit: str) -> str:
    """Return what a commitment is counted in; a unit that was typed stays as it is."""
    words = {"EUR": _("euros"), "hours": _("hours")}
    return words.get(unit, unit)


def amount_words(amount: Decimal | None, unit: str, language: Language) -> str:
    """Return an amount with its unit: "€ 10.000", "640 hours"; unknown is said in words."""
    if amount is None:
        return UNKNOWN[language]
    if unit == "EUR":
        return money_words(amount, language)
    decimals = 0 if amount == amount.to_integral_value() else 2
    return f"{formats.number(float(amount), language, decimals)} {unit_words(unit)}"


def share_words(share: Decimal | None, language: Language) -> str:
    """Return a share as a percentage, never 0% or 100% unless it is exactly so; unknown is said in words."""
    return formats.short_probability(None if share is None else float(share), language)


def choices_of(codes: Iterable[str], words: Callable[[str], str]) -> list[tuple[str, str]]:
    """Return the choices of a field."""
    return [(code, words(code)) for code in codes]
