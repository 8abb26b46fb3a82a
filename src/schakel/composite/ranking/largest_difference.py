# SPDX-License-Identifier: EUPL-1.2
"""The largest studentised difference: how far apart estimates lie by chance alone, and stepping down.

Units are put in order of their estimates, so that a pair (b, w) with b before w can only be told apart in
one direction; the reverse order of the pair is tested too but cannot be rejected. That saves most of
the work of stepping down. The critical value never falls below the quantile over the pairs that cannot
be rejected, so draws that lie below it, or in which such a pair already lies above the first critical
value, cannot set it and are not looked at again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import N_, BadInput, Floats, Mask

Side = Literal["both", "low", "high"]
Errors = NDArray[np.floating]

NO_ERROR = 1e-12
NEEDS_DOUBLE = 1e-6
DRAWS_AT_ONCE = 1024


class TooFewDrawsForCoverage(BadInput):
    """Draws among which the critical value cannot be found."""

    template = N_("There are {found} draws of the errors; a coverage of {coverage} needs at least {needed}.")
    cure = N_("Draw more often, for example 10,000 times.")


class WrongCovariance(BadInput):
    """A matrix that no errors can have as their covariance."""

    template = N_("The covariance matrix of the errors cannot be used: {reason}.")
    cure = N_("Give variances on the diagonal and covariances beside it, the same above and below.")


@dataclass(frozen=True, slots=True)
class Differences:
    """Differences between units that stand in order of their estimates, the highest first.

    Attributes
    ----------
    order
        The rows of the units, shape (n_units,).
    ratio
        ``ratio[b, w]`` with b before w: their difference in standard errors, shape (n_units, n_units);
        infinite where they differ (by more than rounding) without error, 0 where they are equal, and
        0 elsewhere.
    scale
        One over the standard error of the difference for b before w; 0 without error and elsewhere.
    errors
        Draws of the errors around zero in the same order and in the unit of ``scale``, shape
        (n_units, n_draws). Single precision, which is ample for a quantile of random draws, unless
        two units share nearly all of their error.
    """

    order: NDArray[np.int64]
    ratio: Floats
    scale: Floats
    errors: Errors


def studentise_differences(estimates: Floats, draws: Floats, covariance: Floats | None) -> Differences:
    """Return every difference in standard errors, shape of estimates (n_units,), draws (n_draws, n_units).

    The standard errors come from ``covariance``, by default that of the draws. Everything must be known.
    """
    order = np.argsort(-estimates, kind="stable")
    spread = np.atleast_2d(np.cov(draws, rowvar=False) if covariance is None else covariance)
    spread = spread[np.ix_(order, order)]
    variance = np.diag(spread)
    together = variance[:, None] + variance[None, :]
    squared = together - 2 * spread
    pairs = np.triu(np.ones(squared.shape, dtype=np.bool_), 1)
    uncertain = pairs & (squared > NO_ERROR * together)
    size = float(np.sqrt(variance.max(initial=0.0))) or 1.0
    scale = np.zeros(squared.shape)
    scale[uncertain] = size / np.sqrt(squared[uncertain])
    difference = np.where(pairs, estimates[order][:, None] - estimates[order][None, :], 0.0)
    rounding = NO_ERROR * float(np.abs(estimates).max(initial=0.0))
    certain = np.where(difference > rounding, np.inf, 0.0)
    close = uncertain.any() and (squared[uncertain] / together[uncertain]).min() < NEEDS_DOUBLE
    centred = (draws - draws.mean(axis=0))[:, order].T / size
    return Differences(
        order=order,
        ratio=np.where(uncertain, difference * (scale / size), certain),
        scale=scale,
        errors=np.ascontiguousarray(centred, dtype=np.float64 if close else np.float32),
    )


def refuse_covariance(covariance: Floats) -> None:
    """Refuse a covariance matrix that is not symmetric or gives a negative variance.

    Raises
    ------
    WrongCovariance
        Saying which of the two.
    """
    tolerance = 1e-8 * float(np.abs(covariance).max(initial=0.0))
    if np.abs(covariance - covariance.T).max(initial=0.0) > tolerance:
        raise WrongCovariance(reason=N_("it is not symmetric"))
    variance = np.diag(covariance)
    if (variance[:, None] + variance[None, :] - 2 * covariance < -tolerance).any() or (variance < 0).any():
        raise WrongCovariance(reason=N_("a variance is negative"))


def refuse_few_draws(found: int, *, coverage: float) -> None:
    """Refuse so few draws that the quantile at ``coverage`` lies beyond the largest of them.

    Raises
    ------
    TooFewDrawsForCoverage
        When there are fewer than 1 / (1 - coverage).
    """
    needed = max(2, int(np.ceil(round(1 / (1 - coverage), 9))))
    if found < needed:
        raise TooFewDrawsForCoverage(found=found, coverage=coverage, needed=needed)


def reject_among_all(differences: Differences, *, coverage: float, stepdown: bool = True) -> Mask:
    """Return which pairs are told apart when all are tested together, in the order of the estimates."""
    return _step_down(
        _largest_of_all, differences.errors, differences.scale, differences.ratio, coverage, stepdown
    )


def reject_for_unit(
    differences: Differences, *, place: int, coverage: float, side: Side
) -> tuple[Mask, Mask]:
    """Return which units are better, and which worse, than one unit when only its pairs are tested.

    ``place`` counts in the order of the estimates, and so do both results, shape (n_units,). On side
    ``low`` only "another unit is better" is tested, on side ``high`` only "this unit is better".
    """
    scale = np.concatenate([differences.scale[:place, place], differences.scale[place, place:]])
    ratio = np.concatenate([differences.ratio[:place, place], differences.ratio[place, place:]])
    better = np.arange(len(ratio)) < place
    ratio[(better & (side == "high")) | (~better & (side == "low"))] = 0.0

    def largest(errors: Errors, kept: Floats) -> tuple[Errors, Errors]:
        return _largest_of_unit(errors, kept, place, side)

    found = _step_down(largest, differences.errors, scale, ratio, coverage, True)
    return found & better, found & ~better


def _step_down(
    largest: Callable[[Errors, Floats], tuple[Errors, Errors]],
    errors: Errors,
    scale: Floats,
    ratio: Floats,
    coverage: float,
    stepdown: bool,
) -> Mask:
    """Reject what exceeds the critical value; rejected pairs leave, and it falls, until nothing is added.

    ``largest`` returns, per draw, the largest studentised difference over the pairs that can be
    rejected and over those that cannot.
    """
    rejectable, never = largest(errors, scale)
    statistic = np.maximum(rejectable, never)
    limit = float(np.quantile(statistic, coverage))
    floor = float(np.quantile(never, coverage, method="lower"))
    upper = float(np.quantile(statistic, coverage, method="higher"))
    decisive = (statistic >= floor) & (never <= upper)
    rejected = ratio > limit
    while stepdown and rejected.any() and (~rejected & (ratio > floor)).any():
        kept = largest(errors[:, decisive], np.where(rejected, 0.0, scale))[0]
        statistic = never.copy()
        statistic[decisive] = np.maximum(never[decisive], kept)
        again = ratio > float(np.quantile(statistic, coverage))
        if again.sum() == rejected.sum():
            break
        rejected = again
    return np.asarray(rejected, dtype=np.bool_)


def _largest_of_all(errors: Errors, scale: Floats) -> tuple[Errors, Errors]:
    """Return the largest difference over all pairs, best minus worst and worst minus best; at least 0."""
    highest, lowest = _nothing(errors), _nothing(errors)
    for start in range(0, errors.shape[1], DRAWS_AT_ONCE):
        part = slice(start, start + DRAWS_AT_ONCE)
        block = np.ascontiguousarray(errors[:, part])
        for unit, row in enumerate(scale):
            _widen(block, unit, row, (highest[part], lowest[part]))
    return highest, -lowest


def _largest_of_unit(errors: Errors, scale: Floats, place: int, side: Side) -> tuple[Errors, Errors]:
    """Return the same over the pairs of one unit that belong to ``side``."""
    better = np.arange(len(scale)) < place
    worse_high, worse_low, better_high, better_low = (_nothing(errors) for _ in range(4))
    for start in range(0, errors.shape[1], DRAWS_AT_ONCE):
        part = slice(start, start + DRAWS_AT_ONCE)
        block = errors[:, part]
        _widen(block, place, np.where(better, 0.0, scale), (worse_high[part], worse_low[part]))
        _widen(block, place, np.where(better, scale, 0.0), (better_high[part], better_low[part]))
    if side == "low":
        return -better_low, -worse_low
    if side == "high":
        return worse_high, better_high
    return np.maximum(worse_high, -better_low), np.maximum(-worse_low, better_high)


def _widen(block: Errors, unit: int, row: Floats, extremes: tuple[Errors, Errors]) -> None:
    """Take the studentised differences of one unit with the units that have a scale into the extremes."""
    places = np.flatnonzero(row)
    if not len(places):
        return
    others = slice(places[0], places[-1] + 1)
    differences = block[unit] - block[others]
    differences *= row[others, None].astype(block.dtype)
    highest, lowest = extremes
    np.maximum(highest, differences.max(axis=0), out=highest)
    np.minimum(lowest, differences.min(axis=0), out=lowest)


def _nothing(errors: Errors) -> Errors:
    return np.zeros(errors.shape[1], dtype=errors.dtype)
