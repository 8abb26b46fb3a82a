# SPDX-License-Identifier: EUPL-1.2
"""Uncertainty and sensitivity: what the ranking would be under other reasonable choices."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from schakel.composite.bad_input import Floats, Reason
from schakel.composite.ranking.rank import summarise_ranks
from schakel.composite.specification.factors import StatedFactor, make_factors
from schakel.composite.specification.known_names import Count, Share
from schakel.composite.specification.made_index import Found, Index, as_table, tabulate_panel
from schakel.composite.specification.reasonable_choices import choose_factors
from schakel.composite.varying.alternatives import AnyFactor
from schakel.composite.varying.sensitivity import SensitivityIndices
from schakel.composite.varying.variation import Variation, analyse_sensitivity, vary_index

WEIGHT_DRAWS = "weights"


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """Ranks under drawn combinations of choices.

    Attributes
    ----------
    label
        Name of the tables.
    factors
        What is varied; the reasonable choices where absent.
    n_runs, coverage
        Number of combinations drawn, and the share of them inside the intervals.
    skip_infeasible
        Leave out combinations that cannot be built, and name them, instead of refusing.
    """

    label: str = "uncertainty"
    factors: tuple[StatedFactor, ...] = ()
    n_runs: Count | None = None
    coverage: Share | None = None
    skip_infeasible: bool = False


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How much each choice moves scores and ranks.

    Attributes
    ----------
    label
        Name of the tables.
    factors
        What is varied; by default as in the first uncertainty analysis.
    max_exact_runs
        Up to this number all combinations are run and the indices are exact.
    n_base, n_bootstrap
        Otherwise: base points of the design, and bootstrap draws for their intervals.
    """

    label: str = "sensitivity"
    factors: tuple[StatedFactor, ...] = ()
    max_exact_runs: Count = 20_000
    n_base: Count = 1024
    n_bootstrap: int = 100


def find_uncertainty(asked: Uncertainty, index: Index) -> Found:
    """Return ranks with their intervals per period and unit, and the combinations that were run."""
    factors, remarks = _factors(asked.factors, index)
    variation = vary_index(
        index.build,
        factors,
        n_runs=asked.n_runs or index.n_runs,
        rng=index.rng(asked.label),
        skip_infeasible=asked.skip_infeasible,
    )
    tables = {
        "": tabulate_intervals(variation, index, asked.coverage or index.coverage),
        "runs": _tabulate_runs(variation, index),
    }
    if variation.infeasible:
        tables["infeasible"] = as_table(
            {
                "combination": [
                    ", ".join(f"{name} = {choice}" for name, choice in each.alternatives.items())
                    for each in variation.infeasible
                ],
                "reason": [str(each.failure) for each in variation.infeasible],
            }
        )
    return Found(variation, tables, remarks)


def find_sensitivity(asked: Sensitivity, index: Index) -> Found:
    """Return first-order and total indices of every choice, for the whole ranking and per unit."""
    factors, remarks = _factors(asked.factors, index)
    found = analyse_sensitivity(
        index.build,
        factors,
        rng=index.rng(asked.label),
        max_exact_runs=asked.max_exact_runs,
        n_base=asked.n_base,
        n_bootstrap=asked.n_bootstrap,
    )
    place = index.place(None)
    names = list(found.factor_names)
    ranks, scores, units = found.ranks, found.scores, found.variation.units
    per_unit = {
        "unit": [unit for unit in units for _ in names],
        "factor": names * len(units),
        "first_order_rank": ranks.first_order[:, place].T.ravel(),
        "total_rank": ranks.total[:, place].T.ravel(),
        "first_order_score": scores.first_order[:, place].T.ravel(),
        "total_score": scores.total[:, place].T.ravel(),
    }
    whole = _tabulate_indices(found.mean_rank_change, names, place)
    return Found(found, {"": whole, "per_unit": as_table(per_unit)}, remarks)


def tabulate_intervals(variation: Variation, index: Index, coverage: float) -> pl.DataFrame:
    """Return a row per period and unit: score and rank as built, and the ranks under the choices."""
    n_periods = variation.ranks.shape[1]
    summaries = [
        summarise_ranks(variation.ranks[:, place], nominal=variation.nominal_ranks[place], coverage=coverage)
        for place in range(n_periods)
    ]
    parts = ("mean", "median", "low", "high", "best", "worst")
    columns = {f"rank_{part}": np.stack([getattr(each, part) for each in summaries]) for part in parts}
    return tabulate_panel(
        index.build.raw,
        {
            "score": variation.nominal_scores,
            "rank": variation.nominal_ranks,
            **columns,
            "ranked_share": np.stack([each.ranked_share for each in summaries]),
        },
    )


def _factors(
    stated: Sequence[StatedFactor], index: Index
) -> tuple[tuple[AnyFactor, ...], tuple[Reason, ...]]:
    """Return what is varied; weights are drawn alike for every analysis of one index."""
    remarks: tuple[Reason, ...] = ()
    wanted = tuple(stated) or index.factors
    if not wanted:
        chosen = choose_factors(index.build)
        wanted, remarks = chosen.factors, chosen.remarks
    return make_factors(wanted, index.build.tree, index.rng(WEIGHT_DRAWS)), remarks


def _tabulate_runs(variation: Variation, index: Index) -> pl.DataFrame:
    """Return a row per run: the alternative of each factor, and the rank of each unit in the period shown."""
    design = variation.design
    choices = {
        f"{factor.name}": [factor.names[choice] for choice in design[:, place]]
        for place, factor in enumerate(variation.factors)
    }
    ranks = variation.ranks[:, index.place(None)]
    units = {f"rank {unit}": ranks[:, row] for row, unit in enumerate(variation.units)}
    return as_table({"run": list(range(1, len(design) + 1)), **choices, **units})


def _tabulate_indices(found: SensitivityIndices, names: list[str], place: int) -> pl.DataFrame:
    columns: dict[str, object] = {
        "factor": names,
        "first_order": found.first_order[:, place],
        "total": found.total[:, place],
    }
    intervals: dict[str, Floats | None] = {
        "first_order": found.first_order_interval,
        "total": found.total_interval,
    }
    for name, interval in intervals.items():
        if interval is not None:
            columns[f"{name}_low"], columns[f"{name}_high"] = interval[0][:, place], interval[1][:, place]
    return as_table({**columns, "exact": [found.exact] * len(names), "n_runs": [found.n_runs] * len(names)})
