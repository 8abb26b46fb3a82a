# SPDX-License-Identifier: EUPL-1.2
"""The weights of the children of one branch, as given or found from their values."""

from collections.abc import Sequence

import numpy as np

from schakel.composite.bad_input import N_, BadInput, Floats
from schakel.composite.building.steps import Weighting
from schakel.composite.weighing.weigh import weigh_equal, weigh_given
from schakel.composite.weighing.weigh_balanced import weigh_balanced, weigh_most_informative
from schakel.composite.weighing.weigh_components import weigh_factors, weigh_first_component
from schakel.composite.weighing.weigh_information import (
    weigh_by_conflict,
    weigh_by_deviation,
    weigh_by_entropy,
)


class PartlyStated(BadInput):
    """Importance that is stated for some children of a branch only."""

    template = N_("The importance of '{child}' is not stated, but that of others of its branch is.")
    cure = N_("State the importance of every child of the branch, or of none.")


def weigh_children(
    cells: Floats, weighting: Weighting, *, given: Floats, children: Sequence[str] | None = None
) -> Floats:
    """Return weights with sum 1, shape (k,), or (n_draws, 1, k) where cells have draws and decide.

    Parameters
    ----------
    cells
        Values of the children, shape (..., n_periods, n_units, k). All periods together decide, so that
        a panel keeps one set of weights.
    weighting
        The method.
    given
        Weights of the tree, shape (k,), for "given".
    children
        Names for messages.

    Raises
    ------
    BadInput
        When the method has no answer for these values.
    """
    if weighting.method == "given" or cells.shape[-1] == 1:
        return weigh_given(given)
    if weighting.method == "equal":
        return weigh_equal(cells.shape[-1])
    rows = cells.reshape(*cells.shape[:-3], -1, cells.shape[-1])
    if rows.ndim == 2:
        return _weigh(rows, weighting, children)
    found = np.empty((*rows.shape[:-2], rows.shape[-1]))
    for draw in np.ndindex(rows.shape[:-2]):
        found[draw] = _weigh(rows[draw], weighting, children)
    return found[..., None, :]


def _weigh(rows: Floats, weighting: Weighting, children: Sequence[str] | None) -> Floats:
    bounds = (weighting.low, weighting.high)
    match weighting.method:
        case "principal_component":
            return weigh_first_component(rows, negative=weighting.negative, indicators=children).weights
        case "factor_analysis":
            return weigh_factors(rows, indicators=children).weights
        case "entropy":
            return weigh_by_entropy(rows, indicators=children)
        case "critic":
            return weigh_by_conflict(rows, indicators=children)
        case "standard_deviation":
            return weigh_by_deviation(rows, indicators=children)
        case "most_correlated":
            return weigh_most_informative(rows, bounds=bounds, indicators=children).weights
    names = children or [str(place) for place in range(rows.shape[-1])]
    missing = [name for name in names if name not in weighting.importance]
    if weighting.importance and missing:
        raise PartlyStated(child=missing[0])
    stated = np.array([weighting.importance.get(name, 1.0) for name in names])
    return weigh_balanced(rows, stated=stated, bounds=bounds, indicators=children).weights
