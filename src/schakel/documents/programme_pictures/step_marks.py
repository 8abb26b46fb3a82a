# SPDX-License-Identifier: EUPL-1.2
"""The marks of the four steps of a claimed result, told apart by shape, and amounts in few letters."""

from schakel.documents import formats
from schakel.documents.charts.canvas import Canvas, text_width
from schakel.documents.messages import Words

STEPS = ("promised", "expected", "realised", "verified")
EUR = "EUR"
_MILLION = 1_000_000


def step_word(step: str, say: Words) -> str:
    """Return the name of a step."""
    return {
        "promised": say("promised"),
        "expected": say("expected"),
        "realised": say("realised, says the claimant"),
        "verified": say("verified by another"),
    }[step]


def draw_step(canvas: Canvas, at: tuple[float, float], step: str) -> None:
    """Draw the mark of a step: two open shapes for what was said beforehand, two filled ones for after."""
    if step == "promised":
        canvas.dot(at, "ink", 110, hollow=True, shape="diamond")
    elif step == "expected":
        canvas.dot(at, "ink", 36, hollow=True)
    elif step == "realised":
        canvas.dot(at, "peer", 75)
    else:
        canvas.dot(at, "accent", 34, shape="square")


def draw_key(canvas: Canvas, top: float, say: Words) -> float:
    """Draw the key, over as many lines as it needs; returns the height below it."""
    x = 8.0
    for step in STEPS:
        room = 26 + text_width(step_word(step, say), 11)
        if x + room > canvas.width and x > 8:
            x, top = 8.0, top + 18
        draw_step(canvas, (x, top), step)
        canvas.text((x + 12, top), step_word(step, say), "muted", 11)
        x += room + 8
    return top + 14


def short_amount(value: float | None, unit: str, say: Words) -> str:
    """Return an amount without its unit: euros in millions where there are that many."""
    if value is None:
        return formats.UNKNOWN[say.language]
    if unit != EUR:
        return formats.plain_number(value, say.language)
    if value >= _MILLION:
        return say("€{n} million", n=formats.plain_number(round(value / _MILLION, 1), say.language))
    return say("€{n}", n=formats.number(value, say.language, 0))


def range_in_words(amounts: tuple[float, ...], unit: str, say: Words) -> str:
    """Return the lowest and highest version, or the one amount; euros with their sign."""
    ends = [short_amount(amount, unit, say) for amount in dict.fromkeys((min(amounts), max(amounts)))]
    return say("{low} to {high}", low=ends[0], high=ends[1]) if len(ends) > 1 else ends[0]


def amounts_in_words(amounts: tuple[float, ...], unit: str, say: Words) -> str:
    """Return the versions with their unit; unknown is said in words."""
    if not amounts:
        return say("amount not known")
    text = range_in_words(amounts, unit, say)
    return text if unit == EUR else f"{text} {unit}"
