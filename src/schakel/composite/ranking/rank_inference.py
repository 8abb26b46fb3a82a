# SPDX-License-Identifier: EUPL-1.2
"""Confidence sets for ranks: which units can be told apart at all.

Mogstad, Romano, Shaikh and Wilhelm (2024), "Inference for ranks with applications to mobility
across neighbourhoods and academic achievement across countries", *Review of Economic Studies* 91.
All one-sided differences are tested together with the largest studentised difference; rejected
pairs leave the set and the critical value falls, until nothing more is rejected (stepdown). A unit's
rank lies between 1 + the number of units significantly above it and the number of units minus those
significantly below it. Equal estimates are never told apart, so a set always holds the unit's own rank.

Errors come as draws around zero, shape (n_draws, n_units): bootstrap or model draws, or
:func:`normal_draws` of a covariance matrix, which is then handed on as ``covariance``. For panels, give
estimates of shape (..., n_units) and draws of shape (..., n_draws, n_units); each period is on its own.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape, name_of
from schakel.composite.ranking.largest_difference import (
    Differences,
    Side,
    WrongCovariance,
    refuse_covariance,
    refuse_few_draws,
    reject_among_all,
    reject_for_unit,
    studentise_differences,
)
from schakel.composite.ranking.rank import refuse_coverage

Unknown = Literal["refuse", "leave_out"]


class UnknownEstimate(BadInput):
    """An estimate or a covariance that is not a number."""

    template = N_("The estimate or the error of unit '{unit}' is unknown.")
    cure = N_("Leave units without a score out before comparing ranks.")


class WrongPlaces(BadInput):
    """A number of places that the ranking does not have."""

    template = N_("{places} places were asked for in a ranking of {n_units} units.")
    cure = N_("Give a whole number from 1 to the number of units.")


@dataclass(frozen=True, slots=True)
class RankSets:
    """Confidence sets for ranks.

    Attributes
    ----------
    low, high
        Best and worst rank that cannot be excluded, shape (..., n_units), whole numbers; NaN for a unit
        without an estimate.
    above
        ``above[..., j, k]``: unit j is significantly above unit k.
    """

    low: Floats
    high: Floats
    above: Mask


@dataclass(frozen=True, slots=True)
class MarginalRankSets:
    """Confidence sets for ranks, each on its own.

    Attributes
    ----------
    low, high
        Best and worst rank that cannot be excluded, shape (..., n_units); NaN without an estimate.
    better, worse
        ``better[..., j, k]``: in the test for unit j, unit k is significantly better (or worse) than j.
        The test for k may say otherwise, so these need not mirror each other.
    """

    low: Floats
    high: Floats
    better: Mask
    worse: Mask


def infer_ranks(
    estimates: Floats,
    draws: Floats,
    *,
    coverage: float = 0.9,
    covariance: Floats | None = None,
    stepdown: bool = True,
    units: Sequence[str] | None = None,
    unknown: Unknown = "refuse",
) -> RankSets:
    """Return simultaneous confidence sets: with ``coverage`` probability all ranks lie inside.

    The bounds on either side come from the same tests, so the lower (or upper) bounds alone would be
    no sharper.

    Parameters
    ----------
    estimates
        Shape (..., n_units).
    draws
        Errors of the estimates, shape (..., n_draws, n_units): bootstrap or model draws around zero.
        Their covariance gives the standard error of every difference.
    coverage
        Between 0 and 1.
    covariance
        Covariance of the errors, shape (..., n_units, n_units), when it is known: standard errors are
        then taken from it.
    stepdown
        False for the single-step sets, which are wider.
    units
        Names for messages.
    unknown
        ``refuse`` an unknown estimate, or ``leave_out`` its unit: it gets NaN and counts for nobody.

    Raises
    ------
    WrongShape, UnknownEstimate, WrongCovariance, WrongCoverage, TooFewDrawsForCoverage
        When the arrays do not fit or hold unknown numbers, or too few draws for the coverage.
    """

    def infer(differences: Differences) -> tuple[Mask, Mask]:
        rejected = reject_among_all(differences, coverage=coverage, stepdown=stepdown)
        return rejected.T, rejected

    low, high, _, worse = _each_period(infer, (estimates, draws, covariance), coverage, units, unknown)
    return RankSets(low=low, high=high, above=worse)


def infer_rank(
    estimates: Floats,
    draws: Floats,
    *,
    unit: int,
    coverage: float = 0.9,
    covariance: Floats | None = None,
    side: Side = "both",
    units: Sequence[str] | None = None,
) -> RankSets:
    """Return the marginal confidence set for one unit: only the pairs with this unit are tested.

    Arguments as for :func:`infer_ranks_marginally`, estimates of shape (n_units,); only the row of
    ``unit`` in the result has meaning.
    """
    if estimates.ndim != 1:
        raise WrongShape(name="estimates", found=estimates.shape, expected="(n_units,)")
    row = range(len(estimates))[unit]

    def infer(differences: Differences) -> tuple[Mask, Mask]:
        place = int(np.flatnonzero(differences.order == row)[0])
        found = reject_for_unit(differences, place=place, coverage=coverage, side=side)
        better, worse = np.zeros((2, *differences.ratio.shape), dtype=np.bool_)
        better[place], worse[place] = found
        return better, worse

    _, _, better, worse = _each_period(infer, (estimates, draws, covariance), coverage, units, "refuse")
    above = worse | better.T
    return RankSets(low=1.0 + above.sum(axis=0), high=float(len(above)) - above.sum(axis=1), above=above)


def infer_ranks_marginally(
    estimates: Floats,
    draws: Floats,
    *,
    coverage: float = 0.9,
    covariance: Floats | None = None,
    side: Side = "both",
    units: Sequence[str] | None = None,
    unknown: Unknown = "refuse",
) -> MarginalRankSets:
    """Return for every unit the set that holds its own rank with ``coverage`` probability.

    For each unit only the pairs with it are tested, so the sets are narrower than those of
    :func:`infer_ranks`; they do not hold for several units at once.

    Parameters
    ----------
    estimates, draws, coverage, covariance, units, unknown
        As for :func:`infer_ranks`.
    side
        ``both``; ``low`` for a sharper best rank alone (``high`` is then the number of units); ``high``
        for a sharper worst rank alone (``low`` is then 1).

    Raises
    ------
    WrongShape, UnknownEstimate, WrongCovariance, WrongCoverage, TooFewDrawsForCoverage
        As for :func:`infer_ranks`.
    """

    def infer(differences: Differences) -> tuple[Mask, Mask]:
        places = range(len(differences.order))
        found = [reject_for_unit(differences, place=p, coverage=coverage, side=side) for p in places]
        return np.array([better for better, _ in found]), np.array([worse for _, worse in found])

    return MarginalRankSets(*_each_period(infer, (estimates, draws, covariance), coverage, units, unknown))


def infer_best(
    estimates: Floats,
    draws: Floats,
    *,
    places: int,
    coverage: float = 0.9,
    covariance: Floats | None = None,
    units: Sequence[str] | None = None,
    unknown: Unknown = "refuse",
) -> Mask:
    """Return which units may be among the best: with ``coverage`` probability all those that are, are in.

    The tau-best set with tau = ``places``: the units whose simultaneous lower bound is at most tau
    (the paper's projection set). Arguments as for :func:`infer_ranks`; False for a unit left out.

    Returns
    -------
    flags of shape (..., n_units).

    Raises
    ------
    WrongPlaces
        When there are not so many places.
    WrongShape, UnknownEstimate, WrongCovariance, WrongCoverage, TooFewDrawsForCoverage
        As for :func:`infer_ranks`.
    """
    sets = infer_ranks(
        estimates, draws, coverage=coverage, covariance=covariance, units=units, unknown=unknown
    )
    _refuse_places(places, sets.low)
    return np.asarray(sets.low <= places, dtype=np.bool_)


def infer_worst(
    estimates: Floats,
    draws: Floats,
    *,
    places: int,
    coverage: float = 0.9,
    covariance: Floats | None = None,
    units: Sequence[str] | None = None,
    unknown: Unknown = "refuse",
) -> Mask:
    """Return which units may be among the worst: :func:`infer_best` of the reversed ranking (tau-worst).

    With n ranked units these are the units whose simultaneous upper bound is at least n - ``places`` + 1.
    """
    sets = infer_ranks(
        estimates, draws, coverage=coverage, covariance=covariance, units=units, unknown=unknown
    )
    _refuse_places(places, sets.high)
    ranked = np.isfinite(sets.high).sum(axis=-1, keepdims=True)
    return np.asarray(sets.high >= ranked - places + 1, dtype=np.bool_)


def normal_draws(covariance: Floats, *, n_draws: int, rng: np.random.Generator) -> Floats:
    """Return normal draws around zero with a covariance of shape (n, n), shape (n_draws, n).

    With independent standard errors ``se`` the covariance is ``np.diag(se**2)``.

    Raises
    ------
    WrongCovariance
        When it is unknown, not symmetric, or has a negative eigenvalue.
    """
    if covariance.ndim != 2 or covariance.shape[0] != covariance.shape[1]:
        raise WrongShape(name="covariance", found=covariance.shape, expected="(n_units, n_units)")
    if not np.isfinite(covariance).all():
        raise WrongCovariance(reason=N_("a number is unknown"))
    refuse_covariance(covariance)
    values, vectors = np.linalg.eigh(covariance)
    if (values < -1e-8 * max(float(np.abs(values).max(initial=0.0)), 1e-300)).any():
        raise WrongCovariance(reason=N_("it has a negative eigenvalue"))
    root = vectors * np.sqrt(np.clip(values, 0, None))
    return np.asarray(rng.standard_normal((n_draws, len(covariance))) @ root.T, dtype=np.float64)


def group_by_leader(estimates: Floats, above: Mask) -> NDArray[np.int64]:
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


def _each_period(
    infer: Callable[[Differences], tuple[Mask, Mask]],
    given: tuple[Floats, Floats, Floats | None],
    coverage: float,
    units: Sequence[str] | None,
    unknown: Unknown,
) -> tuple[Floats, Floats, Mask, Mask]:
    """Return low, high, better and worse of every period, with unknown units put back as NaN."""
    estimates, draws, covariance = given
    front, n = estimates.shape[:-1], estimates.shape[-1]
    _refuse_shapes(estimates, draws, covariance)
    refuse_coverage(coverage)
    low, high = np.full((2, *estimates.shape), np.nan)
    better, worse = np.zeros((2, *front, n, n), dtype=np.bool_)
    for period in np.ndindex(front):
        own = None if covariance is None else covariance[period]
        kept = _known_units(estimates[period], draws[period], own, units, unknown)
        if not len(kept):
            continue
        refuse_few_draws(draws.shape[-2], coverage=coverage)
        own = None if own is None else own[np.ix_(kept, kept)]
        differences = studentise_differences(estimates[period][kept], draws[period][:, kept], own)
        rows = kept[differences.order]
        better[period][np.ix_(rows, rows)], worse[period][np.ix_(rows, rows)] = infer(differences)
        low[period][kept] = 1 + better[period][kept].sum(axis=1)
        high[period][kept] = len(kept) - worse[period][kept].sum(axis=1)
    return low, high, better, worse


def _refuse_shapes(estimates: Floats, draws: Floats, covariance: Floats | None) -> None:
    front, n = estimates.shape[:-1], estimates.shape[-1]
    if draws.ndim != estimates.ndim + 1 or draws.shape[:-2] != front or draws.shape[-1] != n:
        expected = ", ".join(map(str, (*front, "n_draws", n)))
        raise WrongShape(name="draws", found=draws.shape, expected=f"({expected})")
    if covariance is not None and covariance.shape != (*front, n, n):
        raise WrongShape(name="covariance", found=covariance.shape, expected=f"{(*front, n, n)}")


def _known_units(
    estimates: Floats,
    draws: Floats,
    covariance: Floats | None,
    units: Sequence[str] | None,
    unknown: Unknown,
) -> NDArray[np.int64]:
    """Return the rows that take part, refusing unknown estimates (unless left out) and unknown errors."""
    known = np.isfinite(estimates)
    kept = known if unknown == "leave_out" else np.ones(len(known), dtype=np.bool_)
    wrong = kept & ~(known & np.isfinite(draws).all(axis=0))
    if covariance is not None:
        among = np.where(kept[None, :], np.isfinite(covariance), True).all(axis=1)
        wrong |= kept & ~among
    if wrong.any():
        raise UnknownEstimate(unit=name_of(units, int(np.flatnonzero(wrong)[0])))
    rows = np.flatnonzero(kept)
    if covariance is not None:
        refuse_covariance(covariance[np.ix_(rows, rows)])
    return rows


def _refuse_places(places: int, bounds: Floats) -> None:
    ranked = int(np.isfinite(bounds).sum(axis=-1).min())
    if not 1 <= places <= ranked:
        raise WrongPlaces(places=places, n_units=ranked)
