# SPDX-License-Identifier: EUPL-1.2
"""Describe each indicator: level, spread, shape, how much is known and what stands out."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import Floats, Mask, WrongShape

CONSTANT_TOLERANCE = 1e-12


@dataclass(frozen=True, slots=True)
class Description:
    """Fifteen statistics and four flags per indicator, each of shape (..., k_indicators).

    Attributes
    ----------
    minimum, maximum, mean, median, standard_deviation
        In the indicator's own unit, over its known values; the deviation divides by n - 1.
    skewness, kurtosis
        Without unit: see :func:`skewness` and :func:`kurtosis` (excess, 0 for a normal distribution).
    n_known, n_nonzero, n_unique, n_most_frequent
        Counts of known values: all, those other than 0, different ones, and repeats of the commonest.
    share_known
        ``n_known`` as a share of the units.
    share_nonzero, share_unique, share_most_frequent
        The other counts as a share of the known values.
    too_few_known, too_few_nonzero, too_few_unique
        The share is below its threshold, or nothing is known.
    outlying
        Skewness and kurtosis are both beyond their limits; False where either is not defined.
    """

    minimum: Floats
    maximum: Floats
    mean: Floats
    median: Floats
    standard_deviation: Floats
    skewness: Floats
    kurtosis: Floats
    n_known: NDArray[np.int64]
    n_nonzero: NDArray[np.int64]
    n_unique: NDArray[np.int64]
    n_most_frequent: NDArray[np.int64]
    share_known: Floats
    share_nonzero: Floats
    share_unique: Floats
    share_most_frequent: Floats
    too_few_known: Mask
    too_few_nonzero: Mask
    too_few_unique: Mask
    outlying: Mask


def skewness(values: Floats) -> Floats:
    """Return the skewness of each indicator, corrected for a small number of units.

    ``sqrt(n (n - 1)) / (n - 2) * m3 / m2^1.5`` with ``m`` the central moments (divided by n) of the n
    known values: type 2 of Joanes and Gill (1998), *The Statistician* 47:183-189, as in spreadsheets.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators); unknown values are skipped.

    Returns
    -------
    Floats
        Shape (..., k_indicators), without unit; NaN with fewer than 3 known values and for a constant.

    Raises
    ------
    WrongShape
        When ``values`` has no unit and indicator axis, or no units.
    """
    scaled, n = _standardised(values)
    third = np.einsum("...ij,...ij,...ij->...j", scaled, scaled, scaled)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.sqrt(n * (n - 1)) / (n - 2) * third / n
    return np.where(n >= 3, found, np.nan)


def kurtosis(values: Floats) -> Floats:
    """Return the excess kurtosis of each indicator, corrected for a small number of units.

    ``((n + 1) g + 6) (n - 1) / ((n - 2)(n - 3))`` with ``g = m4 / m2^2 - 3``: 0 for a normal
    distribution. Source, shapes, missing values and refusals as for :func:`skewness`; NaN with fewer
    than 4 known values.
    """
    scaled, n = _standardised(values)
    squares = np.square(scaled, out=scaled)
    excess = np.einsum("...ij,...ij->...j", squares, squares) / np.maximum(n, 1) - 3
    with np.errstate(divide="ignore", invalid="ignore"):
        found = ((n + 1) * excess + 6) * (n - 1) / ((n - 2) * (n - 3))
    return np.where(n >= 4, found, np.nan)


def describe_indicators(
    values: Floats,
    *,
    min_share_known: float = 0.65,
    min_share_nonzero: float = 0.5,
    min_share_unique: float = 0.5,
    max_skewness: float = 2.0,
    max_kurtosis: float = 3.5,
) -> Description:
    """Describe the known values of each indicator and flag what needs a look before going on.

    An indicator is outlying when ``abs(skewness) > max_skewness`` and ``kurtosis > max_kurtosis``
    (OECD/JRC 2008, *Handbook*; Becker et al. 2022, *JOSS* 7:4567, whose thresholds are the defaults).

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators). Unknown values are counted and otherwise skipped; an
        indicator without a known value gets NaN and its flags, and is not refused.
    min_share_known, min_share_nonzero, min_share_unique
        Below these shares an indicator is flagged.
    max_skewness, max_kurtosis
        Beyond both an indicator is flagged.

    Raises
    ------
    WrongShape
        When ``values`` has no unit and indicator axis, or no units.
    """
    skew, kurt = skewness(values), kurtosis(values)
    known = np.isfinite(values)
    n = known.sum(axis=-2)
    ordered = np.sort(np.where(known, values, np.nan), axis=-2)
    n_nonzero = (known & (values != 0)).sum(axis=-2)
    n_unique, n_most_frequent = _count_repeats(ordered)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(known, values, 0.0).sum(axis=-2) / n
        squares = np.square(np.where(known, values - mean[..., None, :], 0.0)).sum(axis=-2)
        deviation = np.where(n > 1, np.sqrt(squares / (n - 1)), np.nan)
        share_nonzero, share_unique, share_repeated = n_nonzero / n, n_unique / n, n_most_frequent / n
    share_known = n / values.shape[-2]
    return Description(
        minimum=ordered[..., 0, :].copy(),
        maximum=_value_at(ordered, np.maximum(n - 1, 0)),
        mean=mean,
        median=(_value_at(ordered, np.maximum(n - 1, 0) // 2) + _value_at(ordered, n // 2)) / 2,
        standard_deviation=deviation,
        skewness=skew,
        kurtosis=kurt,
        n_known=n,
        n_nonzero=n_nonzero,
        n_unique=n_unique,
        n_most_frequent=n_most_frequent,
        share_known=share_known,
        share_nonzero=share_nonzero,
        share_unique=share_unique,
        share_most_frequent=share_repeated,
        too_few_known=~(share_known >= min_share_known),
        too_few_nonzero=~(share_nonzero >= min_share_nonzero),
        too_few_unique=~(share_unique >= min_share_unique),
        outlying=(np.abs(skew) > max_skewness) & (kurt > max_kurtosis),
    )


def _standardised(values: Floats) -> tuple[Floats, Floats]:
    """Return deviations over the population standard deviation (0 where unknown, NaN if constant), and n.

    Values are taken from a first known one before averaging, so that a constant is exactly constant.
    """
    if values.ndim < 2 or values.shape[-2] == 0:
        raise WrongShape(name="values", found=values.shape, expected="(..., n_units, k_indicators)")
    deviations, level, unknown, n = _shifted(values)
    mean = deviations.sum(axis=-2, keepdims=True) / np.maximum(n, 1)[..., None, :]
    deviations -= mean
    if unknown is not None:
        np.copyto(deviations, 0.0, where=unknown)
    spread = np.sqrt(np.einsum("...ij,...ij->...j", deviations, deviations) / np.maximum(n, 1))
    constant = spread <= CONSTANT_TOLERANCE * np.abs(level)
    deviations /= np.where(constant, np.nan, spread)[..., None, :]
    return deviations, n


def _shifted(values: Floats) -> tuple[Floats, Floats, Mask | None, Floats]:
    """Return the values minus a known one (0 where unknown), that level, where unknown, and the counts."""
    n_units = values.shape[-2]
    unknown = ~np.isfinite(values)
    if not unknown.any():
        first = values[..., :1, :]
        counts = np.full(first[..., 0, :].shape, float(n_units))
        return np.subtract(values, first, dtype=np.float64), first[..., 0, :], None, counts
    place = (~unknown).argmax(axis=-2, keepdims=True)
    level = np.take_along_axis(values, place, axis=-2)
    level = np.where(np.isfinite(level), level, 0.0)
    with np.errstate(invalid="ignore"):
        deviations = np.subtract(values, level, dtype=np.float64)
    np.copyto(deviations, 0.0, where=unknown)
    return deviations, level[..., 0, :], unknown, n_units - unknown.sum(axis=-2).astype(np.float64)


def _count_repeats(ordered: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Count the different values, and the commonest one, of sorted columns with NaN at the end."""
    n_units = ordered.shape[-2]
    known = np.isfinite(ordered)
    starts = known.copy()
    starts[..., 1:, :] &= ordered[..., 1:, :] != ordered[..., :-1, :]
    place = np.arange(n_units)[:, None]
    run_start = np.maximum.accumulate(np.where(starts, place, 0), axis=-2)
    lengths = np.where(known, place - run_start + 1, 0)
    return starts.sum(axis=-2), lengths.max(axis=-2)


def _value_at(ordered: Floats, place: NDArray[np.int64]) -> Floats:
    last = ordered.shape[-2] - 1
    found: Floats = np.take_along_axis(ordered, np.minimum(place, last)[..., None, :], axis=-2)
    return found[..., 0, :]
