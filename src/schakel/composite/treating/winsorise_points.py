# SPDX-License-Identifier: EUPL-1.2
"""Pull in the most extreme points of an indicator, one after the other, until its shape passes a test."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape
from schakel.composite.describing.describe import kurtosis, skewness
from schakel.composite.normalising.pool_periods import Over, pool_as_asked

Counts = NDArray[np.int64]
SYMMETRIC = 1e-12


class WrongLimit(BadInput):
    """A limit on shape or on the number of points that cannot be used."""

    template = N_("The limit {limit} for '{name}' cannot be used.")
    cure = N_("Give a number of 0 or more.")


@dataclass(frozen=True, slots=True)
class Winsorised:
    """Values with their most extreme points pulled in.

    Attributes
    ----------
    values
        Shape (..., n_units, k_indicators), in the unit of the indicator; unknown stays NaN.
    pulled
        Same shape: 1 where a high value was lowered, -1 where a low one was raised, otherwise 0.
    n_winsorised
        Number of points pulled in, shape (..., k_indicators).
    skewness, kurtosis, passed
        Of the result, and whether it passes the test, shape (..., k_indicators).
    skewness_before, kurtosis_before, passed_before
        The same of the values as given.
    """

    values: Floats
    pulled: NDArray[np.int8]
    n_winsorised: Counts
    skewness: Floats
    kurtosis: Floats
    passed: Mask
    skewness_before: Floats
    kurtosis_before: Floats
    passed_before: Mask


def passes_shape_test(
    skewness: Floats,
    kurtosis: Floats,
    *,
    skewness_limit: Floats | float = 2.0,
    kurtosis_limit: Floats | float = 3.5,
) -> Mask:
    """Tell which indicators have no outliers: ``abs(skewness)`` or ``kurtosis`` is below its limit.

    Both must be reached to fail, as a skewed indicator without a long tail needs no treatment
    (Groeneveld and Meeden 1984, *The Statistician* 33; thresholds of the JRC). Where a statistic is
    undefined (fewer than four known values, or all equal) the indicator passes: nothing shows that it
    has outliers.
    """
    failed = (np.abs(skewness) >= skewness_limit) & (kurtosis >= kurtosis_limit)
    return np.asarray(~failed, dtype=np.bool_)


def treat_winsorise_points(
    values: Floats,
    *,
    max_winsorised: Floats | float = 5,
    skewness_limit: Floats | float = 2.0,
    kurtosis_limit: Floats | float = 3.5,
    always: Mask | bool = False,
    over: Over = "each_period",
) -> Winsorised:
    """Pull in points while the indicator fails the test and fewer than ``max_winsorised`` are pulled in.

    Each step takes the side of the tail: with skewness of 0 or more **all** points at the highest
    value move to the next lower one, otherwise all at the lowest to the next higher. Counted are
    the points that have left their own value, on both sides; tied points move together, so that the
    count can pass the maximum. Equal to ``winsorise`` of COINr (Becker et al. 2022, *JOSS* 7:4567),
    with two rules where that breaks down: a step that would make the indicator constant is not taken,
    and an indicator without a defined skewness is left as it is. Limits are numbers, or one per
    indicator.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators). Unknown values stay unknown and are not counted.
    max_winsorised
        No step is taken once so many points are pulled in; 0 for none, ``np.inf`` for no limit.
    skewness_limit, kurtosis_limit
        Of the test, see :func:`passes_shape_test`.
    always
        Go on to ``max_winsorised`` whether the test is passed or not.
    over
        Treat each period by itself, or the pooled periods.

    Raises
    ------
    WrongLimit
        When a limit is negative or unknown.
    WrongShape
        When there is no unit and indicator axis, or not one limit per indicator.
    """
    pooled, _ = pool_as_asked(values, None, over)
    rule = _stopping_rule(pooled, max_winsorised, skewness_limit, kurtosis_limit, always)
    skew, kurt = skewness(pooled), kurtosis(pooled)
    before = (skew, kurt, rule.passes(skew, kurt))
    passed = before[2]
    chosen = (~passed | rule.always) & np.isfinite(skew) & (rule.most > 0)
    treated = np.where(np.isfinite(pooled), pooled, np.nan)
    pulled = np.zeros(pooled.shape, dtype=np.int8)
    counts = np.zeros(skew.shape, dtype=np.int64)
    if chosen.any():
        lines = np.moveaxis(treated, -1, -2)[chosen]
        held = _pull_in(lines, rule.of(chosen), skew[chosen])
        lifted, lowered = lines < held.low[:, None], lines > held.high[:, None]
        np.moveaxis(pulled, -1, -2)[chosen] = lowered.astype(np.int8) - lifted
        np.moveaxis(treated, -1, -2)[chosen] = np.clip(lines, held.low[:, None], held.high[:, None])
        counts[chosen] = lifted.sum(axis=1) + lowered.sum(axis=1)
        moved = chosen.copy()
        moved[chosen] = held.moved
        skew, kurt = skew.copy(), kurt.copy()
        skew[moved], kurt[moved] = held.skewness[held.moved], held.kurtosis[held.moved]
        passed = rule.passes(skew, kurt)
    return Winsorised(
        values=treated.reshape(values.shape),
        pulled=pulled.reshape(values.shape),
        n_winsorised=counts,
        skewness=skew,
        kurtosis=kurt,
        passed=passed,
        skewness_before=before[0],
        kurtosis_before=before[1],
        passed_before=before[2],
    )


@dataclass(frozen=True, slots=True)
class _StoppingRule:
    """Per indicator: the most points to pull in, both limits, and whether to go on after passing."""

    most: Floats
    skewness_limit: Floats
    kurtosis_limit: Floats
    always: Mask

    def of(self, chosen: Mask | Counts) -> "_StoppingRule":
        return _StoppingRule(
            self.most[chosen], self.skewness_limit[chosen], self.kurtosis_limit[chosen], self.always[chosen]
        )

    def passes(self, skew: Floats, kurt: Floats) -> Mask:
        return passes_shape_test(
            skew, kurt, skewness_limit=self.skewness_limit, kurtosis_limit=self.kurtosis_limit
        )


@dataclass(frozen=True, slots=True)
class _Held:
    """Per line: the limits between which it is held, whether it moved, and its shape if it did."""

    low: Floats
    high: Floats
    moved: Mask
    skewness: Floats
    kurtosis: Floats


def _pull_in(lines: Floats, rule: _StoppingRule, skew: Floats) -> _Held:
    """Move the limits of lines (m, n) inwards, step by step, each line until its own test stops it.

    Only lines that go on are looked at again. ``skew`` is the skewness before the first step.
    """
    ordered = np.sort(lines, axis=1)
    n_known = np.isfinite(ordered).sum(axis=1)
    low, high = ordered[:, 0].copy(), ordered[np.arange(len(lines)), n_known - 1]
    held = _Held(low, high, np.zeros(len(lines), np.bool_), skew.copy(), np.full(len(lines), np.nan))
    active = np.arange(len(lines))
    while active.size:
        counts, bottom, top = _next_limits(ordered, n_known[active], held, active)
        free = top > bottom
        active, counts, ordered = active[free], counts[free], ordered[free]
        held.low[active], held.high[active], held.moved[active] = bottom[free], top[free], True
        clipped = np.clip(ordered, held.low[active, None], held.high[active, None])
        held.skewness[active], held.kurtosis[active] = skewness(clipped.T), kurtosis(clipped.T)
        own = rule.of(active)
        passed = own.passes(held.skewness[active], held.kurtosis[active])
        going_on = (~passed | own.always) & (counts < own.most)
        active, ordered = active[going_on], ordered[going_on]
    return held


def _next_limits(
    ordered: Floats, n_known: Counts, held: _Held, active: Counts
) -> tuple[Counts, Floats, Floats]:
    """Return per active line the points that would be pulled in, and the limits one step further in."""
    low, high = held.low[active], held.high[active]
    at_top = held.skewness[active] >= -SYMMETRIC
    inside = (ordered < high[:, None]).sum(axis=1)
    at_bottom = (ordered <= low[:, None]).sum(axis=1)
    row = np.arange(len(active))
    top = np.where(at_top, ordered[row, inside - 1], high)
    bottom = np.where(at_top, low, ordered[row, np.minimum(at_bottom, n_known - 1)])
    counts = (ordered < bottom[:, None]).sum(axis=1) + n_known - (ordered <= top[:, None]).sum(axis=1)
    return counts, bottom, top


def _stopping_rule(
    values: Floats,
    max_winsorised: Floats | float,
    skewness_limit: Floats | float,
    kurtosis_limit: Floats | float,
    always: Mask | bool,
) -> _StoppingRule:
    if values.ndim < 2:
        raise WrongShape(name="values", found=values.shape, expected="(..., n_units, k_indicators)")
    shape = (*values.shape[:-2], values.shape[-1])
    return _StoppingRule(
        most=_limit("max_winsorised", max_winsorised, shape),
        skewness_limit=_limit("skewness_limit", skewness_limit, shape),
        kurtosis_limit=_limit("kurtosis_limit", kurtosis_limit, shape),
        always=np.broadcast_to(always, shape),
    )


def _limit(name: str, given: Floats | float, shape: tuple[int, ...]) -> Floats:
    numbers = np.asarray(given, dtype=np.float64)
    if numbers.ndim > 1 or numbers.size not in (1, shape[-1]):
        raise WrongShape(name=name, found=numbers.shape, expected=f"({shape[-1]},)")
    wrong = ~(numbers >= 0)
    if wrong.any():
        raise WrongLimit(name=name, limit=float(numbers[wrong].flat[0]))
    return np.broadcast_to(numbers, shape)
