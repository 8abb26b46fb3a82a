# SPDX-License-Identifier: EUPL-1.2
"""What an equally reasonable analyst might have chosen otherwise, for when nothing is said about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Reason
from schakel.composite.building.build import Build
from schakel.composite.building.steps import Aggregate, Normalise, Step, Treat
from schakel.composite.specification.factors import StatedFactor, VaryWeights, make_factors
from schakel.composite.structure.tree import Aggregation
from schakel.composite.varying.alternatives import Alternative, check_factors
from schakel.composite.varying.checking_factors import refuse_without_effect
from schakel.composite.varying.combinations import find_infeasible

SPREAD, N_SETS = 0.25, 200
MINMAX = {"method": "minmax", "low": 1.0, "high": 100.0}
ZSCORE = {"method": "zscore", "mean": 100.0, "deviation": 10.0}

LEFT_OUT = N_("The choice '{factor}' is not varied: {reason}")
TOLD = {
    "": N_("No choices to vary are named, so these are varied:"),
    "normalisation": N_(
        "Normalisation: min-max from 1 to 100 and z-scores, and as it is where it is neither."
    ),
    "treatment": N_("Outliers: treated as in the steps, and not treated."),
    "aggregation": N_("Aggregation: the arithmetic and the geometric mean."),
    "weights": N_("Weights: every weight up to a quarter lower or higher."),
}


@dataclass(frozen=True, slots=True)
class ReasonableChoices:
    """Factors, and remarks on what was varied and what could not be."""

    factors: tuple[StatedFactor, ...]
    remarks: tuple[Reason, ...]


def choose_factors(build: Build) -> ReasonableChoices:
    """Return the choices that are varied when a specification names none.

    Normalisation: min-max onto 1 to 100 and z-scores with mean 100 and deviation 10 (and as it is, when it is
    neither); outliers treated or not; arithmetic and geometric mean, where every combination with the
    geometric mean can be built; every weight plus or minus a quarter. Scales above 0 leave the ranking
    by arithmetic means as it is and make the geometric mean possible. Of several steps of a kind the last
    is varied.
    """
    last = {type(step): step for step in build.steps}
    possible = [factor for step in last.values() for factor in _of_step(step)]
    possible.append(StatedFactor("weights", vary_weights=VaryWeights(spread=SPREAD, n_sets=N_SETS)))
    factors: list[StatedFactor] = []
    remarks: list[Reason] = []
    for factor in sorted(possible, key=lambda one: one.name == "aggregation"):
        failure = _why_not(build, [*factors, factor])
        if failure is None:
            factors.append(factor)
        else:
            remarks.append(Reason(LEFT_OUT, {"factor": factor.name, "reason": failure}))
    told = [Reason(TOLD[factor.name], {}) for factor in factors]
    return ReasonableChoices(tuple(factors), (Reason(TOLD[""], {}), *told, *remarks))


def _why_not(build: Build, factors: list[StatedFactor]) -> BadInput | None:
    """Return why these choices cannot all be varied together, or None."""
    made = make_factors(factors, build.tree, np.random.default_rng(0))
    try:
        check_factors(made, build.tree, build.steps)
        refuse_without_effect(made, build.tree, build.steps)
        infeasible = find_infeasible(build, made)
    except BadInput as failure:
        return failure
    return infeasible[0].failure if infeasible else None


def _of_step(step: Step) -> Iterator[StatedFactor]:
    match step:
        case Normalise():
            yield _vary("normalisation", _normalisations(step))
        case Treat() if step.method != "none":
            left: dict[str, Any] = {"method": "none", "per_indicator": {}}
            off = Alternative("not treated", settings={step.label: left})
            yield _vary("treatment", (Alternative("treated"), off))
        case Aggregate():
            geometric = step.aggregation.method == "geometric"
            other = Aggregation("arithmetic" if geometric else "geometric")
            if step.aggregation.method in ("arithmetic", "geometric"):
                change = Alternative(other.method, settings={step.label: {"aggregation": other}})
                yield _vary("aggregation", (Alternative(step.aggregation.method), change))


def _normalisations(step: Normalise) -> tuple[Alternative, ...]:
    minmax: dict[str, Any] = {step.label: MINMAX}
    zscore: dict[str, Any] = {step.label: ZSCORE}
    both = (Alternative("min-max", settings=minmax), Alternative("z-score", settings=zscore))
    return both if step.method in ("minmax", "zscore") else (Alternative("as it is"), *both)


def _vary(name: str, alternatives: tuple[Alternative, ...]) -> StatedFactor:
    return StatedFactor(name, alternatives=alternatives)
