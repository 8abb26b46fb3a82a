# SPDX-License-Identifier: EUPL-1.2
"""Weights that make elements count as much as stated, or that keep most information, within bounds.

With C the covariance of the elements and s their standard deviations, the correlation of element j
with A = sum_j w_j e_j is r_j = (C w)_j / (s_j sqrt(w' C w)). The root is the same for every element, so
the shares r_j / sum r = (C w)_j / s_j / sum_i (C w)_i / s_i are a ratio of linear forms in w. With
v = w / sum_i (C w)_i / s_i (Charnes and Cooper 1962, *Naval Research Logistics* 9) the distance to the
stated shares is a convex quadratic under linear constraints, and its minimum is the global one; so is
the largest sum of correlations. Both are solved exactly as least-distance programmes (Lawson and Hanson
1974, *Solving Least Squares Problems*, chapter 23). Purpose: Becker et al. (2017), *Ecological
Indicators* 80.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import linprog, nnls

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape
from schakel.composite.describing.components import standardise_complete
from schakel.composite.weighing.weigh import weigh_given

Bounds = tuple[Floats | float, Floats | float]
REACHED = 1e-8
AT_BOUND = 1e-9
COLLINEAR = 1e-10
TOWARDS_EQUAL = 1e-4


class ImpossibleBounds(BadInput):
    """Bounds and sums between which no set of weights lies."""

    template = N_("No weights with sum 1 lie within the bounds{also}.")
    cure = N_("Lower bounds may add up to at most 1 and upper bounds to at least 1, also inside a group.")


class NothingInCommon(BadInput):
    """Elements of which no allowed mean correlates positively with them."""

    template = N_("No allowed weights give a composite that its elements agree with.")
    cure = N_("Turn elements that run against the others, or widen the bounds.")


class WrongTarget(BadInput):
    """Stated shares that cannot be shares of a whole."""

    template = N_("The stated importances {target} cannot be used.")
    cure = N_("Give a number above 0 for every element.")


@dataclass(frozen=True, slots=True)
class BalancedWeights:
    """Weights within bounds, with what they reach and where they fall short.

    Attributes
    ----------
    weights
        Sum 1, shape (k,).
    correlations
        Of every element with the composite, shape (k,).
    stated
        Stated shares of correlation (``correlation``) or of squared correlation (``importance``), sum
        1, shape (k,); NaN where nothing was stated.
    realised
        Shares that the weights give, shape (k,).
    residual
        Realised minus stated, shape (k,).
    reached
        Whether every residual is below 1e-8: the stated importances are possible within the bounds.
    at_lower, at_upper
        Elements whose weight lies on a bound, shape (k,): these bounds stand in the way.
    objective
        ln(mean(residual^2)) of the shares of correlation, as COINr reports it; for the most informative
        weights the sum of the correlations.
    unique
        False when elements are collinear: then other weights do equally well, and those nearest to
        equal are taken.
    """

    weights: Floats
    correlations: Floats
    stated: Floats
    realised: Floats
    residual: Floats
    reached: bool
    at_lower: Mask
    at_upper: Mask
    objective: float
    unique: bool


def weigh_balanced(
    elements: Floats,
    *,
    stated: Floats | None = None,
    bounds: Bounds = (0.0, 1.0),
    group_sums: tuple[Sequence[int], Floats] | None = None,
    measure: Literal["correlation", "importance"] = "correlation",
    indicators: Sequence[str] | None = None,
) -> BalancedWeights:
    """Find the weights whose correlations with the composite come nearest to stated proportions.

    Minimises ``sum_j (stated_j - r_j / sum r)^2`` over all weights within the bounds: the global minimum.
    ``importance`` states shares of r^2; they are met when r is in proportion to the root of the stated
    shares, and that is what is minimised then (an element that runs against the composite counts as
    below 0, not as important). When the stated shares cannot be met, ``residual`` says by how much per
    element and ``at_lower``/``at_upper`` which bounds hold it back.

    Parameters
    ----------
    elements
        Shape (n_units, k), normalised; units with an unknown element are left out. More complete
        units than elements are needed for unique weights.
    stated
        Shape (k,), above 0, any scale; equal by default.
    bounds
        Lowest and highest weight, as shares of the whole: numbers or arrays (k,).
    group_sums
        Group number of each element (0, 1, ...) and the share each group must have, for elements below
        parents whose weights are fixed.
    measure
        Whether the stated shares are of correlations or of squared correlations.
    indicators
        Names, for the message.

    Raises
    ------
    WrongShape, WrongTarget, ImpossibleBounds, NothingInCommon
        When stated shares, bounds and sums do not fit or cannot be met together.
    TooFewComplete, ConstantIndicator
        As :func:`schakel.composite.describing.components.standardise_complete`.
    """
    space = _space(elements, bounds, group_sums, indicators)
    k = elements.shape[1]
    wanted = np.ones(k) if stated is None else np.asarray(stated, dtype=np.float64)
    if wanted.shape != (k,):
        raise WrongShape(name="stated", found=wanted.shape, expected=f"({k},)")
    if not (np.isfinite(wanted) & (wanted > 0)).all():
        raise WrongTarget(target=wanted.tolist())
    wanted = wanted / wanted.sum()
    aim = np.sqrt(wanted) if measure == "importance" else wanted
    aim = aim / aim.sum()
    scaled = _solve(space, space.correlations, aim)
    return _report(space, scaled, stated=wanted, aim=aim, squared=measure == "importance")


def weigh_most_informative(
    elements: Floats,
    *,
    bounds: Bounds = (0.0, 1.0),
    group_sums: tuple[Sequence[int], Floats] | None = None,
    indicators: Sequence[str] | None = None,
) -> BalancedWeights:
    """Find the weights with the highest mean correlation between elements and composite.

    Without binding bounds these are w_j in proportion to 1 / s_j, the plain mean of z-scores, with
    ``sum r = sqrt(1' R 1)``; within bounds the global maximum. Parameters as :func:`weigh_balanced`.

    Raises
    ------
    WrongShape, ImpossibleBounds, NothingInCommon, TooFewComplete, ConstantIndicator
        As :func:`weigh_balanced`.
    """
    space = _space(elements, bounds, group_sums, indicators)
    values, vectors = np.linalg.eigh(space.correlations)
    root = vectors * np.sqrt(np.where(values > COLLINEAR * len(values), values, 0.0)) @ vectors.T
    scaled = _solve(space, root, np.zeros(len(root)))
    return _report(space, scaled, stated=None, aim=None, squared=False)


@dataclass(frozen=True, slots=True)
class _Space:
    """The problem in standardised elements: u = s * w, cone G u >= 0, E u = 0 and sum(R u) = 1."""

    correlations: Floats
    deviations: Floats
    lower: Floats
    upper: Floats
    cone: Floats
    ties: Floats
    unique: bool


def _space(
    elements: Floats,
    bounds: Bounds,
    group_sums: tuple[Sequence[int], Floats] | None,
    indicators: Sequence[str] | None,
) -> _Space:
    if elements.ndim != 2:
        raise WrongShape(name="elements", found=elements.shape, expected="(n_units, k)")
    units = standardise_complete(elements, indicators=indicators)
    k = elements.shape[1]
    deviations = np.std(elements[units.complete], axis=0, ddof=1)
    lower, upper = (np.broadcast_to(np.asarray(b, dtype=np.float64), (k,)) for b in bounds)
    members, sums = _members(group_sums, k)
    _require_possible(lower, upper, members, sums)
    back = 1 / deviations * deviations.mean()
    cone = np.vstack([np.diag(back) - np.outer(lower, back), np.outer(upper, back) - np.diag(back)])
    ties = (members - sums[:, None]) * back
    found = units.correlations
    _require_agreement(found.sum(axis=0) / back, np.vstack([np.ones(k), members]), sums, lower, upper)
    unique = bool(np.linalg.eigvalsh(found)[0] > COLLINEAR * k)
    return _Space(
        correlations=found,
        deviations=deviations,
        lower=lower,
        upper=upper,
        cone=cone[np.abs(cone).max(axis=1) > 0],
        ties=ties,
        unique=unique,
    )


def _members(group_sums: tuple[Sequence[int], Floats] | None, k: int) -> tuple[Floats, Floats]:
    """Return which elements belong to each group, shape (n_groups, k), and the groups' shares."""
    if group_sums is None:
        return np.empty((0, k)), np.empty(0)
    groups, sums = np.asarray(group_sums[0]), np.asarray(group_sums[1], dtype=np.float64)
    if groups.shape != (k,) or sums.ndim != 1 or set(groups.tolist()) != set(range(len(sums))):
        raise WrongShape(name="group_sums", found=(groups.shape, sums.shape), expected=f"({k},), (n_groups,)")
    return (groups[None, :] == np.arange(len(sums))[:, None]).astype(np.float64), weigh_given(sums)


def _require_possible(lower: Floats, upper: Floats, members: Floats, sums: Floats) -> None:
    known = np.isfinite(lower).all() and np.isfinite(upper).all()
    if not known or (lower < 0).any() or (lower > upper).any() or _misses_one(lower, upper):
        raise ImpossibleBounds(also="")
    if (members @ lower > sums + AT_BOUND).any() or (members @ upper < sums - AT_BOUND).any():
        raise ImpossibleBounds(also=N_(" with the shares of the groups"))


def _misses_one(lower: Floats, upper: Floats) -> bool:
    return bool(lower.sum() > 1 + AT_BOUND or upper.sum() < 1 - AT_BOUND)


def _require_agreement(pulls: Floats, equations: Floats, sums: Floats, lower: Floats, upper: Floats) -> None:
    """Refuse elements of which no allowed mean has a positive sum of correlations."""
    best = linprog(
        -pulls, A_eq=equations, b_eq=np.concatenate([[1.0], sums]), bounds=np.column_stack([lower, upper])
    )
    if best.x is None:
        raise ImpossibleBounds(also=N_(" with the shares of the groups"))
    if -best.fun <= COLLINEAR:
        raise NothingInCommon()


def _solve(space: _Space, matrix: Floats, aim: Floats) -> Floats:
    """Minimise |matrix u - aim| over the cone with sum(R u) = 1; u is returned, any scale.

    Equalities are taken out by a null space, the rest becomes a least-distance programme. Directions
    that no correlation depends on are drawn towards equal weights.
    """
    k = len(aim)
    if not space.unique:
        equal = space.deviations / (space.correlations @ space.deviations).sum()
        values, vectors = np.linalg.eigh(space.correlations)
        undecided = vectors[:, values <= COLLINEAR * k]
        small = TOWARDS_EQUAL * undecided @ undecided.T
        matrix, aim = np.vstack([matrix, small]), np.concatenate([aim, small @ equal])
    equations = np.vstack([space.correlations.sum(axis=0), space.ties])
    wanted = np.concatenate([[1.0], np.zeros(len(space.ties))])
    start = np.linalg.lstsq(equations, wanted, rcond=None)[0]
    _, sizes, right = np.linalg.svd(equations)
    free = right[int((sizes > COLLINEAR * sizes[0]).sum()) :].T
    if free.shape[1] == 0:
        return np.asarray(start)
    q, r = np.linalg.qr(matrix @ free)
    target = q.T @ (aim - matrix @ start)
    reduced = np.linalg.solve(r.T, (space.cone @ free).T).T
    needed = -space.cone @ start - reduced @ target
    return np.asarray(start + free @ np.linalg.solve(r, target + _nearest_to_zero(reduced, needed)))


def _nearest_to_zero(matrix: Floats, needed: Floats) -> Floats:
    """Return the shortest z with matrix z >= needed."""
    if (needed <= 0).all():
        return np.zeros(matrix.shape[1])
    size = np.abs(needed).max()
    dual = np.vstack([matrix.T, needed / size])
    last = np.zeros(len(dual))
    last[-1] = 1.0
    multipliers, _ = nnls(dual, last, maxiter=100 * dual.shape[1])
    residual = dual @ multipliers - last
    return np.asarray(-residual[:-1] / residual[-1] * size)


def _report(
    space: _Space, scaled: Floats, *, stated: Floats | None, aim: Floats | None, squared: bool
) -> BalancedWeights:
    weights = scaled / space.deviations
    weights = np.clip(weights / weights.sum(), space.lower, space.upper)
    at_lower, at_upper = weights - space.lower <= AT_BOUND, space.upper - weights <= AT_BOUND
    weights = np.where(at_lower, space.lower, np.where(at_upper, space.upper, weights))
    scaled = weights * space.deviations
    pulls = space.correlations @ scaled
    found = pulls / np.sqrt(scaled @ pulls)
    shares = found / found.sum()
    realised = np.square(found) / np.square(found).sum() if squared else shares
    wanted = np.full(len(found), np.nan) if stated is None else stated
    with np.errstate(divide="ignore"):
        objective = found.sum() if aim is None else np.log(np.square(shares - aim).mean())
    return BalancedWeights(
        weights=weights,
        correlations=np.clip(found, -1, 1),
        stated=wanted,
        realised=realised,
        residual=realised - wanted,
        reached=bool(stated is not None and (np.abs(realised - wanted) < REACHED).all()),
        at_lower=at_lower,
        at_upper=at_upper,
        objective=float(objective),
        unique=space.unique,
    )
