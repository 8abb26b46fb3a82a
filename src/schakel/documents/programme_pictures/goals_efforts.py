# SPDX-License-Identifier: EUPL-1.2
"""The goals-efforts network in four layers: goals, elements, causes, and what is done about them."""

from dataclasses import dataclass

from schakel.documents.charts.canvas import Canvas, text_width, wrap
from schakel.documents.charts.chart import ChartTable, Column
from schakel.documents.charts.kinds import Drawn
from schakel.documents.messages import Words
from schakel.documents.programme_pictures.layering import order_layers

NARROW = 500
WIDTHS = (0.22, 0.17, 0.26, 0.23)
LETTERS = 10.5
LINE = 13.0
GAP = 11.0
BENDS = 10


@dataclass(frozen=True, slots=True)
class NetworkNode:
    """A node; ``layer`` is 0 (goal) to 3 (effort). ``is_marked``: a possible weakest link."""

    key: str
    layer: int
    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class NetworkPicture:
    """Nodes and links from left to right; ``open`` links are firm no further than "possibly"."""

    nodes: tuple[NetworkNode, ...]
    links: tuple[tuple[str, str], ...]
    open_links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a node stands: ``end`` is the end of its text, ``edge`` of its column."""

    x: float
    y: float
    end: float
    edge: float
    height: float
    lines: tuple[str, ...]


def draw_goals_efforts(data: NetworkPicture, width: int, say: Words) -> Drawn:
    """Draw the network; on a phone each element by itself, with what hangs on it."""
    canvas = _draw_by_element(data, width, say) if width < NARROW else _draw_layers(data, width, say)
    how = say(
        "What is done removes a cause, which strengthens an element, which helps a goal. Every tie is an "
        "assumption and stands in words below. Dashed: possibly. Blue: a possible weakest link."
    )
    return Drawn(canvas, say("Goals, elements, causes and efforts"), how, _alt(data, say), _table(data, say))


def _draw_layers(data: NetworkPicture, width: int, say: Words) -> Canvas:
    links = (*data.links, *data.open_links)
    by_key = {n.key: n for n in data.nodes}
    layers = tuple(tuple(n.key for n in data.nodes if n.layer == k) for k in range(len(WIDTHS)))
    places = _places(order_layers(layers, links), by_key, width)
    canvas = Canvas(width, height=max((p.y + p.height for p in places.values()), default=40) + 8)
    heads = (say("Goals"), say("Elements"), say("Causes"), say("What is done"))
    for x, head in zip(_starts(width), heads, strict=True):
        canvas.text((x, 9), head, "muted", 11, bold=True)
    marked = {n.key for n in data.nodes if n.is_marked}
    for first, second in links:
        if first in places and second in places:
            role = "accent_soft" if {first, second} & marked else "strip"
            _draw_link(canvas, places[first], places[second], role, dashed=(first, second) in data.open_links)
    for key, place in places.items():
        role = "accent" if by_key[key].is_marked else "ink"
        canvas.rule((place.x - 5, place.y + 1, place.x - 5, place.y + place.height - 1), role, 2)
        for i, text in enumerate(place.lines):
            at = (place.x, place.y + LINE * (i + 0.5))
            canvas.text(at, text, role, LETTERS, bold=by_key[key].is_marked)
    return canvas


def _starts(width: int) -> tuple[float, ...]:
    gap = (1 - sum(WIDTHS)) / (len(WIDTHS) - 1)
    return tuple((sum(WIDTHS[:k]) + gap * k) * width + 6 for k in range(len(WIDTHS)))


def _places(
    layers: tuple[tuple[str, ...], ...], nodes: dict[str, NetworkNode], width: int
) -> dict[str, _Place]:
    found: dict[str, _Place] = {}
    columns = []
    for x, share, keys in zip(_starts(width), WIDTHS, layers, strict=True):
        texts = [tuple(wrap(nodes[k].text, share * width - 10, LETTERS, 3)) for k in keys]
        columns.append((x, share * width - 4, keys, texts, sum(LINE * len(t) + GAP for t in texts)))
    tallest = max(c[-1] for c in columns)
    for x, room, keys, texts, height in columns:
        spare = (tallest - height) / max(len(keys), 1)
        y = 26.0 + spare / 2
        for key, lines in zip(keys, texts, strict=True):
            end = x + min(room, max(text_width(t, LETTERS) for t in lines) + 6)
            found[key] = _Place(x, y, end, x + room, LINE * len(lines), lines)
            y += LINE * len(lines) + GAP + spare
    return found


def _draw_link(canvas: Canvas, first: _Place, second: _Place, role: str, *, dashed: bool) -> None:
    x, y = first.edge, first.y + first.height / 2
    x2, y2 = second.x - 7, second.y + second.height / 2
    if dashed:
        canvas.dashed((first.end, y, x, y), role, 1.2)
        canvas.dashed((x, y, x2, y2), role, 1.2)
        return
    points = [(first.end, y)]
    for n in range(BENDS + 1):
        t = n / BENDS
        points.append((x + (x2 - x) * t, y + (y2 - y) * (3 * t * t - 2 * t**3)))
    canvas.path(points, role, 1.2)


def _draw_by_element(data: NetworkPicture, width: int, say: Words) -> Canvas:
    canvas = Canvas(width, height=12)
    links = (*data.links, *data.open_links)
    by_key = {n.key: n for n in data.nodes}
    for element in (n for n in data.nodes if n.layer == 1):
        goals = [by_key[a].text for a, b in links if b == element.key and a in by_key]
        causes = [by_key[b] for a, b in links if a == element.key and b in by_key]
        if not goals and not causes:
            continue
        role = "accent" if element.is_marked else "ink"
        canvas.rule((0, canvas.height - 6, width, canvas.height - 6), "grid")
        _write(canvas, element.text, 0, HEAD, role)
        if goals:
            _write(canvas, say("For: {goals}", goals="; ".join(goals)), 0, GOALS, "muted")
        for cause in causes:
            _draw_cause(canvas, cause, [by_key[b] for a, b in links if a == cause.key and b in by_key])
        canvas.height += 12
    return canvas


def _draw_cause(canvas: Canvas, cause: NetworkNode, efforts: list[NetworkNode]) -> None:
    top = canvas.height
    _write(canvas, cause.text, 12, CAUSE)
    for effort in efforts:
        canvas.dot((24, canvas.height + 8), "step5", 28, shape="square")
        _write(canvas, effort.text, 34, EFFORT)
    canvas.rule((4, top + 2, 4, canvas.height - 2), "strip", 2)
    canvas.height += 5


def _write(canvas: Canvas, text: str, x: float, look: "_Look", role: str = "ink") -> None:
    """Write a text of several lines at the bottom of the drawing so far."""
    for line in wrap(text, canvas.width - x - 4, look.size, look.lines):
        canvas.text((x, canvas.height + 8), line, role, look.size, bold=look.bold)
        canvas.height += look.size + 4.5


@dataclass(frozen=True, slots=True)
class _Look:
    size: float
    lines: int
    bold: bool


HEAD, GOALS = _Look(13, 2, True), _Look(11.5, 4, False)
CAUSE, EFFORT = _Look(11.5, 3, True), _Look(11.5, 2, False)


def _table(data: NetworkPicture, say: Words) -> ChartTable:
    by_key = {n.key: n.text for n in data.nodes}
    rows = tuple((by_key[a], by_key[b]) for a, b in (*data.links, *data.open_links) if {a, b} <= set(by_key))
    return ChartTable((Column(say("From")), Column(say("To"))), rows)


def _alt(data: NetworkPicture, say: Words) -> str:
    counts = [sum(n.layer == k for n in data.nodes) for k in range(4)]
    marked = [n.text for n in data.nodes if n.is_marked]
    text = say(
        "Network of {goals} goals, {elements} elements, {causes} causes and {efforts} groups of "
        "efforts, with {links} links; the table below says each of them in words.",
        goals=counts[0],
        elements=counts[1],
        causes=counts[2],
        efforts=counts[3],
        links=len(data.links) + len(data.open_links),
    )
    if marked:
        text += " " + say("Possible weakest links: {elements}.", elements=", ".join(marked))
    return text
