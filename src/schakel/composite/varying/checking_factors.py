# SPDX-License-Identifier: EUPL-1.2
"""Refuse alternatives that would change nothing, or something else than they say."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats
from schakel.composite.building.joining import aggregation_of
from schakel.composite.building.steps import Aggregate, Steps, settle_steps
from schakel.composite.structure.tree import Tree
from schakel.composite.varying.alternatives import (
    Alternative,
    AnyFactor,
    Factor,
    WeightFactor,
    apply_alternative,
)

Written = set[tuple[str, ...]]


class WithoutEffect(BadInput):
    """An alternative that is overruled, so that it changes nothing."""

    template = N_("Alternative '{alternative}' of '{factor}' changes nothing: something else overrules it.")
    cure = N_("Take away the setting per branch or the weights of the step, or change those instead.")


class WrittenTwice(BadInput):
    """Two factors that set the same thing, of which only the last would count."""

    template = N_("The factors '{first}' and '{second}' both set {what}.")
    cure = N_("Put their alternatives together in one factor.")


class WeightSetsOverruled(BadInput):
    """Given weight sets in a combination that has other weights for the same nodes."""

    template = N_("The weight sets of '{factor}' say weights for '{code}', which has other weights here.")
    cure = N_("Use noise on the weights, or leave the other weights of '{code}' out.")


class NoWeightLeft(BadInput):
    """A weight set that leaves a branch without any weight."""

    template = N_("Weight set {number} leaves branch '{branch}' without any weight.")
    cure = N_("Give at least one of its children a weight above 0 in every set.")


def refuse_without_effect(factors: Sequence[AnyFactor], tree: Tree, steps: Steps) -> None:
    """Refuse an alternative that says something but leaves the index as it is.

    Naming the present choice is no fault: an alternative may state what already holds.

    Raises
    ------
    WithoutEffect
        For the first such alternative.
    """
    for factor in factors:
        if isinstance(factor, Factor):
            for alternative in factor.alternatives:
                grown, changed = apply_alternative(tree, steps, alternative)
                said = (grown, changed) != (tree, steps)
                if said and _in_effect(grown, changed) == _in_effect(tree, steps):
                    raise WithoutEffect(alternative=alternative.name, factor=factor.name)


def refuse_written_twice(factors: Sequence[AnyFactor]) -> None:
    """Refuse two factors that set the same setting, step, weight or method.

    Raises
    ------
    WrittenTwice
        For the first such pair.
    """
    for one, other in combinations([f for f in factors if isinstance(f, Factor)], 2):
        both = _written(one) & _written(other)
        if both:
            raise WrittenTwice(first=one.name, second=other.name, what=" ".join(sorted(both)[0]))


def refuse_overruled_sets(factors: Sequence[AnyFactor], tree: Tree, step: Aggregate) -> None:
    """Refuse given weight sets where a combination takes weights from elsewhere.

    Raises
    ------
    WeightSetsOverruled
        Naming the factor and the node.
    """
    for factor in factors:
        if isinstance(factor, WeightFactor):
            for code, weight in factor.instead_of.items():
                node = tree.nodes.get(code)
                if node is None or node.parent is None:
                    continue
                own = step.weighting_per_branch.get(node.parent, step.weighting)
                if own.method != "given" or step.weights.get(code, node.weight) != weight:
                    raise WeightSetsOverruled(factor=factor.name, code=code)


def refuse_no_weight(tree: Tree, step: Aggregate, multipliers: Mapping[str, Floats]) -> None:
    """Refuse sets of multipliers, per node an array (n_runs, 1), that leave a branch without weight.

    Raises
    ------
    NoWeightLeft
        Naming the branch and the number of the run.
    """
    for branch, children in tree.children.items():
        if not any(child in multipliers for child in children):
            continue
        own = step.weighting_per_branch.get(branch, step.weighting)
        bases = [1.0] * len(children)
        if own.method == "given":
            bases = [step.weights.get(child, tree.nodes[child].weight) for child in children]
        total = sum(
            base * np.asarray(multipliers.get(child, np.ones((1, 1))))
            for base, child in zip(bases, children, strict=True)
        )
        empty = np.flatnonzero(np.asarray(total).reshape(-1) <= 0)
        if empty.size:
            raise NoWeightLeft(number=int(empty[0]) + 1, branch=branch)


def _in_effect(tree: Tree, steps: Steps) -> tuple[object, ...]:
    """Return what really decides: steps, and per branch its method, weighting and weights."""
    found: list[object] = [tree.but_for_weights]
    for step in settle_steps(steps):
        if not isinstance(step, Aggregate):
            found.append(step)
            continue
        for code in tree.bottom_up:
            weighting = step.weighting_per_branch.get(code, step.weighting)
            children = tree.children[code]
            weights = tuple(step.weights.get(child, tree.nodes[child].weight) for child in children)
            decides: object = weights if weighting.method == "given" else weighting
            found.append((code, aggregation_of(tree, step, code), decides))
    return tuple(found)


def _written(factor: Factor) -> Written:
    return {place for alternative in factor.alternatives for place in _written_by(alternative)}


def _written_by(alternative: Alternative) -> Written:
    found: Written = {("step", label) for label in alternative.replaced}
    found |= {(label, name) for label, own in alternative.settings.items() for name in own}
    found |= {("weight", code) for code in alternative.weights}
    return found | {("aggregation", code) for code in alternative.aggregations}
