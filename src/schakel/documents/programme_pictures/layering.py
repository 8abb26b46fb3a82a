# SPDX-License-Identifier: EUPL-1.2
"""Put the nodes of a layered network in an order with few crossings: barycentres, always the same answer."""

from collections.abc import Sequence
from itertools import pairwise

SWEEPS = 12
Layers = tuple[tuple[str, ...], ...]
Links = Sequence[tuple[str, str]]


def order_layers(layers: Layers, links: Links) -> Layers:
    """Return the layers with their nodes in an order with fewer or as many crossings.

    Parameters
    ----------
    layers
        The keys of the nodes from left to right; each key once.
    links
        Pairs of keys in neighbouring layers; others are left out of account.

    Notes
    -----
    Sugiyama's method: sweep from left to right and back, each time putting the nodes of a layer in the
    order of the mean place of their neighbours; nodes without a neighbour keep their place. The best
    order seen is returned, so the answer is never worse than what came in.
    """
    best, fewest = layers, count_crossings(layers, links)
    current = layers
    for sweep in range(SWEEPS):
        if not fewest:
            break
        current = _sweep(current, links, forward=sweep % 2 == 0)
        crossings = count_crossings(current, links)
        if crossings < fewest:
            best, fewest = current, crossings
    return best


def count_crossings(layers: Layers, links: Links) -> int:
    """Return how many pairs of links between neighbouring layers cross."""
    total = 0
    for left, right in pairwise(layers):
        places = sorted(_between(left, right, links))
        total += sum(
            first[0] < second[0] and first[1] > second[1]
            for n, first in enumerate(places)
            for second in places[n + 1 :]
        )
    return total


def _between(left: tuple[str, ...], right: tuple[str, ...], links: Links) -> list[tuple[int, int]]:
    first, second = ({key: n for n, key in enumerate(layer)} for layer in (left, right))
    return [(first[a], second[b]) for a, b in links if a in first and b in second]


def _sweep(layers: Layers, links: Links, *, forward: bool) -> Layers:
    found = list(layers)
    steps = range(1, len(found)) if forward else range(len(found) - 2, -1, -1)
    for n in steps:
        found[n] = _by_barycentre(found[n], found[n - 1 if forward else n + 1], links)
    return tuple(found)


def _by_barycentre(layer: tuple[str, ...], fixed: tuple[str, ...], links: Links) -> tuple[str, ...]:
    place = {key: n for n, key in enumerate(fixed)}
    near: dict[str, list[int]] = {key: [] for key in layer}
    for first, second in links:
        for key, other in ((first, second), (second, first)):
            if key in near and other in place:
                near[key].append(place[other])
    linked = sorted((k for k in layer if near[k]), key=lambda k: sum(near[k]) / len(near[k]))
    following = iter(linked)
    return tuple(next(following) if near[key] else key for key in layer)
