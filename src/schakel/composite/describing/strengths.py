# SPDX-License-Identifier: EUPL-1.2
"""Where a unit is strong and where it is weak, compared with the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape
from schakel.composite.describing.pairwise_ranks import order_columns
from schakel.composite.normalising.direction import apply_direction
from schakel.composite.ranking.rank import rank_indicators

Discarded = Literal["nowhere", "strengths", "everywhere"]


class WrongListing(BadInput):
    """A way of listing that does not exist here."""

    template = N_("'{name}' cannot be {given}.")
    cure = N_("Choose: {choices}.")


@dataclass(frozen=True, slots=True)
class Strengths:
    """Positions of the strongest and weakest indicators of each unit.

    Attributes
    ----------
    strongest, weakest
        Column numbers, the strongest or weakest first, -1 where too few are known, shape (...,
        n_units, n_shown).
    share_below
        Share of the other known units that do worse (ties half), shape (..., n_units, k); NaN where
        unknown.
    """

    strongest: np.ndarray
    weakest: np.ndarray
    share_below: Floats


@dataclass(frozen=True, slots=True)
class RankedStrengths:
    """Strengths and weaknesses by rank.

    Attributes
    ----------
    strongest, weakest
        Column numbers, the best or the worst rank first, -1 where too few are left, shape (..., n_units,
        n_shown). With few indicators one can be in both.
    ranks
        Rank of every unit on every indicator, 1 the best, shape (..., n_units, k); NaN where unknown.
    kept
        Indicators that differ enough between units to be listed at all, shape (..., k).
    """

    strongest: np.ndarray
    weakest: np.ndarray
    ranks: Floats
    kept: Mask


def find_strengths(values: Floats, *, n_shown: int = 3, reference: Mask | None = None) -> Strengths:
    """Order each unit's indicators by the share of other units that do worse.

    Unlike ranks these shares can be compared between indicators with different numbers of known units.

    Parameters
    ----------
    values
        Shape (..., n_units, k), higher is better; NaN is unknown. Leading axes (periods, draws) stand
        alone.
    n_shown
        How many to list at each end.
    reference
        Flag per unit; all units by default.
    """
    known = np.isfinite(values)
    counted = known if reference is None else known & reference[:, None]
    others = counted.sum(axis=-2, keepdims=True) - counted
    best = rank_indicators(values, reference=reference) - 1
    worse = rank_indicators(-values, reference=reference) - 1
    ties = others - best - worse
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(known & (others > 0), (worse + ties / 2) / others, np.nan)
    return Strengths(
        strongest=_first_columns(-share, n_shown), weakest=_first_columns(share, n_shown), share_below=share
    )


def list_strengths(
    values: Floats,
    *,
    n_shown: int = 5,
    directions: Floats | None = None,
    discard_lowest: Discarded = "strengths",
    smallest_unique_share: float = 0.0,
    reference: Mask | None = None,
    indicators: Sequence[str] | None = None,
) -> RankedStrengths:
    """List the indicators on which each unit ranks best and worst.

    A unit at the lowest value shares that place with all others there, which can look like a fair rank:
    half of the units at 0 are "rank 20 of 40". Such indicators are no strength.

    Parameters
    ----------
    values
        Shape (..., n_units, k); leading axes (periods, draws) stand alone. NaN is not listed.
    n_shown
        How many to list at each end.
    directions
        1 where higher is better, -1 where lower is, shape (k,); all 1 by default.
    discard_lowest
        Leave out indicators on which the unit has the lowest value of all, from its ``strengths`` only,
        ``everywhere`` (as COINr does: then its worst indicators are never a weakness) or ``nowhere``.
    smallest_unique_share
        Leave out, for all units, indicators with fewer different values than this share of the known
        ones, such as yes or no.
    reference
        Units that ranks are counted among, shape (n_units,); all by default.
    indicators
        Names, for the message.

    Raises
    ------
    WrongListing
        For another choice, a number shown below 1, or a share outside 0 to 1.
    WrongShape, WrongDirection
        When values have no unit axis, or directions do not fit.
    """
    _require_listing(n_shown, discard_lowest, smallest_unique_share)
    if values.ndim < 2:
        raise WrongShape(name="values", found=values.shape, expected="(..., n_units, k_indicators)")
    turned = values if directions is None else apply_direction(values, directions, indicators=indicators)
    turned = np.where(np.isfinite(turned), turned, np.nan)
    ranks = rank_indicators(turned, reference=reference)
    kept = _unique_shares(turned) >= smallest_unique_share
    listed = np.where(kept[..., None, :], ranks, np.nan)
    lowest = np.where(np.isnan(turned), np.inf, turned).min(axis=-2, keepdims=True)
    above = np.where(turned > lowest, listed, np.nan)
    return RankedStrengths(
        strongest=_first_columns(listed if discard_lowest == "nowhere" else above, n_shown),
        weakest=_first_columns(-(above if discard_lowest == "everywhere" else listed), n_shown),
        ranks=ranks,
        kept=kept,
    )


def _first_columns(keys: Floats, n_shown: int) -> np.ndarray:
    """Return the columns with the smallest keys, -1 where keys are unknown; equal keys in column order."""
    columns = np.argsort(np.where(np.isnan(keys), np.inf, keys), axis=-1, kind="stable")[..., :n_shown]
    return np.where(np.isnan(np.take_along_axis(keys, columns, axis=-1)), -1, columns)


def _unique_shares(values: Floats) -> Floats:
    """Return the number of different known values over the number of known values, (..., k)."""
    sorting = order_columns(values)
    ordered = np.take_along_axis(values, sorting.order, axis=-2)
    starts = (sorting.first == np.arange(values.shape[-2])[:, None]) & np.isfinite(ordered)
    known = np.isfinite(values).sum(axis=-2)
    return np.asarray(starts.sum(axis=-2) / np.maximum(known, 1))


def _require_listing(n_shown: int, discard_lowest: str, smallest_unique_share: float) -> None:
    if n_shown < 1:
        raise WrongListing(name="n_shown", given=n_shown, choices=N_("1 or more"))
    if discard_lowest not in ("nowhere", "strengths", "everywhere"):
        raise WrongListing(
            name="discard_lowest", given=discard_lowest, choices="nowhere, strengths, everywhere"
        )
    if not 0 <= smallest_unique_share <= 1:
        raise WrongListing(name="smallest_unique_share", given=smallest_unique_share, choices=N_("0 to 1"))
