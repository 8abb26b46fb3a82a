# SPDX-License-Identifier: EUPL-1.2
"""Three strong and three attention points, chosen by one documented rule.

1. Candidates are measured elements (both comparisons) and items of the picture with a good side.
2. The distance to the peers is counted in robust standard deviations over all compared regions
   (1.4826 x the median absolute deviation), positive when good.
   In a comparison over several countries the median of the own country's regions counts as well,
   with the smaller distance: what all regions of a country share is not the region's own. What
   stands out only against other countries fills places that would stay empty, and says so.
3. Where the region is seen through several areas, all must lie on the same side; the smallest
   distance and the smallest certainty count.
4. A distance below ``SMALLEST_DISTANCE``, or a certainty below ``SMALLEST_CERTAINTY`` where it is
   known, is no point. National values never count, since they are not measured for an area.
5. A figure that is more than ``OLDEST_YEARS`` older than the diagnosis is no point.
6. Per subject (an element, or the element that an item belongs to) only the largest distance
   times certainty stays; the three largest on each side are the points.
"""

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from schakel.diagnosis.dossier import Comparison, Detail, KeyPoint, Note
from schakel.economy.picture import ItemPicture
from schakel.economy.standing import newest_known
from schakel.koers.label import Label

N_POINTS = 3
SMALLEST_DISTANCE = 0.5
SMALLEST_CERTAINTY = 0.75
OLDEST_YEARS = 5
MAD_TO_SD = 1.4826
NINETY_PERCENT_WIDTH = 2 * 1.6448536269514722


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible point: ``distance`` in robust standard deviations, positive when good.

    ``is_shared``: it stands out against other countries, not within its own.
    """

    subject_kind: Literal["element", "picture"]
    subject: str
    topic: str
    label: Label
    comparison: str
    distance: float
    certainty: float | None
    is_shared: bool = False

    @property
    def weight(self) -> float:
        """How much the point matters: distance times certainty (1 where that is not known)."""
        return abs(self.distance) * (1.0 if self.certainty is None else self.certainty)


def robust_spread(values: Sequence[float]) -> float | None:
    """Return the robust standard deviation (1.4826 x MAD); ``None`` for fewer than 5 values or no spread."""
    if len(values) < 5:
        return None
    middle = statistics.median(values)
    spread = MAD_TO_SD * statistics.median([abs(v - middle) for v in values])
    return spread or None


def certainty_of_side(value: float, low: float | None, high: float | None, reference: float) -> float | None:
    """Return the probability that a value lies on its side of a reference.

    From its 90 % interval, taken as that of a normal distribution; ``None`` without an interval.
    """
    if low is None or high is None:
        return None
    sd = (high - low) / NINETY_PERCENT_WIDTH
    if sd <= 0:
        return 1.0
    return 0.5 * (1 + math.erf(abs(value - reference) / sd / math.sqrt(2)))


def same_side(distances: Sequence[float], certainties: Sequence[float | None]) -> tuple[float, float | None]:
    """Return the smallest distance when all lie on one side (else 0), with the smallest certainty."""
    one_side = all(d > 0 for d in distances) or all(d < 0 for d in distances)
    smallest = min(distances, key=abs) if one_side else 0.0
    known = [c for c in certainties if c is not None]
    return smallest, min(known) if known else None


def element_candidates(comparison: Comparison, scores: pl.DataFrame) -> Iterable[Candidate]:
    """Yield the measured elements of a comparison; ``scores`` is its part of table ``element_scores``."""
    codes = dict.fromkeys(e.element for e in comparison.elements)
    targets = [area.code for area in comparison.targets]
    for code in codes:
        found = [e for e in comparison.elements if e.element == code]
        known = scores.filter((pl.col("element") == code) & pl.col("score").is_not_null())
        spread = robust_spread(known["score"].to_list())
        at_home = _median_of_own_country(known, targets)
        measured = [
            e for e in found if e.measured and e.score.value is not None and e.peer_median is not None
        ]
        if spread is None or len(measured) < len(found) or not measured:
            continue
        values = [(e.score, e.peer_median) for e in measured]
        distances = [(s.value - m) / spread for s, m in values if s.value is not None and m is not None]
        certainties = [
            certainty_of_side(s.value, s.low, s.high, m)
            for s, m in values
            if s.value is not None and m is not None
        ]
        abroad, certainty = same_side(distances, certainties)
        home = (
            []
            if at_home is None
            else [(s.value - at_home) / spread for s, _ in values if s.value is not None]
        )
        own, _ = same_side([*distances, *home], certainties)
        is_shared = abs(own) < SMALLEST_DISTANCE
        distance = abroad if is_shared else own
        yield Candidate(
            "element", code, code, found[0].label, comparison.code, distance, certainty, is_shared
        )


def _median_of_own_country(known: pl.DataFrame, targets: Sequence[str]) -> float | None:
    """Return the median of the targets' country, ``None`` in a comparison within one country."""
    if known["country"].drop_nulls().n_unique() < 2:
        return None
    own = known.filter(pl.col("region_code").is_in(targets))["country"].drop_nulls()
    at_home = known.filter(pl.col("country").is_in(own.unique()))["score"].to_list()
    return statistics.median(at_home) if len(at_home) > len(targets) else None


def picture_candidates(items: Sequence[ItemPicture], year: int) -> Iterable[Candidate]:
    """Yield the items of the picture that have a good side, peers, and a figure that is not too old."""
    for item in items:
        definition, standing = item.definition, item.standing
        if not definition.key_point or definition.higher_is == "neutral" or standing.peers_median is None:
            continue
        spread = robust_spread(standing.others)
        own = [newest_known(line.cells) for line in item.lines if line.role in ("region", "nearest")]
        values = [c.value for c in own if c is not None and c.value is not None]
        if spread is None or not values or len(values) < len(own):
            continue
        if standing.cell is None or year - standing.cell.period > OLDEST_YEARS:
            continue
        sign = -1.0 if definition.higher_is == "worse" else 1.0
        distances = [sign * (v - standing.peers_median) / spread for v in values]
        distance, _ = same_side(distances, [])
        topic = definition.subject or definition.code
        yield Candidate("picture", definition.code, topic, definition.label, "", distance, None)


def choose_points(
    candidates: Iterable[Candidate],
) -> tuple[tuple[KeyPoint, ...], tuple[KeyPoint, ...]]:
    """Return the strong and the attention points among the candidates (rule: see the module)."""
    best: dict[str, Candidate] = {}
    for c in sorted(candidates, key=_order):
        is_certain = c.certainty is None or c.certainty >= SMALLEST_CERTAINTY
        if abs(c.distance) >= SMALLEST_DISTANCE and is_certain:
            best.setdefault(c.topic, c)  # sorted: the region's own points before shared ones
    ordered = sorted(best.values(), key=_order)
    strong = [c for c in ordered if c.distance > 0][:N_POINTS]
    attention = [c for c in ordered if c.distance < 0][:N_POINTS]
    return tuple(_point(c, "strong") for c in strong), tuple(_point(c, "attention") for c in attention)


def _order(candidate: Candidate) -> tuple[bool, float, str, str]:
    return (candidate.is_shared, -round(candidate.weight, 12), candidate.topic, candidate.comparison)


def _point(candidate: Candidate, kind: Literal["strong", "attention"]) -> KeyPoint:
    details: Mapping[str, Detail] = {
        candidate.subject_kind if candidate.subject_kind == "element" else "item": candidate.subject,
        "distance": round(abs(candidate.distance), 2),
        "shared_with_country": candidate.is_shared,
    }
    return KeyPoint(
        kind=kind,
        subject_kind=candidate.subject_kind,
        subject=candidate.subject,
        label=candidate.label,
        comparison=candidate.comparison,
        strength=round(abs(candidate.distance), 6),
        certainty=None if candidate.certainty is None else round(candidate.certainty, 6),
        note=Note(f"{kind}_{candidate.subject_kind}", dict(details)),
    )
