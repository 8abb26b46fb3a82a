# SPDX-License-Identifier: EUPL-1.2
"""The workbook of the COIN Tool: read at its addresses or by its marks, written, and what does not fit."""

import io
import math

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.composite.made_up_workbook import coin_tool_workbook, workbook

from schakel.composite.bad_input import WrongShape
from schakel.composite.spreadsheets.coin_tool import NotACoinTool, read_coin_tool
from schakel.composite.spreadsheets.coin_tool_export import (
    NotInCoinTool,
    TooLargeForCoinTool,
    export_coin_tool,
)
from schakel.composite.spreadsheets.problems import WrongTable
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.indicator_data import hold_data
from schakel.composite.structure.tree import Aggregation, Branch, Indicator, effective_tree_weights


def written(data, tree):
    out = io.BytesIO()
    export_coin_tool(out, data, tree)
    return out.getvalue()


def test_numbers_settings_and_structure_are_read_at_the_addresses_of_the_tool():
    data, tree = read_coin_tool(coin_tool_workbook())
    assert data.units == ("N", "Z")
    assert data.unit_names == ("Noord", "Zuid")
    assert data.columns == ("Ind.01", "Ind.02", "Ind.03")
    np.testing.assert_array_equal(data.values, [[[12.5, 3, 40], [30, math.nan, 0.1]]])
    assert tree.indicators == (
        Indicator("Ind.01", "p.01", "Share of graduates", weight=2.0, low=0.0, high=100.0),
        Indicator("Ind.02", "p.01", "Youth without work", direction=-1, low=0.0, high=50.0),
        Indicator("Ind.03", "p.02", "Patents"),
    )
    # sub-pillars and sub-indices are not used: all indicators have one and the same code there
    assert set(tree.branches) == {
        Branch("p.01", "Index", "Talent", weight=3.0),
        Branch("p.02", "Index", "Knowledge"),
        Branch("Index", None, "Made-up index"),
    }
    # 3/4 of the index is p.01, of which two thirds are Ind.01
    assert effective_tree_weights(tree)["Ind.01"] == pytest.approx(0.5)


def test_rows_and_columns_put_in_between_do_no_harm():
    labels = [(7, "Weight"), (8, "Direction"), (9, "Lower goalpost"), (10, "Upper goalpost")]

    def shift(book):
        page = book["Database"]
        page.insert_rows(7, 2)
        page.insert_rows(11)
        page.insert_cols(4)
        book["Framework"].insert_rows(2, 3)
        book["Framework"].insert_cols(1)

    shifted = read_coin_tool(coin_tool_workbook(shift, labels=labels))
    usual = read_coin_tool(coin_tool_workbook())
    assert shifted[1] == usual[1]
    np.testing.assert_array_equal(shifted[0].values, usual[0].values)


def test_the_framework_of_the_older_tool_stands_a_row_lower():
    assert (
        read_coin_tool(coin_tool_workbook(first_framework_row=5))[1]
        == read_coin_tool(coin_tool_workbook())[1]
    )


def test_without_a_framework_weights_of_branches_are_equal():
    _, tree = read_coin_tool(coin_tool_workbook(framework=False))
    assert [branch.weight for branch in tree.branches] == [1, 1, 1]


def test_an_indicator_with_a_name_but_no_figures_is_all_unknown():
    def name_it(book):
        page = book["Database"]
        for row, value in zip(
            range(7, 16), [1, 1, None, None, "Index", "si.01", "p.02", "sp.01", "New"], strict=True
        ):
            page.cell(row, 8, value)

    data, tree = read_coin_tool(coin_tool_workbook(name_it))
    assert tree.indicators[3].name == "New"
    assert np.isnan(data.values[..., 3]).all()


def test_everything_wrong_is_placed_by_row_and_column_letter():
    def spoil(book):
        page = book["Database"]
        page["E7"] = "heavy"
        page["F8"] = 0
        page["G8"] = None
        page["E17"] = "12,5"
        page["F18"] = "#N/A"
        page["C18"] = None
        page["G12"] = "si.02"
        page["G13"] = "p.01"

    with pytest.raises(WrongTable) as error:
        read_coin_tool(coin_tool_workbook(spoil))
    assert {(one.row, one.column, one.found) for one in error.value.problems} >= {
        (7, "E", "heavy"),
        (8, "F", "0"),
        (8, "G", ""),
        (17, "Ind.01", "12,5"),
        (18, "Ind.02", "#N/A"),
        (18, "C", ""),
    }


def test_a_pillar_in_two_sub_indices_is_refused():
    def spoil(book):
        page = book["Database"]
        page["F12"] = "si.02"

    with pytest.raises(
        WrongTable, match=r"row 12, column 'F': 'p.01' is below 'si.02' here, and below 'si.01'"
    ):
        read_coin_tool(coin_tool_workbook(spoil))


def test_other_workbooks_are_no_coin_tool():
    with pytest.raises(NotACoinTool):
        read_coin_tool(workbook(Data=[["a", 1]]))
    with pytest.raises(NotACoinTool):
        read_coin_tool(workbook(Database=[["a", 1]]))


def example():
    tree = grow_tree(
        [
            Indicator("a", "P", name="Aa", weight=2),
            Indicator("b", "P", direction=-1, low=0.1, high=0.3),
            Indicator("c", "Q"),
            Indicator("d", "R", weight=0.1),
            Indicator("e", "R"),
        ],
        [
            Branch("P", "S", weight=2),
            Branch("Q", "S"),
            Branch("R", "T"),
            Branch("S", "top", weight=3, name="Ess"),
            Branch("T", "top"),
            Branch("top"),
        ],
    )
    values = np.random.default_rng(1).normal(size=(3, 5))
    values[1, 2] = math.nan
    return hold_data(values, units=["x", "y", "=1+1"], columns="abcde", unit_names=["X", "Y", "Z"]), tree


def test_an_index_comes_back_the_same_but_for_the_codes():
    data, tree = example()
    again, same = read_coin_tool(written(data, tree))
    np.testing.assert_array_equal(again.values, data.values)
    assert again.units == data.units
    assert again.unit_names == data.unit_names
    own = {"p.01": "P", "p.02": "Q", "p.03": "R", "si.01": "S", "si.02": "T", "Index": "top"}
    for found, one in zip(same.indicators, tree.indicators, strict=True):
        assert (found.name, own[found.parent]) == (one.name or one.code, one.parent)
        assert (found.weight, found.direction, found.low, found.high) == (
            one.weight,
            one.direction,
            one.low,
            one.high,
        )
    for found in same.branches:
        one = tree.nodes[own[found.code]]
        assert (found.weight, found.name) == (one.weight, one.name or one.code)
        assert (own[found.parent] if found.parent else None) == one.parent


def test_the_export_stands_at_the_addresses_of_the_tool():
    page = openpyxl.load_workbook(io.BytesIO(written(*example())))
    database, framework = page["Database"], page["Framework"]
    assert [database.cell(row, 5).value for row in (7, 8, 11, 12, 13, 14, 15, 16)] == [
        2, 1, "Index", "si.01", "p.01", "sp.00", "Aa", "Ind.01",
    ]  # fmt: skip
    assert [database["F9"].value, database["F10"].value] == [0.1, 0.3]
    assert [database["B17"].value, database["C17"].value] == ["X", "x"]
    assert database["G18"].value == "n/a"
    assert framework["H4"].value == "Dimension/indicator"
    assert [framework["C6"].value, framework["E6"].value] == ["si.01", 3]


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_shares_in_the_index_stay_the_same_for_any_tree_of_at_most_five_levels(draw):
    levels = {"b0": 5}
    branches = [Branch("b0")]
    for place in range(1, draw.draw(st.integers(1, 6))):
        parent = draw.draw(st.sampled_from([code for code, level in levels.items() if level > 2]))
        levels[f"b{place}"] = draw.draw(st.integers(2, levels[parent] - 1))
        branches.append(Branch(f"b{place}", parent, weight=draw.draw(st.floats(0.1, 5))))
    codes = list(levels)
    parents = codes + draw.draw(st.lists(st.sampled_from(codes), max_size=4))
    indicators = [
        Indicator(f"x{j}", parent, weight=draw.draw(st.floats(0.1, 5))) for j, parent in enumerate(parents)
    ]
    tree = grow_tree(indicators, branches)
    data = hold_data(np.ones((2, len(indicators))), units="ab", columns=tree.indicator_codes)
    _, again = read_coin_tool(written(data, tree))
    before, after = effective_tree_weights(tree), effective_tree_weights(again)
    np.testing.assert_allclose(
        [after[code] for code in again.indicator_codes],
        [before[code] for code in tree.indicator_codes],
        rtol=1e-12,
    )


def test_what_does_not_fit_is_refused():
    data, _ = example()
    wide = grow_tree([Indicator(f"x{j}", "top") for j in range(100)], [Branch("top")])
    with pytest.raises(TooLargeForCoinTool, match="99 indicators"):
        written(hold_data(np.ones((2, 100)), units="ab", columns=wide.indicator_codes), wide)
    deep = grow_tree(
        [Indicator("a", "b4")],
        [Branch("b0"), *(Branch(f"b{place}", f"b{place - 1}") for place in range(1, 5))],
    )
    with pytest.raises(TooLargeForCoinTool, match="levels"):
        written(data, deep)
    panel = hold_data(np.ones((2, 2, 1)), units="ab", columns="a", periods=[1, 2])
    one = grow_tree([Indicator("a", "top")], [Branch("top")])
    with pytest.raises(TooLargeForCoinTool, match="periods"):
        written(panel, one)
    draws = hold_data(np.ones((3, 1, 2, 1)), units="ab", columns="a")
    with pytest.raises(WrongShape):
        written(draws, one)


@pytest.mark.parametrize(
    ("indicator", "branch"),
    [
        (Indicator("a", "top", denominator="people"), Branch("top")),
        (Indicator("a", "top", factor=10), Branch("top")),
        (Indicator("a", "top"), Branch("top", aggregation=Aggregation("geometric"))),
    ],
)
def test_what_the_layout_cannot_hold_and_would_change_the_index_is_refused(indicator, branch):
    data = hold_data(np.ones((2, 1)), units="ab", columns="a", denominators={"people": np.ones(2)})
    with pytest.raises(NotInCoinTool):
        written(data, grow_tree([indicator], [branch]))
