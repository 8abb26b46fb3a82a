# SPDX-License-Identifier: EUPL-1.2
"""COINr's worked example (51 units, 49 indicators, 8 pillars, 2 sub-indices) as data, tree and steps."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from tests.shared_data import shared_path

from schakel.composite.building.build import build_index
from schakel.composite.building.steps import Aggregate, Denominate, Impute, Normalise, Screen, Treat
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.indicator_data import IndicatorData, hold_data
from schakel.composite.structure.tree import Aggregation, Branch, Indicator, Tree
from schakel.composite.varying.alternatives import Alternative, Factor, choose_weight_sets, vary_setting

STEPS = (
    Denominate(),
    Impute(method="group_mean", group="EurAsia_group"),
    Screen(min_known=0.9),
    Treat(),
    Normalise(),
    Aggregate(),
)
DENOMINATORS = ("Area", "Energy", "GDP", "Population")
GROUPS = ("GDP_group", "GDPpc_group", "Pop_group", "EurAsia_group")


@dataclass(frozen=True)
class Asem:
    data: IndicatorData
    tree: Tree

    def build(self, steps=STEPS):
        return build_index(self.data, self.tree, steps)


def read(name):
    return pl.read_csv(
        shared_path("reference", "coinr", f"{name}.csv"), null_values=["", "NA"], infer_schema_length=None
    )


def numbers(table, columns):
    return table.select(list(columns)).cast(pl.Float64).fill_null(np.nan).to_numpy()


def load_tree():
    indicators, branches = [], []
    for row in read("in_asem_imeta").iter_rows(named=True):
        if row["Type"] == "Indicator":
            indicators.append(
                Indicator(
                    row["iCode"],
                    row["Parent"],
                    row["iName"],
                    row["Unit"] or "",
                    float(row["Weight"]),
                    int(row["Direction"]),
                    row["Denominator"],
                    target=row["Target"],
                )
            )
        elif row["Type"] == "Aggregate":
            branches.append(Branch(row["iCode"], row["Parent"], row["iName"], float(row["Weight"])))
    return grow_tree(indicators, branches)


def load_asem():
    tree, table = load_tree(), read("in_asem_idata").sort("uCode")
    data = hold_data(
        numbers(table, tree.indicator_codes),
        units=table["uCode"].to_list(),
        columns=tree.indicator_codes,
        unit_names=table["uName"].to_list(),
        denominators={name: numbers(table, [name])[:, 0] for name in DENOMINATORS},
        groups={name: table[name].to_list() for name in GROUPS},
    )
    return Asem(data, tree)


def load_panel():
    """Return the example with five periods; every unit has a row in every period."""
    tree, table = load_tree(), read("in_asem_idata_panel").sort("Time", "uCode")
    periods = table["Time"].unique().sort().to_list()
    units = table["uCode"].unique().sort().to_list()
    shape = (len(periods), len(units))
    assert table["uCode"].to_list() == units * len(periods)
    first = table.head(len(units))
    data = hold_data(
        numbers(table, tree.indicator_codes).reshape(*shape, -1),
        units=units,
        columns=tree.indicator_codes,
        periods=periods,
        denominators={name: numbers(table, [name]).reshape(shape) for name in DENOMINATORS},
        groups={name: first[name].to_list() for name in GROUPS},
    )
    return Asem(data, tree)


def load_columns(name):
    """Return a table of COINr, such as a normalised data set, as data with the example's groups."""
    asem, table = load_asem(), read(name).sort("uCode")
    assert table["uCode"].to_list() == list(asem.data.units)
    columns = asem.tree.indicator_codes
    return hold_data(
        numbers(table, columns), units=table["uCode"].to_list(), columns=columns, groups=asem.data.groups
    )


def relative_difference(data, name, *, period=0):
    """Return the largest relative difference from a table of COINr, over all columns that it has."""
    table = read(name).sort("uCode")
    assert table["uCode"].to_list() == list(data.units)
    columns = [column for column in table.columns if column in data.columns]
    assert len(columns) == len(table.columns) - (1 + ("Rank" in table.columns))
    wanted = numbers(table, columns)
    found = np.stack([data.column(column)[period] for column in columns], axis=1)
    assert (np.isnan(wanted) == np.isnan(found)).all()
    return np.nanmax(np.abs(found - wanted) / np.where(wanted == 0, 1, np.abs(wanted)))


WINSORISED = vary_setting(
    "Winmax", step="treat", setting="max_winsorised", values={str(most): most for most in range(1, 6)}
)
NORMALISATION = Factor(
    "Normalisation",
    (
        Alternative("n_minmax", settings={"normalise": {"method": "minmax", "low": 1.0, "high": 100.0}}),
        Alternative("n_zscore", settings={"normalise": {"method": "zscore", "mean": 10.0, "deviation": 2.0}}),
    ),
)
AGGREGATION = Factor(
    "Aggregation",
    tuple(
        Alternative(name, settings={"aggregate": {"aggregation": Aggregation(method)}})
        for name, method in (("a_amean", "arithmetic"), ("a_gmean", "geometric"))
    ),
)


def weight_sets(tree):
    """Return the factor of COINr's hundred noisy weight sets."""
    table = read("ua_weight_sets")
    sets = [column for column in table.columns if column not in ("iCode", "Level")]
    given = {
        row["iCode"]: np.array([row[column] for column in sets], dtype=float)
        for row in table.iter_rows(named=True)
        if row["iCode"] != tree.root
    }
    return choose_weight_sets("Weights", tree, given)


def replayed_design(name, factors):
    """Return COINr's drawn alternatives as a design: one alternative number per run and factor."""
    column_of = {
        "Winmax": "winmax",
        "Normalisation": "norm",
        "Weights": "wset",
        "Aggregation": "agg",
    }
    rows = read(name).iter_rows(named=True)
    return np.array(
        [[factor.names.index(str(row[column_of[factor.name]])) for factor in factors] for row in rows]
    )


def run_scores(name, n_runs):
    """Return COINr's scores of every run, shape (n_runs, n_units)."""
    table = read(name)
    return numbers(table, table.columns[-n_runs:]).T
