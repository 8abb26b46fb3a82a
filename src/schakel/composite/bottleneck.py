# SPDX-License-Identifier: EUPL-1.2
"""Penalty for bottleneck: the weakest pillar holds the others down.

Acs, Autio and Szerb (2014), *Research Policy* 43; the logarithmic form is that of Acs, Rappai and
Szerb (2011). Pillars of shape (..., n_units, k); unknown pillars are left out of the minimum.
"""

from typing import Literal

import numpy as np

from schakel.composite.aggregate import aggregate_mean
from schakel.composite.bad_input import N_, BadInput, Floats, filled

PenaltyForm = Literal["exponential", "logarithmic"]
NEWTON_STEPS = 60


class NotBetweenZeroAndOne(BadInput):
    """Average equalisation of values outside (0, 1]."""

    template = N_("Equalising averages needs values above 0 and at most 1; found {low} to {high}.")
    cure = N_("Divide each pillar by its highest value first.")


def penalise_bottleneck(pillars: Floats, *, form: PenaltyForm = "exponential") -> Floats:
    """Return each pillar held down by the unit's lowest pillar m.

    Exponential: ``m + 1 - exp(-(y - m))``; logarithmic: ``m + ln(1 + y - m)``. The lowest itself
    keeps its value, no pillar rises, and equal pillars stay as they are. NaN stays NaN.
    """
    known = np.isfinite(pillars)
    lowest = np.where(known, pillars, np.inf).min(axis=-1, keepdims=True)
    above = np.where(known, pillars - np.where(np.isfinite(lowest), lowest, 0.0), np.nan)
    gain = -np.expm1(-above) if form == "exponential" else np.log1p(above)
    return np.where(known, lowest + gain, np.nan)


def aggregate_bottleneck(
    pillars: Floats,
    *,
    weights: Floats | None = None,
    min_share: float = 1.0,
    form: PenaltyForm = "exponential",
) -> Floats:
    """Return the weighted mean of the penalised pillars (REDI and GEI use 100 times this).

    A pillar without weight is no bottleneck. Weights have shape (k,) or (..., k), one set per draw.
    """
    counted = pillars
    if weights is not None:
        cells = weights[..., None, :] if weights.ndim > 1 else weights
        counted = np.where(cells > 0, pillars, np.nan)
    return aggregate_mean(penalise_bottleneck(counted, form=form), weights=weights, min_share=min_share)


def equalise_averages(values: Floats) -> Floats:
    """Raise every pillar to the power that gives all pillars the grand mean.

    ``y = x ** k`` with ``mean_i x_ij ** k_j`` equal to the mean of all pillar means, so that no pillar
    is hard for everyone. Newton's method from k = 0 converges, as the mean is convex and falling in k.
    A pillar of ones cannot move and keeps its values.

    Parameters
    ----------
    values
        Shape (n_units, k), above 0 and at most 1; NaN is left out of the means.

    Raises
    ------
    NotBetweenZeroAndOne
        For a value outside that range.
    """
    known = np.isfinite(values)
    if (values[known] <= 0).any() or (values[known] > 1).any():
        raise NotBetweenZeroAndOne(low=float(values[known].min()), high=float(values[known].max()))
    counts = known.sum(axis=0)
    logarithms = np.log(np.where(known, values, 1.0))
    target = (filled(values, known).sum(axis=0) / counts).mean()
    power = np.zeros(values.shape[1])
    for _ in range(NEWTON_STEPS):
        raised = filled(np.exp(power * logarithms), known)
        slope = (raised * logarithms).sum(axis=0) / counts
        step = np.where(slope < 0, (raised.sum(axis=0) / counts - target) / np.minimum(slope, -1e-300), 0.0)
        power = power - step
    return np.where(known, np.exp(power * logarithms), np.nan)
