# SPDX-License-Identifier: EUPL-1.2
"""Confidence sets for ranks of counts: votes, firms, patents, without assuming that errors are normal.

Bazylik, Mogstad, Romano, Shaikh and Wilhelm (2021), "Finite- and large-sample inference for ranks using
multinomial data with an application to ranking political parties", NBER Working Paper 29519. Given the
sum of two counts, the one of unit j is binomial with a half where both are as likely, so "j is not more
likely than k" has the exact p-value ``P(Bin(s_j + s_k, 1/2) >= s_j)``. Holm's procedure holds the chance
of any wrong rejection below 1 - coverage in samples of every size. The same holds for independent
Poisson counts; with ``exposure`` (inhabitants, jobs) the rates are compared and the half becomes the
share of j in the exposure of both (Przyborowski and Wilenski 1940, *Biometrika* 31).
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import betainc

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape, name_of
from schakel.composite.ranking.largest_difference import Side
from schakel.composite.ranking.rank import refuse_coverage
from schakel.composite.ranking.rank_inference import MarginalRankSets, RankSets


class WrongNumberOfEvents(BadInput):
    """A number of events that is not a count."""

    template = N_("Unit '{unit}' has {value} events.")
    cure = N_("Give a whole number of 0 or more, or leave the unit out.")


class WrongExposure(BadInput):
    """An exposure in which nothing can happen."""

    template = N_("Unit '{unit}' has the exposure {value}.")
    cure = N_("Give a number above 0, such as its inhabitants.")


def infer_ranks_of_counts(
    counts: Floats,
    *,
    coverage: float = 0.9,
    exposure: Floats | None = None,
    units: Sequence[str] | None = None,
) -> RankSets:
    """Return simultaneous confidence sets for the ranks of all units, the most frequent first.

    All n (n - 1) ordered pairs are tested together with Holm's correction.

    Parameters
    ----------
    counts
        Events per unit, shape (..., n_units), whole numbers; unknown numbers are refused.
    coverage
        Between 0 and 1: all true ranks lie inside with at least this probability.
    exposure
        Shape (..., n_units), above 0: the ranking is then of counts / exposure.
    units
        Names for messages.

    Raises
    ------
    WrongNumberOfEvents, WrongExposure
        For the first unit with a number that is unknown, negative or not whole, or without exposure.
    WrongShape, WrongCoverage
        When counts and exposure do not fit, or the coverage does not lie between 0 and 1.
    """
    values = compare_counts(counts, exposure=exposure, units=units)
    refuse_coverage(coverage)
    n = values.shape[-1]
    tested = ~np.eye(n, dtype=np.bool_)
    found = _reject_holm(values[..., tested], 1 - coverage)
    above = np.zeros(values.shape, dtype=np.bool_)
    above[..., tested] = found
    above &= _is_higher(counts, exposure)
    return RankSets(low=1.0 + above.sum(axis=-2), high=float(n) - above.sum(axis=-1), above=above)


def infer_ranks_of_counts_marginally(
    counts: Floats,
    *,
    coverage: float = 0.9,
    exposure: Floats | None = None,
    side: Side = "both",
    units: Sequence[str] | None = None,
) -> MarginalRankSets:
    """Return for every unit the set that holds its own rank with at least ``coverage`` probability.

    For each unit only the 2 (n - 1) ordered pairs with it are tested (n - 1 on one side).

    Parameters
    ----------
    counts, coverage, exposure, units
        As for :func:`infer_ranks_of_counts`.
    side
        ``both``; ``low`` for a sharper best rank alone (``high`` is then the number of units); ``high``
        for a sharper worst rank alone (``low`` is then 1).

    Raises
    ------
    WrongNumberOfEvents, WrongExposure, WrongShape, WrongCoverage
        As for :func:`infer_ranks_of_counts`.
    """
    values = compare_counts(counts, exposure=exposure, units=units)
    refuse_coverage(coverage)
    n = values.shape[-1]
    others = ~np.eye(n, dtype=np.bool_)
    is_higher = _is_higher(counts, exposure)
    worse, better = np.zeros((2, *values.shape), dtype=np.bool_)
    for unit in range(n):
        rows = others[unit]
        families = {
            "high": values[..., unit, rows],
            "low": values[..., rows, unit],
            "both": np.concatenate([values[..., unit, rows], values[..., rows, unit]], axis=-1),
        }
        found = _reject_holm(families[side], 1 - coverage)
        if side != "low":
            worse[..., unit, rows] = found[..., : n - 1]
        if side != "high":
            better[..., unit, rows] = found[..., found.shape[-1] - n + 1 :]
    worse &= is_higher
    better &= np.swapaxes(is_higher, -1, -2)
    return MarginalRankSets(
        low=1.0 + better.sum(axis=-1), high=float(n) - worse.sum(axis=-1), better=better, worse=worse
    )


def compare_counts(
    counts: Floats, *, exposure: Floats | None = None, units: Sequence[str] | None = None
) -> Floats:
    """Return the exact p-value of "unit j is not more frequent than unit k", shape (..., n_units, n_units).

    ``P(Bin(s_j + s_k, e_j / (e_j + e_k)) >= s_j)`` with counts s and exposures e (equal by default); 1 on
    the diagonal. Not corrected for the number of pairs.

    Raises
    ------
    WrongNumberOfEvents, WrongExposure, WrongShape
        As for :func:`infer_ranks_of_counts`.
    """
    if counts.ndim == 0:
        raise WrongShape(name="counts", found=counts.shape, expected="(..., n_units)")
    if exposure is not None and exposure.shape != counts.shape:
        raise WrongShape(name="exposure", found=exposure.shape, expected=f"{counts.shape}")
    _refuse(
        ~(np.isfinite(counts) & (counts >= 0) & (counts == np.round(counts))),
        counts,
        WrongNumberOfEvents,
        units,
    )
    times = np.ones(counts.shape) if exposure is None else exposure
    _refuse(~(np.isfinite(times) & (times > 0)), times, WrongExposure, units)
    own, other = counts[..., :, None], counts[..., None, :]
    share = times[..., :, None] / (times[..., :, None] + times[..., None, :])
    tail = betainc(np.maximum(own, 1), other + 1, share)
    apart = ~np.eye(counts.shape[-1], dtype=np.bool_)
    return np.where(apart & (own > 0), tail, 1.0)


def _is_higher(counts: Floats, exposure: Floats | None) -> Mask:
    """Return which units have the higher rate, without the rounding of a division."""
    times = np.ones(counts.shape) if exposure is None else exposure
    crossed = counts[..., :, None] * times[..., None, :]
    return np.asarray(crossed > np.swapaxes(crossed, -1, -2), dtype=np.bool_)


def _reject_holm(values: Floats, level: float) -> Mask:
    """Return which p-values on the last axis Holm's step-down procedure rejects."""
    m = values.shape[-1]
    order = np.argsort(values, axis=-1, kind="stable")
    passes = np.take_along_axis(values, order, axis=-1) <= level / (m - np.arange(m))
    rejected = np.zeros(values.shape, dtype=np.bool_)
    np.put_along_axis(rejected, order, np.logical_and.accumulate(passes, axis=-1), axis=-1)
    return rejected


def _refuse(wrong: Mask, values: Floats, failure: type[BadInput], units: Sequence[str] | None) -> None:
    if wrong.any():
        place = tuple(np.argwhere(wrong)[0])
        raise failure(unit=name_of(units, int(place[-1])), value=float(values[place]))
