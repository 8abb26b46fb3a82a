# SPDX-License-Identifier: EUPL-1.2
"""Do the indicators of a group measure one thing: alpha, sampling adequacy and sphericity.

Cronbach (1951), "Coefficient alpha and the internal structure of tests", *Psychometrika* 16; Kaiser
and Rice (1974), "Little Jiffy, Mark IV", *Educational and Psychological Measurement* 34; Bartlett
(1951), "The effect of standardization on a chi-square approximation in factor analysis",
*Biometrika* 38; OECD/JRC (2008), step 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import chdtrc

from schakel.composite.bad_input import N_, BadInput, Floats, WrongShape, name_of
from schakel.composite.describing.components import CompleteUnits, standardise_complete
from schakel.composite.describing.correlate import covary

SINGULAR = 1e-10


class TooFewIndicators(BadInput):
    """A group too small to compare its members."""

    template = N_("A group of {k} indicators has no agreement to measure.")
    cure = N_("Take a group of at least 2 indicators.")


class RedundantIndicator(BadInput):
    """An indicator that the others determine wholly."""

    template = N_("Indicator '{indicator}' follows exactly from the others.")
    cure = N_("Leave it out, or use more units than indicators.")


class UnknownGapTreatment(BadInput):
    """A way to treat gaps that does not exist here."""

    template = N_("'{choice}' is not a way to treat gaps here.")
    cure = N_("Choose one of: pairwise, complete.")


@dataclass(frozen=True, slots=True)
class Reliability:
    """How well the indicators of a group agree.

    Attributes
    ----------
    alpha
        Cronbach's alpha, at most 1, negative when indicators run against each other; shape (...).
    alpha_without
        Alpha of the group without each indicator, shape (..., k); NaN for a group of 2.
    item_total
        Correlation of each indicator with the sum of the others, shape (..., k).
    mean_correlation
        Mean of the correlations between the indicators, shape (...).
    """

    alpha: Floats
    alpha_without: Floats
    item_total: Floats
    mean_correlation: Floats


@dataclass(frozen=True, slots=True)
class SamplingAdequacy:
    """Kaiser-Meyer-Olkin measure: correlations against partial correlations.

    Attributes
    ----------
    overall
        Between 0 and 1, shape (...); the Handbook asks 0.6 or more for factor analysis.
    per_indicator
        Shape (..., k).
    """

    overall: Floats
    per_indicator: Floats


@dataclass(frozen=True, slots=True)
class Sphericity:
    """Bartlett's test that the indicators are not correlated at all.

    Attributes
    ----------
    statistic
        Chi-square, shape (...).
    freedom
        Degrees of freedom, k(k - 1) / 2.
    p_value
        Probability of a statistic at least as large without any correlation, shape (...).
    """

    statistic: Floats
    freedom: int
    p_value: Floats


def measure_alpha(
    values: Floats,
    *,
    missing: Literal["pairwise", "complete"] = "pairwise",
    indicators: Sequence[str] | None = None,
) -> Reliability:
    """Measure Cronbach's alpha: k^2 times the mean covariance over the variance of the sum.

    ``alpha = k/(k-1) (1 - sum of variances / variance of the sum)``. It depends on the scale: give
    normalised indicators, with directions turned so that higher is better.

    Parameters
    ----------
    values
        Shape (..., n_units, k).
    missing
        ``pairwise``: every covariance over the units known on both; ``complete``: all over the units
        known on every indicator. NaN results where no two units are left, and where the variance of a
        sum is not positive (possible pairwise).
    indicators
        Names, for the message.

    Raises
    ------
    TooFewIndicators
        For fewer than 2 indicators.
    UnknownGapTreatment
        For another treatment of gaps.
    TooFewComplete, ConstantIndicator
        With ``complete``, as :func:`schakel.composite.describing.components.standardise_complete`.
    """
    k = values.shape[-1]
    if k < 2:
        raise TooFewIndicators(k=k)
    if missing not in ("pairwise", "complete"):
        raise UnknownGapTreatment(choice=missing)
    if missing == "complete":
        complete = standardise_complete(values, indicators=indicators).complete
        values = np.where(complete[..., None], values, np.nan)
    covariances = covary(values)
    variances = np.diagonal(covariances, axis1=-2, axis2=-1)
    rows, total = covariances.sum(axis=-1), covariances.sum(axis=(-2, -1))
    between = total - variances.sum(axis=-1)
    rest = total[..., None] - 2 * rows + variances
    rest_between = between[..., None] - 2 * (rows - variances)
    sizes = np.sqrt(np.where(variances > 0, variances, np.nan))
    correlations = covariances / (sizes[..., :, None] * sizes[..., None, :])
    without = _alpha(rest_between, rest, k - 1) if k > 2 else np.full(variances.shape, np.nan)
    positive = np.where(rest > 0, rest, np.nan)
    return Reliability(
        alpha=_alpha(between, total, k),
        alpha_without=without,
        item_total=(rows - variances) / (sizes * np.sqrt(positive)),
        mean_correlation=(correlations.sum(axis=(-2, -1)) - k) / (k * (k - 1)),
    )


def measure_sampling_adequacy(values: Floats, *, indicators: Sequence[str] | None = None) -> SamplingAdequacy:
    """Measure sampling adequacy: sum r^2 / (sum r^2 + sum q^2), r correlations, q partial ones.

    q between two indicators takes all others out: ``-s_ij / sqrt(s_ii s_jj)`` with s the inverse of the
    correlation matrix. Over the units known on all indicators, shape (..., n_units, k).

    Raises
    ------
    TooFewIndicators
        For fewer than 2 indicators.
    RedundantIndicator
        When the correlation matrix has no inverse.
    TooFewComplete, ConstantIndicator
        As :func:`schakel.composite.describing.components.standardise_complete`.
    """
    found = _regular(values, indicators).correlations
    inverse = np.linalg.inv(found)
    sizes = np.sqrt(np.diagonal(inverse, axis1=-2, axis2=-1))
    other = ~np.eye(values.shape[-1], dtype=np.bool_)
    squared = np.where(other, np.square(found), 0.0)
    partial = np.where(other, np.square(inverse / (sizes[..., :, None] * sizes[..., None, :])), 0.0)
    own, left = squared.sum(axis=-1), partial.sum(axis=-1)
    with np.errstate(invalid="ignore"):
        overall = own.sum(axis=-1) / (own.sum(axis=-1) + left.sum(axis=-1))
        return SamplingAdequacy(overall=np.asarray(overall), per_indicator=own / (own + left))


def measure_sphericity(values: Floats, *, indicators: Sequence[str] | None = None) -> Sphericity:
    """Test whether the indicators are correlated at all: -(n - 1 - (2k + 5)/6) ln det R.

    Chi-square with k(k - 1)/2 degrees of freedom, over the n units known on all indicators; sensitive
    to n, so read it beside the sampling adequacy. Shape (..., n_units, k).

    Raises
    ------
    TooFewIndicators, RedundantIndicator, TooFewComplete, ConstantIndicator
        As :func:`measure_sampling_adequacy`.
    """
    units = _regular(values, indicators)
    k = values.shape[-1]
    _, logarithm = np.linalg.slogdet(units.correlations)
    statistic = np.asarray(-(units.complete.sum(axis=-1) - 1 - (2 * k + 5) / 6) * logarithm)
    freedom = k * (k - 1) // 2
    return Sphericity(statistic=statistic, freedom=freedom, p_value=np.asarray(chdtrc(freedom, statistic)))


def _alpha(between: Floats, total: Floats, k: int) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(total > 0, k / (k - 1) * between / total, np.nan)


def _regular(values: Floats, indicators: Sequence[str] | None) -> CompleteUnits:
    """Standardise, and refuse a correlation matrix without inverse."""
    if values.ndim < 2:
        raise WrongShape(name="values", found=values.shape, expected="(..., n_units, k_indicators)")
    if values.shape[-1] < 2:
        raise TooFewIndicators(k=values.shape[-1])
    units = standardise_complete(values, indicators=indicators)
    smallest, vectors = np.linalg.eigh(units.correlations)
    singular = smallest[..., 0] < SINGULAR
    if singular.any():
        vector = vectors[singular][0][:, 0]
        raise RedundantIndicator(indicator=name_of(indicators, int(np.abs(vector).argmax())))
    return units
