# SPDX-License-Identifier: EUPL-1.2
"""Fill by what the other units have: the mean or median of the indicator.

It keeps that mean, lowers the spread and weakens correlations (OECD/JRC 2008, *Handbook*, step 3).
"""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import Floats, Mask, filled, known_counts, reference_mask
from schakel.composite.imputing.imputed import Imputed, impute_given


def impute_column_mean(
    values: Floats, *, reference: Mask | None = None, indicators: Sequence[str] | None = None
) -> Imputed:
    """Fill each unknown cell with the mean of the known values of its indicator.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators); NaN is unknown.
    reference
        Flag per unit whose values count in the mean; all units by default. All units are filled.
    indicators
        Names for messages.

    Raises
    ------
    NothingKnown
        When an indicator has no known reference value.
    WrongShape
        When ``reference`` is not one flag per unit.
    """
    mask = reference_mask(values, reference)
    known_counts(mask, indicators)
    return impute_given(values, replacement=column_means(values, mask))


def impute_column_median(
    values: Floats, *, reference: Mask | None = None, indicators: Sequence[str] | None = None
) -> Imputed:
    """Fill each unknown cell with the median of the known values of its indicator.

    Parameters and refusals as for :func:`impute_column_mean`.
    """
    mask = reference_mask(values, reference)
    known_counts(mask, indicators)
    return impute_given(values, replacement=column_medians(values, mask))


def column_means(values: Floats, mask: Mask) -> Floats:
    """Return means over the units of a mask, shape (..., 1, k_indicators); NaN where it is empty."""
    counts = mask.sum(axis=-2, keepdims=True)
    total = filled(values, mask).sum(axis=-2, keepdims=True)
    return np.asarray(total / np.where(counts > 0, counts, np.nan), dtype=np.float64)


def column_medians(values: Floats, mask: Mask) -> Floats:
    """Return medians over the units of a mask, shape (..., 1, k_indicators); NaN where it is empty."""
    counts = mask.sum(axis=-2, keepdims=True)
    ordered = np.sort(np.where(mask, values, np.nan), axis=-2)
    last = values.shape[-2] - 1
    low = np.take_along_axis(ordered, np.maximum(counts - 1, 0) // 2, axis=-2)
    high = np.take_along_axis(ordered, np.minimum(counts // 2, last), axis=-2)
    return np.asarray((low + high) / 2, dtype=np.float64)
