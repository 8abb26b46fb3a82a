# SPDX-License-Identifier: EUPL-1.2
"""Weights drawn evenly from all that respect given ranges and orders of importance."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import N_, BadInput, Floats, Mask, WrongShape, name_of
from schakel.composite.weighing.weigh import weights_from_uniform

ROUNDING = 1e-12
DRAWS_AT_ONCE = 20_000
MOST_TRIED = 2_000_000
LEAST_ACCEPTED = 1e-4

Orders = Sequence[Sequence[int]]


class WrongRanges(BadInput):
    """Ranges in which no weights with sum 1 lie."""

    template = N_("The weight of '{indicator}' may lie between {low} and {high}: {reason}.")
    cure = N_("Give ranges between 0 and 1; the lower ends may add up to at most 1, the upper to at least 1.")


class WrongOrder(BadInput):
    """An order of importance that names no indicator, or one twice."""

    template = N_("The order of importance {order} cannot be used with {k} weights.")
    cure = N_("Name each indicator at most once, by its place counted from 0.")


class HardlyAnyWeights(BadInput):
    """Ranges and orders that hardly any weights respect."""

    template = N_("Of {tried} drawn sets of weights only {accepted} respect the ranges and orders.")
    cure = N_("Widen the ranges, or leave an order out that they contradict.")


def draw_weights(
    k: int,
    *,
    n_draws: int,
    rng: np.random.Generator,
    low: Floats | None = None,
    high: Floats | None = None,
    orders: Orders = (),
    indicators: Sequence[str] | None = None,
) -> Floats:
    """Return weights with sum 1, evenly spread over all that respect the ranges and orders.

    Without ranges and orders this is a Dirichlet(1, ..., 1) draw. Ranges are met by drawing evenly from
    the smallest simplex around them and dropping what lies outside; an order by sorting, which keeps
    the draw even because the sorted weights are exchangeable. Both are exact: no chain has to settle.

    Parameters
    ----------
    k
        Number of weights.
    n_draws
        Number of sets.
    rng
        Source of the random numbers.
    low, high
        Lowest and highest weight of each indicator, shape (k,), as shares of 1; by default 0 and 1. A weight
        with ``low`` equal to ``high`` is fixed.
    orders
        Places (from 0) in falling order of importance: ``[(0, 1, 2), (4, 3)]`` means w0 >= w1 >= w2 and
        w4 >= w3.
    indicators
        Names for messages.

    Returns
    -------
    array of shape (n_draws, k).

    Raises
    ------
    WrongRanges, WrongOrder, WrongShape
        When ranges or orders make no sense.
    HardlyAnyWeights
        When fewer than one in 10,000 draws respects them all.
    """
    lowest = np.zeros(k) if low is None else np.asarray(low, dtype=np.float64)
    highest = np.ones(k) if high is None else np.asarray(high, dtype=np.float64)
    _refuse_ranges(lowest, highest, k, indicators)
    for order in orders:
        if len(set(order)) < len(order) or not all(0 <= place < k for place in order):
            raise WrongOrder(order=list(order), k=k)
    free = highest > lowest
    chains = _separate_chains(orders, free)
    accepted: list[Floats] = []
    found = tried = 0
    while found < n_draws:
        weights = _propose(rng, (lowest, highest), free, chains)
        good = weights[_respects(weights, (lowest, highest), orders)]
        accepted.append(good)
        found, tried = found + len(good), tried + len(weights)
        if tried >= MOST_TRIED and found < LEAST_ACCEPTED * tried:
            raise HardlyAnyWeights(tried=tried, accepted=found)
    drawn = np.concatenate(accepted)[:n_draws] if accepted else np.empty((0, k))
    return np.asarray(np.clip(drawn, lowest, highest), dtype=np.float64)


def _propose(
    rng: np.random.Generator,
    ranges: tuple[Floats, Floats],
    free: Mask,
    chains: list[NDArray[np.int64]],
) -> Floats:
    """Draw evenly from a simplex that holds all weights within the ranges, and sort each chain.

    Within a chain the ranges are widened to a common one, so that sorting keeps the draw even.
    """
    low, high = (ends.copy() for ends in ranges)
    for chain in chains:
        low[chain], high[chain] = low[chain].min(), high[chain].max()
    weights = np.broadcast_to(low, (DRAWS_AT_ONCE, len(low))).copy()
    number = int(free.sum())
    if number:
        uniform = rng.random((DRAWS_AT_ONCE, number))
        shares = weights_from_uniform(uniform, bounds=(0.0, float(number)))
        above, below = 1 - low.sum(), high.sum() - 1
        from_low, from_high = low[free] + above * shares, high[free] - below * shares
        weights[:, free] = from_low if above <= below else from_high
    for chain in chains:
        weights[:, chain] = -np.sort(-weights[:, chain], axis=1)
    return weights


def _respects(weights: Floats, ranges: tuple[Floats, Floats], orders: Orders) -> Mask:
    low, high = ranges
    good = ((weights >= low - ROUNDING) & (weights <= high + ROUNDING)).all(axis=1)
    for order in orders:
        chain = weights[:, list(order)]
        good &= (chain[:, :-1] >= chain[:, 1:]).all(axis=1)
    return np.asarray(good, dtype=np.bool_)


def _separate_chains(orders: Orders, free: Mask) -> list[NDArray[np.int64]]:
    """Return the orders that can be met by sorting: of free weights, none in two of them."""
    chains: list[NDArray[np.int64]] = []
    taken: set[int] = set()
    for order in orders:
        places = [place for place in order if free[place]]
        if len(places) > 1 and not taken & set(places):
            taken |= set(places)
            chains.append(np.array(places, dtype=np.int64))
    return chains


def _refuse_ranges(low: Floats, high: Floats, k: int, indicators: Sequence[str] | None) -> None:
    for name, ends in (("low", low), ("high", high)):
        if ends.shape != (k,) or k == 0:
            raise WrongShape(name=name, found=ends.shape, expected=f"({k},)")
    wrong = ~((low >= 0) & (low <= high) & (high <= 1))
    reason = N_("these are no shares of 1, lower end first")
    if not wrong.any() and low.sum() > 1 + ROUNDING:
        wrong, reason = low == low.max(), N_("together the lower ends exceed 1")
    if not wrong.any() and high.sum() < 1 - ROUNDING:
        wrong, reason = high == high.min(), N_("together the upper ends stay below 1")
    if wrong.any():
        place = int(np.flatnonzero(wrong)[0])
        raise WrongRanges(
            indicator=name_of(indicators, place),
            low=float(low[place]),
            high=float(high[place]),
            reason=reason,
        )
