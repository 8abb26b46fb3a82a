# SPDX-License-Identifier: EUPL-1.2
"""Ranks and ties of indicators among the units that are known on a second indicator too.

A column is sorted once; the rank of a value among any subset of units is then a running count along
that order, so a thousand subsets cost a thousand cumulative sums and no new sort.
"""

from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import Floats, Mask


@dataclass(frozen=True, slots=True)
class ColumnOrder:
    """The order of the units on every column.

    Attributes
    ----------
    order
        Row numbers from low to high, unknown last, shape (..., n_units, k).
    first, last
        Places (from 0) of the first and last unit with the same value, shape (..., n_units, k).
    """

    order: np.ndarray
    first: np.ndarray
    last: np.ndarray


def order_columns(values: Floats) -> ColumnOrder:
    """Sort every column of an array of shape (..., n_units, k); equal values form a group, exactly."""
    order = np.argsort(values, axis=-2, kind="stable")
    ordered = np.take_along_axis(values, order, axis=-2)
    n = values.shape[-2]
    places = np.broadcast_to(np.arange(n)[:, None], values.shape)
    differs = ordered[..., 1:, :] != ordered[..., :-1, :]
    edge = np.ones((*values.shape[:-2], 1, values.shape[-1]), dtype=np.bool_)
    starts = np.concatenate([edge, differs], axis=-2)[..., :n, :]
    ends = np.concatenate([differs, edge], axis=-2)[..., -n:, :] if n else starts
    first = np.maximum.accumulate(np.where(starts, places, 0), axis=-2)
    turned = np.where(ends, places, n)[..., ::-1, :]
    last = np.minimum.accumulate(turned, axis=-2)[..., ::-1, :]
    return ColumnOrder(order=order, first=first, last=last)


def rank_averages(values: Floats) -> Floats:
    """Rank every column from 1 (lowest); equal values share the mean of their places, unknown stays NaN."""
    sorting = order_columns(values)
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, sorting.order, (sorting.first + sorting.last) / 2 + 1, axis=-2)
    return np.where(np.isfinite(values), ranks, np.nan)


def count_among(sorting: ColumnOrder, column: int, taking_part: Mask) -> tuple[Floats, Floats]:
    """Count, for every unit of one column, the lower units and the equal units within subsets.

    Parameters
    ----------
    sorting
        Of an array of shape (n_units, k).
    column
        Which of its columns.
    taking_part
        Subsets of units, shape (n_units, m).

    Returns
    -------
    two arrays of shape (n_units, m): lower ones, and equal ones (a unit that takes part counts itself).
    """
    order = sorting.order[:, column]
    running = _running(taking_part[order])
    lower = running[sorting.first[:, column]]
    equal = running[sorting.last[:, column] + 1] - lower
    back = np.empty_like(order)
    back[order] = np.arange(len(order))
    return lower[back], equal[back]


def rank_columns_among(sorting: ColumnOrder, taking_part: Mask, known: Mask) -> Floats:
    """Rank all columns, each within the units of one subset that are known on it (mean of tied places).

    ``taking_part`` has shape (n_units,), ``known`` (n_units, k) and the result (n_units, k); only the
    ranks of units that take part have meaning.
    """
    counted = taking_part[sorting.order] & np.take_along_axis(known, sorting.order, axis=0)
    running = _running(counted)
    below = np.take_along_axis(running, sorting.first, axis=0)
    through = np.take_along_axis(running, sorting.last + 1, axis=0)
    ranks = np.empty(sorting.order.shape)
    np.put_along_axis(ranks, sorting.order, (below + through + 1) / 2, axis=0)
    return ranks


def _running(counted: Mask) -> Floats:
    """Return the number of true cells in the rows before each row, shape (n + 1, m)."""
    total = np.zeros((counted.shape[0] + 1, counted.shape[1]))
    np.cumsum(counted, axis=0, out=total[1:])
    return total
