# SPDX-License-Identifier: EUPL-1.2
"""Fill many times, so that the doubt about unknown values can be carried into a score, and pool the results.

Multiple imputation: Rubin (1987), *Multiple Imputation for Nonresponse in Surveys*; the chain of data
augmentation: Tanner and Wong (1987), *JASA* 82:528-540; Schafer (1997), *Analysis of Incomplete
Multivariate Data*, chapters 4 and 5.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape
from schakel.composite.imputing.missing_patterns import Lacking, condition_on_known, group_by_lacking
from schakel.composite.imputing.normal_model import (
    SingularCovariance,
    fit_normal_model,
    refuse_not_converged,
    standardise_known,
)

FEWEST_STEPS = 50


class TooFewDraws(BadInput):
    """A number of draws that cannot be used."""

    template = N_("{n_draws} draws are too few.")
    cure = N_("Give at least {least}.")


@dataclass(frozen=True, slots=True)
class ImputationDraws:
    """The same data, filled independently a number of times.

    Attributes
    ----------
    values
        Shape (n_draws, n_units, k_indicators): known cells are equal in all draws.
    imputed
        Flag per filled cell, shape (n_units, k_indicators).
    n_steps
        Steps of the chain behind each draw.
    """

    values: Floats
    imputed: Mask
    n_steps: int


@dataclass(frozen=True, slots=True)
class PooledEstimate:
    """An estimate over imputation draws by Rubin's rules; arrays have the shape of one estimate.

    Attributes
    ----------
    estimate
        Mean over the draws, in the unit of the estimate.
    within
        Mean of the variances given with the draws (0 without), in that unit squared.
    between
        Variance of the estimates over the draws (divisor n_draws - 1): the doubt from imputation.
    total
        ``within + (1 + 1 / n_draws) * between``.
    share_imputation
        Share of the total that comes from imputation, 0 where the total is 0.
    degrees_of_freedom
        For an interval with Student's t: ``(n_draws - 1) / share_imputation ** 2``; infinite where nothing
        comes from imputation.
    """

    estimate: Floats
    within: Floats
    between: Floats
    total: Floats
    share_imputation: Floats
    degrees_of_freedom: Floats


def draw_imputations(
    values: Floats,
    *,
    n_draws: int,
    rng: np.random.Generator,
    ridge: float = 0.0,
    n_steps: int | None = None,
    indicators: Sequence[str] | None = None,
) -> ImputationDraws:
    """Draw the unknown cells from what is known, with the doubt about means and covariances.

    Each draw is the end of its own chain, started at the fit of
    :func:`schakel.composite.imputing.normal_model.fit_normal_model`. A step draws the unknown cells given
    the parameters (normal), then the parameters given the completed data: the covariance from an inverse
    Wishart distribution with scale ``S + ridge * D`` and ``n - 1 + ridge`` degrees of freedom, the mean from
    a normal one with that covariance over n. So draws do not depend on each other and each holds
    the doubt about the model too: proper imputation, also with few units.

    Parameters
    ----------
    values
        Shape (n_units, k_indicators); NaN is unknown.
    n_draws
        At least 1.
    rng
        Source of the random numbers.
    ridge
        Extra units in which the indicators are uncorrelated (prior knowledge); at least
        k_indicators - n_units + 1.
    n_steps
        Steps of each chain; by default twice the steps that the fit needs to settle to 1e-4 (Schafer 1997),
        and at least 50.
    indicators
        Names for messages.

    Raises
    ------
    TooFewDraws
        With less than one draw or step.
    SingularCovariance, NotConverged, ConstantIndicator, NothingKnown, WrongRidge, WrongShape
        As for the fit.
    """
    for number in (n_draws, 1 if n_steps is None else n_steps):
        if number < 1:
            raise TooFewDraws(n_draws=number, least=1)
    if values.ndim == 2 and values.shape[0] - 1 + ridge < values.shape[1]:
        raise SingularCovariance(n_units=values.shape[0], k=values.shape[1])
    model = fit_normal_model(values, ridge=ridge, tolerance=1e-4, indicators=indicators)
    refuse_not_converged(model)
    scaled, centre, scale = standardise_known(values, indicators)
    unknown = ~np.isfinite(scaled)
    groups = group_by_lacking(unknown)
    steps = max(FEWEST_STEPS, 2 * model.n_iterations) if n_steps is None else n_steps
    mean = np.broadcast_to((model.mean - centre) / scale, (n_draws, scale.size))
    start: Floats = np.asarray(np.linalg.inv(model.covariance / np.outer(scale, scale)), dtype=np.float64)
    precision: Floats = np.broadcast_to(start, (n_draws, *start.shape))
    completed = np.broadcast_to(np.where(unknown, 0.0, scaled), (n_draws, *scaled.shape)).copy()
    try:
        for step in range(steps):
            _draw_cells(completed, unknown, (mean, precision), groups, rng)
            if step < steps - 1:
                mean, precision = _draw_parameters(completed, ridge, rng)
    except np.linalg.LinAlgError as problem:
        raise SingularCovariance(n_units=values.shape[0], k=values.shape[1]) from problem
    drawn = np.where(unknown, centre + scale * completed, values)
    return ImputationDraws(values=drawn, imputed=unknown, n_steps=steps)


def pool_draws(estimates: Floats, *, variances: Floats | None = None) -> PooledEstimate:
    """Pool estimates from imputation draws by Rubin's rules.

    Parameters
    ----------
    estimates
        Scores, or anything else computed from each draw, shape (n_draws, ...). An estimate that is unknown
        in any draw is unknown.
    variances
        Squared standard error of each estimate within its draw (from sampling, say), same shape; none
        by default, so that the total holds the doubt from imputation only.

    Raises
    ------
    TooFewDraws
        With less than two draws: the doubt cannot be seen.
    WrongShape
        When ``variances`` has another shape.
    """
    n_draws = estimates.shape[0] if estimates.ndim else 0
    if n_draws < 2:
        raise TooFewDraws(n_draws=n_draws, least=2)
    if variances is not None and variances.shape != estimates.shape:
        raise WrongShape(name="variances", found=variances.shape, expected=str(estimates.shape))
    estimate = np.asarray(estimates.mean(axis=0), dtype=np.float64)
    within = np.zeros_like(estimate) if variances is None else np.asarray(variances.mean(axis=0))
    between = np.asarray(np.square(estimates - estimate).sum(axis=0) / (n_draws - 1))
    imputation = (1 + 1 / n_draws) * between
    total = within + imputation
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(total == 0, 0.0, imputation / total)
        freedom = (n_draws - 1) / np.square(share)
    return PooledEstimate(
        estimate=estimate,
        within=within,
        between=between,
        total=total,
        share_imputation=share,
        degrees_of_freedom=freedom,
    )


def _draw_cells(
    completed: Floats,
    unknown: Mask,
    parameters: tuple[Floats, Floats],
    groups: list[Lacking],
    rng: np.random.Generator,
) -> None:
    """Fill the unknown cells of each draw in place, given its mean and precision."""
    mean, precision = parameters
    deviations = np.where(unknown, 0.0, completed - mean[:, None, :])
    for found in condition_on_known(deviations, mean, precision, groups):
        factor = np.linalg.cholesky(found.covariance)
        noise = np.einsum("...ij,...j->...i", factor, rng.standard_normal(found.mean.shape))
        completed[:, found.lacking.rows[:, None], found.lacking.columns] = found.mean + noise


def _draw_parameters(completed: Floats, ridge: float, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw mean and precision of each draw given its completed data.

    With ``R R' = S + ridge * I`` and B from Bartlett's decomposition, ``inv(R)' B B' inv(R)`` has the Wishart
    distribution of the precision; ``R inv(B)'`` is then a factor of the covariance.
    """
    n_draws, n, k = completed.shape
    average = completed.mean(axis=1)
    centred = completed - average[:, None, :]
    factor = np.linalg.cholesky(centred.swapaxes(-1, -2) @ centred + ridge * np.eye(k))
    bartlett = np.tril(rng.standard_normal((n_draws, k, k)), -1)
    freedom = n - 1 + ridge - np.arange(k)
    bartlett[:, np.arange(k), np.arange(k)] = np.sqrt(rng.chisquare(freedom, size=(n_draws, k)))
    root = np.linalg.solve(factor.swapaxes(-1, -2), bartlett)
    noise = np.linalg.solve(root.swapaxes(-1, -2), rng.standard_normal((n_draws, k, 1)))[..., 0]
    precision: Floats = np.asarray(root @ root.swapaxes(-1, -2), dtype=np.float64)
    return average + noise / np.sqrt(n), precision
