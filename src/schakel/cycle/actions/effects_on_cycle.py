# SPDX-License-Identifier: EUPL-1.2
"""Effects of decisions on the cycle itself: diagnosis, deviations, yardsticks, minutes, evaluation, course.

What each needs, with ``effect_on`` first and then its details:

- adopt_diagnosis: identity of the measurement; ``cycle`` (year) and ``links``, a list of ``element`` and
  ``reason``;
- settle_deviation: key of the deviation; ``outcome`` (else the text of a decision that is not confidential);
- agree_yardstick: code of the yardstick;
- adopt_minutes: code of the meeting whose minutes they are;
- adopt_evaluation, close_year: the year of the cycle;
- adopt_course: code of the draft.

Each of these parts of the cycle knows decisions; what they do is therefore looked up when it is done.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from schakel.cycle.actions.effect_parts import (
    Asked,
    Effect,
    EffectIncomplete,
    Subject,
    find_one,
    named,
)
from schakel.cycle.actions.minutes import adopt_minutes
from schakel.cycle.models import (
    CourseDraft,
    CycleYear,
    Decision,
    Deviation,
    Measurement,
    Meeting,
    Yardstick,
)
from schakel.koers.failures import N_
from schakel.programme.recording import Actor

LONGEST_OUTCOME = 300


def _find_year(asked: Asked, year: str) -> CycleYear:
    return find_one(CycleYear, year, N_("it is not said which year of the cycle"), year=year)


def _find_measurement(asked: Asked) -> Subject:
    key = asked.effect_on
    missing = N_("it is not said which measurement")
    record = find_one(Measurement, key, missing, identity=key)
    cycle = _find_year(asked, asked.words("cycle"))
    links = [
        {"element": str(link["element"]).strip(), "reason": str(link.get("reason") or "").strip()}
        for link in asked.details.get("links") or ()
    ]
    if any(not link["reason"] for link in links):
        raise EffectIncomplete(missing=N_("each weak link that is chosen needs its reason"))
    return Subject(record.identity, named(record), record, {"cycle": cycle.year, "links": links})


def _adopt_diagnosis(asked: Asked, subject: Subject, decision: Decision, by: Actor, at: datetime) -> None:
    from schakel.cycle.actions.adoption import LinkChoice, adopt_diagnosis

    adopt_diagnosis(
        decision=decision,
        cycle=_find_year(asked, asked.words("cycle")),
        measurement=subject.record,
        links=[LinkChoice(**link) for link in subject.details["links"]],
        by=by,
        at=at,
    )


def _find_deviation(asked: Asked) -> Subject:
    key = asked.effect_on
    record = find_one(Deviation, key, N_("it is not said which deviation"), pk=key)
    outcome = asked.words("outcome") or ("" if asked.is_confidential else asked.text.strip())
    if not outcome:
        raise EffectIncomplete(missing=N_("it is not said how the deviation is settled"))
    return Subject(str(record.pk), named(record), record, {"outcome": outcome[:LONGEST_OUTCOME]})


def _settle(asked: Asked, subject: Subject, decision: Decision, by: Actor, at: datetime) -> None:
    from schakel.cycle.actions.deviations import settle_deviation

    settle_deviation(
        deviation=subject.record, outcome=subject.details["outcome"], decision=decision, by=by, at=at
    )


def _find_by_code(model: type[Any], missing: str) -> Callable[[Asked], Subject]:
    def find(asked: Asked) -> Subject:
        record = find_one(model, asked.effect_on, missing, code=asked.effect_on)
        return Subject(record.code, named(record), record)

    return find


def _find_cycle(asked: Asked) -> Subject:
    record = _find_year(asked, asked.effect_on)
    return Subject(str(record.year), str(record.year), record)


def _agree(asked: Asked, subject: Subject, decision: Decision, by: Actor, at: datetime) -> None:
    from schakel.cycle.actions.yardsticks import agree_yardstick

    agree_yardstick(yardstick=subject.record, decision=decision, by=by, at=at)


def _adopt_minutes(asked: Asked, subject: Subject, decision: Decision, by: Actor, at: datetime) -> None:
    adopt_minutes(decision=decision, meeting=subject.record, by=by, at=at)


def _adopt_evaluation(asked: Asked, subject: Subject, decision: Decision, by: Actor, at: datetime) -> None:
    from schakel.cycle.actions.evaluating import adopt_evaluation

    adopt_evaluation(decision=decision, cycle=subject.record, by=by, at=at)


def _adopt_course(asked: Asked, subject: Subject, decision: Decision, by: Actor, at: datetime) -> None:
    from schakel.cycle.actions.recalibrating import adopt_course

    adopt_course(draft=subject.record, decision=decision, by=by, at=at)


def _close_year(asked: Asked, subject: Subject, decision: Decision, by: Actor, at: datetime) -> None:
    from schakel.cycle.actions.year_closing import close_year

    close_year(decision=decision, cycle=subject.record, by=by, at=at)


DIAGNOSIS = Effect(_find_measurement, _adopt_diagnosis)
DEVIATION = Effect(_find_deviation, _settle)
YARDSTICK = Effect(_find_by_code(Yardstick, N_("it is not said which yardstick")), _agree)
MINUTES = Effect(_find_by_code(Meeting, N_("it is not said which minutes")), _adopt_minutes)
EVALUATION = Effect(_find_cycle, _adopt_evaluation)
COURSE = Effect(_find_by_code(CourseDraft, N_("it is not said which draft of the course")), _adopt_course)
YEAR = Effect(_find_cycle, _close_year)
