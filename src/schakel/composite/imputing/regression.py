# SPDX-License-Identifier: EUPL-1.2
"""Fill by a straight line on one stated predictor."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import (
    N_,
    BadInput,
    Floats,
    Mask,
    WrongShape,
    first_place,
    name_of,
    reference_mask,
)
from schakel.composite.imputing.imputed import impute_given


class TooFewPairs(BadInput):
    """An indicator to be filled of which too few values are known together with the predictor."""

    template = N_("Indicator '{indicator}' and the predictor are known together for {n} units.")
    cure = N_("At least 3 are needed: choose another predictor or another way to fill.")


class ConstantPredictor(BadInput):
    """A predictor that is equal for all units with a known value."""

    template = N_("The predictor has one value for every unit that knows indicator '{indicator}'.")
    cure = N_("Choose a predictor in which these units differ.")


class UnknownPredictor(BadInput):
    """A predictor that is unknown where it is needed."""

    template = N_("Unit '{unit}' lacks indicator '{indicator}' and the predictor too.")
    cure = N_("Fill the predictor first, or leave such values unknown.")


@dataclass(frozen=True, slots=True)
class RegressionImputed:
    """Values filled by a line, with that line per indicator.

    Attributes
    ----------
    values, imputed
        Shape (..., n_units, k_indicators): the values after imputation and flags of filled cells.
    intercept, slope
        Of the line, shape (..., k_indicators); NaN for an indicator without unknown cells.
    share_explained
        R squared over the units known together, shape (..., k_indicators).
    n_pairs
        Number of those units, shape (..., k_indicators).
    """

    values: Floats
    imputed: Mask
    intercept: Floats
    slope: Floats
    share_explained: Floats
    n_pairs: NDArray[np.int64]


def impute_regression(
    values: Floats,
    *,
    predictor: Floats,
    refuse_unknown: bool = True,
    reference: Mask | None = None,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> RegressionImputed:
    """Fill each unknown cell with ``a + b * predictor``, by least squares over the units that know both.

    Filled values lie on the line, so spread is lowered and the correlation with the predictor raised
    (Little and Rubin 2019, *Statistical Analysis with Missing Data*, chapter 4).

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators); NaN is unknown. Only indicators with an unknown cell get a line.
    predictor
        Shape (..., n_units): one of the indicators, or anything else known of the units.
    refuse_unknown
        Refuse a cell whose predictor is unknown; otherwise it stays unknown.
    reference
        Flag per unit that counts in the line; all units by default.
    units, indicators
        Names for messages.

    Raises
    ------
    TooFewPairs
        When fewer than 3 units know an indicator and the predictor.
    ConstantPredictor
        When the predictor does not differ among them.
    UnknownPredictor
        With ``refuse_unknown``.
    WrongShape
        When the predictor is not one number per unit.
    """
    if predictor.ndim < 1 or predictor.shape[-1] != values.shape[-2]:
        expected = f"(..., {values.shape[-2]})"
        raise WrongShape(name="predictor", found=predictor.shape, expected=expected)
    x = np.broadcast_to(predictor[..., None], values.shape)
    needed = ~np.isfinite(values)
    if refuse_unknown and (needed & ~np.isfinite(x)).any():
        unit, column = first_place(needed & ~np.isfinite(x))
        raise UnknownPredictor(unit=name_of(units, unit), indicator=name_of(indicators, column))
    mask = reference_mask(values, reference) & np.isfinite(x)
    wanted: Mask = np.asarray(needed.any(axis=-2))
    n = mask.sum(axis=-2)
    _refuse_few(n, wanted, indicators)
    x_mean, dx = _centred(x, mask)
    y_mean, dy = _centred(values, mask)
    spread = np.square(dx).sum(axis=-2)
    _refuse_flat(spread, x_mean, n, wanted, indicators)
    with np.errstate(invalid="ignore", divide="ignore"):
        slope = np.where(wanted, (dx * dy).sum(axis=-2) / spread, np.nan)
        explained = slope**2 * spread / np.square(dy).sum(axis=-2)
    intercept = y_mean - slope * x_mean
    found = impute_given(values, replacement=intercept[..., None, :] + slope[..., None, :] * x)
    return RegressionImputed(
        values=found.values,
        imputed=found.imputed,
        intercept=intercept,
        slope=slope,
        share_explained=explained,
        n_pairs=n,
    )


def _centred(values: Floats, mask: Mask) -> tuple[Floats, Floats]:
    """Return the mean over the mask, and deviations from it with 0 outside the mask."""
    counts = np.maximum(mask.sum(axis=-2), 1)
    mean = np.where(mask, values, 0.0).sum(axis=-2) / counts
    return mean, np.where(mask, values - mean[..., None, :], 0.0)


def _refuse_few(n: NDArray[np.int64], wanted: Mask, indicators: Sequence[str] | None) -> None:
    few = wanted & (n < 3)
    if few.any():
        place = tuple(np.argwhere(few)[0])
        raise TooFewPairs(indicator=name_of(indicators, int(place[-1])), n=int(n[place]))


def _refuse_flat(
    spread: Floats, level: Floats, n: NDArray[np.int64], wanted: Mask, indicators: Sequence[str] | None
) -> None:
    flat = wanted & (np.sqrt(spread / np.maximum(n, 1)) <= 1e-12 * np.abs(level))
    if flat.any():
        raise ConstantPredictor(indicator=name_of(indicators, int(np.argwhere(flat)[0][-1])))
