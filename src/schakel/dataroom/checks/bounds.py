# SPDX-License-Identifier: EUPL-1.2
"""Between which bounds the true value behind a printed figure lies, and arithmetic with such bounds."""

import math
from dataclasses import dataclass

_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Bounds:
    """A closed interval; an infinite end is open."""

    low: float
    high: float

    @property
    def finite_low(self) -> float | None:
        """The lower bound, ``None`` where there is none."""
        return self.low if math.isfinite(self.low) else None

    @property
    def finite_high(self) -> float | None:
        """The upper bound, ``None`` where there is none."""
        return self.high if math.isfinite(self.high) else None

    def meets(self, other: "Bounds") -> bool:
        """Tell whether some value lies in both (equal ends count, apart from floating-point dust)."""
        finite = [abs(x) for x in (self.low, self.high, other.low, other.high) if math.isfinite(x)]
        slack = _SLACK * max(1.0, *finite) if finite else 0.0
        return self.low <= other.high + slack and other.low <= self.high + slack

    def __add__(self, other: "Bounds") -> "Bounds":
        return Bounds(self.low + other.low, self.high + other.high)

    def __sub__(self, other: "Bounds") -> "Bounds":
        return Bounds(self.low - other.high, self.high - other.low)

    def scaled(self, factor: float) -> "Bounds":
        """Return the bounds multiplied by a number above zero."""
        return Bounds(self.low * factor, self.high * factor)

    def over(self, other: "Bounds") -> "Bounds":
        """Return the bounds of the quotient; anything is possible where the divisor may be zero."""
        if other.low <= 0 <= other.high:
            return Bounds(-math.inf, math.inf)
        ends = [_quotient(n, d) for n in (self.low, self.high) for d in (other.low, other.high)]
        return Bounds(min(ends), max(ends))


def _quotient(numerator: float, divisor: float) -> float:
    if math.isinf(numerator) and math.isinf(divisor):
        return 0.0
    return numerator / divisor


def bounds_of(value: float, rounding: float, qualifier: str) -> Bounds:
    """Return where the true value lies that was printed as ``value``.

    exact: half a rounding step on either side; approximately: a whole step on either side;
    at_least: from the value upwards without end.
    """
    if qualifier == "at_least":
        return Bounds(value, math.inf)
    reach = rounding if qualifier == "approximately" else rounding / 2
    return Bounds(value - reach, value + reach)


def spread_of(value: float, rounding: float, qualifier: str) -> Bounds:
    """Return the interval over which the true value is taken to be equally likely.

    As :func:`bounds_of`, except that "at least" reaches one rounding step up: a writer who knew
    more would have printed the next round number.
    """
    if qualifier == "at_least":
        return Bounds(value, value + rounding)
    return bounds_of(value, rounding, qualifier)
