# SPDX-License-Identifier: EUPL-1.2
"""A figure with its bounds and status, and the arithmetic that keeps both honest."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

STATUS_ORDER = ("normal", "nil", "provisional", "estimated", "missing", "suppressed")


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: ``value`` ``None`` means unknown; ``low``/``high`` bound it where that is known."""

    period: int
    value: float | None
    low: float | None
    high: float | None
    status: str
    measure: str = ""
    region_code: str = ""
    source_table: str = ""
    snapshot_id: str = ""

    @property
    def bottom(self) -> float | None:
        """The lowest value that it can have, ``None`` when unbounded."""
        return self.value if self.low is None else self.low

    @property
    def top(self) -> float | None:
        """The highest value that it can have, ``None`` when unbounded."""
        return self.value if self.high is None else self.high


def worst_status(statuses: Sequence[str]) -> str:
    """Return the status that says most against a figure."""
    return max(statuses, key=STATUS_ORDER.index)


def total(numbers: Sequence[float | None]) -> float | None:
    """Add numbers; unknown as soon as one is unknown."""
    known = [n for n in numbers if n is not None]
    return sum(known) if len(known) == len(numbers) and numbers else None


def add_cells(cells: Sequence[Cell]) -> Cell:
    """Add figures of one period; an unknown part makes the sum unknown, never smaller.

    The bounds of the sum are the sums of the bounds, and stay away when every part is a plain value.
    """
    if len(cells) == 1:
        return cells[0]
    has_bounds = any(c.low is not None or c.high is not None for c in cells)
    return replace(
        cells[0],
        value=total([c.value for c in cells]),
        low=total([c.bottom for c in cells]) if has_bounds else None,
        high=total([c.top for c in cells]) if has_bounds else None,
        status=worst_status([c.status for c in cells]),
    )


def scale_cell(cell: Cell, factor: float) -> Cell:
    """Multiply a figure and its bounds by a positive factor."""
    if factor == 1.0:
        return cell
    return replace(
        cell,
        value=None if cell.value is None else cell.value * factor,
        low=None if cell.low is None else cell.low * factor,
        high=None if cell.high is None else cell.high * factor,
    )


def divide_cells(numerator: Cell, denominator: Cell, factor: float) -> Cell:
    """Divide two figures that cannot be negative; a zero or unknown divisor gives unknown."""

    def quotient(above: float | None, below: float | None) -> float | None:
        return None if above is None or below is None or below <= 0 else factor * above / below

    bounded = any(b is not None for c in (numerator, denominator) for b in (c.low, c.high))
    value = quotient(numerator.value, denominator.value)
    status = worst_status([numerator.status, denominator.status])
    return replace(
        numerator,
        value=value,
        low=quotient(numerator.bottom, denominator.top) if bounded else None,
        high=quotient(numerator.top, denominator.bottom) if bounded else None,
        status="missing" if value is None and status not in ("missing", "suppressed") else status,
    )
