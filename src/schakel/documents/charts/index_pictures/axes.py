# SPDX-License-Identifier: EUPL-1.2
"""Axes, keys and labels that keep clear of each other."""

from collections.abc import Sequence

from schakel.documents.charts.canvas import Canvas, fit, text_width
from schakel.documents.charts.scales import Scale
from schakel.documents.formats import number

SMALL, NORMAL = 10.5, 11.5


def tick_texts(ticks: Sequence[float], language: str, *, per_cent: bool = False) -> list[str]:
    """Write the ticks of one axis, all with the decimals that tell them apart."""
    shown = [100 * t if per_cent else t for t in ticks]
    decimals = next(
        (d for d in range(6) if all(abs(round(t, d) - t) < 1e-9 * max(1, abs(t)) for t in shown)), 6
    )
    return [number(t, language, decimals) + ("%" if per_cent else "") for t in shown]


def axis_across(
    canvas: Canvas,
    scale: Scale,
    ends: tuple[float, float],
    language: str,
    *,
    per_cent: bool = False,
    count: int = 5,
) -> None:
    """Draw grid lines between two heights with their values above them."""
    ticks = scale.ticks(count)
    for tick, text in zip(ticks, tick_texts(ticks, language, per_cent=per_cent), strict=True):
        x = scale.at(tick)
        canvas.rule((x, ends[0], x, ends[1]), "grid")
        half = text_width(text, SMALL) / 2
        canvas.text(
            (min(max(x, half), canvas.width - half), ends[0] - 8), text, "muted", SMALL, align="center"
        )


def axis_up(
    canvas: Canvas, scale: Scale, ends: tuple[float, float], language: str, *, count: int = 5
) -> None:
    """Draw grid lines between two places across with their values before them."""
    ticks = scale.ticks(count)
    for tick, text in zip(ticks, tick_texts(ticks, language), strict=True):
        y = scale.at(tick)
        canvas.rule((ends[0], y, ends[1], y), "grid")
        canvas.text((ends[0] - 5, y), text, "muted", SMALL, align="right")


def row_label(canvas: Canvas, place: tuple[float, float], text: str, room: float, *, named: bool) -> None:
    """Write the name of a row, ending at ``place``."""
    size = 11
    canvas.text(
        place, fit(text, room, size * (1.06 if named else 1)), "accent" if named else "ink", size,
        align="right", bold=named,
    )  # fmt: skip


def draw_key(
    canvas: Canvas, entries: Sequence[tuple[str, str, float]], top: float, width: float, left: float = 0.0
) -> float:
    """Draw boxes (words, role, opacity) with their words, on as many lines as needed; return the bottom."""
    x, y = left, top
    for text, role, opacity in entries:
        shown = fit(text, min(230.0, width - left - 20), SMALL)
        room = 17 + text_width(shown, SMALL) + 16
        if x > left and x + room - 16 > width:
            x, y = left, y + 17
        canvas.box((x, y + 2, x + 12, y + 12), role, opacity)
        canvas.frame((x, y + 2, x + 12, y + 12), "grid")
        canvas.text((x + 17, y + 7.5), shown, "muted", SMALL)
        x += room
    return y + 20


def stack_labels(
    places: Sequence[float], widths: Sequence[float], room: float
) -> list[tuple[float, bool, int]]:
    """Put words above places on lines, so that no word hides another or the line down from another.

    Returns per place where its word starts, whether it ends there instead (no room at the right), and the
    line, 0 the lowest.
    """
    on_left = [x + wide > room for x, wide in zip(places, widths, strict=True)]
    spans = [
        (x - wide, x) if left else (x, x + wide)
        for x, wide, left in zip(places, widths, on_left, strict=True)
    ]
    order = sorted(range(len(places)), key=lambda k: (on_left[k], places[k] if on_left[k] else -places[k]))
    lines: dict[int, int] = {}

    def is_free(k: int, line: int) -> bool:
        (low, high), x = spans[k], places[k]
        return all(
            not (line == at and low < spans[j][1] + 8 and high > spans[j][0] - 8)
            and not (at >= line and low - 3 < places[j] < high + 3)
            and not (at <= line and spans[j][0] - 3 < x < spans[j][1] + 3)
            for j, at in lines.items()
        )

    for k in order:
        free = (line for line in range(len(places)) if is_free(k, line))
        lines[k] = next(free, max(lines.values(), default=-1) + 1)
    return [(places[k], on_left[k], lines[k]) for k in range(len(places))]


def keep_apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move positions as little as needed so that they lie ``gap`` apart between two bounds.

    The result is in the order given. When they do not fit, they are spread evenly over the room.
    """
    n = len(wanted)
    gap = min(gap, (high - low) / max(n - 1, 1))
    order = sorted(range(n), key=lambda k: wanted[k])
    pooled: list[tuple[float, int]] = []
    for i, k in enumerate(order):
        pooled.append((min(max(wanted[k] - i * gap, low), high - (n - 1) * gap), 1))
        while len(pooled) > 1 and pooled[-2][0] > pooled[-1][0]:
            (one, m), (other, r) = pooled.pop(), pooled.pop()
            pooled.append(((one * m + other * r) / (m + r), m + r))
    found = [0.0] * n
    starts = [start for start, size in pooled for _ in range(size)]
    for i, (k, start) in enumerate(zip(order, starts, strict=True)):
        found[k] = start + i * gap
    return found
