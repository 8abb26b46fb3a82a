# SPDX-License-Identifier: EUPL-1.2
"""Why a score moved between two years: revision of old figures, the indicators, the weights, the method."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Literal

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, WrongShape
from schakel.composite.building.build import Build, build_index
from schakel.composite.building.step_nodes import refuse_unknown_nodes
from schakel.composite.building.steps import Aggregate, Step, Steps
from schakel.composite.structure.indicator_data import IndicatorData, Period, period_place
from schakel.composite.structure.reshaping import reweigh_tree
from schakel.composite.structure.tree import Tree

Part = Literal["revision", "indicators", "weights", "method"]
PARTS: tuple[Part, ...] = ("revision", "indicators", "weights", "method")
SWITCHED_TOGETHER: tuple[tuple[Part, ...], ...] = (("revision", "indicators"), ("weights",), ("method",))


class NoCommonUnits(BadInput):
    """Two versions without a unit in common."""

    template = N_("The two versions of the index have no unit in common.")
    cure = N_("Use the same codes for units in both.")


class NotInBoth(BadInput):
    """An indicator of one version that the data of the other lack."""

    template = N_(
        "The data for period {period} have no column '{indicator}', which one of the versions uses."
    )
    cure = N_("Give both data sets the indicators of both versions, or compare versions with the same ones.")


@dataclass(frozen=True, slots=True, eq=False)
class Version:
    """An index as it was made: figures as known then, structure with weights, steps, and the period shown."""

    data: IndicatorData
    tree: Tree
    steps: Steps
    period: Period


@dataclass(frozen=True, slots=True, eq=False)
class ChangeParts:
    """A change of score in parts that add up to it exactly.

    Attributes
    ----------
    units
        Codes of the units that both versions have.
    before, after
        Score of each unit in the two versions, shape (n_units,).
    revision, indicators, weights, method
        Parts of ``after - before``, shape (n_units,); NaN where a version has no score.
    """

    units: tuple[str, ...]
    before: Floats
    after: Floats
    revision: Floats
    indicators: Floats
    weights: Floats
    method: Floats


def split_change(before: Version, after: Version) -> ChangeParts:
    """Split the change of each unit's score between two versions into four parts.

    The old year as the new figures tell it lies between: *revision* is what the old year moved by new
    knowledge, *indicators* what moved since (a unit's own figures and those it is compared with),
    *weights* and *method* what we did differently. Each part is its effect averaged over every order in
    which figures, weights and method can be switched (the Shapley value), so that nothing is left over; of
    the figures revision is switched first and the indicators right after it (a value with a priori unions;
    Owen 1977), so that a revision of nothing changes no other part. Where the structure changed, weights of
    nodes in common are switched with the weights and the rest with the method; so are weights that an
    Aggregate step overrules. When the new figures no longer hold the old period, revision is 0.

    Raises
    ------
    NoCommonUnits, UnknownPeriod, WrongShape
        When the versions cannot be compared, or hold draws.
    BadInput
        When a mixture of the two cannot be built.
    """
    for version in (before, after):
        if version.data.values.ndim != 3:
            shape = version.data.values.shape
            raise WrongShape(name="values", found=shape, expected="(n_periods, n_units, k)")
        period_place(version.data, version.period)
        refuse_unknown_nodes(version.steps, version.tree)
    held = set(after.data.units)
    units = tuple(unit for unit in before.data.units if unit in held)
    if not units:
        raise NoCommonUnits()
    for version in (before, after):
        for code in (*before.tree.indicator_codes, *after.tree.indicator_codes):
            if code not in version.data.columns:
                raise NotInBoth(indicator=code, period=version.period)
    mixtures = _Mixtures(before, after, units)
    orders = [[part for group in order for part in group] for order in permutations(SWITCHED_TOGETHER)]
    parts = {part: np.zeros(len(units)) for part in PARTS}
    for order in orders:
        done: list[Part] = []
        score = mixtures.score(done)
        for part in order:
            done.append(part)
            moved = mixtures.score(done)
            parts[part] += (moved - score) / len(orders)
            score = moved
    return ChangeParts(units=units, before=mixtures.score([]), after=mixtures.score(list(PARTS)), **parts)


class _Mixtures:
    """Scores of mixtures of two versions, each built once."""

    def __init__(self, before: Version, after: Version, units: Sequence[str]) -> None:
        self.before, self.after, self.units = before, after, units
        self.revised = before.period in after.data.periods
        self.known: dict[frozenset[Part], Floats] = {}

    def score(self, switched: Sequence[Part]) -> Floats:
        key = frozenset(switched) - ({"revision"} if not self.revised or "indicators" in switched else set())
        if key not in self.known:
            self.known[key] = self._built(key)
        return self.known[key]

    def _built(self, switched: frozenset[Part]) -> Floats:
        tree = (self.after if "method" in switched else self.before).tree
        weighed = self.after if "weights" in switched else self.before
        common = {code: node.weight for code, node in weighed.tree.nodes.items() if code in tree.nodes}
        method = self.after if "method" in switched else self.before
        steps = with_weights_of(method.steps, weighed.steps, tree)
        new = "indicators" in switched
        source = self.after if new or "revision" in switched else self.before
        period = self.after.period if new else self.before.period
        built = build_index(source.data, reweigh_tree(tree, common), steps)
        return _scores_of(built, period, self.units)


def with_weights_of(steps: Steps, others: Steps, tree: Tree) -> Steps:
    """Return steps with the weights and ways of weighing of the aggregations of other steps, in order."""
    given = [step for step in others if isinstance(step, Aggregate)]
    found: list[Step] = []
    for step in steps:
        if isinstance(step, Aggregate) and given:
            own = given.pop(0)
            step = replace(
                step,
                weights={code: weight for code, weight in own.weights.items() if code in tree.nodes},
                weighting=own.weighting,
                weighting_per_branch={
                    code: each for code, each in own.weighting_per_branch.items() if code in tree.children
                },
            )
        found.append(step)
    return tuple(found)


def _scores_of(build: Build, period: Period, units: Sequence[str]) -> Floats:
    row = build.final.periods.index(period)
    places = {unit: place for place, unit in enumerate(build.units)}
    scores = build.scores()[row]
    return np.array([scores[places[unit]] if unit in places else np.nan for unit in units])
