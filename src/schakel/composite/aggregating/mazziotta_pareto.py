# SPDX-License-Identifier: EUPL-1.2
"""The Mazziotta-Pareto index: a mean with a penalty for an uneven profile.

``M - S^2 / M`` with M and S the mean and standard deviation over the indicators of one unit, on a
scale around 100; with a plus where higher is worse. Both spreads, over units and over indicators,
are those of a population (division by n). The index (De Muro, Mazziotta and Pareto 2011, *Social
Indicators Research* 104) standardises within a period, so it compares units; the adjusted index
(Mazziotta and Pareto 2016, *Social Indicators Research* 127) uses fixed goalposts, so it also compares
years. Only the scaling differs: the aggregation is the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from schakel.composite.aggregating.weighted_sums import ShareOf, known_weight, mean_of_known
from schakel.composite.bad_input import (
    N_,
    BadInput,
    Floats,
    Mask,
    WrongShape,
    filled,
    first_place,
    known_counts,
    name_of,
    reference_mask,
)
from schakel.composite.normalising.direction import checked_directions
from schakel.composite.normalising.normalise import CONSTANT_TOLERANCE, ConstantIndicator, WrongGoalposts

Penalty = Literal["downward", "upward"]
CENTRE = 100.0
DEVIATION = 10.0
LOWEST = 70.0
RANGE = 60.0


class MeanNotPositive(BadInput):
    """A mean over indicators that spread cannot be divided by."""

    template = N_("Unit '{unit}' has mean {mean} over its indicators; the penalty divides by it.")
    cure = N_("Scale the indicators around 100 first, as the Mazziotta-Pareto index does.")


@dataclass(frozen=True, slots=True)
class Goalposts:
    """What scores 70 and what scores 130 in the adjusted index, in the units of the indicators.

    ``low`` and ``high`` have shape (k_indicators,); ``low < high``, whatever the direction.
    """

    low: Floats
    high: Floats


def normalise_mazziotta_pareto(
    values: Floats,
    *,
    directions: Floats | None = None,
    reference: Mask | None = None,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Return ``100 + 10 (x - mean) / sd`` over units, with minus where less is better.

    Parameters
    ----------
    values
        Shape (..., n_units, k); NaN is skipped and stays NaN.
    directions
        1 or -1 per indicator, shape (k,); 1 by default.
    reference
        Flag per unit that counts in mean and deviation (division by n); all by default.
    indicators
        Names for messages.

    Raises
    ------
    ConstantIndicator
        When an indicator has no spread.
    NothingKnown
        When an indicator has no known reference value.
    WrongDirection
        When a direction is not 1 or -1.
    """
    signs = _signs(values, directions, indicators)
    mask = reference_mask(values, reference)
    counts = known_counts(mask, indicators)
    mean = filled(values, mask).sum(axis=-2, keepdims=True) / counts
    centred = values - mean
    deviation = np.sqrt(np.square(filled(centred, mask)).sum(axis=-2, keepdims=True) / counts)
    size = np.abs(filled(values, mask)).max(axis=-2, keepdims=True)
    constant = deviation <= CONSTANT_TOLERANCE * size
    if constant.any():
        column = first_place(constant)[1]
        raise ConstantIndicator(indicator=name_of(indicators, column), value=float(mean[..., column].flat[0]))
    return np.asarray(CENTRE + DEVIATION * signs * centred / deviation, dtype=np.float64)


def set_goalposts(
    values: Floats,
    *,
    centre: Floats | None = None,
    base_period: int | None = None,
    indicators: Sequence[str] | None = None,
) -> Goalposts:
    """Return goalposts half a range below and above a centre: ``centre -+ (max - min) / 2``.

    The centre then scores 100 in every later year.

    Parameters
    ----------
    values
        Shape (n_units, k), or (n_periods, n_units, k) for one scale over years.
    centre
        Reference value per indicator, shape (k,), for example that of the country or of a base year;
        the mean of the known values by default.
    base_period
        Position of the period whose range and mean are used; all periods together by default.
    indicators
        Names for messages.

    Raises
    ------
    WrongShape
        When values or centre have another shape.
    ConstantIndicator
        When an indicator has no range.
    NothingKnown
        When an indicator has no known value.
    """
    if values.ndim not in (2, 3) or (base_period is not None and values.ndim == 2):
        raise WrongShape(name="values", found=values.shape, expected="(n_periods, n_units, k_indicators)")
    chosen = values if base_period is None else values[base_period]
    cells = chosen.reshape(-1, values.shape[-1])
    known = np.isfinite(cells)
    counts = known_counts(known, indicators)[0]
    middle = filled(cells, known).sum(axis=0) / counts if centre is None else np.asarray(centre, float)
    if middle.shape != counts.shape:
        raise WrongShape(name="centre", found=middle.shape, expected=counts.shape)
    low, high = np.where(known, cells, np.inf).min(axis=0), np.where(known, cells, -np.inf).max(axis=0)
    constant = high - low <= CONSTANT_TOLERANCE * np.maximum(np.abs(low), np.abs(high))
    if constant.any():
        column = int(np.flatnonzero(constant)[0])
        raise ConstantIndicator(indicator=name_of(indicators, column), value=float(high[column]))
    return Goalposts(low=middle - (high - low) / 2, high=middle + (high - low) / 2)


def normalise_adjusted_mazziotta_pareto(
    values: Floats,
    *,
    goalposts: Goalposts,
    directions: Floats | None = None,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Return ``60 (x - low) / (high - low) + 70``, mirrored around 100 where less is better.

    Shape as ``values`` (..., n_units, k). Values beyond the goalposts fall outside 70 to 130; NaN stays.

    Raises
    ------
    WrongGoalposts
        When a high goalpost is not above the low one.
    WrongShape
        When goalposts do not fit.
    WrongDirection
        When a direction is not 1 or -1.
    """
    signs = _signs(values, directions, indicators)
    if goalposts.low.shape != signs.shape or goalposts.high.shape != signs.shape:
        raise WrongShape(name="goalposts", found=goalposts.low.shape, expected=signs.shape)
    wrong = ~(goalposts.high > goalposts.low)
    if wrong.any():
        column = int(np.flatnonzero(wrong)[0])
        raise WrongGoalposts(
            indicator=name_of(indicators, column),
            low=float(goalposts.low[column]),
            high=float(goalposts.high[column]),
        )
    scaled = RANGE * (values - goalposts.low) / (goalposts.high - goalposts.low) + LOWEST
    return np.where(signs > 0, scaled, 2 * CENTRE - scaled)


def aggregate_mazziotta_pareto(
    values: Floats,
    *,
    weights: Floats | None = None,
    penalty: Penalty = "downward",
    min_share: float = 1.0,
    share_of: ShareOf = "weight",
    units: Sequence[str] | None = None,
) -> Floats:
    """Return ``M - S^2 / M`` over the indicators of each unit, shape (..., n_units).

    M is the weighted mean and S^2 the weighted population variance of the known indicators; weights of
    unknown ones are rescaled and a unit that knows less than ``min_share`` gets NaN. Scale first with
    :func:`normalise_mazziotta_pareto` or :func:`normalise_adjusted_mazziotta_pareto`.

    Parameters
    ----------
    values
        Shape (..., n_units, k), on a scale around 100.
    weights
        Shape (k,) or (..., k); equal in the published index.
    penalty
        "downward" where higher is better (development), "upward" where higher is worse (poverty).
    min_share, share_of
        A unit needs to know this share of the weight (or of the children).
    units
        Names for messages.

    Raises
    ------
    MeanNotPositive
        When M is 0 or less: the coefficient of variation has no meaning then.
    WrongShape, WrongWeights
        When weights do not fit or cannot be used.
    """
    known, shares, total = known_weight(values, weights, min_share=min_share, share_of=share_of)
    mean = mean_of_known(values, known, shares, total)
    if (mean <= 0).any():
        unit = int(np.argwhere(mean <= 0)[0][-1])
        raise MeanNotPositive(unit=name_of(units, unit), mean=float(mean[mean <= 0].flat[0]))
    spread = mean_of_known(np.square(values - mean[..., None]), known, shares, total)
    return np.asarray(mean + (-spread if penalty == "downward" else spread) / mean, dtype=np.float64)


def _signs(values: Floats, directions: Floats | None, indicators: Sequence[str] | None) -> Floats:
    if values.ndim < 2:
        raise WrongShape(name="values", found=values.shape, expected="(..., n_units, k_indicators)")
    k = values.shape[-1]
    return np.ones(k) if directions is None else checked_directions(directions, k, indicators)
