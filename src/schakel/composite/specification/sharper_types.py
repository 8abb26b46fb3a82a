# SPDX-License-Identifier: EUPL-1.2
"""Types of fields of the room's records that hold the name of an indicator, a unit or a step."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from schakel.composite.building.steps import (
    Aggregate,
    Denominate,
    Impute,
    ImputeMethod,
    Normalise,
    Screen,
    Treat,
    Weighting,
)
from schakel.composite.specification.known_names import (
    BranchCode,
    Count,
    DenominatorName,
    GroupName,
    IndicatorCode,
    NodeCode,
    PeriodCode,
    Positive,
    Share,
    UnitCode,
)
from schakel.composite.structure.tree import Aggregation, Branch, Indicator
from schakel.composite.treating.rule import Transform, TreatmentRule
from schakel.composite.varying.alternatives import Alternative


@dataclass(frozen=True, slots=True)
class Part:
    """Some fields of a record, as a dictionary."""

    kind: type
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OneOf:
    """A record of one of several kinds, written as ``name: {fields}``."""

    kinds: Mapping[str, type]


@dataclass(frozen=True, slots=True)
class ByStep:
    """Settings per label of a step."""


@dataclass(frozen=True, slots=True)
class ValueOfSetting:
    """Named values of the setting that stands beside them."""


@dataclass(frozen=True, slots=True)
class StepByLabel:
    """Per label of a step the step that comes in its place, or nothing."""


STEP_KINDS: dict[str, type] = {
    "denominate": Denominate,
    "screen": Screen,
    "impute": Impute,
    "treat": Treat,
    "normalise": Normalise,
    "aggregate": Aggregate,
}
Rule = Part | OneOf | ByStep | ValueOfSetting | StepByLabel
IN_ONE_WORD: dict[type, str] = {Aggregation: "method", Weighting: "method"}

OwnNormalisation = Annotated[Any, Part(Normalise, ("label", "per_indicator"))]
SHARPER: dict[tuple[type, str], Any] = {
    (Denominate, "denominators"): Mapping[IndicatorCode, DenominatorName | None],
    (Screen, "min_known"): Share,
    (Screen, "min_nonzero"): Share,
    (Screen, "keep"): tuple[UnitCode, ...],
    (Screen, "remove"): tuple[UnitCode, ...],
    (Impute, "group"): GroupName | None,
    (Impute, "within"): tuple[NodeCode, ...],
    (Impute, "max_gap"): Count | None,
    (Impute, "per_indicator"): Mapping[IndicatorCode, ImputeMethod],
    (Treat, "transform"): Transform,
    (Treat, "share"): Share,
    (Treat, "per_indicator"): Mapping[IndicatorCode, Annotated[Any, Part(TreatmentRule)]],
    (Normalise, "unit"): UnitCode | None,
    (Normalise, "base_period"): PeriodCode | None,
    (Normalise, "per_indicator"): Mapping[IndicatorCode, OwnNormalisation],
    (Weighting, "low"): Share,
    (Weighting, "high"): Share,
    (Weighting, "importance"): Mapping[NodeCode, Positive],
    (Aggregate, "per_branch"): Mapping[BranchCode, Aggregation],
    (Aggregate, "weighting_per_branch"): Mapping[BranchCode, Weighting],
    (Aggregate, "weights"): Mapping[NodeCode, Positive],
    (Aggregation, "orness"): Share | None,
    (Aggregation, "low_share"): Share,
    (Aggregation, "high_share"): Share,
    (Aggregation, "min_share"): Share,
    (Alternative, "settings"): ByStep(),
    (Alternative, "replaced"): StepByLabel(),
    (Alternative, "dropped"): tuple[NodeCode, ...],
    (Alternative, "weights"): Mapping[NodeCode, Positive],
    (Alternative, "aggregations"): Mapping[BranchCode, Aggregation],
    (Indicator, "denominator"): DenominatorName | None,
    (Branch, "parent"): str | None,
}
