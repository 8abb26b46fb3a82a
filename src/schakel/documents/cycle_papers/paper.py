# SPDX-License-Identifier: EUPL-1.2
"""What a paper of the board is made of, without markup; ``paper_pdf`` and ``paper_docx`` set it."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Head:
    """A heading of level 1 or 2."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Text:
    """Running text, a paragraph for each line; ``style`` is normal, lead or quiet, ``mark`` stands before."""

    text: str
    style: str = "normal"
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Points:
    """A list of short lines."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; ``widths`` are shares of the width of the page, in the order of the columns."""

    caption: str
    columns: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


PaperPart = Head | Text | Points | Grid


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper in one language.

    Attributes
    ----------
    above
        The line above the title: whose paper it is.
    facts
        Name and value of what stands under the title: day, place, who led it.
    foot
        The line at the foot of every page.
    page_words
        "page" and "of" in the language of the paper.
    is_wide
        Whether its pages lie on their side.
    """

    language: str
    title: str
    above: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[PaperPart, ...]
    foot: str
    page_words: tuple[str, str]
    is_wide: bool = False


def lines_of(text: str) -> Sequence[str]:
    """Return the paragraphs of a text that was entered, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]
