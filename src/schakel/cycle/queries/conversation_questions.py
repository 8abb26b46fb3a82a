# SPDX-License-Identifier: EUPL-1.2
"""Which questions the facts about an element raise: each a code with what it is about, never free text."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from schakel.cycle.queries.gap import Quadrant

if TYPE_CHECKING:
    from schakel.cycle.queries.fact_cards import FactCard

FEWEST, MOST = 4, 6
OLD_AFTER_YEARS = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A question for the conversation; ``subject`` is a cause, an agreement or a name, ``year`` a year."""

    code: str
    subject: str = ""
    year: int | None = None


def questions_of(card: "FactCard") -> tuple[Question, ...]:
    """Return four to six questions, those that the facts raise most first.

    The last one always asks what somebody will do. When the facts raise fewer than three, whether the
    picture is recognised and what should come first fill the list.
    """
    raised = list(_raised(card))[: MOST - 1]
    spare = [Question("recognise"), Question("first_step"), Question("other_view")]
    while len(raised) < FEWEST - 1:
        raised.append(spare.pop(0))
    return (*raised, Question("own_part"))


def _raised(card: "FactCard") -> Iterator[Question]:
    for agreement in card.open_agreements[:1]:
        yield Question("agreement", agreement)
    yield from _about_figures(card)
    yield from _about_causes(card)
    if not card.has_owner:
        yield Question("no_owner")
    if card.remedies_without_cause:
        yield Question("cause_not_named", card.remedies_without_cause[0].name)


def _about_figures(card: "FactCard") -> Iterator[Question]:
    if not card.is_measured:
        yield Question("no_figure")
    elif card.is_falling:
        yield Question("falling")
    elif card.newest_period is not None and card.year - card.newest_period > OLD_AFTER_YEARS:
        yield Question("old_figure", year=card.newest_period)
    if card.quadrant is Quadrant.MEASURED_WEAK:
        yield Question("seen_stronger")
    elif card.quadrant is Quadrant.PERCEIVED_WEAK:
        yield Question("seen_weaker")


def _about_causes(card: "FactCard") -> Iterator[Question]:
    if not card.causes:
        yield Question("no_cause")
    if not card.has_remedy:
        yield Question("no_activity")
    supposed = [cause for cause in card.causes if cause.status == "supposed"]
    if supposed:
        yield Question("supposed_cause", supposed[0].statement)
    uncovered = [cause for cause in card.causes if not cause.is_covered]
    if uncovered and card.has_remedy:
        yield Question("uncovered_cause", uncovered[0].statement)
