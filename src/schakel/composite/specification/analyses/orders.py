# SPDX-License-Identifier: EUPL-1.2
"""Rankings without fixed weights or without compensation: acceptability (SMAA) and Kemeny's order."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from schakel.composite.aggregating.kemeny import rank_kemeny
from schakel.composite.aggregating.outrank import outrank
from schakel.composite.bad_input import Floats
from schakel.composite.building.joining import join_children
from schakel.composite.ranking.acceptability import RankWeights, analyse_acceptability, weigh_ranks
from schakel.composite.specification.elicited_weights import NotBelow
from schakel.composite.specification.known_names import (
    BranchCode,
    Count,
    NodeCode,
    PeriodCode,
    Positive,
    Share,
)
from schakel.composite.specification.made_index import Found, Index, tabulate_matrix, tabulate_units
from schakel.composite.weighing.draw_weights import draw_weights


@dataclass(frozen=True, slots=True)
class AcceptabilityAsked:
    """How often each unit takes each rank when the weights below a branch are drawn.

    Attributes
    ----------
    label
        Name of the tables.
    branch
        Branch whose children get drawn weights; the top one where absent.
    low, high
        Least and greatest share of children; 0 and 1 where absent.
    orders
        Lists of children, the most important first.
    n_draws
        Number of weight sets.
    rank_weights
        How the ranks count in the holistic index.
    """

    label: str = "acceptability"
    branch: BranchCode | None = None
    low: Mapping[NodeCode, Share] = field(default_factory=dict)
    high: Mapping[NodeCode, Share] = field(default_factory=dict)
    orders: tuple[tuple[NodeCode, ...], ...] = ()
    n_draws: Count = 10_000
    rank_weights: RankWeights = "centroid"
    period: PeriodCode | None = None


@dataclass(frozen=True, slots=True)
class Kemeny:
    """The order that agrees most with all pairwise comparisons.

    Attributes
    ----------
    label
        Name of the tables.
    branch
        Branch whose elements vote; the top one where absent.
    elements
        The children of the branch with their weights, or the indicators below it with theirs.
    most_orders, time_limit
        Most best orders listed, and seconds for each integer programme.
    """

    label: str = "kemeny"
    branch: BranchCode | None = None
    elements: Literal["children", "indicators"] = "children"
    most_orders: Count = 10
    time_limit: Positive = 60.0
    period: PeriodCode | None = None


def find_acceptability(asked: AcceptabilityAsked, index: Index) -> Found:
    """Return rank acceptabilities, central weights with confidence, and pairwise winning shares."""
    branch = asked.branch or index.root
    children = index.build.tree.children[branch]
    units = index.build.units
    weights = draw_weights(
        len(children),
        n_draws=asked.n_draws,
        rng=index.rng(asked.label),
        low=np.array([asked.low.get(child, 0.0) for child in children]),
        high=np.array([asked.high.get(child, 1.0) for child in children]),
        orders=[_places(order, children, branch) for order in asked.orders],
        indicators=children,
    )
    aggregation = index.aggregation(branch)

    def aggregate(values: Floats, *, weights: Floats) -> Floats:
        return join_children(values, weights, aggregation, units=units, children=children)

    found = analyse_acceptability(
        index.values(children, period=asked.period),
        weights=weights,
        aggregate=aggregate,
        rank_weights=weigh_ranks(len(units), form=asked.rank_weights),
    )
    ranks = {f"rank {rank + 1}": found.rank[:, rank] for rank in range(len(units))}
    central = {f"weight {child}": found.central_weights[:, j] for j, child in enumerate(children)}
    data = index.build.final
    tables = {
        "": tabulate_units(data, {"holistic": found.holistic, "confidence": found.confidence, **central}),
        "ranks": tabulate_units(data, ranks),
        "winning": tabulate_matrix(units, units, found.winning, heading="unit"),
    }
    return Found(found, tables)


def find_kemeny(asked: Kemeny, index: Index) -> Found:
    """Return the order with the most support, and the others with as much."""
    branch = asked.branch or index.root
    if asked.elements == "children":
        codes, weights = index.build.tree.children[branch], index.children_weights(branch)
    else:
        codes, weights = index.build.tree.leaves(branch), index.indicator_weights(branch)
    values = index.values(codes, period=asked.period)
    ranked = np.flatnonzero(np.isfinite(values).any(axis=1))
    units = [index.build.units[row] for row in ranked]
    found = rank_kemeny(
        outrank(values[ranked], weights=weights),
        most_orders=asked.most_orders,
        time_limit=asked.time_limit,
        units=units,
    )
    others = {}
    for number, order in enumerate(found.orders, start=1):
        places = np.empty(len(order), dtype=np.int64)
        places[order] = np.arange(1, len(order) + 1)
        others[f"order {number}"] = places
    table = tabulate_units(
        index.build.final,
        {
            "rank": found.ranks,
            **others,
            "support": [found.support] * len(units),
            "proven": [found.proven] * len(units),
        },
        units=units,
    )
    return Found(found, {"": table.sort("rank")})


def _places(order: tuple[str, ...], children: tuple[str, ...], branch: str) -> list[int]:
    for code in order:
        if code not in children:
            raise NotBelow(code=code, branch=branch, known=", ".join(children))
    return [children.index(code) for code in order]
