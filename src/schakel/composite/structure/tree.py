# SPDX-License-Identifier: EUPL-1.2
"""The structure of an index: indicators under branches under one root, each node with its own method.

A branch may hold indicators and branches together, so levels may be skipped; method, weights and
thresholds belong to the branch, not to a level.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Literal, get_args, get_origin

from schakel.composite.bad_input import N_, BadInput

AggregationMethod = Literal[
    "arithmetic",
    "geometric",
    "harmonic",
    "power",
    "product",
    "additive",
    "minimum",
    "maximum",
    "median",
    "bottleneck_penalty",
    "mazziotta_pareto",
    "ordered_weights",
    "copeland",
    "outranking",
    "kemeny",
    "benefit_of_doubt",
]


@dataclass(frozen=True, slots=True)
class Aggregation:
    """How a branch joins its children.

    Attributes
    ----------
    method
        Name of the method; :func:`building.joining.join_children` says which function it is.
    power
        Exponent of the power mean (1 arithmetic, -1 harmonic, 0 geometric).
    penalty
        Sign of the Mazziotta-Pareto penalty: "downward" where higher is better.
    order_weights
        Weights of the ordered values, the highest first (ordered weights); empty with ``orness``.
    orness
        0 (only the lowest counts) to 1 (only the highest), from which order weights are derived.
    form, size, steepness
        Of the bottleneck penalty: "exponential" or "logarithmic", and its a and b.
    scale
        What the bottleneck penalty divides scores by first, and multiplies with after: 100 for scores from
        0 to 100, as the penalty is made for scores around 0 to 1.
    equalise
        Before the penalty, give all children the same mean (average equalisation); needs scores above 0
        and at most ``scale``.
    low_share, high_share
        Bounds of the share of each child in the weights of benefit of the doubt.
    min_share
        A unit needs this share of known children; below it the branch is unknown. Benefit of the doubt
        needs all of them, whatever is asked.
    share_of
        Whether that share counts children or their weight.
    """

    method: AggregationMethod = "arithmetic"
    power: float = 1.0
    penalty: Literal["downward", "upward"] = "downward"
    order_weights: tuple[float, ...] = ()
    orness: float | None = None
    form: Literal["exponential", "logarithmic"] = "exponential"
    size: float = 1.0
    steepness: float = 1.0
    scale: float = 1.0
    equalise: bool = False
    low_share: float = 0.0
    high_share: float = 1.0
    min_share: float = 0.0
    share_of: Literal["children", "weight"] = "children"


@dataclass(frozen=True, slots=True)
class Indicator:
    """A leaf: one column of the data.

    Attributes
    ----------
    code, parent, name, unit
        Column name, code of the branch above, words for readers, unit of measurement.
    weight
        Relative to the siblings; only ratios matter.
    direction
        1 when more is better, -1 when less is better.
    denominator, factor
        Column to divide by, and what the quotient is multiplied with (per 1,000: 1000).
    target, low, high
        Target and goalposts in the indicator's own unit and direction; None where not set.
    standard_error, relative_error
        One standard deviation of the data error, in the unit or as a share of the value.
    """

    code: str
    parent: str
    name: str = ""
    unit: str = ""
    weight: float = 1.0
    direction: Literal[1, -1] = 1
    denominator: str | None = None
    factor: float = 1.0
    target: float | None = None
    low: float | None = None
    high: float | None = None
    standard_error: float | None = None
    relative_error: float | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """A node above indicators or other branches; ``aggregation`` None takes the method of the step."""

    code: str
    parent: str | None = None
    name: str = ""
    weight: float = 1.0
    aggregation: Aggregation | None = None


Node = Indicator | Branch


@dataclass(frozen=True)
class Tree:
    """Indicators and branches with one root; build it with :func:`grow_tree`, which checks it."""

    indicators: tuple[Indicator, ...]
    branches: tuple[Branch, ...]
    children: Mapping[str, tuple[str, ...]] = field(compare=False, repr=False)
    bottom_up: tuple[str, ...] = field(compare=False, repr=False)

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """Every node by its code, indicators first."""
        every: tuple[Node, ...] = (*self.indicators, *self.branches)
        return {node.code: node for node in every}

    @cached_property
    def root(self) -> str:
        """Code of the branch without a parent."""
        return self.bottom_up[-1]

    @cached_property
    def indicator_codes(self) -> tuple[str, ...]:
        """Codes of the indicators in their stated order."""
        return tuple(indicator.code for indicator in self.indicators)

    @cached_property
    def but_for_weights(self) -> tuple[object, ...]:
        """What the steps before the aggregation depend on: everything but weights and methods."""
        leaves = (replace(indicator, weight=1.0) for indicator in self.indicators)
        return (*leaves, *((branch.code, branch.parent) for branch in self.branches))

    @cached_property
    def heights(self) -> Mapping[str, int]:
        """Level of each node counted from below: indicators 1, a branch one above its highest child."""
        found = dict.fromkeys(self.indicator_codes, 1)
        for code in self.bottom_up:
            found[code] = 1 + max(found[child] for child in self.children[code])
        return found

    def leaves(self, code: str) -> tuple[str, ...]:
        """Return the indicators below a branch, in the order of the tree; an indicator is its own leaf."""
        if code not in self.children:
            return (code,)
        return tuple(leaf for child in self.children[code] for leaf in self.leaves(child))

    def path(self, code: str) -> tuple[str, ...]:
        """Return the codes from a node up to the root, the node itself first."""
        up = [code]
        while (parent := self.nodes[up[-1]].parent) is not None:
            up.append(parent)
        return tuple(up)

    def named(self, code: str) -> str:
        """Return the words for a node: its name, or its code where it has none."""
        return self.nodes[code].name or code


class UnknownNode(BadInput):
    """A code that the tree does not have."""

    template = N_("There is no indicator or branch '{code}'; known are {known}.")
    cure = N_("Use one of these codes.")


def effective_tree_weights(tree: Tree) -> dict[str, float]:
    """Return each node's share of the whole: its weight among its siblings times the share of its parent.

    The root has 1; the shares of the indicators add up to 1. (COINr: ``get_eff_weights``.)
    """
    shares = {tree.root: 1.0}
    for code in reversed(tree.bottom_up):
        siblings = tree.children[code]
        total = sum(tree.nodes[child].weight for child in siblings)
        for child in siblings:
            shares[child] = shares[code] * tree.nodes[child].weight / total
    return {code: shares[code] for code in tree.nodes}


def known_node(tree: Tree, code: str) -> Node:
    """Return the node of a code.

    Raises
    ------
    UnknownNode
        When the tree has no such code.
    """
    if code not in tree.nodes:
        raise UnknownNode(code=code, known=", ".join(tree.nodes))
    return tree.nodes[code]


def known_branch(tree: Tree, code: str) -> Branch:
    """Return the branch of a code.

    Raises
    ------
    UnknownNode
        When the tree has no such branch.
    """
    node = tree.nodes.get(code)
    if not isinstance(node, Branch):
        raise UnknownNode(code=code, known=", ".join(branch.code for branch in tree.branches))
    return node


def wrong_choice(record: Any) -> tuple[str, object, str] | None:
    """Return the first setting of a record that is none of its possible words, with these; or None.

    A method that is spelled wrongly would otherwise be taken for another one.
    """
    for each in fields(record):
        value, possible = getattr(record, each.name), get_args(each.type)
        if get_origin(each.type) is Literal and value not in possible:
            return each.name, value, ", ".join(map(str, possible))
    return None
