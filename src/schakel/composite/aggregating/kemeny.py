# SPDX-License-Identifier: EUPL-1.2
"""The order of units that agrees most with their pairwise comparisons (Kemeny 1959; Young 1988).

Among all orders the one with the largest support ``sum of o_ij over i placed above j``, with o the
outranking matrix. Units are first split where the majorities leave no doubt (every unit of the first
group beats every unit of the next, so the groups stand in that order in every best order), and units
that stand alike to all others are taken together; what remains is solved exactly by
:mod:`schakel.composite.aggregating.kemeny_programme`. Often several orders are best: then every unit has a
highest and a lowest place over all of them (:mod:`aggregating.kemeny_places`), and those two do
not depend on which best order was found. Source: OECD/JRC Handbook (2008), section 6.13.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, product
from time import monotonic

import numpy as np

from schakel.composite.aggregating.kemeny_groups import Group, bound_of, places_of, solve_groups
from schakel.composite.aggregating.kemeny_listing import list_best_orders
from schakel.composite.aggregating.kemeny_programme import Places, sum_support
from schakel.composite.aggregating.outrank import outrank
from schakel.composite.aggregating.weighted_sums import ShareOf, known_weight
from schakel.composite.bad_input import N_, BadInput, Floats, WrongShape, first_place, name_of

DIGITS_OF_MEAN = 12


class PairNotCompared(BadInput):
    """Two units without an indicator that both know."""

    template = N_("Units '{unit}' and '{other}' have no known indicator in common.")
    cure = N_("Leave one of them out, or fill in what is unknown.")


class OrderNotSettled(BadInput):
    """Units whose places were not proven within the time limit."""

    template = N_("The Kemeny places of {n} units are not proven after {seconds} seconds.")
    cure = N_("Use Copeland's score, or call the method with a longer time limit.")


@dataclass(frozen=True, slots=True)
class KemenyOrder:
    """The order with the largest support, and what other orders with as much support differ in.

    Attributes
    ----------
    order
        Row numbers of the units, the best first, shape (n_units,). Where several orders are best, the
        one that has, from the top down, the unit with the best middle of its places; then the one
        with the higher mean of its row of the matrix; then the earlier row.
    ranks
        Place of each unit in that order, 1 is best, shape (n_units,).
    support
        Sum of o_ij over the pairs with i above j.
    bound
        No order has more support than this.
    proven
        Whether ``support`` reaches ``bound``; False only when the time limit was hit.
    orders
        Orders with the largest support, shape (n_orders, n_units), each the next by the rule of
        ``order``; the first is ``order``.
    all_listed
        Whether ``orders`` holds every best order.
    unique
        Whether there is only one; None when that was not settled.
    highest, lowest
        Highest and lowest place of each unit over all best orders, shape (n_units,). Without
        ``places_proven``: places that no best order goes beyond.
    places_proven
        Whether each ``highest`` and ``lowest`` is taken in some best order.
    """

    order: Places
    ranks: Places
    support: float
    bound: float
    proven: bool
    orders: Places
    all_listed: bool
    unique: bool | None
    highest: Places
    lowest: Places
    places_proven: bool


def rank_kemeny(
    preference: Floats,
    *,
    most_orders: int = 10,
    time_limit: float = 60.0,
    units: Sequence[str] | None = None,
) -> KemenyOrder:
    """Return the order with the largest support, with the upper bound that certifies it.

    Parameters
    ----------
    preference
        Shape (n_units, n_units): weight, share or number of voters that places i above j, as
        :func:`outrank` gives it. The diagonal is not used. Supports that differ by less than
        1e-8 of the largest lead ``|o_ij - o_ji|`` are the same.
    most_orders
        How many best orders to list at most; with 1 no others are looked for, any best order is
        given, and the places are those of the groups that majorities leave no doubt about.
    time_limit
        Seconds after which no further programme is started. When time is up the best order found comes
        with ``proven=False`` and a bound.
    units
        Names for messages.

    Raises
    ------
    WrongShape
        When the matrix is not square.
    PairNotCompared
        When a number is unknown.
    """
    preference = _checked(preference, units)
    end = monotonic() + time_limit
    groups = solve_groups(preference, end, places=most_orders > 1)
    proven = all(group.proven for group in groups)
    settled = all(group.places_proven for group in groups)
    order, complete = np.concatenate([group.rows[group.order] for group in groups]), False
    support = sum_support(preference, order)
    highest, lowest = places_of(groups)
    orders = order[None, :]
    if settled:
        orders, complete = _list_orders(preference, groups, most_orders, end)
    unique = bool((highest == lowest).all()) if settled else None
    bound = bound_of(preference, groups)
    ranks = np.argsort(orders[0]) + 1
    return KemenyOrder(
        order=orders[0],
        ranks=ranks,
        support=support,
        bound=support if proven else max(bound, support),
        proven=proven,
        orders=orders,
        all_listed=complete,
        unique=unique,
        highest=highest,
        lowest=lowest,
        places_proven=settled,
    )


def aggregate_kemeny(
    values: Floats,
    *,
    weights: Floats | None = None,
    min_share: float = 1.0,
    share_of: ShareOf = "weight",
    time_limit: float = 60.0,
    units: Sequence[str] | None = None,
) -> Floats:
    """Return how many units stand below each unit in the Kemeny order.

    ``n_units - (highest + lowest) / 2`` with the highest and lowest place of the unit over all best
    orders: 0 for the one that is last in all of them. Where only one order is best, this is the number of
    units below. It does not depend on the sequence of the units; who stands above another in every
    best order gets a higher number; units that are alike get the same one. Shape (..., n_units). A
    unit that knows less than ``min_share`` gets NaN and is not compared. Every table and every set of
    weights is a programme of its own, each with the ``time_limit`` in seconds.

    Raises
    ------
    PairNotCompared
        When two units know no indicator in common.
    OrderNotSettled
        When time is up before the places are proven.
    WrongShape, WrongWeights
        When weights do not fit or cannot be used.
    """
    _, _, total = known_weight(values, weights, min_share=min_share, share_of=share_of)
    taking_part = np.isfinite(total)
    found = np.full(taking_part.shape, np.nan)
    matrices = outrank(np.where(taking_part[..., None], values, np.nan), weights=weights)
    for place in np.ndindex(taking_part.shape[:-1]):
        rows = np.flatnonzero(taking_part[place])
        if len(rows):
            names = [name_of(units, int(row)) for row in rows]
            own = _checked(matrices[place][np.ix_(rows, rows)], names)
            found[(*place, rows)] = _units_below(own, time_limit)
    return found


def _units_below(preference: Floats, time_limit: float) -> Floats:
    groups = solve_groups(preference, monotonic() + time_limit, places=True)
    if not all(group.places_proven for group in groups):
        raise OrderNotSettled(n=len(preference), seconds=time_limit)
    highest, lowest = places_of(groups)
    return np.asarray(len(preference) - (highest + lowest) / 2, dtype=np.float64)


def _checked(preference: Floats, units: Sequence[str] | None) -> Floats:
    n = len(preference)
    if preference.shape != (n, n) or n == 0:
        raise WrongShape(name="preference", found=preference.shape, expected="(n_units, n_units)")
    preference = np.where(np.eye(n, dtype=np.bool_), 0.0, preference)
    unknown = ~np.isfinite(preference)
    if unknown.any():
        one, other = first_place(unknown)
        raise PairNotCompared(unit=name_of(units, one), other=name_of(units, other))
    return preference


def _list_orders(
    preference: Floats, groups: Sequence[Group], most_orders: int, end: float
) -> tuple[Places, bool]:
    """Return the best orders, at most so many, and whether these are all."""
    n, parts, complete = len(preference), [], True
    means = np.round(
        preference.sum(axis=1) / max(n - 1, 1) / max(float(preference.max()), 1e-300), DIGITS_OF_MEAN
    )
    for group in groups:
        rows = group.rows
        sequence = np.lexsort((rows, -means[rows], group.highest + group.lowest))
        orders, all_found = list_best_orders(
            preference[np.ix_(rows, rows)],
            group.order,
            priority=np.argsort(sequence),
            above=group.above,
            most=most_orders,
            end=end,
        )
        parts.append([rows[order] for order in orders])
        complete &= all_found
    combined = [np.concatenate(choice) for choice in islice(product(*parts), most_orders + 1)]
    return np.array(combined[:most_orders], dtype=np.int64), complete and len(combined) <= most_orders
