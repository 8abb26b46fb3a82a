# SPDX-License-Identifier: EUPL-1.2
"""The analyses that are made when a specification asks for none in particular."""

import numpy as np

from schakel.composite.bad_input import Reason
from schakel.composite.imputing.imputed import Imputed
from schakel.composite.specification.analyses.asked import Asked
from schakel.composite.specification.analyses.change import Change, Trends
from schakel.composite.specification.analyses.choices import Sensitivity, Uncertainty
from schakel.composite.specification.analyses.errors import DataError, ImputationError, RankSetsAsked
from schakel.composite.specification.analyses.importance import ImportanceAsked
from schakel.composite.specification.analyses.profiles import DescriptionAsked, Profiles, StrengthsAsked
from schakel.composite.specification.analyses.relations import CorrelationsAsked, ReliabilityAsked
from schakel.composite.specification.analyses.versions import RemoveEach
from schakel.composite.specification.made_index import Index
from schakel.composite.specification.reasonable_choices import choose_factors
from schakel.composite.varying.data_error import models_of_tree
from schakel.composite.weighing.importance import FEWEST_UNITS


def choose_usual_analyses(index: Index) -> tuple[tuple[Asked, ...], tuple[Reason, ...]]:
    """Return the analyses that say something about this index, and remarks on what was chosen.

    Always: uncertainty and sensitivity over the reasonable choices, each part left out, correlations,
    reliability, importance, strengths, profiles and a description. When errors are stated: their effect
    and rank sets. When cells were filled: the doubt that adds. With several periods: change and trends.
    """
    choices = choose_factors(index.build)
    asked: list[Asked] = [Uncertainty(factors=choices.factors), Sensitivity()]
    if models_of_tree(index.build.tree):
        asked += [DataError(), RankSetsAsked(kinds=("simultaneous", "marginal"))]
    if _imputes(index):
        asked.append(ImputationError())
    if len(index.build.tree.indicators) > 1:
        asked.append(RemoveEach())
    asked += [StrengthsAsked(), Profiles(), CorrelationsAsked(), ReliabilityAsked(), DescriptionAsked()]
    if np.isfinite(index.build.scores()[index.period]).sum() >= FEWEST_UNITS:
        asked.append(ImportanceAsked())
    periods = index.build.raw.periods
    if len(periods) > 1:
        asked.append(Change())
        asked += [Trends()] if all(isinstance(period, int) for period in periods) else []
    return tuple(asked), choices.remarks


def _imputes(index: Index) -> bool:
    """Tell whether a step filled anything."""
    details = [stage.details for stage in index.build.stages]
    return any(isinstance(each, Imputed) and bool(each.imputed.any()) for each in details)
