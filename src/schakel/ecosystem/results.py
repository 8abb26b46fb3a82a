# SPDX-License-Identifier: EUPL-1.2
"""What the ecosystem room hands over: plain frozen tables of numbers.

Rows follow ``units`` (regions), columns ``elements`` or ``indicators`` in the order of the tuple.
NaN is unknown. Scores have mean 1 over the reference regions; ranks start at 1 (best); tied
regions share the better rank. Probabilities run from 0 to 1.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from schakel.ecosystem.choices import Choices

Floats = NDArray[np.float64]
Mode = Literal["data", "method", "both"]
MODES: tuple[Mode, ...] = ("data", "method", "both")
COVERAGE = 0.9


@dataclass(frozen=True, slots=True)
class ElementScores:
    """Element scores of every unit under one set of choices.

    Attributes
    ----------
    scores, ranks
        Shape (n_units, k_elements); NaN where the element is not measured for the unit.
    n_used
        Indicators with regional evidence per unit and element, same shape.
    indicator_scores
        Normalised indicators, direction already turned, shape (n_units, k_indicators).
    in_index
        Shape (k_elements,): measured for every target among the reference regions; only these make
        the index, so that all regions are ranked on the same elements.
    dropped
        (indicator, reason) pairs: "constant", "too_few_regions" or "left_out".
    by_interval_rule
        Indicators scaled by exp(z) because a ratio to the mean has no meaning for them.
    """

    units: tuple[str, ...]
    elements: tuple[str, ...]
    indicators: tuple[str, ...]
    scores: Floats
    ranks: Floats
    n_used: NDArray[np.int64]
    indicator_scores: Floats
    in_index: NDArray[np.bool_]
    dropped: tuple[tuple[str, str], ...]
    by_interval_rule: tuple[str, ...]
    is_reference: NDArray[np.bool_]
    choices: Choices

    def score(self, unit: str, element: str) -> float:
        """Return the score of one element of one unit (NaN: not measured)."""
        return float(self.scores[self.units.index(unit), self.elements.index(element)])


@dataclass(frozen=True, slots=True)
class Index:
    """The index of every unit, with the elements and weights it rests on.

    ``values`` is NaN for a unit with too few elements; ``n_elements`` counts those it has;
    ``weights`` sum to 1; ``effective_weights`` is each element's share in the variance of the
    additive index (they sum to 1; a negative one means that the element pulls against the rest).
    """

    units: tuple[str, ...]
    elements: tuple[str, ...]
    values: Floats
    n_elements: NDArray[np.int64]
    weights: Floats
    effective_weights: Floats
    is_reference: NDArray[np.bool_]
    choices: Choices


@dataclass(frozen=True, slots=True)
class Ranking:
    """Ranks of every unit; ``n_regions`` is the number it is placed among (itself included).

    A unit that is not a reference region (the region built from its municipalities) is placed
    among the reference regions one at a time, without moving them. ``gap_above`` is the index
    difference to the nearest better reference region (NaN for the first).
    """

    units: tuple[str, ...]
    ranks: Floats
    n_regions: NDArray[np.int64]
    gap_above: Floats

    def rank(self, unit: str) -> int | None:
        """Return the rank of a unit, or ``None`` when it could not be ranked."""
        found = self.ranks[self.units.index(unit)]
        return None if np.isnan(found) else int(found)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lowest and highest value in 90 % of the runs; the value without variation is always inside."""

    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True)
class Spread:
    """Intervals of one kind of variation.

    Attributes
    ----------
    index, rank
        Shape (n_units,).
    element_score
        Shape (n_units, k_elements).
    element_rank
        Shape (n_targets, k_elements): of the targets only.
    probability_above
        Share of the runs in which target t has a higher index than unit u (ties count half),
        shape (n_targets, n_units); NaN where one of the two has no index.
    """

    mode: Mode
    n_runs: int
    index: Bounds
    rank: Bounds
    element_score: Bounds
    element_rank: Bounds
    probability_above: Floats


@dataclass(frozen=True, slots=True)
class ChoiceInfluence:
    """How much one choice moves the rank of one target.

    ``mean_shift``: average number of places when only this choice changes; ``largest_shift``: the
    largest.
    """

    choice: str
    target: str
    mean_shift: float
    largest_shift: int


@dataclass(frozen=True, slots=True)
class ExcludedCombination:
    """Choices that were not combined, with the code of the reason."""

    scaling: str
    aggregation: str
    reason: str


@dataclass(frozen=True, slots=True)
class Flip:
    """What one other choice does to one target.

    ``weakest_element`` is the lowest element under that choice; ``holds`` when it is the same
    element as by default and the rank stays inside the interval of data error.
    """

    choice: str
    alternative: str
    target: str
    weakest_element: str | None
    rank: int | None
    holds: bool


@dataclass(frozen=True, slots=True)
class Variation:
    """A comparison with everything that the runs tell about its certainty.

    Attributes
    ----------
    data, method, both
        Intervals from data error alone, from method choices alone, and from both.
    groups
        Shape (n_units,), 1 is the best group; 0 for a unit without an index. Regions of one
        group cannot be told apart from its first region by data error.
    cannot_be_told_apart
        Shape (n_targets, n_units): neither index is significantly above the other.
    rank_sets
        Simultaneous confidence sets for all ranks from data error, shape (n_units, 2).
    weakest
        Share of the runs in which an element is among the weakest k + 1 of its target, per mode,
        shape (n_targets, k_elements, 3); NaN where it is not measured.
    missing_share, national_share
        Share of the reference regions' cells that are missing, and that are national values repeated.
        Nothing is filled in a score; an unknown element is drawn inside the runs only.
    """

    targets: tuple[str, ...]
    measured: tuple[str, ...]
    scores: ElementScores
    index: Index
    ranking: Ranking
    data: Spread
    method: Spread
    both: Spread
    weakest: dict[Mode, Floats]
    groups: NDArray[np.int64]
    cannot_be_told_apart: NDArray[np.bool_]
    rank_sets: Floats
    effective_weights: Floats
    influences: tuple[ChoiceInfluence, ...]
    flips: tuple[Flip, ...]
    excluded: tuple[ExcludedCombination, ...]
    missing_share: float
    national_share: float
    seed: int

    def spread(self, mode: Mode) -> Spread:
        """Return the intervals of one kind of variation."""
        return {"data": self.data, "method": self.method, "both": self.both}[mode]

    @property
    def n_groups(self) -> int:
        """Number of groups of regions that can be told apart."""
        return int(self.groups.max(initial=0))


@dataclass(frozen=True, slots=True)
class WeakLink:
    """An element of the weakest set: probability of being the weakest one, and among the weakest three."""

    element: str
    probability: float
    probability_three: float


@dataclass(frozen=True, slots=True)
class WeakestSet:
    """The smallest set that holds the weakest element with at least ``coverage`` probability.

    ``target`` is a region code, or empty for all targets together. ``is_single`` only when one
    element reaches the coverage under data error alone and under both kinds of variation.
    """

    target: str
    coverage: float
    links: tuple[WeakLink, ...]
    is_single: bool


@dataclass(frozen=True, slots=True)
class WeakestLinks:
    """The weakest links of a comparison: all targets together, each target, and what is not measured."""

    together: WeakestSet
    per_target: tuple[WeakestSet, ...]
    not_measured: tuple[str, ...]
    partly_measured: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TriedChoices:
    """The answer to one set of choices; ``weakest`` has each target's elements from weak to strong."""

    scores: ElementScores
    index: Index
    ranking: Ranking
    weakest: dict[str, tuple[str, ...]]
