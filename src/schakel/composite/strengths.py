# SPDX-License-Identifier: EUPL-1.2
"""Where a unit is strong and where it is weak, compared with the others."""

from dataclasses import dataclass

import numpy as np

from schakel.composite.bad_input import Floats, Mask
from schakel.composite.rank import rank_indicators


@dataclass(frozen=True, slots=True)
class Strengths:
    """Positions of the strongest and weakest indicators of each unit.

    ``strongest`` and ``weakest`` have shape (n_units, n_shown): column numbers, the strongest or
    weakest first, -1 where too few are known. ``share_below`` (n_units, k) is the share of the other
    known units that do worse (ties half); NaN where unknown.
    """

    strongest: np.ndarray
    weakest: np.ndarray
    share_below: Floats


def find_strengths(values: Floats, *, n_shown: int = 3, reference: Mask | None = None) -> Strengths:
    """Order each unit's indicators by the share of other units that do worse.

    Parameters
    ----------
    values
        Shape (n_units, k), higher is better; NaN is unknown.
    n_shown
        How many to list at each end.
    reference
        Flag per unit; all units by default.
    """
    known = np.isfinite(values)
    counted = known if reference is None else known & reference[:, None]
    others = counted.sum(axis=0) - counted
    best = rank_indicators(values, reference=reference) - 1
    worse = rank_indicators(-values, reference=reference) - 1
    ties = others - best - worse
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(known & (others > 0), (worse + ties / 2) / others, np.nan)
    ranked = np.where(np.isfinite(share), share, np.inf)
    upward = np.argsort(ranked, axis=1, kind="stable")[:, :n_shown]
    downward = np.argsort(-np.where(np.isfinite(share), share, -np.inf), axis=1, kind="stable")[:, :n_shown]
    return Strengths(
        strongest=_known_only(downward, share), weakest=_known_only(upward, share), share_below=share
    )


def _known_only(columns: np.ndarray, share: Floats) -> np.ndarray:
    values = np.take_along_axis(share, columns, axis=1)
    return np.where(np.isfinite(values), columns, -1)
