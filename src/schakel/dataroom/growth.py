# SPDX-License-Identifier: EUPL-1.2
"""Growth of a series, refused or chained where the series breaks."""

from dataclasses import dataclass

import polars as pl

from schakel.dataroom.measures import Break, Measure
from schakel.dataroom.regions import Redivision
from schakel.koers.failures import N_, Failure


class GrowthAcrossBreak(Failure):
    """Growth over a break in a series says nothing."""

    template = N_("'{measure}' breaks in {period}: growth from {from_period} to {to_period} has no meaning.")
    cure = N_("Compare within {period} and later, or ask for the chained growth, which leaves this step out.")


class GrowthAcrossRedivision(Failure):
    """The area itself changed between the two periods."""

    template = N_(
        "The area changed in {period} ({old} went to {new}): growth from {from_period} to {to_period} "
        "is not its own."
    )
    cure = N_("Compare within one division, or ask for the chained growth, which leaves this step out.")


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth of a series between two periods.

    ``absolute`` and ``relative`` (0.1 is 10 %) are ``None`` when a needed figure is unknown, and
    ``absolute`` also when the growth is chained. ``left_out`` holds the periods whose step from the
    year before was left out (taken as no growth); empty when nothing was chained.
    """

    from_period: int
    to_period: int
    from_value: float | None
    to_value: float | None
    absolute: float | None
    relative: float | None
    left_out: tuple[int, ...]
    status: str


def growth(
    series: pl.DataFrame,
    *,
    measure: Measure,
    from_period: int,
    to_period: int,
    chain: bool = False,
    redivisions: tuple[Redivision, ...] = (),
) -> Growth:
    """Return the growth between two periods of one series.

    Parameters
    ----------
    series
        Columns ``period``, ``value``, ``status``; one row a period, null where unknown (as from
        :func:`schakel.dataroom.region_sums.sum_over_members`).
    measure
        Declares the breaks.
    from_period, to_period
        Years, the first before the second.
    chain
        Multiply the steps from year to year and leave out those onto a break, instead of refusing.
    redivisions
        Changes of the area between the periods (:meth:`RegionTable.boundary_changes`).

    Raises
    ------
    GrowthAcrossBreak, GrowthAcrossRedivision
        When a break lies between the periods and ``chain`` is not asked.
    """
    breaks = measure.breaks_between(from_period, to_period)
    moved = tuple(r for r in redivisions if from_period < _first_year(r) <= to_period)
    if not chain:
        _refuse(measure, breaks, moved, from_period, to_period)
    left_out = tuple(sorted({b.from_period for b in breaks} | {_first_year(r) for r in moved}))
    values = dict(series.select("period", "value").iter_rows())
    statuses = dict(series.select("period", "status").iter_rows())
    first, last = values.get(from_period), values.get(to_period)
    status = (
        "provisional" if "provisional" in (statuses.get(from_period), statuses.get(to_period)) else "normal"
    )
    if left_out:
        relative = _chained(values, from_period, to_period, left_out)
        return Growth(from_period, to_period, first, last, None, relative, left_out, status)
    known = first is not None and last is not None
    absolute = last - first if known and first is not None and last is not None else None
    relative = absolute / first if absolute is not None and first else None
    return Growth(from_period, to_period, first, last, absolute, relative, (), status)


def _first_year(redivision: Redivision) -> int:
    """Return the first year whose figure of 1 January has the new division."""
    day = redivision.day
    return day.year if (day.month, day.day) == (1, 1) else day.year + 1


def _refuse(
    measure: Measure,
    breaks: tuple[Break, ...],
    moved: tuple[Redivision, ...],
    from_period: int,
    to_period: int,
) -> None:
    between = {"from_period": from_period, "to_period": to_period}
    if breaks:
        raise GrowthAcrossBreak(measure=measure.code, period=breaks[0].from_period, **between)
    if moved:
        step = moved[0]
        raise GrowthAcrossRedivision(period=_first_year(step), old=step.old, new=step.new, **between)


def _chained(
    values: dict[int, float | None], from_period: int, to_period: int, left_out: tuple[int, ...]
) -> float | None:
    factor = 1.0
    for period in range(from_period + 1, to_period + 1):
        if period in left_out:
            continue
        before, now = values.get(period - 1), values.get(period)
        if not before or now is None:
            return None
        factor *= now / before
    return factor - 1
