# SPDX-License-Identifier: EUPL-1.2
"""Measured against perceived: two scales that are never subtracted, compared by the order of the elements.

Measured is the share of the compared regions that do less well, with the interval of the diagnosis. Perceived
is the mean score from 1 to 10. Only the order in which each puts the elements is laid side by side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from schakel.cycle.queries.perceptions import ElementPerception
from schakel.diagnosis.dossier import Comparison, Dossier, ElementResult

FEWEST_TO_ORDER = 4
"""With fewer elements in both orders nothing is said about strong and weak."""


class Quadrant(StrEnum):
    """Where an element stands in both orders: in the better half or not."""

    BOTH_STRONG = "both_strong"
    BOTH_WEAK = "both_weak"
    MEASURED_WEAK = "measured_weak"
    PERCEIVED_WEAK = "perceived_weak"


@dataclass(frozen=True, slots=True)
class Measured:
    """Which share (0 to 1) of the compared regions does less well, with the bounds of the diagnosis.

    Of a region that is known only by the areas it is part of, ``share`` is the mean over those areas and the
    bounds are the widest; ``n_areas`` is how many there are.
    """

    share: float
    low: float | None
    high: float | None
    n_areas: int


@dataclass(frozen=True, slots=True)
class GapRow:
    """An element measured and perceived; a place is ``None`` where it stands in only one of the orders.

    Place 1 is the best. ``shift`` is the place perceived minus the place measured: above zero, the element
    is seen as weaker than it is measured.
    """

    element: str
    measured: Measured | None
    perceived: float | None
    n: int | None
    is_asked: bool
    measured_place: float | None = None
    perceived_place: float | None = None
    quadrant: Quadrant | None = None

    @property
    def shift(self) -> float | None:
        """How many places lower the element stands in the eyes of those asked."""
        if self.measured_place is None or self.perceived_place is None:
            return None
        return self.perceived_place - self.measured_place


def gap_comparison(dossier: Dossier) -> Comparison | None:
    """Return the comparison that measures most elements, of equals that with most of the region itself."""

    def breadth(comparison: Comparison) -> tuple[int, int]:
        own = {e.element for e in comparison.elements if e.measured and e.area_code == dossier.region.code}
        return len({e.element for e in comparison.elements if e.measured}), len(own)

    return max(dossier.comparisons, key=breadth, default=None)


def measured_shares(dossier: Dossier) -> dict[str, Measured]:
    """Return for each measured element which share of the compared regions does less well."""
    comparison = gap_comparison(dossier)
    if comparison is None:
        return {}
    found: dict[str, Measured] = {}
    for element in dict.fromkeys(e.element for e in comparison.elements):
        results = [e for e in comparison.elements if e.element == element and e.measured]
        own = [e for e in results if e.area_code == dossier.region.code]
        shares = [share for share in map(_share_of, own or results) if share is not None]
        if shares:
            lows = [s.low for s in shares if s.low is not None]
            highs = [s.high for s in shares if s.high is not None]
            middle = sum(s.share for s in shares) / len(shares)
            found[element] = Measured(middle, min(lows, default=None), max(highs, default=None), len(shares))
    return found


def _share_of(result: ElementResult) -> Measured | None:
    others = result.n_regions - 1
    if result.rank.value is None or others < 1:
        return None

    def share(rank: float | None) -> float | None:
        return None if rank is None else min(max((result.n_regions - rank) / others, 0.0), 1.0)

    middle = share(result.rank.value)
    assert middle is not None
    return Measured(middle, share(result.rank.high), share(result.rank.low), 1)


def compare_views(
    elements: Sequence[str],
    measured: Mapping[str, Measured],
    perceived: Mapping[str, ElementPerception],
) -> tuple[GapRow, ...]:
    """Return each element measured and perceived, the largest difference in places first.

    Elements that are in only one of the two come last, in the order given.
    """
    rows = [_row(element, measured.get(element), perceived.get(element)) for element in elements]
    both = [r for r in rows if r.measured is not None and r.perceived is not None]
    by_measured = places({r.element: r.measured.share for r in both if r.measured is not None})
    by_perceived = places({r.element: r.perceived for r in both if r.perceived is not None})
    half = (len(both) + 1) / 2
    placed = [
        replace(
            row,
            measured_place=by_measured[row.element],
            perceived_place=by_perceived[row.element],
            quadrant=_quadrant(by_measured[row.element] - half, by_perceived[row.element] - half)
            if len(both) >= FEWEST_TO_ORDER
            else None,
        )
        for row in both
    ]
    placed.sort(key=lambda r: -abs(r.shift or 0.0))
    return (*placed, *(r for r in rows if r.measured is None or r.perceived is None))


def _row(element: str, measured: Measured | None, asked: ElementPerception | None) -> GapRow:
    total = asked.total if asked else None
    return GapRow(
        element,
        measured,
        None if total is None else total.mean,
        None if total is None else total.n,
        is_asked=asked is not None,
    )


def _quadrant(measured: float, perceived: float) -> Quadrant | None:
    """Return where an element stands, by its distance from the middle place; none on the middle itself."""
    if not measured or not perceived:
        return None
    if measured < 0:
        return Quadrant.BOTH_STRONG if perceived < 0 else Quadrant.PERCEIVED_WEAK
    return Quadrant.MEASURED_WEAK if perceived < 0 else Quadrant.BOTH_WEAK


def places(values: Mapping[str, float]) -> dict[str, float]:
    """Return the place of each, 1 for the highest; who are equal share the mean of their places."""
    ordered = sorted(values, key=lambda code: -values[code])
    found: dict[str, float] = {}
    for _value, equals in groupby(ordered, key=lambda code: values[code]):
        group = list(equals)
        first = len(found) + 1
        found |= dict.fromkeys(group, first + (len(group) - 1) / 2)
    return found
