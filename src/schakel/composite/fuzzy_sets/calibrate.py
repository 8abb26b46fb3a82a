# SPDX-License-Identifier: EUPL-1.2
"""Numbers become memberships in a set: 0 fully out, 1 fully in, 0.5 as much in as out.

Ragin (2008), *Redesigning Social Inquiry*, chapter 5 (direct method). Thresholds are a judgement on what
counts as fully out and fully in; they come from knowledge of the subject, not from the data.
"""

from collections.abc import Sequence
from typing import Literal

import numpy as np
from scipy.special import expit

from schakel.composite.bad_input import N_, BadInput, Floats, WrongShape, name_of

CalibrationForm = Literal["logistic", "linear"]


class WrongThresholds(BadInput):
    """Thresholds that do not rise or fall as the method needs."""

    template = N_("The thresholds {thresholds} of indicator '{indicator}' are not in the order {order}.")
    cure = N_("Give them in that order, without two equal ones.")


class WrongFullMembership(BadInput):
    """A membership at the outer thresholds that is not between a half and one."""

    template = N_("Full membership is put at {full_membership}.")
    cure = N_("Use a number between 0.5 and 1; 0.95 is usual.")


def calibrate_direct(
    values: Floats,
    *,
    thresholds: Floats,
    form: CalibrationForm = "logistic",
    full_membership: float = 0.95,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Return memberships from three thresholds: fully out e, crossover c, fully in i.

    With ``z = (x - c) / (c - e)`` on the side of e and ``z = (x - c) / (i - c)`` on the side of i:

    - logistic: ``1 / (1 + exp(-z * ln(f / (1 - f))))`` with f the full membership, so e gets 1 - f, c gets
      0.5 and i gets f;
    - linear: ``(1 + z) / 2`` clipped to 0..1, so e gets 0 and i gets 1.

    Values are not rounded to 0 or 1 at the ends (R's QCA makes 0 and 1 of the outer 0.0001).

    Parameters
    ----------
    values
        Any shape ending in the indicators, (..., k), or (...,) with one set of thresholds; in the unit of
        the thresholds. NaN stays NaN.
    thresholds
        e, c, i: shape (3,), or (k, 3) for one set per indicator. ``e < c < i``, or ``e > c > i`` where
        less is more in the set.
    form
        Course between the thresholds.
    full_membership
        f, between 0.5 and 1; only for the logistic form.
    indicators
        Names for messages.

    Raises
    ------
    WrongThresholds, WrongFullMembership, WrongShape
        When the thresholds do not rise or fall strictly, or do not fit the values.
    """
    _check_shape(values, thresholds, 3)
    _check_full_membership(full_membership)
    low, middle, high = (thresholds[..., place] for place in range(3))
    rising = (low < middle) & (middle < high)
    falling = (low > middle) & (middle > high)
    _check_order(rising | falling, thresholds, indicators, "e < c < i or e > c > i")
    return _one_side(values, (low, middle, high), form, full_membership)


def calibrate_two_sided(
    values: Floats,
    *,
    thresholds: Floats,
    form: CalibrationForm = "logistic",
    full_membership: float = 0.95,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Return memberships in a set of middle values (a bell), from six thresholds.

    The lower of the two memberships of :func:`calibrate_direct` with e1 < c1 < i1 and with
    e2 > c2 > i2: in the set is what is neither too low nor too high. For the set of extreme values take
    1 minus this.

    Parameters
    ----------
    values
        As for :func:`calibrate_direct`.
    thresholds
        e1, c1, i1, i2, c2, e2: shape (6,) or (k, 6), rising; i1 and i2 may be equal.
    form, full_membership, indicators
        As for :func:`calibrate_direct`.

    Raises
    ------
    WrongThresholds, WrongFullMembership, WrongShape
        When the thresholds do not rise, or do not fit the values.
    """
    _check_shape(values, thresholds, 6)
    _check_full_membership(full_membership)
    steps = np.diff(thresholds, axis=-1)
    good = (steps[..., [0, 1, 3, 4]] > 0).all(axis=-1) & (steps[..., 2] >= 0)
    _check_order(good, thresholds, indicators, "e1 < c1 < i1 <= i2 < c2 < e2")
    e1, c1, i1, i2, c2, e2 = (thresholds[..., place] for place in range(6))
    rising = _one_side(values, (e1, c1, i1), form, full_membership)
    falling = _one_side(values, (e2, c2, i2), form, full_membership)
    return np.minimum(rising, falling)


def calibrate_crisp(values: Floats, *, threshold: float | Floats) -> Floats:
    """Return 1 from the threshold upwards and 0 below it; NaN stays NaN.

    Parameters
    ----------
    values
        Shape (..., k) or (...,).
    threshold
        One number, or one per indicator with shape (k,).
    """
    limit = np.asarray(threshold, dtype=np.float64)
    if limit.ndim and limit.shape != values.shape[-1:]:
        raise WrongShape(name="threshold", found=limit.shape, expected=str(values.shape[-1:]))
    return np.where(np.isnan(values) | np.isnan(limit), np.nan, (values >= limit).astype(np.float64))


def _one_side(
    values: Floats, thresholds: tuple[Floats, Floats, Floats], form: CalibrationForm, full_membership: float
) -> Floats:
    low, middle, high = thresholds
    towards_in = (values - middle) * np.sign(high - middle) >= 0
    away = (values - middle) / np.where(towards_in, high - middle, middle - low)
    if form == "linear":
        return np.asarray(np.clip((1 + away) / 2, 0.0, 1.0))
    return np.asarray(expit(away * np.log(full_membership / (1 - full_membership))), dtype=np.float64)


def _check_shape(values: Floats, thresholds: Floats, count: int) -> None:
    fitting = [(count,)] + ([(values.shape[-1], count)] if values.ndim else [])
    if thresholds.shape not in fitting:
        expected = " or ".join(str(shape) for shape in fitting)
        raise WrongShape(name="thresholds", found=thresholds.shape, expected=expected)


def _check_full_membership(full_membership: float) -> None:
    if not 0.5 < full_membership < 1:
        raise WrongFullMembership(full_membership=full_membership)


def _check_order(good: np.ndarray, thresholds: Floats, indicators: Sequence[str] | None, order: str) -> None:
    if not good.all():
        place = int(np.flatnonzero(~np.atleast_1d(good))[0])
        wrong = np.atleast_2d(thresholds)[place].tolist()
        raise WrongThresholds(thresholds=wrong, indicator=name_of(indicators, place), order=order)
