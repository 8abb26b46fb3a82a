# SPDX-License-Identifier: EUPL-1.2
"""From values to pixels, with round tick values."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scale:
    """A linear or logarithmic scale between two values and two pixel positions; outside is clamped."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def at(self, value: float) -> float:
        """Return the pixel position of a value."""
        low, high, here = (_place(v, self.is_log) for v in (self.low, self.high, value))
        share = 0.5 if high == low else (here - low) / (high - low)
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)

    def ticks(self, count: int = 4) -> list[float]:
        """Return about ``count`` round values inside the scale."""
        if self.is_log:
            return [
                v
                for v in (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
                if self.low <= v <= self.high
            ]
        return round_ticks(self.low, self.high, count)


def _place(value: float, is_log: bool) -> float:
    return math.log(max(value, 1e-9)) if is_log else value


def round_ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Return round values (steps of 1, 2, 2.5 or 5 times a power of ten) between two bounds."""
    if not high > low:
        return [low]
    rough = (high - low) / max(count, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in (1, 2, 2.5, 5, 10) if s * power >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(k * step, 12) for k in range(first, last + 1)]


def spread(values: Iterable[float | None], margin: float = 0.05) -> tuple[float, float]:
    """Return the lowest and highest known value with some margin; (0, 1) when none is known."""
    known = [v for v in values if v is not None and math.isfinite(v)]
    if not known:
        return 0.0, 1.0
    low, high = min(known), max(known)
    extra = (high - low) * margin or abs(high) * 0.1 or 1.0
    return low - extra, high + extra
