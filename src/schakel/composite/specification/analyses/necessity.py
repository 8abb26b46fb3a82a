# SPDX-License-Identifier: EUPL-1.2
"""Necessary conditions: how much of each condition a level of the outcome needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

import numpy as np
import polars as pl

from schakel.composite.bad_input import Floats
from schakel.composite.necessity.bottleneck_table import (
    Bottlenecks,
    LevelUnit,
    find_short_units,
    tabulate_bottlenecks,
    write_bottlenecks,
)
from schakel.composite.necessity.ceilings import Ceiling, measure_ceiling
from schakel.composite.necessity.leave_out import leave_out_units
from schakel.composite.necessity.pairs import CeilingForm, Corner, Scope
from schakel.composite.necessity.significance import permute_necessity
from schakel.composite.specification.known_names import (
    NumberName,
    PeriodCode,
    Several,
    StageLabel,
)
from schakel.composite.specification.made_index import Found, Index, as_table, tabulate_matrix

Limits = Annotated[tuple[float, ...], Several((2,), "[low, high]")]


@dataclass(frozen=True, slots=True)
class Necessity:
    """Which conditions are necessary for an outcome.

    Attributes
    ----------
    outcome, conditions
        Indicators, branches or other columns; the conditions are the children of the top branch where
        absent.
    label
        Name of the tables.
    stage
        Step after which values are taken, "raw" for the figures as they came.
    ceilings
        Forms of the ceiling, each with its own tables.
    corner
        Which level of the condition is necessary for which level of the outcome.
    levels, outcome_as, condition_as
        Levels of the outcome in the bottleneck table, and how both are expressed.
    scope_outcome, scope_conditions
        Lowest and highest possible values where they are not those observed.
    n_permutations
        Of the significance test; 0 for none.
    leave_out_each
        Also measure without each unit.
    """

    outcome: NumberName
    conditions: tuple[NumberName, ...] = ()
    label: str = "necessity"
    stage: StageLabel = ""
    ceilings: tuple[CeilingForm, ...] = ("free_disposal_hull", "regression_through_peers")
    corner: Corner = "high_for_high"
    levels: tuple[float, ...] = ()
    outcome_as: LevelUnit = "percentage_of_range"
    condition_as: LevelUnit = "percentage_of_range"
    scope_outcome: Limits | None = None
    scope_conditions: Mapping[NumberName, Limits] = field(default_factory=dict)
    n_permutations: int = 10_000
    leave_out_each: bool = False
    period: PeriodCode | None = None


def find_necessity(asked: Necessity, index: Index) -> Found:
    """Return effect sizes with their significance, bottleneck tables and the units that fall short."""
    conditions = list(asked.conditions or index.build.tree.children[index.root])
    values = index.values(conditions, stage=asked.stage, period=asked.period)
    outcome = index.values([asked.outcome], stage=asked.stage, period=asked.period)[:, 0]
    units = index.stage(asked.stage).units
    effects: list[pl.DataFrame] = []
    tables: dict[str, pl.DataFrame] = {}
    results: dict[str, Any] = {}
    for form in asked.ceilings:
        found = measure_ceiling(
            values,
            outcome,
            ceiling=form,
            corner=asked.corner,
            scope=_scope(asked, conditions),
            units=units,
            indicators=conditions,
        )
        levels = np.array(asked.levels) if asked.levels else None
        needed = tabulate_bottlenecks(
            found, levels=levels, outcome_as=asked.outcome_as, condition_as=asked.condition_as
        )
        columns, results[form] = _effects(asked, found, form, index)
        effects.append(as_table({"ceiling": [form] * len(conditions), "condition": conditions, **columns}))
        tables[f"bottlenecks_{form}"] = _tabulate_levels(needed, conditions)
        tables[f"short_units_{form}"] = _tabulate_short(needed, values, conditions, units)
        if asked.leave_out_each:
            without = leave_out_units(found)
            tables[f"without_each_{form}"] = tabulate_matrix(
                units, conditions, without.effect_size, heading="unit"
            )
        results[form] |= {"bottlenecks": needed}
    return Found(results, {"": pl.concat(effects), **tables})


def _scope(asked: Necessity, conditions: list[str]) -> Scope | None:
    if asked.scope_outcome is None and not asked.scope_conditions:
        return None
    observed = (np.nan, np.nan)
    return Scope(
        conditions=np.array([asked.scope_conditions.get(code, observed) for code in conditions]),
        outcome=np.array(asked.scope_outcome or observed),
    )


def _effects(
    asked: Necessity, found: Ceiling, form: CeilingForm, index: Index
) -> tuple[dict[str, Any], dict[str, Any]]:
    names = (
        "effect_size",
        "accuracy",
        "fit",
        "zone",
        "scope_area",
        "slope",
        "intercept",
        "condition_inefficiency",
        "outcome_inefficiency",
        "n_above",
        "n_peers",
        "n_pairs",
        "n_left_out",
    )
    columns: dict[str, Any] = {name: getattr(found, name) for name in names}
    results: dict[str, Any] = {"ceiling": found}
    if asked.n_permutations > 0:
        test = permute_necessity(
            found, rng=index.rng(f"{asked.label} {form}"), n_permutations=asked.n_permutations
        )
        columns |= {"p_value": test.p_value, "effect_by_chance": test.effect_by_chance}
        results["test"] = test
    return columns, results


def _tabulate_levels(needed: Bottlenecks, conditions: list[str]) -> pl.DataFrame:
    """Return a row per level: what it needs of each condition, NN not necessary and NA not available."""
    texts = write_bottlenecks(needed, decimals=6)
    return as_table(
        {
            "level": needed.levels,
            "outcome": needed.outcome_values,
            **{code: [row[place] for row in texts] for place, code in enumerate(conditions)},
        }
    )


def _tabulate_short(
    needed: Bottlenecks, values: Floats, conditions: list[str], units: tuple[str, ...]
) -> pl.DataFrame:
    """Return a row per level, condition and unit that has less of it than the level needs."""
    short = find_short_units(needed, values)
    places = np.argwhere(short)
    return as_table(
        {
            "level": [float(needed.levels[level]) for level, _, _ in places],
            "condition": [conditions[condition] for _, _, condition in places],
            "unit": [units[unit] for _, unit, _ in places],
        }
    )
