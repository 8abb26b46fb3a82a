# SPDX-License-Identifier: EUPL-1.2
"""Pull in outliers before scaling."""

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, reference_mask
from schakel.composite.normalising.pool_periods import Over, pool_as_asked


class WrongShare(BadInput):
    """A share to pull in that leaves nothing, or is negative."""

    template = N_("A share of {share} at each side cannot be pulled in.")
    cure = N_("Choose a share from 0 to less than 0.5.")


def treat_winsorise(
    values: Floats, *, share: float, reference: Mask | None = None, over: Over = "each_period"
) -> Floats:
    """Set the most extreme values of each indicator to the nearest one that is not extreme.

    Of n known reference values the floor(share * n) lowest take the value of the next lowest, and the
    same number at the top; units outside the reference are held between the same limits. Missing
    values stay missing and are not counted. Source: OECD/JRC Handbook (2008), step 5.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators).
    share
        Share of the values at each side, at least 0 and below 0.5.
    reference
        Flag per unit; all units by default.
    over
        Count the extremes in each period, or over the pooled periods.

    Raises
    ------
    WrongShare
        When ``share`` is not in that range.
    """
    if not 0 <= share < 0.5:
        raise WrongShare(share=share)
    pooled, flags = pool_as_asked(values, reference, over)
    mask = reference_mask(pooled, flags)
    counts = mask.sum(axis=-2, keepdims=True)
    ordered = np.sort(np.where(mask, pooled, np.inf), axis=-2)
    pulled = np.floor(share * counts + 1e-9).astype(np.intp)
    top = np.maximum(counts - 1 - pulled, 0)
    low = np.take_along_axis(ordered, pulled, axis=-2)
    high = np.take_along_axis(ordered, top, axis=-2)
    held = np.where(np.isfinite(pooled), np.clip(pooled, low, high), np.nan)
    return held.reshape(values.shape)
