# SPDX-License-Identifier: EUPL-1.2
"""Composite indicators, knowing nothing of regions: from a table and a tree to scores, doubt and an audit.

In: numbers of shape (..., n_periods, n_units, k), NaN is unknown, or frames and workbooks
(``structure``, ``spreadsheets``). Out: arrays and frozen dataclasses. In the order of the work:
``describing``, ``imputing``, ``treating``, ``normalising``, ``weighing``, ``aggregating``, ``building``,
``ranking``, ``varying``, ``changing``, ``effort``, ``necessity``, ``fuzzy_sets``, ``audit``.
The main verbs can be had from here: ``from schakel.composite import build_index, grow_tree, hold_data``.
"""

from importlib import import_module

_HOME = {
    "Aggregation": "structure.tree",
    "Branch": "structure.tree",
    "Indicator": "structure.tree",
    "grow_tree": "structure.growing",
    "hold_data": "structure.indicator_data",
    "data_from_frame": "structure.frames",
    "data_to_frame": "structure.frames",
    "select_data": "structure.selecting",
    "read_index_workbook": "spreadsheets.guess_structure",
    "read_coinr_tables": "spreadsheets.coinr_tables",
    "read_coin_tool": "spreadsheets.coin_tool",
    "Denominate": "building.steps",
    "Screen": "building.steps",
    "Impute": "building.steps",
    "Treat": "building.steps",
    "Normalise": "building.steps",
    "Weighting": "building.steps",
    "Aggregate": "building.steps",
    "Custom": "building.steps",
    "build_index": "building.build",
    "replay": "building.build",
    "tabulate_results": "building.results",
    "summarise_unit": "building.results",
    "compare_builds": "building.comparing",
    "remove_each": "building.comparing",
    "vary_setting": "varying.alternatives",
    "vary_weights": "varying.alternatives",
    "vary_index": "varying.variation",
    "analyse_sensitivity": "varying.variation",
    "carry_error": "varying.data_error",
    "carry_imputation": "varying.imputation_error",
    "split_change": "changing.change_parts",
    "audit_index": "audit.auditing",
}


def __getattr__(name: str) -> object:
    """Return a main verb, loading its module only when it is asked for."""
    if name not in _HOME:
        raise AttributeError(f"module 'schakel.composite' has no attribute '{name}'")
    return getattr(import_module(f"schakel.composite.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
