# SPDX-License-Identifier: EUPL-1.2
"""What if: the whole chain under one set of choices, fast enough to answer while someone waits."""

import numpy as np

from schakel.ecosystem.choices import Choices
from schakel.ecosystem.indicator_table import IndicatorTable, without_unused_boundaries
from schakel.ecosystem.ranking import rank_regions
from schakel.ecosystem.results import ElementScores, TriedChoices
from schakel.ecosystem.scores import compose_index, score_elements


def try_choices(table: IndicatorTable, choices: Choices) -> TriedChoices:
    """Return scores, index, ranks and the order of weakness under one set of choices.

    Parameters
    ----------
    table
        Indicators of one comparison, with a row for every boundary of the region that may be chosen.
    choices
        ``choices.boundary`` picks the row of the region.

    Raises
    ------
    ImpossibleChoices, NothingMeasured, WeightWithoutElement, UnknownUnit
        When the choices have no meaning for this table.
    """
    chosen = without_unused_boundaries(table, choices.boundary)
    scores = score_elements(table=chosen, choices=choices)
    index = compose_index(scores, comparison=table.comparison)
    weakest = {target: order_of_weakness(scores, target) for target in chosen.targets}
    return TriedChoices(scores=scores, index=index, ranking=rank_regions(index), weakest=weakest)


def order_of_weakness(scores: ElementScores, unit: str) -> tuple[str, ...]:
    """Return the measured elements of a unit from the lowest score to the highest."""
    row = scores.scores[scores.units.index(unit)]
    order = np.argsort(np.where(np.isfinite(row), row, np.inf), kind="stable")
    return tuple(scores.elements[c] for c in order if np.isfinite(row[c]))
