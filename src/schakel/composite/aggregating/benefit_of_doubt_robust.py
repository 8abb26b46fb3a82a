# SPDX-License-Identifier: EUPL-1.2
"""Benefit of the doubt against a few units at a time, so that one odd unit does not set the standard.

A unit is compared with m units drawn with replacement, and what it scores on average is its score: above
1 when it mostly outdoes them. With m growing the score falls towards the ordinary one (order-m frontiers:
Cazals, Florens and Simar 2002, *Journal of Econometrics* 106; for composite indicators Vidoli and
Mazziotta 2013, *Statistica Applicata* 25, and Verschelde and Rogge 2012, *European Journal of Operational
Research* 222).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from schakel.composite.aggregating.benefit_of_doubt import (
    ANY_SHARE,
    Shares,
    check_values,
    share_rows,
    solve_bounded,
)
from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape, first_place, name_of


class ZeroUnderRobustDoubt(BadInput):
    """A zero, against which a comparison with few units may have no limit."""

    template = N_("Unit '{unit}' has 0 on '{indicator}': a comparison with few units needs numbers above 0.")
    cure = N_("Scale to a range that starts above 0, for example 1 to 100.")


class WrongCount(BadInput):
    """A number of units or draws that is no number."""

    template = N_("{name} is {found}; it must be a whole number of {lowest} or more.")
    cure = N_("Take 30 units and 200 draws for a start.")


@dataclass(frozen=True, slots=True)
class RobustBenefitOfDoubt:
    """Scores against a few units, shape (n_units,); NaN for units with an unknown value.

    Attributes
    ----------
    scores
        Mean over draws; above 1 for a unit that mostly outdoes the units it is compared with.
    standard_errors
        Of those means, because the number of draws is limited.
    share_at_top
        Share of the draws in which the unit scored 1 or more.
    """

    scores: Floats
    standard_errors: Floats
    share_at_top: Floats


def give_robust_benefit_of_doubt(
    values: Floats,
    *,
    rng: np.random.Generator,
    n_peers: int,
    n_draws: int = 200,
    weight_shares: Shares = ANY_SHARE,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> RobustBenefitOfDoubt:
    """Return the mean score of each unit against ``n_peers`` units drawn with replacement.

    In each draw the same units are the standard for all, and weights are as in ordinary benefit of the
    doubt, with bounds where given. A unit with an unknown value gets NaN and is never drawn.

    Parameters
    ----------
    values
        Shape (n_units, k), above 0, higher is better.
    rng
        Source of the draws.
    n_peers, n_draws
        Units in a draw (m), and number of draws.
    weight_shares
        Lowest and highest share of each weight, numbers or arrays of shape (k,).
    units, indicators
        Names for messages.

    Raises
    ------
    WrongShape, NegativeUnderDoubt, ZeroUnderRobustDoubt, ConstantIndicator, NoSuchShares, WrongCount
        For values, bounds or counts that cannot be used.
    """
    known = _checked(values, n_peers, units, indicators)
    free = not len(share_rows(weight_shares, values.shape[1]))
    if n_draws < 2:
        raise WrongCount(name="n_draws", found=n_draws, lowest=2)
    table = values[known]
    if free and len(table):
        check_values(table, free=True, units=None, indicators=indicators)
    per_draw = np.empty((n_draws, len(table)))
    for draw in range(n_draws if len(table) else 0):
        peers = table[rng.integers(len(table), size=n_peers)]
        per_draw[draw] = solve_bounded(
            table, peers, weight_shares=weight_shares, contribution_shares=ANY_SHARE
        ).values
    found = [np.full(len(values), np.nan) for _ in range(3)]
    found[0][known] = per_draw.mean(axis=0)
    found[1][known] = per_draw.std(axis=0, ddof=1) / np.sqrt(n_draws)
    found[2][known] = (per_draw >= 1 - 1e-9).mean(axis=0)
    return RobustBenefitOfDoubt(*found)


def score_expected_dominance(
    values: Floats,
    *,
    n_peers: int,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Return the order-m score without weights, exactly: no draws are needed.

    ``r_ci = min_j x_ij / x_cj`` is by how much unit i outdoes c on every indicator at once. The score is one
    over the expected largest ``r_ci`` among m units drawn with replacement: with the ratios in rising
    order, the i-th of n is the largest with probability ``(i / n)^m - ((i - 1) / n)^m``. Above 1 for a unit
    that m others seldom equal on everything.

    Parameters
    ----------
    values
        Shape (n_units, k), above 0, higher is better; free of units of measurement. A unit with an unknown
        value gets NaN and is never drawn.
    n_peers
        Units in a draw (m).
    units, indicators
        Names for messages.

    Raises
    ------
    WrongShape, NegativeUnderDoubt, ZeroUnderRobustDoubt, WrongCount
        For values or counts that cannot be used.
    """
    known = _checked(values, n_peers, units, indicators)
    table = values[known]
    n = len(table)
    steps = np.arange(n + 1) / max(n, 1)
    chance = np.diff(steps**n_peers)
    found = np.full(len(values), np.nan)
    found[known] = [1 / (np.sort((table / own).min(axis=1)) @ chance) for own in table]
    return found


def _checked(
    values: Floats, n_peers: int, units: Sequence[str] | None, indicators: Sequence[str] | None
) -> Mask:
    """Return which units are known, refusing what has no meaning."""
    if values.ndim != 2:
        raise WrongShape(name="values", found=values.shape, expected="(n_units, k_indicators)")
    if n_peers < 1:
        raise WrongCount(name="n_peers", found=n_peers, lowest=1)
    known: Mask = np.asarray(np.isfinite(values).all(axis=-1), dtype=np.bool_)
    names = [name_of(units, int(unit)) for unit in np.flatnonzero(known)]
    if known.any():
        check_values(values[known], free=False, units=names, indicators=indicators)
    wrong = (values == 0) & known[:, None]
    if wrong.any():
        unit, column = first_place(wrong)
        raise ZeroUnderRobustDoubt(unit=name_of(units, unit), indicator=name_of(indicators, column))
    return known
