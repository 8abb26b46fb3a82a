# SPDX-License-Identifier: EUPL-1.2
"""The two tables of COINr: what they say, every problem at once with its place, and there and back."""

import math

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schakel.composite.spreadsheets.coinr_export import export_coinr_tables
from schakel.composite.spreadsheets.coinr_tables import read_coinr_tables
from schakel.composite.spreadsheets.problems import WrongTable
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.indicator_data import UnknownColumn, hold_data
from schakel.composite.structure.tree import Aggregation, Branch, Indicator

DATA = {
    "uCode": ["Z", "A", "M"],
    "uName": ["Zet", "Aa", "Em"],
    "size": ["big", "small", None],
    "people": [10.0, 20.0, 30.0],
    "grad": [1.0, None, 3.0],
    "neet": [4, 5, 6],
}
META = {
    "Level": [1, 1, 2, 3, None, None],
    "iCode": ["grad", "neet", "talent", "Index", "size", "people"],
    "iName": ["Graduates", "Youth", "Talent", "The index", "Size", "People"],
    "Direction": [1, -1, 1, 1, None, None],
    "Weight": [2, 1, 1, 1, None, None],
    "Unit": ["%", "%", None, None, None, "1"],
    "Target": [50, None, None, None, None, None],
    "Denominator": [None, "people", None, None, None, None],
    "Parent": ["talent", "talent", "Index", None, None, None],
    "Type": ["Indicator", "Indicator", "Aggregate", "Aggregate", "Group", "Denominator"],
    "goalpost_lower": [0, None, None, None, None, None],
    "goalpost_upper": [100, None, None, None, None, None],
}


def changed(table, **columns):
    return {**table, **columns}


def problems_of(data, meta):
    with pytest.raises(WrongTable) as error:
        read_coinr_tables(data, meta)
    return [(one.table, one.row, one.column, one.found) for one in error.value.problems], str(error.value)


def test_both_tables_are_read_in_the_order_of_the_file():
    data, tree = read_coinr_tables(DATA, META)
    assert data.units == ("Z", "A", "M")
    assert data.unit_names == ("Zet", "Aa", "Em")
    assert data.periods == ("",)
    np.testing.assert_array_equal(data.values, [[[1, 4], [math.nan, 5], [3, 6]]])
    np.testing.assert_array_equal(data.denominators["people"], [[10, 20, 30]])
    assert data.groups == {"size": ("big", "small", "")}
    assert tree.indicators == (
        Indicator("grad", "talent", "Graduates", "%", 2.0, 1, target=50.0, low=0.0, high=100.0),
        Indicator("neet", "talent", "Youth", "%", 1.0, -1, denominator="people"),
    )
    assert tree.root == "Index"


def test_headings_are_found_whatever_their_case_or_order():
    data = {name.upper() if name == "uCode" else name: cells for name, cells in reversed(DATA.items())}
    meta = {name.lower(): cells for name, cells in reversed(META.items())}
    assert read_coinr_tables(data, meta)[1] == read_coinr_tables(DATA, META)[1]


def test_a_skipped_level_is_no_problem():
    _, tree = read_coinr_tables(DATA, changed(META, Parent=["talent", "Index", "Index", None, None, None]))
    assert tree.children["Index"] == ("neet", "talent")


def test_every_problem_in_both_tables_is_found_at_once():
    data = changed(DATA, uCode=["Z", "A", "Z"], neet=[4, "3,5", 6], extra=[1, 2, 3], talent=[1, 2, 3])
    meta = changed(
        META,
        iCode=["grad", "neet", "talent", "Index", "size", "grad"],
        Direction=[0, -1, -1, 1, None, None],
        Weight=["two", None, 1, 1, None, None],
        Denominator=["money", "neet", None, None, None, None],
        Parent=["talents", "talent", "Index", None, None, None],
        Type=["Indicator", "Indicator", "Aggregate", "Aggregate", "Group", "Indicator"],
    )
    found, message = problems_of(data, meta)
    assert {
        ("iMeta", 7, "iCode", "grad"),
        ("iMeta", 2, "Weight", "two"),
        ("iMeta", 2, "Direction", "0"),
        ("iMeta", 3, "Weight", ""),
        ("iMeta", 4, "Direction", "-1"),
        ("iMeta", 2, "Parent", "talents"),
        ("iMeta", 7, "Direction", ""),
        ("iMeta", 7, "Weight", ""),
        ("iMeta", 2, "Denominator", "money"),
        ("iData", None, "people", "people"),
        ("iData", None, "extra", "extra"),
        ("iData", None, "talent", "talent"),
        ("iData", 4, "uCode", "Z"),
        ("iData", 3, "neet", "3,5"),
    } == set(found)
    assert "iMeta, row 2, column 'Parent': 'grad' has parent 'talents', which is no branch." in message
    assert "branches are Index, talent" in message
    assert "Code 'grad' stands in row 2 as well." in message


@pytest.mark.parametrize("column", ["iCode", "Type", "Parent", "Direction", "Weight"])
def test_a_missing_column_of_imeta_is_named(column):
    found, message = problems_of(DATA, {name: cells for name, cells in META.items() if name != column})
    assert found == [("iMeta", None, "", column)]
    assert "there are" in message


def test_a_missing_column_of_idata_is_named():
    found, _ = problems_of({name: c for name, c in DATA.items() if name not in ("uCode", "neet")}, META)
    assert set(found) == {("iData", None, "", "uCode"), ("iMeta", 3, "iCode", "neet")}


def test_an_unknown_type_and_a_level_that_does_not_rise_are_placed():
    found, message = problems_of(
        DATA,
        changed(
            META,
            Level=[1, 2, 2, 3, None, None],
            Type=["Indicator", "Indicator", "Aggregate", "Aggregate", "Grp", "Denominator"],
        ),
    )
    assert found == [("iMeta", 6, "Type", "Grp"), ("iMeta", 3, "Level", "2")]
    assert "Indicator, Aggregate, Group, Denominator, Other" in message


def test_levels_may_be_left_out_but_not_be_words():
    without = {name: cells for name, cells in META.items() if name != "Level"}
    assert read_coinr_tables(DATA, without)[1] == read_coinr_tables(DATA, META)[1]
    found, _ = problems_of(DATA, changed(META, Level=["low", 1, 2, 3, None, None]))
    assert found == [("iMeta", 2, "Level", "low")]


def test_an_empty_code_an_empty_period_and_an_unknown_method_are_placed():
    methods = [None, None, "guess", None, None, None]
    codes = ["grad", None, "talent", "Index", "size", "people"]
    found, _ = problems_of(
        changed(DATA, Time=[2020, None, 2020]), changed(META, iCode=codes, Aggregation=methods)
    )
    assert set(found) >= {
        ("iMeta", 3, "iCode", ""),
        ("iMeta", 4, "Aggregation", "guess"),
        ("iData", 3, "Time", ""),
        ("iData", None, "neet", "neet"),
    }


def test_two_tops_and_a_branch_below_itself_are_refused():
    parents = ["talent", "talent", None, None, None, None]
    assert "Several branches have no parent" in problems_of(DATA, changed(META, Parent=parents))[1]
    parents = ["talent", "talent", "Index", "talent", None, None]
    assert "is above itself" in problems_of(DATA, changed(META, Parent=parents))[1]


def test_an_indicator_may_be_a_denominator_too():
    meta = changed(META, Denominator=["neet", None, None, None, None, None])
    data, _ = read_coinr_tables(DATA, meta)
    np.testing.assert_array_equal(data.denominators["neet"], [[4, 5, 6]])


def test_what_coinr_does_not_know_is_kept_in_extra_columns():
    tree = grow_tree(
        [
            Indicator("a", "top", factor=1000.0, denominator="people", standard_error=0.25),
            Indicator("b", "top", relative_error=0.1, weight=0.1 + 0.2),
        ],
        [Branch("top", aggregation=Aggregation("power", power=0.5))],
    )
    data = hold_data(
        np.ones((2, 2)), units="xy", columns="ab", denominators={"people": np.array([1.0, np.nan])}
    )
    frames = export_coinr_tables(data, tree)
    assert frames[1].columns[-4:] == ["Factor", "Standard_error", "Relative_error", "Aggregation"]
    again, same = read_coinr_tables(*frames)
    assert same == tree
    np.testing.assert_array_equal(again.denominators["people"], data.denominators["people"])


def test_an_indicator_or_denominator_without_a_column_is_refused_at_export():
    tree = grow_tree([Indicator("a", "top", denominator="people")], [Branch("top")])
    with pytest.raises(UnknownColumn, match="people"):
        export_coinr_tables(hold_data(np.ones((2, 1)), units="xy", columns="a"), tree)
    with pytest.raises(UnknownColumn, match="'a'"):
        export_coinr_tables(hold_data(np.ones((2, 1)), units="xy", columns="b"), tree)


@st.composite
def indices(draw):
    """Trees with skipped levels and panels with holes."""
    n_branches, k = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    branches = [Branch("b0")]
    for place in range(1, n_branches):
        parent = f"b{draw(st.integers(0, place - 1))}"
        branches.append(Branch(f"b{place}", parent, weight=draw(st.floats(0.01, 9))))
    number = st.none() | st.floats(0, 5)
    indicators = [
        Indicator(
            f"x{j}",
            f"b{min(j, n_branches - 1) if j < n_branches else draw(st.integers(0, n_branches - 1))}",
            weight=draw(st.floats(0.01, 9)),
            direction=draw(st.sampled_from([1, -1])),
            target=draw(number),
            standard_error=draw(number),
            unit=draw(st.sampled_from(["", "%"])),
        )
        for j in range(max(k, n_branches))
    ]
    n, t = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    cells = st.lists(st.floats(allow_infinity=False), min_size=n * t * len(indicators), max_size=n * t * 99)
    values = np.array(draw(cells))[: n * t * len(indicators)].reshape(t, n, len(indicators))
    data = hold_data(
        values,
        units=[f"u{i}" for i in range(n)],
        columns=[one.code for one in indicators],
        periods=[2000 + year for year in range(t)],
        groups={"g": draw(st.lists(st.sampled_from(["", "p", "q"]), min_size=n, max_size=n))},
    )
    return data, grow_tree(indicators, branches)


@settings(max_examples=30, deadline=None)
@given(indices())
def test_any_index_comes_back_the_same(index):
    data, tree = index
    again, same = read_coinr_tables(*export_coinr_tables(data, tree))
    np.testing.assert_array_equal(again.values, data.values)
    assert (again.units, again.columns, again.periods) == (data.units, data.columns, data.periods)
    assert again.groups == data.groups
    assert same == tree


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(6)), st.permutations(range(3)))
def test_the_order_of_rows_changes_nothing_but_the_order(meta_rows, data_rows):
    data, tree = read_coinr_tables(
        pl.DataFrame(DATA, strict=False)[data_rows], pl.DataFrame(META, strict=False)[meta_rows]
    )
    first, same = read_coinr_tables(DATA, META)
    assert dict(tree.nodes) == dict(same.nodes)
    units = [data.units.index(unit) for unit in first.units]
    columns = [data.columns.index(column) for column in first.columns]
    np.testing.assert_array_equal(data.values[:, units][:, :, columns], first.values)
