# SPDX-License-Identifier: EUPL-1.2
"""The names that a specification may use, and types that say which of them a field holds."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from schakel.composite.bad_input import N_

NameKind = Literal[
    "node",
    "indicator",
    "branch",
    "unit",
    "group",
    "column",
    "denominator",
    "period",
    "step",
    "stage",
    "number",
]
Names = tuple[str, ...] | None

WHAT: dict[NameKind, str] = {
    "node": N_("indicator or branch"),
    "indicator": N_("indicator"),
    "branch": N_("branch"),
    "unit": N_("unit"),
    "group": N_("grouping of units"),
    "column": N_("column with numbers"),
    "denominator": N_("denominator"),
    "period": N_("period"),
    "number": N_("indicator, branch or column with numbers"),
    "step": N_("step"),
    "stage": N_("step"),
}


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Names per kind; None as long as they are not known, so that nothing is refused for them.

    ``step_kinds`` has per label of a step the class of its settings.
    """

    node: Names = None
    indicator: Names = None
    branch: Names = None
    unit: Names = None
    group: Names = None
    column: Names = None
    denominator: Names = None
    period: Names = None
    step_kinds: dict[str, type] = field(default_factory=dict)

    def of_kind(self, kind: NameKind) -> Names:
        """Return the known names of a kind, or None where they are not known yet."""
        if kind == "step":
            return tuple(self.step_kinds)
        if kind == "stage":
            return ("raw", *self.step_kinds)
        if kind == "number":
            return None if self.node is None or self.column is None else (*self.node, *self.column)
        known: Names = getattr(self, kind)
        return known


@dataclass(frozen=True, slots=True)
class Named:
    """Says that a text is a name of this kind."""

    kind: NameKind


@dataclass(frozen=True, slots=True)
class Between:
    """Says that a number lies within bounds; ``expected`` is how messages write them."""

    low: float
    high: float
    expected: str


@dataclass(frozen=True, slots=True)
class Several:
    """Says how many items a list may have; ``expected`` is how messages write it."""

    counts: tuple[int, ...]
    expected: str


NodeCode = Annotated[str, Named("node")]
IndicatorCode = Annotated[str, Named("indicator")]
BranchCode = Annotated[str, Named("branch")]
UnitCode = Annotated[str, Named("unit")]
GroupName = Annotated[str, Named("group")]
ColumnName = Annotated[str, Named("column")]
DenominatorName = Annotated[str, Named("denominator")]
PeriodCode = Annotated[int | str, Named("period")]
StepLabel = Annotated[str, Named("step")]
NumberName = Annotated[str, Named("number")]
StageLabel = Annotated[str, Named("stage")]
Share = Annotated[float, Between(0.0, 1.0, "0 ... 1")]
Positive = Annotated[float, Between(0.0, float("inf"), ">= 0")]
Count = Annotated[int, Between(1, float("inf"), ">= 1")]
