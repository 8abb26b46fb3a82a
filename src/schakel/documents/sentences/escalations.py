# SPDX-License-Identifier: EUPL-1.2
"""What asks for attention in the delivery of initiatives, in words for pages and documents."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from schakel.cycle.escalation_rules import Rule, find_rule
from schakel.cycle.queries.delivery_rules import Case
from schakel.documents.formats import day, number
from schakel.documents.messages import words
from schakel.documents.programme_pictures.amounts import euros


def rule_name(rule: str, language: str) -> str:
    """Return the name of a rule, with its limit."""
    found = find_rule(rule)
    return found.name.in_language(language).format(limit=found.limit)


def rule_why(rule: str, language: str) -> str:
    """Return why it matters."""
    return find_rule(rule).why.in_language(language)


def rule_advice(rule: str, language: str) -> str:
    """Return what to do about it."""
    return find_rule(rule).do.in_language(language)


def case_sentence(rule: str, case: Case, language: str) -> str:
    """Return what is the matter in one case."""
    found: Rule = find_rule(rule)
    told = found.told.in_language(language)
    text = told.format(limit=found.limit, **_told(dict(case.details), language)).strip()
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _told(details: Mapping[str, object], language: str) -> dict[str, str]:
    return {name: _in_words(name, value, language) for name, value in details.items()}


def _in_words(name: str, value: object, language: str) -> str:
    say = words(language)
    if value is None or value == "":
        return say("no reason was given") if name == "reason" else say("not known")
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, Decimal):
        return euros(value, say)
    if isinstance(value, int):
        return number(value, language, 0)
    return str(value)


def missing_fact(missing: str, language: str) -> str:
    """Return why a rule cannot be judged."""
    say = words(language)
    return {
        "granted": say("money was spent, and the ledger does not say what was granted"),
        "continuity": say("its money ends soon, and it is not known whether what follows is arranged"),
    }[missing]
