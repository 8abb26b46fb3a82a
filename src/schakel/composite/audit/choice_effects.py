# SPDX-License-Identifier: EUPL-1.2
"""Which choice moves the ranking: sensitivity over all combinations that can be built."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from schakel.composite.audit.findings import AuditFinding, frame_of, in_table
from schakel.composite.audit.subject import Subject
from schakel.composite.varying.alternatives import AnyFactor, Factor
from schakel.composite.varying.combinations import InfeasibleCombinations
from schakel.composite.varying.variation import ChoiceSensitivity, analyse_sensitivity


@dataclass(frozen=True, slots=True, eq=False)
class ChoiceEffects:
    """Sensitivity of the ranking to each choice.

    Attributes
    ----------
    table
        Per choice, the one with the largest total first: first_order, total, and their bounds where they
        are estimated rather than exact.
    units
        Per unit the total effect of each choice on its rank.
    findings
        Alternatives that had to be left out, or that nothing can be said.
    """

    table: pl.DataFrame
    units: pl.DataFrame
    findings: tuple[AuditFinding, ...]


def measure_effects(
    subject: Subject, factors: Sequence[AnyFactor], *, rng: np.random.Generator
) -> ChoiceEffects:
    """Decompose the variance of the mean change of rank over the choices.

    Every combination has to exist: the alternative that is in most impossible combinations is left out
    until none is left, and each one left out is a finding.
    """
    varied, dropped = list(factors), list[str]()
    while True:
        try:
            found = analyse_sensitivity(subject.build, varied, rng=rng)
            break
        except InfeasibleCombinations as failure:
            name, choice = _most_often_impossible(varied, failure)
            dropped.append(f"{name}: {choice}")
            varied = _without(varied, name, choice)
        if not varied:
            nothing = in_table("sensitivity_unknown", "unknown", "infeasible")
            return ChoiceEffects(_empty(), pl.DataFrame({"unit": []}), (nothing,))
    findings = tuple(
        in_table("alternative_left_out", "unknown", "infeasible", alternative=each) for each in dropped
    )
    return ChoiceEffects(_table(subject, found), _unit_table(subject, found), findings)


def _most_often_impossible(factors: Sequence[AnyFactor], failure: InfeasibleCombinations) -> tuple[str, str]:
    """Return the factor and alternative in most impossible combinations, of equals the later one."""
    named = {factor.name: factor.names for factor in factors if isinstance(factor, Factor)}
    counts = Counter(
        (name, choice) for each in failure.infeasible for name, choice in each.alternatives.items()
    )
    shares = {
        pair: (count * len(named[pair[0]]), named[pair[0]].index(pair[1])) for pair, count in counts.items()
    }
    return max(shares, key=lambda pair: shares[pair])


def _without(factors: Sequence[AnyFactor], name: str, choice: str) -> list[AnyFactor]:
    found: list[AnyFactor] = []
    for factor in factors:
        if isinstance(factor, Factor) and factor.name == name:
            kept = [place for place, each in enumerate(factor.names) if each != choice]
            if len(kept) < 2:
                continue
            chances = tuple(factor.probabilities[place] for place in kept) if factor.probabilities else ()
            total = sum(chances)
            factor = replace(
                factor,
                alternatives=tuple(factor.alternatives[place] for place in kept),
                probabilities=tuple(chance / total for chance in chances),
            )
        found.append(factor)
    return found


def _table(subject: Subject, found: ChoiceSensitivity) -> pl.DataFrame:
    indices, row = found.mean_rank_change, subject.row
    columns: dict[str, object] = {
        "choice": list(found.factor_names),
        "first_order": indices.first_order[:, row],
        "total": indices.total[:, row],
    }
    for name, bounds in (("first_order", indices.first_order_interval), ("total", indices.total_interval)):
        for side, place in (("low", 0), ("high", 1)):
            unknown = np.full(len(found.factor_names), np.nan)
            columns[f"{name}_{side}"] = unknown if bounds is None else bounds[place, :, row]
    columns["n_runs"] = [indices.n_runs] * len(found.factor_names)
    columns["exact"] = [indices.exact] * len(found.factor_names)
    return frame_of(columns).sort("total", descending=True, nulls_last=True)


def _unit_table(subject: Subject, found: ChoiceSensitivity) -> pl.DataFrame:
    units = found.variation.units
    rows = [units.index(unit) for unit in subject.units]
    totals = found.ranks.total[:, subject.row][:, rows]
    columns = {name: totals[place] for place, name in enumerate(found.factor_names)}
    return frame_of({"unit": list(subject.units), "name": list(subject.unit_names), **columns})


def _empty() -> pl.DataFrame:
    return pl.DataFrame(schema={"choice": pl.String, "first_order": pl.Float64, "total": pl.Float64})
