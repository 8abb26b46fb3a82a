# SPDX-License-Identifier: EUPL-1.2
"""Which combinations of conditions are sufficient for an outcome (fuzzy-set comparative analysis)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

import numpy as np
import polars as pl

from schakel.composite.bad_input import Floats
from schakel.composite.fuzzy_sets.calibrate import (
    CalibrationForm,
    calibrate_crisp,
    calibrate_direct,
    calibrate_two_sided,
)
from schakel.composite.fuzzy_sets.counterfactuals import StandardAnalysis, solve_truth_table
from schakel.composite.fuzzy_sets.fit import measure_necessity, negate_membership
from schakel.composite.fuzzy_sets.minimise import Minimisation, list_model_terms
from schakel.composite.fuzzy_sets.solutions import measure_solution
from schakel.composite.fuzzy_sets.terms import write_terms
from schakel.composite.fuzzy_sets.truth_table import (
    Cuts,
    TruthTable,
    list_units_of_rows,
    tabulate_truth,
)
from schakel.composite.specification.known_names import (
    Count,
    NumberName,
    PeriodCode,
    Several,
    StageLabel,
)
from schakel.composite.specification.made_index import Found, Index, as_table, tabulate_units

Expected = Literal["present", "absent"]


@dataclass(frozen=True, slots=True)
class Calibration:
    """How numbers become memberships.

    Attributes
    ----------
    thresholds
        One (crisp: in from there), three (fully out, crossover, fully in) or six (a set of middle values).
    form, full_membership
        Course between the thresholds, and the membership at the outer ones.
    """

    thresholds: Annotated[tuple[float, ...], Several((1, 3, 6), "1, 3, 6")]
    form: CalibrationForm = "logistic"
    full_membership: float = 0.95


@dataclass(frozen=True, slots=True)
class FuzzySets:
    """Sufficient combinations of conditions.

    Attributes
    ----------
    outcome
        Indicator, branch or other column.
    calibration
        Per condition, and for the outcome, its thresholds in the unit of the stage.
    conditions
        Conditions; all that are calibrated but the outcome where absent.
    label
        Name of the tables.
    stage
        Step after which values are taken; "raw" for the figures as they came.
    negate_outcome
        Ask about the absence of the outcome.
    cuts
        Where rows of the truth table are told apart.
    expectations
        Per condition whether theory expects its presence or its absence to help.
    most_models
        Stop after this many models.
    """

    outcome: NumberName
    calibration: Mapping[NumberName, Calibration]
    conditions: tuple[NumberName, ...] = ()
    label: str = "fuzzy_sets"
    stage: StageLabel = "raw"
    negate_outcome: bool = False
    cuts: Cuts = field(default_factory=Cuts)
    expectations: Mapping[NumberName, Expected] = field(default_factory=dict)
    most_models: Count = 1000
    period: PeriodCode | None = None

    def find_problems(self) -> Iterator[tuple[tuple[str | int, ...], str, dict[str, Any]]]:
        """Yield conditions, or an outcome, without thresholds."""
        for code in (self.outcome, *self.conditions):
            if code not in self.calibration:
                yield ("calibration",), "missing_key", {"expected": code}


def find_fuzzy_sets(asked: FuzzySets, index: Index) -> Found:
    """Return memberships, necessity of single conditions, the truth table and the three solutions."""
    names = list(asked.conditions or [code for code in asked.calibration if code != asked.outcome])
    units = index.stage(asked.stage).units
    memberships = np.stack([_calibrated(asked, code, index) for code in names], axis=-1)
    outcome = _calibrated(asked, asked.outcome, index)
    if asked.negate_outcome:
        outcome = negate_membership(outcome)
    table = tabulate_truth(memberships, outcome, cuts=asked.cuts, units=units, indicators=names)
    expected = {"present": 1, "absent": 0}
    expectations = None
    if asked.expectations:
        expectations = np.array([expected.get(asked.expectations.get(code, ""), -1) for code in names])
    solved = solve_truth_table(table, expectations=expectations, most_models=asked.most_models)
    outcome_name = f"~{asked.outcome}" if asked.negate_outcome else asked.outcome
    columns = {code: memberships[:, place] for place, code in enumerate(names)}
    tables = {
        "": _tabulate_solutions(solved, memberships, outcome, names),
        "memberships": tabulate_units(index.stage(asked.stage), {**columns, outcome_name: outcome}),
        "necessity": _tabulate_necessity(memberships, outcome, names),
        "truth_table": _tabulate_truth(table, names, units),
    }
    return Found({"truth_table": table, "solutions": solved}, tables)


def _calibrated(asked: FuzzySets, code: str, index: Index) -> Floats:
    values = index.values([code], stage=asked.stage, period=asked.period)
    how = asked.calibration[code]
    thresholds = np.array(how.thresholds)
    if len(thresholds) == 1:
        return calibrate_crisp(values, threshold=float(thresholds[0]))[:, 0]
    calibrate = calibrate_direct if len(thresholds) == 3 else calibrate_two_sided
    found = calibrate(
        values,
        thresholds=thresholds,
        form=how.form,
        full_membership=how.full_membership,
        indicators=[code],
    )
    return np.asarray(found[:, 0])


def _tabulate_necessity(memberships: Floats, outcome: Floats, names: list[str]) -> pl.DataFrame:
    both = np.concatenate([memberships, negate_membership(memberships)], axis=-1)
    fit = measure_necessity(both, outcome)
    return as_table(
        {
            "condition": [*names, *(f"~{name}" for name in names)],
            "consistency": fit.consistency,
            "coverage": fit.coverage,
            "relevance": fit.relevance,
            "n_cases": fit.n_cases,
        }
    )


def _tabulate_truth(table: TruthTable, names: list[str], units: tuple[str, ...]) -> pl.DataFrame:
    rows = table.configurations
    kinds = {"sufficient": table.positive, "contradictory": table.contradictory, "not": table.negative}
    coded = ["remainder"] * len(rows)
    for kind, mask in kinds.items():
        coded = [kind if flag else before for flag, before in zip(mask, coded, strict=True)]
    return as_table(
        {
            **{name: rows[:, place].astype(np.int64) for place, name in enumerate(names)},
            "n_cases": table.n_cases,
            "consistency": table.consistency,
            "proportional_reduction": table.proportional_reduction,
            "coded": coded,
            "units": [", ".join(members) for members in list_units_of_rows(table, units=units)],
        }
    )


def _tabulate_solutions(
    solved: StandardAnalysis, memberships: Floats, outcome: Floats, names: list[str]
) -> pl.DataFrame:
    kinds: list[tuple[str, Minimisation]] = [
        ("conservative", solved.conservative),
        ("parsimonious", solved.parsimonious),
        *(("intermediate", each.minimisation) for each in solved.intermediate),
    ]
    rows: list[dict[str, Any]] = []
    for kind, found in kinds:
        for model in range(len(found.models)):
            terms = list_model_terms(found, model=model)
            fit = measure_solution(memberships, outcome, terms=terms)
            rows.append(
                {
                    "solution": kind,
                    "model": model + 1,
                    "terms": write_terms(terms, names=names),
                    "consistency": float(fit.solution.consistency[0]),
                    "proportional_reduction": float(fit.solution.proportional_reduction[0]),
                    "coverage": float(fit.solution.coverage[0]),
                    "complete": solved.complete,
                }
            )
    return as_table({name: [row[name] for row in rows] for name in rows[0]})
