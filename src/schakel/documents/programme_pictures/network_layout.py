# SPDX-License-Identifier: EUPL-1.2
"""Where the organisations of a network stand: pieces that hang together apart, loose ones in rows below.

The layout has no chance in it (Kamada and Kawai's springs, started from a circle), so the same network is
always the same picture.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import networkx

Point = tuple[float, float]
MARGIN = 18.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Say whether two rectangles share any room."""
        apart = self.right <= other.left or other.right <= self.left
        return not (apart or self.bottom <= other.top or other.bottom <= self.top)

    def holds(self, other: "Box") -> bool:
        """Say whether another rectangle lies inside."""
        inside = self.left <= other.left and other.right <= self.right
        return inside and self.top <= other.top and other.bottom <= self.bottom


def lay_out(
    n_nodes: int, ties: Sequence[tuple[int, int]], width: float, height: float
) -> tuple[dict[int, Point], float]:
    """Return the place of every node that has a tie, and the height that was used.

    Parameters
    ----------
    n_nodes
        Nodes are 0 to ``n_nodes`` - 1.
    ties
        Pairs of nodes.
    width, height
        Room for the largest piece; smaller pieces come in a strip below it.
    """
    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(n_nodes))
    graph.add_edges_from(ties)
    pieces = sorted(
        (sorted(p) for p in networkx.connected_components(graph) if len(p) > 1), key=_largest_first
    )
    if not pieces:
        return {}, 0.0
    tall = height if len(pieces[0]) > 3 else height / 2
    places = _piece(graph, pieces[0], Box(0, 0, width, tall))
    if len(pieces) == 1:
        return places, tall
    strip = min(tall / 2.5, 130.0)
    shares = [math.sqrt(len(piece)) for piece in pieces[1:]]
    left = 0.0
    for piece, share in zip(pieces[1:], shares, strict=True):
        room = width * share / sum(shares)
        places |= _piece(graph, piece, Box(left, tall, left + room, tall + strip))
        left += room
    return places, tall + strip


def _largest_first(piece: list[int]) -> tuple[int, list[int]]:
    return (-len(piece), piece)


def _piece(graph: "networkx.Graph[int]", piece: list[int], box: Box) -> dict[int, Point]:
    """Return the places of one piece, stretched to fill its box."""
    part = networkx.Graph()
    part.add_nodes_from(piece)
    part.add_edges_from(sorted(tuple(sorted(pair)) for pair in graph.subgraph(piece).edges))
    raw = networkx.kamada_kawai_layout(part, pos=networkx.circular_layout(part))
    across = [float(raw[n][0]) for n in piece]
    down = [float(raw[n][1]) for n in piece]
    return {
        n: (
            _stretch(x, across, box.left + MARGIN, box.right - MARGIN),
            _stretch(y, down, box.top + MARGIN, box.bottom - MARGIN),
        )
        for n, x, y in zip(piece, across, down, strict=True)
    }


def _stretch(value: float, values: list[float], start: float, end: float) -> float:
    low, high = min(values), max(values)
    share = 0.5 if high - low < 1e-9 else (value - low) / (high - low)
    return start + share * (end - start)


def place_label(at: Point, radius: float, size: Point, taken: list[Box], page: Box) -> Box | None:
    """Return a free place for a label beside a node: right, left, above or below; nothing if all is full.

    Parameters
    ----------
    at, radius
        The node.
    size
        Width and height of the label.
    taken
        Where something stands already.
    page
        The label must lie inside.
    """
    (x, y), (wide, high) = at, size
    gap = radius + 4
    corners = (
        (x + gap, y - high / 2),
        (x - gap - wide, y - high / 2),
        (x - wide / 2, y - gap - high),
        (x - wide / 2, y + gap),
    )
    for left, top in corners:
        box = Box(left, top, left + wide, top + high)
        if page.holds(box) and not any(box.overlaps(other) for other in taken):
            return box
    return None
