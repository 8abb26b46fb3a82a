# SPDX-License-Identifier: EUPL-1.2
"""Scale by places in the order only: no outlier counts for more than its place.

Shapes, unknown values, ``reference`` and ``over`` are those of :mod:`normalising.normalise`, where
rank and percentile stand. Sources: OECD/JRC (2008), *Handbook on Constructing Composite Indicators*,
chapter 5; Becker et al. (2022), *JOSS* 7:4567, for the names in COINr.
"""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, known_counts, name_of, reference_mask
from schakel.composite.normalising.count_lower import count_lower_and_equal
from schakel.composite.normalising.normalise import Ties, normalise_percentile, normalise_rank
from schakel.composite.normalising.pool_periods import Over, pool_as_asked

HANDBOOK_CUTS = (0.05, 0.15, 0.35, 0.65, 0.85, 0.95)
HANDBOOK_SCORES = (0.0, 20.0, 40.0, 50.0, 60.0, 80.0, 100.0)


class NothingToCompare(BadInput):
    """An indicator of which only one unit is known."""

    template = N_("Only one unit is known on indicator '{indicator}', so it has no place among others.")
    cure = N_("Leave the indicator out, or find the other values.")


class WrongCategories(BadInput):
    """Cut-offs and scores that do not fit together."""

    template = N_("The cut-offs {cuts} and the scores {scores} make no categories.")
    cure = N_("Cut-offs rise between 0 and 1, scores rise too, and there is one score more than cut-offs.")


def normalise_borda(
    values: Floats,
    *,
    reference: Mask | None = None,
    indicators: Sequence[str] | None = None,
    ties: Ties = "lowest",
    over: Over = "each_period",
) -> Floats:
    """Return the number of reference units that a unit beats: its rank minus 1 (``n_borda``).

    The lowest of n gets 0 and the highest n - 1 points. Tied units share the ``lowest``, ``average``
    or ``highest`` of their points. Raises as :func:`~normalising.normalise.normalise_rank` does.
    """
    ranks = normalise_rank(values, reference=reference, indicators=indicators, ties=ties, over=over)
    return np.asarray(ranks - 1, dtype=np.float64)


def normalise_percentile_rank(
    values: Floats,
    *,
    reference: Mask | None = None,
    indicators: Sequence[str] | None = None,
    over: Over = "each_period",
) -> Floats:
    """Return the share of the other reference units that a unit beats (``n_prank``).

    ``(rank - 1) / (n - 1)`` with ties at the lowest place: the lowest gets 0 and the highest 1,
    whatever the number of known units. A unit outside the reference is compared with all n of it.

    Raises
    ------
    NothingToCompare
        When an indicator has one known reference value.
    NothingKnown
        When it has none.
    """
    pooled, flags = pool_as_asked(values, reference, over)
    mask = reference_mask(pooled, flags)
    counts = known_counts(mask, indicators)
    if (counts < 2).any():
        column = int(np.argwhere(counts < 2)[0][-1])
        raise NothingToCompare(indicator=name_of(indicators, column))
    below, _ = count_lower_and_equal(pooled, mask)
    return np.where(np.isfinite(pooled), below / (counts - mask), np.nan).reshape(values.shape)


def normalise_categories(
    values: Floats,
    *,
    cuts: Sequence[float] = HANDBOOK_CUTS,
    scores: Sequence[float] = HANDBOOK_SCORES,
    reference: Mask | None = None,
    indicators: Sequence[str] | None = None,
    over: Over = "each_period",
) -> Floats:
    """Give the score of the category in which a unit's percentile falls (Handbook, Table 15).

    A unit gets ``scores[c]`` where c of the ``cuts`` are at or below its percentile, which is its
    place from below as a share of the units, ties at the lower place. The default is that of the
    Handbook's Table 15: the middle 30 % get 50 and the top 5 % 100. Small changes from year to year
    do not show, and neither do small differences that matter.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators).
    cuts
        Percentiles that separate the categories, rising between 0 and 1.
    scores
        Score of each category, rising, one more than ``cuts``.
    reference
        Flag per unit; all units by default.
    indicators
        Names, for the message.
    over
        Take places in each period or over all periods.

    Raises
    ------
    WrongCategories
        When cut-offs or scores do not rise or do not fit together.
    NothingKnown
        When an indicator has no known reference value.
    """
    limits, points = np.asarray(cuts, dtype=np.float64), np.asarray(scores, dtype=np.float64)
    rising = (np.diff(limits) > 0).all() and (np.diff(points) > 0).all()
    within = ((limits > 0) & (limits < 1)).all()
    if not (rising and within) or len(points) != len(limits) + 1:
        raise WrongCategories(cuts=list(cuts), scores=list(scores))
    places = normalise_percentile(values, reference=reference, indicators=indicators, over=over)
    category = np.searchsorted(limits, places, side="right")
    return np.where(np.isfinite(values), points[np.minimum(category, len(limits))], np.nan)
