# SPDX-License-Identifier: EUPL-1.2
"""What elements really count for: stated against realised importance, and weights that balance them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import polars as pl

from schakel.composite.bad_input import Floats
from schakel.composite.specification.known_names import (
    BranchCode,
    NodeCode,
    PeriodCode,
    Positive,
    Share,
)
from schakel.composite.specification.made_index import Found, Index, as_table
from schakel.composite.weighing.importance import Smoother, compare_importance, measure_importance
from schakel.composite.weighing.weigh_balanced import weigh_balanced


@dataclass(frozen=True, slots=True)
class ImportanceAsked:
    """Share of the variance of a branch that each child explains, beside what it should count.

    Attributes
    ----------
    label
        Name of the tables.
    branches
        Branches with two children or more; all where absent.
    stated
        What children should count; their weights where absent.
    smoother
        Curve through child and branch.
    """

    label: str = "importance"
    branches: tuple[BranchCode, ...] = ()
    stated: Mapping[NodeCode, Positive] = field(default_factory=dict)
    smoother: Smoother = "linear"
    period: PeriodCode | None = None


@dataclass(frozen=True, slots=True)
class BalancedWeightsAsked:
    """Weights with which the children of a branch count as stated.

    Attributes
    ----------
    label
        Name of the tables.
    branch
        The branch; the top one where absent.
    stated
        Wanted importance of children; equal where absent.
    low, high
        Bounds of each weight.
    measure
        Whether the stated shares are of correlations or of squared correlations.
    """

    label: str = "balanced_weights"
    branch: BranchCode | None = None
    stated: Mapping[NodeCode, Positive] = field(default_factory=dict)
    low: Share = 0.0
    high: Share = 1.0
    measure: Literal["correlation", "importance"] = "correlation"
    period: PeriodCode | None = None


def find_importance(asked: ImportanceAsked, index: Index) -> Found:
    """Return per child its stated and realised importance in the branch as it was joined."""
    tree = index.build.tree
    parts: list[pl.DataFrame] = []
    results = {}
    for branch in asked.branches or tree.bottom_up:
        children = list(tree.children[branch])
        if len(children) < 2:
            continue
        values = index.values(children, period=asked.period)
        weights = index.children_weights(branch)
        if asked.smoother == "linear" and index.aggregation(branch).method == "arithmetic":
            stated = _stated(asked.stated, children, weights)
            compared = compare_importance(
                values, weights=weights, stated=stated, smoother=asked.smoother, indicators=children
            )
            found, stated = compared.importance, compared.stated
        else:
            stated = _stated(asked.stated, children, weights)
            composite = index.values([branch], period=asked.period)[:, 0]
            found = measure_importance(values, composite, smoother=asked.smoother, indicators=children)
        results[branch] = found
        parts.append(
            as_table(
                {
                    "branch": [branch] * len(children),
                    "code": children,
                    "weight": weights,
                    "stated": stated / stated.sum(),
                    "realised": found.relative,
                    "difference": found.relative - stated / stated.sum(),
                    "explained": found.explained,
                    "correlation": found.correlations,
                }
            )
        )
    return Found(results, {"": pl.concat(parts) if parts else pl.DataFrame({"branch": []})})


def find_balanced_weights(asked: BalancedWeightsAsked, index: Index) -> Found:
    """Return the balanced weights, what they realise, and which bounds stand in the way."""
    branch = asked.branch or index.root
    children = list(index.build.tree.children[branch])
    found = weigh_balanced(
        index.values(children, period=asked.period),
        stated=_stated(asked.stated, children, np.ones(len(children))),
        bounds=(asked.low, asked.high),
        measure=asked.measure,
        indicators=children,
    )
    table = as_table(
        {
            "code": children,
            "weight_used": index.children_weights(branch),
            "balanced_weight": found.weights,
            "stated": found.stated,
            "realised": found.realised,
            "residual": found.residual,
            "correlation": found.correlations,
            "at_lower": found.at_lower,
            "at_upper": found.at_upper,
            "reached": [found.reached] * len(children),
            "unique": [found.unique] * len(children),
        }
    )
    return Found(found, {"": table})


def _stated(stated: Mapping[str, float], children: list[str], usual: Floats) -> Floats:
    return np.array([stated.get(child, float(u)) for child, u in zip(children, usual, strict=True)])
