# SPDX-License-Identifier: EUPL-1.2
"""The choices that any index can be tested against when its maker names none."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from schakel.composite.audit.thresholds import WEIGHT_SPREAD
from schakel.composite.building.build import Build
from schakel.composite.building.joining import aggregation_of
from schakel.composite.building.steps import Aggregate, Impute, Normalise, Step, Treat
from schakel.composite.imputing.imputed import Imputed
from schakel.composite.structure.tree import AggregationMethod
from schakel.composite.varying.alternatives import Alternative, AnyFactor, Factor, as_it_is, vary_weights

MINMAX = {"method": "minmax", "low": 1.0, "high": 100.0, "cap": False}
ZSCORE = {"method": "zscore", "mean": 100.0, "deviation": 10.0, "cap": False}
Settings = Mapping[str, Mapping[str, Any]]
Kind = type[Impute] | type[Treat] | type[Normalise] | type[Aggregate]


def choose_default_factors(
    build: Build, *, rng: np.random.Generator, n_weight_sets: int = 50
) -> tuple[AnyFactor, ...]:
    """Return factors for the steps that the index has.

    Imputation: as it is, or the median of the indicator (the mean where it is the median already), when
    something is imputed. Outliers: as they are treated, or not treated. Normalisation: min-max from 1 to
    100, or z-scores with mean 100 and standard deviation 10, both positive so that a geometric mean can
    be taken; besides as it is, where that is neither. Aggregation: arithmetic or geometric, besides as it
    is. Weights: every weight up to a quarter higher or lower. The choices of practice in JRC audits.
    """
    found: list[AnyFactor] = []
    imputing = _last(build, Impute)
    if isinstance(imputing, Impute) and _fills_something(build):
        other = "mean" if imputing.method == "median" else "median"
        alternatives: Settings = {"as it is": {}, other: {"method": other}}
        found.append(_setting("imputation", imputing.label, alternatives))
    treating = _last(build, Treat)
    if isinstance(treating, Treat) and treating.method != "none":
        left = {"method": "none", "per_indicator": {}}
        found.append(_setting("outliers", treating.label, {"as it is": {}, "not treated": left}))
    scaling = _last(build, Normalise)
    if isinstance(scaling, Normalise):
        found.append(_normalisation(scaling))
    joining = _last(build, Aggregate)
    assert isinstance(joining, Aggregate)
    found.append(_aggregation(build, joining))
    found.append(
        vary_weights("weights", build.tree, spread=WEIGHT_SPREAD.value, n_sets=n_weight_sets, rng=rng)
    )
    return tuple(found)


def _last(build: Build, kind: Kind) -> Step | None:
    return next((step for step in reversed(build.steps) if isinstance(step, kind)), None)


def _fills_something(build: Build) -> bool:
    return any(isinstance(s.details, Imputed) and bool(s.details.imputed.any()) for s in build.stages)


def _setting(name: str, label: str, alternatives: Settings) -> Factor:
    return Factor(
        name=name,
        alternatives=tuple(
            Alternative(name=words, settings={label: settings} if settings else {})
            for words, settings in alternatives.items()
        ),
    )


def _normalisation(step: Normalise) -> Factor:
    alternatives: Settings = {"min-max": dict(MINMAX), "z-scores": dict(ZSCORE)}
    if step.method not in ("minmax", "zscore"):
        alternatives = {"as it is": {}, **alternatives}
    return _setting("normalisation", step.label, alternatives)


def _aggregation(build: Build, step: Aggregate) -> Factor:
    """Return the choice of one mean for every branch, and as it is where it is neither for all."""
    tree = build.tree
    used = {aggregation_of(tree, step, code).method for code in tree.bottom_up}
    found: list[Alternative] = [] if used in ({"arithmetic"}, {"geometric"}) else [as_it_is()]
    methods: tuple[AggregationMethod, ...] = ("arithmetic", "geometric")
    for method in methods:
        way = replace(step.aggregation, method=method)
        settings = {step.label: {"aggregation": way, "per_branch": {}}}
        own = {branch.code: way for branch in tree.branches if branch.aggregation is not None}
        found.append(Alternative(name=method, settings=settings, aggregations=own))
    return Factor(name="aggregation", alternatives=tuple(found))
