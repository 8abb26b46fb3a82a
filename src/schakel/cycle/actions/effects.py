# SPDX-License-Identifier: EUPL-1.2
"""What each decision changes by itself; ``effects_on_*`` say what every effect needs."""

from collections.abc import Mapping
from datetime import datetime

from schakel.cycle.actions import effects_on_cycle, effects_on_initiatives, effects_on_register
from schakel.cycle.actions.effect_parts import Asked, Effect, Subject
from schakel.cycle.models import Decision, DecisionEffect
from schakel.programme.recording import Actor


def _find_nothing(asked: Asked) -> Subject:
    return Subject()


def _do_nothing(asked: Asked, subject: Subject, decision: Decision, by: Actor, at: datetime) -> None:
    """Change nothing: what was decided is carried out by people."""


EFFECTS: Mapping[str, Effect] = {
    DecisionEffect.NONE: Effect(_find_nothing, _do_nothing),
    DecisionEffect.ADOPT_DIAGNOSIS: effects_on_cycle.DIAGNOSIS,
    DecisionEffect.START_INITIATIVE: effects_on_initiatives.START,
    DecisionEffect.CHANGE_INITIATIVE: effects_on_initiatives.CHANGE,
    DecisionEffect.CONSOLIDATE_INITIATIVE: effects_on_initiatives.CONSOLIDATE,
    DecisionEffect.STOP_INITIATIVE: effects_on_initiatives.STOP,
    DecisionEffect.ADOPT_VALUE: effects_on_register.VALUE,
    DecisionEffect.ADOPT_TARGET: effects_on_register.TARGET,
    DecisionEffect.CLOSE_PERIOD: effects_on_register.PERIOD,
    DecisionEffect.ADMIT_PARTNER: effects_on_register.PARTNER,
    DecisionEffect.SETTLE_DEVIATION: effects_on_cycle.DEVIATION,
    DecisionEffect.AGREE_YARDSTICK: effects_on_cycle.YARDSTICK,
    DecisionEffect.ADOPT_MINUTES: effects_on_cycle.MINUTES,
    DecisionEffect.ADOPT_EVALUATION: effects_on_cycle.EVALUATION,
    DecisionEffect.ADOPT_COURSE: effects_on_cycle.COURSE,
    DecisionEffect.CLOSE_YEAR: effects_on_cycle.YEAR,
}
