# SPDX-License-Identifier: EUPL-1.2
"""The dossier: what the Program Board reads, as plain data without sentences.

Everything here is a frozen dataclass that goes to JSON and back unchanged
(:mod:`schakel.diagnosis.storage`). Large tables (all regions, all draws summarised) are
Parquet files beside it. Sentences in Dutch or English are made in ``schakel.documents``.
Units: scores are on the scale where the average of the compared regions is 1; shares and
probabilities run from 0 to 1; ranks start at 1 (best). ``None`` means unknown.
"""

from dataclasses import dataclass, field
from typing import Literal

from schakel.diagnosis.vocabulary import Area as Area
from schakel.diagnosis.vocabulary import Detail as Detail
from schakel.diagnosis.vocabulary import FigureKey as FigureKey
from schakel.diagnosis.vocabulary import Interval as Interval
from schakel.diagnosis.vocabulary import Note as Note
from schakel.koers.label import Label


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One indicator of one element for one target area.

    ``used`` is False when it does not count as regional evidence; ``reason`` then says why
    ("national_value", "missing", "not_at_this_level").
    """

    code: str
    label: Label
    element: str
    area_code: str
    value: float | None
    unit: str
    direction: Literal["+", "-"]
    period: int | None
    percentile: float | None
    measured_at_level: str
    n_regions: int
    used: bool
    reason: str | None
    error_basis: str
    source_table: str
    figure: FigureKey | None
    effective_weight: float | None


@dataclass(frozen=True, slots=True)
class ElementResult:
    """One element for one target area in one comparison.

    ``measured`` is False when no real regional figure exists: then score and probabilities
    are ``None`` and ``would_measure`` says what would measure it. ``probability_weakest[k]``
    is the share of runs in which the element is among the weakest ``k + 1`` (k = 0, 1, 2).
    """

    element: str
    label: Label
    area_code: str
    measured: bool
    score: Interval
    rank: Interval
    n_regions: int
    peer_median: float | None
    probability_weakest: tuple[float, ...]
    probability_weakest_data: tuple[float, ...]
    probability_weakest_method: tuple[float, ...]
    n_indicators_used: int
    n_indicators_declared: int
    oldest_period: int | None
    newest_period: int | None
    would_measure: Label | None


@dataclass(frozen=True, slots=True)
class RankResult:
    """Where one target area stands: rank with three intervals kept apart, and who is indistinguishable."""

    area_code: str
    n_regions: int
    index: Interval
    rank: int | None
    rank_data: Interval
    rank_method: Interval
    rank_both: Interval
    n_indistinguishable: int
    group: int | None
    n_groups: int
    elements_measured: int
    elements_declared: int


@dataclass(frozen=True, slots=True)
class Flip:
    """A choice that changes the verdict: another weakest element or a rank outside the data interval."""

    choice: str
    alternative: str
    label: Label
    area_code: str
    weakest_element: str | None
    rank: int | None
    holds: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """The region placed among others, once per comparison ("european", "dutch")."""

    code: str
    label: Label
    level: str
    targets: tuple[Area, ...]
    is_bracket: bool
    n_regions: int
    ranks: tuple[RankResult, ...]
    elements: tuple[ElementResult, ...]
    indicators: tuple[IndicatorResult, ...]
    flips: tuple[Flip, ...]
    choices: dict[str, str]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class WeakestLink:
    """An element in the weakest set; ``probability`` that it is the weakest one (all targets and runs)."""

    element: str
    label: Label
    comparison: str
    probability: float
    probability_three: float


@dataclass(frozen=True, slots=True)
class WeakestVerdict:
    """The set that holds the weakest link with at least ``coverage`` probability.

    ``is_single`` only when one element reaches ``coverage`` alone. ``not_measured`` lists the
    elements that could be weaker still, since nothing regional measures them.
    """

    comparison: str
    coverage: float
    links: tuple[WeakestLink, ...]
    is_single: bool
    not_measured: tuple[str, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a series; ``low``/``high`` when only a bracket is known. ``status``: see observations."""

    period: int
    value: float | None
    low: float | None
    high: float | None
    status: str


@dataclass(frozen=True, slots=True)
class Line:
    """A series of one area; ``role`` is region, nearest, peers (median), peer or country."""

    area: Area
    role: Literal["region", "nearest", "peers", "peer", "country"]
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class PrintedCheck:
    """A figure printed in the course beside what the statistics say.

    ``verdict`` is confirmed, other_definition, not_confirmed or no_figure. ``printed_value`` is
    ``None`` for a statement without a number ("higher than in the country").
    """

    figure_id: str
    label: Label
    section: str
    printed_value: float | None
    printed_period: int | None
    unit: str
    found_value: float | None
    found_low: float | None
    found_high: float | None
    found_period: int | None
    found_area: Area | None
    verdict: Literal["confirmed", "other_definition", "not_confirmed", "no_figure"]
    notes: tuple[Note, ...]
    figure: FigureKey | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The latest value of an item for the region (or honest nearest area) against peers and country."""

    period: int | None
    area: Area | None
    value: float | None
    low: float | None
    high: float | None
    country_value: float | None
    peers_median: float | None
    rank: int | None
    n_regions: int
    change_value: float | None
    change_from_period: int | None
    figure: FigureKey | None


@dataclass(frozen=True, slots=True)
class PictureItem:
    """One item of the economic picture (course section 4).

    ``is_region_exact`` is False when the figure does not exist for the region itself: then
    the lines carry the name of the area that they are about.
    """

    code: str
    theme: Literal["jobs", "firms", "people", "income"]
    label: Label
    question: Label
    unit: str
    decimals: int
    higher_is: Literal["better", "worse", "neutral"]
    is_region_exact: bool
    lines: tuple[Line, ...]
    standing: Standing
    printed: tuple[PrintedCheck, ...]
    breaks: tuple[Note, ...]
    definition: Label
    source_tables: tuple[str, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """A strong or an attention point: which item or element, how far from the reference, how sure."""

    kind: Literal["strong", "attention"]
    subject_kind: Literal["element", "picture"]
    subject: str
    label: Label
    comparison: str
    strength: float
    certainty: float | None
    note: Note


@dataclass(frozen=True, slots=True)
class Change:
    """What moved since the previous year, split so that the parts add up to ``total``.

    ``real`` (same definition and vintage), ``revision`` (the publisher changed an old figure),
    ``method`` (framework or code changed). ``None`` where a part cannot be known.
    """

    subject_kind: Literal["element", "picture", "index"]
    subject: str
    label: Label
    area: Area
    unit: str
    period: int
    previous_period: int
    previous_value: float | None
    value: float | None
    total: float | None
    real: float | None
    revision: float | None
    method: float | None
    is_beyond_noise: bool | None
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A finding of the consistency checks; ``next_step`` is the code of what to do about it."""

    rule: str
    kind: str
    severity: Literal["contradiction", "rounding", "warning", "notice"]
    subject: Label
    scope: Literal["course", "figures"]
    figures: tuple[str, ...]
    stated: float | None
    computed: float | None
    computed_low: float | None
    computed_high: float | None
    likelier_figure: str | None
    likelier_value: float | None
    note: Note
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """How a main line strengthens an element: "yes", "possibly", "implicit" or "no"."""

    line: str
    element: str
    strength: Literal["yes", "possibly", "implicit", "no"]


@dataclass(frozen=True, slots=True)
class PeerRegion:
    """A peer with the distance that the rule found and its value on each criterion."""

    area: Area
    distance: float
    criteria: dict[str, float | None]


@dataclass(frozen=True, slots=True)
class SnapshotUse:
    """A snapshot that the dossier rests on."""

    snapshot_id: str
    source_table: str
    title: Label
    publisher: str
    licence: str
    url: str
    file_name: str
    sha256: str
    retrieved_date: str | None
    newest_period: int | None
    n_observations: int
    age_years: int | None


@dataclass(frozen=True, slots=True)
class Provenance:
    """What is needed to make the same dossier again, byte for byte."""

    code_version: str
    course_version: str
    framework_sha256: str
    seed: int
    n_runs: int
    choices: dict[str, str]
    snapshots: tuple[SnapshotUse, ...]
    imputed_share: float
    national_value_share: float
    suppressed_share: float
    previous_measurement_id: str | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """The yearly diagnosis of one region; ``units`` gives the text of each unit code."""

    course_id: str
    course_label: Label
    region: Area
    members: tuple[Area, ...]
    year: int
    comparisons: tuple[Comparison, ...]
    weakest: tuple[WeakestVerdict, ...]
    picture: tuple[PictureItem, ...]
    peers: tuple[PeerRegion, ...]
    strong_points: tuple[KeyPoint, ...]
    attention_points: tuple[KeyPoint, ...]
    changes: tuple[Change, ...]
    cannot_say: tuple[Note, ...]
    contradictions: tuple[Contradiction, ...]
    coverage: tuple[CoverageCell, ...]
    coverage_holes: tuple[Note, ...]
    provenance: Provenance
    units: dict[str, Label] = field(default_factory=dict)

    def comparison(self, code: str) -> Comparison:
        """Return the comparison with this code."""
        return next(c for c in self.comparisons if c.code == code)
