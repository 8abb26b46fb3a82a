# SPDX-License-Identifier: EUPL-1.2
"""Where effort brings a unit's index furthest, for a budget or up to a target."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import polars as pl

from schakel.composite.bad_input import N_, BadInput, Floats
from schakel.composite.effort.allocate import Effort, reach_target, spend_budget
from schakel.composite.effort.effort_levers import Levers
from schakel.composite.effort.effort_optimum import EffortAggregation
from schakel.composite.effort.effort_path import EffortPath, trace_spending
from schakel.composite.specification.known_names import (
    BranchCode,
    NodeCode,
    PeriodCode,
    Positive,
    UnitCode,
)
from schakel.composite.specification.made_index import Found, Index, as_table
from schakel.composite.structure.tree import Aggregation


class NoEffort(BadInput):
    """A way of joining for which the best use of effort is not known."""

    template = N_("Branch '{branch}' is joined by '{method}'; effort is worked out for {known}.")
    cure = N_("State with 'aggregation' as which of these it should be taken.")


@dataclass(frozen=True, slots=True)
class EffortAsked:
    """The best use of a budget, or the cheapest way to a target, for one unit.

    Attributes
    ----------
    unit
        The unit.
    label
        Name of the tables.
    budget, target
        One of the two: what may be spent, or the score of the branch to reach.
    branch
        Branch whose children are raised; the top one where absent.
    costs
        Cost per point of children; 1 where absent.
    cannot_change
        Children that nobody can raise.
    lowest, highest
        Scores that are required, and that can be reached.
    aggregation
        How the branch is joined; as in the index where absent.
    trace
        Also say which child comes next as the budget grows.
    """

    unit: UnitCode
    label: str = "effort"
    budget: Positive | None = None
    target: float | None = None
    branch: BranchCode | None = None
    costs: Mapping[NodeCode, Positive] = field(default_factory=dict)
    cannot_change: tuple[NodeCode, ...] = ()
    lowest: Mapping[NodeCode, float] = field(default_factory=dict)
    highest: Mapping[NodeCode, float] = field(default_factory=dict)
    aggregation: EffortAggregation | None = None
    trace: bool = True
    period: PeriodCode | None = None

    def find_problems(self) -> Iterator[tuple[tuple[str | int, ...], str, dict[str, Any]]]:
        """Yield what does not go together."""
        given = sum(each is not None for each in (self.budget, self.target))
        if given != 1:
            yield (), "one_of", {"found": given, "expected": "budget, target"}


def find_effort(asked: EffortAsked, index: Index) -> Found:
    """Return per child of the branch its score before and after, what is spent on it and what it gains."""
    branch = asked.branch or index.root
    children = index.build.tree.children[branch]
    row = index.build.units.index(asked.unit)
    scores = index.values(children, period=asked.period)[row]
    settings: dict[str, Any] = {
        "levers": _levers(asked, children, scores),
        "weights": index.children_weights(branch),
        "aggregation": asked.aggregation or _aggregation(index.aggregation(branch), branch),
        "elements": children,
    }
    if asked.budget is not None:
        found = spend_budget(scores, budget=asked.budget, **settings)
    else:
        assert asked.target is not None
        found = reach_target(scores, target=asked.target, **settings)
    tables = {"": _tabulate_children(found, scores, children), "whole": _tabulate_whole(found, asked.unit)}
    results: dict[str, Any] = {"effort": found}
    if asked.trace and found.budget > 0:
        path = trace_spending(scores, budget=found.budget, **settings)
        results["path"] = path
        tables["path"] = _tabulate_path(path, children)
    return Found(results, tables)


def _levers(asked: EffortAsked, children: tuple[str, ...], scores: Floats) -> Levers:
    costs = np.array([asked.costs.get(child, 1.0) for child in children])
    costs[[child in asked.cannot_change for child in children]] = np.inf
    return Levers(
        costs=costs,
        lowest=np.array([asked.lowest.get(c, score) for c, score in zip(children, scores, strict=True)]),
        highest=np.array([asked.highest.get(child, np.inf) for child in children]),
    )


def _tabulate_children(found: Effort, scores: Floats, children: tuple[str, ...]) -> pl.DataFrame:
    return as_table(
        {
            "code": list(children),
            "score_before": scores,
            "score_after": found.scores,
            "raise": found.raises,
            "spending": found.spending,
            "gain_per_point": found.gains,
        }
    )


def _tabulate_whole(found: Effort, unit: str) -> pl.DataFrame:
    return as_table(
        {
            "unit": [unit],
            "budget": [found.budget],
            "index_before": [found.index_before],
            "index_after": [found.index_after],
            "gain_per_budget": [found.price],
            "residual": [found.residual],
        }
    )


def _aggregation(aggregation: Aggregation, branch: str) -> EffortAggregation:
    match aggregation.method:
        case "arithmetic":
            return "arithmetic"
        case "geometric":
            return "geometric"
        case "bottleneck_penalty":
            exponential = aggregation.form == "exponential"
            return "bottleneck_exponential" if exponential else "bottleneck_logarithmic"
    known = "arithmetic, geometric, bottleneck_exponential, bottleneck_logarithmic"
    raise NoEffort(branch=branch, method=aggregation.method, known=known)


def _tabulate_path(path: EffortPath, children: tuple[str, ...]) -> pl.DataFrame:
    scores = {f"score {child}": path.scores[:, place] for place, child in enumerate(children)}
    return as_table({"budget": path.budgets, "index": path.index, **scores})
