# SPDX-License-Identifier: EUPL-1.2
"""Weights from people's judgements: pairwise comparisons, budgets of points, best and worst."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

import numpy as np
import polars as pl

from schakel.composite.bad_input import N_, BadInput, Floats
from schakel.composite.specification.known_names import BranchCode, NodeCode, Positive
from schakel.composite.specification.sharper_types import OneOf
from schakel.composite.structure.reshaping import reweigh_tree
from schakel.composite.structure.tree import Tree
from schakel.composite.weighing.weigh_elicited import (
    BestWorstWeights,
    BudgetWeights,
    weigh_best_worst,
    weigh_budget,
)
from schakel.composite.weighing.weigh_pairwise import PairwiseWeights, combine_judgements, weigh_pairwise

Table = Mapping[NodeCode, Mapping[NodeCode, Positive]]


class NotBelow(BadInput):
    """A judgement about something that is not directly below the branch."""

    template = N_("'{code}' is not directly below branch '{branch}'; below it are {known}.")
    cure = N_("Judge the nodes directly below a branch, one branch at a time.")


@dataclass(frozen=True, slots=True)
class Pairwise:
    """Comparisons of the children of a branch (analytic hierarchy process).

    Attributes
    ----------
    branch
        The branch.
    judgements
        ``judgements[a][b]``: how many times a is more important than b.
    experts
        The same per expert, whose judgements are combined by their geometric mean.
    expert_weights
        Weight of each expert; equal where absent.
    """

    branch: BranchCode
    judgements: Table = field(default_factory=dict)
    experts: Mapping[str, Table] = field(default_factory=dict)
    expert_weights: Mapping[str, Positive] = field(default_factory=dict)

    def find_problems(self) -> Iterator[tuple[tuple[str | int, ...], str, dict[str, Any]]]:
        """Yield what does not go together."""
        given = sum(map(bool, (self.judgements, self.experts)))
        if given != 1:
            yield (), "one_of", {"found": given, "expected": "judgements, experts"}


@dataclass(frozen=True, slots=True)
class Budget:
    """Points that each expert divides over the children of a branch; who is not named gets none."""

    branch: BranchCode
    experts: Mapping[str, Mapping[NodeCode, Positive]]
    total: float = 100.0
    far: float = 3.0
    smallest_distance: float = 0.1


@dataclass(frozen=True, slots=True)
class BestWorst:
    """How many times the best child is preferred to each other, and each to the worst."""

    branch: BranchCode
    best: NodeCode
    worst: NodeCode
    best_to_others: Mapping[NodeCode, float]
    others_to_worst: Mapping[NodeCode, float]


Elicited = Pairwise | Budget | BestWorst
OneElicited = Annotated[Any, OneOf({"pairwise": Pairwise, "budget": Budget, "best_worst": BestWorst})]


@dataclass(frozen=True, slots=True, eq=False)
class FoundWeights:
    """Weights of the children of a branch, and what the method says of the judgements."""

    branch: str
    children: tuple[str, ...]
    result: PairwiseWeights | BudgetWeights | BestWorstWeights

    @property
    def weights(self) -> dict[str, float]:
        """Weight per child; the sum is 1."""
        return dict(zip(self.children, map(float, self.result.weights), strict=True))


def weigh_as_judged(tree: Tree, judged: Sequence[Elicited]) -> tuple[Tree, tuple[FoundWeights, ...]]:
    """Return the tree with the weights that people's judgements give, and these weights.

    Raises
    ------
    NotBelow and the failures of the methods
        When a judgement is about another branch, or cannot be used.
    """
    found = tuple(_weigh(tree, each) for each in judged)
    for each in found:
        tree = reweigh_tree(tree, each.weights)
    return tree, found


def tabulate_judged(found: FoundWeights) -> pl.DataFrame:
    """Return a row per child: its weight, with the consistency or the spread between experts."""
    result = found.result
    columns: dict[str, object] = {
        "branch": [found.branch] * len(found.children),
        "code": list(found.children),
        "weight": result.weights,
    }
    if isinstance(result, PairwiseWeights):
        columns |= {"consistency_ratio": [float(result.consistency_ratio)] * len(found.children)}
    elif isinstance(result, BestWorstWeights):
        columns |= {"consistency_ratio": [result.consistency_ratio] * len(found.children)}
    else:
        columns |= {
            "median": result.medians,
            "standard_deviation": result.deviations,
            "lowest": result.lowest,
            "highest": result.highest,
        }
    return pl.DataFrame(columns)


def _weigh(tree: Tree, judged: Elicited) -> FoundWeights:
    children = tree.children[judged.branch]
    result: PairwiseWeights | BudgetWeights | BestWorstWeights
    match judged:
        case Pairwise():
            result = _weigh_pairwise(judged, children)
        case Budget():
            points = np.stack(
                [_row(points, children, judged.branch, 0.0) for points in judged.experts.values()]
            )
            result = weigh_budget(
                points,
                total=judged.total,
                far=judged.far,
                smallest_distance=judged.smallest_distance,
                experts=list(judged.experts),
                indicators=children,
            )
        case BestWorst():
            best, worst = ({judged.best: 1.0}, {judged.worst: 1.0})
            _refuse_others({**best, **worst}, children, judged.branch)
            result = weigh_best_worst(
                _row({**best, **judged.best_to_others}, children, judged.branch, np.nan),
                _row({**worst, **judged.others_to_worst}, children, judged.branch, np.nan),
                best=children.index(judged.best),
                worst=children.index(judged.worst),
                indicators=children,
            )
    return FoundWeights(judged.branch, children, result)


def _weigh_pairwise(judged: Pairwise, children: tuple[str, ...]) -> PairwiseWeights:
    if judged.judgements:
        return weigh_pairwise(_matrix(judged.judgements, children, judged.branch), indicators=children)
    matrices = np.stack([_matrix(table, children, judged.branch) for table in judged.experts.values()])
    weights = np.array([judged.expert_weights.get(name, 1.0) for name in judged.experts])
    combined = combine_judgements(matrices, expert_weights=weights, indicators=children)
    return weigh_pairwise(combined, indicators=children)


def _matrix(table: Table, children: tuple[str, ...], branch: str) -> Floats:
    matrix = np.full((len(children), len(children)), np.nan)
    np.fill_diagonal(matrix, 1.0)
    _refuse_others(table, children, branch)
    for code, row in table.items():
        _refuse_others(row, children, branch)
        for other, ratio in row.items():
            matrix[children.index(code), children.index(other)] = ratio
    return matrix


def _row(numbers: Mapping[str, float], children: tuple[str, ...], branch: str, absent: float) -> Floats:
    _refuse_others(numbers, children, branch)
    return np.array([numbers.get(child, absent) for child in children], dtype=np.float64)


def _refuse_others(named: Mapping[str, object], children: tuple[str, ...], branch: str) -> None:
    for code in named:
        if code not in children:
            raise NotBelow(code=code, branch=branch, known=", ".join(children))
