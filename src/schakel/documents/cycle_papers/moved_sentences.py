# SPDX-License-Identifier: EUPL-1.2
"""What moved since a day as sentences, for the board's papers and its pages."""

from decimal import Decimal

from schakel.cycle.queries.moved import AdoptedDiagnosis, LightChange, StageMove, VerifiedResult
from schakel.documents import formats
from schakel.documents.cycle_papers.evaluation_words import light_words
from schakel.documents.messages import Words
from schakel.documents.programme_pictures.amounts import euros
from schakel.programme.actions.stage_gates import STAGE_NAMES


def light_subject(light: str, say: Words) -> str:
    """Return on what a light says how it goes."""
    subjects = {"quality": say("quality"), "time": say("time"), "money": say("money")}
    return subjects[light]


def light_change(change: LightChange, say: Words) -> str:
    """Return how a light changed and why, without what it is about."""
    now = light_words(change.now, say)
    if change.before:
        told = say("{now}, was: {before}.", now=now, before=light_words(change.before, say))
    else:
        told = say("{now}, first report.", now=now)
    return f"{told} {change.reason}".strip()


def light_sentence(change: LightChange, say: Words) -> str:
    """Return what changed in a light, without the name of the initiative."""
    return f"{light_subject(change.light, say)} {light_change(change, say)}"


def stage_sentence(move: StageMove, say: Words) -> str:
    """Return which stage an initiative went to, without its name."""
    return say(
        "from {before} to {now} on {day}.",
        before=say(STAGE_NAMES[move.before]),
        now=say(STAGE_NAMES[move.now]),
        day=formats.day(move.on, say.language),
    )


def result_sentence(result: VerifiedResult, say: Words) -> str:
    """Return what was verified of a result, without its title."""
    return say(
        "{amount}, verified on {day}.",
        amount=_amount(result.amount, result.unit, say),
        day=formats.day(result.on, say.language),
    )


def diagnosis_sentence(adopted: AdoptedDiagnosis, say: Words) -> str:
    """Return which diagnosis was adopted."""
    return say(
        "The board adopted measurement {id} of {year} as the diagnosis (decision {number}, {day}).",
        id=adopted.identity,
        year=adopted.year,
        number=adopted.number,
        day=formats.day(adopted.on, say.language),
    )


def _amount(amount: Decimal | None, unit: str, say: Words) -> str:
    if amount is None:
        return formats.UNKNOWN[say.language]
    if unit == "EUR":
        return euros(amount, say)
    return f"{formats.plain_number(float(amount), say.language)} {unit}".strip()
