# SPDX-License-Identifier: EUPL-1.2
"""Which choice changes the verdict, and by how much."""

from collections.abc import Iterable

import numpy as np
from scipy.stats import qmc

from schakel.composite.ranking.rank import rank_scores
from schakel.composite.weighing.weigh import weights_from_uniform
from schakel.ecosystem.choices import ChoiceSpace, why_impossible
from schakel.ecosystem.indicator_table import IndicatorTable
from schakel.ecosystem.results import Bounds, ChoiceInfluence, Flip, Floats, TriedChoices
from schakel.ecosystem.scores import aggregate_elements
from schakel.ecosystem.trying import try_choices

N_WEIGHT_DRAWS = 128


def try_single_changes(
    table: IndicatorTable, space: ChoiceSpace, baseline: TriedChoices, data_rank: Bounds
) -> tuple[Flip, ...]:
    """Change one choice at a time and tell for each target whether the verdict holds.

    It holds when the weakest measured element is the same as by default and the rank stays within the
    interval of data error. Elements that only count with other choices are not called weakest.

    Parameters
    ----------
    table
        Indicators with one row for the region.
    space
        Default choices and alternatives.
    baseline
        Result of the default choices.
    data_rank
        Interval of every unit's rank from data error.
    """
    known = np.isfinite(baseline.scores.scores).any(axis=0)
    measured = tuple(table.elements[c] for c in np.flatnonzero(known))
    flips: list[Flip] = []
    for change in space.single_changes(measured):
        choices = change.applied_to(space.default)
        if why_impossible(choices.scaling, choices.aggregation) is not None:
            continue
        tried = try_choices(table, choices)
        for target in table.targets:
            before = baseline.weakest[target]
            removed = (change.code,) if change.choice == "leave_out" else ()
            weakest = next((e for e in tried.weakest[target] if e in before), None)
            rank = tried.ranking.rank(target)
            row = table.row(target)
            inside = rank is None or bool(data_rank.low[row] <= rank <= data_rank.high[row])
            same = not before or weakest == before[0] or before[0] in removed
            flips.append(
                Flip(
                    choice=change.choice,
                    alternative=change.code,
                    target=target,
                    weakest_element=weakest,
                    rank=rank,
                    holds=inside and same,
                )
            )
    return tuple(flips)


def measure_influences(
    table: IndicatorTable,
    space: ChoiceSpace,
    baseline: TriedChoices,
    flips: Iterable[Flip],
    rng: np.random.Generator,
) -> tuple[ChoiceInfluence, ...]:
    """Return per target the choices in order of how far the rank moves when only that one changes.

    Weights are changed by drawing them; the others by their alternatives (:func:`try_single_changes`).
    """
    found: list[ChoiceInfluence] = []
    drawn = _ranks_under_drawn_weights(table, space, baseline, rng) if space.drawn_weights else None
    flips = tuple(flips)
    for target in table.targets:
        rank = baseline.ranking.rank(target)
        if rank is None:
            continue
        moves = {
            c: [
                abs(f.rank - rank)
                for f in flips
                if f.choice == c and f.target == target and f.rank is not None
            ]
            for c in dict.fromkeys(f.choice for f in flips)
        }
        if drawn is not None:
            moves["weights"] = [abs(int(r) - rank) for r in drawn[:, table.row(target)]]
        own = [ChoiceInfluence(c, target, float(np.mean(m)), int(max(m))) for c, m in moves.items() if m]
        found += sorted(own, key=lambda i: (-i.mean_shift, i.choice))
    return tuple(found)


def _ranks_under_drawn_weights(
    table: IndicatorTable, space: ChoiceSpace, baseline: TriedChoices, rng: np.random.Generator
) -> Floats:
    weights = baseline.index.weights
    used = weights > 0
    points = qmc.Sobol(int(used.sum()), scramble=True, rng=rng).random(N_WEIGHT_DRAWS)
    drawn = np.tile(weights, (N_WEIGHT_DRAWS, 1))
    drawn[:, used] *= weights_from_uniform(points, bounds=space.weight_bounds) * used.sum()
    index = aggregate_elements(
        baseline.scores.scores[None],
        aggregation=space.default.aggregation,
        weights=drawn,
        min_element_share=0.0,
    )
    ranked = np.where(np.isfinite(baseline.index.values), index, np.nan)
    return rank_scores(ranked, reference=table.is_reference)
