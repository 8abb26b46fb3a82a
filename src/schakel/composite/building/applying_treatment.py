# SPDX-License-Identifier: EUPL-1.2
"""Turn the settings of a Treat step into calls of the treatment of outliers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import numpy as np

from schakel.composite.building.steps import Treat, UnknownSetting
from schakel.composite.normalising.pool_periods import pool_as_asked
from schakel.composite.structure.indicator_data import IndicatorData, with_values
from schakel.composite.structure.tree import Tree
from schakel.composite.treating.rule import TreatmentRule
from schakel.composite.treating.two_stage import Treated, treat_two_stage
from schakel.composite.treating.winsorise_share import treat_winsorise


def apply_treatment(data: IndicatorData, tree: Tree, step: Treat) -> tuple[IndicatorData, Treated | None]:
    """Pull in outliers as the step says; with "none" nothing changes.

    The innovation-index logarithm takes the direction of each indicator from the tree.

    Raises
    ------
    BadInput
        When a rule names an unknown indicator or setting, a share cannot be pulled in, or the same share
        for all has settings per indicator.
    """
    if step.method == "none":
        return data, None
    over = step.over or "each_period"
    if step.method == "share":
        if step.per_indicator:
            raise UnknownSetting(label=step.label, setting="per_indicator", known="share, over")
        pooled, _ = pool_as_asked(data.values, None, over)
        held = treat_winsorise(pooled, share=step.share)
        return with_values(data, np.asarray(held.reshape(data.values.shape))), None
    found = treat_two_stage(
        data.values,
        rule=TreatmentRule(
            max_winsorised=step.max_winsorised,
            transform=cast("Any", step.transform),
            combine=step.combine,
            skewness_limit=step.skewness_limit,
            kurtosis_limit=step.kurtosis_limit,
        ),
        per_indicator=_with_directions(step, tree),
        indicators=data.columns,
        over=over,
    )
    changed = (found.transform != "none").reshape(-1, len(data.columns)).any(axis=0)
    logged = {code for code, flag in zip(data.columns, changed, strict=True) if flag}
    return replace(with_values(data, found.values), transformed=data.transformed | logged), found


def _with_directions(step: Treat, tree: Tree) -> Mapping[str, Mapping[str, Any]]:
    """Return the settings per indicator; the innovation-index logarithm also gets the direction."""
    found = dict(step.per_indicator)
    for indicator in tree.indicators:
        own = found.get(indicator.code, {})
        if own.get("transform", step.transform) == "log_innovation_index" and indicator.direction < 0:
            found[indicator.code] = {"direction": indicator.direction, **own}
    return found
