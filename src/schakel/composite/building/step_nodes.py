# SPDX-License-Identifier: EUPL-1.2
"""The indicators and branches that steps name: refuse unknown ones, and forget those that are left out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from schakel.composite.building.steps import Aggregate, Denominate, Impute, Normalise, Step, Steps
from schakel.composite.structure.tree import Tree, UnknownNode, known_branch, known_node

BY_NODE = frozenset(
    {"denominators", "per_indicator", "per_branch", "weighting_per_branch", "weights", "within"}
)


def refuse_unknown_nodes(steps: Sequence[Step], tree: Tree) -> None:
    """Refuse steps that name an indicator or branch that the tree does not have.

    A setting for a code that is spelled wrongly would otherwise be left aside without a word.

    Raises
    ------
    UnknownNode
        For the first of them.
    """
    for step in steps:
        named: tuple[Collection[str], ...] = ()
        match step:
            case Denominate():
                _refuse_unknown_indicators(step.denominators, tree)
            case Impute():
                _refuse_unknown_indicators(step.per_indicator, tree)
                named = (step.within,)
            case Normalise():
                named = (step.per_indicator,)
            case Aggregate():
                _refuse_unknown_branches(step, tree)
                named = (step.weights, step.weighting.importance)
        for codes in named:
            for code in codes:
                known_node(tree, code)


def forget_nodes(steps: Sequence[Step], codes: Collection[str]) -> Steps:
    """Return the steps without the settings that they have for these nodes only.

    The branches ``within`` which a step works are left out too, unless none would remain: that would mean
    something else, so they then stay to be refused.
    """
    gone = frozenset(codes)
    return tuple(_without_nodes(step, gone) for step in steps)


def _without_nodes(step: Step, gone: frozenset[str]) -> Step:
    changed: dict[str, Any] = {}
    for each in fields(step):
        named = getattr(step, each.name)
        if each.name not in BY_NODE or gone.isdisjoint(named):
            continue
        if isinstance(named, Mapping):
            changed[each.name] = {code: own for code, own in named.items() if code not in gone}
        else:
            changed[each.name] = tuple(code for code in named if code not in gone) or named
    return replace(step, **changed) if changed else step


def _refuse_unknown_indicators(codes: Collection[str], tree: Tree) -> None:
    for code in codes:
        if code not in tree.indicator_codes:
            raise UnknownNode(code=code, known=", ".join(tree.indicator_codes))


def _refuse_unknown_branches(step: Aggregate, tree: Tree) -> None:
    for code in (*step.per_branch, *step.weighting_per_branch):
        known_branch(tree, code)
    for code, weighting in step.weighting_per_branch.items():
        for child in weighting.importance:
            if child not in tree.children[code]:
                known_branch(tree, child)
