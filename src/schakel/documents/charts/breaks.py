# SPDX-License-Identifier: EUPL-1.2
"""Where a series breaks: the line stops, and a dashed rule says that the counting changed."""

from schakel.diagnosis.dossier import PictureItem
from schakel.documents.charts.canvas import Canvas
from schakel.documents.charts.scales import Scale
from schakel.documents.sentences.names import Names


def break_periods(item: PictureItem) -> tuple[int, ...]:
    """Return the first period of each new way of counting."""
    found = (note.details.get("from_period") for note in item.breaks)
    return tuple(period for period in found if isinstance(period, int))


def is_broken(item: PictureItem, previous: int | None, period: int) -> bool:
    """Tell whether the counting changed after ``previous`` and at or before ``period``."""
    return previous is not None and any(previous < b <= period for b in break_periods(item))


def draw_breaks(canvas: Canvas, item: PictureItem, scales: tuple[Scale, Scale], names: Names) -> None:
    """Draw a dashed rule just before each new way of counting that lies within the picture."""
    across, down = scales
    for period in break_periods(item):
        if across.low < period <= across.high:
            x = across.at(period - 0.5)
            canvas.dashed((x, down.start, x, down.end), "muted")
            canvas.text((x - 4, down.start - 7), names.say("counted otherwise"), "muted", 9, align="right")
