# SPDX-License-Identifier: EUPL-1.2
"""Where an area stands on one item: against its peers, its country and all areas of its level."""

import statistics
from collections.abc import Mapping, Sequence

from schakel.economy.cells import Cell


def median_cells(series: Sequence[Mapping[int, Cell]]) -> dict[int, Cell]:
    """Return the median over areas per period; a period needs a value for at least half of them.

    The median of the known values is given with the number of areas left out in its status
    ("estimated" when some are unknown, else "normal").
    """
    periods = sorted({period for cells in series for period in cells})
    found = {}
    for period in periods:
        values = [c.value for cells in series if (c := cells.get(period)) and c.value is not None]
        if values and 2 * len(values) >= len(series):
            status = "normal" if len(values) == len(series) else "estimated"
            found[period] = Cell(period, statistics.median(values), None, None, status)
    return found


def rank_among(value: float, others: Sequence[float], *, higher_is: str) -> int:
    """Return the rank among others: 1 is best (highest when neither is better); ties share a rank."""
    if higher_is == "worse":
        return 1 + sum(other < value for other in others)
    return 1 + sum(other > value for other in others)


def newest_known(cells: Mapping[int, Cell]) -> Cell | None:
    """Return the newest cell with a value, or failing that the newest with a bracket."""
    known = [c for c in cells.values() if c.value is not None]
    bounded = [c for c in cells.values() if c.low is not None and c.high is not None]
    return max(known or bounded, key=lambda c: c.period, default=None)


def first_comparable_period(period: int, breaks: Sequence[int], *, years: int) -> int:
    """Return the earliest period whose figures may be compared with ``period``.

    ``breaks`` holds the first period of each new series: nothing before the last break at or
    before ``period`` is compared, nor anything more than ``years`` back.
    """
    return max([period - years, *(b for b in breaks if b <= period)])


def change_within_series(
    cells: Mapping[int, Cell], breaks: Sequence[int], *, years: int
) -> tuple[float | None, int | None]:
    """Return the change up to the newest value and the period from which it is counted.

    The change is a difference in the item's own unit and never crosses a break.
    """
    newest = newest_known(cells)
    if newest is None or newest.value is None:
        return None, None
    start = first_comparable_period(newest.period, breaks, years=years)
    earlier = [c for p, c in cells.items() if start <= p < newest.period and c.value is not None]
    first = min(earlier, key=lambda c: c.period, default=None)
    if first is None or first.value is None:
        return None, None
    return newest.value - first.value, first.period
