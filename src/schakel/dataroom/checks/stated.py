# SPDX-License-Identifier: EUPL-1.2
"""Printed figures as the checks need them: per quantity, area and period the distinct values."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from schakel.dataroom.checks.bounds import Bounds, bounds_of, spread_of
from schakel.dataroom.checks.rules import DifferenceOf, Rule
from schakel.koers.label import Label

Place = tuple[str, str, int | None]


@dataclass(frozen=True, slots=True)
class Stated:
    """One value that is printed, in one or more passages, for a quantity, area and period.

    A value that follows from two printed ones has their ids, and them as ``parts``
    (minuend, subtrahend).
    """

    quantity: str
    area: str
    period: int | None
    from_period: int | None
    value: float
    unit: str
    rounding: float
    qualifier: str
    label: Label
    ids: tuple[str, ...]
    parts: tuple["Stated", ...] = ()

    @property
    def bounds(self) -> Bounds:
        """Where the true value lies."""
        if self.parts:
            return self.parts[0].bounds - self.parts[1].bounds
        return bounds_of(self.value, self.rounding, self.qualifier)

    @property
    def spread(self) -> Bounds:
        """Where the true value is taken to be equally likely."""
        return spread_of(self.value, self.rounding, self.qualifier)

    def fits(self, computed: float) -> bool:
        """Tell whether a computed value would be printed as this value."""
        slack = 1e-9 * max(1.0, abs(self.value))
        if self.qualifier == "at_least" and computed >= self.value - slack:
            return True
        return abs(computed - self.value) <= self.rounding / 2 + slack


class StatedFigures:
    """All printed values, with those that follow from the difference rules."""

    def __init__(self, printed: pl.DataFrame, rules: Iterable[Rule] = ()) -> None:
        self._values: dict[Place, list[Stated]] = {}
        order = ["quantity", "area", "period", "from_period", "value", "unit", "figure_id"]
        keys = ["quantity", "area", "period", "from_period", "value", "unit", "rounding", "qualifier"]
        sorted_rows = printed.sort(order, nulls_last=False)
        for _, rows in sorted_rows.group_by(keys, maintain_order=True):
            stated = _stated(rows.row(0, named=True), tuple(rows["figure_id"]))
            self._values.setdefault((stated.quantity, stated.area, stated.period), []).append(stated)
        for rule in rules:
            if isinstance(rule, DifferenceOf):
                self._derive(rule)

    def at(self, quantity: str, area: str, period: int | None) -> tuple[Stated, ...]:
        """Return the distinct values of a quantity at a place and time, printed ones or else derived."""
        found = self._values.get((quantity, area, period), [])
        printed = [s for s in found if not s.parts]
        return tuple(printed or found)

    def of(self, quantity: str) -> tuple[Stated, ...]:
        """Return every printed value of a quantity, by area and period."""
        found = [s for values in self._values.values() for s in values if not s.parts]
        return tuple(sorted((s for s in found if s.quantity == quantity), key=_order))

    def everything(self) -> tuple[Stated, ...]:
        """Return every printed value."""
        found = [s for values in self._values.values() for s in values if not s.parts]
        return tuple(sorted(found, key=_order))

    def _derive(self, rule: DifferenceOf) -> None:
        for difference in self.of(rule.difference):
            period = difference.from_period if rule.minuend == rule.subtrahend else difference.period
            place = (rule.subtrahend, difference.area, period)
            if self._values.get(place):
                continue
            for minuend in self.at(rule.minuend, difference.area, difference.period):
                self._values.setdefault(place, []).append(_less(minuend, difference, rule, period))


def _less(minuend: Stated, difference: Stated, rule: DifferenceOf, period: int | None) -> Stated:
    return Stated(
        quantity=rule.subtrahend,
        area=minuend.area,
        period=period,
        from_period=None,
        value=minuend.value - difference.value,
        unit=minuend.unit,
        rounding=minuend.rounding + difference.rounding,
        qualifier=minuend.qualifier,
        label=minuend.label,
        ids=(*minuend.ids, *difference.ids),
        parts=(minuend, difference),
    )


def _stated(row: dict[str, Any], ids: tuple[str, ...]) -> Stated:
    return Stated(
        quantity=row["quantity"],
        area=row["area"],
        period=row["period"],
        from_period=row["from_period"],
        value=row["value"],
        unit=row["unit"],
        rounding=row["rounding"],
        qualifier=row["qualifier"],
        label=Label(row["label_nl"], row["label_en"]),
        ids=ids,
    )


def _order(stated: Stated) -> tuple[str, str, int, float, tuple[str, ...]]:
    return (stated.quantity, stated.area, stated.period or 0, stated.value, stated.ids)
