# SPDX-License-Identifier: EUPL-1.2
"""Join the children of every branch, from below to the root, each by its own method and weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from schakel.composite.aggregating.aggregate import (
    NotPositive,
    aggregate_additive,
    aggregate_geometric,
    aggregate_harmonic,
    aggregate_maximum,
    aggregate_mean,
    aggregate_median,
    aggregate_minimum,
    aggregate_power,
    aggregate_product,
)
from schakel.composite.aggregating.benefit_of_doubt import aggregate_benefit_of_doubt
from schakel.composite.aggregating.bottleneck import aggregate_bottleneck, equalise_averages
from schakel.composite.aggregating.kemeny import aggregate_kemeny
from schakel.composite.aggregating.mazziotta_pareto import aggregate_mazziotta_pareto
from schakel.composite.aggregating.ordered_weights import aggregate_ordered, order_weights_from_orness
from schakel.composite.aggregating.outrank import aggregate_copeland, aggregate_outranking
from schakel.composite.bad_input import N_, BadInput, Floats, WrongShape, first_place, name_of
from schakel.composite.building.steps import Aggregate
from schakel.composite.building.weigh_children import weigh_children
from schakel.composite.normalising.scale_parameters import ScaleNotRising
from schakel.composite.structure.tree import Aggregation, Tree
from schakel.composite.weighing.weigh import weigh_given

LARGEST_PENALISED = 5.0


class InBranch(BadInput):
    """Weights that cannot be found for the children of a branch."""

    template = N_("The weights in branch '{branch}': {reason}")


class ScaleTooLarge(BadInput):
    """Scores on a scale on which the bottleneck penalty would hide everything but the lowest."""

    template = N_(
        "The bottleneck penalty is made for scores around 0 to 1; found {highest} with scale {scale}."
    )
    cure = N_("Set the scale of the aggregation to the top of the scores, for example 100.")


@dataclass(frozen=True, slots=True)
class Joined:
    """Scores of the branches.

    Attributes
    ----------
    values
        Shape (..., n_periods, n_units, n_branches).
    codes
        Codes of the branches along the last axis, from below to the root.
    weights
        Per branch the weights of its children with sum 1, shape (k,) or (..., k).
    """

    values: Floats
    codes: tuple[str, ...]
    weights: Mapping[str, Floats]


def join_tree(
    values: Mapping[str, Floats],
    tree: Tree,
    step: Aggregate,
    *,
    multipliers: Mapping[str, Floats] | None = None,
    units: Sequence[str] | None = None,
) -> Joined:
    """Aggregate every branch of the tree.

    Parameters
    ----------
    values
        Per indicator an array of shape (..., n_periods, n_units) in which more is better.
    tree
        Structure with weights and, where a branch has its own, methods.
    step
        Method and weighting of all other branches.
    multipliers
        Per node an array of shape (n_draws, 1) with which its weight is multiplied in every draw.
    units
        Names for messages.

    Raises
    ------
    BadInput
        When a method has no meaning for the numbers of a branch; the message names the branch.
    """
    found = dict(values)
    used: dict[str, Floats] = {}
    for code in tree.bottom_up:
        children = tree.children[code]
        cells = np.stack(np.broadcast_arrays(*(found[child] for child in children)), axis=-1)
        try:
            used[code] = _weights_of(code, cells, tree, step, multipliers or {})
        except BadInput as failure:
            raise InBranch(branch=code, reason=failure) from failure
        found[code] = join_children(
            cells, used[code], aggregation_of(tree, step, code), units=units, children=children
        )
    joined = np.stack(np.broadcast_arrays(*(found[code] for code in tree.bottom_up)), axis=-1)
    return Joined(values=joined, codes=tree.bottom_up, weights=used)


def aggregation_of(tree: Tree, step: Aggregate, code: str) -> Aggregation:
    """Return the method of a branch: of the step for this branch, of the tree, or of the step."""
    own = getattr(tree.nodes[code], "aggregation", None)
    return step.per_branch.get(code) or own or step.aggregation


@lru_cache(maxsize=256)
def order_weights_of(aggregation: Aggregation, k: int) -> Floats:
    """Return the order weights of an aggregation for k children, the highest value first; not to be changed.

    Raises
    ------
    WrongShape
        When they are given and there is not one per child.
    WrongOrness
        When they are to be derived from an impossible orness.
    """
    if not aggregation.order_weights:
        orness = 0.5 if aggregation.orness is None or k == 1 else aggregation.orness
        found = order_weights_from_orness(k, orness=orness)
        found.flags.writeable = False
        return found
    if len(aggregation.order_weights) != k:
        raise WrongShape(name="order_weights", found=(len(aggregation.order_weights),), expected=f"({k},)")
    given = np.array(aggregation.order_weights, dtype=np.float64)
    given.flags.writeable = False
    return given


def join_children(
    cells: Floats,
    weights: Floats,
    aggregation: Aggregation,
    *,
    units: Sequence[str] | None = None,
    children: Sequence[str] | None = None,
) -> Floats:
    """Join cells of shape (..., n_units, k) by one method; returns (..., n_units).

    Raises
    ------
    BadInput
        When the method has no meaning for these numbers.
    """
    share: dict[str, Any] = {
        "weights": weights,
        "min_share": aggregation.min_share,
        "share_of": aggregation.share_of,
    }
    match aggregation.method:
        case "arithmetic":
            return aggregate_mean(cells, **share)
        case "additive":
            return aggregate_additive(cells, **share)
        case "minimum":
            return aggregate_minimum(cells, **share)
        case "maximum":
            return aggregate_maximum(cells, **share)
        case "median":
            return aggregate_median(cells, **share)
        case "geometric" | "product" | "harmonic" | "power":
            return _join_by_mean_of_positive(cells, aggregation, share, units, children)
    return _join_by_profile(cells, aggregation, share, units, children)


def _join_by_mean_of_positive(
    cells: Floats,
    aggregation: Aggregation,
    share: dict[str, Any],
    units: Sequence[str] | None,
    children: Sequence[str] | None,
) -> Floats:
    names: dict[str, Any] = {"units": units, "indicators": children}
    if aggregation.method in ("geometric", "product") or aggregation.power == 0:
        _refuse_zero(cells, share["weights"], units, children)
    match aggregation.method:
        case "geometric":
            return aggregate_geometric(cells, **share, **names)
        case "product":
            return aggregate_product(cells, **share, **names)
        case "harmonic":
            return aggregate_harmonic(cells, **share, **names)
    return aggregate_power(cells, power=aggregation.power, **share, **names)


def _join_by_bottleneck(
    cells: Floats, aggregation: Aggregation, share: dict[str, Any], children: Sequence[str] | None
) -> Floats:
    """Hold children down by the lowest of them, on the scale around 0 to 1 that the penalty is made for."""
    if not 0 < aggregation.scale < np.inf:
        raise ScaleNotRising(low=0.0, length=aggregation.scale)
    scaled = cells / aggregation.scale
    highest = float(np.nanmax(np.abs(scaled), initial=0.0))
    if highest > LARGEST_PENALISED:
        raise ScaleTooLarge(highest=highest * aggregation.scale, scale=aggregation.scale)
    if aggregation.equalise:
        counted = (share["weights"].reshape(-1, cells.shape[-1]) > 0).any(axis=0)
        names = [name_of(children, int(place)) for place in np.flatnonzero(counted)]
        scaled = scaled.copy()
        scaled[..., counted] = equalise_averages(scaled[..., counted], indicators=names)
    held = aggregate_bottleneck(
        scaled, form=aggregation.form, size=aggregation.size, steepness=aggregation.steepness, **share
    )
    return held * aggregation.scale


def _refuse_zero(
    cells: Floats, weights: Floats, units: Sequence[str] | None, children: Sequence[str] | None
) -> None:
    """Refuse a zero, which would make the whole zero whatever else the unit has."""
    zero = (cells == 0) & (weights.reshape(-1, weights.shape[-1]) > 0).any(axis=0)
    if zero.any():
        unit, column = first_place(zero)
        raise NotPositive(unit=name_of(units, unit), indicator=name_of(children, column), value=0.0)


def _weights_of(
    code: str, cells: Floats, tree: Tree, step: Aggregate, multipliers: Mapping[str, Floats]
) -> Floats:
    """Return the weights of the children of a branch with sum 1, shape (k,) or (..., k)."""
    children = tree.children[code]
    weighting = step.weighting_per_branch.get(code, step.weighting)
    given = np.array([step.weights.get(child, tree.nodes[child].weight) for child in children])
    weights = weigh_children(cells, weighting, given=given, children=children)
    if not any(child in multipliers for child in children):
        return weights
    factors = np.broadcast_arrays(*(multipliers.get(child, np.ones(())) for child in children))
    return weigh_given(weights * np.stack(factors, axis=-1))


def _join_by_profile(
    cells: Floats,
    aggregation: Aggregation,
    share: dict[str, Any],
    units: Sequence[str] | None,
    children: Sequence[str] | None,
) -> Floats:
    match aggregation.method:
        case "bottleneck_penalty":
            return _join_by_bottleneck(cells, aggregation, share, children)
        case "mazziotta_pareto":
            return aggregate_mazziotta_pareto(cells, penalty=aggregation.penalty, units=units, **share)
        case "ordered_weights":
            return aggregate_ordered(
                cells, order_weights=order_weights_of(aggregation, cells.shape[-1]), **share
            )
        case "copeland":
            return aggregate_copeland(cells, **share)
        case "outranking":
            return aggregate_outranking(cells, **share)
        case "kemeny":
            return aggregate_kemeny(cells, units=units, **share)
    return aggregate_benefit_of_doubt(
        cells,
        weights=share["weights"],
        low_share=aggregation.low_share,
        high_share=aggregation.high_share,
        units=units,
        indicators=children,
    )
