# SPDX-License-Identifier: EUPL-1.2
"""Which regions can be told apart, given the errors in the data."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.composite.ranking.rank_inference import group_by_leader, infer_rank, infer_ranks
from schakel.ecosystem.results import COVERAGE, Floats


@dataclass(frozen=True, slots=True)
class ToldApart:
    """Groups (n_units,), pairs that cannot be told apart (n_targets, n_units), rank sets (n_units, 2)."""

    groups: NDArray[np.int64]
    cannot: NDArray[np.bool_]
    sets: Floats


def tell_apart(
    index: Floats, draws: Floats, targets: NDArray[np.int64], is_reference: NDArray[np.bool_]
) -> ToldApart:
    """Compare every pair of regions by the draws of their index.

    Groups and rank sets hold for all regions together; for a target the pairs with it alone are tested,
    which tells more apart. A unit outside the reference does not move the ranks of the others.

    Parameters
    ----------
    index
        Shape (n_units,), NaN where there is none.
    draws
        The index under data error, shape (n_runs, n_units).
    targets
        Rows of the targets.
    is_reference
        Shape (n_units,).
    """
    n = len(index)
    ranked = np.flatnonzero(np.isfinite(index))
    groups = np.zeros(n, dtype=np.int64)
    sets = np.full((n, 2), np.nan)
    cannot = np.zeros((len(targets), n), dtype=np.bool_)
    if len(ranked) < 2:
        groups[ranked] = 1
        sets[ranked] = 1
        return ToldApart(groups, cannot, sets)
    values, errors = index[ranked], draws[:, ranked]
    above = infer_ranks(values, errors, coverage=COVERAGE).above
    groups[ranked] = group_by_leader(values, above)
    counted = is_reference[ranked]
    sets[ranked, 0] = 1 + above[counted].sum(axis=0)
    sets[ranked, 1] = counted.sum() + ~counted - above[:, counted].sum(axis=1)
    for place, target in enumerate(targets):
        own = np.flatnonzero(ranked == target)
        if len(own):
            pairs = infer_rank(values, errors, unit=int(own[0]), coverage=COVERAGE).above
            cannot[place, ranked] = ~(pairs[own[0]] | pairs[:, own[0]])
            cannot[place, target] = False
    return ToldApart(groups, cannot, sets)
