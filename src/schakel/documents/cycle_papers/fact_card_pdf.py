# SPDX-License-Identifier: EUPL-1.2
"""Cards of facts as PDF/UA-1: each card on one page, one card or all that are on the table together."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, cast

import typst

from schakel.documents.cycle_papers.fact_card import WRITING_LINES, CardText, shortened
from schakel.documents.report.pdf import count_pages

TEMPLATE = Path(__file__).with_name("fact_card.typ")
DENSITIES = (1.0, 0.94, 0.88, 0.82, 0.76)


def fact_cards_pdf(cards: Sequence[CardText], title: str, made_on: date) -> bytes:
    """Return the cards as one PDF; a card that does not fit on its page is set denser, or shortened.

    The same cards and day give the same bytes.
    """
    return _compile([_fitting(card, title, made_on) for card in cards], title, made_on)


def _fitting(card: CardText, title: str, made_on: date) -> tuple[CardText, float]:
    """Return the card with the density at which it fits on a page; one that never does is shortened."""
    for text in (card, shortened(card)):
        for density in DENSITIES:
            if count_pages(_compile([(text, density)], title, made_on)) <= 1:
                return text, density
    return shortened(card), DENSITIES[-1]


def _compile(cards: Sequence[tuple[CardText, float]], title: str, made_on: date) -> bytes:
    language = cards[0][0].language
    data = {
        "language": language,
        "region": "NL" if language == "nl" else "GB",
        "title": title,
        "cards": [_as_data(card, density) for card, density in cards],
    }
    files = {"main": TEMPLATE.read_bytes(), "data.json": json.dumps(data, ensure_ascii=False).encode()}
    return bytes(
        typst.compile(
            cast(Any, files),
            format="pdf",
            pdf_standards=["ua-1"],
            ignore_system_fonts=True,
            timestamp=datetime.combine(made_on, time(), tzinfo=UTC),
        )
    )


def _as_data(card: CardText, density: float) -> dict[str, object]:
    lists = ("trend", "perceived", "remedies", "causes", "limits")
    return {
        "density": density,
        "lines": WRITING_LINES,
        "title": card.title,
        "above": card.above,
        "owners": card.owners,
        "standing": " ".join(card.standing),
        "figure_heads": card.figure_heads,
        "figures": card.figures,
        "lists": [{"head": card.words[name], "items": getattr(card, name)} for name in lists],
        "questions": card.questions,
        "foot": " ".join(part for part in (card.source, card.left_out) if part),
        "words": card.words,
    }
