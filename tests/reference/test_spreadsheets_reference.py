# SPDX-License-Identifier: EUPL-1.2
"""COINr's own example (ASEM) in its two tables, also as a workbook and in the layout of the COIN Tool."""

import io
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from tests.shared_data import shared_path

from schakel.composite.spreadsheets.coin_tool import read_coin_tool
from schakel.composite.spreadsheets.coin_tool_export import export_coin_tool
from schakel.composite.spreadsheets.coinr_export import export_coinr_tables
from schakel.composite.spreadsheets.coinr_tables import read_coinr_tables
from schakel.composite.spreadsheets.export import export_workbook
from schakel.composite.spreadsheets.guess_structure import read_index_workbook
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.tree import effective_tree_weights

pytestmark = pytest.mark.reference

PARENTS = {"Level_2": 1, "Level_3": 2, "Level_4": 3}


def read(name):
    return pl.read_csv(
        shared_path("reference", "coinr", name), null_values=["NA", ""], infer_schema_length=None
    )


def example(data="in_asem_idata.csv", meta="in_asem_imeta.csv"):
    return read_coinr_tables(read(data), read(meta))


def test_the_example_has_51_units_49_indicators_and_11_branches():
    data, tree = example()
    assert (len(data.units), len(tree.indicators), len(tree.branches)) == (51, 49, 11)
    assert data.periods == (2018,)
    assert data.units == tuple(read("in_asem_idata.csv")["uCode"])
    assert list(data.denominators) == ["Area", "Energy", "GDP", "Population"]
    assert list(data.groups) == ["GDP_group", "GDPpc_group", "Pop_group", "EurAsia_group"]
    assert tree.root == "Index"


def test_values_are_those_of_coinr_bit_for_bit():
    data, _ = example()
    raw = read("ex_raw.csv")
    order = [data.units.index(unit) for unit in raw["uCode"]]
    columns = [column for column in raw.columns if column in data.columns]
    assert len(columns) == 49
    expected = raw.select(columns).cast(pl.Float64).to_numpy()
    places = [data.position(column) for column in columns]
    np.testing.assert_array_equal(data.values[0][order][:, places], expected)


def test_the_shares_in_the_index_are_those_of_coinr():
    _, tree = example()
    shares = effective_tree_weights(tree)
    table = read("ex_effective_weights.csv")
    code = next(name for name in table.columns if name in ("iCode", "Code"))
    share = next(name for name in table.columns if name.startswith("Eff"))
    rows = table.filter(pl.col(share).is_not_null()).select(code, share).rows()
    assert len(rows) == 60
    np.testing.assert_allclose([shares[one] for one, _ in rows], [value for _, value in rows], rtol=1e-12)


def test_the_lineage_of_every_indicator_is_that_of_coinr():
    _, tree = example()
    lineage = read("ex_lineage.csv")
    assert lineage.height == 49
    for row in lineage.iter_rows():
        codes = [cell for cell in row if cell in tree.nodes]
        assert tree.path(codes[0]) == tuple(dict.fromkeys(codes))


def test_targets_and_goalposts_are_read():
    _, tree = example(meta="norm_imeta_used.csv")
    table = read("norm_imeta_used.csv").filter(pl.col("Type") == "Indicator")
    for row in table.iter_rows(named=True):
        one = tree.nodes[row["iCode"]]
        assert (one.target, one.low, one.high) == (
            row["Target"],
            row["goalpost_lower"],
            row["goalpost_upper"],
        )
        assert (one.direction, one.denominator) == (row["Direction"], row["Denominator"])


def test_the_panel_has_five_years_of_the_same_units():
    data, _ = example("in_asem_idata_panel.csv")
    panel = read("in_asem_idata_panel.csv")
    assert data.values.shape == (5, 51, 49)
    assert data.periods == (2018, 2019, 2020, 2021, 2022)
    for place in (0, 37, 254):
        row = panel.row(place, named=True)
        found = data.values[data.periods.index(row["Time"]), data.units.index(row["uCode"])]
        expected = [np.nan if row[c] is None else row[c] for c in data.columns]
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("name", ["in_asem_idata.csv", "in_asem_idata_panel.csv"])
def test_the_tables_come_back_the_same(name):
    data, tree = example(name, "norm_imeta_used.csv")
    again, same = read_coinr_tables(*export_coinr_tables(data, tree))
    np.testing.assert_array_equal(again.values, data.values)
    for denominator, numbers in data.denominators.items():
        np.testing.assert_array_equal(again.denominators[denominator], numbers)
    assert (again.units, again.unit_names, again.groups) == (data.units, data.unit_names, data.groups)
    assert same == tree


def test_the_levels_that_are_exported_are_those_of_coinr():
    _, meta = export_coinr_tables(*example())
    original = read("in_asem_imeta.csv").filter(pl.col("Level").is_not_null())
    levels = dict(meta.select("iCode", "Level").rows())
    assert all(levels[code] == level for code, level in original.select("iCode", "Level").rows())


def test_a_workbook_and_csv_files_of_the_tables_are_recognised():
    data, tree = example()
    out = io.BytesIO()
    export_workbook(out, [("iData", read("in_asem_idata.csv")), ("iMeta", read("in_asem_imeta.csv"))])
    paths = [shared_path("reference", "coinr", f"in_asem_{name}.csv") for name in ("idata", "imeta")]
    for source in (out.getvalue(), paths):
        index = read_index_workbook(source)
        assert index.layout == "COINr"
        np.testing.assert_array_equal(index.data.values, data.values)
        assert index.tree == tree


def test_the_example_survives_the_layout_of_the_coin_tool():
    data, tree = example()
    plain = grow_tree([replace(one, denominator=None) for one in tree.indicators], tree.branches)
    out = io.BytesIO()
    export_coin_tool(out, data, plain)
    again, same = read_coin_tool(out.getvalue())
    np.testing.assert_array_equal(again.values, data.values)
    assert (again.units, again.unit_names) == (data.units, data.unit_names)
    names = {one.code: one.name for one in (*same.indicators, *same.branches)}
    for found, one in zip(same.indicators, plain.indicators, strict=True):
        path = [names[code] for code in same.path(found.code)]
        assert path == [plain.named(code) for code in plain.path(one.code)]
        assert (found.weight, found.direction) == (one.weight, one.direction)
