# SPDX-License-Identifier: EUPL-1.2
"""Scale by the distance to something outside: bounds, the best, a reference unit, a target.

Shapes, unknown values, ``reference`` and ``over`` are those of :mod:`normalising.normalise`.
Sources: OECD/JRC (2008), *Handbook on Constructing Composite Indicators*, chapter 5; Becker et al.
(2022), *JOSS* 7:4567, for the forms that the field's tool COINr uses, whose names are given.
"""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import (
    N_,
    BadInput,
    Floats,
    Mask,
    Reason,
    WrongShape,
    known_counts,
    name_of,
    reference_mask,
)
from schakel.composite.normalising.direction import apply_direction, turn_targets
from schakel.composite.normalising.normalise import (
    lowest_and_highest,
    normalise_goalposts,
    normalise_minmax,
)
from schakel.composite.normalising.pool_periods import Over, pool_as_asked
from schakel.composite.normalising.scale_parameters import checked_row, given_row


class NegativeOrZeroMaximum(BadInput):
    """A maximum that values cannot be divided by."""

    template = N_("Indicator '{indicator}' has maximum {maximum}; dividing by it turns the order around.")
    cure = N_("Use the distance to the maximum or min-max for this indicator.")


class ReferenceNotAbove(BadInput):
    """A reference unit that is unknown, or not above the lowest unit."""

    template = N_("Unit '{unit}' has {value} on indicator '{indicator}', where the lowest value is {low}.")
    cure = N_("Take a reference unit that is known and above the lowest on every indicator.")


class TargetNotBeyond(BadInput):
    """A target on the wrong side of the worst value."""

    template = N_(
        "Indicator '{indicator}' has target {target}, which is no better than the worst value {worst}."
    )
    cure = N_("Correct the target or the direction of the indicator.")


def normalise_scaled(
    values: Floats,
    *,
    low: Floats | float = 0.0,
    high: Floats | float = 100.0,
    scale: float = 100.0,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Place ``low`` at 0 and ``high`` at ``scale``; values beyond stay beyond (``n_scaled``).

    ``(x - low) / (high - low) * scale`` with the same bounds for every indicator or one pair each,
    for example 1 and 7 for answers to a survey. Raises as
    :func:`~schakel.composite.normalising.normalise.normalise_goalposts` does.
    """
    k = values.shape[-1]
    bottom, top = (np.full(k, bound) if np.ndim(bound) == 0 else np.asarray(bound) for bound in (low, high))
    return normalise_goalposts(values, low=bottom, high=top, clip=False, scale=scale, indicators=indicators)


def normalise_distance_to_maximum(
    values: Floats,
    *,
    reference: Mask | None = None,
    indicators: Sequence[str] | None = None,
    over: Over = "each_period",
) -> Floats:
    """Return 1 minus the distance to the highest as a share of the range (``n_dist2max``).

    ``1 - (max - x) / (max - min)``, which is min-max from 0 to 1. Raises as
    :func:`~schakel.composite.normalising.normalise.normalise_minmax` does.
    """
    return normalise_minmax(values, reference=reference, indicators=indicators, over=over)


def normalise_distance_to_reference(
    values: Floats,
    *,
    unit: int,
    cap: bool = False,
    reference: Mask | None = None,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Place the lowest unit at 0 and a chosen unit at 1 (``n_dist2ref``).

    ``(x - min) / (x_unit - min)``, at most 1 with ``cap``.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators).
    unit
        Row of the chosen unit; after ``pool_periods`` the row ``period * n_units + unit``, which
        fixes a unit in a base period.
    cap
        Hold units that do better than the chosen one at 1.
    reference
        Flag per unit: among which the lowest is sought; all by default.
    units, indicators
        Names, for the message.

    Raises
    ------
    ReferenceNotAbove
        When the chosen unit is unknown or the lowest: a distance to it has no meaning or no length.
    ConstantIndicator, NothingKnown
        When an indicator cannot tell units apart.
    WrongShape
        When there is no such row.
    """
    if not -values.shape[-2] <= unit < values.shape[-2]:
        raise WrongShape(
            name="values", found=values.shape, expected=Reason(N_("a row {number}"), {"number": unit})
        )
    bottom, _ = lowest_and_highest(values, reference, indicators)
    chosen = values[..., [unit], :]
    wrong = ~(np.isfinite(chosen) & (chosen > bottom))
    if wrong.any():
        place = tuple(np.argwhere(wrong)[0])
        raise ReferenceNotAbove(
            unit=name_of(units, unit % values.shape[-2]),
            indicator=name_of(indicators, int(place[-1])),
            value=float(chosen[place]),
            low=float(bottom[place]),
        )
    return _capped((values - bottom) / (chosen - bottom), cap=cap)


def normalise_distance_to_target(
    values: Floats,
    *,
    targets: Floats,
    directions: Floats | None = None,
    cap: bool = False,
    reference: Mask | None = None,
    indicators: Sequence[str] | None = None,
    over: Over = "each_period",
) -> Floats:
    """Place the worst unit at 0 and the target at 1 (``n_dist2targ``).

    ``(x - min) / (target - min)``, and where lower is better ``(max - x) / (max - target)``; at most 1
    with ``cap``. Higher is better in the result, also for indicators with direction -1: give values
    and targets as they are, not turned.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators).
    targets
        Shape (k_indicators,), in the unit of the indicator.
    directions
        Shape (k_indicators,) of 1 and -1; 1 by default.
    cap
        Hold units beyond the target at 1.
    reference
        Flag per unit: among which the worst is sought; all by default.
    indicators
        Names, for the message.
    over
        Seek the worst in each period or over all periods.

    Raises
    ------
    TargetNotBeyond
        When even the worst unit has reached the target: the order would turn around.
    UnknownParameter
        When a target is unknown.
    NothingKnown, WrongDirection
        When an indicator has no known value, or a direction that is not 1 or -1.
    """
    signs = np.ones(values.shape[-1]) if directions is None else directions
    pooled, flags = pool_as_asked(apply_direction(values, signs, indicators=indicators), reference, over)
    turned_targets = turn_targets(targets, signs, indicators=indicators)
    goal = checked_row("target", turned_targets, pooled, indicators)
    mask = reference_mask(pooled, flags)
    known_counts(mask, indicators)
    worst = np.where(mask, pooled, np.inf).min(axis=-2, keepdims=True)
    wrong = goal <= worst
    if wrong.any():
        place = tuple(np.argwhere(wrong)[0])
        column = int(place[-1])
        raise TargetNotBeyond(
            indicator=name_of(indicators, column),
            target=float(targets[..., column].flat[0]),
            worst=float(worst[place] * signs[column]),
        )
    return _capped((pooled - worst) / (goal - worst), cap=cap).reshape(values.shape)


def normalise_fraction_of_maximum(
    values: Floats,
    *,
    reference: Mask | None = None,
    indicators: Sequence[str] | None = None,
    maximum: Floats | None = None,
    over: Over = "each_period",
) -> Floats:
    """Divide by the highest reference unit (``n_fracmax``), or by a given ``maximum``, shape (k,).

    The Handbook's ratio to the leader; with the minimum given, its ratio to the last. Negative values
    give negative shares. An indicator turned with direction -1 has no positive maximum and is
    refused, because division would turn it back.

    Raises
    ------
    NegativeOrZeroMaximum
        When the maximum is not above zero.
    NothingKnown, UnknownParameter
        When an indicator has no known reference value, or no known maximum is given.
    """
    pooled, flags = pool_as_asked(values, reference, over)
    top = given_row("maximum", maximum, pooled, indicators)
    if top is None:
        mask = reference_mask(pooled, flags)
        known_counts(mask, indicators)
        top = np.where(mask, pooled, -np.inf).max(axis=-2, keepdims=True)
    if (top <= 0).any():
        place = tuple(np.argwhere(top <= 0)[0])
        raise NegativeOrZeroMaximum(indicator=name_of(indicators, int(place[-1])), maximum=float(top[place]))
    return (pooled / top).reshape(values.shape)


def _capped(scaled: Floats, *, cap: bool) -> Floats:
    return np.minimum(scaled, 1.0) if cap else scaled
