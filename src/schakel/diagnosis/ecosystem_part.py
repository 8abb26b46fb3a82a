# SPDX-License-Identifier: EUPL-1.2
"""The ecosystem written into the dossier: ranks, elements, indicators and weakest links per comparison.

Intervals of a score or an index are those of data error: another way of scaling gives numbers on
another scale, which cannot be put on one axis. Ranks and probabilities carry both kinds of variation.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from schakel.diagnosis.dossier import (
    Area,
    Comparison,
    ElementResult,
    FigureKey,
    Flip,
    IndicatorResult,
    Interval,
    Note,
    RankResult,
    WeakestLink,
    WeakestVerdict,
)
from schakel.diagnosis.picture_part import settled
from schakel.ecosystem.indicator_table import NATIONAL, USED, IndicatorTable
from schakel.ecosystem.results import Bounds, Floats, Variation, WeakestLinks
from schakel.koers.framework import Comparison as ComparisonDefinition
from schakel.koers.framework import Framework
from schakel.koers.label import Label

CHOICE_WORDS = {
    "scaling": Label("andere schaling", "another scaling"),
    "aggregation": Label("andere samenvoeging", "another aggregation"),
    "treatment": Label("uitschieters behandeld", "outliers treated"),
    "national_values": Label("landelijke waarden meegeteld", "national values counted"),
    "leave_out": Label("zonder een element", "without one element"),
    "weights": Label("andere gewichten", "other weights"),
    "boundary": Label("andere grens van de regio", "another boundary of the region"),
}


@dataclass(frozen=True, slots=True)
class ComparedEcosystem:
    """Everything that the ecosystem room found for one comparison."""

    definition: ComparisonDefinition
    table: IndicatorTable
    variation: Variation
    weakest: WeakestLinks


@dataclass(frozen=True, slots=True)
class Names:
    """Areas by code, and the peers among which a comparison's median is taken."""

    areas: Mapping[str, Area]
    peers: Sequence[str]

    def area(self, code: str) -> Area:
        """Return the area with this code."""
        return self.areas[code]


def is_bracket(found: ComparedEcosystem) -> bool:
    """Say whether the region is only seen through areas larger than itself."""
    boundaries = found.table.boundaries
    return found.definition.region == "bracket" or not any(t in boundaries for t in found.variation.targets)


def number(value: float) -> float | None:
    """Return a settled number, ``None`` for NaN."""
    return None if math.isnan(value) else settled(float(value))


def interval(value: float, bounds: Bounds, at: tuple[int, ...]) -> Interval:
    """Return a value with its bounds at a place of the arrays."""
    return Interval(number(value), number(float(bounds.low[at])), number(float(bounds.high[at])))


def comparison_of(found: ComparedEcosystem, framework: Framework, names: Names) -> Comparison:
    """Return a comparison as the dossier holds it."""
    variation, definition = found.variation, found.definition
    reference = int(found.table.is_reference.sum())
    return Comparison(
        code=definition.code,
        label=definition.label,
        level=definition.level,
        targets=tuple(names.area(code) for code in variation.targets),
        is_bracket=is_bracket(found),
        n_regions=reference,
        ranks=tuple(_rank(found, t, framework) for t in variation.targets),
        elements=tuple(_elements(found, framework, names)),
        indicators=tuple(_indicators(found, framework)),
        flips=tuple(_flips(variation)),
        choices=variation.scores.choices.as_text(),
        notes=tuple(_notes(found)),
    )


def _rank(found: ComparedEcosystem, target: str, framework: Framework) -> RankResult:
    v = found.variation
    at = v.ranking.units.index(target)
    t = v.targets.index(target)
    rank = v.ranking.rank(target)
    place = float(v.ranking.ranks[at])
    group = int(v.groups[at])
    return RankResult(
        area_code=target,
        n_regions=int(v.ranking.n_regions[at]),
        index=interval(float(v.index.values[at]), v.data.index, (at,)),
        rank=rank,
        rank_data=interval(place, v.data.rank, (at,)),
        rank_method=interval(place, v.method.rank, (at,)),
        rank_both=interval(place, v.both.rank, (at,)),
        n_indistinguishable=int(v.cannot_be_told_apart[t].sum() - bool(v.cannot_be_told_apart[t, at])),
        group=group or None,
        n_groups=v.n_groups,
        elements_measured=int(v.index.n_elements[at]),
        elements_declared=len(framework.elements),
    )


def _elements(found: ComparedEcosystem, framework: Framework, names: Names) -> Iterable[ElementResult]:
    v = found.variation
    declared = {
        e.code: [i for i in found.table.indicators if i.element == e.code] for e in framework.elements
    }
    for target in v.targets:
        at, t = v.scores.units.index(target), v.targets.index(target)
        for element in framework.elements:
            known = element.code in v.scores.elements
            column = v.scores.elements.index(element.code) if known else -1
            score = float(v.scores.scores[at, column]) if known else math.nan
            measured = not math.isnan(score)
            where = (at, column)
            periods = _periods(found.table, target, element.code)
            yield ElementResult(
                element=element.code,
                label=element.label,
                area_code=target,
                measured=measured,
                score=interval(score, v.data.element_score, where) if measured else Interval(None),
                rank=interval(float(v.scores.ranks[where]), v.both.element_rank, (t, column))
                if measured
                else Interval(None),
                n_regions=_n_scored(v, column) + (not found.table.is_reference[at]) if measured else 0,
                peer_median=_peer_median(found, column, names) if measured else None,
                probability_weakest=_weakest(v.weakest["both"], t, column) if measured else (),
                probability_weakest_data=_weakest(v.weakest["data"], t, column) if measured else (),
                probability_weakest_method=_weakest(v.weakest["method"], t, column) if measured else (),
                n_indicators_used=int(v.scores.n_used[where]) if known else 0,
                n_indicators_declared=len(declared[element.code]),
                oldest_period=min(periods, default=None),
                newest_period=max(periods, default=None),
                would_measure=None if measured else element.would_measure,
            )


def _weakest(shares: Floats, target: int, column: int) -> tuple[float, ...]:
    return tuple(0.0 if math.isnan(p) else round(float(p), 9) for p in shares[target, column])


def _n_scored(variation: Variation, column: int) -> int:
    scores = variation.scores
    return int((np.isfinite(scores.scores[:, column]) & scores.is_reference).sum())


def _peer_median(found: ComparedEcosystem, column: int, names: Names) -> float | None:
    """Return the median score of the peers, or of all compared regions where these are no peers."""
    scores = found.variation.scores
    values = scores.scores[:, column]
    rows = [scores.units.index(p) for p in names.peers if p in scores.units]
    chosen = values[rows] if rows else values[scores.is_reference]
    chosen = chosen[np.isfinite(chosen)]
    return number(float(np.median(chosen))) if chosen.size else None


def _periods(table: IndicatorTable, target: str, element: str) -> list[int]:
    row = table.row(target)
    used = table.usable("exclude")
    return [
        int(table.periods[row, k])
        for k, spec in enumerate(table.indicators)
        if spec.element == element and used[row, k] and table.periods[row, k]
    ]


def _indicators(found: ComparedEcosystem, framework: Framework) -> Iterable[IndicatorResult]:
    table, v = found.table, found.variation
    declared = {i.code: i for i in framework.indicators}
    percentiles = table.percentiles()
    n_known = (np.isfinite(table.values) & table.is_reference[:, None]).sum(axis=0)
    for target in v.targets:
        row = table.row(target)
        for k, spec in enumerate(table.indicators):
            value, reason = number(float(table.values[row, k])), str(table.reasons[row, k])
            used = reason == USED and value is not None
            period, source = int(table.periods[row, k]) or None, str(table.sources[row, k])
            key = None
            if value is not None and period is not None:
                key = FigureKey(spec.measure, target, period, source, str(table.snapshots[row, k]))
            definition = declared[spec.code]
            yield IndicatorResult(
                code=spec.code,
                label=definition.label,
                element=spec.element,
                area_code=target,
                value=value,
                unit=definition.unit.en,
                direction=spec.direction,
                period=period,
                percentile=number(float(percentiles[row, k])) if used else None,
                measured_at_level=str(table.levels[row, k]),
                n_regions=int(n_known[k]),
                used=used,
                reason=None if used else reason or "missing",
                error_basis=definition.error.stated,
                source_table=source,
                figure=key,
                effective_weight=number(float(v.effective_weights[k])) if used else None,
            )


def _flips(variation: Variation) -> Iterable[Flip]:
    for flip in variation.flips:
        label = CHOICE_WORDS.get(flip.choice, Label(flip.choice, flip.choice))
        yield Flip(
            choice=flip.choice,
            alternative=flip.alternative,
            label=label,
            area_code=flip.target,
            weakest_element=flip.weakest_element,
            rank=flip.rank,
            holds=flip.holds,
        )


def _notes(found: ComparedEcosystem) -> Iterable[Note]:
    comparison = found.definition.code
    if is_bracket(found):
        yield Note("region_is_bracket", {"comparison": comparison})
    table = found.table
    rows = [table.row(t) for t in found.variation.targets]
    national = [
        spec.code
        for k, spec in enumerate(table.indicators)
        if all(table.reasons[r, k] == NATIONAL for r in rows)
    ]
    if national:
        codes = ", ".join(national)
        yield Note(
            "national_values_not_counted", {"comparison": comparison, "n": len(national), "indicators": codes}
        )
    for excluded in found.variation.excluded:
        words = {"scaling": excluded.scaling, "aggregation": excluded.aggregation, "reason": excluded.reason}
        yield Note("choices_not_combined", dict(words))


def weakest_of(found: ComparedEcosystem, framework: Framework) -> WeakestVerdict:
    """Return the verdict on the weakest links of a comparison, all its targets together."""
    labels = {e.code: e.label for e in framework.elements}
    comparison = found.definition.code
    together = found.weakest.together
    links = tuple(
        WeakestLink(
            link.element,
            labels[link.element],
            comparison,
            round(link.probability, 9),
            round(link.probability_three, 9),
        )
        for link in together.links
    )
    notes = []
    if found.weakest.partly_measured:
        elements = ", ".join(found.weakest.partly_measured)
        notes.append(Note("measured_for_some_areas", {"elements": elements, "comparison": comparison}))
    return WeakestVerdict(
        comparison=comparison,
        coverage=together.coverage,
        links=links,
        is_single=together.is_single,
        not_measured=found.weakest.not_measured,
        notes=tuple(notes),
    )
