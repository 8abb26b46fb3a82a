# SPDX-License-Identifier: EUPL-1.2
"""Change a tree: other weights, fewer nodes, another method at a branch."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from schakel.composite.bad_input import N_, BadInput
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.tree import Aggregation, Tree, known_branch, known_node


class NothingLeft(BadInput):
    """A change that leaves no indicator."""

    template = N_("Without {dropped} no indicator is left.")
    cure = N_("Keep at least one indicator.")


def reweigh_tree(tree: Tree, weights: Mapping[str, float]) -> Tree:
    """Return the tree with other weights for the nodes that are named.

    Raises
    ------
    UnknownNode, WrongTree
        For a code that is not there, or weights that cannot be used.
    """
    for code in weights:
        known_node(tree, code)

    return grow_tree(
        (replace(node, weight=float(weights.get(node.code, node.weight))) for node in tree.indicators),
        (replace(node, weight=float(weights.get(node.code, node.weight))) for node in tree.branches),
    )


def prune_tree(tree: Tree, codes: Iterable[str]) -> Tree:
    """Return the tree without some nodes and everything below them; branches left empty go too.

    Raises
    ------
    UnknownNode, NothingLeft
        For a code that is not there, or when no indicator remains.
    """
    dropped = list(codes)
    for code in dropped:
        known_node(tree, code)
    gone = {leaf for code in dropped for leaf in tree.leaves(code)}
    kept = [indicator for indicator in tree.indicators if indicator.code not in gone]
    if not kept:
        raise NothingLeft(dropped=", ".join(dropped))
    needed = {code for indicator in kept for code in tree.path(indicator.code)}
    return grow_tree(kept, (branch for branch in tree.branches if branch.code in needed))


def set_aggregation(tree: Tree, aggregations: Mapping[str, Aggregation]) -> Tree:
    """Return the tree with another method for the branches that are named.

    Raises
    ------
    UnknownNode
        For a code that is not there, or that of an indicator.
    """
    for code in aggregations:
        known_branch(tree, code)
    return grow_tree(
        tree.indicators,
        (
            replace(branch, aggregation=aggregations.get(branch.code, branch.aggregation))
            for branch in tree.branches
        ),
    )
