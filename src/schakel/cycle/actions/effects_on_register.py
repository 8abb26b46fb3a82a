# SPDX-License-Identifier: EUPL-1.2
"""Effects of decisions on the rest of the register: values, targets, periods and partners.

What each needs, with ``effect_on`` first and then its details:

- adopt_value: key of the value; somebody other than its author records the decision;
- adopt_target: code of the indicator; ``year`` and ``value``; ``initiative`` (code) or ``place`` where it
  is not of the whole region;
- close_period: code of the period;
- admit_partner: code of the partner; ``joined_on`` (else the day of the meeting).
"""

from datetime import datetime

from schakel.cycle.actions.effect_parts import Asked, Effect, Subject, find_one, named
from schakel.cycle.models import Decision
from schakel.koers.failures import N_, Failure
from schakel.programme.actions.indicator_values import adopt_value
from schakel.programme.actions.indicators import set_target
from schakel.programme.actions.partners import change_partner
from schakel.programme.actions.periods import close_period
from schakel.programme.models import (
    Indicator,
    IndicatorValue,
    Initiative,
    Partner,
    PartnerRelation,
    ReportingPeriod,
)
from schakel.programme.recording import Actor


class PartnerAlready(Failure):
    """An organisation that is a partner would be admitted again."""

    template = N_("“{partner}” is a partner of the collaboration already.")
    cure = N_("Choose a candidate partner, or record the decision without an effect.")


def _find_value(asked: Asked) -> Subject:
    key = asked.effect_on
    record = find_one(IndicatorValue, key, N_("it is not said which value"), pk=key)
    return Subject(key=str(record.pk), name=named(record), record=record)


def _adopt_value(asked: Asked, subject: Subject, decision: Decision, by: Actor, at: datetime) -> None:
    adopt_value(value=subject.record, comment=decision.number, by=by, at=at)


def _find_target(asked: Asked) -> Subject:
    code = asked.effect_on
    record = find_one(Indicator, code, N_("it is not said which indicator"), code=code)
    details = {
        "year": asked.whole("year", N_("the year of the target is missing")),
        "value": str(asked.amount("value", N_("the target itself is missing, or is not a number"))),
    }
    for given in ("initiative", "place"):
        if told := asked.words(given):
            details[given] = told
    return Subject(key=record.code, name=named(record), record=record, details=details)


def _adopt_target(asked: Asked, subject: Subject, decision: Decision, by: Actor, at: datetime) -> None:
    initiative = asked.words("initiative")
    set_target(
        indicator=subject.record,
        kind="target",
        year=subject.details["year"],
        value=asked.amount("value", ""),
        initiative=find_one(Initiative, initiative, "", code=initiative) if initiative else None,
        place=asked.words("place"),
        agreed_by=decision.number,
        by=by,
        at=at,
    )


def _find_period(asked: Asked) -> Subject:
    code = asked.effect_on
    record = find_one(ReportingPeriod, code, N_("it is not said which period"), code=code)
    return Subject(key=record.code, name=named(record), record=record)


def _close_period(asked: Asked, subject: Subject, decision: Decision, by: Actor, at: datetime) -> None:
    close_period(
        period=subject.record, on=asked.on, decided_by=decision.number, expected_version=None, by=by, at=at
    )


def _find_partner(asked: Asked) -> Subject:
    code = asked.effect_on
    record = find_one(Partner, code, N_("it is not said which organisation"), code=code)
    if record.relation == PartnerRelation.PARTNER and record.left_on is None:
        raise PartnerAlready(partner=record.name)
    joined_on = asked.day("joined_on") or asked.on
    return Subject(record.code, named(record), record, {"joined_on": joined_on.isoformat()})


def _admit(asked: Asked, subject: Subject, decision: Decision, by: Actor, at: datetime) -> None:
    changes = {
        "relation": PartnerRelation.PARTNER.value,
        "joined_on": asked.day("joined_on") or asked.on,
        "left_on": None,
    }
    change_partner(partner=subject.record, expected_version=None, changes=changes, by=by, at=at)


VALUE = Effect(_find_value, _adopt_value)
TARGET = Effect(_find_target, _adopt_target)
PERIOD = Effect(_find_period, _close_period)
PARTNER = Effect(_find_partner, _admit)
