# SPDX-License-Identifier: EUPL-1.2
"""The alarms and the advice of the portfolio in words, for pages and documents."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from schakel.documents.formats import day, number, percent
from schakel.documents.messages import words
from schakel.documents.programme_pictures.amounts import euros
from schakel.programme.portfolio_rules import (
    ALARM_BY_ID,
    CONDITION_WORDS,
    FACT_WORDS,
    MISSING,
    AlarmRule,
    Wanted,
)
from schakel.programme.queries.alarms import Alarm, Detail


def alarm_name(rule: str, language: str) -> str:
    """Return the name of an alarm."""
    return words(language)(ALARM_BY_ID[rule].name)


def alarm_sentence(alarm: Alarm, language: str) -> str:
    """Return what is the matter in one case."""
    details = {name: _in_words(name, value, language) for name, value in alarm.details}
    return words(language)(ALARM_BY_ID[alarm.rule].told, **details)


def alarm_why(rule: str, language: str) -> str:
    """Return why it matters."""
    return words(language)(ALARM_BY_ID[rule].why)


def alarm_cure(rule: str, language: str) -> str:
    """Return what to do about it."""
    return words(language)(ALARM_BY_ID[rule].cure)


def missing_words(missing: str, language: str) -> str:
    """Return why an alarm cannot be judged."""
    return words(language)(MISSING[missing])


def condition_words(condition: Wanted, language: str) -> str:
    """Return a condition that holds."""
    return words(language)(CONDITION_WORDS[condition])


def fact_words(fact: str, language: str) -> str:
    """Return what is not known."""
    return words(language)(FACT_WORDS[fact])


def advice_name(advice: str, language: str) -> str:
    """Return a piece of advice."""
    say = words(language)
    names = {
        "consolidate": say("make permanent"),
        "scale": say("scale up"),
        "merge": say("merge"),
        "stop": say("stop"),
        "keep": say("go on"),
    }
    return names[advice]


def threshold_words(rule: AlarmRule, language: str) -> str:
    """Return the limit of an alarm, or an empty text where it has none."""
    say = words(language)
    if rule.threshold is None:
        return ""
    value = float(rule.threshold)
    if rule.unit == "share":
        return say("limit: {value}", value=percent(value, language))
    if rule.unit == "EUR":
        return say("limit: {value}", value=euros(Decimal(rule.threshold), say))
    if rule.unit == "months":
        return say("limit: {value} months", value=number(value, language, 0))
    return say("limit: {value}", value=number(value, language, 0))


def _in_words(name: str, value: Detail, language: str) -> str:
    if name == "amount" and isinstance(value, Decimal):
        return euros(value, words(language))
    if isinstance(value, date):
        return day(value, language)
    if isinstance(value, Fraction):
        return percent(float(value), language)
    if isinstance(value, str):
        return value
    return number(float(value), language, 0 if value == int(value) else 1)
