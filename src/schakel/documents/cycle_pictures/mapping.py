# SPDX-License-Identifier: EUPL-1.2
"""Old lines and actions beside what they go on as: left the old course, right the new one."""

from dataclasses import dataclass

from schakel.documents.charts.canvas import Canvas, fit
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.formats import enumeration
from schakel.documents.messages import Words

NARROW = 500
HEAD, ROW = 34.0, 30.0
STEPS = 14
SIZE, BOLD = 12.0, 13.4


@dataclass(frozen=True, slots=True)
class MappedItem:
    """A line or action of one of the two courses; ``is_line`` stands bold, ``mark`` is new, gone or empty."""

    key: str
    code: str
    name: str
    is_line: bool
    mark: str = ""


@dataclass(frozen=True, slots=True)
class MappingPicture:
    """The items of both courses in their order, and which old one goes on as which new one."""

    old_name: str
    new_name: str
    old: tuple[MappedItem, ...]
    new: tuple[MappedItem, ...]
    ties: tuple[tuple[str, str], ...]


def draw_mapping(data: MappingPicture, width: int, say: Words) -> Drawn:
    """Draw a row for each item and a line from every old one to what it goes on as."""
    narrow = width < NARROW
    gap = 90.0 if narrow else 130.0
    column = (width - gap) / 2
    canvas = Canvas(width, HEAD + ROW * max(len(data.old), len(data.new), 1) + 4)
    canvas.text((0, 10), fit(data.old_name, column, 12), "muted", 12)
    canvas.text((column + gap, 10), fit(data.new_name, column, 12), "muted", 12)
    places = {item.key: _middle(n) for n, item in enumerate(data.old)}
    targets = {item.key: _middle(n) for n, item in enumerate(data.new)}
    moved = {old for old, new in data.ties if old != new}
    for old, new in data.ties:
        is_moved = old in moved or old != new
        _tie(canvas, (column + 6, places[old]), (column + gap - 6, targets[new]), is_moved)
    for items, left in ((data.old, 0.0), (data.new, column + gap)):
        for n, item in enumerate(items):
            _item(canvas, item, (left, _middle(n)), column, narrow)
    how = say(
        "Left the old course, right the new one. A line runs from each item to what it goes on as: grey "
        "where it keeps its code, blue where it is split, merged or moved. Without a line it ends, or is new."
    )
    title = say("Old lines and actions, and what they go on as")
    return Drawn(canvas, title, how, mapping_alt(data, say), mapping_table(data, say))


def _middle(n: int) -> float:
    return HEAD + ROW * n + ROW / 2


def _item(canvas: Canvas, item: MappedItem, at: tuple[float, float], room: float, narrow: bool) -> None:
    left, y = at
    if item.mark:
        canvas.dot((left + 4, y), "accent" if item.mark == "new" else "peer", 34, hollow=item.mark == "gone")
    indent = left + (14 if item.mark or not item.is_line else 0)
    text = item.code if narrow and not item.is_line else f"{item.code} {item.name}"
    words = fit(text, room - (indent - left), BOLD if item.is_line else SIZE)
    canvas.text((indent, y), words, "muted" if item.mark == "gone" else "ink", 12, bold=item.is_line)


def _tie(canvas: Canvas, start: tuple[float, float], end: tuple[float, float], is_moved: bool) -> None:
    """Draw a line that leaves and arrives level."""
    (x, y), (x2, y2) = start, end
    points = []
    for k in range(STEPS + 1):
        t = k / STEPS
        ease = t * t * (3 - 2 * t)
        points.append((x + (x2 - x) * t, y + (y2 - y) * ease))
    canvas.path(points, "accent" if is_moved else "strip", 2.2 if is_moved else 1.4)


def mapping_alt(data: MappingPicture, say: Words) -> str:
    """Return what is drawn in words: what is split, merged, moved, ends and is new."""
    names = {item.key: item.code for item in (*data.old, *data.new)}
    moved = [
        say("{old} goes on as {new}", old=names[item.key], new=enumeration(_of(data, item.key), say.language))
        for item in data.old
        if _of(data, item.key) and [key for old, key in data.ties if old == item.key] != [item.key]
    ]
    ended = [item.code for item in data.old if not _of(data, item.key)]
    reached = {new for _, new in data.ties}
    fresh = [item.code for item in data.new if item.key not in reached]
    parts = [f"{'; '.join(moved)}."] if moved else []
    if ended:
        parts.append(say("Ends: {codes}.", codes=enumeration(ended, say.language)))
    if fresh:
        parts.append(say("New: {codes}.", codes=enumeration(fresh, say.language)))
    return " ".join(parts) or say("Every line and action keeps its code.")


def _of(data: MappingPicture, key: str) -> list[str]:
    codes = {item.key: item.code for item in data.new}
    return [codes[new] for old, new in data.ties if old == key]


def mapping_table(data: MappingPicture, say: Words) -> ChartTable:
    """Return each old item with what it goes on as, then what is new."""
    reached = {new for _, new in data.ties}
    rows = [
        (f"{item.code} {item.name}", enumeration(_of(data, item.key), say.language) or say("nothing"))
        for item in data.old
    ]
    rows += [(say("(new)"), f"{item.code} {item.name}") for item in data.new if item.key not in reached]
    return ChartTable((Column(data.old_name), Column(data.new_name)), tuple(rows))
