# SPDX-License-Identifier: EUPL-1.2
"""Scale by the distance to the middle so that outliers count for less.

Shapes, unknown values, ``reference`` and ``over`` are those of :mod:`normalising.normalise`. Sources
stand with the functions; *Handbook* is OECD/JRC (2008), chapter 5.
"""

from collections.abc import Sequence

import numpy as np
from scipy.special import expit

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, name_of, reference_mask
from schakel.composite.normalising.normalise import (
    ROUNDING_OF_EQUALS,
    normalise_zscore,
    refuse_no_positive_mean,
)
from schakel.composite.normalising.pool_periods import Over, pool_as_asked
from schakel.composite.normalising.scale_parameters import (
    ScaleNotRising,
    given_deviation,
    given_row,
    means,
    medians,
)

NORMAL_DEVIATION_PER_MAD = 1.482602218505602


class WrongMargin(BadInput):
    """A distance from the mean that is negative, or leaves nothing below."""

    template = N_("A threshold of {threshold} around the mean cannot be used.")
    cure = N_("Choose a share from 0 to less than 1.")


class MiddleHalfEqual(BadInput):
    """An indicator of which at least half of the units have the same value."""

    template = N_("At least half of the units have the value {value} on indicator '{indicator}'.")
    cure = N_("Use z-scores for this indicator: its median deviation is zero.")


def normalise_robust_z(
    values: Floats,
    *,
    reference: Mask | None = None,
    indicators: Sequence[str] | None = None,
    median: Floats | None = None,
    deviation: Floats | None = None,
    over: Over = "each_period",
) -> Floats:
    """Subtract the median and divide by 1.4826 times the median absolute deviation from it.

    On normal values this is the z-score; a few outliers hardly move it, as up to half of the units may
    be wrong before it breaks (Rousseeuw and Croux 1993, *JASA* 88:1273-1283). ``median`` and
    ``deviation`` (with the factor in it) give fixed parameters, shape (k_indicators,).

    Raises
    ------
    MiddleHalfEqual
        When at least half of the units are equal, so that the median deviation is zero.
    NothingKnown, UnknownParameter, WrongDeviation
        When an indicator has no known reference value, or a given parameter cannot be used.
    """
    pooled, flags = pool_as_asked(values, reference, over)
    middle = given_row("median", median, pooled, indicators)
    spread = given_deviation(deviation, pooled, indicators)
    mask = reference_mask(pooled, flags)
    if middle is None:
        middle = medians(pooled, mask, indicators)
    if spread is None:
        spread = NORMAL_DEVIATION_PER_MAD * medians(np.abs(pooled - middle), mask, indicators)
        flat = spread <= 2 * ROUNDING_OF_EQUALS * np.abs(middle)
        if flat.any():
            place = tuple(np.argwhere(flat)[0])
            raise MiddleHalfEqual(indicator=name_of(indicators, int(place[-1])), value=float(middle[place]))
    return ((pooled - middle) / spread).reshape(values.shape)


def normalise_logistic(
    values: Floats,
    *,
    steepness: float = 1.0,
    reference: Mask | None = None,
    indicators: Sequence[str] | None = None,
    over: Over = "each_period",
) -> Floats:
    """Bend z-scores onto 0 to 1: ``1 / (1 + exp(-steepness * z))``, the mean at 0.5.

    Nearly straight around the mean and flat far from it, so that an outlier neither fills the scale nor
    is cut off: the softmax scaling of Theodoridis and Koutroumbas (2009), *Pattern Recognition*.
    Raises as :func:`~schakel.composite.normalising.normalise.normalise_zscore` does, and

    Raises
    ------
    ScaleNotRising
        When ``steepness`` is not above zero.
    """
    if not steepness > 0:
        raise ScaleNotRising(low=0.0, length=steepness)
    z = normalise_zscore(values, reference=reference, indicators=indicators, over=over)
    return np.asarray(expit(steepness * z), dtype=np.float64)


def normalise_above_below_mean(
    values: Floats,
    *,
    threshold: float = 0.2,
    reference: Mask | None = None,
    indicators: Sequence[str] | None = None,
    mean: Floats | None = None,
    over: Over = "each_period",
) -> Floats:
    """Return 1 well above the mean, -1 well below it and 0 in between (Handbook, Table 15).

    1 when ``x / mean > 1 + threshold``, -1 when ``x / mean < 1 - threshold``. Outliers have no
    influence beyond the mean, and small differences around it are not scored. ``mean`` gives fixed
    means instead, shape (k_indicators,).

    Raises
    ------
    WrongMargin
        When ``threshold`` is not from 0 to less than 1.
    NegativeOrZeroMean, NothingKnown, UnknownParameter
        When a mean is not above zero or not known.
    """
    if not 0 <= threshold < 1:
        raise WrongMargin(threshold=threshold)
    pooled, flags = pool_as_asked(values, reference, over)
    level = given_row("mean", mean, pooled, indicators)
    if level is None:
        level = means(pooled, reference_mask(pooled, flags), indicators)
    refuse_no_positive_mean(level, indicators)
    ratio = pooled / level
    scored = (ratio > 1 + threshold).astype(np.float64) - (ratio < 1 - threshold)
    return np.where(np.isfinite(pooled), scored, np.nan).reshape(values.shape)
