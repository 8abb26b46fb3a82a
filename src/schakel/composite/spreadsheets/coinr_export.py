# SPDX-License-Identifier: EUPL-1.2
"""Write numbers and structure as the two tables of COINr."""

from typing import Any

import polars as pl

from schakel.composite.spreadsheets.aggregation_cells import write_aggregation
from schakel.composite.spreadsheets.coinr_tables import FIELDS, NAME, TIME, UNIT
from schakel.composite.structure.indicator_data import IndicatorData, UnknownColumn, select_columns
from schakel.composite.structure.tree import Branch, Node, Tree

USUAL = (
    "Level",
    "iCode",
    "iName",
    "Direction",
    "Weight",
    "Unit",
    "Target",
    "Denominator",
    "Parent",
    "Type",
)
TEXTS = ("iCode", "iName", "Unit", "Denominator", "Parent", "Type", "Aggregation")
WHOLE = ("Level", "Direction")


def export_coinr_tables(data: IndicatorData, tree: Tree) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return iData and iMeta for numbers and a structure; :func:`read_coinr_tables` reads them back the same.

    Columns of the data that are no indicator of the tree are left out. Unknown values are null (empty).
    COINr itself wants codes without spaces that do not begin with a digit, and no skipped levels.

    Raises
    ------
    UnknownColumn
        When an indicator, or its denominator, has no column in the data.
    """
    held = select_columns(data, tree.indicator_codes)
    n_periods = len(data.periods)
    columns: dict[str, Any] = {UNIT: list(data.units) * n_periods}
    if data.unit_names:
        columns[NAME] = list(data.unit_names) * n_periods
    if data.periods != ("",):
        columns[TIME] = [period for period in data.periods for _ in data.units]
    for name, members in data.groups.items():
        columns[name] = [member or None for member in members] * n_periods
    for name, numbers in data.denominators.items():
        if name not in held.columns:
            columns[name] = pl.Series(numbers.ravel()).fill_nan(None)
    for place, code in enumerate(held.columns):
        columns[code] = pl.Series(held.values[..., place].ravel()).fill_nan(None)
    for indicator in tree.indicators:
        if indicator.denominator is not None and indicator.denominator not in columns:
            raise UnknownColumn(column=indicator.denominator, known=", ".join(columns))
    return pl.DataFrame(columns, strict=False), _meta_frame(data, tree)


def _meta_frame(data: IndicatorData, tree: Tree) -> pl.DataFrame:
    rows = [_node_row(tree, node) for node in tree.nodes.values()]
    rows += [{"iCode": name, "iName": name, "Type": "Group"} for name in data.groups]
    rows += [
        {"iCode": name, "iName": name, "Type": "Denominator"}
        for name in data.denominators
        if name not in tree.indicator_codes
    ]
    needed = [heading for heading in FIELDS.values() if any(row.get(heading) is not None for row in rows)]
    headings = [*USUAL, *(heading for heading in needed if heading not in USUAL)]
    return pl.DataFrame(
        {
            heading: pl.Series(
                [row.get(heading) for row in rows],
                dtype=pl.String if heading in TEXTS else pl.Int64 if heading in WHOLE else pl.Float64,
            )
            for heading in headings
        }
    )


def _node_row(tree: Tree, node: Node) -> dict[str, object]:
    row: dict[str, object] = {
        "Level": tree.heights[node.code],
        "iCode": node.code,
        "iName": node.name or None,
        "Parent": node.parent,
        "Weight": node.weight,
        "Direction": 1,
    }
    if isinstance(node, Branch):
        return {**row, "Type": "Aggregate", "Aggregation": write_aggregation(node.aggregation) or None}
    return {
        **row,
        "Type": "Indicator",
        "Direction": node.direction,
        "Unit": node.unit or None,
        "Denominator": node.denominator,
        "Target": node.target,
        "goalpost_lower": node.low,
        "goalpost_upper": node.high,
        "Factor": None if node.factor == 1.0 else node.factor,
        "Standard_error": node.standard_error,
        "Relative_error": node.relative_error,
    }
