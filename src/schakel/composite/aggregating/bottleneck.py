# SPDX-License-Identifier: EUPL-1.2
"""Penalty for bottleneck: the weakest pillar holds the others down.

The steps of the entrepreneurship indices: :func:`normalise_to_benchmark`, :func:`equalise_averages`,
:func:`penalise_bottleneck`, and a mean; sub-indices and the super-index are branches of the tree. Acs,
Autio and Szerb (2014), *Research Policy* 43; the logarithmic form is that of Acs, Rappai and Szerb
(2011). Pillars of shape (..., n_units, k); unknown pillars are left out of the minimum.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np

from schakel.composite.aggregating.aggregate import aggregate_mean
from schakel.composite.aggregating.weighted_sums import ShareOf
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
)

PenaltyForm = Literal["exponential", "logarithmic"]
NEWTON_STEPS = 200
NEWTON_ROUNDING = 1e-15


class NotBetweenZeroAndOne(BadInput):
    """Average equalisation of values outside (0, 1]."""

    template = N_("Equalising averages needs values above 0 and at most 1; found {low} to {high}.")
    cure = N_("Divide each pillar by its highest value first.")


class CannotEqualise(BadInput):
    """A pillar with so many units at 1 that no power lowers its mean far enough."""

    template = N_("Pillar '{indicator}' cannot get mean {target}: a share of {share} of the units has 1.")
    cure = N_("Take a higher benchmark percentile, so that fewer units stand at the top.")


class WrongPenalty(BadInput):
    """A size or steepness with which a penalty could raise a pillar."""

    template = N_("A penalty with size {size} and steepness {steepness} cannot be used.")
    cure = N_("Both lie between 0 and 1, steepness above 0; 1 and 1 is the published penalty.")


class NotAboveZero(BadInput):
    """A zero or negative number that is to be divided by a highest value."""

    template = N_("Unit '{unit}' has {value} on '{indicator}': a share of the highest needs more than 0.")
    cure = N_("Leave the unit or indicator out, or scale with goalposts.")


class WrongPercentile(BadInput):
    """A percentile outside 0 to 100."""

    template = N_("Percentile {percentile} does not exist.")
    cure = N_("Give a number above 0 and at most 100; 95 is usual.")


def penalise_bottleneck(
    pillars: Floats, *, form: PenaltyForm = "exponential", size: float = 1.0, steepness: float = 1.0
) -> Floats:
    """Return each pillar held down by the unit's lowest pillar m.

    Exponential: ``m + a (1 - exp(-b (y - m)))``; logarithmic: ``m + a ln(1 + b (y - m))``, with a the
    ``size`` and b the ``steepness`` (published: 1 and 1). The lowest itself keeps its value, no pillar
    rises, and equal pillars stay as they are. NaN stays NaN.

    Raises
    ------
    WrongPenalty
        When size or steepness is not above 0 and at most 1: raising the lowest could then lower the whole.
    """
    if not (0 < size <= 1 and 0 < steepness <= 1):
        raise WrongPenalty(size=size, steepness=steepness)
    known = np.isfinite(pillars)
    lowest = np.where(known, pillars, np.inf).min(axis=-1, keepdims=True)
    above = np.where(known, pillars - np.where(np.isfinite(lowest), lowest, 0.0), np.nan)
    gain = -np.expm1(-steepness * above) if form == "exponential" else np.log1p(steepness * above)
    return np.where(known, lowest + size * gain, np.nan)


def aggregate_bottleneck(
    pillars: Floats,
    *,
    weights: Floats | None = None,
    min_share: float = 1.0,
    share_of: ShareOf = "weight",
    form: PenaltyForm = "exponential",
    size: float = 1.0,
    steepness: float = 1.0,
) -> Floats:
    """Return the weighted mean of the penalised pillars (REDI and GEI use 100 times this).

    A pillar without weight is no bottleneck. Weights have shape (k,) or (..., k), one set per draw. Raises as
    :func:`penalise_bottleneck` does.
    """
    counted = pillars
    if weights is not None:
        cells = weights[..., None, :] if weights.ndim > 1 else weights
        counted = np.where(cells > 0, pillars, np.nan)
    held = penalise_bottleneck(counted, form=form, size=size, steepness=steepness)
    return aggregate_mean(held, weights=weights, min_share=min_share, share_of=share_of)


def normalise_to_benchmark(
    values: Floats,
    *,
    percentile: float = 95.0,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Return ``min(x, p) / p`` with p a percentile of the known values: the best share all score 1.

    Above 0 and at most 1, as :func:`equalise_averages` needs it. The percentile is interpolated between
    neighbouring values (numpy's linear rule). Leading axes are each scaled by themselves.

    Parameters
    ----------
    values
        Shape (..., n_units, k), above 0; NaN is skipped and stays NaN.
    percentile
        From 0 to 100; 100 divides by the highest value and cuts nothing off.
    units, indicators
        Names for messages.

    Raises
    ------
    NotAboveZero
        For a value of 0 or less.
    NothingKnown
        For an indicator without known values.
    WrongPercentile
        For a percentile that does not exist.
    """
    if not 0 < percentile <= 100:
        raise WrongPercentile(percentile=percentile)
    wrong = values <= 0
    if wrong.any():
        unit, column = first_place(wrong)
        raise NotAboveZero(
            unit=name_of(units, unit),
            indicator=name_of(indicators, column),
            value=float(values[wrong].flat[0]),
        )
    known_counts(np.isfinite(values), indicators)
    benchmark = np.nanpercentile(values, percentile, axis=-2, keepdims=True)
    return np.asarray(np.minimum(values, benchmark) / benchmark, dtype=np.float64)


def equalise_averages(values: Floats, *, indicators: Sequence[str] | None = None) -> Floats:
    """Raise every pillar to the power that gives all pillars the grand mean.

    ``y = x ** k`` with ``mean_i x_ij ** k_j`` equal to the mean of all pillar means, so that no pillar
    is hard for everyone. Newton's method from k = 0 converges, as the mean is convex and falling in k.
    A pillar of ones cannot move and keeps its values.

    Parameters
    ----------
    values
        Shape (..., n_units, k), above 0 and at most 1; NaN is left out of the means. Leading axes are each
        equalised by themselves.
    indicators
        Names for messages.

    Raises
    ------
    NotBetweenZeroAndOne
        For a value outside that range.
    CannotEqualise
        When the units at 1 alone give a pillar the grand mean or more.
    NothingKnown
        For a pillar without known values.
    """
    if values.ndim < 2:
        raise WrongShape(name="values", found=values.shape, expected="(..., n_units, k_indicators)")
    known = np.isfinite(values)
    if (values[known] <= 0).any() or (values[known] > 1).any():
        raise NotBetweenZeroAndOne(low=float(values[known].min()), high=float(values[known].max()))
    counts = known_counts(known, indicators)
    logarithms = np.log(np.where(known, values, 1.0))
    target = (filled(values, known).sum(axis=-2, keepdims=True) / counts).mean(axis=-1, keepdims=True)
    _refuse_unreachable(known & (values == 1), counts, target, indicators)
    power = np.zeros(counts.shape)
    for _ in range(NEWTON_STEPS):
        raised = filled(np.exp(power * logarithms), known)
        slope = (raised * logarithms).sum(axis=-2, keepdims=True) / counts
        excess = raised.sum(axis=-2, keepdims=True) / counts - target
        change = np.where(slope < 0, excess / np.minimum(slope, -1e-300), 0.0)
        power = power - change
        if (np.abs(change) <= NEWTON_ROUNDING * np.maximum(power, 1.0)).all():
            break
    return np.where(known, np.exp(power * logarithms), np.nan)


def _refuse_unreachable(
    at_top: Mask, counts: Floats, target: Floats, indicators: Sequence[str] | None
) -> None:
    share = at_top.sum(axis=-2, keepdims=True) / counts
    wrong = (share < 1) & (share >= target)
    if wrong.any():
        column = first_place(wrong)[1]
        raise CannotEqualise(
            indicator=name_of(indicators, column),
            target=float(np.broadcast_to(target, wrong.shape)[wrong].flat[0]),
            share=float(share[wrong].flat[0]),
        )
