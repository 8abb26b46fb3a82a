# SPDX-License-Identifier: EUPL-1.2
"""The structure as a specification states it: whole, or changes to what a sheet says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal

from schakel.composite.specification.elicited_weights import OneElicited
from schakel.composite.specification.known_names import DenominatorName, NodeCode
from schakel.composite.specification.problems import (
    Path,
    SpecificationProblem,
    WrongSpecification,
    specification_problem,
)
from schakel.composite.specification.sharper_types import Part
from schakel.composite.structure.growing import TreeProblem, find_tree_problems, grow_tree
from schakel.composite.structure.reshaping import prune_tree
from schakel.composite.structure.tree import Aggregation, Branch, Indicator, Node, Tree


@dataclass(frozen=True, slots=True)
class NodeSettings:
    """Settings of one node; see :class:`Indicator` and :class:`Branch`. Only those that are named count."""

    parent: str | None = None
    name: str = ""
    unit: str = ""
    weight: float = 1.0
    direction: Literal[1, -1] = 1
    denominator: DenominatorName | None = None
    factor: float = 1.0
    target: float | None = None
    low: float | None = None
    high: float | None = None
    standard_error: float | None = None
    relative_error: float | None = None
    aggregation: Aggregation | None = None


@dataclass(frozen=True, slots=True)
class Structure:
    """Indicators and branches.

    Attributes
    ----------
    indicators, branches
        The whole structure; where both are absent, the structure is the one of the sheet.
    per_node
        Settings of single nodes that change what the sheet, or the lists above, say.
    leave_out
        Nodes that are left out, with everything below them.
    judged_weights
        Weights from people's judgements, per branch.
    """

    indicators: tuple[Indicator, ...] = ()
    branches: tuple[Branch, ...] = ()
    per_node: Mapping[NodeCode, Annotated[Any, Part(NodeSettings)]] = field(default_factory=dict)
    leave_out: tuple[NodeCode, ...] = ()
    judged_weights: tuple[OneElicited, ...] = ()

    def find_problems(self) -> Iterator[tuple[tuple[str | int, ...], str, dict[str, Any]]]:
        """Yield what does not go together."""
        if self.branches and not self.indicators:
            yield (), "missing_key", {"expected": "indicators"}


def grow_stated_tree(structure: Structure, in_file: Tree) -> Tree:
    """Return the tree that is stated, from the one in the file where none is written out.

    Raises
    ------
    WrongSpecification
        With every reason why it is no tree, each with its path.
    NothingLeft
        When everything is left out.
    """
    indicators = structure.indicators or in_file.indicators
    branches = structure.branches if structure.indicators else in_file.branches
    problems: list[SpecificationProblem] = []
    stated: tuple[Node, ...] = (*indicators, *branches)
    nodes = [_changed(node, structure.per_node.get(node.code, {}), problems) for node in stated]
    leaves = [node for node in nodes if isinstance(node, Indicator)]
    above = [node for node in nodes if isinstance(node, Branch)]
    problems += [_placed(wrong, structure) for wrong in find_tree_problems(leaves, above)]
    if problems:
        raise WrongSpecification(problems)
    tree = grow_tree(leaves, above)
    return prune_tree(tree, structure.leave_out) if structure.leave_out else tree


def _changed(node: Node, settings: Mapping[str, Any], problems: list[SpecificationProblem]) -> Node:
    kind = "indicator" if isinstance(node, Indicator) else "branch"
    known = [name for name in type(node).__dataclass_fields__ if name != "code"]
    wrong = [name for name in settings if name not in known]
    for name in wrong:
        path = ("structure", "per_node", node.code, name)
        problems.append(
            specification_problem("unknown_key", path, found=name, expected=f"{kind}: {', '.join(known)}")
        )
    return node if wrong else replace(node, **settings)


def _placed(wrong: TreeProblem, structure: Structure) -> SpecificationProblem:
    path: Path = ("structure",)
    lists: tuple[tuple[str, Sequence[Node]], ...] = (
        ("indicators", structure.indicators),
        ("branches", structure.branches),
    )
    if wrong.field in structure.per_node.get(wrong.code, {}):
        path = ("structure", "per_node", wrong.code, wrong.field)
    else:
        for name, nodes in lists:
            for place, node in enumerate(nodes):
                if node.code == wrong.code:
                    path = ("structure", name, place, wrong.field)
    details = {"code": wrong.code, **wrong.details}
    where = specification_problem("tree", path).details["where"]
    return SpecificationProblem(path, wrong.template, wrong.cure, {**details, "where": where})
