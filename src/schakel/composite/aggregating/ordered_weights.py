# SPDX-License-Identifier: EUPL-1.2
"""Ordered weighted averages: weights belong to places (the best value, the next, ...), not to indicators.

Between the minimum and the maximum lies everything that the weights of places can say: the mean,
the median, "most indicators must be good" (Yager 1988, *IEEE Transactions on Systems, Man and
Cybernetics* 18). How far an average leans to the best value is its orness: 0 is the minimum, 1/2 the
mean, 1 the maximum.
"""

from collections.abc import Callable

import numpy as np
from scipy.optimize import brentq

from schakel.composite.aggregating.weighted_sums import ShareOf, known_weight
from schakel.composite.bad_input import N_, BadInput, Floats, Reason, WrongShape
from schakel.composite.weighing.weigh import WrongWeights, weigh_given

Quantifier = Callable[[Floats], Floats]
ROUNDING = 1e-9
STEEPEST = 1e4


class WrongOrness(BadInput):
    """An orness outside 0 to 1, or one that too few values cannot have."""

    template = N_("Orness {orness} with {k} values has no order weights.")
    cure = N_("Give a number from 0 (the lowest counts) to 1 (the highest counts); one value has none.")


class WrongQuantifier(BadInput):
    """A function that does not rise from 0 to 1."""

    template = N_("The quantifier cannot be used: {reason}.")
    cure = N_("It must be 0 at 0, 1 at 1 and never fall.")


def aggregate_ordered(
    values: Floats,
    *,
    order_weights: Floats,
    weights: Floats | None = None,
    min_share: float = 1.0,
    share_of: ShareOf = "weight",
) -> Floats:
    """Return ``sum_i v_i x_(i)`` with ``x_(1) >= x_(2) >= ...`` the values of a unit, shape (..., n_units).

    With equal weights and all values known, ``v`` is ``order_weights``. Otherwise, with p the weights of
    the known indicators (sum 1) in the order of their values, ``v_i = Q(p_(1) + ... + p_(i)) - Q(p_(1) +
    ... + p_(i-1))`` with Q the broken line through the running sums of ``order_weights`` at 0, 1/k, ..., 1
    (Yager 1996; Torra 1997). Order weights that are all equal then give the weighted mean of the known
    values; equal values may be taken in any order.

    Parameters
    ----------
    values
        Shape (..., n_units, k), on one scale; NaN is unknown.
    order_weights
        Weight of the highest value first, shape (k,); only ratios matter.
    weights
        Importance of the indicators, shape (k,) or (..., k); equal by default.
    min_share, share_of
        A unit that knows less than this share of the weight (or of the children) gets NaN.

    Raises
    ------
    WrongShape, WrongWeights
        When either set of weights does not fit or cannot be used.
    """
    known, shares, total = known_weight(values, weights, min_share=min_share, share_of=share_of)
    k = values.shape[-1]
    if np.shape(order_weights) != (k,):
        raise WrongShape(name="order_weights", found=np.shape(order_weights), expected=f"({k},)")
    running = np.concatenate([[0.0], np.cumsum(weigh_given(np.asarray(order_weights, dtype=np.float64)))])
    cells = np.where(known, shares[..., None, :], 0.0)
    order = np.argsort(-np.where(known, values, -np.inf), axis=-1, kind="stable")
    order = np.broadcast_to(order, cells.shape)
    with np.errstate(invalid="ignore"):
        reached = np.cumsum(np.take_along_axis(cells, order, axis=-1), axis=-1) / total[..., None]
    # running sums that differ from i / k by rounding only must not fall on the other side of a bend
    nearest = np.rint(reached * k)
    reached = np.where(np.abs(reached * k - nearest) <= ROUNDING, nearest / k, reached)
    quantified = np.interp(reached, np.arange(k + 1) / k, running)
    steps = np.diff(quantified, axis=-1, prepend=0.0)
    ordered = np.take_along_axis(np.broadcast_to(np.where(known, values, 0.0), cells.shape), order, axis=-1)
    return np.where(np.isfinite(total), (steps * ordered).sum(axis=-1), np.nan)


def order_weights_from_orness(k: int, *, orness: float) -> Floats:
    """Return the most even order weights with a given orness, the highest value first, shape (k,).

    Of all weights with ``sum_i w_i (k - i) / (k - 1) = orness`` those with the largest entropy
    (O'Hagan 1988). They form a geometric row ``w_i ~ h^(k-i)`` (Fuller and Majlender 2001), so one
    number remains to be found.

    Raises
    ------
    WrongOrness
        Outside 0 to 1, or other than 1/2 for a single value.
    """
    if not 0 <= orness <= 1 or k < 1 or (k == 1 and orness != 0.5):
        raise WrongOrness(orness=orness, k=k)
    if orness in (0.0, 1.0):
        return _single(k, orness)
    height = np.arange(k - 1, -1, -1) / max(k - 1, 1)

    def row(steepness: float) -> Floats:
        tilted = steepness * height
        return weigh_given(np.exp(tilted - tilted.max()))

    def excess(steepness: float) -> float:
        return float(row(steepness) @ height) - orness

    if k == 1 or excess(0.0) == 0.0:
        return row(0.0)
    limit = STEEPEST * k
    if excess(-limit) >= 0 or excess(limit) <= 0:
        return _single(k, orness)
    return row(float(brentq(excess, -limit, limit, xtol=1e-14, rtol=1e-15, maxiter=500)))


def order_weights_from_quantifier(k: int, *, quantifier: Quantifier) -> Floats:
    """Return ``w_i = Q(i / k) - Q((i - 1) / k)``, the highest value first, shape (k,).

    Q(r) says how far "a share r of the indicators is good" satisfies (Yager 1996): ``lambda r: r**2`` asks
    for most of them; :func:`between_shares` gives "at least half" and the like.

    Raises
    ------
    WrongQuantifier
        When Q is not 0 at 0 and 1 at 1, or falls somewhere on the grid.
    WrongWeights
        For fewer than one value.
    """
    if k < 1:
        raise WrongWeights(weights=[], reason=N_("there is nothing to weigh"))
    reached = np.asarray(quantifier(np.arange(k + 1) / k), dtype=np.float64)
    if reached.shape != (k + 1,) or not np.isfinite(reached).all():
        raise WrongQuantifier(reason=N_("it does not give one number for each share"))
    if abs(reached[0]) > ROUNDING or abs(reached[-1] - 1) > ROUNDING:
        ends = {"first": float(reached[0]), "last": float(reached[-1])}
        raise WrongQuantifier(reason=Reason(N_("it is {first} at 0 and {last} at 1"), ends))
    steps = np.diff(reached)
    if (steps < -ROUNDING).any():
        raise WrongQuantifier(reason=N_("it falls"))
    return weigh_given(np.maximum(steps, 0.0))


def between_shares(low: float, high: float) -> Quantifier:
    """Return the quantifier that rises in a straight line from 0 at share ``low`` to 1 at share ``high``.

    "Most": 0.3 to 0.8; "at least half": 0 to 0.5; "as many as possible": 0.5 to 1 (Yager 1988).

    Raises
    ------
    WrongQuantifier
        When not ``0 <= low < high <= 1``.
    """
    if not 0 <= low < high <= 1:
        told = N_("the shares {low} and {high} do not rise between 0 and 1")
        raise WrongQuantifier(reason=Reason(told, {"low": low, "high": high}))
    return lambda share: np.asarray(np.clip((share - low) / (high - low), 0.0, 1.0), dtype=np.float64)


def measure_orness(order_weights: Floats) -> float:
    """Return ``sum_i w_i (k - i) / (k - 1)``: 1 when only the highest value counts, 0 when only the lowest.

    Raises
    ------
    WrongOrness
        For a single weight, which is highest and lowest at once.
    WrongWeights
        When the weights cannot be used.
    """
    shares = weigh_given(order_weights)
    k = len(shares)
    if k == 1:
        raise WrongOrness(orness=float("nan"), k=1)
    return float(shares @ (np.arange(k - 1, -1, -1) / (k - 1)))


def measure_evenness(order_weights: Floats) -> float:
    """Return the entropy of the weights over that of equal ones: 1 uses all values alike, 0 a single one.

    Raises
    ------
    WrongOrness
        For a single weight.
    WrongWeights
        When the weights cannot be used.
    """
    shares = weigh_given(order_weights)
    if len(shares) == 1:
        raise WrongOrness(orness=float("nan"), k=1)
    positive = shares[shares > 0]
    return float(-(positive * np.log(positive)).sum() / np.log(len(shares)))


def _single(k: int, orness: float) -> Floats:
    """Return all weight on the highest (orness above 1/2) or the lowest value."""
    found: Floats = np.zeros(k)
    found[0 if orness > 0.5 else k - 1] = 1.0
    return found
