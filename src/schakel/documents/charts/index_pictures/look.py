# SPDX-License-Identifier: EUPL-1.2
"""For whom a picture of an index is drawn, and how the drawing becomes a chart."""

import hashlib
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape
from schakel.documents.charts.canvas import Canvas, text_width
from schakel.documents.charts.chart import WIDTHS, Chart, ChartTable
from schakel.documents.charts.svg import finish
from schakel.documents.formats import number, plain_number
from schakel.documents.messages import Words, words

NARROW = 500
MOST_KNOWN_NAMES = 12


class NotInPicture(BadInput):
    """A unit to point out that the picture does not hold."""

    template = N_("There is no '{unit}' in this picture; known are {known}.")
    cure = N_("Use one of these names.")


@dataclass(frozen=True, slots=True)
class Look:
    """Language ("en" or "nl") and width in pixels of a picture; ``title`` instead of the usual one."""

    language: str = "en"
    width: int = WIDTHS["desktop"]
    title: str = ""

    @property
    def say(self) -> Words:
        """The translator of this language."""
        return words(self.language)

    @property
    def narrow(self) -> bool:
        """Whether the picture is for a phone."""
        return self.width < NARROW

    def label_room(self, labels: Iterable[str], size: float = 11.0) -> float:
        """Return the pixels at the left for the names of rows: as many as they need, up to a limit."""
        widest = max((text_width(label, size * 1.06) for label in labels), default=0.0)
        return min(widest + 6, 118.0 if self.narrow else 220.0)


ENGLISH = Look()


@dataclass(frozen=True, slots=True)
class PictureWords:
    """The words with a picture: title, how to read it, and what is seen (text alternative)."""

    title: str
    how: str
    alt: str


def finish_chart(name: str, canvas: Canvas, text: PictureWords, table: ChartTable, look: Look) -> Chart:
    """Render the drawing and return it with its words and table."""
    title = look.title or text.title
    raw = canvas.to_svg()
    scope = "i" + hashlib.sha256(f"{name}{look}{text.alt}{raw}".encode()).hexdigest()[:10]
    svg, width, height = finish(raw, title=title, description=text.alt, scope=scope)
    return Chart(name, title, text.alt, text.how, svg, table, width, height)


def plain(value: float) -> float | None:
    """Return a number for a table: ``None`` where it is unknown."""
    return float(value) if math.isfinite(value) else None


def short_number(value: float, language: str, size: float) -> str:
    """Format a number with the decimals that matter beside numbers of a size (a range, a maximum)."""
    if not math.isfinite(value) or not math.isfinite(size) or size <= 0:
        return plain_number(value, language)
    decimals = min(max(2 - math.floor(math.log10(size)), 0), 8)
    while decimals > 0 and math.isclose(round(value, decimals), round(value, decimals - 1), abs_tol=1e-12):
        decimals -= 1
    return number(value, language, decimals)


def refuse_lengths(name: str, array: Floats | Mask, shape: tuple[int | None, ...]) -> None:
    """Refuse an array that does not fit or holds nothing; ``None`` in ``shape`` is any length.

    Raises
    ------
    WrongShape
        Naming the array.
    """
    found = np.shape(array)
    fits = len(found) == len(shape) and all(e in (None, f) for e, f in zip(shape, found, strict=True))
    if not fits or 0 in found:
        expected = "(" + ", ".join(str(e or "1 or more") for e in shape) + ")"
        raise WrongShape(name=name, found=found, expected=expected)


def places_of(named: Sequence[str], units: Sequence[str]) -> list[int]:
    """Return the places of the units to point out, in the order of the units.

    Raises
    ------
    NotInPicture
        When one is not there.
    """
    for each in named:
        if each not in units:
            known = [*units[:MOST_KNOWN_NAMES], *(["…"] if len(units) > MOST_KNOWN_NAMES else [])]
            raise NotInPicture(unit=each, known=", ".join(known))
    return [place for place, unit in enumerate(units) if unit in named]
