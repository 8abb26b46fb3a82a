# SPDX-License-Identifier: EUPL-1.2
"""Turn the settings of a Normalise step into calls of the normalisations; more is better afterwards."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from schakel.composite.aggregating.bottleneck import normalise_to_benchmark
from schakel.composite.aggregating.mazziotta_pareto import (
    normalise_adjusted_mazziotta_pareto,
    normalise_mazziotta_pareto,
    set_goalposts,
)
from schakel.composite.bad_input import N_, BadInput, Floats, Mask
from schakel.composite.building.steps import Normalise, Over, UnknownSetting, refuse_wrong_choices
from schakel.composite.normalising.direction import apply_direction, turn_goalposts
from schakel.composite.normalising.normalise import (
    normalise_exponential_z,
    normalise_goalposts,
    normalise_minmax,
    normalise_rank,
    normalise_value_over_mean,
    normalise_zscore,
)
from schakel.composite.normalising.normalise_distance import (
    normalise_distance_to_maximum,
    normalise_distance_to_reference,
    normalise_distance_to_target,
    normalise_fraction_of_maximum,
    normalise_scaled,
)
from schakel.composite.normalising.normalise_middle import (
    normalise_above_below_mean,
    normalise_logistic,
    normalise_robust_z,
)
from schakel.composite.normalising.normalise_places import (
    normalise_borda,
    normalise_categories,
    normalise_percentile_rank,
)
from schakel.composite.normalising.pool_periods import pool_as_asked, pool_periods
from schakel.composite.normalising.scale_parameters import ScaleNotRising
from schakel.composite.structure.indicator_data import (
    IndicatorData,
    Period,
    UnknownUnit,
    period_place,
    with_values,
)
from schakel.composite.structure.tree import Indicator, Tree, known_node

RATIOS = ("value_over_mean", "fraction_of_maximum", "above_below_mean", "benchmark")


class NoParameter(BadInput):
    """A normalisation that needs a number for an indicator that has none."""

    template = N_("Indicator '{indicator}' has no {parameter}, which '{method}' needs.")
    cure = N_("Give the indicator a {parameter}, or normalise it in another way.")


class TransformedBefore(BadInput):
    """An indicator that is no longer in the unit of its target or goalposts."""

    template = N_(
        "The treatment of indicator '{indicator}' took logarithms, and '{method}' needs its own unit."
    )
    cure = N_("Treat it without a transformation (transform: none), or normalise it by its range.")


class LessIsBetter(BadInput):
    """An indicator of which less is better, under a ratio to a mean or a maximum."""

    template = N_("Less is better for indicator '{indicator}': turned, it has no ratio as '{method}' needs.")
    cure = N_("Normalise this indicator in another way, for example by its range or its places.")


class InPeriod(BadInput):
    """A refusal in one period of a panel."""

    template = N_("In period {period}: {reason}")
    cure = N_("Scale all periods together, or leave the period or the indicator out.")


class NoBasePeriod(BadInput):
    """A reference unit over all periods together, which has another value in every period."""

    template = N_("Unit '{unit}' is the reference over all periods, but no base period is named.")
    cure = N_("Name the period of the reference unit, or scale each period by itself.")


def apply_normalisation(data: IndicatorData, tree: Tree, step: Normalise) -> IndicatorData:
    """Bring every column onto the scale that the step and the indicator ask for.

    Columns with the same settings are scaled together. In a panel that is scaled period by period, a
    column of which nothing is known in a period stays unknown there.

    Raises
    ------
    UnknownNode, UnknownSetting, UnknownUnit, UnknownPeriod, NoParameter
        When the step names something that is not there.
    LessIsBetter
        When an indicator of which less is better is to be divided by a mean or a maximum.
    TransformedBefore
        When an indicator whose treatment took logarithms is to be held against a target or goalposts.
    InPeriod
        When the method has no meaning in one period of a panel that is scaled period by period.
    BadInput
        When a method has no meaning for an indicator.
    """
    for code in step.per_indicator:
        known_node(tree, code)
    shared = replace(step, per_indicator={})
    own = [_settings_of(step, code) if code in step.per_indicator else shared for code in data.columns]
    values = np.empty_like(data.values)
    for settings in _distinct(own):
        places = [place for place, other in enumerate(own) if other is settings or other == settings]
        values[..., places] = _scale_known(data, tree, settings, places)
    return with_values(data, values)


def _settings_of(step: Normalise, code: str) -> Normalise:
    changes = step.per_indicator[code]
    known = {each.name for each in fields(step)} - {"label", "per_indicator"}
    for setting in changes:
        if setting not in known:
            raise UnknownSetting(label=step.label, setting=setting, known=", ".join(sorted(known)))
    own = replace(step, per_indicator={}, **changes)
    refuse_wrong_choices(own)
    return own


def _distinct(settings: Sequence[Normalise]) -> list[Normalise]:
    found: list[Normalise] = []
    for each in settings:
        if not any(each is other for other in found) and each not in found:
            found.append(each)
    return found


def _scale_known(data: IndicatorData, tree: Tree, step: Normalise, places: Sequence[int]) -> Floats:
    """Scale some columns; period by period where one of them is wholly unknown in a period."""
    chosen = list(places)
    values = data.values[..., chosen]
    fixed = step.base_period is not None or step.method == "adjusted_mazziotta_pareto"
    pooled = fixed or step.over == "all_periods"
    known = np.asarray(np.isfinite(values).reshape(-1, *values.shape[-3:]).any(axis=(0, 2)))
    if pooled or len(data.periods) == 1:
        return _scale(values, data, tree, step, chosen)
    if known.all() or not known.any(axis=0).all():
        return _scale_naming_period(values, data, tree, step, chosen)
    scaled = np.full(values.shape, np.nan)
    for period in range(len(data.periods)):
        there = np.flatnonzero(known[period])
        if there.size:
            part = values[..., [period], :, :][..., there]
            columns = [chosen[place] for place in there]
            scaled[..., period, :, there] = np.moveaxis(
                _in_period(data.periods[period], part, data, tree, step, columns)[..., 0, :, :], -1, 0
            )
    return scaled


def _scale_naming_period(
    values: Floats, data: IndicatorData, tree: Tree, step: Normalise, places: Sequence[int]
) -> Floats:
    """Scale all periods at once; when that is refused, find the period to name."""
    try:
        return _scale(values, data, tree, step, places)
    except BadInput:
        for row, period in enumerate(data.periods):
            _in_period(period, values[..., [row], :, :], data, tree, step, places)
        raise


def _in_period(
    period: Period, values: Floats, data: IndicatorData, tree: Tree, step: Normalise, places: Sequence[int]
) -> Floats:
    try:
        return _scale(values, data, tree, step, places)
    except BadInput as failure:
        raise InPeriod(period=period, reason=failure) from failure


def _scale(values: Floats, data: IndicatorData, tree: Tree, step: Normalise, places: Sequence[int]) -> Floats:
    columns = [data.columns[place] for place in places]
    nodes = [known_node(tree, code) for code in columns]
    signs = np.array([float(node.direction) if isinstance(node, Indicator) else 1.0 for node in nodes])
    _refuse_unfit(columns, signs, data, step)
    if step.method == "distance_to_target":
        targets = np.array([_parameter(step, node, "target", step.target) for node in nodes])
        among = _among(data, step, columns)
        return normalise_distance_to_target(values, targets=targets, directions=signs, cap=step.cap, **among)
    turned = apply_direction(values, signs, indicators=columns)
    if step.method == "goalposts":
        low = np.array([_parameter(step, node, "low", step.from_value) for node in nodes])
        high = np.array([_parameter(step, node, "high", step.to_value) for node in nodes])
        low, high = turn_goalposts(low, high, signs)
        return _onto(normalise_goalposts(turned, low=low, high=high, indicators=columns), step)
    if step.method == "scaled":
        return _scaled(turned, step, columns, signs)
    try:
        return _scale_turned(turned, data, step, columns)
    except BadInput as failure:
        _turn_back(failure, dict(zip(columns, signs, strict=True)))
        raise


def _refuse_unfit(columns: Sequence[str], signs: Floats, data: IndicatorData, step: Normalise) -> None:
    """Refuse an indicator that has lost its unit, or is turned, where the method asks for it as it is."""
    for code, sign in zip(columns, signs, strict=True):
        if step.method in ("distance_to_target", "goalposts") and code in data.transformed:
            raise TransformedBefore(indicator=code, method=step.method)
        if step.method in RATIOS and sign < 0:
            raise LessIsBetter(indicator=code, method=step.method)


def _turn_back(failure: BadInput, signs: Mapping[str, float]) -> None:
    """Show the numbers in a message as they are in the data, for an indicator that was turned."""
    if signs.get(str(failure.details.get("indicator")), 1.0) < 0:
        for name in ("value", "mean", "maximum", "median"):
            number = failure.details.get(name)
            if isinstance(number, float):
                failure.details[name] = -number


def _scale_turned(turned: Floats, data: IndicatorData, step: Normalise, columns: list[str]) -> Floats:
    if step.method == "none":
        return turned
    if step.method == "distance_to_reference":
        return _to_reference(turned, data, step, columns)
    if step.method == "benchmark":
        return _to_benchmark(turned, data, step, columns)
    if step.method in ("mazziotta_pareto", "adjusted_mazziotta_pareto"):
        return _mazziotta_pareto(turned, data, step, columns)
    method, settings = _METHODS[step.method]
    names = {"units": data.units} if step.method == "value_over_mean" else {}
    return method(turned, **_among(data, step, columns), **names, **settings(step))


def _among(data: IndicatorData, step: Normalise, columns: list[str]) -> dict[str, Any]:
    """Return among which units and periods parameters are taken, as arguments of a normalisation."""
    if step.base_period is None:
        return {"indicators": columns, "over": step.over}
    return {
        "indicators": columns,
        "over": "all_periods",
        "reference": _base(data, step.base_period),
    }


_METHODS: Mapping[str, tuple[Callable[..., Floats], Callable[[Normalise], dict[str, Any]]]] = {
    "minmax": (normalise_minmax, lambda step: {"onto": (step.low, step.high)}),
    "zscore": (normalise_zscore, lambda step: {"onto": (step.mean, step.deviation)}),
    "rank": (normalise_rank, lambda step: {"ties": step.ties}),
    "borda": (normalise_borda, lambda step: {"ties": step.ties}),
    "above_below_mean": (normalise_above_below_mean, lambda step: {"threshold": step.threshold}),
    "value_over_mean": (normalise_value_over_mean, lambda step: {}),
    "distance_to_maximum": (normalise_distance_to_maximum, lambda step: {}),
    "fraction_of_maximum": (normalise_fraction_of_maximum, lambda step: {}),
    "percentile": (normalise_percentile_rank, lambda step: {}),
    "exponential_z": (normalise_exponential_z, lambda step: {}),
    "robust_z": (normalise_robust_z, lambda step: {}),
    "categories": (normalise_categories, lambda step: {}),
    "logistic": (normalise_logistic, lambda step: {}),
}


def _mazziotta_pareto(turned: Floats, data: IndicatorData, step: Normalise, columns: list[str]) -> Floats:
    """Scale around 100: by mean and deviation, or by goalposts that stay over the periods (adjusted)."""
    if step.method == "mazziotta_pareto":
        pooled_over: Over = "each_period" if step.base_period is None else "all_periods"
        base = None if step.base_period is None else _base(data, step.base_period)
        over: Over = "all_periods" if step.over == "all_periods" else pooled_over
        pooled, flags = pool_as_asked(turned, base, over)
        return normalise_mazziotta_pareto(pooled, reference=flags, indicators=columns).reshape(turned.shape)
    place = None if step.base_period is None else period_place(data, step.base_period)
    found = np.empty_like(turned)
    for draw in np.ndindex(turned.shape[:-3]):
        posts = set_goalposts(turned[draw], base_period=place, indicators=columns)
        found[draw] = normalise_adjusted_mazziotta_pareto(turned[draw], goalposts=posts, indicators=columns)
    return found


def _scaled(turned: Floats, step: Normalise, columns: list[str], signs: Floats) -> Floats:
    """Scale from stated values, which are turned with the indicator."""
    from_value = np.full(len(columns), 0.0 if step.from_value is None else step.from_value)
    to_value = np.full(len(columns), 100.0 if step.to_value is None else step.to_value)
    low, high = turn_goalposts(from_value, to_value, signs)
    return _onto(normalise_scaled(turned, low=low, high=high, scale=1.0, indicators=columns), step)


def _onto(placed: Floats, step: Normalise) -> Floats:
    """Bring places between 0 and 1 onto the scale of the step."""
    if not step.high > step.low:
        raise ScaleNotRising(low=step.low, length=step.high - step.low)
    return np.asarray(step.low + placed * (step.high - step.low), dtype=np.float64)


def _to_reference(turned: Floats, data: IndicatorData, step: Normalise, columns: list[str]) -> Floats:
    row = _unit(data, step)
    if step.base_period is None:
        if step.over == "all_periods":
            raise NoBasePeriod(unit=step.unit)
        return normalise_distance_to_reference(
            turned, unit=row, cap=step.cap, units=data.units, indicators=columns
        )
    flags = _base(data, step.base_period)
    found = normalise_distance_to_reference(
        pool_periods(turned),
        unit=data.periods.index(step.base_period) * len(data.units) + row,
        cap=step.cap,
        reference=flags.reshape(-1),
        units=data.units * len(data.periods),
        indicators=columns,
    )
    return found.reshape(turned.shape)


def _parameter(step: Normalise, node: object, name: str, given: float | None) -> float:
    own = getattr(node, name, None) if given is None else given
    if own is None:
        raise NoParameter(indicator=getattr(node, "code", ""), parameter=name, method=step.method)
    return float(own)


def _to_benchmark(turned: Floats, data: IndicatorData, step: Normalise, columns: list[str]) -> Floats:
    if step.base_period is not None:
        raise UnknownSetting(label=step.label, setting="base_period", known="percentile, over")
    pooled, _ = pool_as_asked(turned, None, step.over)
    names = data.units * (pooled.shape[-2] // len(data.units))
    found = normalise_to_benchmark(pooled, percentile=step.percentile, units=names, indicators=columns)
    return found.reshape(turned.shape)


def _base(data: IndicatorData, period: int | str) -> Mask:
    flags = np.zeros((len(data.periods), len(data.units)), dtype=np.bool_)
    flags[period_place(data, period)] = True
    return flags


def _unit(data: IndicatorData, step: Normalise) -> int:
    if step.unit not in data.units:
        raise UnknownUnit(unit=step.unit, known=", ".join(data.units))
    return data.units.index(step.unit)
