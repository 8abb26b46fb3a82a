# SPDX-License-Identifier: EUPL-1.2
"""Treat or scale all periods of a panel together, or each by itself.

A panel has shape (..., n_periods, n_units, k_indicators). ``over="each_period"`` takes every leading
index, and so every period, by itself: a number says how a unit stands among the units of that
period. ``over="all_periods"`` takes the periods as one long list of rows with one set of limits,
means and places, so that numbers of different periods can be compared. For the parameters of a base
period, take all periods with a ``reference`` of shape (n_periods, n_units) that is true in the base
period only.
"""

from typing import Literal

import numpy as np

from schakel.composite.bad_input import Floats, Mask, WrongShape

Over = Literal["each_period", "all_periods"]


def pool_periods(panel: Floats) -> Floats:
    """Return a panel with periods and units on one axis, shape (..., n_periods * n_units, k).

    Row ``period * n_units + unit`` is a unit in a period, so that every function on units serves a
    panel; :func:`split_periods` is the way back.

    Raises
    ------
    WrongShape
        When there is no period axis.
    """
    if panel.ndim < 3:
        raise WrongShape(name="values", found=panel.shape, expected="(..., n_periods, n_units, k_indicators)")
    n_periods, n_units, k = panel.shape[-3:]
    return panel.reshape(*panel.shape[:-3], n_periods * n_units, k)


def split_periods(pooled: Floats, *, n_periods: int) -> Floats:
    """Return pooled rows as a panel again, shape (..., n_periods, n_units, k).

    Raises
    ------
    WrongShape
        When the rows cannot be dealt out evenly over the periods.
    """
    if pooled.ndim < 2 or n_periods < 1 or pooled.shape[-2] % n_periods:
        raise WrongShape(
            name="pooled", found=pooled.shape, expected=f"(..., {n_periods} * n_units, k_indicators)"
        )
    n_units = pooled.shape[-2] // n_periods
    return pooled.reshape(*pooled.shape[:-2], n_periods, n_units, pooled.shape[-1])


def pool_as_asked(values: Floats, reference: Mask | None, over: Over) -> tuple[Floats, Mask | None]:
    """Return values and reference flags, with the periods pooled when ``over`` says so.

    With all periods together ``reference`` has shape (n_units,), the same units in every period, or
    (n_periods, n_units). Results on pooled rows get their panel shape back with a plain
    ``reshape(values.shape)``.

    Raises
    ------
    WrongShape
        When there is no period axis to pool, or the flags do not fit.
    """
    if over == "each_period":
        return values, reference
    pooled = pool_periods(values)
    if reference is None:
        return pooled, None
    n_periods, n_units = values.shape[-3:-1]
    if reference.shape not in ((n_units,), (n_periods, n_units)):
        raise WrongShape(
            name="reference", found=reference.shape, expected=f"({n_units},) or ({n_periods}, {n_units})"
        )
    return pooled, np.broadcast_to(reference, (n_periods, n_units)).reshape(-1)
