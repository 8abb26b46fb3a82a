# SPDX-License-Identifier: EUPL-1.2
"""Make higher mean better: values, targets and goalposts turn together."""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, WrongShape, name_of


class WrongDirection(BadInput):
    """A direction that is neither 1 nor -1."""

    template = N_("Indicator '{indicator}' has direction {direction}.")
    cure = N_("Give 1 when higher is better and -1 when lower is better.")


def apply_direction(values: Floats, directions: Floats, *, indicators: Sequence[str] | None = None) -> Floats:
    """Return each indicator times its direction, so that higher is better everywhere.

    Done before scaling, as in COINr: -x has the mirrored ranks, z-scores and min-max places of x.
    Methods that divide by a mean or a maximum have no meaning on turned values and refuse them.
    Unknown stays unknown.

    Parameters
    ----------
    values
        Shape (..., n_units, k_indicators).
    directions
        Shape (k_indicators,): 1 where higher is better, -1 where lower is better.
    indicators
        Names, for the message.

    Raises
    ------
    WrongDirection
        For any other number.
    WrongShape
        When there is not one direction per indicator.
    """
    return values * checked_directions(directions, values.shape[-1], indicators)


def turn_targets(targets: Floats, directions: Floats, *, indicators: Sequence[str] | None = None) -> Floats:
    """Return targets (..., k) that belong to values turned by :func:`apply_direction`.

    Raises as :func:`apply_direction` does.
    """
    return targets * checked_directions(directions, targets.shape[-1], indicators)


def turn_goalposts(
    low: Floats, high: Floats, directions: Floats, *, indicators: Sequence[str] | None = None
) -> tuple[Floats, Floats]:
    """Return goalposts (..., k) that belong to turned values: times the direction, swapped where it is -1.

    ``low`` and ``high`` are given in the indicator's own unit, ``low`` the smaller number. Raises
    as :func:`apply_direction` does.
    """
    turned = checked_directions(directions, low.shape[-1], indicators) < 0
    return np.where(turned, -high, low), np.where(turned, -low, high)


def checked_directions(directions: Floats, k: int, indicators: Sequence[str] | None) -> Floats:
    """Return k directions that are all 1 or -1, shape (k,).

    Raises
    ------
    WrongShape, WrongDirection
        When there are not k, or one is another number.
    """
    if np.shape(directions) != (k,):
        raise WrongShape(name="directions", found=np.shape(directions), expected=f"({k},)")
    wrong = ~np.isin(directions, (-1, 1))
    if wrong.any():
        column = int(np.flatnonzero(wrong)[0])
        raise WrongDirection(indicator=name_of(indicators, column), direction=float(directions[column]))
    return np.asarray(directions, dtype=np.float64)
