# SPDX-License-Identifier: EUPL-1.2
"""What could reasonably have been chosen otherwise: factors with named alternatives.

A factor is one choice (how to normalise); its alternatives are what it could be (min-max, z-score).
An alternative changes steps, the tree, or weights; ``as_it_is`` changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, Reason
from schakel.composite.building.step_nodes import forget_nodes, refuse_unknown_nodes
from schakel.composite.building.steps import (
    Aggregate,
    Step,
    Steps,
    change_step,
    check_steps,
    step_position,
    without_step,
)
from schakel.composite.structure.reshaping import prune_tree, reweigh_tree, set_aggregation
from schakel.composite.structure.tree import Aggregation, Tree, known_node


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to make a choice.

    Attributes
    ----------
    name
        Words that tell it from the other alternatives of its factor.
    settings
        Per label of a step the settings that change.
    replaced
        Per label the step that comes in its place; None leaves the step out.
    dropped
        Indicators or branches that are left out.
    weights
        Other weights for nodes.
    aggregations
        Other methods for branches.
    """

    name: str
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    replaced: Mapping[str, Step | None] = field(default_factory=dict)
    dropped: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    aggregations: Mapping[str, Aggregation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Factor:
    """A choice with its alternatives; equally likely unless ``probabilities`` says otherwise."""

    name: str
    alternatives: tuple[Alternative, ...]
    probabilities: tuple[float, ...] = ()

    @property
    def n_alternatives(self) -> int:
        """Number of alternatives."""
        return len(self.alternatives)

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the alternatives."""
        return tuple(alternative.name for alternative in self.alternatives)


@dataclass(frozen=True, slots=True, eq=False)
class WeightFactor:
    """A choice between many sets of weights, drawn beforehand.

    ``multipliers`` has per node one number per set, shape (n_sets,), with which its weight is
    multiplied; nodes that are not named keep theirs. ``instead_of`` has the weights that given sets replace:
    they must still be those of the index.
    """

    name: str
    multipliers: Mapping[str, Floats]
    probabilities: tuple[float, ...] = ()
    instead_of: Mapping[str, float] = field(default_factory=dict)

    @property
    def n_alternatives(self) -> int:
        """Number of weight sets."""
        return len(next(iter(self.multipliers.values()), ()))

    @property
    def names(self) -> tuple[str, ...]:
        """Numbers of the sets, from 1."""
        return tuple(str(number) for number in range(1, self.n_alternatives + 1))


AnyFactor = Factor | WeightFactor


class WrongFactors(BadInput):
    """Factors that cannot be varied."""

    template = N_("The factor '{factor}' cannot be varied: {reason}.")
    cure = N_("Give each factor its own name and at least one alternative with its own name.")


def as_it_is(name: str = "as it is") -> Alternative:
    """Return the alternative that changes nothing."""
    return Alternative(name=name)


def vary_setting(name: str, *, step: str, setting: str, values: Mapping[str, Any]) -> Factor:
    """Return the factor in which one setting of one step takes the named values."""
    return Factor(
        name=name,
        alternatives=tuple(
            Alternative(name=label, settings={step: {setting: value}}) for label, value in values.items()
        ),
    )


def vary_inclusion(name: str, codes: Sequence[str], *, none_dropped: str = "none") -> Factor:
    """Return the factor that leaves out nothing, or one of the named indicators or branches."""
    dropped = (Alternative(name=code, dropped=(code,)) for code in codes)
    return Factor(name=name, alternatives=(as_it_is(none_dropped), *dropped))


def choose_weight_sets(name: str, tree: Tree, sets: Mapping[str, Floats]) -> WeightFactor:
    """Return the factor of given weight sets: per node its weight in every set, shape (n_sets,).

    Raises
    ------
    UnknownNode, WrongFactors
        For a code that is not there, or one that has weight 0 in the tree.
    """
    for code in sets:
        if known_node(tree, code).weight == 0:
            reason = Reason(N_("'{code}' has weight 0 in the tree"), {"code": code})
            raise WrongFactors(factor=name, reason=reason)
    replaced = {code: tree.nodes[code].weight for code in sets}
    return WeightFactor(
        name=name,
        multipliers={
            code: np.asarray(numbers, dtype=np.float64) / replaced[code] for code, numbers in sets.items()
        },
        instead_of=replaced,
    )


def vary_range(
    name: str, *, step: str, setting: str, low: float, high: float, n_levels: int = 25, whole: bool = False
) -> Factor:
    """Return the factor in which a number runs from low to high, at the middles of equal parts.

    ``whole`` rounds to whole numbers, each then as likely as its part of the range.

    Raises
    ------
    WrongFactors
        When the range does not rise or has no parts.
    """
    if n_levels < 1 or not high > low:
        told = N_("{low} to {high} in {n_parts} parts is no range")
        reason = Reason(told, {"low": low, "high": high, "n_parts": n_levels})
        raise WrongFactors(factor=name, reason=reason)
    middles = low + (np.arange(n_levels) + 0.5) / n_levels * (high - low)
    if not whole:
        values = {f"{value:.12g}": float(value) for value in middles}
        return vary_setting(name, step=step, setting=setting, values=values)
    numbers, counts = np.unique(np.rint(middles).astype(int), return_counts=True)
    factor = vary_setting(
        name, step=step, setting=setting, values={str(number): int(number) for number in numbers}
    )
    return replace(factor, probabilities=tuple(float(count) / n_levels for count in counts))


def vary_weights(
    name: str,
    tree: Tree,
    *,
    spread: float,
    n_sets: int,
    rng: np.random.Generator,
    codes: Sequence[str] = (),
) -> WeightFactor:
    """Return the factor of weights with noise: w (1 + spread U) with U uniform from -1 to 1, per node.

    Every node but the root takes part unless ``codes`` names some. Siblings are not brought back to a
    sum: only their ratios matter.

    Raises
    ------
    UnknownNode, WrongFactors
        For a code that is not there, or a spread outside 0 to 1.
    """
    if not 0 <= spread <= 1:
        reason = Reason(N_("the spread {spread} is not between 0 and 1"), {"spread": spread})
        raise WrongFactors(factor=name, reason=reason)
    chosen = list(codes) or [code for code in tree.nodes if code != tree.root]
    for code in chosen:
        known_node(tree, code)
    noise = rng.uniform(-1.0, 1.0, size=(len(chosen), n_sets))
    return WeightFactor(
        name=name,
        multipliers={code: 1 + spread * noise[row] for row, code in enumerate(chosen)},
    )


def check_factors(factors: Sequence[AnyFactor], tree: Tree, steps: Sequence[Step]) -> None:
    """Refuse factors that repeat a name, are empty, or name steps or nodes that are not there.

    Raises
    ------
    WrongFactors, UnknownStep, UnknownSetting, UnknownNode
        For the first that is wrong.
    """
    if not factors:
        raise WrongFactors(factor="", reason=N_("there is none"))
    names = [factor.name for factor in factors]
    for factor in factors:
        if names.count(factor.name) > 1:
            raise WrongFactors(factor=factor.name, reason=N_("its name is used twice"))
        if factor.n_alternatives == 0:
            raise WrongFactors(factor=factor.name, reason=N_("it has no alternatives"))
        if len(set(factor.names)) < factor.n_alternatives:
            raise WrongFactors(factor=factor.name, reason=N_("two alternatives have the same name"))
        if factor.probabilities and len(factor.probabilities) != factor.n_alternatives:
            reason = N_("it does not have one probability per alternative")
            raise WrongFactors(factor=factor.name, reason=reason)
        chances = factor.probabilities or (1.0,)
        if min(chances) < 0 or not abs(sum(chances) - 1) <= 1e-9:
            raise WrongFactors(factor=factor.name, reason=N_("its probabilities do not add up to 1"))
        _check_reach(factor, tree, steps)


def apply_alternative(tree: Tree, steps: Steps, alternative: Alternative) -> tuple[Tree, Steps]:
    """Return the tree and the steps under an alternative.

    Raises
    ------
    UnknownStep, UnknownSetting, UnknownNode
        When it names something that is not there.
    """
    changed = steps
    for label, settings in alternative.settings.items():
        changed = change_step(changed, label, **settings)
    for label, step in alternative.replaced.items():
        place = step_position(changed, label)
        changed = (
            without_step(changed, label) if step is None else (*changed[:place], step, *changed[place + 1 :])
        )
    grown = tree
    if alternative.weights:
        grown = reweigh_tree(grown, alternative.weights)
    if alternative.aggregations:
        grown = set_aggregation(grown, alternative.aggregations)
    if alternative.dropped:
        grown = prune_tree(grown, alternative.dropped)
        changed = forget_nodes(changed, tree.nodes.keys() - grown.nodes.keys())
    return grown, changed


def _check_reach(factor: AnyFactor, tree: Tree, steps: Sequence[Step]) -> None:
    if isinstance(factor, WeightFactor):
        _check_weight_sets(factor, tree, steps)
        return
    for alternative in factor.alternatives:
        grown, changed = apply_alternative(tree, tuple(steps), alternative)
        refuse_unknown_nodes(check_steps(changed), grown)


def _check_weight_sets(factor: WeightFactor, tree: Tree, steps: Sequence[Step]) -> None:
    given: Mapping[str, float] = {}
    for step in steps:
        given = step.weights if isinstance(step, Aggregate) else given
    for code, numbers in factor.multipliers.items():
        weight = given.get(code, known_node(tree, code).weight)
        if factor.instead_of.get(code, weight) != weight:
            told = N_("the weight of '{code}' is now {weight}")
            raise WrongFactors(factor=factor.name, reason=Reason(told, {"code": code, "weight": weight}))
        if np.shape(numbers) != (factor.n_alternatives,):
            reason = Reason(N_("'{code}' has another number of sets"), {"code": code})
            raise WrongFactors(factor=factor.name, reason=reason)
        if not (np.isfinite(numbers) & (numbers >= 0)).all():
            reason = Reason(N_("'{code}' has a weight that is negative or unknown"), {"code": code})
            raise WrongFactors(factor=factor.name, reason=reason)
