# SPDX-License-Identifier: EUPL-1.2
"""How much is known: per unit, per indicator, per group of indicators; and where it is too little."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape

Groups = Mapping[str, Sequence[int]] | NDArray[np.intp]


class WrongGroup(BadInput):
    """A group of indicators without members, or with an indicator that is not there."""

    template = N_("Group '{group}' holds the indicators at {columns}, of {k}.")
    cure = N_("Give every group at least one indicator, counted from 0.")


@dataclass(frozen=True, slots=True)
class Availability:
    """How much is known, and how much of that is zero.

    Attributes
    ----------
    per_unit, per_indicator
        Shares of known values, shape (..., n_units) and (..., k_indicators).
    overall
        Share of known values of all cells.
    missing_per_unit, zeros_per_unit
        Numbers of unknown values and of zeros, shape (..., n_units).
    nonzero_per_unit, nonzero_per_indicator
        Values other than zero as a share of the known ones, shapes as above; NaN where nothing is known.
    """

    per_unit: Floats
    per_indicator: Floats
    overall: float
    missing_per_unit: NDArray[np.int64]
    zeros_per_unit: NDArray[np.int64]
    nonzero_per_unit: Floats
    nonzero_per_indicator: Floats


def measure_availability(values: Floats) -> Availability:
    """Count the known (finite) values and the zeros of an array of shape (..., n_units, k_indicators)."""
    known = np.isfinite(values)
    zero = values == 0
    return Availability(
        per_unit=known.mean(axis=-1),
        per_indicator=known.mean(axis=-2),
        overall=float(known.mean()),
        missing_per_unit=(~known).sum(axis=-1),
        zeros_per_unit=zero.sum(axis=-1),
        nonzero_per_unit=_share_nonzero(known, zero, axis=-1),
        nonzero_per_indicator=_share_nonzero(known, zero, axis=-2),
    )


def measure_group_availability(values: Floats, *, groups: Groups) -> Floats:
    """Return the share of known values per unit within each group of indicators.

    Groups may overlap, so pillars, sub-indices and the whole can be asked together.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators).
    groups
        Name of a group to the places of its indicators; or the number of the group of each indicator,
        shape (k_indicators,), counted from 0 (below 0: in none).

    Returns
    -------
    Floats
        Shape (..., n_units, n_groups), groups in the given order.

    Raises
    ------
    WrongGroup
        When a group is empty or names an indicator that is not there.
    WrongShape
        When there is not one group number per indicator.
    """
    known = np.isfinite(values)
    shares = [known[..., members].mean(axis=-1) for members in group_columns(groups, values.shape[-1])]
    return np.stack(shares, axis=-1)


def group_columns(groups: Groups, k: int) -> list[NDArray[np.intp]]:
    """Return the places of the indicators of each group.

    Raises
    ------
    WrongGroup, WrongShape
        As :func:`measure_group_availability`.
    """
    if isinstance(groups, Mapping):
        named = {name: np.asarray(columns, dtype=np.intp) for name, columns in groups.items()}
    else:
        if groups.shape != (k,):
            raise WrongShape(name="groups", found=groups.shape, expected=f"({k},)")
        n_groups = int(groups.max(initial=-1)) + 1
        named = {f"number {number}": np.flatnonzero(groups == number) for number in range(n_groups)}
    if not named:
        raise WrongGroup(group="", columns=[], k=k)
    for name, columns in named.items():
        if columns.size == 0 or columns.min() < 0 or columns.max() >= k:
            raise WrongGroup(group=name, columns=columns.tolist(), k=k)
    return list(named.values())


def enough_known(values: Floats, *, min_share: float) -> Mask:
    """Tell which units have at least ``min_share`` of their indicators, shape (..., n_units)."""
    return np.asarray(np.isfinite(values).mean(axis=-1) >= min_share - 1e-12, dtype=np.bool_)


def constant_indicators(values: Floats) -> Mask:
    """Tell which indicators cannot tell units apart: fewer than two known values, or all equal."""
    known = np.isfinite(values)
    low = np.where(known, values, np.inf).min(axis=-2)
    high = np.where(known, values, -np.inf).max(axis=-2)
    return np.asarray((known.sum(axis=-2) < 2) | (high <= low), dtype=np.bool_)


def _share_nonzero(known: Mask, zero: Mask, *, axis: int) -> Floats:
    n = known.sum(axis=axis)
    with np.errstate(invalid="ignore"):
        return np.asarray((n - zero.sum(axis=axis)) / n, dtype=np.float64)
