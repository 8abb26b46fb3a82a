# SPDX-License-Identifier: EUPL-1.2
"""How one printed figure should follow from others: value, bounds, and how likely it is to be printed so.

A relation computes ``factor * numerator / divisor`` (share, ratio) or a sum with signs
(difference, parts). Both are linear in their first operand, so the chance that rounding
leads to the printed value is exact in that operand and a fine fixed grid in the others.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

import numpy as np
import numpy.typing as npt

from schakel.dataroom.checks.bounds import Bounds
from schakel.dataroom.checks.rules import DifferenceOf, PartsSum, RatioOf, Rule, ShareOf
from schakel.dataroom.checks.stated import Stated, StatedFigures

Form = Literal["quotient", "sum"]
Array = npt.NDArray[np.float64]
MOST_GRID_POINTS = 40_000
MOST_OPERANDS = 14
PERCENT = 100.0


@dataclass(frozen=True, slots=True)
class Relation:
    """``stated`` should follow from ``operands``: a quotient times ``factor``, or a sum with ``signs``."""

    rule: Rule
    form: Form
    stated: Stated
    operands: tuple[Stated, ...]
    factor: float = 1.0
    signs: tuple[int, ...] = ()

    @property
    def computed(self) -> float:
        """What follows from the operands as printed (not a number where the divisor is zero)."""
        values = [operand.value for operand in self.operands]
        if self.form == "sum":
            return sum(sign * value for sign, value in zip(self.signs, values, strict=True))
        return self.factor * values[0] / values[1] if values[1] else math.nan

    @property
    def bounds(self) -> Bounds:
        """Between which bounds the result lies, given the rounding of the operands."""
        if self.form == "quotient":
            return self.operands[0].bounds.over(self.operands[1].bounds).scaled(self.factor)
        total = Bounds(0.0, 0.0)
        for sign, operand in zip(self.signs, self.operands, strict=True):
            total = total + operand.bounds if sign > 0 else total - operand.bounds
        return total

    @property
    def needed(self) -> float | None:
        """Value of the last operand that would make the stated value exactly true."""
        if self.form == "quotient":
            return self.factor * self.operands[0].value / self.stated.value if self.stated.value else None
        rest = self.computed - self.signs[-1] * self.operands[-1].value
        return (self.stated.value - rest) * self.signs[-1]

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of every figure in the relation, the stated one first."""
        return tuple(dict.fromkeys((*self.stated.ids, *(i for o in self.operands for i in o.ids))))

    def probability(self) -> float:
        """Return the chance that true values, each equally likely within its rounding, print ``stated``."""
        goal = self.stated.spread
        first, *others = (_leaves(operand, 1) for operand in self.operands)
        free = [leaf for leaves in others for leaf in leaves] + first[1:]
        if len(free) >= MOST_OPERANDS:
            return math.nan
        columns = list(_grid([leaf.spread for leaf, _ in free]))
        own = columns[len(free) - len(first) + 1 :]
        shift = _total(own, [sign for _, sign in first[1:]])
        low, high = self._targets(goal, _recombined(others, columns), shift)
        return _share_of_interval(first[0][0].spread, low, high)

    def _targets(self, goal: Bounds, others: list[Array], shift: Array) -> tuple[Array, Array]:
        """Return between which values the first operand must lie for the goal, at each grid point."""
        if self.form == "quotient":
            ends = [end / self.factor * others[0] - shift for end in (goal.low, goal.high)]
        else:
            rest = _total(others, self.signs[1:])
            ends = [(end - rest) * self.signs[0] - shift for end in (goal.low, goal.high)]
        return np.minimum(*ends), np.maximum(*ends)


def relations_of(rule: Rule, figures: StatedFigures) -> Iterator[Relation]:
    """Yield each relation that a rule makes among the stated figures, for every distinct value."""
    finders: dict[type, Callable[..., Iterator[Relation]]] = {
        ShareOf: _shares,
        RatioOf: _ratios,
        DifferenceOf: _differences,
        PartsSum: _sums,
    }
    finder = finders.get(type(rule))
    if finder is not None:
        yield from finder(rule, figures)


def _shares(rule: ShareOf, figures: StatedFigures) -> Iterator[Relation]:
    for stated in figures.of(rule.share):
        yield from _quotients(rule, stated, (rule.part, rule.whole), PERCENT, figures)


def _ratios(rule: RatioOf, figures: StatedFigures) -> Iterator[Relation]:
    for stated in figures.of(rule.ratio):
        yield from _quotients(rule, stated, (rule.numerator, rule.denominator), rule.factor, figures)


def _quotients(
    rule: Rule, stated: Stated, names: tuple[str, str], factor: float, figures: StatedFigures
) -> Iterator[Relation]:
    found = [figures.at(name, stated.area, stated.period) for name in names]
    for operands in product(*found):
        yield Relation(rule, "quotient", stated, operands, factor)


def _differences(rule: DifferenceOf, figures: StatedFigures) -> Iterator[Relation]:
    for stated in figures.of(rule.difference):
        period = stated.from_period if rule.minuend == rule.subtrahend else stated.period
        minuends = figures.at(rule.minuend, stated.area, stated.period)
        subtrahends = [s for s in figures.at(rule.subtrahend, stated.area, period) if not s.parts]
        for operands in product(minuends, subtrahends):
            yield Relation(rule, "sum", stated, operands, signs=(1, -1))


def _sums(rule: PartsSum, figures: StatedFigures) -> Iterator[Relation]:
    for stated in figures.of(rule.whole):
        found = [figures.at(part, stated.area, stated.period) for part in rule.parts]
        for operands in product(*found):
            yield Relation(rule, "sum", stated, operands, signs=(1,) * len(operands))


def _leaves(stated: Stated, sign: int) -> list[tuple[Stated, int]]:
    """Return the printed figures behind a value with their signs: itself, or minuend and subtrahend."""
    if not stated.parts:
        return [(stated, sign)]
    return [*_leaves(stated.parts[0], sign), *_leaves(stated.parts[1], -sign)]


def _grid(spreads: list[Bounds]) -> Array:
    """Return the midpoints of an even division of a box: shape (n_dimensions, n_points)."""
    varying = [s for s in spreads if s.high > s.low]
    n = int(MOST_GRID_POINTS ** (1 / len(varying))) if varying else 1
    n = max(2, min(n, 2_000))
    axes = [
        s.low + (np.arange(n) + 0.5) / n * (s.high - s.low) if s.high > s.low else np.array([s.low])
        for s in spreads
    ]
    if not axes:
        return np.zeros((0, 1))
    return np.stack([axis.ravel() for axis in np.meshgrid(*axes, indexing="ij")])


def _recombined(others: list[list[tuple[Stated, int]]], columns: list[Array]) -> list[Array]:
    """Return the value of each operand after the first at each grid point, from its leaves."""
    found, place = [], 0
    for leaves in others:
        found.append(_total(columns[place : place + len(leaves)], [sign for _, sign in leaves]))
        place += len(leaves)
    return found


def _total(columns: Sequence[Array], signs: Sequence[int]) -> Array:
    """Return the sum of columns with their signs (one zero where there are none)."""
    total = np.zeros(1)
    for column, sign in zip(columns, signs, strict=True):
        total = total + sign * column
    return total


def _share_of_interval(spread: Bounds, low: Array, high: Array) -> float:
    """Return the mean share of an interval that lies between ``low`` and ``high``."""
    width = spread.high - spread.low
    if width <= 0:
        return float(np.mean((low <= spread.low) & (spread.low <= high)))
    inside = np.minimum(high, spread.high) - np.maximum(low, spread.low)
    return float(np.mean(np.clip(inside, 0.0, None)) / width)
