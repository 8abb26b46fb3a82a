# SPDX-License-Identifier: EUPL-1.2
"""A field of two axes with points, of which the named ones have words beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import Floats
from schakel.documents.charts.canvas import Canvas, fit, text_width
from schakel.documents.charts.index_pictures.axes import SMALL, axis_up, tick_texts
from schakel.documents.charts.index_pictures.look import Look
from schakel.documents.charts.scales import Scale, spread

LINE = 14.0


@dataclass(frozen=True, slots=True)
class Field:
    """Scales across and up, in pixels."""

    across: Scale
    up: Scale


def draw_field(
    canvas: Canvas, values: tuple[Floats, Floats], axes: tuple[str, str], top: float, look: Look
) -> Field:
    """Draw grid and axes for two columns of values; the height of the canvas is set."""
    height = min(look.width * 0.86, 330.0) if look.narrow else 400.0
    (low, high), (bottom, roof) = (spread(v[np.isfinite(v)].tolist()) for v in values)
    ticks = Scale(bottom, roof, top + height, top).ticks(5)
    left = max((text_width(t, SMALL) for t in tick_texts(ticks, look.language)), default=20.0) + 10
    field = Field(Scale(low, high, left, look.width - 10.0), Scale(bottom, roof, top + height, top + 22))
    canvas.height = top + height + 44
    canvas.text((0, top + 6), fit(axes[1], look.width - 4, 11.5), "ink", 11, bold=True)
    axis_up(canvas, field.up, (left, look.width), look.language)
    ticks = field.across.ticks(4 if look.narrow else 6)
    for tick, text in zip(ticks, tick_texts(ticks, look.language), strict=True):
        x = field.across.at(tick)
        canvas.rule((x, field.up.end, x, field.up.start), "grid")
        at = min(x, canvas.width - text_width(text, SMALL) / 2)
        canvas.text((at, field.up.start + 12), text, "muted", SMALL, align="center")
    name = fit(axes[0], look.width - left, 11.5)
    canvas.text((look.width - 4, field.up.start + 31), name, "ink", 11, align="right", bold=True)
    return field


def draw_points(
    canvas: Canvas, field: Field, values: tuple[Floats, Floats], units: Sequence[str], named: list[int]
) -> None:
    """Draw a dot per unit known on both axes, the named ones with their words, clear of each other."""
    both = np.isfinite(values[0]) & np.isfinite(values[1])
    size = 34 if both.sum() <= 120 else 20
    for i in np.flatnonzero(both):
        if i not in named:
            at = (field.across.at(float(values[0][i])), field.up.at(float(values[1][i])))
            canvas.dot(at, "strip", size)
    shown = [i for i in named if both[i]]
    spots = [(field.across.at(float(values[0][i])), field.up.at(float(values[1][i]))) for i in shown]
    for at in spots:
        canvas.dot(at, "accent", 60)
    write_beside(canvas, [units[i] for i in shown], spots, (field.up.end + 6, field.up.start - 6))


def write_beside(
    canvas: Canvas, words: Sequence[str], spots: Sequence[tuple[float, float]], ends: tuple[float, float]
) -> None:
    """Write words beside spots, each where it hits no other word, with a line when it stands away."""
    taken: list[tuple[float, float, float]] = [(x - 5, x + 5, y) for x, y in spots]
    for word, (x, y) in sorted(zip(words, spots, strict=True), key=lambda pair: pair[1][1]):
        text = fit(word, canvas.width * 0.42, 11.8)
        wide = text_width(text, 11.8)
        best = next(
            (spot for spot in _candidates(x, y, wide, canvas.width)
             if ends[0] <= spot[2] <= ends[1] and _is_free(spot, taken)),
            next(iter(_candidates(x, y, wide, canvas.width))),
        )  # fmt: skip
        taken.append(best)
        on_right = best[0] >= x
        start = best[0] if on_right else best[1]
        if abs(best[2] - y) > 1:
            canvas.rule((x, y, start + (-2 if on_right else 2), best[2]), "accent", 0.8, 0.6)
        canvas.box((best[0] - 2, best[2] - 7, best[1] + 2, best[2] + 7), "paper", 0.75)
        canvas.text((start, best[2]), text, "accent", 11, align="left" if on_right else "right", bold=True)


def _candidates(x: float, y: float, wide: float, width: float) -> list[tuple[float, float, float]]:
    sides = [(x + 8, x + 8 + wide), (x - 8 - wide, x - 8)]
    inside = [side for side in sides if side[0] >= 0 and side[1] <= width]
    sides = inside or [sides[1 if x > width / 2 else 0]]
    away = [0.0, *(sign * LINE * k for k in range(1, 12) for sign in (-1, 1))]
    return [(left, right, y + step) for step in away for left, right in sides]


def _is_free(spot: tuple[float, float, float], taken: Sequence[tuple[float, float, float]]) -> bool:
    left, right, y = spot
    return all(abs(y - other) >= LINE - 1 or right < low - 2 or left > high + 2 for low, high, other in taken)
