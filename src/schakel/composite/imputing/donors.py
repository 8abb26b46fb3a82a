# SPDX-License-Identifier: EUPL-1.2
"""Fill by what the most similar units have."""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import (
    N_,
    BadInput,
    Floats,
    Mask,
    first_place,
    known_counts,
    name_of,
    reference_mask,
)
from schakel.composite.imputing.columns import column_means
from schakel.composite.imputing.imputed import Imputed, impute_given
from schakel.composite.normalising.normalise import CONSTANT_TOLERANCE

TIE_TOLERANCE = 1e-9
ROWS_AT_ONCE = 256


class WrongNeighbours(BadInput):
    """A number of neighbours that is not a positive whole number."""

    template = N_("{n_neighbours} neighbours cannot be taken.")
    cure = N_("Give a whole number from 1.")


class NoDonor(BadInput):
    """A unit without any unit to compare it with that knows what it lacks."""

    template = N_("Unit '{unit}' has nothing in common with the units that know indicator '{indicator}'.")
    cure = N_("Screen the unit, or leave the value unknown.")


def impute_nearest(
    values: Floats,
    *,
    n_neighbours: int = 5,
    without_donor: Literal["refuse", "unknown"] = "refuse",
    reference: Mask | None = None,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Imputed:
    """Fill each unknown cell with the mean of the nearest units that know the indicator (donors).

    The distance of two units is the root of the mean squared difference over the indicators that both
    know, each divided by its standard deviation. Donors tied with the last neighbour all count, so
    the order of the units does not matter. One neighbour is a hot deck: only values that occur.
    Source: Troyanskaya et al. (2001), *Bioinformatics* 17:520-525, with ties added.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators); NaN is unknown. A constant indicator adds no distance.
    n_neighbours
        Donors per cell; all of them where there are fewer.
    without_donor
        For a cell without any donor: refuse, or leave unknown.
    reference
        Flag per unit that may be a donor; all units by default.
    units, indicators
        Names for messages.

    Raises
    ------
    NoDonor
        With ``without_donor="refuse"``.
    NothingKnown
        When an indicator has no known reference value.
    WrongNeighbours, WrongShape
        For a wrong number, or arrays that do not fit.
    """
    if n_neighbours < 1 or int(n_neighbours) != n_neighbours:
        raise WrongNeighbours(n_neighbours=n_neighbours)
    mask = reference_mask(values, reference)
    known_counts(mask, indicators)
    scaled = _standardised(values)
    offered = np.full(values.shape, np.nan)
    for draw in np.ndindex(values.shape[:-2]):
        offered[draw] = _from_neighbours(values[draw], scaled[draw], mask[draw], int(n_neighbours))
    empty = ~np.isfinite(values) & ~np.isfinite(offered)
    if without_donor == "refuse" and empty.any():
        unit, column = first_place(empty)
        raise NoDonor(unit=name_of(units, unit), indicator=name_of(indicators, column))
    return impute_given(values, replacement=offered)


def _standardised(values: Floats) -> Floats:
    known = np.isfinite(values)
    mean = column_means(values, known)
    centred = np.where(known, values - mean, 0.0)
    counts = np.maximum(known.sum(axis=-2, keepdims=True) - 1, 1)
    deviation = np.sqrt(np.square(centred).sum(axis=-2, keepdims=True) / counts)
    constant = deviation <= CONSTANT_TOLERANCE * np.abs(mean)
    return np.where(constant, 0.0, centred / np.where(constant, 1.0, deviation))


def _from_neighbours(values: Floats, scaled: Floats, mask: Mask, n_neighbours: int) -> Floats:
    """Return the mean over the nearest donors for the unknown cells of one table, NaN elsewhere."""
    offered = np.full(values.shape, np.nan)
    lacking = np.flatnonzero(~np.isfinite(values).all(axis=-1))
    for start in range(0, lacking.size, ROWS_AT_ONCE):
        rows = lacking[start : start + ROWS_AT_ONCE]
        distances = _squared_distances(scaled, np.isfinite(values), rows)
        for column in np.flatnonzero(~np.isfinite(values[rows]).all(axis=0)):
            takers = np.flatnonzero(~np.isfinite(values[rows, column]))
            donors = np.flatnonzero(mask[:, column])
            near = _nearest(distances[np.ix_(takers, donors)], n_neighbours)
            with np.errstate(invalid="ignore"):
                offered[rows[takers], column] = near @ values[donors, column] / near.sum(axis=-1)
    return offered


def _squared_distances(scaled: Floats, known: Mask, rows: NDArray[np.intp]) -> Floats:
    """Return mean squared differences of some units (rows) with all units, inf with nothing in common."""
    own, own_known = scaled[rows], known[rows].astype(np.float64)
    all_known = known.astype(np.float64)
    total = np.square(own) @ all_known.T + own_known @ np.square(scaled).T - 2 * own @ scaled.T
    shared = own_known @ all_known.T
    return np.where(shared > 0, np.maximum(total, 0.0) / np.maximum(shared, 1.0), np.inf)


def _nearest(distances: Floats, n_neighbours: int) -> Floats:
    """Return 1 for each donor at most as far as the last neighbour and 0 for others."""
    count = min(n_neighbours, distances.shape[-1])
    last = np.partition(distances, count - 1, axis=-1)[:, count - 1 : count]
    farthest = np.where(np.isfinite(distances), distances, 0.0).max(axis=-1, keepdims=True)
    limit = np.where(np.isfinite(last), last, farthest)
    near = np.isfinite(distances) & (distances <= limit + TIE_TOLERANCE * (1 + limit))
    return near.astype(np.float64)
