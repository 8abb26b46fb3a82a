# SPDX-License-Identifier: EUPL-1.2
"""How much of the spread of an output each choice explains: variance-based sensitivity indices.

First order S_i = Var(E[Y | x_i]) / Var(Y): what fixing choice i alone would take away. Total
T_i = 1 - Var(E[Y | all but x_i]) / Var(Y): what stays when everything else is fixed. Sources: Sobol'
(1993); Saltelli et al. (2010), *Computer Physics Communications* 181 (first order); Jansen (1999) (total).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, WrongShape

ROUNDING = 1e-12


class WrongProbabilities(BadInput):
    """Probabilities of alternatives that are no probabilities."""

    template = N_("The probabilities of factor number {factor} are {found}.")
    cure = N_("Give one number of 0 or more per alternative, with sum 1.")


class TooFewPoints(BadInput):
    """A design that is too small to estimate from."""

    template = N_("{n} base points are too few to estimate sensitivity from.")
    cure = N_("Use at least 8; 1,024 is a good start.")


@dataclass(frozen=True, slots=True)
class SensitivityIndices:
    """Sensitivity of one or more outputs to each factor.

    Attributes
    ----------
    first_order, total
        Shape (k_factors, ...) where ... is the shape of the outputs; NaN where an output does not vary.
    variance, mean
        Of the outputs, shape (...).
    first_order_interval, total_interval
        Shape (2, k_factors, ...): 5 % and 95 % bootstrap bounds; None where the indices are exact.
    n_runs
        Number of times the model was run.
    exact
        True when every combination was run.
    """

    first_order: Floats
    total: Floats
    variance: Floats
    mean: Floats
    n_runs: int
    exact: bool
    first_order_interval: Floats | None = None
    total_interval: Floats | None = None


def decompose_factorial(
    outputs: Floats, *, k_factors: int, probabilities: Sequence[Floats | None] | None = None
) -> SensitivityIndices:
    """Return the exact indices from outputs of every combination of alternatives.

    ``outputs`` has shape (n_1, ..., n_d, ...): the first ``k_factors`` axes are the alternatives of each
    factor. An output that is unknown in any combination has NaN indices, and so has one that does not
    vary. Alternatives are equally likely unless ``probabilities`` says otherwise.

    Raises
    ------
    WrongShape, WrongProbabilities
        When there are fewer axes than factors, or probabilities do not fit.
    """
    if outputs.ndim < k_factors or k_factors < 1:
        raise WrongShape(name="outputs", found=outputs.shape, expected=f"({k_factors} axes of factors, ...)")
    weights = _probabilities(outputs.shape[:k_factors], probabilities)
    mean = _mean_over(outputs, range(k_factors), weights)
    centred = outputs - mean
    variance = _mean_over(np.square(centred), range(k_factors), weights)
    varying = _varying(variance, mean)
    first, total = [], []
    for factor in range(k_factors):
        others = [axis for axis in range(k_factors) if axis != factor]
        alone = _mean_over(centred, others, weights)
        first.append(_mean_over(np.square(alone), [factor], weights, kept_axis=True) / varying)
        rest = centred - np.expand_dims(_mean_over(centred, [factor], weights), factor)
        total.append(_mean_over(np.square(rest), range(k_factors), weights) / varying)
    return SensitivityIndices(
        first_order=np.stack(first),
        total=np.stack(total),
        variance=variance,
        mean=mean,
        n_runs=int(np.prod(outputs.shape[:k_factors])),
        exact=True,
    )


def draw_sobol_design(*, n_base: int, k_factors: int, rng: np.random.Generator) -> Floats:
    """Return scrambled Sobol' points for Saltelli's design, shape (n_base * (k_factors + 2), k_factors).

    Rows in this order: A, B, then A with column i from B for every factor. ``n_base`` is best a power
    of two. Values lie strictly between 0 and 1.

    Raises
    ------
    TooFewPoints
        With fewer than 8 base points.
    """
    from scipy.stats import qmc

    if n_base < 8:
        raise TooFewPoints(n=n_base)
    sequence = qmc.Sobol(d=2 * k_factors, scramble=True, seed=rng)
    exponent = int(np.ceil(np.log2(n_base)))
    points = np.clip(sequence.random_base2(exponent)[:n_base], 1e-12, 1 - 1e-12)
    first, second = points[:, :k_factors], points[:, k_factors:]
    mixed = np.repeat(first[None], k_factors, axis=0)
    for factor in range(k_factors):
        mixed[factor, :, factor] = second[:, factor]
    return np.concatenate([first, second, mixed.reshape(-1, k_factors)])


def estimate_sensitivity(
    outputs: Floats,
    *,
    n_base: int,
    k_factors: int,
    rng: np.random.Generator | None = None,
    n_bootstrap: int = 0,
    centred: bool = True,
) -> SensitivityIndices:
    """Estimate the indices from outputs of the rows of :func:`draw_sobol_design`.

    ``outputs`` has shape (n_base * (k_factors + 2), ...). Taking the mean off first (``centred``)
    makes the first-order estimate far steadier; without it this is COINr's estimator. With ``rng`` and
    ``n_bootstrap`` the base points are drawn again to give 5 % and 95 % bounds.

    Raises
    ------
    WrongShape, TooFewPoints
        When the number of rows is not that of the design, or too small.
    """
    if outputs.shape[0] != n_base * (k_factors + 2):
        raise WrongShape(name="outputs", found=outputs.shape, expected=f"({n_base * (k_factors + 2)}, ...)")
    if n_base < 8:
        raise TooFewPoints(n=n_base)
    blocks = outputs.reshape(k_factors + 2, n_base, *outputs.shape[1:])
    mean = blocks[:2].mean(axis=(0, 1))
    variance = np.asarray(blocks[:2].reshape(-1, *outputs.shape[1:]).var(axis=0, ddof=1))
    varying = _varying(variance, mean)
    second = blocks[1] - mean if centred else blocks[1]
    first_terms = second * (blocks[2:] - blocks[0])
    total_terms = np.square(blocks[0] - blocks[2:]) / 2
    bounds: list[Floats | None] = [None, None]
    if rng is not None and n_bootstrap > 0:
        bounds = [_bootstrap(terms, varying, n_bootstrap, rng) for terms in (first_terms, total_terms)]
    return SensitivityIndices(
        first_order=first_terms.mean(axis=1) / varying,
        total=total_terms.mean(axis=1) / varying,
        variance=variance,
        mean=np.asarray(mean),
        n_runs=len(outputs),
        exact=False,
        first_order_interval=bounds[0],
        total_interval=bounds[1],
    )


def _varying(variance: Floats, mean: Floats) -> Floats:
    """Return the variance of each output, NaN where it is nothing but rounding of its mean."""
    return np.where(variance > np.square(ROUNDING * mean), variance, np.nan)


def _bootstrap(terms: Floats, variance: Floats, n_bootstrap: int, rng: np.random.Generator) -> Floats:
    """Return bounds of the mean of terms (k_factors, n_base, ...) over base points that are drawn again."""
    n_base = terms.shape[1]
    drawn = rng.multinomial(n_base, np.full(n_base, 1 / n_base), size=n_bootstrap) / n_base
    means = np.moveaxis(np.tensordot(drawn, terms, axes=(1, 1)), 1, 0) / variance
    return np.asarray(np.quantile(means, [0.05, 0.95], axis=1), dtype=np.float64)


def _probabilities(counts: Sequence[int], given: Sequence[Floats | None] | None) -> list[Floats]:
    found = []
    for factor, n in enumerate(counts):
        own = given[factor] if given is not None else None
        weights = np.full(n, 1 / n) if own is None else np.asarray(own, dtype=np.float64)
        if weights.shape != (n,) or not (weights >= 0).all() or abs(weights.sum() - 1) > 1e-9:
            raise WrongProbabilities(factor=factor + 1, found=weights.tolist())
        found.append(weights)
    return found


def _mean_over(
    outputs: Floats, axes: Sequence[int] | range, weights: Sequence[Floats], *, kept_axis: bool = False
) -> Floats:
    """Return the mean over some factors' axes; ``kept_axis``: the only axis left stands in front."""
    found = outputs
    for axis in sorted(axes, reverse=True):
        place = 0 if kept_axis else axis
        found = np.tensordot(weights[axis], found, axes=(0, place))
    return np.asarray(found, dtype=np.float64)
