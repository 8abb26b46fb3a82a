# SPDX-License-Identifier: EUPL-1.2
"""What if: leave parts out, add them back, and set several versions of an index side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, WrongShape
from schakel.composite.building.build import Build, build_index, replay
from schakel.composite.building.step_nodes import forget_nodes
from schakel.composite.building.steps import Aggregate, change_step
from schakel.composite.ranking.rank import rank_scores
from schakel.composite.structure.growing import grow_tree
from schakel.composite.structure.indicator_data import IndicatorData, refuse_repeats
from schakel.composite.structure.reshaping import NothingLeft, prune_tree
from schakel.composite.structure.tree import Branch, Indicator, known_node
from schakel.composite.varying.combinations import Prepared, place_units, prepare_build


class OtherPeriods(BadInput):
    """Versions of an index for different periods."""

    template = N_("'{first}' has the periods {periods} and '{other}' {found}.")
    cure = N_("Select the same periods before comparing; for a change over time, split the change.")


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Versions of an index side by side.

    Attributes
    ----------
    names
        Names of the versions, the first being what the others are compared with.
    units
        Codes of all units that occur in some version, in the order of the first.
    scores, ranks
        Shape (n_versions, n_periods, n_units); NaN where a version has no score for a unit.
    rank_changes
        Rank in the first version minus rank in this one: above 0 is a rise.
    mean_rank_change
        Mean absolute change over units that both versions rank, shape (n_versions, n_periods).
    correlations
        Pearson's correlation with the scores of the first version, same shape.
    """

    names: tuple[str, ...]
    units: tuple[str, ...]
    scores: Floats
    ranks: Floats
    rank_changes: Floats
    mean_rank_change: Floats
    correlations: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Removed:
    """What the index would be without each of some nodes (their weight set to 0).

    Attributes
    ----------
    codes
        The nodes, one by one.
    scores, ranks
        Without each node, shape (n_codes, n_periods, n_units).
    mean_rank_change
        Mean absolute change of rank from the index with everything, shape (n_codes, n_periods).
    """

    codes: tuple[str, ...]
    scores: Floats
    ranks: Floats
    mean_rank_change: Floats


def remove_each(build: Build, codes: Sequence[str]) -> Removed:
    """Give each node in turn weight 0 and join again; everything before the weights stays.

    Without a sibling that has weight the branch above says nothing, so it gets weight 0 too.

    Raises
    ------
    UnknownNode
        For a code that is not there.
    NothingLeft
        When nothing with weight remains beside a node.
    """
    for code in codes:
        known_node(build.tree, code)
    ready = prepare_build(build)
    every = [ready.scores({_removable(ready, code): np.zeros(1)}) for code in codes]
    scores = np.stack([place_units(each, ready.units, build.units) for each in every])
    ranks = rank_scores(scores)
    return Removed(
        codes=tuple(codes),
        scores=scores,
        ranks=ranks,
        mean_rank_change=mean_absolute_change(ranks - build.ranks()),
    )


def drop_nodes(build: Build, codes: Sequence[str]) -> Build:
    """Build the index again without some indicators or branches, from the first step on.

    Raises
    ------
    UnknownNode, NothingLeft
        For a code that is not there, or when no indicator remains.
    """
    tree = prune_tree(build.tree, codes)
    steps = forget_nodes(build.steps, build.tree.nodes.keys() - tree.nodes.keys())
    return build_index(build.raw, tree, steps)


def add_nodes(build: Build, data: IndicatorData, nodes: Sequence[Indicator | Branch]) -> Build:
    """Build the index again with more indicators or branches; ``data`` hold every indicator.

    Raises
    ------
    WrongTree, UnknownColumn
        When the new nodes do not fit, or the data lack an indicator.
    """
    tree = grow_tree(
        (*build.tree.indicators, *(node for node in nodes if isinstance(node, Indicator))),
        (*build.tree.branches, *(node for node in nodes if isinstance(node, Branch))),
    )
    return build_index(data, tree, build.steps)


def compare_builds(builds: Mapping[str, Build], *, code: str | None = None) -> Compared:
    """Set versions of an index side by side; the first is what the others are compared with.

    Units are matched by code; periods must have the same codes. ``code`` names another branch than the
    root.

    Raises
    ------
    UnknownColumn
        When a version has no such branch.
    WrongShape, OtherPeriods
        When there are no versions, draws in front, or other periods.
    """
    _refuse_unequal([build.final.values.shape for build in builds.values()])
    _refuse_other_periods(builds)
    units = tuple(dict.fromkeys(unit for build in builds.values() for unit in build.units))
    scores = np.stack([place_units(build.scores(code), build.units, units) for build in builds.values()])
    ranks = rank_scores(scores)
    changes = ranks[0] - ranks
    return Compared(
        names=tuple(builds),
        units=units,
        scores=scores,
        ranks=ranks,
        rank_changes=changes,
        mean_rank_change=mean_absolute_change(changes),
        correlations=_correlations_with_first(scores),
    )


def mean_absolute_change(changes: Floats) -> Floats:
    """Return the mean absolute change over the units that have one, NaN where none has."""
    known = np.isfinite(changes)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.where(known, np.abs(changes), 0.0).sum(axis=-1) / known.sum(axis=-1))


def _removable(ready: Prepared, code: str) -> str:
    """Return the node, or the first one above it that has a sibling with weight."""
    step = ready.steps[ready.place]
    given = step.weights if isinstance(step, Aggregate) else {}
    place = code
    while (parent := ready.tree.nodes[place].parent) is not None:
        siblings = [sibling for sibling in ready.tree.children[parent] if sibling != place]
        if any(given.get(sibling, ready.tree.nodes[sibling].weight) > 0 for sibling in siblings):
            return place
        place = parent
    raise NothingLeft(dropped=code)


def _refuse_unequal(shapes: Sequence[tuple[int, ...]]) -> None:
    if not shapes:
        raise WrongShape(name="builds", found=(0,), expected=N_("at least one version"))
    for shape in shapes:
        if len(shape) != 3 or shape[0] != shapes[0][0]:
            raise WrongShape(name="values", found=shape, expected=f"({shapes[0][-3]}, n_units, k)")


def _refuse_other_periods(builds: Mapping[str, Build]) -> None:
    (first, reference), *others = builds.items()
    for name, build in others:
        if build.final.periods != reference.final.periods:
            raise OtherPeriods(
                first=first,
                periods=", ".join(map(str, reference.final.periods)),
                other=name,
                found=", ".join(map(str, build.final.periods)),
            )


def _correlations_with_first(scores: Floats) -> Floats:
    both = np.isfinite(scores) & np.isfinite(scores[0])
    n = both.sum(axis=-1, keepdims=True)
    first, other = np.where(both, scores[0], 0.0), np.where(both, scores, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        x = np.where(both, first - first.sum(axis=-1, keepdims=True) / n, 0.0)
        y = np.where(both, other - other.sum(axis=-1, keepdims=True) / n, 0.0)
        spreads = [_spread(part, whole) for part, whole in ((x, first), (y, other))]
        return np.asarray((x * y).sum(axis=-1) / np.sqrt(spreads[0] * spreads[1]))


def _spread(deviations: Floats, scores: Floats) -> Floats:
    """Return the sum of squared deviations, NaN where they are nothing but rounding."""
    spread = np.square(deviations).sum(axis=-1)
    return np.where(spread > 1e-24 * np.square(scores).sum(axis=-1), spread, np.nan)


def compare_from_step(build: Build, versions: Mapping[str, tuple[str, Mapping[str, object]]]) -> Compared:
    """Compare the index with versions of it in which one step has other settings.

    ``versions`` gives per name the label of a step and its settings. What comes before that step is
    not computed again.

    Raises
    ------
    UnknownStep, UnknownSetting, UnknownChoice
        When there is no such step or setting, or the setting has no such word.
    CodesNotUnique
        When a version is called "as built".
    """
    refuse_repeats(["as built", *versions], N_("versions"))
    changed = {
        name: replay(build, steps=change_step(build.steps, label, **settings))
        for name, (label, settings) in versions.items()
    }
    return compare_builds({"as built": build, **changed})
