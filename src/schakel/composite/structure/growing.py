# SPDX-License-Identifier: EUPL-1.2
"""Check the parts of a tree and put them together; every problem is found at once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from schakel.composite.bad_input import N_, BadInput
from schakel.composite.structure.tree import Branch, Indicator, Node, Tree, wrong_choice


@dataclass(frozen=True, slots=True)
class TreeProblem:
    """Something wrong with a node: its code, the field, a text with the details, and the cure."""

    code: str
    field: str
    template: str
    cure: str
    details: Mapping[str, object]

    def __str__(self) -> str:
        return f"{self.template} {self.cure}".format(code=self.code, **self.details)


class WrongTree(BadInput):
    """A structure that is no tree; ``problems`` holds every reason."""

    template = N_("The structure of the index has {n} problem(s): {problems}")

    def __init__(self, problems: Sequence[TreeProblem]) -> None:
        super().__init__(n=len(problems), problems=" ".join(map(str, problems)))
        self.problems = tuple(problems)


PROBLEMS = {
    "no_indicator": (N_("There is no indicator."), N_("Give at least one indicator with a parent.")),
    "no_code": (N_("A node has an empty code."), N_("Give every indicator and branch a code.")),
    "twice": (
        N_("Code '{code}' is used {times} times."),
        N_("Give every indicator and branch a code of its own; a node has one parent."),
    ),
    "no_parent": (N_("Indicator '{code}' has no parent."), N_("Name the branch that it belongs to.")),
    "unknown_parent": (
        N_("'{code}' has parent '{parent}', which is no branch."),
        N_("Correct the parent, or add the branch; branches are {known}."),
    ),
    "cycle": (
        N_("'{code}' is above itself: {path}."),
        N_("Give one of these branches another parent."),
    ),
    "no_root": (N_("No branch is at the top."), N_("Leave the parent of one branch empty.")),
    "several_roots": (
        N_("Several branches have no parent: {roots}."),
        N_("Give all but one a parent, or add a branch above them."),
    ),
    "no_children": (N_("Branch '{code}' has nothing below it."), N_("Remove it or give it children.")),
    "weight": (
        N_("'{code}' has weight {weight}."),
        N_("Give a number of 0 or more."),
    ),
    "weights_zero": (
        N_("All children of '{code}' have weight 0."),
        N_("Give at least one of them a weight above 0."),
    ),
    "direction": (N_("Indicator '{code}' has direction {direction}."), N_("Use 1 or -1.")),
    "goalposts": (
        N_("Indicator '{code}' has goalposts {low} and {high}."),
        N_("Both must be numbers, and the upper goalpost higher than the lower one."),
    ),
    "target": (N_("Indicator '{code}' has target {target}."), N_("Give a number, or no target.")),
    "error": (N_("Indicator '{code}' has error {error}."), N_("Give a number of 0 or more.")),
    "choice": (
        N_("Branch '{code}' has {setting} '{value}'."),
        N_("Possible is {possible}."),
    ),
    "min_share": (N_("Branch '{code}' asks for a known share of {share}."), N_("Give a number from 0 to 1.")),
}


def grow_tree(indicators: Iterable[Indicator], branches: Iterable[Branch]) -> Tree:
    """Put indicators and branches together into a checked tree.

    Raises
    ------
    WrongTree
        With every problem found: empty or double codes, unknown parents, cycles, no root or several,
        empty branches, unusable weights, directions, goalposts or errors.
    """
    leaves = tuple(indicators)
    nodes = tuple(branch if branch.parent else replace(branch, parent=None) for branch in branches)
    problems = find_tree_problems(leaves, nodes)
    if problems:
        raise WrongTree(problems)
    children: dict[str, list[str]] = {branch.code: [] for branch in nodes}
    for node in _nodes(leaves, nodes):
        if node.parent is not None:
            children[node.parent].append(node.code)
    root = next(branch.code for branch in nodes if branch.parent is None)
    return Tree(
        indicators=leaves,
        branches=nodes,
        children={code: tuple(below) for code, below in children.items()},
        bottom_up=_below_first(root, children),
    )


def find_tree_problems(
    indicators: Sequence[Indicator], branches: Sequence[Branch]
) -> tuple[TreeProblem, ...]:
    """Return everything that keeps these parts from being a tree; nothing when they are one."""
    shape = [
        *_code_problems(indicators, branches),
        *_parent_problems(indicators, branches),
    ]
    if not shape:
        shape = [*_root_problems(branches), *_empty_branches(indicators, branches)]
    return (
        *shape,
        *_number_problems(indicators),
        *_method_problems(branches),
        *_weight_problems(indicators, branches),
    )


def _nodes(indicators: Sequence[Indicator], branches: Sequence[Branch]) -> tuple[Node, ...]:
    return (*indicators, *branches)


def _problem(kind: str, code: str = "", field: str = "code", **details: object) -> TreeProblem:
    template, cure = PROBLEMS[kind]
    return TreeProblem(code=code, field=field, template=template, cure=cure, details=details)


def _code_problems(indicators: Sequence[Indicator], branches: Sequence[Branch]) -> Iterable[TreeProblem]:
    counts = Counter(node.code for node in _nodes(indicators, branches))
    if not indicators:
        yield _problem("no_indicator")
    for code, times in counts.items():
        if not code.strip():
            yield _problem("no_code")
        elif times > 1:
            yield _problem("twice", code, times=times)


def _parent_problems(indicators: Sequence[Indicator], branches: Sequence[Branch]) -> Iterable[TreeProblem]:
    known = {branch.code for branch in branches}
    for node in _nodes(indicators, branches):
        if not node.parent:
            if isinstance(node, Indicator):
                yield _problem("no_parent", node.code, "parent")
        elif node.parent not in known:
            yield _problem(
                "unknown_parent", node.code, "parent", parent=node.parent, known=", ".join(sorted(known))
            )


def _root_problems(branches: Sequence[Branch]) -> Iterable[TreeProblem]:
    parents = {branch.code: branch.parent or None for branch in branches}
    in_a_cycle: set[str] = set()
    for branch in branches:
        path, up = [branch.code], parents[branch.code]
        while up is not None and up not in path:
            path.append(up)
            up = parents[up]
        if up == branch.code and branch.code not in in_a_cycle:
            in_a_cycle |= set(path)
            yield _problem("cycle", branch.code, "parent", path=" > ".join([*path, branch.code]))
    roots = [code for code, parent in parents.items() if parent is None]
    if not roots:
        yield _problem("no_root", field="parent")
    elif len(roots) > 1:
        yield _problem("several_roots", roots[1], "parent", roots=", ".join(roots))


def _empty_branches(indicators: Sequence[Indicator], branches: Sequence[Branch]) -> Iterable[TreeProblem]:
    filled = {node.parent for node in _nodes(indicators, branches)}
    for branch in branches:
        if branch.code not in filled:
            yield _problem("no_children", branch.code)


def _number_problems(indicators: Sequence[Indicator]) -> Iterable[TreeProblem]:
    for indicator in indicators:
        if indicator.direction not in (1, -1):
            yield _problem("direction", indicator.code, "direction", direction=indicator.direction)
        if not _goalposts_rise(indicator.low, indicator.high):
            yield _problem("goalposts", indicator.code, "high", low=indicator.low, high=indicator.high)
        if indicator.target is not None and not isfinite(indicator.target):
            yield _problem("target", indicator.code, "target", target=indicator.target)
        for name in ("standard_error", "relative_error"):
            error = getattr(indicator, name)
            if error is not None and not (isfinite(error) and error >= 0):
                yield _problem("error", indicator.code, name, error=error)


def _goalposts_rise(low: float | None, high: float | None) -> bool:
    known = [post for post in (low, high) if post is not None]
    return all(map(isfinite, known)) and (low is None or high is None or high > low)


def _method_problems(branches: Sequence[Branch]) -> Iterable[TreeProblem]:
    for branch in branches:
        if branch.aggregation is None:
            continue
        if wrong := wrong_choice(branch.aggregation):
            setting, value, possible = wrong
            yield _problem(
                "choice", branch.code, "aggregation", setting=setting, value=value, possible=possible
            )
        if not 0 <= branch.aggregation.min_share <= 1:
            yield _problem("min_share", branch.code, "aggregation", share=branch.aggregation.min_share)


def _weight_problems(indicators: Sequence[Indicator], branches: Sequence[Branch]) -> Iterable[TreeProblem]:
    sums: dict[str, float] = {}
    for node in _nodes(indicators, branches):
        if not (isfinite(node.weight) and node.weight >= 0):
            yield _problem("weight", node.code, "weight", weight=node.weight)
        if node.parent:
            sums[node.parent] = sums.get(node.parent, 0.0) + node.weight
    for code, total in sums.items():
        if total == 0:
            yield _problem("weights_zero", code, "weight")


def _below_first(code: str, children: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    below = [node for child in children[code] if child in children for node in _below_first(child, children)]
    return (*below, code)
