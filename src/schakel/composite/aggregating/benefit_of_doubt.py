# SPDX-License-Identifier: EUPL-1.2
"""Benefit of the doubt: every unit is judged with the weights that suit it best.

Score of unit c: the largest ``sum_j w_j x_cj`` over ``w >= 0`` with ``sum_j w_j x_ij <= 1`` for every
unit i. It is 1 when some weights put nobody above c. Without bounds many units score 1 on one
indicator alone, so the weights are best held between shares of the whole: of the weights themselves
(OECD/JRC Handbook 2008, section 6.5) or of what each indicator contributes to the unit's score
(Cherchye et al. 2008, *Journal of the Operational Research Society* 59). Higher must be better.

The weights of a unit that scores 1 are not unique: many sets of weights give it 1. Report scores, and
weights only where ``weights_unique`` says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.composite.aggregating.linear_programmes import Solutions, solve_programmes
from schakel.composite.aggregating.weighted_sums import known_weight
from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape, first_place, name_of
from schakel.composite.normalising.normalise import ConstantIndicator, equal_but_for_rounding

Shares = tuple[float | Floats, float | Floats]
ANY_SHARE: Shares = (0.0, 1.0)
ROUNDING = 1e-9


class NegativeUnderDoubt(BadInput):
    """A negative value, with which a higher weight is no benefit."""

    template = N_("Unit '{unit}' has {value} on '{indicator}': benefit of the doubt needs 0 or more.")
    cure = N_("Scale the indicator to numbers of 0 or more first.")


class NothingAboveZero(BadInput):
    """An indicator on which every unit has zero, so that its weight has no limit."""

    template = N_("Every unit has 0 on indicator '{indicator}': its weight has no limit.")
    cure = N_("Leave the indicator out.")


class ZeroContribution(BadInput):
    """A zero that would have to contribute a share of the score."""

    template = N_("Unit '{unit}' has 0 on '{indicator}', which must contribute at least a share of {low}.")
    cure = N_("Scale to a range that starts above 0, or bound the weights instead of the contributions.")


class NoSuchShares(BadInput):
    """Bounds between which no shares add up to 1."""

    template = N_("No shares of {k} indicators lie between {low} and {high}.")
    cure = N_("Lower bounds may add up to at most 1 and upper bounds to at least 1, each low below high.")


@dataclass(frozen=True, slots=True)
class BenefitOfDoubt:
    """Scores and what they rest on; NaN (False) for units with an unknown value.

    Attributes
    ----------
    scores
        Between 0 and 1, shape (n_units,).
    weights
        Most favourable weights, per unit of each indicator, shape (n_units, k).
    contributions
        ``w_j x_cj``; each row adds up to the score, shape (n_units, k).
    peer_units
        Row numbers of the units that keep a score down, shape (n_peers,).
    peer_prices
        Above 0 at [c, p]: unit ``peer_units[p]`` keeps the score of c down (c itself where c scores 1).
        Each row adds up to the score. Shape (n_units, n_peers).
    weights_unique
        Whether no other weights give the unit its score, as far as proven, shape (n_units,).
    """

    scores: Floats
    weights: Floats
    contributions: Floats
    peer_units: NDArray[np.int64]
    peer_prices: Floats
    weights_unique: Mask

    @property
    def peers(self) -> Floats:
        """The prices with a column for every unit, shape (n_units, n_units)."""
        found = np.where(np.isfinite(self.scores)[:, None], np.zeros(len(self.scores)), np.nan)
        found[:, self.peer_units] = self.peer_prices
        return found


def give_benefit_of_doubt(
    values: Floats,
    *,
    weight_shares: Shares = ANY_SHARE,
    contribution_shares: Shares = ANY_SHARE,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> BenefitOfDoubt:
    """Return the benefit-of-the-doubt scores with weights and peers.

    Parameters
    ----------
    values
        Shape (n_units, k), 0 or more, higher is better. A unit with an unknown value (NaN) gets NaN and
        sets no limit for others.
    weight_shares
        Lowest and highest ``w_j / sum w``, numbers or arrays of shape (k,). Indicators should then be on
        one scale, as these shares depend on the units of measurement.
    contribution_shares
        Lowest and highest ``w_j x_cj / score`` for the unit itself; free of units of measurement.
    units, indicators
        Names for messages.

    Raises
    ------
    WrongShape, NegativeUnderDoubt, NothingAboveZero
        For values that cannot be used.
    ConstantIndicator
        When an indicator is equal for all and nothing is bounded: every unit would score 1 on it.
    NoSuchShares, ZeroContribution
        For bounds that cannot be met.
    """
    if values.ndim != 2:
        raise WrongShape(name="values", found=values.shape, expected="(n_units, k_indicators)")
    (n, k), known = values.shape, np.isfinite(values).all(axis=1)
    free = not len(share_rows(weight_shares, k)) + len(share_rows(contribution_shares, k))
    table = values[known]
    scores, weights = np.full(n, np.nan), np.full((n, k), np.nan)
    peers, unique = np.full((n, 0), np.nan), np.zeros(n, dtype=np.bool_)
    peer_units = np.zeros(0, dtype=np.int64)
    if len(table):
        names = [name_of(units, int(unit)) for unit in np.flatnonzero(known)]
        check_values(table, free=free, units=names, indicators=indicators)
        refuse_zero_contribution(table, contribution_shares, units=names, indicators=indicators)
        found = solve_bounded(
            table, table, weight_shares=weight_shares, contribution_shares=contribution_shares
        )
        scores[known] = np.where(np.abs(found.values - 1) <= ROUNDING, 1.0, found.values)
        weights[known], unique[known] = found.weights, found.unique
        peer_units = np.flatnonzero(known)[found.binding]
        peers = np.full((n, len(peer_units)), np.nan)
        peers[known] = found.prices
    return BenefitOfDoubt(scores, weights, weights * values, peer_units, peers, unique)


def aggregate_benefit_of_doubt(
    values: Floats,
    *,
    weights: Floats | None = None,
    low_share: float = 0.0,
    high_share: float = 1.0,
    units: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Return benefit-of-the-doubt scores, shape (..., n_units), with weights between two shares of the whole.

    Every unit chooses its own weights, so an unknown value cannot give its weight to the others: unlike the
    means, the method has no least share of known values. A unit gets a score when all indicators that
    take part are known, otherwise NaN.

    Parameters
    ----------
    values
        Shape (..., n_units, k), 0 or more. A unit with an unknown value gets NaN and sets no limit.
    weights
        Shape (k,) or (..., k). The method finds the weights itself: given ones only tell which indicators
        take part (0: not).
    low_share, high_share
        Lowest and highest share of each indicator in the weights of a unit.
    units, indicators
        Names for messages.

    Raises
    ------
    WrongShape, WrongWeights, NegativeUnderDoubt, NothingAboveZero, ConstantIndicator, NoSuchShares
        As :func:`give_benefit_of_doubt` does.
    """
    _, shares, _ = known_weight(values, weights, min_share=0.0)
    front = np.broadcast_shapes(values.shape[:-2], shares.shape[:-1])
    tables = np.broadcast_to(values, (*front, *values.shape[-2:]))
    counted = np.broadcast_to(shares > 0, (*front, values.shape[-1]))
    found = np.empty((*front, values.shape[-2]))
    for place in np.ndindex(front):
        own = counted[place]
        names = [name_of(indicators, int(column)) for column in np.flatnonzero(own)]
        found[place] = give_benefit_of_doubt(
            tables[place][:, own], weight_shares=(low_share, high_share), units=units, indicators=names
        ).scores
    return found


def solve_bounded(
    objectives: Floats, table: Floats, *, weight_shares: Shares, contribution_shares: Shares
) -> Solutions:
    """Return the most favourable weights of every row of ``objectives`` (n, k) under the units of ``table``.

    ``table`` (m, k) must have a number above 0 in every column, and the shares must be able to add up to 1.
    """
    scale = table.max(axis=0)
    own = share_rows(weight_shares, len(scale))[None] / scale
    of_unit = share_rows(contribution_shares, len(scale)) * (objectives / scale)[:, None, :]
    if of_unit.shape[1]:
        own = np.concatenate([np.broadcast_to(own, (len(objectives), *own.shape[1:])), of_unit], axis=1)
    size = np.abs(own).max(axis=2, keepdims=True)
    found = solve_programmes(objectives / scale, table / scale, own / np.where(size > 0, size, 1.0))
    return found._replace(weights=found.weights / scale)


def share_rows(shares: Shares, k: int) -> Floats:
    """Return the rows r of ``r p <= 0`` that hold p_j / sum(p) between shares.

    A bound that never binds gets no row.

    Raises
    ------
    NoSuchShares
        When no shares that add up to 1 lie between the bounds.
    """
    low, high = (np.broadcast_to(np.asarray(bound, dtype=np.float64), (k,)) for bound in shares)
    possible = (low >= 0).all() and (low <= high).all()
    if not possible or low.sum() > 1 + ROUNDING or high.sum() < 1 - ROUNDING:
        raise NoSuchShares(k=k, low=low.tolist(), high=high.tolist())
    at_least, at_most = low[:, None] - np.eye(k), np.eye(k) - high[:, None]
    return np.concatenate([at_least[low > 0], at_most[high < 1]])


def check_values(
    values: Floats, *, free: bool, units: Sequence[str] | None, indicators: Sequence[str] | None
) -> None:
    """Refuse known values (n_units, k) on which the method has no meaning; ``free`` is without any bounds.

    Raises
    ------
    NegativeUnderDoubt, NothingAboveZero, ConstantIndicator
        For the first wrong cell or indicator.
    """
    if (values < 0).any():
        unit, column = first_place(values < 0)
        raise NegativeUnderDoubt(
            unit=name_of(units, unit),
            indicator=name_of(indicators, column),
            value=float(values[unit, column]),
        )
    low, high = values.min(axis=0), values.max(axis=0)
    if (high <= 0).any():
        raise NothingAboveZero(indicator=name_of(indicators, int(np.flatnonzero(high <= 0)[0])))
    constant = equal_but_for_rounding(low, high)
    if free and len(values) > 1 and constant.any():
        column = int(np.flatnonzero(constant)[0])
        raise ConstantIndicator(indicator=name_of(indicators, column), value=float(high[column]))


def refuse_zero_contribution(
    values: Floats, shares: Shares, *, units: Sequence[str] | None, indicators: Sequence[str] | None
) -> None:
    """Refuse a zero that must contribute.

    Raises
    ------
    ZeroContribution
        For the first 0 on an indicator with a lower bound above 0.
    """
    low = np.broadcast_to(np.asarray(shares[0], dtype=np.float64), values.shape[1:])
    wrong = (values == 0) & (low > 0)
    if wrong.any():
        unit, column = first_place(wrong)
        raise ZeroContribution(
            unit=name_of(units, unit), indicator=name_of(indicators, column), low=float(low[column])
        )
