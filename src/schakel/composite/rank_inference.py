# SPDX-License-Identifier: EUPL-1.2
"""Confidence sets for ranks: which units can be told apart at all.

Mogstad, Romano, Shaikh and Wilhelm (2024), "Inference for ranks with applications to mobility
across neighbourhoods and academic achievement across countries", *Review of Economic Studies* 91.
All one-sided differences are tested together with the largest studentised difference; rejected
pairs leave the set and the critical value falls, until nothing more is rejected (stepdown).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape


class UnknownEstimate(BadInput):
    """An estimate or a covariance that is not a number."""

    template = N_("The estimate or the covariance of unit number {unit} is unknown.")
    cure = N_("Leave units without a score out before comparing ranks.")


@dataclass(frozen=True, slots=True)
class RankSets:
    """Confidence sets for ranks.

    Attributes
    ----------
    low, high
        Best and worst rank that cannot be excluded, shape (n_units,).
    above
        ``above[j, k]``: unit j is significantly above unit k.
    """

    low: np.ndarray
    high: np.ndarray
    above: Mask


def infer_ranks(estimates: Floats, draws: Floats, *, coverage: float = 0.9) -> RankSets:
    """Return simultaneous confidence sets: with ``coverage`` probability all ranks lie inside.

    Parameters
    ----------
    estimates
        Shape (n_units,).
    draws
        Errors of the estimates, shape (n_draws, n_units): bootstrap or model draws around zero.
        Their covariance gives the standard error of every difference.
    coverage
        Between 0 and 1.

    Raises
    ------
    WrongShape, UnknownEstimate
        When the arrays do not fit or hold unknown numbers.
    """
    ratio, scale = _studentised(estimates, draws)
    tested = ~np.eye(len(estimates), dtype=np.bool_)
    return _sets(_step_down(ratio, scale, draws, tested, coverage))


def infer_rank(estimates: Floats, draws: Floats, *, unit: int, coverage: float = 0.9) -> RankSets:
    """Return the marginal confidence set for one unit: only the pairs with this unit are tested.

    Arguments as for :func:`infer_ranks`; only the row of ``unit`` in the result has meaning.
    """
    ratio, scale = _studentised(estimates, draws)
    tested = np.zeros(ratio.shape, dtype=np.bool_)
    tested[unit, :] = tested[:, unit] = True
    tested[unit, unit] = False
    return _sets(_step_down(ratio, scale, draws, tested, coverage))


def normal_draws(covariance: Floats, *, n_draws: int, rng: np.random.Generator) -> Floats:
    """Return normal draws around zero with a covariance of shape (n, n), shape (n_draws, n)."""
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.clip(values, 0, None))
    return np.asarray(rng.standard_normal((n_draws, len(covariance))) @ root.T, dtype=np.float64)


def group_by_leader(estimates: Floats, above: Mask) -> np.ndarray:
    """Cut a ranking into groups: a new group starts at the first unit significantly below its leader.

    Walking down from the best unit, units join the group of its first member until one is
    significantly below that member; that one leads the next group. Returns group numbers from 1.
    """
    order = np.argsort(-estimates, kind="stable")
    groups = np.zeros(len(estimates), dtype=np.int64)
    leader, number = -1, 0
    for unit in order:
        if leader < 0 or above[leader, unit]:
            leader, number = int(unit), number + 1
        groups[unit] = number
    return groups


def _studentised(estimates: Floats, draws: Floats) -> tuple[Floats, Floats]:
    """Return every difference in standard errors, and one over the standard error (0: no error)."""
    if estimates.ndim != 1 or draws.ndim != 2 or draws.shape[1] != len(estimates):
        raise WrongShape(name="draws", found=draws.shape, expected=f"(n_draws, {len(estimates)})")
    unknown = ~(np.isfinite(estimates) & np.isfinite(draws).all(axis=0))
    if unknown.any():
        raise UnknownEstimate(unit=int(np.flatnonzero(unknown)[0]) + 1)
    covariance = np.atleast_2d(np.cov(draws, rowvar=False))
    variance = np.diag(covariance)
    squared = variance[:, None] + variance[None, :] - 2 * covariance
    floor = 1e-12 * max(float(variance.max(initial=0.0)), 1e-300)
    difference = estimates[:, None] - estimates[None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(squared > floor, 1 / np.sqrt(squared), 0.0)
        ratio = np.where(squared > floor, difference * scale, np.sign(difference) * np.inf)
    return np.where(difference == 0, 0.0, ratio), scale


def _step_down(ratio: Floats, scale: Floats, draws: Floats, tested: Mask, coverage: float) -> Mask:
    """Return which ordered pairs are rejected as "j is not above k"."""
    rejected = np.zeros(tested.shape, dtype=np.bool_)
    centred = (draws - draws.mean(axis=0)).astype(np.float32)
    while tested.any():
        limit = np.quantile(_largest(centred, scale, tested), coverage)
        found = tested & (ratio > limit)
        if not found.any():
            break
        rejected |= found
        tested = tested & ~found
    return rejected


def _largest(draws: NDArray[np.float32], scale: Floats, tested: Mask) -> Floats:
    """Return per draw the largest studentised difference over the pairs still tested.

    Single precision is ample: only a quantile over random draws is taken from it.
    """
    by_unit = np.ascontiguousarray(draws.T)
    factors = scale.astype(np.float32)
    largest = np.full(len(draws), -np.inf, dtype=np.float32)
    for unit in np.flatnonzero(tested.any(axis=1)):
        others = np.flatnonzero(tested[unit])
        differences = by_unit[unit] - by_unit[others]
        differences *= factors[unit, others][:, None]
        np.maximum(largest, differences.max(axis=0), out=largest)
    return largest.astype(np.float64)


def _sets(above: Mask) -> RankSets:
    n = len(above)
    return RankSets(low=1 + above.sum(axis=0), high=n - above.sum(axis=1), above=above)
