# SPDX-License-Identifier: EUPL-1.2
"""Fill by how the unit does on its other indicators: its mean or median place from lowest to highest."""

from collections.abc import Callable, Sequence
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
from schakel.composite.describing.availability import Groups, WrongGroup, group_columns
from schakel.composite.imputing.columns import column_means, column_medians
from schakel.composite.imputing.imputed import Imputed, impute_given
from schakel.composite.normalising.direction import checked_directions
from schakel.composite.normalising.normalise import ConstantIndicator, equal_but_for_rounding


class NothingKnownInRow(BadInput):
    """A unit of which no indicator in the group is known."""

    template = N_("Nothing is known of unit '{unit}' beside indicator '{indicator}' in its group.")
    cure = N_("Screen the unit, use larger groups of indicators, or leave the value unknown.")


def impute_row_mean(
    values: Floats,
    *,
    groups: Groups | None = None,
    directions: Floats | None = None,
    without_known: Literal["refuse", "unknown"] = "refuse",
    reference: Mask | None = None,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Imputed:
    """Fill each unknown cell from the unit's mean place on the other indicators of the group.

    Each indicator times its direction is placed at 0 (lowest) to 1 (highest known unit); the unit's mean
    over the known indicators of the group is put back on the scale of the missing one. It says: where
    nothing is known, the unit does as well as on its other indicators; correlations grow.
    Definition as in Becker et al. (2022), *JOSS* 7:4567.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators); NaN is unknown.
    groups
        Groups of indicators: names to places (from 0), or a group number per indicator; each indicator
        in at most one group. One group of all by default; an indicator in no group is not filled.
    directions
        1 or -1 per indicator, shape (k_indicators,); all 1 by default.
    without_known
        For a unit of which nothing in the group is known: refuse, or leave unknown.
    reference
        Flag per unit that may set the lowest and highest value; all units by default.
    units, indicators
        Names for messages.

    Raises
    ------
    NothingKnownInRow
        With ``without_known="refuse"``.
    NothingKnown, ConstantIndicator
        When an indicator has no lowest and highest value.
    WrongDirection, WrongShape, WrongGroup
        When directions or groups cannot be used.
    """
    return _impute_rows(
        values, groups, directions, without_known, reference, (units, indicators), statistic=column_means
    )


def impute_row_median(
    values: Floats,
    *,
    groups: Groups | None = None,
    directions: Floats | None = None,
    without_known: Literal["refuse", "unknown"] = "refuse",
    reference: Mask | None = None,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Imputed:
    """Fill each unknown cell from the unit's median place on the other indicators of the group.

    Parameters and refusals as for :func:`impute_row_mean`.
    """
    return _impute_rows(
        values, groups, directions, without_known, reference, (units, indicators), statistic=column_medians
    )


def _impute_rows(
    values: Floats,
    groups: Groups | None,
    directions: Floats | None,
    without_known: str,
    reference: Mask | None,
    names: tuple[Sequence[str] | None, Sequence[str] | None],
    *,
    statistic: Callable[[Floats, Mask], Floats],
) -> Imputed:
    signs = _signs(directions, values.shape[-1], names[1])
    low, high = _ends(values * signs, reference, names[1])
    places = (values * signs - low) / (high - low)
    offered = np.full(values.shape, np.nan)
    for members in _disjoint(groups, values.shape[-1]):
        own = places[..., members].swapaxes(-1, -2)
        offered[..., members] = statistic(own, np.isfinite(own)).swapaxes(-1, -2)
    empty = ~np.isfinite(values) & ~np.isfinite(offered)
    if without_known == "refuse" and empty.any():
        unit, column = first_place(empty)
        raise NothingKnownInRow(unit=name_of(names[0], unit), indicator=name_of(names[1], column))
    return impute_given(values, replacement=(low + offered * (high - low)) * signs)


def _signs(directions: Floats | None, k: int, indicators: Sequence[str] | None) -> Floats:
    if directions is None:
        return np.ones(k)
    return checked_directions(directions, k, indicators)


def _ends(values: Floats, reference: Mask | None, indicators: Sequence[str] | None) -> tuple[Floats, Floats]:
    """Return the lowest and highest known reference value per indicator, refusing equal ones."""
    mask = reference_mask(values, reference)
    known_counts(mask, indicators)
    low = np.where(mask, values, np.inf).min(axis=-2, keepdims=True)
    high = np.where(mask, values, -np.inf).max(axis=-2, keepdims=True)
    constant = equal_but_for_rounding(low, high)
    if constant.any():
        column = first_place(constant)[1]
        level = float(low[constant].flat[0])
        raise ConstantIndicator(indicator=name_of(indicators, column), value=level)
    return low, high


def _disjoint(groups: Groups | None, k: int) -> list[NDArray[np.intp]]:
    """Return the places of each group of indicators, refusing an indicator in two groups."""
    if groups is None:
        return [np.arange(k)]
    members = group_columns(groups, k)
    counts = np.bincount(np.concatenate(members), minlength=k)
    if (counts > 1).any():
        raise WrongGroup(group="", columns=np.flatnonzero(counts > 1).tolist(), k=k)
    return members
