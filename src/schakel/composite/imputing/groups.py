# SPDX-License-Identifier: EUPL-1.2
"""Fill by what units of the same kind have: the mean or median within a group of units."""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import (
    N_,
    BadInput,
    Floats,
    Mask,
    WrongShape,
    first_place,
    known_counts,
    name_of,
    reference_mask,
)
from schakel.composite.imputing.columns import column_means, column_medians
from schakel.composite.imputing.imputed import Imputed, impute_given

WithoutKnown = Literal["refuse", "column", "unknown"]
Statistic = Callable[[Floats, Mask], Floats]


class NothingKnownInGroup(BadInput):
    """A group of units without a single known value of an indicator that one of them lacks."""

    template = N_("Unit '{unit}' lacks indicator '{indicator}', and so does all of its group '{group}'.")
    cure = N_("Use larger groups, fall back on all units, or leave the value unknown.")


def impute_group_mean(
    values: Floats,
    *,
    groups: Sequence[str] | NDArray[np.generic],
    without_known: WithoutKnown = "refuse",
    reference: Mask | None = None,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Imputed:
    """Fill each unknown cell with the mean of the indicator over the known units of the same group.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators); NaN is unknown.
    groups
        Label of the group of each unit; a unit with the label "" is in none.
    without_known
        For a group in which nothing is known of an indicator, and for units in no group: refuse, take
        the value over all units ("column"), or leave it unknown.
    reference
        Flag per unit whose values count; all units by default.
    units, indicators
        Names for messages.

    Raises
    ------
    NothingKnownInGroup
        With ``without_known="refuse"``.
    NothingKnown
        When an indicator has no known reference value at all.
    WrongShape
        When there is not one label per unit.
    """
    return _impute_groups(
        values, np.asarray(groups), without_known, reference, (units, indicators), column_means
    )


def impute_group_median(
    values: Floats,
    *,
    groups: Sequence[str] | NDArray[np.generic],
    without_known: WithoutKnown = "refuse",
    reference: Mask | None = None,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Imputed:
    """Fill each unknown cell with the median of the indicator over the known units of the same group.

    Parameters and refusals as for :func:`impute_group_mean`.
    """
    return _impute_groups(
        values, np.asarray(groups), without_known, reference, (units, indicators), column_medians
    )


def _impute_groups(
    values: Floats,
    labels: NDArray[np.generic],
    without_known: WithoutKnown,
    reference: Mask | None,
    names: tuple[Sequence[str] | None, Sequence[str] | None],
    statistic: Statistic,
) -> Imputed:
    mask = reference_mask(values, reference)
    if labels.shape != (values.shape[-2],):
        raise WrongShape(name="groups", found=labels.shape, expected=f"({values.shape[-2]},)")
    known_counts(mask, names[1])
    offered = np.full(values.shape, np.nan)
    for label in np.unique(labels):
        if label != "":
            members = labels == label
            offered[..., members, :] = statistic(values[..., members, :], mask[..., members, :])
    if without_known == "column":
        offered = np.where(np.isfinite(offered), offered, statistic(values, mask))
    empty = ~np.isfinite(values) & ~np.isfinite(offered)
    if without_known == "refuse" and empty.any():
        unit, column = first_place(empty)
        raise NothingKnownInGroup(
            unit=name_of(names[0], unit), indicator=name_of(names[1], column), group=str(labels[unit])
        )
    return impute_given(values, replacement=offered)
