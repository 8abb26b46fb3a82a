# SPDX-License-Identifier: EUPL-1.2
"""A built index with what analyses need beside it, and tables of numbers per unit."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from schakel.composite.bad_input import Floats, Reason
from schakel.composite.building.build import Build
from schakel.composite.building.joining import aggregation_of
from schakel.composite.building.steps import Aggregate
from schakel.composite.specification.elicited_weights import FoundWeights
from schakel.composite.specification.factors import StatedFactor
from schakel.composite.structure.indicator_data import IndicatorData, Period, UnknownColumn, UnknownPeriod
from schakel.composite.structure.tree import Aggregation, effective_tree_weights


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What an analysis found: the result of the room's function, tables by name, and remarks.

    Names of tables are put behind the label of the analysis; "" is the main table.
    """

    result: Any
    tables: Mapping[str, pl.DataFrame]
    remarks: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """A built index.

    Attributes
    ----------
    build
        The index.
    data
        Everything that was read; its ``denominators`` also hold the columns that are no indicators.
    judged
        Weights from people's judgements.
    factors
        Choices that are varied, for analyses that name none; empty where the reasonable ones are meant.
    period
        Place of the period that is shown.
    n_runs, coverage, seed
        Number of runs or draws, share of them inside intervals, start of the random numbers.
    folder
        Folder of the specification, for further data files.
    """

    build: Build
    data: IndicatorData
    judged: tuple[FoundWeights, ...] = ()
    factors: tuple[StatedFactor, ...] = ()
    period: int = -1
    n_runs: int = 1000
    coverage: float = 0.9
    seed: int = 1
    folder: Path = Path()

    def rng(self, label: str) -> np.random.Generator:
        """Return the random numbers of an analysis: the same whatever other analyses there are."""
        return np.random.default_rng([self.seed, zlib.crc32(label.encode())])

    def place(self, period: Period | None) -> int:
        """Return the place of a period; None stands for the one that is shown.

        Raises
        ------
        UnknownPeriod
            When there is no such period.
        """
        periods = self.build.final.periods
        if period is None:
            return self.period % len(periods)
        for place, known in enumerate(periods):
            if str(known) == str(period):
                return place
        raise UnknownPeriod(period=period, known=", ".join(map(str, periods)))

    @property
    def root(self) -> str:
        """Code of the branch on top."""
        return self.build.tree.root

    def stage(self, label: str) -> IndicatorData:
        """Return the numbers after a step; "raw" is before the first step, "" after the last."""
        if label == "raw":
            return self.build.raw
        return self.build.stage(label).data if label else self.build.final

    def values(self, codes: Sequence[str], *, stage: str = "", period: Period | None = None) -> Floats:
        """Return values for the units of a stage in one period, shape (n_units, k).

        A code is a column of that stage, or else a column that is no indicator.
        """
        data, place = self.stage(stage), self.place(period)
        found = [
            data.column(code) if code in data.columns else self.column(code, data.units) for code in codes
        ]
        return np.stack([column[place] for column in found], axis=-1)

    def column(self, name: str, units: Sequence[str] | None = None) -> Floats:
        """Return a column that is no indicator, for some units or those of the index, (n_periods, n_units).

        Raises
        ------
        UnknownColumn
            When there is no such column.
        """
        held = self.data.denominators
        if name not in held and name not in self.data.columns:
            raise UnknownColumn(column=name, known=", ".join((*held, *self.data.columns)))
        column = held[name] if name in held else self.data.column(name)
        wanted = self.build.units if units is None else units
        return np.asarray(column[:, [self.data.units.index(unit) for unit in wanted]])

    def children_weights(self, branch: str) -> Floats:
        """Return the weights of the children of a branch as used, with sum 1, shape (k,)."""
        used = self.build.weights
        return np.array([float(np.asarray(used[code])) for code in self.build.tree.children[branch]])

    def indicator_weights(self, branch: str) -> Floats:
        """Return the share of each indicator below a branch: its weights multiplied along the path."""
        tree, used = self.build.tree, self.build.weights
        shares = []
        for leaf in tree.leaves(branch):
            path = tree.path(leaf)
            shares.append(float(np.prod([np.asarray(used[code]) for code in path[: path.index(branch)]])))
        return np.array(shares)

    def aggregation(self, branch: str) -> Aggregation:
        """Return how a branch is joined by the last step that joins."""
        step = next(step for step in reversed(self.build.steps) if isinstance(step, Aggregate))
        return aggregation_of(self.build.tree, step, branch)

    def stated_shares(self) -> dict[str, float]:
        """Return the share of each node in the whole by the weights of the structure."""
        return effective_tree_weights(self.build.tree)


def tabulate_units(
    data: IndicatorData, columns: Mapping[str, Any], *, units: Sequence[str] | None = None
) -> pl.DataFrame:
    """Return a row per unit with code, name and columns of shape (n_units,); unknown is null."""
    chosen = data.units if units is None else tuple(units)
    names = [data.name_of_unit(data.units.index(unit)) for unit in chosen]
    return as_table({"unit": list(chosen), "name": names, **columns})


def tabulate_panel(data: IndicatorData, columns: Mapping[str, Any]) -> pl.DataFrame:
    """Return a row per period and unit with columns of shape (n_periods, n_units); unknown is null."""
    n_periods, n_units = len(data.periods), len(data.units)
    names = [data.name_of_unit(row) for row in range(n_units)]
    return as_table(
        {
            "period": [str(period) for period in data.periods for _ in range(n_units)],
            "unit": list(data.units) * n_periods,
            "name": names * n_periods,
            **{name: np.asarray(values).ravel() for name, values in columns.items()},
        }
    )


def tabulate_matrix(
    rows: Sequence[str], columns: Sequence[str], values: Any, *, heading: str = "code"
) -> pl.DataFrame:
    """Return a table with a row per name and a column per name; ``values`` has shape (n_rows, n_columns)."""
    cells = np.asarray(values)
    return as_table({heading: list(rows), **{name: cells[:, place] for place, name in enumerate(columns)}})


def as_table(columns: Mapping[str, Any]) -> pl.DataFrame:
    """Return a table; NaN becomes null, and columns with one number are repeated."""
    table = pl.DataFrame(
        {
            name: values.tolist() if isinstance(values, np.ndarray) else values
            for name, values in columns.items()
        },
        strict=False,
    )
    return table.with_columns(pl.col(pl.Float64, pl.Float32).fill_nan(None))
