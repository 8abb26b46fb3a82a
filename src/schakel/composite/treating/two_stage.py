# SPDX-License-Identifier: EUPL-1.2
"""Treat outliers in two stages: pull in a few points, and transform the indicator if that is not enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import Floats, Mask, WrongShape, name_of
from schakel.composite.describing.describe import kurtosis, skewness
from schakel.composite.normalising.pool_periods import Over, pool_as_asked
from schakel.composite.treating.box_cox import treat_box_cox
from schakel.composite.treating.rule import DEFAULT_RULE, TRANSFORMS, TreatmentRule, rules_per_indicator
from schakel.composite.treating.transforms import (
    treat_log_by_skewness,
    treat_log_coin_tool,
    treat_log_innovation_index,
    treat_log_plus_one,
)
from schakel.composite.treating.winsorise_points import (
    Counts,
    Winsorised,
    passes_shape_test,
    treat_winsorise_points,
)


@dataclass(frozen=True, slots=True)
class Treated:
    """Treated indicators and what was done to them.

    The shape (..., k_indicators) has no period axis when periods were pooled.

    Attributes
    ----------
    values
        Shape (..., n_units, k_indicators): in the unit of the indicator, or without unit where
        transformed; unknown stays NaN.
    n_winsorised
        Points pulled in that are in the result, shape (..., k_indicators); 0 where the original values were
        transformed.
    n_tried
        Points pulled in by the first stage, whether kept or not, shape (..., k_indicators).
    transform
        Name of the transformation of each indicator, "none" where there was none, shape (..., k_indicators).
    treated_points
        True where a value was pulled in or transformed, shape (..., n_units, k_indicators).
    pulled
        1 where a high value was lowered and -1 where a low one was raised by the first stage, else 0; as
        ``n_tried``, also where the original values were transformed afterwards.
    passed_before, passed_winsorised, passed_after
        Whether the test is passed by the values as given, after the first stage and in the end, shape
        (..., k_indicators).
    skewness_before, skewness_winsorised, skewness_after
        At the same moments, shape (..., k_indicators); NaN where undefined.
    kurtosis_before, kurtosis_winsorised, kurtosis_after
        Excess kurtosis at the same moments.
    """

    values: Floats
    n_winsorised: Counts
    n_tried: Counts
    transform: NDArray[np.str_]
    treated_points: Mask
    pulled: NDArray[np.int8]
    passed_before: Mask
    passed_winsorised: Mask
    passed_after: Mask
    skewness_before: Floats
    skewness_winsorised: Floats
    skewness_after: Floats
    kurtosis_before: Floats
    kurtosis_winsorised: Floats
    kurtosis_after: Floats


def treat_two_stage(
    values: Floats,
    *,
    rule: TreatmentRule = DEFAULT_RULE,
    per_indicator: Mapping[str, TreatmentRule | Mapping[str, Any]] | None = None,
    indicators: Sequence[str] | None = None,
    over: Over = "each_period",
) -> Treated:
    """Pull in points of indicators that fail the shape test, and transform those that still fail.

    1. An indicator that passes (:func:`~schakel.composite.treating.winsorise_points.passes_shape_test`)
       stays as it is. 2. Otherwise points are pulled in
       (:func:`~schakel.composite.treating.winsorise_points.treat_winsorise_points`). 3. If it still fails,
       its **original** values are transformed, or with ``combine`` the values of stage 2. The result may
       fail even then: ``passed_after`` says so. Source: OECD/JRC (2008), *Handbook*, step 5; the
       two stages of the JRC's COIN Tool and of ``Treat`` in COINr (Becker et al. 2022, *JOSS* 7:4567).

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators). Unknown values stay unknown and stop nothing.
    rule
        For every indicator that has none of its own; ``NO_TREATMENT`` for none at all.
    per_indicator
        By name a whole rule, or only the settings that differ from ``rule``.
    indicators
        Names; the places "0", "1", ... by default.
    over
        Treat each period by itself, or the pooled periods, which keeps a panel comparable: one value is
        then treated in the same way in every period.

    Raises
    ------
    NoSuchIndicator, WrongRule
        When rules and indicators do not fit.
    FactorTooSmall
        For "log_innovation_index" with a maximum that the factor does not lift above 1.
    WrongShape
        When there is no unit and indicator axis, or no periods to pool.
    """
    pooled, _ = pool_as_asked(values, None, over)
    if pooled.ndim < 2:
        raise WrongShape(name="values", found=values.shape, expected="(..., n_units, k_indicators)")
    rules = rules_per_indicator(
        pooled.shape[-1], rule=rule, per_indicator=per_indicator, indicators=indicators
    )
    first = treat_winsorise_points(
        pooled,
        max_winsorised=np.array([own.max_winsorised if own.treat else 0 for own in rules], dtype=float),
        skewness_limit=np.array([own.skewness_limit for own in rules]),
        kurtosis_limit=np.array([own.kurtosis_limit for own in rules]),
        always=np.array([own.winsorise_always for own in rules]),
    )
    after = _transform_failing(np.where(np.isfinite(pooled), pooled, np.nan), first, rules, indicators)
    transformed = after.transform != "none"
    combined = np.array([own.combine for own in rules])
    points = np.isfinite(pooled) & transformed[..., None, :] | (first.pulled != 0)
    return Treated(
        values=after.values.reshape(values.shape),
        n_winsorised=np.where(transformed & ~combined, 0, first.n_winsorised),
        n_tried=first.n_winsorised,
        transform=after.transform,
        treated_points=points.reshape(values.shape),
        pulled=first.pulled.reshape(values.shape),
        passed_before=first.passed_before,
        passed_winsorised=first.passed,
        passed_after=after.passed,
        skewness_before=first.skewness_before,
        skewness_winsorised=first.skewness,
        skewness_after=after.skewness,
        kurtosis_before=first.kurtosis_before,
        kurtosis_winsorised=first.kurtosis,
        kurtosis_after=after.kurtosis,
    )


@dataclass(frozen=True, slots=True)
class _Second:
    """Values, names of transformations, and shape with its test after the second stage."""

    values: Floats
    transform: NDArray[np.str_]
    skewness: Floats
    kurtosis: Floats
    passed: Mask


def _transform_failing(
    original: Floats, first: Winsorised, rules: Sequence[TreatmentRule], indicators: Sequence[str] | None
) -> _Second:
    values, skew, kurt, passed = first.values, first.skewness, first.kurtosis, first.passed
    names = np.full(passed.shape, "none", dtype=f"<U{max(map(len, TRANSFORMS))}")
    for rule in dict.fromkeys(rules):
        failing = ~first.passed & np.array([rule == own for own in rules])
        if not rule.treat or rule.transform == "none" or not failing.any():
            continue
        if values is first.values:
            values, skew, kurt, passed = values.copy(), skew.copy(), kurt.copy(), passed.copy()
        lines = np.moveaxis(first.values if rule.combine else original, -1, -2)[failing].T
        columns = np.nonzero(failing)[-1]
        bent = _transformed(lines, rule, [name_of(indicators, int(column)) for column in columns])
        np.moveaxis(values, -1, -2)[failing] = bent.T
        names[failing], skew[failing], kurt[failing] = rule.transform, skewness(bent), kurtosis(bent)
        passed[failing] = passes_shape_test(
            skew[failing],
            kurt[failing],
            skewness_limit=rule.skewness_limit,
            kurtosis_limit=rule.kurtosis_limit,
        )
    return _Second(values=values, transform=names, skewness=skew, kurtosis=kurt, passed=passed)


def _transformed(lines: Floats, rule: TreatmentRule, names: Sequence[str]) -> Floats:
    match rule.transform:
        case "log_by_skewness":
            return treat_log_by_skewness(lines, indicators=names)
        case "log_plus_one":
            return treat_log_plus_one(lines, indicators=names)
        case "log_innovation_index":
            directions = np.full(lines.shape[-1], float(rule.direction))
            return treat_log_innovation_index(
                lines, factor=rule.factor, directions=directions, indicators=names
            )
        case "box_cox":
            return treat_box_cox(lines, power=rule.power, indicators=names)
        case _:
            return treat_log_coin_tool(lines, indicators=names)
