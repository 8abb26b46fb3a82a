# SPDX-License-Identifier: EUPL-1.2
"""A thousand runs of the whole chain: data error alone, method choices alone, and both.

Uncertainty is nothing else than calling the chain again with other draws or other choices. Runs that
share a way of scoring are computed together as arrays.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from schakel.ecosystem.choices import Choices, ChoiceSpace
from schakel.ecosystem.error_draws import draw_values, fill_unknown_elements
from schakel.ecosystem.indicator_table import NATIONAL, IndicatorTable, without_unused_boundaries
from schakel.ecosystem.influence import measure_influences, try_single_changes
from schakel.ecosystem.method_space import MethodRuns, enumerate_runs, list_combinations, sample_runs
from schakel.ecosystem.results import Bounds, ElementScores, Floats, Mode, Spread, TriedChoices, Variation
from schakel.ecosystem.scores import (
    ScoringPlan,
    aggregate_elements,
    indicator_pull,
    plan_scores,
    score_values,
)
from schakel.ecosystem.spread import bound_runs, rank_elements_of, summarise_runs, weakest_shares
from schakel.ecosystem.telling_apart import tell_apart
from schakel.ecosystem.trying import try_choices


@dataclass(frozen=True, slots=True)
class _Runs:
    """Element scores (n_variants, n_units, k_elements) with their masses, and the index of every run."""

    elements: Floats
    element_mass: Floats | None
    index: Floats
    mass: Floats | None


@dataclass(frozen=True, slots=True)
class _Setting:
    """What all runs share: the table of one boundary, its baseline, and who is ranked in it."""

    table: IndicatorTable
    space: ChoiceSpace
    baseline: TriedChoices
    plan: ScoringPlan
    targets: NDArray[np.int64]

    @property
    def base_weights(self) -> Floats:
        """Weights of the declared elements under the default choices."""
        return np.array(self.space.default.weight_of(self.table.elements))

    @property
    def ranked(self) -> NDArray[np.bool_]:
        """Which units have an index in the baseline."""
        return np.asarray(np.isfinite(self.baseline.index.values), dtype=np.bool_)

    def index_of(self, scores: Floats, choices: Choices, plan: ScoringPlan, weights: Floats) -> Floats:
        """Aggregate scores of shape (n_runs, n_units, k_elements) for the units of the baseline."""
        index = aggregate_elements(
            scores, aggregation=choices.aggregation, weights=weights * plan.in_index, min_element_share=0.0
        )
        return np.where(self.ranked, index, np.nan)


def vary(table: IndicatorTable, *, space: ChoiceSpace, n_runs: int = 1000, seed: int = 2022) -> Variation:
    """Run the chain over data errors and method choices, kept apart and together.

    Parameters
    ----------
    table
        Indicators of one comparison.
    space
        The default choices and their alternatives.
    n_runs
        Runs per kind of variation. Method choices are enumerated exactly when they fit in it.
    seed
        The same table, space, number and seed give the same result.

    Returns
    -------
    Variation
        Baseline, intervals that hold 90 % of the runs, weakest shares, groups, flips and influences.

    Raises
    ------
    NothingMeasured, WeightWithoutElement
        When the default choices leave nothing to score.
    """
    setting = _set_up(table, space)
    data_stream, method_stream, both_stream, fill_stream = (
        np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(4)
    )
    draws = draw_values(setting.table, n_runs=n_runs, rng=data_stream)
    measured, base = setting.plan.in_index, setting.base_weights
    enumerated = enumerate_runs(space, measured=measured, base=base, n_runs=n_runs, rng=method_stream)
    sampled = sample_runs(space, measured=measured, base=base, n_runs=n_runs, rng=both_stream)
    runs: dict[Mode, _Runs] = {
        "data": _run_data(setting, draws, fill_stream),
        "method": _run_methods(setting, enumerated),
        "both": _run_both(setting, draws, sampled, fill_stream),
    }
    return _put_together(setting, runs, method_stream, seed)


def _set_up(table: IndicatorTable, space: ChoiceSpace) -> _Setting:
    chosen = without_unused_boundaries(table, space.default.boundary)
    return _Setting(
        table=chosen,
        space=space,
        baseline=try_choices(table, space.default),
        plan=plan_scores(chosen, space.default),
        targets=np.array([chosen.row(t) for t in chosen.targets], dtype=np.int64),
    )


def _run_data(setting: _Setting, draws: Floats, rng: np.random.Generator) -> _Runs:
    elements = score_values(draws, setting.plan)
    whole = fill_unknown_elements(elements, setting.table.is_reference, rng)
    index = setting.index_of(whole, setting.space.default, setting.plan, setting.base_weights)
    return _Runs(elements=elements, element_mass=None, index=index, mass=None)


def _run_methods(setting: _Setting, runs: MethodRuns) -> _Runs:
    index = np.full((runs.n_runs, len(setting.table.units)), np.nan)
    variants: dict[tuple[str, str, str], tuple[ScoringPlan, Floats]] = {}
    mass: dict[tuple[str, str, str], float] = {}
    for number, choices in enumerate(runs.combinations):
        key = _scoring_key(choices)
        if key not in variants:
            plan = plan_scores(setting.table, choices)
            variants[key] = (plan, score_values(setting.table.values[None], plan))
        plan, scores = variants[key]
        chosen = runs.combination == number
        if not chosen.any():
            continue
        index[chosen] = setting.index_of(scores, choices, plan, runs.element_weights[chosen])
        mass[key] = mass.get(key, 0.0) + float(runs.mass[chosen].sum())
    return _Runs(
        elements=np.concatenate([scores for _, scores in variants.values()]),
        element_mass=np.array(list(mass.values())),
        index=index,
        mass=runs.mass,
    )


def _run_both(setting: _Setting, draws: Floats, runs: MethodRuns, rng: np.random.Generator) -> _Runs:
    n_units = len(setting.table.units)
    elements = np.full((runs.n_runs, n_units, len(setting.table.elements)), np.nan)
    index = np.full((runs.n_runs, n_units), np.nan)
    keys = np.array(["|".join(_scoring_key(c)) for c in runs.combinations])
    for key in np.unique(keys):
        numbers = np.flatnonzero(keys == key)
        chosen = np.flatnonzero(np.isin(runs.combination, numbers))
        if not chosen.size:
            continue
        plan = plan_scores(setting.table, runs.combinations[numbers[0]])
        scores = score_values(draws[chosen], plan)
        elements[chosen] = scores
        whole = fill_unknown_elements(scores, setting.table.is_reference, rng)
        for number in numbers:
            part = runs.combination[chosen] == number
            weights = runs.element_weights[chosen][part]
            if part.any():
                choices = runs.combinations[number]
                index[chosen[part]] = setting.index_of(whole[part], choices, plan, weights)
    return _Runs(elements=elements, element_mass=None, index=index, mass=None)


def _scoring_key(choices: Choices) -> tuple[str, str, str]:
    return choices.scaling, choices.treatment, choices.national_values


def _summarise(setting: _Setting, mode: Mode, runs: _Runs) -> tuple[Spread, Floats]:
    scores, reference = setting.baseline.scores, setting.table.is_reference
    known = np.isfinite(scores.scores)
    elements = np.where(known, runs.elements, np.nan)
    ranks = rank_elements_of(elements, setting.targets, reference)
    bounds: tuple[Bounds, Bounds] = (
        bound_runs(elements, mass=runs.element_mass, value=scores.scores),
        bound_runs(ranks, mass=runs.element_mass, value=scores.ranks[setting.targets]),
    )
    spread = summarise_runs(
        mode=mode,
        index=runs.index,
        mass=runs.mass,
        point=(setting.baseline.index.values, setting.baseline.ranking.ranks),
        targets=setting.targets,
        is_reference=reference,
        elements=bounds,
    )
    weakest = weakest_shares(
        elements[:, setting.targets], measured=known[setting.targets], mass=runs.element_mass
    )
    return spread, weakest


def _put_together(
    setting: _Setting, runs: dict[Mode, _Runs], rng: np.random.Generator, seed: int
) -> Variation:
    spreads, weakest = {}, {}
    for mode, found in runs.items():
        spreads[mode], weakest[mode] = _summarise(setting, mode, found)
    baseline, table = setting.baseline, setting.table
    apart = tell_apart(baseline.index.values, runs["data"].index, setting.targets, table.is_reference)
    flips = try_single_changes(table, setting.space, baseline, spreads["data"].rank)
    reference = table.is_reference
    return Variation(
        targets=table.targets,
        measured=_measured_elements(baseline.scores, setting.plan),
        scores=baseline.scores,
        index=baseline.index,
        ranking=baseline.ranking,
        data=spreads["data"],
        method=spreads["method"],
        both=spreads["both"],
        weakest=weakest,
        groups=apart.groups,
        cannot_be_told_apart=apart.cannot,
        rank_sets=apart.sets,
        effective_weights=indicator_pull(baseline.scores, baseline.index, table),
        influences=measure_influences(table, setting.space, baseline, flips, rng),
        flips=flips,
        excluded=list_combinations(setting.space)[1],
        missing_share=float((~np.isfinite(table.values[reference])).mean()),
        national_share=float((table.reasons[reference] == NATIONAL).mean()),
        seed=seed,
    )


def _measured_elements(scores: ElementScores, plan: ScoringPlan) -> tuple[str, ...]:
    return tuple(e for e, m in zip(scores.elements, plan.measured, strict=True) if m)
