# SPDX-License-Identifier: EUPL-1.2
"""Which indicators moved a score: the change between two points shared out over the leaves of the tree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats, WrongShape
from schakel.composite.building.joining import aggregation_of, join_children, join_tree
from schakel.composite.building.steps import Aggregate
from schakel.composite.structure.indicator_data import UnknownColumn
from schakel.composite.structure.tree import Tree

N_POINTS = 16
N_POINTS_WITH_KINKS = 400
STEP = 1e-5
COMPARING = ("copeland", "outranking", "kemeny", "benefit_of_doubt")
NEEDS_POSITIVE = ("geometric", "product", "harmonic", "power")
WITH_KINKS = ("minimum", "maximum", "median", "bottleneck_penalty", "ordered_weights")


class ComparesUnits(BadInput):
    """A branch whose score of a unit depends on the other units."""

    template = N_("Branch '{branch}' is joined by '{method}', which compares units with each other.")
    cure = N_("A change can be shared out over indicators only for methods that look at one unit at a time.")


@dataclass(frozen=True, slots=True, eq=False)
class ChangeByIndicator:
    """A change of score shared out over the nodes of the tree.

    Attributes
    ----------
    contributions
        Per node, indicators and branches, its part of the change, shape (n_units,); a branch has the
        sum of what is below it. NaN for a unit of which an indicator is known at one side only.
    change
        Of the root, shape (n_units,).
    residual
        What numerical integration leaves over; 0 but for rounding with smooth methods.
    """

    contributions: Mapping[str, Floats]
    change: Floats
    residual: Floats


def attribute_change(
    before: Mapping[str, Floats], after: Mapping[str, Floats], tree: Tree, step: Aggregate
) -> ChangeByIndicator:
    """Share out the change of the index over its normalised indicators.

    Along the straight line from before to after the slope of the index with respect to each indicator
    is integrated and multiplied by how far the indicator moved (Aumann and Shapley 1974, *Values of
    Non-Atomic Games*): for a weighted mean that is weight times movement, and for every smooth method
    the parts add up to the change. Sixteen Gauss-Legendre points are used, and 400 even ones for a minimum
    or another method with kinks, which leaves a small ``residual``.

    ``before`` and ``after`` have per indicator an array (n_units,) of normalised values. An indicator
    that is unknown at both sides contributes 0.

    Raises
    ------
    ComparesUnits
        For Copeland, outranking, Kemeny, benefit of the doubt and equalised averages, and for weights that
        are found from the values of all units.
    UnknownColumn, WrongShape
        When an indicator is not there, or has another number of units.
    BadInput
        When a method has no meaning for a point on the line.
    """
    for code in tree.bottom_up:
        way = aggregation_of(tree, step, code)
        if way.method in COMPARING or way.equalise:
            raise ComparesUnits(branch=code, method=way.method)
        weighting = step.weighting_per_branch.get(code, step.weighting).method
        if weighting not in ("given", "equal"):
            raise ComparesUnits(branch=code, method=weighting)
    codes = tree.indicator_codes
    start, end = _table(before, codes), _table(after, codes)
    if start.shape != end.shape:
        raise WrongShape(name="after", found=end.shape, expected=str(start.shape))
    moved = np.where(np.isfinite(start) == np.isfinite(end), np.nan_to_num(end - start), np.nan)
    points, shares = _points(tree, step)
    found = np.zeros(start.shape)
    for point, share in zip(points, shares, strict=True):
        slopes = _slopes(start + point * (end - start), tree, step)
        found += share * np.where(moved == 0, 0.0, slopes * moved)
    contributions = {code: found[..., place] for place, code in enumerate(codes)}
    for code in tree.bottom_up:
        contributions[code] = sum((contributions[c] for c in tree.children[code]), np.zeros(len(start)))
    change = _index(end, tree, step) - _index(start, tree, step)
    return ChangeByIndicator(
        contributions=contributions, change=change, residual=change - contributions[tree.root]
    )


def _table(side: Mapping[str, Floats], codes: Sequence[str]) -> Floats:
    for code in codes:
        if code not in side:
            raise UnknownColumn(column=code, known=", ".join(side))
        if np.shape(side[code]) != np.shape(side[codes[0]]) or np.ndim(side[code]) != 1:
            raise WrongShape(name=code, found=np.shape(side[code]), expected="(n_units,)")
    return np.stack([np.asarray(side[code], dtype=np.float64) for code in codes], axis=-1)


def _points(tree: Tree, step: Aggregate) -> tuple[Floats, Floats]:
    """Return points between 0 and 1 with their weights; many even ones where a method has kinks."""
    if any(aggregation_of(tree, step, code).method in WITH_KINKS for code in tree.bottom_up):
        n = N_POINTS_WITH_KINKS
        return (np.arange(n) + 0.5) / n, np.full(n, 1 / n)
    points, shares = np.polynomial.legendre.leggauss(N_POINTS)
    return (points + 1) / 2, shares / 2


def _index(values: Floats, tree: Tree, step: Aggregate) -> Floats:
    given = {code: values[None, :, place] for place, code in enumerate(tree.indicator_codes)}
    return np.asarray(join_tree(given, tree, step).values[0, :, -1])


def _slopes(values: Floats, tree: Tree, step: Aggregate) -> Floats:
    """Return the slope of the root with respect to every indicator, shape (n_units, k)."""
    given = {code: values[None, :, place] for place, code in enumerate(tree.indicator_codes)}
    joined = join_tree(given, tree, step)
    found = {code: given[code][0] for code in tree.indicator_codes}
    found |= {code: joined.values[0, :, place] for place, code in enumerate(joined.codes)}
    slopes = {tree.root: np.ones(len(values))}
    for code in reversed(tree.bottom_up):
        children = tree.children[code]
        cells = np.stack([found[child] for child in children], axis=-1)
        inner = _slopes_of_branch(cells, joined.weights[code], tree, step, code)
        for place, child in enumerate(children):
            slopes[child] = slopes[code] * inner[:, place]
    return np.stack([slopes[code] for code in tree.indicator_codes], axis=-1)


def _slopes_of_branch(cells: Floats, weights: Floats, tree: Tree, step: Aggregate, code: str) -> Floats:
    """Return central differences of one branch with respect to its children, shape (n_units, k)."""
    k = cells.shape[-1]
    way = aggregation_of(tree, step, code)
    size = STEP * np.maximum(np.nanmax(np.abs(cells), axis=0, initial=0.0), 1e-3)
    if way.method in NEEDS_POSITIVE:
        size = np.where(cells > 0, STEP * cells, size)
    moves = np.eye(k)[:, None, :] * size
    up, down = (join_children(cells + sign * moves, weights, way) for sign in (1.0, -1.0))
    return np.asarray(np.nan_to_num((up - down).T / (2 * size)))
