# SPDX-License-Identifier: EUPL-1.2
"""Build an index by its steps, and build it again from the first step that differs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import prod

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats
from schakel.composite.building.applying import Details, apply_step
from schakel.composite.building.joining import Joined, join_tree
from schakel.composite.building.step_nodes import refuse_unknown_nodes
from schakel.composite.building.steps import (
    DEFAULT_STEPS,
    Aggregate,
    Normalise,
    Step,
    Steps,
    check_steps,
    settle_steps,
    step_position,
)
from schakel.composite.ranking.rank import rank_scores
from schakel.composite.structure.indicator_data import (
    IndicatorData,
    UnknownColumn,
    select_columns,
    with_values,
)
from schakel.composite.structure.tree import Tree


@dataclass(frozen=True, slots=True, eq=False)
class Stage:
    """The numbers after a step, and what the step has to say about itself."""

    step: Step
    data: IndicatorData
    details: Details | Joined | None


@dataclass(frozen=True, slots=True, eq=False)
class Build:
    """An index with everything that led to it.

    Attributes
    ----------
    tree, steps
        Structure and steps.
    raw
        The indicators as they came in.
    stages
        One per step.
    """

    tree: Tree
    steps: Steps
    raw: IndicatorData
    stages: tuple[Stage, ...]

    def stage(self, label: str) -> Stage:
        """Return the stage of the step with a label.

        Raises
        ------
        UnknownStep
            When no step has it.
        """
        return self.stages[step_position(self.steps, label)]

    @property
    def final(self) -> IndicatorData:
        """Indicators and branches after the last step."""
        return self.stages[-1].data

    @property
    def units(self) -> tuple[str, ...]:
        """Codes of the units that were not screened out."""
        return self.final.units

    def scores(self, code: str | None = None) -> Floats:
        """Return the scores of a branch (the root if none is named), shape (..., n_periods, n_units)."""
        return self.final.column(code or self.tree.root)

    def ranks(self, code: str | None = None) -> Floats:
        """Return the ranks of a branch, 1 the highest, ties the better rank; NaN where unknown."""
        return rank_scores(self.scores(code))

    @property
    def effective_weights(self) -> Mapping[str, float | Floats]:
        """Share of every node in the whole as used: its weight times the shares of the branches above it."""
        weights = self.weights
        return {
            code: prod((weights[above] for above in self.tree.path(code)), start=1.0)
            for code in self.tree.nodes
        }

    @property
    def weights(self) -> Mapping[str, float | Floats]:
        """Weight of every node among its siblings, as used; the root has 1."""
        used = next(s.details.weights for s in reversed(self.stages) if isinstance(s.details, Joined))
        found: dict[str, float | Floats] = {self.tree.root: 1.0}
        for code, weights in used.items():
            for place, child in enumerate(self.tree.children[code]):
                found[child] = float(weights[place]) if weights.ndim == 1 else weights[..., place]
        return found


def build_index(data: IndicatorData, tree: Tree, steps: Steps = DEFAULT_STEPS) -> Build:
    """Run the steps and return the index with every stage.

    Columns of the data that the tree does not name are left aside. Unknown values are NaN throughout
    and are only filled by an Impute step, which says which cells it filled. After the first Normalise
    step more is better everywhere, so that a second one does not turn indicators again.

    Raises
    ------
    UnknownColumn, UnknownNode
        When the data lack an indicator of the tree, or a step names a node that the tree lacks.
    LabelTwice, NoAggregation, UnknownChoice, WrongKnownShare
        When the steps cannot be run.
    BadInput
        When a step has no meaning for the numbers; the message names unit and indicator.
    """
    raw = _columns_of_tree(data, tree)
    checked = check_steps(steps)
    refuse_unknown_nodes(checked, tree)
    refuse_unturned(checked, tree)
    return Build(tree=tree, steps=checked, raw=raw, stages=tuple(_run(raw, tree, checked)))


def replay(
    build: Build, *, steps: Steps | None = None, tree: Tree | None = None, data: IndicatorData | None = None
) -> Build:
    """Build again with other steps, tree or data; stages before the first difference are kept.

    Raises
    ------
    BadInput
        As :func:`build_index`.
    """
    new_tree = build.tree if tree is None else tree
    new_steps = build.steps if steps is None else check_steps(steps)
    if data is not None:
        return build_index(data, new_tree, new_steps)
    refuse_unknown_nodes(new_steps, new_tree)
    refuse_unturned(new_steps, new_tree)
    return run_from_difference(build, new_tree, new_steps)


def run_from_difference(build: Build, tree: Tree, steps: Steps) -> Build:
    """Run steps that are checked, but need not end in an aggregation; equal first stages are kept.

    Raises
    ------
    BadInput
        When a step has no meaning for the numbers.
    """
    if not same_but_for_weights(build.tree, tree):
        raw = _columns_of_tree(build.raw, tree)
        return Build(tree=tree, steps=steps, raw=raw, stages=tuple(_run(raw, tree, steps)))
    kept = n_steps_in_common(build, tree, steps)
    before = build.stages[:kept]
    start = before[-1].data if before else build.raw
    return Build(tree=tree, steps=steps, raw=build.raw, stages=(*before, *_run(start, tree, steps, kept)))


def continue_build(build: Build, data: IndicatorData, *, place: int) -> Build:
    """Run the steps from a place on with other numbers than those that the step before gave.

    Raises
    ------
    BadInput
        When a step has no meaning for the numbers.
    """
    stages = (*build.stages[:place], *_run(data, build.tree, build.steps, place))
    return replace(build, stages=stages)


def data_before(build: Build, place: int) -> IndicatorData:
    """Return the numbers that go into the step at a place."""
    return build.stages[place - 1].data if place else build.raw


def same_but_for_weights(one: Tree, other: Tree) -> bool:
    """Tell whether two trees differ in weights and methods only, so that the steps before agree."""
    return one is other or one.but_for_weights == other.but_for_weights


def with_branches(data: IndicatorData, joined: Joined) -> IndicatorData:
    """Return the indicators with the branches as columns behind them."""
    front = np.broadcast_shapes(data.values.shape[:-1], joined.values.shape[:-1])
    parts = (
        np.broadcast_to(data.values, (*front, data.values.shape[-1])),
        np.broadcast_to(joined.values, (*front, joined.values.shape[-1])),
    )
    return with_values(data, np.concatenate(parts, axis=-1), (*data.columns, *joined.codes))


def columns_as_mapping(data: IndicatorData, tree: Tree) -> Mapping[str, Floats]:
    """Return per indicator of the tree its values, shape (..., n_periods, n_units)."""
    return {code: data.values[..., place] for place, code in enumerate(tree.indicator_codes)}


def _columns_of_tree(data: IndicatorData, tree: Tree) -> IndicatorData:
    missing = [code for code in tree.indicator_codes if code not in data.columns]
    if missing:
        raise UnknownColumn(column=missing[0], known=", ".join(data.columns))
    return select_columns(data, tree.indicator_codes)


class DirectionNotApplied(BadInput):
    """An indicator of which less is better, in steps that never turn it."""

    template = N_("Less is better for indicator '{indicator}', but no step before the aggregation turns it.")
    cure = N_("Add a Normalise step; its method 'none' only turns indicators.")


def refuse_unturned(steps: Steps, tree: Tree) -> None:
    """Refuse steps that aggregate an indicator with direction -1 that was never normalised.

    Raises
    ------
    DirectionNotApplied
        For the first such indicator.
    """
    first = next(place for place, step in enumerate(steps) if isinstance(step, Aggregate))
    if not any(isinstance(step, Normalise) for step in steps[:first]):
        for indicator in tree.indicators:
            if indicator.direction < 0:
                raise DirectionNotApplied(indicator=indicator.code)


def tree_at(tree: Tree, steps: Steps, place: int) -> Tree:
    """Return the tree as the step at a place is to see it.

    Once indicators are scaled, more is better and their goalposts and targets no longer fit.
    """
    if not any(isinstance(step, Normalise) for step in steps[:place]):
        return tree
    scaled = (replace(each, direction=1, low=None, high=None, target=None) for each in tree.indicators)
    return replace(tree, indicators=tuple(scaled))


def _run(start: IndicatorData, tree: Tree, steps: Steps, first: int = 0) -> Iterator[Stage]:
    data = start
    for place, step in enumerate(settle_steps(steps)[first:], start=first):
        if isinstance(step, Aggregate):
            indicators = select_columns(data, tree.indicator_codes)
            joined = join_tree(columns_as_mapping(indicators, tree), tree, step, units=data.units)
            data = with_branches(indicators, joined)
            yield Stage(step=step, data=data, details=joined)
        else:
            data, details = apply_step(data, tree_at(tree, steps, place), step)
            yield Stage(step=step, data=data, details=details)


def n_steps_in_common(build: Build, tree: Tree, steps: Steps) -> int:
    """Return how many first steps give the same as in a build; -1 when its tree has other nodes."""
    if not same_but_for_weights(build.tree, tree):
        return -1
    for place, (old, new) in enumerate(zip(settle_steps(build.steps), settle_steps(steps), strict=False)):
        if old != new or (isinstance(new, Aggregate) and tree != build.tree):
            return place
    return min(len(build.steps), len(steps))
