# SPDX-License-Identifier: EUPL-1.2
"""Ranks of the regions, with the region itself placed beside the ones it is compared with."""

import numpy as np

from schakel.composite.ranking.rank import rank_scores
from schakel.ecosystem.results import Floats, Index, Ranking


def rank_regions(index: Index) -> Ranking:
    """Rank every unit by its index; equal scores share the better rank.

    A unit without an index (too few elements) is not ranked and does not count. A unit outside the
    reference is placed among the reference regions without moving them.
    """
    counted = np.isfinite(index.values) & index.is_reference
    return Ranking(
        units=index.units,
        ranks=rank_scores(index.values, reference=index.is_reference),
        n_regions=np.where(np.isfinite(index.values), counted.sum() + ~index.is_reference, 0).astype(
            np.int64
        ),
        gap_above=_gaps(index.values, counted),
    )


def _gaps(values: Floats, counted: np.ndarray) -> Floats:
    others = values[counted]
    better = np.where(others[None, :] > values[:, None], others[None, :] - values[:, None], np.inf)
    nearest = better.min(axis=1, initial=np.inf)
    return np.where(np.isfinite(values) & np.isfinite(nearest), nearest, np.nan)
