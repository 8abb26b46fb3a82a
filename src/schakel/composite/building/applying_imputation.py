# SPDX-License-Identifier: EUPL-1.2
"""Turn the settings of an Impute step into calls of the imputation methods."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal

import numpy as np

from schakel.composite.bad_input import N_, BadInput
from schakel.composite.building.steps import Impute, ImputeMethod
from schakel.composite.imputing.columns import impute_column_mean, impute_column_median
from schakel.composite.imputing.donors import impute_nearest
from schakel.composite.imputing.groups import impute_group_mean, impute_group_median
from schakel.composite.imputing.imputed import Imputed
from schakel.composite.imputing.normal_model import impute_normal_model
from schakel.composite.imputing.periods import impute_constant, impute_latest, impute_linear
from schakel.composite.imputing.rows import impute_row_mean, impute_row_median
from schakel.composite.structure.indicator_data import (
    IndicatorData,
    select_columns,
    select_units,
    with_values,
)
from schakel.composite.structure.tree import Tree, known_node

WITHIN_FAMILIES = ("row_mean", "row_median", "normal_model")
OVER_TIME = ("latest", "constant", "linear", "linear_held")
IN_A_GROUP: Final[dict[str, Literal["refuse", "column", "unknown"]]] = {
    "refuse": "refuse",
    "all_units": "column",
    "unknown": "unknown",
}


class UnknownGroup(BadInput):
    """A grouping of units that the data do not have."""

    template = N_("There is no grouping of units '{group}'; known are {known}.")
    cure = N_("Name a column that holds groups of units.")


class PeriodsNotNumbers(BadInput):
    """Imputation over time with periods that are no numbers."""

    template = N_("Period '{period}' is not a number, so nothing can be carried over time.")
    cure = N_("Use years, or another imputation.")


def apply_imputation(data: IndicatorData, tree: Tree, step: Impute) -> tuple[IndicatorData, Imputed]:
    """Fill unknown cells as the step says, and flag them.

    What a screening removed is not filled and does not count. A column of which nothing is known in a
    period of a panel stays unknown there, unless it is filled over time.

    Raises
    ------
    UnknownGroup, UnknownNode, PeriodsNotNumbers
        When the step names something that is not there, or the periods are no numbers.
    BadInput
        When a method cannot fill a cell.
    """
    for code in (*step.per_indicator, *step.within):
        known_node(tree, code)
    methods = [step.per_indicator.get(code, step.method) for code in data.columns]
    values, flags = data.values.copy(), np.zeros(data.values.shape, dtype=np.bool_)
    for method in dict.fromkeys(methods):
        own = [place for place, other in enumerate(methods) if other == method]
        chosen = _columns_that_count(data, tree, step, method, own)
        if chosen:
            part = select_columns(data, [data.columns[place] for place in chosen])
            found, filled = _impute_apart(part, tree, step, method), np.isin(chosen, own)
            places = np.array(chosen)[filled]
            values[..., places], flags[..., places] = found.values[..., filled], found.imputed[..., filled]
    return with_values(data, values), Imputed(values=values, imputed=flags)


def _impute_apart(data: IndicatorData, tree: Tree, step: Impute, method: ImputeMethod) -> Imputed:
    """Impute every period by itself where rows are removed or a column is wholly unknown in one."""
    values = data.values
    removed = np.zeros(values.shape[:-1], dtype=np.bool_)
    if data.removed is not None:
        removed = np.broadcast_to(data.removed, values.shape[:-1])
    if method in OVER_TIME:
        found = _impute(data, tree, step, method)
        held = np.where(removed[..., None], np.nan, found.values)
        return Imputed(values=held, imputed=found.imputed & ~removed[..., None])
    known = np.isfinite(values)
    anywhere = known.any(axis=tuple(range(values.ndim - 1)))
    if not removed.any() and (known.any(axis=-2) | ~anywhere).all():
        return _impute(data, tree, step, method)
    filled, flags = values.copy(), np.zeros(values.shape, dtype=np.bool_)
    for place in np.ndindex(values.shape[:-2]):
        rows = np.flatnonzero(~removed[place])
        there = known[place][rows].any(axis=0) | ~anywhere
        if rows.size and there.any():
            single = replace(data, values=values[place][None], periods=("",), denominators={}, removed=None)
            columns = [data.columns[column] for column in np.flatnonzero(there)]
            found = _impute(select_columns(select_units(single, rows.tolist()), columns), tree, step, method)
            cells = (*place, *np.ix_(rows, np.flatnonzero(there)))
            filled[cells], flags[cells] = found.values[0], found.imputed[0]
    return Imputed(values=filled, imputed=flags)


def _columns_that_count(
    data: IndicatorData, tree: Tree, step: Impute, method: ImputeMethod, own: Sequence[int]
) -> Sequence[int]:
    """Return the columns from which a method fills its own: its families, all, or only these."""
    if method == "nearest_units":
        return range(len(data.columns))
    if method not in WITHIN_FAMILIES:
        return own
    families = indicator_families(data, tree, step.within)
    return sorted({place for members in families if not set(own).isdisjoint(members) for place in members})


def _impute(data: IndicatorData, tree: Tree, step: Impute, method: ImputeMethod) -> Imputed:
    values, units, columns = data.values, data.units, data.columns
    match method:
        case "mean":
            return impute_column_mean(values, indicators=columns)
        case "median":
            return impute_column_median(values, indicators=columns)
        case "group_mean" | "group_median":
            by = impute_group_mean if method == "group_mean" else impute_group_median
            return by(
                values,
                groups=_groups(data, step.group),
                without_known=IN_A_GROUP[step.without_known],
                units=units,
                indicators=columns,
            )
        case "row_mean" | "row_median":
            along = impute_row_mean if method == "row_mean" else impute_row_median
            signs = np.array([_direction(tree, code) for code in columns])
            families = {
                str(n): members for n, members in enumerate(indicator_families(data, tree, step.within))
            }
            return along(
                values,
                groups=families,
                directions=signs,
                without_known="unknown" if step.without_known == "unknown" else "refuse",
                units=units,
                indicators=columns,
            )
        case "normal_model":
            return _by_family(data, indicator_families(data, tree, step.within))
        case "nearest_units":
            return impute_nearest(values, units=units, indicators=columns)
    return _over_time(data, step, method)


def _over_time(data: IndicatorData, step: Impute, method: ImputeMethod) -> Imputed:
    for period in data.periods:
        if not isinstance(period, int):
            raise PeriodsNotNumbers(period=period)
    periods = np.array(data.periods, dtype=np.float64)
    match method:
        case "latest":
            return impute_latest(data.values, periods=periods, max_gap=step.max_gap)
        case "constant":
            return impute_constant(data.values, periods=periods)
        case "linear":
            return impute_linear(data.values, periods=periods)
    return impute_linear(data.values, periods=periods, ends="held")


def _by_family(data: IndicatorData, families: Sequence[Sequence[int]]) -> Imputed:
    values, flags = data.values.copy(), np.zeros(data.values.shape, dtype=np.bool_)
    for places in families:
        members = list(places)
        names = [data.columns[place] for place in members]
        ridge = float(max(0, len(members) + 1 - len(data.units)))
        found = impute_normal_model(data.values[..., members], ridge=ridge, indicators=names)
        values[..., members], flags[..., members] = found.values, found.imputed
    return Imputed(values=values, imputed=flags)


def indicator_families(data: IndicatorData, tree: Tree, within: Sequence[str]) -> list[list[int]]:
    """Return the columns per family: the indicators below each named branch, or those with one parent."""
    if within:
        members = [tree.leaves(code) for code in within]
    else:
        parents = dict.fromkeys(indicator.parent for indicator in tree.indicators)
        members = [tuple(i.code for i in tree.indicators if i.parent == parent) for parent in parents]
    rows = {code: place for place, code in enumerate(data.columns)}
    found = [[rows[code] for code in codes if code in rows] for codes in members]
    return [places for places in found if places]


def _groups(data: IndicatorData, group: str | None) -> Sequence[str]:
    if group is None or group not in data.groups:
        raise UnknownGroup(group=group, known=", ".join(data.groups) or "-")
    return data.groups[group]


def _direction(tree: Tree, code: str) -> float:
    return float(getattr(tree.nodes[code], "direction", 1))
