# SPDX-License-Identifier: EUPL-1.2
"""What the known indicators of a unit say about its unknown ones, under a multivariate normal model.

Units are taken together by their number of unknown cells m, so that one small inverse of m by m per
unit suffices: with K the inverse of the covariance matrix and M the unknown cells, the unknown given
the known have covariance ``inv(K_MM)`` and mean ``mu_M - inv(K_MM) K_MO (x_O - mu_O)``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import Floats, Mask


@dataclass(frozen=True, slots=True)
class Lacking:
    """Units with the same number m of unknown cells.

    Attributes
    ----------
    rows
        Places of the units, shape (r,).
    columns
        Places of the unknown indicators of each, shape (r, m).
    """

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Conditional:
    """The unknown cells of some units given their known ones; leading axes are sets of parameters.

    Attributes
    ----------
    lacking
        Which units and cells.
    mean
        Expected values, shape (..., r, m).
    covariance
        Shape (..., r, m, m).
    weight
        ``t' inv(K_MM) t`` with ``t = K_MO (x_O - mu_O)``: what the quadratic form over all cells with 0
        in the unknown ones has too much, shape (..., r).
    log_determinant
        Of K_MM, shape (..., r).
    """

    lacking: Lacking
    mean: Floats
    covariance: Floats
    weight: Floats
    log_determinant: Floats


def group_by_lacking(unknown: Mask) -> list[Lacking]:
    """Group the units of a table of flags (n_units, k_indicators) by their number of unknown cells."""
    counts = unknown.sum(axis=-1)
    found = []
    for m in np.unique(counts[counts > 0]):
        rows = np.flatnonzero(counts == m)
        found.append(Lacking(rows=rows, columns=np.nonzero(unknown[rows])[1].reshape(-1, int(m))))
    return found


def condition_on_known(
    deviations: Floats, mean: Floats, precision: Floats, groups: list[Lacking]
) -> Iterator[Conditional]:
    """Yield the distribution of the unknown cells, for each group of units.

    Parameters
    ----------
    deviations
        Known values minus the mean, 0 where unknown, shape (..., n_units, k_indicators).
    mean, precision
        Parameters, shape (..., k_indicators) and (..., k_indicators, k_indicators).
    groups
        From :func:`group_by_lacking`.
    """
    pull = deviations @ precision
    for lacking in groups:
        rows, columns = lacking.rows, lacking.columns
        own = precision[..., columns[:, :, None], columns[:, None, :]]
        covariance: Floats = np.asarray(np.linalg.inv(own), dtype=np.float64)
        t = pull[..., rows[:, None], columns]
        shift = np.einsum("...ij,...j->...i", covariance, t)
        yield Conditional(
            lacking=lacking,
            mean=mean[..., columns] - shift,
            covariance=covariance,
            weight=(shift * t).sum(axis=-1),
            log_determinant=np.linalg.slogdet(own)[1],
        )
