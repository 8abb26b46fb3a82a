# SPDX-License-Identifier: EUPL-1.2
"""How much one unit decides: the effect size when each unit is left out in turn.

A ceiling rests on its few peers, and the observed scope on its outermost units, so one odd unit can
make or break a necessary condition.
"""

from dataclasses import dataclass, replace

import numpy as np

from schakel.composite.bad_input import Floats
from schakel.composite.necessity.ceiling_lines import draw_ceiling
from schakel.composite.necessity.ceilings import Ceiling, scope_areas
from schakel.composite.necessity.pairs import orient_pairs


@dataclass(frozen=True, slots=True)
class EffectWithout:
    """Effect sizes with one unit less.

    Attributes
    ----------
    effect_size
        Without the unit, shape (..., n_units, k). NaN where too little is left for a scope; the effect
        size of all units where the unit has no pair.
    change
        That minus the effect size of all units: positive where the unit held the effect down.
    """

    effect_size: Floats
    change: Floats


def leave_out_units(found: Ceiling) -> EffectWithout:
    """Return the effect size of each condition without each unit in turn.

    An observed scope is observed again without the unit; limits by theory stay. Units that are neither
    peers nor outermost change nothing, and neither does one of two units at the same place.

    Parameters
    ----------
    found
        From :func:`schakel.composite.necessity.ceilings.measure_ceiling`.
    """
    question = found.question
    effect = np.empty(question.conditions.shape)
    for unit in range(question.conditions.shape[-2]):
        outcome = question.outcome.copy()
        outcome[..., unit] = np.nan
        pairs = orient_pairs(replace(question, outcome=outcome))
        with np.errstate(invalid="ignore"):
            area = scope_areas(pairs)
        enough = (pairs.n_pairs > 0) & (area > 0)
        with np.errstate(invalid="ignore"):
            zone = draw_ceiling(pairs, question.ceiling).zone
        effect[..., unit, :] = np.where(enough, zone / np.where(enough, area, 1.0), np.nan)
    return EffectWithout(effect_size=effect, change=effect - found.effect_size[..., None, :])
