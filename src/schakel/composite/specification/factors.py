# SPDX-License-Identifier: EUPL-1.2
"""Factors as a specification states them, and the reasonable choices that are varied when it states none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Annotated, Any

import numpy as np

from schakel.composite.specification.known_names import Count, NodeCode, Share, StepLabel
from schakel.composite.specification.sharper_types import ValueOfSetting
from schakel.composite.structure.tree import Tree
from schakel.composite.varying.alternatives import (
    Alternative,
    AnyFactor,
    Factor,
    choose_weight_sets,
    vary_inclusion,
    vary_range,
    vary_setting,
    vary_weights,
)


@dataclass(frozen=True, slots=True)
class VarySetting:
    """One setting of one step takes named values."""

    step: StepLabel
    setting: str
    values: Annotated[Mapping[str, Any], ValueOfSetting()]


@dataclass(frozen=True, slots=True)
class VaryRange:
    """A number of one step runs from low to high, at the middles of equal parts."""

    step: StepLabel
    setting: str
    low: float
    high: float
    n_levels: Count = 25
    whole: bool = False


@dataclass(frozen=True, slots=True)
class VaryWeights:
    """Weights w (1 + spread U), U uniform from -1 to 1, ``n_sets`` times, of ``codes`` or else all nodes."""

    spread: Share = 0.25
    n_sets: Count = 200
    codes: tuple[NodeCode, ...] = ()


@dataclass(frozen=True, slots=True)
class StatedFactor:
    """A choice that is varied: its name and exactly one of the ways to vary it.

    Attributes
    ----------
    name
        Words for the choice.
    alternatives
        Named alternatives, each with what it changes.
    vary_setting, vary_range, vary_weights
        As the functions of these names.
    vary_inclusion
        Nodes of which none or one is left out.
    choose_weight_sets
        Per node its weight in every set.
    probabilities
        One per alternative; equal where absent.
    """

    name: str
    alternatives: tuple[Alternative, ...] = ()
    vary_setting: VarySetting | None = None
    vary_range: VaryRange | None = None
    vary_weights: VaryWeights | None = None
    vary_inclusion: tuple[NodeCode, ...] = ()
    choose_weight_sets: Mapping[NodeCode, tuple[float, ...]] = field(default_factory=dict)
    probabilities: tuple[Share, ...] = ()

    def find_problems(self) -> Iterator[tuple[tuple[str | int, ...], str, dict[str, Any]]]:
        """Yield what does not go together."""
        ways = [each.name for each in fields(self) if each.name not in ("name", "probabilities")]
        given = sum(1 for way in ways if getattr(self, way))
        if given != 1:
            yield (), "one_of", {"found": given, "expected": ", ".join(ways)}
        lengths = {len(numbers) for numbers in self.choose_weight_sets.values()}
        if len(lengths) > 1:
            yield ("choose_weight_sets",), "length", {"found": sorted(lengths), "expected": "n = n"}


def make_factors(
    stated: Sequence[StatedFactor], tree: Tree, rng: np.random.Generator
) -> tuple[AnyFactor, ...]:
    """Return the factors that are stated; weights with noise are drawn from ``rng``.

    Raises
    ------
    UnknownNode, WrongFactors
        For a node that is not there, or weights that cannot be varied.
    """
    return tuple(_make(each, tree, rng) for each in stated)


def _make(stated: StatedFactor, tree: Tree, rng: np.random.Generator) -> AnyFactor:
    made: AnyFactor
    name, setting, over, noise = stated.name, stated.vary_setting, stated.vary_range, stated.vary_weights
    if setting is not None:
        made = vary_setting(name, step=setting.step, setting=setting.setting, values=setting.values)
    elif over is not None:
        made = vary_range(
            name,
            step=over.step,
            setting=over.setting,
            low=over.low,
            high=over.high,
            n_levels=over.n_levels,
            whole=over.whole,
        )
    elif noise is not None:
        made = vary_weights(name, tree, spread=noise.spread, n_sets=noise.n_sets, rng=rng, codes=noise.codes)
    elif stated.choose_weight_sets:
        sets = {code: np.array(numbers) for code, numbers in stated.choose_weight_sets.items()}
        made = choose_weight_sets(name, tree, sets)
    elif stated.vary_inclusion:
        made = vary_inclusion(name, stated.vary_inclusion)
    else:
        made = Factor(name=name, alternatives=stated.alternatives)
    return replace(made, probabilities=stated.probabilities) if stated.probabilities else made
