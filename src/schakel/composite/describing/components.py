# SPDX-License-Identifier: EUPL-1.2
"""Principal components of the correlation matrix, and how many of them to keep.

OECD/JRC (2008), *Handbook on Constructing Composite Indicators*, steps 4 and 6.1. Rotation is in
:mod:`schakel.composite.describing.rotate_factors`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape, filled, name_of
from schakel.composite.normalising.normalise import CONSTANT_TOLERANCE, ConstantIndicator

FEWEST_UNITS = 3


class TooFewComplete(BadInput):
    """Too few units without a gap to correlate over."""

    template = N_("Only {n_complete} units are known on every indicator; '{indicator}' has most gaps.")
    cure = N_("Fill the gaps first, or leave out the indicators with most gaps.")


@dataclass(frozen=True, slots=True)
class CompleteUnits:
    """Indicators standardised over the units that are known on all of them.

    Attributes
    ----------
    z
        Standardised values (n - 1), 0 for units with a gap, shape (..., n_units, k).
    complete
        Units without a gap, shape (..., n_units).
    correlations
        Shape (..., k, k).
    """

    z: Floats
    complete: Mask
    correlations: Floats


@dataclass(frozen=True, slots=True)
class PrincipalComponents:
    """Principal components, the one that explains most first.

    Attributes
    ----------
    eigenvalues
        Variance of each component in numbers of indicators, shape (..., k); they sum to k.
    shares
        Eigenvalues as share of k, shape (..., k).
    vectors
        Unit-length weights of the standardised indicators, shape (..., k indicators, k components).
    loadings
        Vectors times the root of the eigenvalue: the correlation of an indicator with a component,
        shape (..., k indicators, k components).
    scores
        Standardised values times vectors, shape (..., n_units, k components); NaN for units with a gap.
    n_complete
        Number of units without a gap, shape (...).
    """

    eigenvalues: Floats
    shares: Floats
    vectors: Floats
    loadings: Floats
    scores: Floats
    n_complete: np.ndarray


@dataclass(frozen=True, slots=True)
class ComponentCount:
    """How many components to keep, by the three conditions of the Handbook.

    Attributes
    ----------
    kept
        Number that meets the first two conditions, at least 1.
    by_eigenvalue, by_share
        Number with an eigenvalue above the limit, and with a share above the limit.
    by_total
        Number needed for the kept ones together to explain more than the limit.
    explained
        Share that the kept ones explain together.
    enough
        Whether that is above the limit: the third condition.
    """

    kept: int
    by_eigenvalue: int
    by_share: int
    by_total: int
    explained: float
    enough: bool


def standardise_complete(values: Floats, *, indicators: Sequence[str] | None = None) -> CompleteUnits:
    """Standardise and correlate the indicators over the units that are known on all of them.

    Parameters
    ----------
    values
        Shape (..., n_units, k); a unit with one unknown value is left out.
    indicators
        Names, for the message.

    Raises
    ------
    WrongShape
        When there is no unit axis or no indicator.
    TooFewComplete
        When fewer than 3 units are complete.
    ConstantIndicator
        When an indicator is the same for all complete units.
    """
    if values.ndim < 2 or values.shape[-1] == 0:
        raise WrongShape(name="values", found=values.shape, expected="(..., n_units, k_indicators)")
    known = np.isfinite(values)
    complete = np.asarray(known.all(axis=-1), dtype=np.bool_)
    counts = np.asarray(complete.sum(axis=-1))
    if (counts < FEWEST_UNITS).any():
        gaps = (~known).sum(axis=-2).reshape(-1, values.shape[-1])[int(np.argmin(counts))]
        raise TooFewComplete(
            n_complete=int(counts.min()), indicator=name_of(indicators, int(np.argmax(gaps)))
        )
    mask = np.broadcast_to(complete[..., None], values.shape)
    low = np.where(mask, values, np.inf).min(axis=-2)
    high = np.where(mask, values, -np.inf).max(axis=-2)
    size = np.maximum(np.abs(low), np.abs(high))
    constant = high - low <= CONSTANT_TOLERANCE * size
    if constant.any():
        place = tuple(np.argwhere(constant)[0])
        raise ConstantIndicator(indicator=name_of(indicators, int(place[-1])), value=float(low[place]))
    scaled = filled(values, mask) / size[..., None, :]
    centred = filled(scaled - scaled.sum(axis=-2, keepdims=True) / counts[..., None, None], mask)
    freedom = counts[..., None, None] - 1
    z = centred / np.sqrt(np.square(centred).sum(axis=-2, keepdims=True) / freedom)
    found = np.swapaxes(z, -1, -2) @ z / freedom
    found = np.where(np.eye(values.shape[-1], dtype=np.bool_), 1.0, np.clip(found, -1, 1))
    return CompleteUnits(z=z, complete=complete, correlations=found)


def find_components(values: Floats, *, indicators: Sequence[str] | None = None) -> PrincipalComponents:
    """Return the principal components of the correlation matrix of the indicators.

    R = V diag(eigenvalues) V' with R over the units known on all indicators. The sign of a component
    means nothing; it is fixed so that the entries of every vector have a positive sum (where that sum
    is zero, so that the largest entry is positive).

    Parameters
    ----------
    values
        Shape (..., n_units, k), directions already turned so that higher is better.
    indicators
        Names, for the message.

    Raises
    ------
    WrongShape, TooFewComplete, ConstantIndicator
        As :func:`standardise_complete`.
    """
    units = standardise_complete(values, indicators=indicators)
    eigenvalues, vectors = np.linalg.eigh(units.correlations)
    eigenvalues = np.clip(eigenvalues[..., ::-1], 0.0, None)
    vectors = turn_upward(vectors[..., ::-1])
    scores = np.where(units.complete[..., None], units.z @ vectors, np.nan)
    return PrincipalComponents(
        eigenvalues=eigenvalues,
        shares=eigenvalues / values.shape[-1],
        vectors=vectors,
        loadings=vectors * np.sqrt(eigenvalues)[..., None, :],
        scores=scores,
        n_complete=units.complete.sum(axis=-1),
    )


def count_components(
    eigenvalues: Floats,
    *,
    smallest_eigenvalue: float = 1.0,
    smallest_share: float = 0.10,
    smallest_total: float = 0.60,
) -> ComponentCount:
    """Count the components to keep by the rule of the Handbook (step 6.1).

    Keep those with (i) an eigenvalue above 1 and (ii) a share above 10 % of the variance, which (iii)
    together explain more than 60 %. When (iii) is not met ``enough`` is False: then there is no small
    number of components that does, and weights built on the kept ones rest on less.

    Parameters
    ----------
    eigenvalues
        Of the correlation matrix, in descending order, shape (k,).
    smallest_eigenvalue, smallest_share, smallest_total
        The three limits, each to be exceeded: numbers of indicators, and shares of the variance.

    Raises
    ------
    WrongShape
        When there are none, or more than one axis.
    """
    if eigenvalues.ndim != 1 or len(eigenvalues) == 0:
        raise WrongShape(name="eigenvalues", found=eigenvalues.shape, expected="(k,)")
    shares = eigenvalues / eigenvalues.sum()
    together = np.cumsum(shares)
    by_eigenvalue = int((eigenvalues > smallest_eigenvalue).sum())
    by_share = int((shares > smallest_share).sum())
    kept = max(1, min(by_eigenvalue, by_share))
    return ComponentCount(
        kept=kept,
        by_eigenvalue=by_eigenvalue,
        by_share=by_share,
        by_total=min(int((together <= smallest_total).sum()) + 1, len(shares)),
        explained=float(together[kept - 1]),
        enough=bool(together[kept - 1] > smallest_total),
    )


def turn_upward(vectors: Floats) -> Floats:
    """Turn every column of (..., k, m) so that its sum is positive, or else its largest entry."""
    totals = vectors.sum(axis=-2)
    largest = np.take_along_axis(vectors, np.abs(vectors).argmax(axis=-2)[..., None, :], axis=-2)
    direction = np.where(np.abs(totals) > 1e-9, totals, largest[..., 0, :])
    return np.asarray(vectors * np.where(direction < 0, -1.0, 1.0)[..., None, :])
