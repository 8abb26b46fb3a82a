# SPDX-License-Identifier: EUPL-1.2
"""Cells in five shades of grey, on which text can be read, and the key that says what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from schakel.documents.charts.canvas import Canvas
from schakel.documents.formats import number, percent

Corners = tuple[float, float, float, float]
AGAINST = (0.12, 0.28, 0.45, 0.85, 1.0)
FIFTHS = (0.0, 0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a shade from 1 (palest) to 5, 0 for nothing, None for unknown; below zero in blue."""

    corners: Corners
    level: int | None
    text: str = ""


def level_of(share: float, bounds: Sequence[float] = FIFTHS) -> int | None:
    """Return the class of a share by the lower bounds of the five classes; 0 is nothing, None unknown."""
    if not np.isfinite(share):
        return None
    if share <= 0:
        return 0
    return max(1, int(np.searchsorted(bounds, share, side="right")))


def fill_of(level: int) -> tuple[str, float]:
    """Return role and opacity of a class."""
    return (f"step{level}", 1.0) if level > 0 else ("accent", AGAINST[-level - 1])


def draw_cells(canvas: Canvas, cells: Sequence[Cell], size: float = 9.5) -> None:
    """Fill the cells and then write in them; an unknown one gets a dash on paper."""
    for cell in cells:
        if cell.level:
            role, opacity = fill_of(cell.level)
            canvas.box(cell.corners, role, opacity)
    for cell in cells:
        x, y, x2, y2 = cell.corners
        if cell.level is None:
            reach = min(3.0, (x2 - x) / 3)
            canvas.rule(((x + x2) / 2 - reach, (y + y2) / 2, (x + x2) / 2 + reach, (y + y2) / 2), "peer", 1)
        elif cell.text:
            role = "on_deep" if abs(cell.level) > 3 else "on_pale"
            canvas.text(((x + x2) / 2, (y + y2) / 2 + 0.5), cell.text, role, size, align="center")


def key_of(
    bounds: Sequence[float], language: str, *, upper: float = 1.0, per_cent: bool = True
) -> list[tuple[str, str, float]]:
    """Return the entries of the key: the bounds of each class."""

    def words(value: float) -> str:
        if per_cent:
            return percent(value, language).removesuffix("%")
        return number(value, language, 1)

    edges = [*bounds, upper]
    sign = "%" if per_cent else ""
    return [
        (f"{words(low)}–{words(high)}{sign}", f"step{k + 1}", 1.0)
        for k, (low, high) in enumerate(pairwise(edges))
    ]


def bins_of(n: int, most: int) -> list[tuple[int, int]]:
    """Cut ``n`` places into at most ``most`` stretches of nearly the same length."""
    edges = np.linspace(0, n, min(n, most) + 1).round().astype(int)
    return [(int(a), int(b)) for a, b in pairwise(edges) if b > a]
