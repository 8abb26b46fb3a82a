# SPDX-License-Identifier: EUPL-1.2
"""Why scores moved between two periods or two editions, and how indicators move over the years."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import numpy as np
import polars as pl

from schakel.composite.bad_input import Floats
from schakel.composite.building.applying_imputation import PeriodsNotNumbers
from schakel.composite.building.build import Build, build_index
from schakel.composite.building.steps import Aggregate, Denominate, Step, check_steps
from schakel.composite.changing.attribute_change import attribute_change
from schakel.composite.changing.change_parts import PARTS, Version, split_change
from schakel.composite.describing.trend import Line, measure_growth, measure_trend
from schakel.composite.specification.data_source import DataSource
from schakel.composite.specification.known_names import NodeCode, Positive, StageLabel
from schakel.composite.specification.made_index import (
    Found,
    Index,
    as_table,
    tabulate_units,
)
from schakel.composite.specification.read_data import read_data
from schakel.composite.specification.sharper_types import STEP_KINDS, OneOf
from schakel.composite.structure.indicator_data import IndicatorData, UnknownPeriod
from schakel.composite.structure.reshaping import reweigh_tree


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the index: its period, and what differs from the index itself.

    Attributes
    ----------
    period
        Period of the scores; the first one (before) or the last (after) where absent.
    data
        Figures as known then.
    weights
        Weights of nodes as used then.
    steps
        Steps as used then.
    """

    period: int | str | None = None
    data: DataSource | None = None
    weights: Mapping[NodeCode, Positive] = field(default_factory=dict)
    steps: tuple[Annotated[Any, OneOf(STEP_KINDS)], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """The change of each score between two editions, in parts and by indicator.

    ``parts`` splits it into revision, indicators, weights and method; ``by_indicator`` shares out what moved
    between the two periods within the index as it is now.
    """

    label: str = "change"
    before: Edition = Edition()
    after: Edition = Edition()
    parts: bool = True
    by_indicator: bool = True


@dataclass(frozen=True, slots=True)
class Trends:
    """How figures or scores moved over the periods.

    Attributes
    ----------
    label
        Name of the tables.
    codes
        Indicators or branches; all indicators where absent.
    stage
        Step after which values are taken; "raw" for the figures as they came.
    method
        Straight line by least squares, or through the median of all slopes.
    per
        Number of periods over which the percentage change is expressed.
    """

    label: str = "trends"
    codes: tuple[NodeCode, ...] = ()
    stage: StageLabel = "raw"
    method: Line = "least_squares"
    per: Positive = 1.0


def find_change(asked: Change, index: Index) -> Found:
    """Return per unit the scores of both editions and the parts of the change."""
    before, after = _version(asked.before, index, 0), _version(asked.after, index, -1)
    tables: dict[str, pl.DataFrame] = {}
    results: dict[str, Any] = {}
    if asked.parts:
        split = split_change(before, after)
        columns: dict[str, Any] = {part: getattr(split, part) for part in PARTS}
        moved = split.after - split.before
        tables[""] = tabulate_units(
            index.data,
            {"before": split.before, "after": split.after, "change": moved, **columns},
            units=split.units,
        )
        results["parts"] = split
    if asked.by_indicator:
        first = build_index(before.data, after.tree, after.steps)
        last = build_index(after.data, after.tree, after.steps)
        results["by_indicator"], table = _share_out(first, before.period, last, after.period)
        tables["by_indicator" if asked.parts else ""] = table
    return Found(results, tables)


def find_trends(asked: Trends, index: Index) -> Found:
    """Return per unit and column the slope, its error, the percentage change and the growth rate."""
    data = index.stage(asked.stage)
    for period in data.periods:
        if not isinstance(period, int):
            raise PeriodsNotNumbers(period=period)
    codes = list(asked.codes or index.build.tree.indicator_codes)
    values = np.stack([data.column(code) for code in codes], axis=-1)
    periods = np.array(data.periods, dtype=np.float64)
    trend = measure_trend(values, periods=periods, method=asked.method, per=asked.per)
    growth = measure_growth(values, periods=periods)
    n = len(codes)
    parts = ("slopes", "slope_errors", "starts", "ends", "percentages", "n_known")
    table = as_table(
        {
            "unit": [unit for unit in data.units for _ in range(n)],
            "code": codes * len(data.units),
            **{part.removesuffix("s"): getattr(trend, part).ravel() for part in parts},
            "growth_rate": growth.rates.ravel(),
            "first_period": growth.first_periods.ravel(),
            "last_period": growth.last_periods.ravel(),
        }
    )
    return Found({"trend": trend, "growth": growth}, {"": table})


def _version(edition: Edition, index: Index, usual: int) -> Version:
    build = index.build
    data = build.raw if edition.data is None else _other_data(edition.data, index)
    steps: tuple[Step, ...] = check_steps(edition.steps) if edition.steps else build.steps
    tree = reweigh_tree(build.tree, edition.weights) if edition.weights else build.tree
    return Version(data=data, tree=tree, steps=steps, period=_period(edition, data, usual))


def _period(edition: Edition, data: IndicatorData, usual: int) -> int | str:
    if edition.period is None:
        return data.periods[usual]
    for period in data.periods:
        if str(period) == str(edition.period):
            return period
    raise UnknownPeriod(period=edition.period, known=", ".join(map(str, data.periods)))


def _other_data(stated: DataSource, index: Index) -> IndicatorData:
    """Return the figures of another edition; only what the index uses has to be in them."""
    held = index.data.denominators
    named = [indicator.denominator for indicator in index.build.tree.indicators]
    for step in index.build.steps:
        named += step.denominators.values() if isinstance(step, Denominate) else ()
    codes = index.build.tree.indicator_codes
    beside = [name for name in dict.fromkeys(named) if name and name in held and name not in codes]
    return read_data(stated, stated.paths(index.folder), indicators=codes, beside=beside).data


def _share_out(first: Build, before: int | str, last: Build, after: int | str) -> tuple[Any, pl.DataFrame]:
    """Share out the change between two periods over the indicators, for units in both."""
    units = [unit for unit in last.units if unit in first.units]
    step = next(step for step in reversed(last.steps) if isinstance(step, Aggregate))
    start, end = _normalised(first, before, units), _normalised(last, after, units)
    found = attribute_change(start, end, last.tree, step)
    nodes = {f"from {code}": found.contributions[code] for code in last.tree.nodes if code != last.tree.root}
    table = tabulate_units(
        last.final, {"change": found.change, "residual": found.residual, **nodes}, units=units
    )
    return found, table


def _normalised(build: Build, period: int | str, units: list[str]) -> dict[str, Floats]:
    place = build.final.periods.index(period)
    rows = [build.units.index(unit) for unit in units]
    return {code: build.final.column(code)[place][rows] for code in build.tree.indicator_codes}
