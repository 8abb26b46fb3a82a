# SPDX-License-Identifier: EUPL-1.2
"""Weights: given, equal, drawn, disturbed, and the weight that an element really has."""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, Reason, WrongShape, name_of


class WrongWeights(BadInput):
    """Weights that cannot be shares of a whole."""

    template = N_("The weights {weights} cannot be used: {reason}.")
    cure = N_("Give a number of 0 or more for each, and at least one above 0.")


class WrongBounds(BadInput):
    """Bounds between which no set of weights lies."""

    template = N_("No weights lie between {low} and {high} times the equal weight.")
    cure = N_("The lower bound must be at most 1 and the upper at least 1.")


class WrongNoise(BadInput):
    """A disturbance that would make a weight negative."""

    template = N_("Weights cannot be disturbed by a factor of {factor}.")
    cure = N_("Give a factor from 0 to 1, one for all weights or one for each.")


class NoVariance(BadInput):
    """A composite in which all units are equal."""

    template = N_("The composite is the same for every unit, so no element moves it.")
    cure = N_("Check that the elements differ between units.")


def weigh_equal(k: int) -> Floats:
    """Return k equal weights with sum 1.

    Raises
    ------
    WrongWeights
        When there is nothing to weigh.
    """
    return weigh_given(np.ones(k))


def weigh_given(weights: Floats) -> Floats:
    """Return weights divided by their sum, shape (..., k); only their ratios matter.

    Raises
    ------
    WrongWeights
        Negative, unknown, or all zero.
    """
    if not np.isfinite(weights).all() or (weights < 0).any():
        raise WrongWeights(weights=weights.tolist(), reason=N_("a weight is negative or unknown"))
    total = weights.sum(axis=-1, keepdims=True)
    if weights.shape[-1] == 0 or (total <= 0).any():
        raise WrongWeights(weights=weights.tolist(), reason=N_("their sum is zero"))
    return np.asarray(weights / total, dtype=np.float64)


def weigh_by_variation(values: Floats, *, indicators: Sequence[str] | None = None) -> Floats:
    """Return each indicator's coefficient of variation as a share of their sum.

    That is the pull which indicators get when they are divided by their mean and added: a skewed
    count per head weighs more than an even one. Shape (..., k). NaN is skipped.

    Raises
    ------
    WrongWeights
        When a mean is not positive, or nothing varies.
    """
    mean = np.nanmean(values, axis=-2)
    if (mean <= 0).any():
        column = int(np.argwhere(mean <= 0)[0][-1])
        reason = Reason(
            N_("the mean of '{indicator}' is not above zero"), {"indicator": name_of(indicators, column)}
        )
        raise WrongWeights(weights=mean.tolist(), reason=reason)
    return weigh_given(np.nanstd(values, axis=-2, ddof=1) / mean)


def effective_weights(elements: Floats, *, weights: Floats) -> Floats:
    """Return the share of each element in the variance of the weighted mean over units.

    ``cov(w_j e_j, A) / var(A)`` with ``A = sum_j w_j e_j``; the shares add up to 1 and a negative
    one belongs to an element that runs against the others (Becker et al. 2017, *Ecological
    Indicators* 80). Units with an unknown element are left out.

    Parameters
    ----------
    elements
        Shape (n_units, k).
    weights
        Shape (k,), any positive scale.

    Raises
    ------
    WrongShape
        When weights and elements do not fit.
    NoVariance
        When the composite does not vary.
    """
    if elements.ndim != 2 or weights.shape != elements.shape[1:]:
        raise WrongShape(name="weights", found=weights.shape, expected=f"({elements.shape[-1]},)")
    shares = weigh_given(weights)
    known = elements[np.isfinite(elements[:, shares > 0]).all(axis=1)]
    parts = np.where(shares > 0, known, 0.0) * shares
    composite = parts.sum(axis=1)
    centred = composite - composite.mean() if len(composite) else composite
    variance = float(centred @ centred)
    if len(known) < 2 or variance <= 1e-24:
        raise NoVariance()
    return np.asarray((parts - parts.mean(axis=0)).T @ centred / variance, dtype=np.float64)


def weights_from_uniform(uniform: Floats, *, bounds: tuple[float, float]) -> Floats:
    """Turn uniform numbers into weights that are evenly spread over the simplex, held between bounds.

    Exponentials with sum 1 are a Dirichlet(1, ..., 1) draw. A draw that leaves the bounds
    (multiples of the equal weight) is drawn towards the equal weights along a straight line until
    it touches them, so that every draw counts.

    Parameters
    ----------
    uniform
        Shape (n, k), strictly between 0 and 1, for example from a scrambled Sobol' sequence.
    bounds
        Lowest and highest multiple of 1 / k.

    Raises
    ------
    WrongBounds
        When the equal weights do not lie between the bounds.
    """
    low, high = bounds
    if not 0 <= low <= 1 <= high:
        raise WrongBounds(low=low, high=high)
    k = uniform.shape[-1]
    draws = weigh_given(-np.log1p(-np.clip(uniform, 1e-12, 1 - 1e-12)))
    move = draws * k - 1
    with np.errstate(divide="ignore", invalid="ignore"):
        reach = np.where(move > 0, (high - 1) / move, np.where(move < 0, (low - 1) / move, np.inf))
    shrink = np.minimum(reach.min(axis=-1, keepdims=True), 1.0)
    return np.asarray((1 + shrink * move) / k, dtype=np.float64)


def disturb_weights(
    weights: Floats, *, factor: float | Floats, n_draws: int, rng: np.random.Generator
) -> Floats:
    """Draw weights around given ones: w_j (1 + f_j u) with u uniform on -1 to 1, drawn for every weight.

    The draws are not scaled to sum 1: within a group of siblings only the ratios matter, and a weight
    without noise (factor 0) stays exactly what it was. (Becker et al. 2017, as in COINr.)

    Parameters
    ----------
    weights
        Shape (k,), 0 or more.
    factor
        Largest relative change, 0 to 1: one number, or one per weight (k,), for example 0 for the
        levels of the tree that are left alone.
    n_draws
        How many.
    rng
        Where the uniform numbers come from.

    Returns
    -------
    array of shape (n_draws, k)

    Raises
    ------
    WrongWeights
        Negative, unknown, or all zero.
    WrongShape
        When there is not one weight axis, or the factors are not one or k.
    WrongNoise
        When a factor lies outside 0 to 1.
    """
    if weights.ndim != 1:
        raise WrongShape(name="weights", found=weights.shape, expected="(k,)")
    weigh_given(weights)
    factors = np.asarray(factor, dtype=np.float64)
    if factors.shape not in ((), weights.shape):
        raise WrongShape(name="factor", found=factors.shape, expected=f"({len(weights)},)")
    if not ((factors >= 0) & (factors <= 1)).all():
        raise WrongNoise(factor=factors.tolist())
    uniform = rng.uniform(-1.0, 1.0, size=(n_draws, len(weights)))
    return np.asarray(weights * (1 + factors * uniform), dtype=np.float64)
