# SPDX-License-Identifier: EUPL-1.2
"""Selecting by codes: what is kept, in which order, what comes along, and what is refused."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.composite.made_up_index import STEPS, made_up_data, skipping_tree

from schakel.composite.building.build import build_index
from schakel.composite.structure.indicator_data import CodesNotUnique
from schakel.composite.structure.selecting import CodesNotThere, NothingSelected, TreeNeeded, select_data
from schakel.composite.structure.tree import UnknownNode

N = 6
DATA = made_up_data(
    n=N,
    n_periods=3,
    denominators={"people": np.arange(3.0 * N).reshape(3, N)},
    groups={"size": ["L", "S", "L", "", "S", "S"]},
    unit_names=[f"Unit {place}" for place in range(N)],
)
TREE = skipping_tree()


def test_nothing_named_keeps_everything():
    assert select_data(DATA) is DATA


def test_units_come_in_the_order_that_is_asked_with_all_that_belongs_to_them():
    found = select_data(DATA, units=["u5", "u1"])
    assert found.units == ("u5", "u1")
    assert found.unit_names == ("Unit 4", "Unit 0")
    assert found.groups["size"] == ("S", "L")
    np.testing.assert_array_equal(found.values, DATA.values[:, [4, 0]])
    np.testing.assert_array_equal(found.denominators["people"], DATA.denominators["people"][:, [4, 0]])


def test_a_group_keeps_its_members_and_with_units_those_among_them():
    assert select_data(DATA, group=("size", "S")).units == ("u2", "u5", "u6")
    assert select_data(DATA, units=["u6", "u1", "u2"], group=("size", "S")).units == ("u6", "u2")


def test_columns_and_branches():
    found = select_data(DATA, columns=["D", "A"])
    assert found.columns == ("D", "A")
    np.testing.assert_array_equal(found.values, DATA.values[..., [3, 0]])
    assert select_data(DATA, tree=TREE, under="Q").columns == ("C", "D")
    assert select_data(DATA, tree=TREE, under="I").columns == TREE.leaves("I")
    assert select_data(DATA, tree=TREE, under="E").columns == ("E",)
    assert select_data(DATA, tree=TREE, under="Q", columns=["D", "A"]).columns == ("D",)


def test_scores_of_branches_are_columns_too():
    scores = build_index(made_up_data(n=N), TREE, STEPS).final
    assert select_data(scores, columns="Q").columns == ("Q",)
    np.testing.assert_array_equal(select_data(scores, columns=["I"]).values[..., 0], scores.column("I"))


def test_periods_stay_in_the_order_of_the_data_and_may_be_text():
    found = select_data(DATA, periods=[2022, "2020"])
    assert found.periods == (2020, 2022)
    np.testing.assert_array_equal(found.values, DATA.values[[0, 2]])
    np.testing.assert_array_equal(found.denominators["people"], DATA.denominators["people"][[0, 2]])
    for year in (2021, np.int64(2021)):
        assert select_data(DATA, periods=year).periods == (2021,)


def test_one_code_may_be_given_as_it_is():
    assert select_data(DATA, units="u3", columns="B").values.shape == (3, 1, 1)


def test_draws_and_what_a_screening_removed_come_along():
    drawn = replace(
        DATA,
        values=np.stack([DATA.values, DATA.values + 1]),
        removed=np.arange(2 * 3 * N).reshape(2, 3, N) % 2 > 0,
    )
    found = select_data(drawn, units=["u2", "u4"], columns=["E"], periods=[2022])
    np.testing.assert_array_equal(found.values, drawn.values[:, 2:, [1, 3]][..., [4]])
    np.testing.assert_array_equal(found.removed, drawn.removed[:, 2:, [1, 3]])


@given(st.permutations(range(N)), st.permutations(range(5)), st.integers(1, N), st.integers(1, 5))
@settings(max_examples=25, deadline=None)
def test_selecting_by_code_is_selecting_by_place(units, columns, n, k):
    found = select_data(
        DATA, units=[DATA.units[u] for u in units[:n]], columns=[DATA.columns[c] for c in columns[:k]]
    )
    np.testing.assert_array_equal(found.values, DATA.values[:, units[:n]][..., columns[:k]])


@pytest.mark.parametrize(
    ("asked", "failure", "words"),
    [
        (
            {"units": ["u1", "U2", "x"]},
            CodesNotThere,
            "Not among the units: 'U2', 'x'. Most alike, or known: u2.",
        ),
        ({"units": ["zz"]}, CodesNotThere, "known: u1, u2, u3, u4, u5, u6."),
        ({"columns": ["a"]}, CodesNotThere, "Not among the columns: 'a'. Most alike, or known: A."),
        ({"periods": [2031]}, CodesNotThere, "Not among the periods: '2031'. Most alike, or known: 202"),
        ({"group": ("sizes", "L")}, CodesNotThere, "'sizes'. Most alike, or known: size."),
        ({"group": ("size", "M")}, CodesNotThere, "'M'. Most alike, or known: L, S."),
        ({"tree": TREE, "under": "Z"}, UnknownNode, "'Z'"),
        ({"under": "Q"}, TreeNeeded, "'Q'"),
        ({"units": ["u1"], "group": ("size", "S")}, NothingSelected, "no units"),
        ({"tree": TREE, "under": "Q", "columns": ["A"]}, NothingSelected, "no columns"),
        ({"units": []}, NothingSelected, "no units"),
        ({"periods": []}, NothingSelected, "no periods"),
        ({"units": ["u1", "u1"]}, CodesNotUnique, "'u1' occurs 2 times"),
    ],
)
def test_refusals(asked, failure, words):
    with pytest.raises(failure) as refused:
        select_data(DATA, **asked)
    assert words in str(refused.value)


def test_a_branch_of_which_an_indicator_is_not_in_the_data_is_refused():
    without = select_data(DATA, columns=["A", "B", "C"])
    with pytest.raises(CodesNotThere, match="'D'"):
        select_data(without, tree=TREE, under="Q")
