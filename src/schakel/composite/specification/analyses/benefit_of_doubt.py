# SPDX-License-Identifier: EUPL-1.2
"""Benefit of the doubt: each unit with the weights that suit it best, with bounds and robust."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from schakel.composite.aggregating.benefit_of_doubt import give_benefit_of_doubt
from schakel.composite.aggregating.benefit_of_doubt_robust import (
    give_robust_benefit_of_doubt,
    score_expected_dominance,
)
from schakel.composite.bad_input import Floats
from schakel.composite.ranking.rank import rank_scores
from schakel.composite.specification.known_names import (
    BranchCode,
    Count,
    NodeCode,
    PeriodCode,
    Share,
    StageLabel,
)
from schakel.composite.specification.made_index import Found, Index, tabulate_matrix, tabulate_units


@dataclass(frozen=True, slots=True)
class Shares:
    """Bounds of shares: for all elements, and for single ones."""

    low: Share = 0.0
    high: Share = 1.0
    low_per_element: Mapping[NodeCode, Share] = field(default_factory=dict)
    high_per_element: Mapping[NodeCode, Share] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Robust:
    """Against ``n_peers`` units drawn ``n_draws`` times (order-m); ``expected_dominance`` needs no draws."""

    n_peers: Count = 30
    n_draws: Count = 200
    expected_dominance: bool = False


@dataclass(frozen=True, slots=True)
class BenefitOfDoubtAsked:
    """Scores with the most favourable weights.

    Attributes
    ----------
    label
        Name of the tables.
    branch
        Branch whose children are weighed; the top one where absent.
    weight_shares
        Bounds of each weight as a share of all.
    contribution_shares
        Bounds of what each element contributes as a share of the score (pie shares).
    robust
        Also against a few units at a time.
    stage
        Step after which the values are taken; the last where absent.
    """

    label: str = "benefit_of_doubt"
    branch: BranchCode | None = None
    weight_shares: Shares = Shares()
    contribution_shares: Shares = Shares()
    robust: Robust | None = None
    stage: StageLabel = ""
    period: PeriodCode | None = None


def find_benefit_of_doubt(asked: BenefitOfDoubtAsked, index: Index) -> Found:
    """Return scores and ranks, contributions and most favourable weights, and peers."""
    children = index.build.tree.children[asked.branch or index.root]
    data = index.stage(asked.stage)
    values = index.values(children, stage=asked.stage, period=asked.period)
    weight_shares = _bounds(asked.weight_shares, children)
    found = give_benefit_of_doubt(
        values,
        weight_shares=weight_shares,
        contribution_shares=_bounds(asked.contribution_shares, children),
        units=data.units,
        indicators=children,
    )
    columns: dict[str, Any] = {"score": found.scores, "rank": rank_scores(found.scores)}
    results: dict[str, Any] = {"plain": found}
    if asked.robust is not None:
        columns |= _robust(asked.robust, values, weight_shares, asked.label, index, results)
    columns |= {f"contribution {c}": found.contributions[:, j] for j, c in enumerate(children)}
    columns |= {f"weight {c}": found.weights[:, j] for j, c in enumerate(children)}
    columns["weights_unique"] = found.weights_unique
    tables = {
        "": tabulate_units(data, columns),
        "peers": tabulate_matrix(data.units, data.units, found.peers, heading="unit"),
    }
    return Found(results, tables)


def _robust(
    asked: Robust,
    values: Floats,
    weight_shares: tuple[Floats, Floats],
    label: str,
    index: Index,
    results: dict[str, Any],
) -> dict[str, Any]:
    found = give_robust_benefit_of_doubt(
        values,
        rng=index.rng(label),
        n_peers=asked.n_peers,
        n_draws=asked.n_draws,
        weight_shares=weight_shares,
    )
    results["robust"] = found
    columns = {
        "robust_score": found.scores,
        "robust_standard_error": found.standard_errors,
        "share_at_top": found.share_at_top,
    }
    if asked.expected_dominance:
        results["expected_dominance"] = score_expected_dominance(values, n_peers=asked.n_peers)
        columns["expected_dominance"] = results["expected_dominance"]
    return columns


def _bounds(shares: Shares, children: tuple[str, ...]) -> tuple[Floats, Floats]:
    low = [shares.low_per_element.get(child, shares.low) for child in children]
    high = [shares.high_per_element.get(child, shares.high) for child in children]
    return np.array(low), np.array(high)
