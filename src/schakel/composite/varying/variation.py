# SPDX-License-Identifier: EUPL-1.2
"""Run an index under many combinations of choices: uncertainty and sensitivity of scores and ranks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from schakel.composite.bad_input import N_, Floats, Reason, WrongShape
from schakel.composite.building.build import Build
from schakel.composite.building.comparing import mean_absolute_change
from schakel.composite.building.steps import Aggregate
from schakel.composite.ranking.rank import RankSummary, rank_scores, summarise_ranks
from schakel.composite.structure.indicator_data import Period, place_of_period
from schakel.composite.structure.tree import known_branch
from schakel.composite.varying.alternatives import AnyFactor, WeightFactor, WrongFactors, check_factors
from schakel.composite.varying.checking_factors import (
    refuse_no_weight,
    refuse_without_effect,
    refuse_written_twice,
)
from schakel.composite.varying.combinations import (
    Combination,
    Infeasible,
    InfeasibleCombinations,
    Prepared,
    every_combination,
    place_units,
    prepare_combinations,
)
from schakel.composite.varying.sensitivity import (
    SensitivityIndices,
    decompose_factorial,
    draw_sobol_design,
    estimate_sensitivity,
)

CELLS_AT_ONCE = 1_000_000
MAX_EXACT_RUNS = 20_000
MAX_TRIED_FIRST = 2_000
MOST_ROUNDS = 1_000
Design = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Variation:
    """Scores and ranks under many combinations of choices.

    Attributes
    ----------
    factors
        The choices that were varied.
    design
        Alternative of each factor per run, shape (n_runs, k_factors).
    scores, ranks
        Shape (n_runs, n_periods, n_units); NaN for a unit that has no score in a run.
    nominal_scores, nominal_ranks
        As built, shape (n_periods, n_units).
    units, periods
        Codes of all units that came in, and of the periods.
    infeasible
        Combinations that cannot be built and were skipped.
    """

    factors: tuple[AnyFactor, ...]
    design: Design
    scores: Floats
    ranks: Floats
    nominal_scores: Floats
    nominal_ranks: Floats
    units: tuple[str, ...]
    periods: tuple[Period, ...]
    infeasible: tuple[Infeasible, ...]

    def summary(self, period: Period | None = None) -> RankSummary:
        """Return the distribution of each unit's rank in a period, the last unless one is named.

        Raises
        ------
        UnknownPeriod
            When there is no such period.
        """
        row = place_of_period(self.periods, period)
        return summarise_ranks(self.ranks[:, row], nominal=self.nominal_ranks[row])


@dataclass(frozen=True, slots=True, eq=False)
class ChoiceSensitivity:
    """How much each choice moves every unit's score and rank.

    Attributes
    ----------
    scores, ranks
        Indices for outputs of shape (n_periods, n_units).
    mean_rank_change
        Indices for the mean absolute change of rank from the ranking as built, shape (n_periods,).
    variation
        The runs behind them.
    """

    scores: SensitivityIndices
    ranks: SensitivityIndices
    mean_rank_change: SensitivityIndices
    variation: Variation

    @property
    def factor_names(self) -> tuple[str, ...]:
        """Names of the factors along the first axis of the indices."""
        return tuple(factor.name for factor in self.variation.factors)


def vary_index(
    build: Build,
    factors: Sequence[AnyFactor],
    *,
    n_runs: int,
    rng: np.random.Generator,
    skip_infeasible: bool = False,
) -> Variation:
    """Draw combinations of choices and run the index under each (uncertainty analysis).

    Up to 2,000 combinations of named alternatives are all tried before anything is drawn; of more only
    those that are drawn, before any is run. Impossible ones are refused, or with ``skip_infeasible`` drawn
    again and named in the result. Steps that runs share are computed once.

    Raises
    ------
    InfeasibleCombinations
        When some cannot be built and are not to be skipped, or hardly any can be built.
    WrongFactors, UnknownStep, UnknownSetting, UnknownNode
        When a factor does not fit the index.
    WrongShape
        When the index holds draws in front.
    """
    _check(build, factors)
    if n_runs < 1:
        raise WrongFactors(factor=factors[0].name, reason=N_("the number of runs is not above 0"))
    n_named = prod(f.n_alternatives for f in factors if not isinstance(f, WeightFactor))
    combinations = every_combination(factors) if n_named <= MAX_TRIED_FIRST else ()
    prepared, infeasible = _prepared(build, factors, combinations, skip=skip_infeasible)
    design = _alternatives_at(factors, rng.random((n_runs, len(factors))))
    for _ in range(MOST_ROUNDS):
        keys = _named(factors, design)
        fresh = [key for key in dict.fromkeys(keys) if key not in prepared]
        if n_named > MAX_TRIED_FIRST and fresh:
            more, wrong = prepare_combinations(build, factors, combinations=fresh)
            prepared, infeasible = prepared | more, _without_repeats((*infeasible, *wrong))
            _refuse_infeasible(infeasible, prepared, skip=skip_infeasible)
        again = np.array([key not in prepared for key in keys])
        if not again.any():
            return run_design(build, factors, design, prepared=prepared, infeasible=infeasible)
        design[again] = _alternatives_at(factors, rng.random((int(again.sum()), len(factors))))
    raise InfeasibleCombinations(infeasible, len(prepared) + len(infeasible))


def analyse_sensitivity(
    build: Build,
    factors: Sequence[AnyFactor],
    *,
    rng: np.random.Generator,
    max_exact_runs: int = MAX_EXACT_RUNS,
    n_base: int = 1024,
    n_bootstrap: int = 100,
) -> ChoiceSensitivity:
    """Return first-order and total indices of every choice for each unit's score and rank.

    All combinations are run, and the indices are exact, when there are at most ``max_exact_runs`` of
    them; otherwise they are estimated from ``n_base`` scrambled Sobol' points with centred estimators
    and bootstrap bounds. A unit without a score in some run has NaN.

    Raises
    ------
    InfeasibleCombinations
        Variance-based sensitivity needs every combination; leave an alternative out instead.
    WrongFactors, UnknownStep, UnknownSetting, UnknownNode
        When a factor does not fit the index.
    WrongShape
        When the index holds draws in front.
    """
    _check(build, factors)
    counts = [factor.n_alternatives for factor in factors]
    exact = prod(counts) <= max_exact_runs
    if exact:
        design = np.stack(np.meshgrid(*map(np.arange, counts), indexing="ij"), axis=-1).reshape(
            -1, len(counts)
        )
    else:
        uniform = draw_sobol_design(n_base=n_base, k_factors=len(factors), rng=rng)
        design = _alternatives_at(factors, uniform)
    variation = run_design(build, factors, design)
    change = mean_absolute_change(variation.ranks - variation.nominal_ranks)

    def indices(outputs: Floats) -> SensitivityIndices:
        if exact:
            cells = outputs.reshape(*counts, *outputs.shape[1:])
            given = [np.array(f.probabilities) if f.probabilities else None for f in factors]
            return decompose_factorial(cells, k_factors=len(factors), probabilities=given)
        return estimate_sensitivity(
            outputs, n_base=n_base, k_factors=len(factors), rng=rng, n_bootstrap=n_bootstrap
        )

    return ChoiceSensitivity(
        scores=indices(variation.scores),
        ranks=indices(variation.ranks),
        mean_rank_change=indices(change),
        variation=variation,
    )


def run_design(
    build: Build,
    factors: Sequence[AnyFactor],
    design: Design,
    *,
    prepared: Mapping[Combination, Prepared] | None = None,
    infeasible: tuple[Infeasible, ...] = (),
    code: str | None = None,
) -> Variation:
    """Run the index under given combinations: one alternative number per factor and run.

    ``design`` has shape (n_runs, k_factors). ``code`` names another branch than the root; runs in which
    it is dropped have NaN. Memory beside the result stays below ``CELLS_AT_ONCE`` numbers per child of a
    branch.

    Raises
    ------
    InfeasibleCombinations
        When a combination of the design cannot be built.
    WrongFactors, UnknownNode, WrongShape
        When the factors, the branch or the design do not fit the index.
    """
    _check(build, factors)
    known_branch(build.tree, code or build.tree.root)
    _refuse_design(design, factors)
    keys = _named(factors, design)
    kinds = list(dict.fromkeys(keys))
    ready = _prepared(build, factors, kinds, skip=False)[0] if prepared is None else prepared
    number_of = {kind: number for number, kind in enumerate(kinds)}
    kind_of_run = np.array([number_of[key] for key in keys])
    scores = np.empty((len(design), *build.raw.values.shape[-3:-1]))
    weighed = any(isinstance(factor, WeightFactor) for factor in factors)
    for number, kind in enumerate(kinds):
        runs = np.flatnonzero(kind_of_run == number)
        if not weighed:
            scores[runs] = ready[kind].scores(code=code)
            continue
        step = ready[kind].steps[ready[kind].place]
        assert isinstance(step, Aggregate)
        refuse_no_weight(ready[kind].tree, step, _multipliers(factors, design[runs]))
        at_once = _runs_at_once(ready[kind])
        for start in range(0, len(runs), at_once):
            chunk = runs[start : start + at_once]
            scores[chunk] = ready[kind].scores(_multipliers(factors, design[chunk]), code=code)
    nominal = place_units(build.scores(code), build.units, build.raw.units)
    return Variation(
        factors=tuple(factors),
        design=design,
        scores=scores,
        ranks=rank_scores(scores),
        nominal_scores=nominal,
        nominal_ranks=rank_scores(nominal),
        units=build.raw.units,
        periods=build.raw.periods,
        infeasible=infeasible,
    )


def _check(build: Build, factors: Sequence[AnyFactor]) -> None:
    if build.raw.values.ndim != 3:
        expected = "(n_periods, n_units, k_indicators)"
        raise WrongShape(name="values", found=build.raw.values.shape, expected=expected)
    check_factors(factors, build.tree, build.steps)
    refuse_without_effect(factors, build.tree, build.steps)
    refuse_written_twice(factors)


def _prepared(
    build: Build, factors: Sequence[AnyFactor], combinations: Iterable[Combination], *, skip: bool
) -> tuple[dict[Combination, Prepared], tuple[Infeasible, ...]]:
    prepared, infeasible = prepare_combinations(build, factors, combinations=combinations)
    _refuse_infeasible(infeasible, prepared, skip=skip)
    return prepared, infeasible


def _refuse_infeasible(
    infeasible: Sequence[Infeasible], prepared: Mapping[Combination, Prepared], *, skip: bool
) -> None:
    if infeasible and (not skip or not prepared):
        raise InfeasibleCombinations(infeasible, len(prepared) + len(infeasible))


def _without_repeats(infeasible: Sequence[Infeasible]) -> tuple[Infeasible, ...]:
    return tuple({tuple(each.alternatives.items()): each for each in infeasible}.values())


def _named(factors: Sequence[AnyFactor], design: Design) -> list[Combination]:
    """Return the combination of named alternatives of each run, with 0 for weight sets."""
    is_weight = np.array([isinstance(factor, WeightFactor) for factor in factors])
    return [tuple(row) for row in np.where(is_weight, 0, design).tolist()]


def _refuse_design(design: Design, factors: Sequence[AnyFactor]) -> None:
    if design.ndim != 2 or design.shape[1] != len(factors) or not len(design):
        raise WrongShape(name="design", found=design.shape, expected=f"(n_runs, {len(factors)})")
    for place, factor in enumerate(factors):
        for choice in (design[:, place].min(), design[:, place].max()):
            if not 0 <= choice < factor.n_alternatives:
                reason = Reason(N_("it has no alternative number {number}"), {"number": int(choice)})
                raise WrongFactors(factor=factor.name, reason=reason)


def _runs_at_once(combination: Prepared) -> int:
    """Return how many runs fit in memory; with later steps every column is held for every run."""
    n_periods, n_units, k = combination.data.values.shape
    columns = k if len(combination.steps) > combination.place + 1 else 1
    return max(1, CELLS_AT_ONCE // max(int(n_periods * n_units * columns), 1))


def _multipliers(factors: Sequence[AnyFactor], design: Design) -> dict[str, Floats]:
    """Return per node an array of shape (n_runs, 1): the products over all weight factors."""
    found: dict[str, Floats] = {}
    for place, factor in enumerate(factors):
        if isinstance(factor, WeightFactor):
            for code, numbers in factor.multipliers.items():
                chosen = numbers[design[:, place]][:, None]
                found[code] = found[code] * chosen if code in found else chosen
    return found


def _alternatives_at(factors: Sequence[AnyFactor], uniform: Floats) -> Design:
    """Turn uniform numbers of shape (n, k_factors) into alternative numbers, by their probabilities."""
    columns = []
    for place, factor in enumerate(factors):
        n = factor.n_alternatives
        chances = np.array(factor.probabilities) if factor.probabilities else np.full(n, 1 / n)
        edges = np.cumsum(chances)[:-1]
        columns.append(np.searchsorted(edges, uniform[:, place], side="right"))
    return np.stack(columns, axis=1).astype(np.int64)
