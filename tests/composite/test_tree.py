# SPDX-License-Identifier: EUPL-1.2
"""Growing, checking and changing the tree of an index."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.composite.made_up_index import flat_tree, skipping_tree

from schakel.composite.structure.growing import WrongTree, find_tree_problems, grow_tree
from schakel.composite.structure.reshaping import NothingLeft, prune_tree, reweigh_tree, set_aggregation
from schakel.composite.structure.tree import (
    Aggregation,
    Branch,
    Indicator,
    UnknownNode,
    effective_tree_weights,
    known_branch,
    known_node,
)


def problems(indicators, branches):
    """Return code, field and whole text of every problem."""
    return [(p.code, p.field, str(p)) for p in find_tree_problems(tuple(indicators), tuple(branches))]


def test_levels_may_be_skipped():
    tree = skipping_tree()
    assert tree.root == "I"
    assert tree.children["I"] == ("E", "P", "Q")
    assert tree.bottom_up == ("P", "Q", "I")
    assert tree.leaves("I") == ("E", "A", "B", "C", "D")
    assert tree.leaves("E") == ("E",)
    assert tree.path("A") == ("A", "P", "I")
    assert tree.heights == {"A": 1, "B": 1, "C": 1, "D": 1, "E": 1, "P": 2, "Q": 2, "I": 3}
    assert tree.named("P") == "branch P" and tree.named("Q") == "Q"


def test_effective_weights_by_hand():
    """P has 2 of 4 and A 3 of 4 within P, so A has 3/8 of the whole."""
    shares = effective_tree_weights(skipping_tree(P=2, A=3))
    assert shares["A"] == pytest.approx(3 / 8)
    assert shares["E"] == pytest.approx(1 / 4)
    assert shares["P"] == pytest.approx(1 / 2)
    assert shares["I"] == 1
    assert sum(shares[code] for code in "ABCDE") == pytest.approx(1)


@given(st.lists(st.floats(0.01, 100), min_size=7, max_size=7), st.floats(0.01, 100))
def test_only_ratios_of_weights_among_siblings_matter(weights, factor):
    given_weights = dict(zip(("A", "B", "C", "D", "E", "P", "Q"), weights, strict=True))
    scaled = given_weights | {code: given_weights[code] * factor for code in ("A", "B")}
    one, other = (effective_tree_weights(skipping_tree(**own)) for own in (given_weights, scaled))
    assert one == pytest.approx(other)


def test_a_branch_with_an_empty_parent_is_the_root():
    """Spreadsheets give an empty text where Python has nothing."""
    tree = grow_tree([Indicator("A", "I")], [Branch("I", "")])
    assert tree.root == "I" and tree.nodes["I"].parent is None


def test_every_problem_is_found_at_once():
    with pytest.raises(WrongTree) as failure:
        grow_tree(
            [
                Indicator("A", "P", weight=-1),
                Indicator("B", "P", direction=0),
                Indicator("C", "P", low=3.0, high=3.0),
                Indicator("D", "P", standard_error=float("nan")),
                Indicator("E", "P", target=float("inf")),
            ],
            [Branch("P", aggregation=Aggregation(min_share=1.5))],
        )
    assert {(p.code, p.field) for p in failure.value.problems} == {
        ("A", "weight"),
        ("B", "direction"),
        ("C", "high"),
        ("D", "standard_error"),
        ("E", "target"),
        ("P", "aggregation"),
    }
    assert "6 problem(s)" in str(failure.value)


@pytest.mark.parametrize(
    ("indicators", "branches", "code", "words"),
    [
        ([], [Branch("I")], "", "no indicator"),
        ([Indicator(" ", "I")], [Branch("I")], "", "empty code"),
        ([Indicator("A", "I"), Indicator("A", "I")], [Branch("I")], "A", "'A' is used 2 times"),
        (
            [Indicator("A", "P"), Indicator("B", "Q")],
            [Branch("P", "I"), Branch("Q", "I"), Branch("P", "Q"), Branch("I")],
            "P",
            "one parent",
        ),
        ([Indicator("A", "")], [Branch("I")], "A", "'A' has no parent"),
        ([Indicator("A", "X")], [Branch("I")], "A", "'X', which is no branch"),
        ([Indicator("A", "I"), Indicator("B", "A")], [Branch("I")], "B", "'A', which is no branch"),
        ([Indicator("A", "P")], [Branch("P", "Q"), Branch("Q", "P"), Branch("I")], "P", "P > Q > P"),
        ([Indicator("A", "P")], [Branch("P", "P"), Branch("I")], "P", "P > P"),
        ([Indicator("A", "P")], [Branch("P", "Q"), Branch("Q", "P")], "P", "above itself"),
        ([Indicator("A", "P")], [Branch("P"), Branch("Q")], "Q", "P, Q"),
        ([Indicator("A", "I")], [Branch("P", "I"), Branch("I")], "P", "nothing below it"),
        ([Indicator("A", "I", weight=0.0), Indicator("B", "I", weight=0.0)], [Branch("I")], "I", "weight 0"),
        ([Indicator("A", "I", weight=float("nan"))], [Branch("I")], "A", "weight nan"),
        ([Indicator("A", "I", low=0.0, high=float("inf"))], [Branch("I")], "A", "goalposts"),
        ([Indicator("A", "I")], [Branch("I", aggregation=Aggregation("meen"))], "I", "'meen'"),
    ],
)
def test_a_structure_that_is_no_tree_is_named(indicators, branches, code, words):
    found = problems(indicators, branches)
    assert any(code == own and words in text for own, _, text in found), found
    with pytest.raises(WrongTree, match="problem"):
        grow_tree(indicators, branches)


def test_a_branch_below_a_cycle_is_not_blamed_for_it():
    found = problems(
        [Indicator("A", "S")], [Branch("S", "P"), Branch("P", "Q"), Branch("Q", "P"), Branch("I")]
    )
    cycles = [code for code, field, text in found if "above itself" in text]
    assert cycles == ["P"]


def test_other_weights_for_the_nodes_that_are_named():
    tree = reweigh_tree(skipping_tree(), {"A": 3, "P": 2})
    assert tree == skipping_tree(A=3, P=2)
    assert tree.nodes["A"].weight == 3.0 and tree.nodes["B"].weight == 1.0
    with pytest.raises(UnknownNode, match="'Z'"):
        reweigh_tree(tree, {"Z": 1})
    with pytest.raises(WrongTree, match="'A' has weight -1"):
        reweigh_tree(tree, {"A": -1})


def test_a_pruned_tree_has_no_empty_branches():
    tree = prune_tree(skipping_tree(), ["A", "B", "E"])
    assert tree.indicator_codes == ("C", "D")
    assert set(tree.nodes) == {"C", "D", "Q", "I"}
    assert prune_tree(skipping_tree(), ["P"]).indicator_codes == ("C", "D", "E")
    with pytest.raises(NothingLeft, match="I"):
        prune_tree(skipping_tree(), ["I"])
    with pytest.raises(UnknownNode, match="'Z'"):
        prune_tree(skipping_tree(), ["Z"])


def test_a_branch_gets_another_method_and_an_indicator_none():
    tree = set_aggregation(skipping_tree(), {"P": Aggregation("minimum")})
    assert tree.nodes["P"].aggregation == Aggregation("minimum")
    assert tree.nodes["Q"].aggregation is None
    with pytest.raises(UnknownNode, match="'A'; known are P, Q, I"):
        set_aggregation(tree, {"A": Aggregation("minimum")})


def test_a_code_is_looked_up_or_refused():
    tree = skipping_tree()
    assert known_node(tree, "A").code == "A"
    assert known_branch(tree, "P").code == "P"
    with pytest.raises(UnknownNode, match="'a'"):
        known_node(tree, "a")
    with pytest.raises(UnknownNode, match="'A'"):
        known_branch(tree, "A")


def test_trees_that_differ_in_weights_and_methods_only_are_told_from_others():
    tree = skipping_tree()
    assert tree.but_for_weights == skipping_tree(A=3, Q=2).but_for_weights
    assert tree.but_for_weights == set_aggregation(tree, {"P": Aggregation("minimum")}).but_for_weights
    assert tree.but_for_weights != prune_tree(tree, ["A"]).but_for_weights
    turned = (replace(each, direction=1) for each in tree.indicators)
    assert tree.but_for_weights != grow_tree(turned, tree.branches).but_for_weights
    assert flat_tree(2) != flat_tree(3)
