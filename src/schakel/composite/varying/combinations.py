# SPDX-License-Identifier: EUPL-1.2
"""Prepare every combination of alternatives once, and say which of them cannot be built."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats
from schakel.composite.building.applying import apply_step
from schakel.composite.building.build import (
    Build,
    columns_as_mapping,
    data_before,
    n_steps_in_common,
    run_from_difference,
    tree_at,
    with_branches,
)
from schakel.composite.building.joining import join_tree
from schakel.composite.building.step_nodes import refuse_unknown_nodes
from schakel.composite.building.steps import Aggregate, Steps, check_steps
from schakel.composite.structure.indicator_data import IndicatorData, select_columns
from schakel.composite.structure.tree import Tree
from schakel.composite.varying.alternatives import AnyFactor, Factor, apply_alternative
from schakel.composite.varying.checking_factors import refuse_overruled_sets

Combination = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Infeasible:
    """A combination that cannot be built: per factor the alternative, and why."""

    alternatives: Mapping[str, str]
    failure: BadInput


class InfeasibleCombinations(BadInput):
    """Combinations that cannot be built; ``infeasible`` holds each with its reason."""

    template = N_("{n} of {total} combinations cannot be built; the first is {first}: {reason}")
    cure = N_("Change or leave out one of these alternatives, or let the combinations be skipped.")

    def __init__(self, infeasible: Sequence[Infeasible], total: int) -> None:
        first = infeasible[0]
        super().__init__(
            n=len(infeasible),
            total=total,
            first=", ".join(f"{name} = {choice}" for name, choice in first.alternatives.items()),
            reason=first.failure,
        )
        self.infeasible = tuple(infeasible)


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """An index that is ready to be joined under many weights.

    ``data`` are the numbers before the last aggregation, which stands at ``place`` among the ``steps``;
    ``units`` the codes of all units that came in.
    """

    tree: Tree
    steps: Steps
    place: int
    data: IndicatorData
    units: tuple[str, ...]

    def scores(self, multipliers: Mapping[str, Floats] | None = None, code: str | None = None) -> Floats:
        """Return the scores of a branch, shape (..., n_periods, n_units).

        NaN for units screened out, and for everyone when the branch is not in this tree.
        """
        step = self.steps[self.place]
        assert isinstance(step, Aggregate)
        joined = join_tree(
            columns_as_mapping(self.data, self.tree),
            self.tree,
            step,
            multipliers=multipliers,
            units=self.data.units,
        )
        wanted, units = code or self.tree.root, self.data.units
        if wanted not in joined.codes:
            return np.full((*joined.values.shape[:-2], len(self.units)), np.nan)
        found = joined.values[..., joined.codes.index(wanted)]
        if len(self.steps) > self.place + 1:
            data = with_branches(self.data, joined)
            for place, later in enumerate(self.steps[self.place + 1 :], start=self.place + 1):
                data, _ = apply_step(data, tree_at(self.tree, self.steps, place), later)
            found, units = data.column(wanted), data.units
        return place_units(found, units, self.units)


def place_units(scores: Floats, units: Sequence[str], among: Sequence[str]) -> Floats:
    """Return scores (..., n_units) at the places of their units among others; NaN for the others."""
    if tuple(units) == tuple(among):
        return scores
    rows = {unit: row for row, unit in enumerate(among)}
    kept = [(place, rows[unit]) for place, unit in enumerate(units) if unit in rows]
    placed = np.full((*scores.shape[:-1], len(among)), np.nan)
    placed[..., [row for _, row in kept]] = scores[..., [place for place, _ in kept]]
    return placed


def prepare_build(build: Build) -> Prepared:
    """Return an index as it was before its last aggregation."""
    place = last_aggregation(build.steps)
    return Prepared(
        tree=build.tree,
        steps=build.steps,
        place=place,
        data=select_columns(data_before(build, place), build.tree.indicator_codes),
        units=build.raw.units,
    )


def last_aggregation(steps: Steps) -> int:
    """Return the place of the last step that joins."""
    return max(place for place, step in enumerate(steps) if isinstance(step, Aggregate))


def every_combination(factors: Sequence[AnyFactor]) -> Iterable[Combination]:
    """Return every combination of the named alternatives; weight sets are not among them and have 0."""
    return product(*(range(f.n_alternatives) if isinstance(f, Factor) else range(1) for f in factors))


def prepare_combinations(
    build: Build,
    factors: Sequence[AnyFactor],
    *,
    combinations: Iterable[Combination] | None = None,
) -> tuple[dict[Combination, Prepared], tuple[Infeasible, ...]]:
    """Build combinations of the named alternatives once, and collect those that cannot be built.

    Keys have one alternative number per factor, and 0 for weight sets. Every combination unless some
    are named. What combinations share (the same steps from the start) is computed and kept once.
    """
    prepared: dict[Combination, Prepared] = {}
    infeasible: list[Infeasible] = []
    known: list[Build] = [build]
    for combination in every_combination(factors) if combinations is None else combinations:
        try:
            prepared[combination] = _prepare(build, factors, combination, known)
        except BadInput as failure:
            names = {
                f.name: f.names[c] for f, c in zip(factors, combination, strict=True) if isinstance(f, Factor)
            }
            infeasible.append(Infeasible(alternatives=names, failure=failure))
    return prepared, tuple(infeasible)


def find_infeasible(build: Build, factors: Sequence[AnyFactor]) -> tuple[Infeasible, ...]:
    """Return the combinations of alternatives that cannot be built, each with its reason."""
    return prepare_combinations(build, factors)[1]


def _prepare(
    build: Build, factors: Sequence[AnyFactor], combination: Combination, known: list[Build]
) -> Prepared:
    """Prepare a combination and try it; ``known`` gathers the different builds up to the aggregation.

    Nodes are dropped last, so that another factor may say something about them in either order.
    """
    tree, steps = build.tree, build.steps
    chosen = [f.alternatives[c] for f, c in zip(factors, combination, strict=True) if isinstance(f, Factor)]
    for alternative in sorted(chosen, key=lambda each: bool(each.dropped)):
        tree, steps = apply_alternative(tree, steps, alternative)
    refuse_unknown_nodes(check_steps(steps), tree)
    place = last_aggregation(steps)
    before = steps[:place]
    in_common = [n_steps_in_common(other, tree, before) for other in known]
    closest = known[int(np.argmax(in_common))]
    made = run_from_difference(closest, tree, before)
    if max(in_common) < len(before):
        known.append(made)
    ready = Prepared(
        tree=tree,
        steps=steps,
        place=place,
        data=select_columns(data_before(made, place), tree.indicator_codes),
        units=build.raw.units,
    )
    step = steps[place]
    assert isinstance(step, Aggregate)
    refuse_overruled_sets(factors, tree, step)
    ready.scores()
    return ready
