# SPDX-License-Identifier: EUPL-1.2
"""What a network looks like, in numbers: density, ties between strands, brokers, pieces, balance.

Only keys, strands and pairs come in, so that each number can be checked on a graph from a book.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import networkx

from schakel.programme.models import Helix

STRANDS = (Helix.BUSINESS, Helix.KNOWLEDGE, Helix.GOVERNMENT)
"""The three strands of the triple helix; other organisations are shown, and stay out of the balance."""
MOST_NODES_EXACT = 400
N_SAMPLED = 200
MOST_BROKERS = 5
SEED = 20
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class NetworkMetrics:
    """The numbers of a network.

    Attributes
    ----------
    density
        Ties of all ties that are possible; ``None`` with fewer than two organisations.
    cross_helix_share
        Ties between two strands of all ties; ``None`` without ties.
    cross_helix_expected
        The same share if organisations found each other blindly.
    degree
        With how many others each works.
    betweenness
        The share of shortest ways between two others that run through each (0 to 1).
    components
        The pieces that hang together, largest first; isolated ones are pieces of one.
    brokers
        At most five through whom most ways run, first the strongest.
    is_sampled
        Whether betweenness was estimated from a sample, as it is in large networks.
    """

    density: float | None
    cross_helix_share: float | None
    cross_helix_expected: float | None
    degree: Mapping[int, int]
    betweenness: Mapping[int, float]
    components: tuple[tuple[int, ...], ...]
    brokers: tuple[int, ...]
    is_sampled: bool

    @property
    def isolated(self) -> tuple[int, ...]:
        """Return who has no tie."""
        return tuple(key for key, n in self.degree.items() if not n)


def measure_network(helix: Mapping[int, str], ties: Collection[Pair]) -> NetworkMetrics:
    """Return the numbers of a network.

    Parameters
    ----------
    helix
        The strand of each organisation by key.
    ties
        Each pair once.
    """
    graph = graph_of(helix, ties)
    between, is_sampled = _betweenness(graph)
    ranked = sorted(((-round(b, 12), key) for key, b in between.items() if b > 0))
    components = sorted((tuple(sorted(c)) for c in networkx.connected_components(graph)), key=_largest_first)
    return NetworkMetrics(
        density=density_of(len(helix), len(ties)),
        cross_helix_share=cross_helix_share(helix, ties),
        cross_helix_expected=cross_helix_expected(helix.values()),
        degree=dict(graph.degree()),
        betweenness=between,
        components=tuple(components),
        brokers=tuple(key for _, key in ranked[:MOST_BROKERS]),
        is_sampled=is_sampled,
    )


def graph_of(nodes: Iterable[int], ties: Iterable[Pair]) -> "networkx.Graph[int]":
    """Return the graph, its nodes in the order of their keys."""
    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(sorted(nodes))
    graph.add_edges_from(sorted(ties))
    return graph


def _betweenness(graph: "networkx.Graph[int]") -> tuple[dict[int, float], bool]:
    """Return the betweenness of every node, and whether it was sampled; loose nodes lie on no way."""
    tied = graph.subgraph(sorted(key for key, n in graph.degree() if n))
    is_sampled = len(tied) > MOST_NODES_EXACT
    part = networkx.Graph()
    part.add_nodes_from(sorted(tied))
    part.add_edges_from(sorted(tuple(sorted(pair)) for pair in tied.edges))
    ways = networkx.betweenness_centrality(
        part, k=N_SAMPLED if is_sampled else None, normalized=False, seed=SEED
    )
    possible = (len(graph) - 1) * (len(graph) - 2) / 2
    return {key: ways.get(key, 0.0) / possible if possible > 0 else 0.0 for key in graph}, is_sampled


def density_of(n_nodes: int, n_ties: int) -> float | None:
    """Return the ties of all ties that are possible."""
    return None if n_nodes < 2 else 2 * n_ties / (n_nodes * (n_nodes - 1))


def cross_helix_share(helix: Mapping[int, str], ties: Collection[Pair]) -> float | None:
    """Return the ties between two strands of all ties."""
    if not ties:
        return None
    return sum(helix[first] != helix[second] for first, second in ties) / len(ties)


def cross_helix_expected(strands: Iterable[str]) -> float | None:
    """Return the share of all possible pairs that lie between two strands."""
    counts: dict[str, int] = {}
    for strand in strands:
        counts[strand] = counts.get(strand, 0) + 1
    n = sum(counts.values())
    if n < 2:
        return None
    return 1 - sum(c * (c - 1) for c in counts.values()) / (n * (n - 1))


def balance_of(counts: Mapping[str, int]) -> float | None:
    """Return how evenly the three strands take part: 0 is one strand only, 1 all three as many.

    It is the entropy of their shares, divided by that of three equal shares; ``None`` where none of the
    three takes part.
    """
    present = [counts.get(strand, 0) for strand in STRANDS if counts.get(strand, 0)]
    total = sum(present)
    if not total:
        return None
    entropy = -sum(n / total * math.log(n / total) for n in present)
    return max(entropy, 0.0) / math.log(len(STRANDS))


def _largest_first(component: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
    return (-len(component), component)
