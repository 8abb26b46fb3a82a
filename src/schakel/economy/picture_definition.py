# SPDX-License-Identifier: EUPL-1.2
"""The economic picture as data: its items, its peers' rule and how printed figures are judged.

``courses/<course>/picture.yaml`` declares everything that is particular to a course, so that
another region brings its own items without touching the source.
"""

from dataclasses import dataclass, field
from typing import Literal

from schakel.koers.label import Label

Level = Literal["region", "corop", "nuts2", "country"]
Theme = Literal["jobs", "firms", "people", "income"]
Compare = Literal["level", "change", "direction", "versus_country"]
Expectation = Literal["above", "below", "up", "down"]


@dataclass(frozen=True, slots=True)
class Formula:
    """How a value follows from measures: ``factor`` x sum of numerators / sum of denominators.

    Without ``denominator`` the value is the sum of the numerators; one published ratio stays as
    published and is weighted when areas are put together.
    """

    numerator: tuple[str, ...]
    denominator: tuple[str, ...] = ()
    factor: float = 1.0

    @property
    def measures(self) -> tuple[str, ...]:
        """All measures that the formula reads."""
        return (*self.numerator, *self.denominator)


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement of the course that has no row of its own among the printed figures."""

    id: str
    label: Label
    section: str
    period: int | None = None


@dataclass(frozen=True, slots=True)
class PrintedRule:
    """How one printed figure or statement is compared with what the statistics say.

    ``counts`` says whether the statistic counts the same thing; ``max_gap`` how many years the
    found figure may lie from the printed one; ``tolerance`` is relative, ``tolerance_absolute``
    in the item's unit (the wider one holds). ``printed_factor`` brings the printed unit to the item's.
    """

    compare: Compare
    counts: Literal["same", "other"]
    figure: str | None = None
    from_figure: str | None = None
    claim: Claim | None = None
    expect: Expectation | None = None
    value: Formula | None = None
    why_other: Label | None = None
    period: int | None = None
    from_period: int | None = None
    max_gap: int = 0
    tolerance: float = 0.0
    tolerance_absolute: float = 0.0
    printed_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """One item of the picture; ``value_at`` holds another formula for a level where needed.

    ``noise`` is the smallest change in the item's unit that is more than rounding and margin;
    ``key_point`` is False for items that may not become a strong or an attention point.
    """

    code: str
    theme: Theme
    label: Label
    question: Label
    definition: Label
    unit: str
    decimals: int
    higher_is: Literal["better", "worse", "neutral"]
    value: Formula
    value_at: dict[Level, Formula] = field(default_factory=dict)
    subject: str = ""
    key_point: bool = True
    change_years: int = 10
    noise: float | None = None
    remark: Label | None = None
    printed: tuple[PrintedRule, ...] = ()

    def formula(self, level: Level) -> Formula:
        """Return the formula that holds at a level."""
        return self.value_at.get(level, self.value)


@dataclass(frozen=True, slots=True)
class PeerCriterion:
    """A property on which peers must resemble the region; ``log`` compares ratios, not differences."""

    code: str
    label: Label
    value: Formula
    log: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class PeerRule:
    """How peers are chosen among the regions of ``level``; ``override`` replaces the choice."""

    n: int
    criteria: tuple[PeerCriterion, ...]
    override: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PictureDefinition:
    """The whole picture: units with their texts, the peers' rule, the items in order."""

    units: dict[str, Label]
    peers: PeerRule
    items: tuple[ItemDefinition, ...]

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure that the picture reads, sorted."""
        formulas = [c.value for c in self.peers.criteria]
        for item in self.items:
            formulas += [item.value, *item.value_at.values()]
            formulas += [rule.value for rule in item.printed if rule.value]
        return tuple(sorted({measure for formula in formulas for measure in formula.measures}))
