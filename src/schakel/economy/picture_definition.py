# SPDX-License-Identifier: EUPL-1.2
"""The economic picture as data: its items, its peers' rule and how printed figures are judged.

``courses/<course>/picture.yaml`` declares everything that is particular to a course, so that
another region brings its own items without touching the source.
"""

from pathlib import Path
from typing import Annotated, Literal, Self

import pydantic

from schakel.koers.entries import Code, Entry, Text, Words, validate_entry
from schakel.koers.located_yaml import read_located_yaml

Level = Literal["region", "corop", "nuts2", "country"]
Theme = Literal["jobs", "firms", "people", "income"]
Compare = Literal["level", "change", "direction", "versus_country"]
Expectation = Literal["above", "below", "up", "down"]


class Formula(Entry):
    """How a value follows from measures: ``factor`` x sum of numerators / sum of denominators.

    Without ``denominator`` the value is the sum of the numerators; one published ratio stays as
    published and is weighted when areas are put together.
    """

    numerator: Annotated[tuple[Text, ...], pydantic.Field(min_length=1)]
    denominator: tuple[str, ...] = ()
    factor: Annotated[float, pydantic.Field(gt=0)] = 1.0

    @property
    def measures(self) -> tuple[str, ...]:
        """All measures that the formula reads."""
        return (*self.numerator, *self.denominator)


class Claim(Entry):
    """A statement of the course that has no row of its own among the printed figures."""

    id: Code
    label: Words
    section: str
    period: int | None = None


class PrintedRule(Entry):
    """How printed figures or a statement are compared with what the statistics say.

    A rule names a ``quantity`` (every different printed figure of it gets a verdict), one printed
    ``figure``, a change from ``from_figure`` to ``figure``, or a ``claim`` in words.
    ``counts`` says whether the statistic counts the same thing; ``max_gap`` how many years the
    found figure may lie from the printed one; ``tolerance`` is relative, ``tolerance_absolute``
    in the item's unit (the wider one holds). ``printed_factor`` brings the printed unit to the item's.
    """

    compare: Compare
    counts: Literal["same", "other"] = "same"
    quantity: str | None = None
    figure: str | None = None
    from_figure: str | None = None
    claim: Claim | None = None
    expect: Expectation | None = None
    value: Formula | None = None
    why_other: Words | None = None
    period: int | None = None
    from_period: int | None = None
    max_gap: int = 0
    tolerance: float = 0.0
    tolerance_absolute: float = 0.0
    printed_factor: float = 1.0

    @pydantic.model_validator(mode="after")
    def _is_complete(self) -> Self:
        if not (self.quantity or self.figure or self.claim):
            raise ValueError("a quantity or a figure of the printed figures, or a claim")
        if self.compare == "versus_country" and self.expect not in ("above", "below"):
            raise ValueError("expect: above or below, with compare: versus_country")
        if self.counts == "other" and self.why_other is None:
            raise ValueError("why_other (nl and en), with counts: other")
        return self


class ItemDefinition(Entry):
    """One item of the picture; ``value_at`` holds another formula for a level where needed.

    ``noise`` is the smallest change in the item's unit that is more than rounding and margin;
    ``key_point`` is False for items that may not become a strong or an attention point.
    """

    code: Code
    theme: Theme
    label: Words
    question: Words
    definition: Words
    unit: str
    decimals: int
    higher_is: Literal["better", "worse", "neutral"]
    value: Formula
    value_at: dict[Level, Formula] = pydantic.Field(default_factory=dict)
    subject: str = ""
    key_point: bool = True
    change_years: int = 10
    noise: float | None = None
    remark: Words | None = None
    printed: tuple[PrintedRule, ...] = ()

    def formula(self, level: Level) -> Formula:
        """Return the formula that holds at a level."""
        return self.value_at.get(level, self.value)


class PeerCriterion(Entry):
    """A property on which peers must resemble the region; ``log`` compares ratios, not differences."""

    code: Code
    label: Words
    value: Formula
    log: bool = False
    weight: float = 1.0


class PeerRule(Entry):
    """How peers are chosen among the regions of ``level``; ``override`` replaces the choice."""

    n: Annotated[int, pydantic.Field(ge=1, le=40)]
    criteria: tuple[PeerCriterion, ...]
    override: tuple[str, ...] = ()


class PictureDefinition(Entry):
    """The whole picture: units with their texts, the peers' rule, the items in order.

    ``inhabitants`` names the measure that says where in the larger areas the region lies.
    """

    inhabitants: Text | None = None
    units: dict[str, Words]
    peers: PeerRule
    items: tuple[ItemDefinition, ...]

    @property
    def measures(self) -> tuple[str, ...]:
        """Every measure that the picture reads, sorted."""
        formulas = [c.value for c in self.peers.criteria]
        for item in self.items:
            formulas += [item.value, *item.value_at.values()]
            formulas += [rule.value for rule in item.printed if rule.value]
        found = {measure for formula in formulas for measure in formula.measures}
        return tuple(sorted(found | ({self.inhabitants} if self.inhabitants else set())))


def load_picture_definition(course_folder: Path) -> PictureDefinition:
    """Read ``picture.yaml`` of a course folder.

    Raises
    ------
    Problem
        The first thing that is wrong in the file, with its line and what was expected.
    """
    made, problems = validate_entry(read_located_yaml(course_folder / "picture.yaml"), PictureDefinition)
    if problems or made is None:
        raise problems[0]
    return made
