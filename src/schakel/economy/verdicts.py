# SPDX-License-Identifier: EUPL-1.2
"""The rule that decides what the statistics say about a printed figure or statement.

1. No figure to compare with: ``no_figure``.
2. A level is ``confirmed`` or ``not_confirmed`` only by a figure that counts the same thing, for
   the region itself, at (nearly) the same date. A figure of another date than the rule allows is
   ``no_figure``; any other difference in what is counted or where makes ``other_definition``.
3. A direction, a change or a comparison with the country survives another way of counting, so it
   is ``confirmed`` when every area that was found agrees and ``not_confirmed`` otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["confirmed", "other_definition", "not_confirmed", "no_figure"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found for one area: the value (or its bounds) and how it differs from what was printed."""

    agrees: bool | None
    same_counts: bool
    is_region_exact: bool
    period_gap: int | None


def within_tolerance(
    printed: float, found: float | None, low: float | None, high: float | None, tolerance: float
) -> bool | None:
    """Say whether a found value, or the bracket in which it lies, agrees with the printed one.

    ``None`` when the value is unknown and its bracket leaves both answers open.
    """
    if found is not None:
        return abs(found - printed) <= tolerance + 1e-12
    if low is None or high is None:
        return None
    if high < printed - tolerance or low > printed + tolerance:
        return False
    return True if low >= printed - tolerance and high <= printed + tolerance else None


def decide_verdict(compare: str, evidence: Sequence[Evidence], *, max_gap: int) -> Verdict:
    """Decide the verdict on one printed figure from the evidence (see the module's rule)."""
    judged = [e for e in evidence if e.agrees is not None]
    if not judged:
        return "no_figure"
    if all(e.period_gap is not None and e.period_gap > max_gap for e in judged):
        return "no_figure"
    if compare != "level":
        return "confirmed" if all(e.agrees for e in judged) else "not_confirmed"
    if not all(e.same_counts and e.is_region_exact for e in judged):
        return "other_definition"
    return "confirmed" if all(e.agrees for e in judged) else "not_confirmed"
