# SPDX-License-Identifier: EUPL-1.2
"""Fill by all indicators together: a multivariate normal model, fitted on what is known (EM).

Dempster, Laird and Rubin (1977), *JRSS B* 39:1-38; Schafer (1997), *Analysis of Incomplete
Multivariate Data*, chapter 5. It assumes that whether a value is missing depends only on known values.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape, known_counts, name_of
from schakel.composite.imputing.imputed import Imputed, impute_given
from schakel.composite.imputing.missing_patterns import Lacking, condition_on_known, group_by_lacking
from schakel.composite.normalising.normalise import CONSTANT_TOLERANCE, ConstantIndicator

SMALLEST_PIVOT = 1e-5


class SingularCovariance(BadInput):
    """A covariance matrix that the known values do not determine."""

    template = N_("{n_units} units do not determine how {k} indicators go together.")
    cure = N_("Give a ridge (of 1 unit, say), or model fewer indicators at a time: a pillar.")


class NotConverged(BadInput):
    """A fit that still moves after the last step."""

    template = N_("The normal model still moves by {change} after {n_iterations} steps.")
    cure = N_("Allow more steps, give a ridge, or leave out indicators of which little is known.")


class WrongRidge(BadInput):
    """A ridge below zero."""

    template = N_("A ridge of {ridge} units cannot be used.")
    cure = N_("Give 0 or a number of units, such as 1.")


@dataclass(frozen=True, slots=True)
class NormalModel:
    """Means and covariances of indicators, fitted on incomplete data.

    Attributes
    ----------
    mean
        Shape (k_indicators,), in the indicators' units.
    covariance
        Shape (k_indicators, k_indicators), divisor n plus the ridge.
    log_likelihood
        Of the known values.
    path
        Log-likelihood minus the penalty of the ridge before each step; it never falls, shape
        (n_iterations,).
    n_iterations
        Steps done.
    change
        Largest change of a parameter in the last step, in standard deviations.
    converged
        Whether that is at most the tolerance.
    """

    mean: Floats
    covariance: Floats
    log_likelihood: float
    path: Floats
    n_iterations: int
    change: float
    converged: bool


def fit_normal_model(
    values: Floats,
    *,
    ridge: float = 0.0,
    tolerance: float = 1e-7,
    max_iterations: int = 5000,
    indicators: Sequence[str] | None = None,
) -> NormalModel:
    """Fit mean and covariance to all known values by expectation-maximisation.

    With a ridge the covariance is ``(S + ridge * D) / (n + ridge)``: S the expected sum of squares and
    products, D the diagonal of the variances of the known values. It equals that many extra units in
    which the indicators are uncorrelated, makes more indicators than units possible, and pulls
    correlations to 0. The step maximises the log-likelihood minus
    ``ridge / 2 * (log det(inv(D) C) + trace(inv(C) D))``.

    Parameters
    ----------
    values
        Shape (n_units, k_indicators); NaN is unknown.
    ridge
        Number of extra units, at least 0.
    tolerance
        Stop when no mean or covariance of the standardised indicators moves more.
    max_iterations
        Stop after this many steps in any case; ``converged`` tells which.
    indicators
        Names for messages.

    Raises
    ------
    SingularCovariance
        Without enough ridge, with more indicators than units or indicators that follow from others.
    ConstantIndicator, NothingKnown
        When an indicator has fewer than two different known values.
    WrongRidge, WrongShape
        When the ridge is negative, or ``values`` is not one table.
    """
    if values.ndim != 2:
        raise WrongShape(name="values", found=values.shape, expected="(n_units, k_indicators)")
    if not (np.isfinite(ridge) and ridge >= 0):
        raise WrongRidge(ridge=ridge)
    scaled, centre, scale = standardise_known(values, indicators)
    n, k = scaled.shape
    if ridge == 0 and n <= k:
        raise SingularCovariance(n_units=n, k=k)
    groups = group_by_lacking(~np.isfinite(scaled))
    known = np.isfinite(scaled)
    mean, covariance = np.zeros(k), np.eye(k)
    path: list[float] = []
    change = np.inf
    while len(path) < max_iterations and change > tolerance:
        old_mean, old_covariance = mean, covariance
        mean, covariance, _, penalised = _step(scaled, groups, (mean, covariance), ridge)
        path.append(penalised)
        moved = max(np.abs(mean - old_mean).max(), np.abs(covariance - old_covariance).max())
        change = float(moved)
    _, _, fit, _ = _step(scaled, groups, (mean, covariance), ridge)
    in_units = float((known.sum(axis=0) * np.log(scale)).sum())
    return NormalModel(
        mean=centre + scale * mean,
        covariance=covariance * np.outer(scale, scale),
        log_likelihood=fit - in_units,
        path=np.array(path) - in_units,
        n_iterations=len(path),
        change=change,
        converged=change <= tolerance,
    )


def impute_normal_model(
    values: Floats,
    *,
    ridge: float = 0.0,
    tolerance: float = 1e-7,
    max_iterations: int = 5000,
    indicators: Sequence[str] | None = None,
) -> Imputed:
    """Fill each unknown cell with its expectation given the known indicators of the unit.

    It is the regression on every other indicator known of that unit. Filled values have less spread
    than real ones; use :func:`schakel.composite.imputing.draws.draw_imputations` for their doubt. A unit of
    which nothing is known gets the means.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators); each table of the leading axes is fitted alone.
    ridge, tolerance, max_iterations, indicators
        As for :func:`fit_normal_model`.

    Raises
    ------
    NotConverged
        When the fit still moves after ``max_iterations``.
    SingularCovariance, ConstantIndicator, NothingKnown, WrongRidge
        As :func:`fit_normal_model`.
    """
    offered = np.full(values.shape, np.nan)
    for draw in np.ndindex(values.shape[:-2]):
        if np.isfinite(values[draw]).all():
            continue
        model = fit_normal_model(
            values[draw],
            ridge=ridge,
            tolerance=tolerance,
            max_iterations=max_iterations,
            indicators=indicators,
        )
        refuse_not_converged(model)
        offered[draw], _ = expect_unknown(values[draw], model=model)
    return impute_given(values, replacement=offered)


def expect_unknown(values: Floats, *, model: NormalModel) -> tuple[Floats, Floats]:
    """Return the expectation and standard deviation of each unknown cell given the known ones of its unit.

    The deviation holds for the fitted parameters: it leaves their own doubt out.

    Parameters
    ----------
    values
        Shape (n_units, k_indicators); NaN is unknown.
    model
        From :func:`fit_normal_model`, of the same indicators.

    Returns
    -------
    tuple of Floats
        Values with expectations in the unknown cells, and deviations (0 for known cells), both of the
        shape of ``values``.
    """
    scale = np.sqrt(np.diag(model.covariance))
    precision = np.linalg.inv(model.covariance / np.outer(scale, scale))
    known = np.isfinite(values)
    scaled = np.where(known, (values - model.mean) / scale, 0.0)
    expected, deviation = scaled.copy(), np.zeros(values.shape)
    for found in condition_on_known(scaled, np.zeros(scale.size), precision, group_by_lacking(~known)):
        cells = (found.lacking.rows[:, None], found.lacking.columns)
        expected[cells] = found.mean
        deviation[cells] = np.sqrt(np.diagonal(found.covariance, axis1=-2, axis2=-1))
    return np.where(known, values, model.mean + scale * expected), deviation * scale


def standardise_known(values: Floats, indicators: Sequence[str] | None) -> tuple[Floats, Floats, Floats]:
    """Return the values minus the mean over the deviation (divisor n) of the known ones, and both.

    Raises
    ------
    ConstantIndicator, NothingKnown
        When an indicator has fewer than two different known values.
    """
    known: Mask = np.isfinite(values)
    counts = known_counts(known, indicators)[0]
    centre = np.where(known, values, 0.0).sum(axis=0) / counts
    scale = np.sqrt(np.square(np.where(known, values - centre, 0.0)).sum(axis=0) / counts)
    constant = scale <= CONSTANT_TOLERANCE * np.abs(centre)
    if constant.any():
        place = int(np.flatnonzero(constant)[0])
        raise ConstantIndicator(indicator=name_of(indicators, place), value=float(centre[place]))
    return np.where(known, (values - centre) / scale, np.nan), centre, scale


def refuse_not_converged(model: NormalModel) -> None:
    """Refuse a model that still moves.

    Raises
    ------
    NotConverged
        When it does.
    """
    if not model.converged:
        raise NotConverged(change=model.change, n_iterations=model.n_iterations)


def _step(
    scaled: Floats, groups: list[Lacking], parameters: tuple[Floats, Floats], ridge: float
) -> tuple[Floats, Floats, float, float]:
    """Return the next mean and covariance, and the log-likelihood (also penalised) of the present ones."""
    mean, covariance = parameters
    n, k = scaled.shape
    known = np.isfinite(scaled)
    half_determinant = float(np.log(_pivots(covariance, n)).sum())
    precision: Floats = np.asarray(np.linalg.inv(covariance), dtype=np.float64)
    deviations = np.where(known, scaled - mean, 0.0)
    quadratic = float(np.einsum("ij,jl,il->", deviations, precision, deviations, optimize=True))
    completed = np.where(known, scaled, 0.0)
    spread, logs = np.zeros(k * k), 2 * half_determinant * n
    for found in condition_on_known(deviations, mean, precision, groups):
        rows, columns = found.lacking.rows, found.lacking.columns
        completed[rows[:, None], columns] = found.mean
        places = columns[:, :, None] * k + columns[:, None, :]
        spread += np.bincount(places.ravel(), weights=found.covariance.ravel(), minlength=k * k)
        quadratic -= float(found.weight.sum())
        logs += float(found.log_determinant.sum())
    fit = -0.5 * (known.sum() * np.log(2 * np.pi) + logs + quadratic)
    penalty = 0.5 * ridge * (2 * half_determinant + float(np.trace(precision)))
    new_mean = completed.mean(axis=0)
    centred = completed - new_mean
    squares = centred.T @ centred + spread.reshape(k, k)
    return new_mean, (squares + ridge * np.eye(k)) / (n + ridge), float(fit), float(fit - penalty)


def _pivots(covariance: Floats, n_units: int) -> Floats:
    """Return the diagonal of the Cholesky factor, refusing a matrix that is (nearly) singular."""
    k = covariance.shape[0]
    try:
        pivots = np.diag(np.linalg.cholesky(covariance))
    except np.linalg.LinAlgError as problem:
        raise SingularCovariance(n_units=n_units, k=k) from problem
    if pivots.min() < SMALLEST_PIVOT:
        raise SingularCovariance(n_units=n_units, k=k)
    return np.asarray(pivots)
